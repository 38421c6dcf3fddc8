"""Reading against ``shlex.split`` over the same commands, triage of chatter against one regex search, in one run."""

from __future__ import annotations

import re
import shlex
import statistics
import time
from collections.abc import Callable, Iterator, Sequence

from bot.parsing.formats import curl
from bot.parsing.parse import parse
from bot.parsing.triage import is_for_us
from tests.bench._table import Row

SIZES = (100, 1024, 10 * 1024, 64 * 1024)
PATTERN = re.compile(r"\b(?:401|407)\b|unauthori[sz]ed|curl", re.IGNORECASE)
_ROUND_S = 0.12
_ROUNDS = 5
_TRIAGED_MS = 50
_SLOW = {
    "one line of 401": "401 ",
    "lines of 401": "401\n",
    "calls": "401 a.b(",
    "clauses": "i get 401. ",
    "dots": ". 401",
}
_TALK = (
    "morning all, the staging deploy is green and the release notes are in the wiki",
    "who takes the on-call shift on Thursday? I can swap with you if it helps",
    "lunch at 12:30, the new place round the corner has vegan bowls now",
    "the dashboard is slow again, p95 went from 310 ms to 840 ms since the migration",
    "Grüße aus Köln, der Zug hat 20 Minuten Verspätung",
    "please review https://git.example.com/team/app/pull/1187 when you have a minute",
    "今日の定例は15時からです。議事録はこちらにあります",
    "ticket OPS-2281: disk almost full on db-3, extended by 200 GB, closing",
)


def run() -> Iterator[Row]:
    """Microseconds of each, then milliseconds of what was made to be slow."""
    for size in SIZES:
        split, read, whole = _each_us(commands(size), shlex.split, curl.read, parse)
        yield Row(f"a curl command of {size:,} characters", read, "µs", split, "shlex.split", 1 / 0.35)
        yield Row("the same as a whole paste", whole, "µs", split, "shlex.split")
    for size in SIZES:
        searched, judged = _each_us(chatter(size), PATTERN.search, is_for_us)
        yield Row(f"triage of {size:,} characters of chatter", judged, "µs", searched, "one regex search")
    for name, part in _SLOW.items():
        took = min(_time(1, [part * (65_536 // len(part))], is_for_us) for _ in range(3))
        yield Row(f"triage of 64 KiB of {name}", took * 1000, "ms", most=_TRIAGED_MS)


def commands(size: int) -> list[str]:
    """Eight curl commands of about ``size`` characters that both readers take: headers first, then a JSON body."""
    return [_command(size, seed) for seed in range(8)]


def _command(size: int, seed: int) -> str:
    parts = [f"curl -sS -X POST 'https://api.example.com/v{seed}/me' -H 'Authorization: Bearer {seed:020x}'"]
    length = len(parts[0])
    while length < min(size // 2, 4096) - 60:
        parts.append(f"  -H 'X-Trace-{len(parts)}: {len(parts):032x}'")
        length += len(parts[-1]) + 3
    if size - length > 40:
        rows = (size - length - 20) // 26
        parts.append("  --data '[" + ",".join(f'{{"id": {row:6}, "ok": true}}' for row in range(rows)) + "]'")
    return " \\\n".join(parts)


def chatter(size: int) -> list[str]:
    """Eight messages of ``size`` characters in which nothing is for the bot."""
    return [("\n".join(_TALK[seed:] + _TALK[:seed]) * (size // 400 + 1))[:size] for seed in range(8)]


def _each_us(texts: Sequence[str], *functions: Callable[[str], object]) -> list[float]:
    """Microseconds a text of each function: the median of rounds that take turns, so that all meet the same machine."""
    counts = [_calls_in(_ROUND_S, texts, function) for function in functions]
    seconds: list[list[float]] = [[] for _ in functions]
    for _ in range(_ROUNDS):
        for index, function in enumerate(functions):
            seconds[index].append(_time(counts[index], texts, function))
    return [statistics.median(taken) * 1e6 / count / len(texts) for count, taken in zip(counts, seconds, strict=True)]


def _calls_in(duration_s: float, texts: Sequence[str], function: Callable[[str], object]) -> int:
    _time(1, texts, function)  # what is loaded at the first call is no part of any later one
    return max(1, int(duration_s / max(_time(1, texts, function), 1e-7)))


def _time(count: int, texts: Sequence[str], function: Callable[[str], object]) -> float:
    start = time.perf_counter()
    for _ in range(count):
        for text in texts:
            function(text)
    return time.perf_counter() - start
