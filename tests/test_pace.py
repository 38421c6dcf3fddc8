"""The waiting room: what is too fast is delayed and told, never dropped."""

from __future__ import annotations

import asyncio

from bot.pace import Pace


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Seconds since the start of the test."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Move on without waiting."""
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


async def test_one_origin_is_asked_again_only_after_ten_seconds() -> None:
    """The second diagnosis of the same origin waits, and is told why and how long."""
    clock = Clock()
    pace = Pace(clock=clock, sleep=clock.sleep)
    told: list[tuple[str, float]] = []

    async def tell(why: str, seconds: float) -> None:
        told.append((why, seconds))

    for _ in range(2):
        async with pace.turn(origin="https://api.example.com", person=None, told=tell):
            clock.now += 1
    assert told == [("https://api.example.com was asked just before", 10.0)]


async def test_one_origin_serves_one_diagnosis_at_a_time() -> None:
    """Two at once never overlap, and different origins do not wait for each other."""
    clock = Clock()
    pace = Pace(clock=clock, sleep=clock.sleep)
    inside = {"a": 0, "b": 0}
    most = 0

    async def diagnose(origin: str) -> None:
        nonlocal most
        async with pace.turn(origin=origin, person=None):
            inside[origin] += 1
            most = max(most, sum(inside.values()))
            assert inside[origin] == 1
            await asyncio.sleep(0)
            inside[origin] -= 1

    await asyncio.gather(*(diagnose(origin) for origin in "aabb"))
    assert most == 2


async def test_the_seventh_within_a_minute_waits_for_the_first_to_be_a_minute_old() -> None:
    """Six a minute for one person; another person is not held up."""
    clock = Clock()
    pace = Pace(clock=clock, sleep=clock.sleep)
    for _ in range(6):
        async with pace.turn(origin=None, person="sam"):
            clock.now += 1
    async with pace.turn(origin=None, person="kim"):
        assert clock.slept == []
    async with pace.turn(origin=None, person="sam"):
        assert clock.slept == [54.0]


async def test_the_room_forgets() -> None:
    """Thousands of origins leave nothing behind once their pause is over."""
    clock = Clock()
    pace = Pace(clock=clock, sleep=clock.sleep)
    for number in range(1000):
        async with pace.turn(origin=f"https://{number}.example", person=f"U{number}"):
            clock.now += 61
    assert len(pace._origins) + len(pace._people) <= 2
