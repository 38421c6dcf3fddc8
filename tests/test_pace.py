"""The waiting room: what is too fast is delayed and told, never dropped."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from typing import Any

import pytest
import sqlalchemy as sa

from bot.engine.sealing import Seal
from bot.engine.turns import DurableTurns
from bot.pace import Pace, Postponed, Want


class Here(Executor):
    """Does at once what a thread would do."""

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **more: Any) -> Future[Any]:
        """Done when it returns."""
        done = Future[Any]()
        done.set_result(work(*arguments, **more))
        return done


def lines(clock: Callable[[], float]) -> DurableTurns:
    """Nobody's lines yet, in a database of their own, by this clock."""
    database = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    made = DurableTurns(database, Seal("k" * 40), clock=clock, thread=Here())
    made.create()
    return made


def kept(turns: DurableTurns) -> int:
    """How many places are kept."""
    with turns._database.begin() as connection:
        return int(connection.execute(sa.text("select count(*) from auth401_turns")).scalar_one())


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
    pace, turns = Pace(clock=clock, sleep=clock.sleep), lines(clock)
    told: list[tuple[str, float]] = []

    async def tell(why: str, seconds: float) -> None:
        told.append((why, seconds))

    for _ in range(2):
        async with pace.turn(turns, origin="https://api.example.com", person=None, told=tell):
            clock.now += 1
    assert told == [("https://api.example.com was asked just before", 10.0)]


async def test_one_origin_serves_one_diagnosis_at_a_time() -> None:
    """Two at once never overlap, and different origins do not wait for each other."""
    clock = Clock()
    pace, turns = Pace(clock=clock, sleep=clock.sleep), lines(clock)
    inside = {"a": 0, "b": 0}
    most = 0

    async def diagnose(origin: str) -> None:
        nonlocal most
        async with pace.turn(turns, origin=origin, person=None):
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
    pace, turns = Pace(clock=clock, sleep=clock.sleep), lines(clock)
    for _ in range(6):
        async with pace.turn(turns, origin=None, person="sam"):
            clock.now += 1
    async with pace.turn(turns, origin=None, person="kim"):
        assert clock.slept == []
    async with pace.turn(turns, origin=None, person="sam"):
        assert clock.slept == [54.0]


async def test_the_room_forgets() -> None:
    """Thousands of origins leave nothing behind once their pause is over."""
    clock = Clock()
    pace, turns = Pace(clock=clock, sleep=clock.sleep), lines(clock)
    for number in range(1000):
        async with pace.turn(turns, origin=f"https://{number}.example", person=f"U{number}"):
            clock.now += 61
    assert kept(turns) <= 2


class Time:
    """A clock that goes on to the next moment at which somebody wakes up, once all have gone to sleep."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def __call__(self) -> float:
        """Seconds since the start of the test."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock is there."""
        future = asyncio.get_running_loop().create_future()
        self.sleepers.append((self.now + seconds, future))
        await future

    async def run(self, until: float) -> None:
        """Let time pass."""
        while True:
            for _ in range(60):
                await asyncio.sleep(0)
            self.sleepers.sort(key=lambda one: one[0])
            if not self.sleepers or self.sleepers[0][0] > until:
                self.now = until
                return
            at, future = self.sleepers.pop(0)
            self.now = max(self.now, at)
            future.set_result(None)


async def begun(asked: Sequence[tuple[str, str]], until: float, lasts_s: float = 0.0) -> list[tuple[float, int]]:
    """When each of (origin, person) began, all asked at once, and its place in ``asked``."""
    clock, found = Time(), list[tuple[float, int]]()
    pace, turns = Pace(clock=clock, sleep=clock.sleep), lines(clock)

    async def one(place: int, origin: str, person: str) -> None:
        async with pace.turn(turns, origin=origin, person=person):
            found.append((clock.now, place))
            if lasts_s:
                await clock.sleep(lasts_s)

    tasks = [asyncio.create_task(one(place, *both)) for place, both in enumerate(asked)]
    await clock.run(until)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return found


@pytest.mark.parametrize("lasts_s", [0.0, 1.0, 12.0])
@pytest.mark.parametrize("origins", [40, 5, 2, 1])
async def test_no_minute_has_more_than_six_of_one_person(origins: int, lasts_s: float) -> None:
    """Forty at once, towards many origins or few, quick or slow: whatever the minute, six begin; none is lost."""
    found = await begun([(f"https://h{n % origins}.example", "U") for n in range(40)], 2000, lasts_s)
    starts = sorted(at for at, _ in found)
    assert len(starts) == 40
    assert max(sum(at <= other < at + 60 for other in starts) for at in starts) <= 6


async def test_one_person_begins_oldest_first() -> None:
    """In the order of asking, six a minute."""
    found = await begun([(f"https://h{n}.example", "U") for n in range(20)], 400)
    assert [place for _, place in found] == list(range(20))
    assert Counter(at for at, _ in found) == {0: 6, 60: 6, 120: 6, 180: 2}


async def test_whoever_waits_for_the_minute_holds_up_nobody_at_the_origin() -> None:
    """One person's twenty towards an origin are not before another's one once they wait for their minute."""
    asked = [(f"https://h{n}.example", "U") for n in range(6)] + [("https://api.example", "U")] * 10
    found = await begun([*asked, ("https://api.example", "V")], 5)
    assert (0.0, 16) in found


ONE_ORIGIN = {
    "name": [
        "https://api.example.com", "https://API.Example.COM", "https://api.example.com:443", "https://api.example.com.",
        "https://\uff41pi.example.com", "https://api\u3002example.com", "http://api.example.com", "HTTP://api.example.com:80",
        "https://api.example.com:8443", "http://api.example.com.:8080", "https://bob:pw@api.example.com/v1?x#y",
        "https://\u24d0pi.example.com",
    ],
    "idn": ["https://b\u00fccher.example", "https://xn--bcher-kva.example", "https://B\u00dcCHER.example.",
            "https://bu\u0308cher.example"],
    "ipv6": ["http://[::1]", "http://[0:0:0:0:0:0:0:1]", "https://[0000::0001]:443", "http://[::0001]:8080"],
    "ipv4": ["http://127.0.0.1", "http://2130706433", "http://0x7f000001", "http://0177.0.0.1", "http://127.1",
             "http://127.0.1", "http://0x7f.1", "https://127.0.0.1.", "http://[::ffff:127.0.0.1]",
             "http://[::ffff:7f00:1]", "http://\uff11\uff12\uff17.0.0.1"],
    "port": ["http://api.example:9000", "https://api.example:9000", "http://API.example.:9000", "https://api.example:09000"],
}  # fmt: skip


@pytest.mark.parametrize("spellings", ONE_ORIGIN.values(), ids=ONE_ORIGIN)
async def test_one_origin_is_one_however_it_is_spelled(spellings: list[str]) -> None:
    """Of all spellings at once, one begins; the next at least ten seconds later."""
    found = await begun([(origin, f"U{n}") for n, origin in enumerate(spellings)], 5)
    assert len(found) == 1
    assert len(await begun([(origin, f"U{n}") for n, origin in enumerate(spellings)], 1000)) == len(spellings)


OTHERS = [
    "https://a.example.com", "https://b.example.com", "https://example.com", "https://a.example.com:9000",
    "https://a.example.com:9001", "http://127.0.0.1", "http://127.0.0.2", "http://1.2.3", "http://[::1]",
]  # fmt: skip


async def test_others_do_not_wait() -> None:
    """Another host, and a port that an operator opened, are other origins."""
    assert len(await begun([(origin, f"U{n}") for n, origin in enumerate(OTHERS)], 5)) == len(OTHERS)


async def test_two_names_of_one_address_are_one_origin() -> None:
    """Until the address has so many names that strangers stand behind it: then those of one domain are one."""
    clock, now = Time(), list[str]()
    pace, turns = Pace(clock=clock, sleep=clock.sleep), lines(clock)

    async def one(name: str, *addresses: str) -> None:
        async with pace.turn(turns, origin=f"https://{name}", person=None, addresses=addresses):
            now.append(name)

    asked = [
        one("a.example", "192.0.2.1", "192.0.2.2"),
        one("b.test", "192.0.2.2"),
        one("c.invalid", "::ffff:192.0.2.1"),
        one("192.0.2.2"),
        one("d.example", "192.0.2.9"),
        *(one(f"w{n}.shop{n // 2}.example", "198.51.100.7") for n in range(14)),
    ]
    tasks = [asyncio.create_task(work) for work in asked]
    await clock.run(5)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert now[:2] == ["a.example", "d.example"]
    assert now[2:] == ["w0.shop0.example", *(f"w{n}.shop{n // 2}.example" for n in (4, 6, 8, 10, 12))]


async def test_whoever_comes_back_has_the_old_place() -> None:
    """Postponed instead of waiting: the place is kept for the ticket, counted once, and lost to whoever stays away."""
    clock = Clock()
    pace, turns = Pace(clock=clock, sleep=clock.sleep), lines(clock)
    order: list[str] = []

    async def come_back(why: str, seconds: float) -> None:
        raise Postponed(seconds)

    async def come(ticket: str) -> float:
        try:
            async with pace.turn(turns, origin="https://api.example", person="U", ticket=ticket, told=come_back):
                order.append(ticket)
        except Postponed as postponed:
            return postponed.seconds
        return 0.0

    assert [await come(ticket) for ticket in "abcd"] == [0.0, 10.0, 20.0, 30.0]
    assert [await come(ticket) for ticket in "bbbb"] == [10.0] * 4
    clock.now = 10.0
    assert await come("c") == 10.0
    assert await come("b") == 0.0
    clock.now = 20.0
    assert await come("d") == 10.0
    assert await come("e") == 20.0
    await turns.leave("d")
    assert await come("e") == 10.0  # but c, who did not come back, has its place
    clock.now = 70.0
    assert await come("e") == 0.0
    assert order == ["a", "b", "e"]
    assert clock.slept == []
    clock.now = 200.0
    assert await come("f") == 0.0
    assert kept(turns) == 2


async def test_the_room_has_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many people and addresses as there are in the world, all at the same moment, fill a bounded room."""
    monkeypatch.setattr("bot.pace._MOST", 100)
    monkeypatch.setattr("bot.engine.turns._LINE", 10)
    clock = Clock()
    pace, turns = Pace(clock=clock, sleep=clock.sleep), lines(clock)

    async def come_back(why: str, seconds: float) -> None:
        raise Postponed(seconds)

    for number in range(300):
        address = f"10.0.{number // 250}.{number % 250}"
        async with pace.turn(turns, origin=f"https://{number}.example", person=None, addresses=(address,)):
            pass
    assert len(pace._names) <= 100
    before = kept(turns)
    async with pace.turn(turns, origin="https://api.example", person=None):
        for number in range(50):
            for person in ("one", f"U{number}"):
                with pytest.raises(Postponed):
                    async with pace.turn(
                        turns, origin="https://api.example", person=person, ticket=f"{person} {number}", told=come_back
                    ):
                        pass
    assert kept(turns) <= before + 1 + 2 * 10
    clock.now += 1000
    async with pace.turn(turns, origin="https://api.example", person="one"):
        assert kept(turns) == 2


async def test_a_killed_process_holds_up_nobody_for_long() -> None:
    """What has begun stands as long as its process says that it lives, and passes when nobody says so any more."""
    clock, wants = Clock(), [Want("origin", 1, 10.0, is_after=True)]
    turns = lines(clock)
    assert (await turns.come("killed", wants)).seconds == 0
    clock.now = 25.0
    assert (await turns.come("next", wants)).seconds == 10.0
    await turns.renew("killed")
    clock.now = 50.0
    assert (await turns.come("next", wants)).seconds == 10.0
    clock.now = 56.0
    assert (await turns.come("killed", wants)).seconds == 0  # taken up again, it is no second one
    clock.now = 90.0
    assert (await turns.come("next", wants)).seconds == 0


async def test_a_post_counts_from_its_begin_and_a_diagnosis_from_its_end() -> None:
    """Both stand while they last."""
    clock, turns = Clock(), None
    for is_after, free in ((False, 4.0), (True, 13.0)):
        clock.now, turns = 0.0, lines(clock)
        wants = [Want("line", 1, 10.0 if is_after else 4.0, is_after=is_after)]
        assert (await turns.come("first", wants)).seconds == 0
        clock.now = 3.0
        assert (await turns.come("second", wants)).seconds > 0
        await turns.end("first", wants, begun_s=3.0)
        assert clock.now + (await turns.come("second", wants)).seconds == free
