"""Who has to wait before a diagnosis may ask the network, and how long. What is too fast is delayed, never dropped.

One diagnosis at a time and ten seconds between two towards the same origin; six a minute for one person. With five
requests at most in a diagnosis, a target is asked no more than thirty times a minute, whoever asks.

An origin is here what answers, however it is spelled: a host by its folded name and by its addresses, over http or
https, on any of the standard ports; a port that an operator opened beside those is another origin. So two names of one
address are one origin. But behind the address of a content network stand strangers: from the fifth name on, an address
is one origin only for names of one registrable domain.

The limits hold for all processes of a database: the lines are there (``Turns``), and this says who stands in which.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Protocol
from uuid import uuid4

from publicsuffixlist import PublicSuffixList

from bot.url import Url, url_of

BETWEEN_S = 10.0
PER_PERSON, WINDOW_S = 6, 60.0
NAMES_OF_AN_ADDRESS = 4
_STANDARD_PORTS = {80, 443, 8080, 8443}
_RENEW_S = 10.0
_MOST = 10_000  # addresses that are remembered
_ADDRESSES = 8

Told = Callable[[str, float], Awaitable[None]]


class Postponed(BaseException):
    """Whoever was told to wait comes back in ``seconds`` instead, and keeps the place in the line.

    Like asyncio.CancelledError it is no Exception: it is not a fault, and what catches faults must let it pass.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Want:
    """A place in the line of ``key``, of which ``most`` may stand at once: each for ``lasts_s`` from its begin, or
    (``is_after``) from its end, and anyhow until it is over."""

    key: str
    most: int
    lasts_s: float
    is_after: bool = False


@dataclass(frozen=True, slots=True)
class Ahead:
    """How long there is something to wait for (0: it has begun), and the number of the want that is waited for."""

    seconds: float
    want: int


class Turns(Protocol):
    """The lines, shared by all processes."""

    async def come(self, ticket: str, wants: Sequence[Want]) -> Ahead:
        """Begin if there is room in each line; else a place is kept, oldest first, for when the ticket comes back."""

    async def renew(self, ticket: str) -> None:
        """What has begun goes on; to be said again within some twenty seconds."""

    async def end(self, ticket: str, wants: Sequence[Want], begun_s: float) -> None:
        """It is over; it began ``begun_s`` seconds ago."""

    async def leave(self, ticket: str) -> None:
        """Give up the places that are kept."""


async def _asleep(ahead: Ahead) -> None:
    await asyncio.sleep(ahead.seconds)


@asynccontextmanager
async def in_turn(
    turns: Turns,
    ticket: str,
    wants: Sequence[Want],
    waits: Callable[[Ahead], Awaitable[None]] = _asleep,
    clock: Callable[[], float] = time.monotonic,
) -> AsyncIterator[None]:
    """Begin when there is room in each line. What has begun stands, as long as this process lives, until the end."""
    while (ahead := await turns.come(ticket, wants)).seconds:
        await waits(ahead)
    begun, renewing = clock(), asyncio.create_task(_renew(turns, ticket))
    try:
        yield
    finally:
        renewing.cancel()
        await turns.end(ticket, wants, clock() - begun)


async def _renew(turns: Turns, ticket: str) -> None:
    while True:
        await asyncio.sleep(_RENEW_S)
        await turns.renew(ticket)


async def untold(why: str, seconds: float) -> None:
    """Nobody wants to know."""


class Pace:
    """Who stands in which lines. Which names an address has is known to this process alone."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        between_s: float = BETWEEN_S,
        per_person: int = PER_PERSON,
    ) -> None:
        self._clock, self._sleep, self._between_s, self._per_person = clock, sleep, between_s, per_person
        self._names: OrderedDict[str, dict[str, None]] = OrderedDict()  # address -> names seen there, five at most

    @asynccontextmanager
    async def turn(
        self,
        turns: Turns,
        *,
        origin: str | None,
        person: str | None,
        told: Told = untold,
        ticket: str = "",
        addresses: tuple[str, ...] = (),
        name: str = "",
    ) -> AsyncIterator[None]:
        """Hold a diagnosis until it may ask ``origin`` for ``person``; None means that this limit does not concern it.

        ``told`` is awaited once, with a reason in words and the seconds ahead, when there is something to wait for;
        from there Postponed may be raised. Whoever comes back with the same ``ticket`` has the old place in the line.
        ``addresses`` are what the origin's name resolves to; ``name`` is how people are told of it (default: as it is).
        """
        is_told = False
        wants = [] if person is None else [Want(f"person {person}", self._per_person, WINDOW_S)]
        wants += [
            Want(f"origin {key}", 1, self._between_s, is_after=True)
            for key in (self.keys(origin, addresses) if origin is not None else ())
        ]

        async def waits(ahead: Ahead) -> None:
            nonlocal is_told
            if not is_told:
                is_told = True
                await told(self._why(name or origin or "", wants[ahead.want]), ahead.seconds)
            await self._sleep(ahead.seconds)

        async with in_turn(turns, ticket or uuid4().hex, wants, waits, self._clock):
            yield

    def keys(self, origin: str, addresses: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The names under which an origin is remembered: its host's, and two for each address (eight at most)."""
        url = url_of(origin)
        if url.fault:  # nothing can be asked there
            return (origin.strip().casefold()[:300],)
        port = "" if url.port in _STANDARD_PORTS else f":{url.port}"
        literal = _address(url.name)
        found = dict.fromkeys(_plain(text) for text in (literal, *addresses[:_ADDRESSES]) if text)
        places = [place for address in found for place in self._places_at(address, url)]
        return tuple(f"{place}{port}" for place in dict.fromkeys((literal or url.name, *places)))

    def _places_at(self, address: str, url: Url) -> tuple[str, ...]:
        """The address for the name's registrable domain, by which a process that has seen more names knows it too; and
        the address itself, unless it has many names."""
        names = self._names.setdefault(address, {})
        self._names.move_to_end(address)
        if len(names) <= NAMES_OF_AN_ADDRESS:
            names[url.name] = None
        if len(self._names) > _MOST:
            self._names.popitem(last=False)
        of_site = f"{_site(url.name)} at {address}"
        return (address, of_site) if len(names) <= NAMES_OF_AN_ADDRESS else (of_site,)

    def _why(self, origin: str, want: Want) -> str:
        if want.is_after:
            return f"{origin} was asked just before"
        return f"you asked {self._per_person} times within a minute"


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
