"""Who has to wait before a diagnosis may ask the network, and how long. What is too fast is delayed, never dropped.

One diagnosis at a time and ten seconds between two towards the same origin; six a minute for one person. With five
requests at most in a diagnosis, a target is asked no more than thirty times a minute, whoever asks.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

BETWEEN_S = 10.0
PER_PERSON, WINDOW_S = 6, 60.0

Told = Callable[[str, float], Awaitable[None]]


@dataclass(slots=True)
class _Origin:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    waiting: int = 0


async def untold(why: str, seconds: float) -> None:
    """Nobody wants to know."""


class Pace:
    """The waiting room of one process. ``clock`` is monotonic, in seconds."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        between_s: float = BETWEEN_S,
        per_person: int = PER_PERSON,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._between_s, self._per_person = between_s, per_person
        self._origins: dict[str, _Origin] = {}
        self._people: dict[str, deque[float]] = {}

    @asynccontextmanager
    async def turn(self, *, origin: str | None, person: str | None, told: Told = untold) -> AsyncIterator[None]:
        """Hold a diagnosis until it may ask ``origin`` for ``person``; None means that this limit does not concern it.

        ``told`` is awaited with a reason in words and the seconds ahead whenever there is something to wait for.
        """
        if person is not None:
            await self._wait(self._person_free_in(person), f"you asked {self._per_person} times within a minute", told)
            self._people.setdefault(person, deque()).append(self._clock())
        if origin is None:
            yield
            return
        room = self._origins.setdefault(origin, _Origin())
        room.waiting += 1
        try:
            async with room.lock:
                await self._wait(room.free_at - self._clock(), f"{origin} was asked just before", told)
                try:
                    yield
                finally:
                    room.free_at = self._clock() + self._between_s
        finally:
            room.waiting -= 1
            self._forget()

    async def _wait(self, seconds: float, why: str, told: Told) -> None:
        if seconds > 0:
            await told(why, seconds)
            await self._sleep(seconds)

    def _person_free_in(self, person: str) -> float:
        asked = self._people.setdefault(person, deque())
        while asked and asked[0] <= self._clock() - WINDOW_S:
            asked.popleft()
        return asked[-self._per_person] + WINDOW_S - self._clock() if len(asked) >= self._per_person else 0.0

    def _forget(self) -> None:
        """Drop what can no longer delay anybody, so that the room does not grow with the hosts of the world."""
        now = self._clock()
        self._origins = {name: room for name, room in self._origins.items() if room.waiting or room.free_at > now}
        self._people = {name: asked for name, asked in self._people.items() if asked and asked[-1] > now - WINDOW_S}
