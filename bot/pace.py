"""Who has to wait before a diagnosis may ask the network, and how long. What is too fast is delayed, never dropped.

One diagnosis at a time and ten seconds between two towards the same origin; six a minute for one person. With five
requests at most in a diagnosis, a target is asked no more than thirty times a minute, whoever asks.

An origin is here what answers, however it is spelled: a host by its folded name and by its addresses, over http or
https, on any of the standard ports; a port that an operator opened beside those is another origin. So two names of one
address are one origin. But behind the address of a content network stand strangers: from the fifth name on, an address
is one origin only for names of one registrable domain.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from itertools import takewhile

from publicsuffixlist import PublicSuffixList

from bot.url import Url, url_of

BETWEEN_S = 10.0
PER_PERSON, WINDOW_S = 6, 60.0
NAMES_OF_AN_ADDRESS = 4
_STANDARD_PORTS = {80, 443, 8080, 8443}
_AGAIN_S = 0.2  # how soon who is next looks again, when nothing tells how long the one before will take
_LATE_S = 30.0  # whoever comes back later than this after the time given has lost the place in the line
_LINE = 1000  # places in one line; whoever comes when all are taken is sent away to come back
_MOST = 10_000  # people and origins that are remembered; nobody can ask so many within the ten seconds of an origin
_ADDRESSES = 8

Told = Callable[[str, float], Awaitable[None]]


class Postponed(BaseException):
    """Whoever was told to wait comes back in ``seconds`` instead, and keeps the place in the line.

    Like asyncio.CancelledError it is no Exception: it is not a fault, and what catches faults must let it pass.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(slots=True)
class _Ticket:
    """Who waits for what. ``due``: when it was told to look again. ``is_refused``: one of the lines was full."""

    person: str | None
    keys: tuple[str, ...]
    due: float = 0.0
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class _Ahead:
    """How long there is something to wait for: the origin's turn, or the person's."""

    seconds: float
    at_origin: bool


@dataclass(slots=True)
class _Line:
    """Who waits for one person's or one origin's turn, oldest first."""

    waiting: dict[Hashable, None] = field(default_factory=dict)
    begun: deque[float] = field(default_factory=deque)  # of a person: within the last minute
    is_busy: bool = False  # of an origin
    free_at: float = 0.0

    def is_over(self, now: float) -> bool:
        """Can it delay nobody any more?"""
        return not self.waiting and not self.is_busy and self.free_at <= now


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
        self._origins: OrderedDict[str, _Line] = OrderedDict()
        self._people: OrderedDict[str, _Line] = OrderedDict()
        self._names: OrderedDict[str, dict[str, None]] = OrderedDict()  # address -> names seen there, five at most
        self._tickets: dict[Hashable, _Ticket] = {}

    @asynccontextmanager
    async def turn(
        self,
        *,
        origin: str | None,
        person: str | None,
        told: Told = untold,
        ticket: Hashable = None,
        addresses: tuple[str, ...] = (),
        name: str = "",
    ) -> AsyncIterator[None]:
        """Hold a diagnosis until it may ask ``origin`` for ``person``; None means that this limit does not concern it.

        ``told`` is awaited once, with a reason in words and the seconds ahead, when there is something to wait for;
        from there Postponed may be raised. Whoever comes back with the same ``ticket`` has the old place in the line.
        ``addresses`` are what the origin's name resolves to; ``name`` is how people are told of it (default: as it is).
        """
        ticket = object() if ticket is None else ticket
        is_told = False
        keys = self.keys(origin, addresses) if origin is not None else ()
        try:
            while ahead := self._ahead(ticket, person, keys):
                if not is_told:
                    is_told = True
                    await told(self._why((name or origin) if ahead.at_origin else None), ahead.seconds)
                await self._sleep(ahead.seconds)
        except Postponed:
            raise
        except BaseException:
            self.leave(ticket)
            raise
        self._begin(ticket, person, keys)
        try:
            yield
        finally:
            for key in keys:
                line = self._line(self._origins, key)
                line.is_busy, line.free_at = False, self._clock() + self._between_s
            self._forget()

    def leave(self, ticket: Hashable) -> None:
        """Give up the place in the line, if there is one."""
        known = self._tickets.pop(ticket, None)
        if known is not None:
            for line in self._lines(known):
                line.waiting.pop(ticket, None)

    def keys(self, origin: str, addresses: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The names under which an origin is remembered: its host's, and one for each address (eight at most)."""
        url = url_of(origin)
        if url.fault:  # nothing can be asked there
            return (origin.strip().casefold()[:300],)
        port = "" if url.port in _STANDARD_PORTS else f":{url.port}"
        literal = _address(url.name)
        found = dict.fromkeys(_plain(text) for text in (literal, *addresses[:_ADDRESSES]) if text)
        places = [self._place_at(address, url) for address in found]
        return tuple(f"{place}{port}" for place in dict.fromkeys((literal or url.name, *places)))

    def _place_at(self, address: str, url: Url) -> str:
        """The address; behind one that has many names, the address for the name's registrable domain alone."""
        names = self._names.setdefault(address, {})
        self._names.move_to_end(address)
        if len(names) <= NAMES_OF_AN_ADDRESS:
            names[url.name] = None
        if len(self._names) > _MOST:
            self._names.popitem(last=False)
        return address if len(names) <= NAMES_OF_AN_ADDRESS else f"{_site(url.name)} at {address}"

    def _ahead(self, ticket: Hashable, person: str | None, keys: tuple[str, ...]) -> _Ahead | None:
        """When the ticket, which gets its places in the lines, should look again; None when it may begin."""
        now, known = self._clock(), self._tickets.get(ticket)
        if known is not None and (known.person, known.keys) != (person, keys):
            self.leave(ticket)
            known = None
        mine = known or _Ticket(person, keys)
        self._tickets[ticket] = mine
        mine.due, mine.is_refused = now, False
        seconds = self._person_free_in(person, ticket, now) if person is not None else 0.0
        at_origin = not seconds
        if at_origin:  # only then, so that no person's waiting holds up others at the origin
            seconds = max((self._origin_free_in(key, ticket, now) for key in keys), default=0.0)
        mine.due = now + seconds
        if seconds and mine.is_refused:
            self.leave(ticket)
        return _Ahead(seconds, at_origin) if seconds else None

    def _stand_in(self, line: _Line, ticket: Hashable) -> int:
        """How many are before the ticket, which joins the line; those who did not come back are taken out."""
        before = list(takewhile(lambda other: other != ticket, line.waiting))
        gone = [other for other in before if self._is_late(other)]
        for other in gone:
            self.leave(other)
        if len(line.waiting) < _LINE:
            line.waiting.setdefault(ticket)
        elif ticket not in line.waiting:
            self._tickets[ticket].is_refused = True
        return len(before) - len(gone)

    def _is_late(self, ticket: Hashable) -> bool:
        return self._tickets[ticket].due < self._clock() - _LATE_S

    def _person_free_in(self, person: str, ticket: Hashable, now: float) -> float:
        """Each begins a minute after the sixth before it; those that wait are counted as if they began in order."""
        line = self._line(self._people, person)
        before = self._stand_in(line, ticket)
        while line.begun and line.begun[0] <= now - WINDOW_S:
            line.begun.popleft()
        rounds, place = divmod(before + len(line.begun), self._per_person)
        since = line.begun[place] if place < len(line.begun) else now
        return max(0.0, since + rounds * WINDOW_S - now) if rounds else 0.0

    def _origin_free_in(self, key: str, ticket: Hashable, now: float) -> float:
        line = self._line(self._origins, key)
        before = self._stand_in(line, ticket)
        pause = self._between_s if line.is_busy else max(0.0, line.free_at - now)
        seconds = pause + before * self._between_s
        return max(seconds, _AGAIN_S) if line.is_busy or before else seconds

    def _begin(self, ticket: Hashable, person: str | None, keys: tuple[str, ...]) -> None:
        self.leave(ticket)
        if person is not None:
            line = self._line(self._people, person)
            line.begun.append(self._clock())
            line.free_at = self._clock() + WINDOW_S
        for key in keys:
            self._line(self._origins, key).is_busy = True

    def _why(self, origin: str | None) -> str:
        if origin is None:
            return f"you asked {self._per_person} times within a minute"
        return f"{origin} was asked just before"

    def _lines(self, ticket: _Ticket) -> list[_Line]:
        rooms = [(self._people, ticket.person)] if ticket.person is not None else []
        found = [room.get(key) for room, key in (*rooms, *((self._origins, key) for key in ticket.keys))]
        return [line for line in found if line is not None]

    @staticmethod
    def _line(room: OrderedDict[str, _Line], key: str) -> _Line:
        line = room.setdefault(key, _Line())
        room.move_to_end(key)
        return line

    def _forget(self) -> None:
        """Drop what can no longer delay anybody, and the oldest of too many: the room does not grow with the world."""
        now = self._clock()
        for room in (self._origins, self._people):
            for _ in range(2 * _ADDRESSES):  # more than one turn adds
                key, line = next(iter(room.items()), ("", None))
                if line is None:
                    break
                if line.is_over(now) or (len(room) > _MOST and not line.waiting and not line.is_busy):
                    del room[key]
                elif line.waiting or line.is_busy:
                    room.move_to_end(key)
                    if line.waiting and self._is_late(oldest := next(iter(line.waiting))):
                        self.leave(oldest)
                else:
                    break


def _plain(text: str) -> str:
    """One spelling of an address: ``::ffff:a.b.c.d`` is a.b.c.d; what is no address stays as it is."""
    try:
        address = ip_address(text)
    except ValueError:
        return text
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


def _address(name: str) -> str:
    """The address that a host spells, the old way of inet_aton(3) included (decimal, octal, hexadecimal, short); ''."""
    if ":" in name:
        return _plain(name)
    parts = name.split(".")
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return ""
    *bytes_, last = numbers
    if len(parts) > 4 or any(number > 255 for number in bytes_) or last >= 256 ** (5 - len(parts)):
        return ""
    return str(IPv4Address(sum(number << 8 * (3 - place) for place, number in enumerate(bytes_)) + last))


def _number(text: str) -> int:
    if not (text.isascii() and text.isalnum()) or len(text) > 40:
        raise ValueError(text)
    is_octal = text.startswith("0") and text[1:].isdigit()
    return int(text, 8) if is_octal else int(text, 16) if text.lower().startswith("0x") else int(text, 10)


def _site(name: str) -> str:
    """The registrable domain of a name (public suffix list)."""
    return _suffixes().privatesuffix(name) or name


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=True)
