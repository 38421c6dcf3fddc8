"""How long Slack waits for the ack, beside a bare Bolt echo bot's in the same run: pastes, chatter, 200 at once.

Ours journals in SQLite, and once more in PostgreSQL where that is installed. Slack, the apps, the bare bot and whoever
delivers are processes of their own, on loopback. The goals are ratios: a paste that is journaled at most 2.0 times the
bare bot's ack or 5 ms more, in the burst at most 3 times, chatter 1.1 times.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import aiohttp

from tests.bench._bots import BARE, KEY, LISTENS, OURS, SLACK, deliver, depth, message, postgresql, process
from tests.bench._table import Row
from tests.faces.slack.stand import HERE, PASTE, environment

SINGLE, BURST, ROUNDS = 100, 200, 3
CHATTER = "lunch at 12:30, the new place round the corner has vegan bowls now"
Times = dict[str, list[float]]  # app -> seconds


def run() -> Iterator[Row]:
    """p50 and p99 of each in milliseconds, beside the bare bot's."""
    with tempfile.TemporaryDirectory() as folder, postgresql() as database:
        found = asyncio.run(_measured(Path(folder), database))
    for share in (0.5, 0.99):
        for what, times in found.items():
            bare, *others = (_share(each, share) * 1000 for each in times.values())
            for name, one in zip([*times][1:], others, strict=True):
                within = _within(what, bare) if share == 0.5 else None
                yield Row(f"{what}, {name}, p{share * 100:.0f}", one, "ms", bare, "a bare Bolt bot", within)


def _within(what: str, bare_ms: float) -> float:
    """The goal: of a paste twice the bare bot's or 5 ms more, of many at once three times, of chatter 1.1."""
    if "at once" in what:
        return 3.0
    return max(2.0, 1 + 5 / bare_ms) if "paste" in what else 1.1


async def _measured(folder: Path, database: str) -> dict[str, Times]:
    async with contextlib.AsyncExitStack() as stack:
        api = (await stack.enter_async_context(process(SLACK, {}, r"(http://\S+)"))) + "/api/"
        apps: dict[str, tuple[str, dict[str, str]]] = {"bare": (BARE, {}), "SQLite": (OURS, {})}
        if database:
            apps["PostgreSQL"] = (OURS, {"DATABASE_URL": database, "AUTH401_KEY": KEY})
        urls = {}
        for name, (code, more) in apps.items():
            variables = environment(api, folder / name, **more)
            urls[name] = f"http://{HERE}:{await stack.enter_async_context(process(code, variables, LISTENS))}"
        session = await stack.enter_async_context(aiohttp.ClientSession())
        for url in urls.values():
            await _one_by_one(session, url, [PASTE, CHATTER] * 3)
        await _idle(session, urls)
        found: dict[str, Times] = {}
        for what, text in (("a paste at a time", PASTE), ("chatter at a time", CHATTER)):
            found[what] = {name: [] for name in urls}
            for _ in range(10):
                for name, url in urls.items():
                    found[what][name] += await _one_by_one(session, url, [text] * (SINGLE // 10))
                    await _idle(session, urls)
        for what, texts in (
            (f"{BURST} at once, half chatter", [PASTE, CHATTER] * (BURST // 2)),
            (f"{BURST} of chatter at once", [CHATTER] * BURST),
        ):
            found[what] = {name: [] for name in urls}
            for _ in range(ROUNDS):
                for name, url in urls.items():
                    found[what][name] += await _at_once(session, url, texts)
                    await _idle(session, urls)
        return found


async def _one_by_one(session: aiohttp.ClientSession, url: str, texts: Sequence[str]) -> list[float]:
    return [await deliver(session, url, message(text)) for text in texts]


async def _at_once(session: aiohttp.ClientSession, url: str, texts: Sequence[str]) -> list[float]:
    bodies, begun = [message(text) for text in texts], time.perf_counter()
    return list(await asyncio.gather(*(deliver(session, url, body, begun) for body in bodies)))


async def _idle(session: aiohttp.ClientSession, urls: Mapping[str, str]) -> None:
    """Until our apps have no work left, and the bare bot, which tells nothing, has had time too."""
    while True:
        await asyncio.sleep(0.3)
        if not sum([await depth(session, url) for name, url in urls.items() if name != "bare"]):
            return


def _share(times: Sequence[float], share: float) -> float:
    return statistics.quantiles(times, n=1000)[min(998, round(share * 1000) - 1)]
