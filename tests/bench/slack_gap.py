"""The longest gap of the event loop while fifty messages of 64 KiB come into the Slack app at once; the goal is 100 ms.

The real app with its worker processes, on loopback; the stand-in for Slack lives on the same loop, so that its
work is counted too. A gap is told in seconds of the clock and of this thread's processor, which a busy machine does not
lengthen.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import aiohttp

from bot.faces.demo.delivery import envelope, signature
from bot.faces.demo.workspace import CHANNEL
from tests.bench._table import Row
from tests.faces.slack.stand import PASTE, SECRET, Stand, stand
from tests.growth import hostile

SIZE = 65_536
MESSAGES = 50
GOAL_MS = 100
_TICK_S = 0.002
_WITHIN_S = 600


@dataclass
class Ticker:
    """Looks at the clock again and again, and keeps how late it was: (of the clock, of the processor)."""

    gaps: list[tuple[float, float]] = field(default_factory=list)

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            clock, processor = time.perf_counter(), time.thread_time()
            await asyncio.sleep(_TICK_S)
            late = time.perf_counter() - clock - _TICK_S
            self.gaps.append((late, time.thread_time() - processor))


def texts() -> list[str]:
    """Every fifth an honest command with a long body, the others hostile shapes from all over the stock."""
    shapes = [*hostile.stock(), *hostile.woken(), *hostile.openings(1)]
    fitting = [shape for shape in shapes if len(json.dumps(str(shape.of(100)))) < 300]  # else over 1 MiB as an event
    step = len(fitting) // MESSAGES
    honest = f"{PASTE}\n{'HTTP/1.1 401 Unauthorized and more of the same. ' * 1400}"[:SIZE]
    made = [shape.of(SIZE) for shape in islice(fitting, 0, None, step)][:MESSAGES]
    return [honest if place % 5 == 0 else f"401 {text}"[:SIZE] for place, text in enumerate(made)]


def run() -> Iterator[Row]:
    """How long it took, and the longest gap by the clock and by the processor."""
    with tempfile.TemporaryDirectory() as folder:
        ticker, (taken_in, answered, acked_s), seconds = asyncio.run(_measured(Path(folder)))
    told = f"{MESSAGES} messages of 64 KiB at once, {taken_in} for us"
    yield Row(f"{told}, {answered} answered", seconds, "s")
    yield Row("until the last acknowledgement", acked_s, "s")
    of_the_clock, of_the_processor = (max(column) * 1000 for column in zip(*ticker.gaps, strict=True))
    yield Row("longest gap of the event loop", of_the_clock, "ms", most=GOAL_MS)
    yield Row("the same in time of the processor", of_the_processor, "ms", most=GOAL_MS)


async def _measured(folder: Path) -> tuple[Ticker, tuple[int, int, float], float]:
    async with stand(folder, is_apart=True) as slack:
        await slack.answered(await slack.say(PASTE))  # what is loaded once is loaded
        slack.events.clear()
        people = (f"U{number}" for number in range(MESSAGES))
        messages = [slack.workspace.say(CHANNEL, text) for text in texts()]
        bodies = [
            json.dumps(envelope({**event, "user": user})).encode()
            for event, user in zip(slack.events, cycle(people), strict=False)
        ]
        ticker, began = Ticker(), time.perf_counter()
        ticking = asyncio.create_task(ticker.run())
        acked = await asyncio.to_thread(lambda: asyncio.run(_delivered(slack.url, bodies)))
        await _idle(slack)
        ticking.cancel()
        replies = [slack.replies(message) for message in messages]
        answered = sum(any(reply.get("edited") for reply in each) for each in replies)
        return ticker, (sum(map(bool, replies)), answered, max(acked)), time.perf_counter() - began


async def _delivered(url: str, bodies: list[bytes]) -> list[float]:
    """Deliver all at once, on a loop of its own, however long an acknowledgment takes; how long each took."""
    began = time.perf_counter()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_WITHIN_S)) as session:

        async def one(body: bytes) -> float:
            headers = {**signature(SECRET, body), "Content-Type": "application/json"}
            async with session.post(f"{url}/slack/events", data=body, headers=headers) as answer:
                assert answer.status == 200, answer.status
            return time.perf_counter() - began

        return await asyncio.gather(*map(one, bodies))


async def _idle(slack: Stand) -> None:
    """Wait until no work is left; a quiet moment between two looks is not enough to believe it."""
    async with asyncio.timeout(_WITHIN_S):
        quiet = 0
        while quiet < 3:
            quiet = 0 if json.loads(await slack.page("healthz"))["queue"]["depth"] else quiet + 1
            await asyncio.sleep(0.25)
