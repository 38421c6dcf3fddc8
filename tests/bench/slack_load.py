"""Many pastes at once, each with an API of its own that answers 401: how long until the last answer stands in Slack.

A live diagnosis asks its API three times: how often it was asked shows that they were live. One process on SQLite,
then 1, 2 and 4 on one PostgreSQL, of which one takes in and works and the others only work. The floor is a bare
Bolt bot that echoes the same messages. Memory is the sum of what the processes alone hold and their share of what they
hold together (PSS), at its largest.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.faces.slack.web import listening
from tests.bench._bots import (
    BARE,
    KEY,
    LISTENS,
    OURS,
    SLACK,
    WORKER,
    children,
    deliver,
    family,
    held,
    message,
    postgresql,
    process,
    words_of,
)
from tests.bench._table import Row
from tests.faces.slack.stand import HERE, PASTE, environment

FEW, MANY, WARM = 200, 2_000, 24
AT_ONCE = 100  # connections of Slack's
NEW_EVERY_S = 0.2


def run() -> Iterator[Row]:
    """Seconds until the last answer beside the bare bot's, and the most memory, for each."""
    with tempfile.TemporaryDirectory() as folder, postgresql() as database, asyncio.Runner() as runner:
        rows = _measure(Path(folder), database)
        with contextlib.suppress(StopAsyncIteration):
            while True:
                yield runner.run(_next(rows))


async def _next(rows: AsyncIterator[Row]) -> Row:
    return await anext(rows)


async def _measure(folder: Path, database: str) -> AsyncIterator[Row]:
    cases: list[tuple[str, int, str, tuple[int, ...]]] = [
        ("bare", 0, "", (FEW, MANY)),
        ("SQLite, 1 process", 1, "", (FEW, MANY)),
    ]
    if database:
        made = [("PostgreSQL, 1 process", 1, (FEW, MANY)), ("PostgreSQL, 2", 2, (FEW,)), ("PostgreSQL, 4", 4, (FEW,))]
        cases += [(name, number, database, sizes) for name, number, sizes in made]
    floor: dict[int, float] = {}
    async with refusing() as (port, asked):
        for name, number, url, sizes in cases:
            async with contextlib.AsyncExitStack() as stack:
                told = await stack.enter_async_context(process(SLACK, {}, r"(http://\S+ \d+)"))
                api, counter = told.split()
                more = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": "127.0.0.0/8:*", "AUTH401_KEY": KEY}
                programs = [OURS, *[WORKER] * (number - 1)] if number else [BARE]
                ports = []
                for place, program in enumerate(programs):
                    more |= {"AUTH401_INSTANCE": f"p{place}"} | ({"DATABASE_URL": url} if url else {})
                    variables = environment(f"{api}/api/", folder / name, **more)
                    ports.append(await stack.enter_async_context(process(program, variables, LISTENS)))
                session = await stack.enter_async_context(
                    aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE))
                )
                slack = Slack(
                    session,
                    f"http://{HERE}:{ports[0]}",
                    f"http://{HERE}:{counter}/?calls={'chat.update' if number else 'chat.postMessage'}",
                    port,
                )
                await slack.answers(WARM)
                for size in sizes:
                    before = asked()
                    seconds, megabytes = await slack.answers(size)
                    bare = floor.setdefault(size, seconds)
                    told = f"{size:,} pastes, {name}, API asked {asked() - before:,} times"
                    yield Row(told, seconds, "s", bare, "a bare Bolt bot that echoes")
                    yield Row("the most memory of all its processes", megabytes, "MiB")


@dataclass
class Slack:
    """Delivers, and counts the answers that came."""

    session: aiohttp.ClientSession
    app: str
    counter: str
    target: int
    asked: int = 0

    async def answers(self, many: int) -> tuple[float, float]:
        """So many pastes at once: seconds until the last is answered, and the most memory in MB."""
        bodies = [message(self._paste()) for _ in range(many)]
        due, most = await self._count() + many, 0.0
        begun = time.perf_counter()
        sending = [asyncio.create_task(self._deliver(body)) for body in bodies]
        async with asyncio.timeout(60 + many):
            while await self._count() < due:
                most = max(most, _memory())
                await asyncio.sleep(NEW_EVERY_S)
        seconds = time.perf_counter() - begun
        await asyncio.gather(*sending)
        return seconds, most

    def _paste(self) -> str:
        """Another address of loopback each time: two checks of one API are ten seconds apart."""
        self.asked += 1
        host = f"127.1.{self.asked // 250}.{self.asked % 250 + 1}:{self.target}"
        return PASTE.replace("https://api.example.com", f"http://{host}")

    async def _deliver(self, body: bytes) -> None:
        while True:
            try:
                await deliver(self.session, self.app, body)
            except (AssertionError, aiohttp.ClientError, TimeoutError):  # as Slack does: again
                await asyncio.sleep(1)  # Slack's pause is longer; what is measured is how long it takes in all
            else:
                return

    async def _count(self) -> int:
        async with self.session.get(self.counter) as page:
            return int(await page.text())


@contextlib.asynccontextmanager
async def refusing() -> AsyncIterator[tuple[int, Callable[[], int]]]:
    """An API on every address of loopback that answers 401: its port, and how often it was asked."""
    asked = 0

    async def refuse(_: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        return web.json_response({"error": "invalid_token"}, status=401, headers={"WWW-Authenticate": "Bearer"})

    site = web.Application()
    site.router.add_route("*", "/{path:.*}", refuse)
    async with listening(site, "0.0.0.0", 0) as port:
        yield port, lambda: asked


def _memory() -> float:
    """MiB of the apps' processes, and of all that they started; Slack's is left out."""
    apps = [one for one in children(os.getpid()) if any(name in words_of(one) for name in ("slack.run", "AsyncApp"))]
    return sum(held(each, "smaps_rollup", "Pss") for app in apps for each in family(app))
