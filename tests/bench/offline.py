"""The whole offline examination of one paste, in time of the processor, and what it grows by with the paste."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

from bot.service import Service
from bot.settings import read
from tests.bench._table import Row

_RUNS = 20
_SIZES = ((1024, 5.0), (8192, None), (65_536, 150.0))
_HEAD = (
    "since this morning our nightly job is refused, in curl it works\n"
    "curl -i https://api.github.com/user -H 'Authorization: token ghp_" + "0" * 36 + "'\n"
    'HTTP/1.1 401 Unauthorized\nServer: github.com\n\n{"message": "Bad credentials"}\n'
)
_LOG = "2026-11-29 09:{:02}:01 WARN job-{} attempt {} failed: 401 Unauthorized, next in {} s\n"


def run() -> Iterator[Row]:
    """A row a size; all but the first is a log of the job below the same report."""
    service = Service(read({"AUTH401_LIVE": "off"}), unlimited=True)
    with asyncio.Runner() as runner:
        for size, most in _SIZES:
            text = paste(size)
            runner.run(service.examine(text))  # the first one loads what is loaded once
            took = min(_ms(runner, service, text) for _ in range(_RUNS))
            yield Row(f"a paste of {size:,} characters, offline", took, "ms", most=most)


def paste(size: int) -> str:
    """A report of so many characters."""
    lines = (_LOG.format(number % 60, number, number % 7, number % 90) for number in range(size // 60 + 1))
    return (_HEAD + "".join(lines))[:size]


def _ms(runner: asyncio.Runner, service: Service, text: str) -> float:
    begun = time.process_time()
    runner.run(service.examine(text))
    return (time.process_time() - begun) * 1000
