"""The core with its surroundings: the knowledge, the network and the clock, for a face to call."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from types import MappingProxyType
from urllib.parse import unquote

from bot import logs
from bot.case import NO_VOICES, Policy, Voices, Watch, unwatched
from bot.diagnosis.overlay import taught
from bot.examine import Connect, Turn, at_once, examine
from bot.knowledge.load import Library, builtin_folder
from bot.masking import Scrubber, is_random
from bot.model import Diagnosis, Evidence, Examination, Moment, Report, Request, Sent
from bot.pace import Pace, Told, Turns, untold
from bot.probing.net import Net, Resolved
from bot.probing.offline import Offline
from bot.probing.pasted import pasted
from bot.probing.rules import Rules
from bot.probing.session import open_net
from bot.probing.wire.resolve import system
from bot.settings import Settings
from bot.url import url_of

LOOK_AGAIN = timedelta(seconds=1)
_log = logging.getLogger(__name__)

# Awaited before the credential goes out, with the names of the origin (Pace.keys) and whether it is a password; words
# when it may not, '' when it may.
Before = Callable[[tuple[str, ...], bool], Awaitable[str]]


async def _at_will(origin: tuple[str, ...], is_password: bool) -> str:
    """Nobody keeps count."""
    return ""


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class _Visit:
    """One diagnosis on its way to an origin. The addresses by which its turn was judged are those that are asked."""

    person: str | None
    told: Told
    ticket: str
    before: Before
    rules: Rules
    keys: tuple[str, ...] = ()
    opened: list[Net] = field(default_factory=list)
    known: dict[str, Resolved] = field(default_factory=dict)

    async def resolve(self, host: str) -> Resolved:
        """Addresses of ``host``, looked up once."""
        if host not in self.known:
            self.known[host] = await system(host)
        return self.known[host]

    async def may_send(self, is_password: bool) -> str:
        """Words when the credential may not go out, '' when it may."""
        return await self.before(self.keys, is_password)


class Service:
    """One per process. ``library`` is read again when its files change, and ``book`` is what it holds, with what
    the operator's own entries teach, as ``loaded`` then; ``rules`` hold for all targets.

    ``turns`` are the lines in which people wait; without them nobody does, as at the terminal. ``unlimited``: a face
    gives none, as in the demo, whose own API is asked as fast as people click. ``built_in`` is the built-in knowledge
    where it was read before.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = _utc_now,
        unlimited: bool = False,
        built_in: Library | None = None,
    ) -> None:
        self.settings, self.unlimited = settings, unlimited
        self._pace = Pace()
        self.turns: Turns | None = None
        self.rules = Rules.read(settings.allow_hosts, settings.targets, settings.proxy)
        self.library = Library(builtin_folder(), *settings.knowledge, known=built_in)
        self._clock = clock
        self._read_knowledge()
        self._looked, self._looking = clock(), threading.Lock()  # a face may look in a thread
        self._warn()

    async def examine(
        self,
        text: str,
        *,
        live: bool = True,
        try_fixes: bool | None = None,
        written: datetime | None = None,
        person: str | None = None,
        told: Told = untold,
        may_open_internal: bool = True,
        ticket: str = "",
        before: Before = _at_will,
        later: bool = False,
        resolved: Mapping[str, Resolved] = MappingProxyType({}),
        watch: Watch = unwatched,
        channel: str = "",
        voices: Voices = NO_VOICES,
    ) -> Examination:
        """Diagnose one paste. ``live`` False sends nothing; ``written`` is when it was posted (default: now);
        ``channel`` is the id of where, '' outside of Slack; ``voices`` is what its team said of earlier answers.

        ``may_open_internal`` False: the hosts that the operator opened are not asked, for this is somebody outside.
        ``watch`` hears which checks run, for who waits and looks.

        For a ``person`` the limits per person and origin hold: what has to wait waits, and ``told`` hears why and how
        many seconds; it may raise ``pace.Postponed``, and the place in the line is kept for the same ``ticket``. None =
        the operator at the terminal, who need not. ``before`` is asked each time before the credential goes out.

        Whoever asks in two parts says at first ``later`` (and not ``live``), so that ``is_open`` tells whether the API
        should be asked; has a :meth:`turn`; and then hands over the addresses ``resolved`` by which that was judged.

        Raises nothing else: by a fault of ours with the network the diagnosis is by the text alone and says so, and by
        one with the text it is a sentence. Both name the id under which the log tells the fault's type and place.
        """
        now, fault, may_ask = self._clock(), "", live and self.settings.live != "off"
        rules = self.rules if may_open_internal else self.rules.for_outsiders()
        visit = _Visit(person, told, ticket, before, rules, known=dict(resolved))
        diagnosed = partial(
            self._examine,
            text,
            moment=Moment(written=written or now, now=now),
            watch=watch,
            channel=channel,
            voices=voices,
        )
        if may_ask:
            policy = Policy(live=True, try_fixes=try_fixes)
            connect = partial(self._connect, try_fixes=bool(try_fixes), visit=visit)
            turn = partial(self._turn, visit=visit) if person is not None else at_once
            try:
                return await diagnosed(connect=connect, policy=policy, turn=turn)
            except Exception as error:
                fault = _logged(error)
        try:
            found = await diagnosed(connect=Offline, policy=Policy(live=False, later=later, try_fixes=try_fixes))
        except Exception as error:
            return _failed(fault or _logged(error), visit.opened)
        return _by_the_text(found, fault, visit.opened) if fault else found

    async def _examine(
        self,
        text: str,
        *,
        connect: Connect,
        moment: Moment,
        policy: Policy,
        watch: Watch,
        channel: str,
        voices: Voices,
        turn: Turn = at_once,
    ) -> Examination:
        self._look_again(moment.now)
        return await examine(
            text,
            book=self.book,
            connect=connect,
            moment=moment,
            policy=policy,
            turn=turn,
            watch=watch,
            channel=channel,
            voices=voices,
        )

    async def leave(self, ticket: str) -> None:
        """Whoever kept this place in a line does not come back."""
        if self.turns is not None:
            await self.turns.leave(ticket)

    def problems(self) -> tuple[str, ...]:
        """What is wrong in the operator's settings and knowledge, a sentence each, for the log."""
        return (*self.rules.problems, *map(str, (*self.library.faults, *self._unlearned)))

    def refresh(self) -> None:
        """Read what was edited in the knowledge folders since, as :meth:`examine` does; faults go to the log."""
        self._look_again(self._clock())

    @asynccontextmanager
    async def _connect(self, request: Request | None, *, try_fixes: bool, visit: _Visit) -> AsyncIterator[Net]:
        opening = open_net(
            visit.rules, target=request, try_fixes=try_fixes, resolver=visit.resolve, may_send=visit.may_send
        )
        async with opening as net:
            visit.opened.append(net)
            yield net

    @asynccontextmanager
    async def _turn(self, request: Request | None, *, visit: _Visit) -> AsyncIterator[None]:
        url = url_of(request.url if request else "")
        if request is None or url.fault:  # it is not asked, so it need not wait
            yield
            return
        async with self.turn(
            url.origin, name_of(request), person=visit.person, told=visit.told, ticket=visit.ticket, known=visit.known
        ) as visit.keys:
            yield

    @asynccontextmanager
    async def turn(
        self,
        origin: str,
        name: str,
        *,
        person: str | None,
        told: Told,
        ticket: str,
        known: dict[str, Resolved],
    ) -> AsyncIterator[tuple[str, ...]]:
        """Hold a diagnosis until it may ask ``origin``, of which ``name`` is told; the names by which it is remembered.

        Its addresses are put into ``known``. ``person``, ``told`` and ``ticket`` as in :meth:`examine`.
        """
        host = url_of(origin).host
        addresses: tuple[str, ...] = ()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.rules.limits.resolve_s):
                known[host] = known.get(host) or await system(host)
                addresses = known[host].addresses
        keys = self._pace.keys(origin, addresses)
        if self.turns is None:
            yield keys
            return
        waiting = self._pace.turn(
            self.turns, origin=origin, name=name, person=person, told=told, ticket=ticket, addresses=addresses
        )
        async with waiting:
            yield keys

    def _look_again(self, now: datetime) -> None:
        """Read what was edited in ``knowledge``, at most once a second: a batch has thousands of texts."""
        if now - self._looked >= LOOK_AGAIN and self._looking.acquire(blocking=False):
            try:
                self._looked = now
                if self.library.refresh():
                    self._read_knowledge()
                    self._warn()
            finally:
                self._looking.release()

    def _read_knowledge(self) -> None:
        self.book, self._unlearned = taught(self.library.book, self.settings.knowledge)
        self.loaded = self._clock()

    def _warn(self) -> None:
        for problem in self.problems():
            _log.warning("%s", problem)


def _logged(fault: Exception) -> str:
    """Tell the log of a fault by its type and place alone, and give the id under which that stands there."""
    name = secrets.token_hex(4)
    _log.error("examination %s failed (%s)", name, logs.told(fault))
    return name


def _by_the_text(found: Examination, fault: str, opened: list[Net]) -> Examination:
    """What the text alone told, where asking the API ended by a fault of ours."""
    note = f"Asking the API failed by a fault of ours, so this is by the text alone. The log tells it under {fault}."
    return replace(
        found,
        evidence=replace(found.evidence, requests_sent=_sent(opened), record=_record(opened)),
        diagnosis=replace(found.diagnosis, notes=(note, *found.diagnosis.notes)),
    )


def _failed(fault: str, opened: list[Net]) -> Examination:
    evidence = Evidence(requests_sent=_sent(opened), record=_record(opened))
    diagnosis = Diagnosis(outcome="inconclusive")
    return Examination(report=Report(text=""), evidence=evidence, diagnosis=diagnosis, failed=fault)


def _sent(opened: list[Net]) -> int:
    return sum(net.requests_sent for net in opened)


def _record(opened: list[Net]) -> tuple[Sent, ...]:
    return tuple(line for net in opened for line in net.record)


def carried_by(request: Request) -> tuple[bool, bool]:
    """Does the request carry anything that may be secret, and is a password among it?"""
    held = pasted(request).secrets
    return bool(held), any(one.is_password for one in held)


def name_of(request: Request) -> str:
    """How an API is called before others: host and port, as the guard would; not what may be (part of) a secret."""
    url = url_of(request.url)
    scrubber = Scrubber(credential.secret for credential in request.credentials)
    is_plain = all(_is_plain(label) for label in url.name.split("."))
    # With an @ behind the authority, a slash in the password may have made a host of the user name
    is_clear = is_plain and scrubber.scrub(url.name) == url.name and "@" not in unquote(url.target)
    return url.authority if is_clear else "this API"


def _is_plain(label: str) -> bool:
    return len(label) < 16 or not (is_random(label) or (len(label) > 40 or any(map(str.isdigit, label))))
