"""session: the Net of one diagnosis: admits a probe by guard and budget, connects to the checked address, counts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from ipaddress import ip_address
from types import TracebackType

from bot.model import Request, Response
from bot.probing.budget import Budget, Part
from bot.probing.guard import Place, is_named, judge, place_of, plain
from bot.probing.net import Answered, Failed, NotAllowed, Outcome, Probe, Resolved
from bot.probing.pasted import Pasted, pasted, proxy_place
from bot.probing.record import Sent, line_of
from bot.probing.rules import STANDARD_PORTS, Address, Rules
from bot.probing.sendable import as_sent, refusal_of
from bot.probing.wire import resolve
from bot.probing.wire.connection import BrokenError, Errand, Way
from bot.probing.wire.pool import Head, NoMoreError, Pool


def open_net(
    rules: Rules,
    *,
    target: Request | str | None = None,
    try_fixes: bool = False,
    resolver: resolve.Resolver = resolve.system,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Session:
    """The Net for one diagnosis, as an async context manager; its connections are closed at the end.

    ``target`` is the pasted request: its origin alone may get the credential. ``try_fixes`` says that somebody asked
    for a second attempt with a password. ``resolver`` and ``clock`` are seams for tests.
    """
    return Session(rules, pasted(target), try_fixes, resolver, clock)


class Session:
    """See ``net.Net``. Nothing is raised for whatever the network does: each outcome is a value."""

    def __init__(
        self,
        rules: Rules,
        known: Pasted,
        try_fixes: bool,
        resolver: resolve.Resolver,
        clock: Callable[[], datetime],
    ) -> None:
        self._rules = rules
        self._pasted = known
        self._resolver = resolver
        self._clock = clock
        self._budget = Budget(rules.limits, known.password and not try_fixes)
        self._slots = asyncio.Semaphore(rules.limits.in_flight)
        self._names: dict[str, asyncio.Task[Resolved]] = {}
        self._pool = Pool(rules.limits, self._budget)
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
        self._pool.close()

    @property
    def requests_sent(self) -> int:
        """Every HTTP request sent so far, to whomever, a proxy's CONNECT included."""
        return self._pool.sent

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
        proxy = self._proxy(probe, place)
        if isinstance(proxy, NotAllowed):
            return proxy
        via, userinfo = proxy
        found = await self._addresses(place)
        if isinstance(found, Failed) and (via is None or not self._may_leave_to_proxy(place)):
            return found
        addresses = () if isinstance(found, Failed) else found
        refusal = judge(place, addresses, self._rules) or self._late_refusal(probe, place, addresses)
        if refusal is not None:
            return refusal
        insecure = probe.insecure and is_named(place, addresses, self._rules)
        if via is not None:
            gate = await self._addresses(via)
            if isinstance(gate, Failed):
                return gate
            return tuple(
                Way(place=place, address=one, insecure=insecure, proxy=via, proxy_userinfo=userinfo) for one in gate
            )
        return tuple(Way(place=place, address=one, insecure=insecure) for one in addresses)

    def _may_leave_to_proxy(self, place: Place) -> bool:
        """May a proxy resolve a name that we cannot? One that the operator named; else a public one on a usual port."""
        return is_named(place, (), self._rules) or (resolve.is_public_name(place.host) and place.port in STANDARD_PORTS)

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

    def _proxy(self, probe: Probe, place: Place) -> tuple[Place | None, str] | NotAllowed:
        """The proxy in between: the paste's where the operator named it and the target, else the operator's own."""
        if probe.proxy is not None:
            pasted, userinfo = proxy_place(probe.proxy)
            if isinstance(pasted, Place) and is_named(pasted, (), self._rules) and is_named(place, (), self._rules):
                return pasted, userinfo
        if self._rules.proxy is None:
            return None, ""
        own, userinfo = proxy_place(self._rules.proxy.reveal())
        return (own, userinfo) if isinstance(own, Place) else own

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
        reserve = partial(self._reserve, place, credential=self._pasted.is_in(probe))
        refusal = reserve()
        if refusal is not None:
            return refusal
        head = Head(loop.time, self._clock)
        errand = Errand(
            method=probe.method,
            headers=as_sent(probe, place, self._pasted.headers),
            deadline=deadline,
            body_raw=limits.derived_body if probe.derived else limits.body_raw,
            on_head=head,
        )
        try:
            async with asyncio.timeout_at(deadline) as head.limit:
                answer, connection = await self._pool.exchange(errand, ways, reserve)
        except NoMoreError as full:
            return full.refusal
        except BrokenError as broken:
            elapsed = timedelta(seconds=loop.time() - begun)
            return Failed(kind=broken.kind, words=broken.words, elapsed=elapsed, tls=broken.seen)
        except TimeoutError:
            elapsed = timedelta(seconds=loop.time() - begun)
            words = f"{place.host} gave no answer within {elapsed.total_seconds():.0f} s"
            return Failed(kind="timeout", words=words, elapsed=elapsed)
        self._budget.saw(place.host, place.port, answer.status)
        return Answered(
            response=Response(status=answer.status, headers=answer.headers, body=answer.body),
            elapsed=timedelta(seconds=(head.at or loop.time()) - begun),
            received_at=head.received_at or self._clock(),
            tls=connection.tls if connection else None,
            truncated=answer.truncated,
        )

    def _reserve(self, place: Place, *, credential: bool) -> NotAllowed | None:
        part: Part = "target" if place.origin == self._pasted.origin else "elsewhere"
        return self._budget.take(part, place.host, place.port, credential=credential)
