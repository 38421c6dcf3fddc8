"""session: the Net of one diagnosis: admits a probe by guard and budget, connects to the checked address, counts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from ipaddress import ip_address
from types import TracebackType

from bot.model import Response, Sent
from bot.probing.budget import Budget, Part
from bot.probing.guard import Place, is_named, judge, place_of, plain
from bot.probing.net import Answered, Failed, NotAllowed, Outcome, Probe, Resolved, Tls
from bot.probing.pasted import Held, Pasted, proxy_place
from bot.probing.record import line_of
from bot.probing.rules import Address, Rules
from bot.probing.sendable import as_sent, left_out, refusal_of
from bot.probing.wire import resolve
from bot.probing.wire.connection import Answer, BrokenError, Errand, RefusedError, Way, exchange

_TRIED_ADDRESSES = 3


class Session:
    """See ``net.Net``. Nothing is raised for whatever the network does: each outcome is a value."""

    def __init__(
        self,
        rules: Rules,
        known: Pasted,
        try_fixes: bool,
        resolver: resolve.Resolver,
        clock: Callable[[], datetime],
        may_send: Callable[[bool], Awaitable[str]],
    ) -> None:
        self._rules = rules
        self._pasted = known
        self._resolver = resolver
        self._clock = clock
        self._may_send = may_send
        self._budget = Budget(rules.limits, insists=try_fixes)
        self._slots = asyncio.Semaphore(rules.limits.in_flight)
        self._names: dict[str, asyncio.Task[Resolved]] = {}
        self._sent = 0
        self._record: list[Sent] = []
        self._ends = 0.0

    async def __aenter__(self) -> Session:
        self._ends = asyncio.get_running_loop().time() + self._rules.limits.wall_s
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._names.values():
            task.cancel()

    @property
    def requests_sent(self) -> int:
        """Every HTTP request sent so far, to whomever, a proxy's CONNECT included."""
        return self._sent

    @property
    def record(self) -> tuple[Sent, ...]:
        """Who was asked what, oldest first, the refused included."""
        return tuple(self._record)

    async def ask(self, probe: Probe) -> Outcome:
        """Send one request when guard and budget admit it."""
        outcome = await self._ask(probe)
        self._record.append(line_of(probe, outcome, self._clock()))
        return outcome

    async def resolve(self, host: str, *, public: bool = False) -> Resolved:
        """Addresses of ``host``; the system is asked once a diagnosis. A public resolver learns public names only."""
        if not public:
            return await self._resolved(host)
        named = any(entry.names(host.lower()) for entry in self._rules.allow)
        if named or not self._rules.public_resolver or not resolve.is_public_name(host):
            return Resolved(words="this name is not public, so no public resolver is asked for it")
        return await resolve.public(host, self._rules.public_resolver, self._rules.limits.resolve_s)

    async def _ask(self, probe: Probe) -> Outcome:
        probe = replace(probe, credential_headers=(*probe.credential_headers, *self._pasted.headers))
        place = place_of(probe.url)
        if isinstance(place, NotAllowed):
            return place
        refusal = refusal_of(probe) or self._credential_refusal(probe, place)
        if refusal is not None:
            return refusal
        async with self._slots:
            ways = await self._ways(probe, place)
            if not isinstance(ways, tuple):
                return ways
            return await self._send(probe, place, ways)

    def _credential_refusal(self, probe: Probe, place: Place) -> NotAllowed | None:
        if self._pasted.is_in(probe) and place.origin != self._pasted.origin:
            return NotAllowed(
                rule="credential-origin", words="the credential goes to the pasted scheme, host and port alone"
            )
        return None

    async def _ways(self, probe: Probe, place: Place) -> tuple[Way, ...] | NotAllowed | Failed:
        """How to get there, one way for each checked address, or why not."""
        gate = await self._gate(probe, place)
        if isinstance(gate, (NotAllowed, Failed)):
            return gate
        found = await self._addresses(place)
        if isinstance(found, Failed) and (gate is None or not is_named(place, (), self._rules)):
            return found
        addresses = () if isinstance(found, Failed) else found
        refusal = judge(place, addresses, self._rules) or self._late_refusal(probe, place, addresses)
        if refusal is not None:
            return refusal
        insecure = probe.insecure and is_named(place, addresses, self._rules)
        if gate is None:
            return tuple(Way(place=place, address=one, insecure=insecure) for one in addresses)
        target = min(addresses, key=lambda one: one.version, default=None)  # what a proxy reaches most often
        return tuple(
            Way(
                place=place,
                address=target,
                insecure=insecure,
                gate=gate.place,
                gate_address=one,
                gate_userinfo=gate.userinfo,
            )
            for one in gate.addresses
        )

    def _late_refusal(self, probe: Probe, place: Place, addresses: tuple[Address, ...]) -> NotAllowed | None:
        """The rules that need to know whether the operator named the host."""
        if is_named(place, addresses, self._rules):
            return None
        if place.scheme == "http" and self._pasted.is_in(probe):
            return NotAllowed(
                rule="in-clear",
                words="the credential is not sent over plain http; an operator can allow it by AUTH401_ALLOW_HOSTS",
            )
        if probe.derived and (place.scheme != "https" or place.port != 443 or place.literal is not None):
            return NotAllowed(
                rule="derived",
                words="a URL from a claim, a document or a challenge is asked over https on 443 by name alone",
            )
        return None

    async def _gate(self, probe: Probe, place: Place) -> _Gate | NotAllowed | Failed | None:
        """The proxy in between: the paste's where the operator named it and the target, else the operator's own."""
        if probe.proxy is not None:
            pasted, userinfo = proxy_place(probe.proxy)
            if isinstance(pasted, Place) and is_named(pasted, (), self._rules) and is_named(place, (), self._rules):
                found = await self._addresses(pasted)
                if isinstance(found, Failed):
                    return found
                return judge(pasted, found, self._rules) or _Gate(pasted, userinfo, found)
        if self._rules.proxy is None:
            return None
        own, userinfo = proxy_place(self._rules.proxy.reveal())
        if isinstance(own, NotAllowed):
            return own
        found = await self._addresses(own)
        return found if isinstance(found, Failed) else _Gate(own, userinfo, found)

    async def _addresses(self, place: Place) -> tuple[Address, ...] | Failed:
        if place.literal is not None:
            return (plain(place.literal),)
        resolved = await self._resolved(place.host)
        if not resolved.addresses:
            return Failed(kind="dns", words=resolved.words)
        return tuple(plain(ip_address(text)) for text in resolved.addresses)

    async def _resolved(self, host: str) -> Resolved:
        if host not in self._names:
            self._names[host] = asyncio.create_task(self._look_up(host))
        return await asyncio.shield(self._names[host])

    async def _look_up(self, host: str) -> Resolved:
        try:
            async with asyncio.timeout(self._rules.limits.resolve_s):
                return await self._resolver(host)
        except TimeoutError:
            return Resolved(words=f"the name {host} could not be looked up within {self._rules.limits.resolve_s:g} s")

    async def _send(self, probe: Probe, place: Place, ways: tuple[Way, ...]) -> Outcome:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        limits = self._rules.limits
        deadline = min(begun + (limits.derived_s if probe.derived else limits.request_s), self._ends)
        if deadline <= begun:
            return NotAllowed(rule="time", words=f"the {limits.wall_s:g} s for this diagnosis are used up")
        carried = self._pasted.carried(probe)
        refusal = self._reserve(place, carried)
        if refusal is not None:
            return refusal
        is_password = any(one.is_password for one in carried)
        if carried and (words := await self._may_send(is_password)):
            return NotAllowed(rule="held-back", words=words)
        head = _Head(loop.time, self._clock)
        errand = Errand(
            method=probe.method,
            headers=as_sent(probe, place),
            deadline=deadline,
            body_raw=limits.derived_body if probe.derived else limits.body_raw,
            on_send=self._count,
            on_head=head,
        )
        try:
            async with asyncio.timeout_at(deadline) as head.limit:
                got = await self._exchange(errand, ways)
        except BrokenError as broken:
            elapsed = timedelta(seconds=loop.time() - begun)
            return Failed(kind=broken.kind, words=broken.words, elapsed=elapsed, tls=broken.seen)
        except TimeoutError:
            elapsed = timedelta(seconds=loop.time() - begun)
            words = f"{place.host} gave no answer within {elapsed.total_seconds():.0f} s"
            return Failed(kind="timeout", words=words, elapsed=elapsed)
        if isinstance(got, NotAllowed):
            return got
        answer, seen = got
        self._budget.saw(place.host, place.port, answer.status)
        return Answered(
            response=Response(status=answer.status, headers=answer.headers, body=answer.body),
            elapsed=timedelta(seconds=(head.at or loop.time()) - begun),
            received_at=head.received_at or self._clock(),
            tls=seen,
            truncated=answer.truncated,
            left_out=left_out(probe),
        )

    async def _exchange(self, errand: Errand, ways: tuple[Way, ...]) -> tuple[Answer, Tls | None] | NotAllowed:
        """The errand by the first way that takes a connection; a proxy's refusal is an answer. Raises BrokenError."""
        last = BrokenError("connect", "there is no address to connect to")
        for way in ways[:_TRIED_ADDRESSES]:
            address = way.address or way.gate_address
            assert address is not None  # a way without a proxy has its own
            refusal = self._budget.visit(address, way.place.port)
            if refusal is not None:
                return refusal
            try:
                return await exchange(way, errand, self._rules.limits)
            except RefusedError as refused:
                return refused.answer, None
            except BrokenError as broken:
                if broken.kind not in ("connect", "timeout"):
                    raise
                last = broken
        raise last

    def _count(self) -> None:
        self._sent += 1

    def _reserve(self, place: Place, carried: tuple[Held, ...]) -> NotAllowed | None:
        part: Part = "target" if place.origin == self._pasted.origin else "elsewhere"
        return self._budget.take(part, place.host, place.port, carried=carried)


@dataclass(frozen=True, slots=True)
class _Gate:
    """A proxy, its credential and its addresses."""

    place: Place
    userinfo: str = field(repr=False)
    addresses: tuple[Address, ...]


class _Head:
    """Takes note of when the head was there; from then on the deadline cuts the body instead of ending the request."""

    def __init__(self, now: Callable[[], float], clock: Callable[[], datetime]) -> None:
        self.at: float | None = None
        self.received_at: datetime | None = None
        self.limit: asyncio.Timeout | None = None
        self._now = now
        self._clock = clock

    def __call__(self) -> None:
        """The head is there."""
        self.at = self._now()
        self.received_at = self._clock()
        if self.limit is not None:
            self.limit.reschedule(None)
