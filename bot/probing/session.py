"""session: the Net of one diagnosis: admits a probe by guard and budget, has wire send it by the checked ways, counts.

wire is loaded when it is needed: who sends nothing does not pay for it, and nothing there knows of this.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING

from bot.model import Request, Sent
from bot.probing.budget import Budget, Part
from bot.probing.errand import BrokenError, Errand, Received
from bot.probing.guard import Endpoint, endpoint_of, plain
from bot.probing.net import Answered, Failed, NotAllowed, Outcome, Probe, Resolved
from bot.probing.pasted import pasted
from bot.probing.record import line_of
from bot.probing.route import Way, ways_to
from bot.probing.rules import Address, Rules
from bot.probing.sendable import as_sent, left_out, refusal_of

if TYPE_CHECKING:
    from bot.probing.wire.client import Client

_TRIED_ADDRESSES = 3


async def _may(is_password: bool) -> str:
    """Nobody else has a say in what is sent."""
    return ""


class Session:
    """The Net for one diagnosis (see ``net.Net``), as an async context manager. Each outcome is a value.

    ``target`` is the pasted request: its origin alone may get the credential. ``try_fixes`` says that somebody asked
    for a second attempt with a password. ``resolver`` (the system's) and ``clock`` are seams for tests. ``may_send``
    is awaited before each request with the credential, told whether that is a password; words from it keep the request
    back.
    """

    def __init__(
        self,
        rules: Rules,
        *,
        target: Request | str | None = None,
        try_fixes: bool = False,
        resolver: Callable[[str], Awaitable[Resolved]] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        may_send: Callable[[bool], Awaitable[str]] = _may,
    ) -> None:
        self._rules, self._pasted = rules, pasted(target)
        self._resolver, self._clock, self._may_send = resolver, clock, may_send
        self._budget = Budget(rules.limits, insists=try_fixes)
        self._slots = asyncio.Semaphore(rules.limits.in_flight)
        self._names: dict[str, asyncio.Task[Resolved]] = {}
        self._record: list[Sent] = []
        self._client: Client | None = None
        self._sent, self._ends = 0, 0.0

    async def __aenter__(self) -> Session:
        self._ends = asyncio.get_running_loop().time() + self._rules.limits.wall_s
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._names.values():
            task.cancel()
        if self._client is not None:
            await self._client.aclose()

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
        from bot.probing.wire import resolve

        named = any(entry.names(host.lower()) for entry in self._rules.allow)
        if named or not self._rules.public_resolver or not resolve.is_public_name(host):
            return Resolved(words="this name is not public, so no public resolver is asked for it")
        return await resolve.public(host, self._rules.public_resolver, self._rules.limits.resolve_s)

    async def _ask(self, probe: Probe) -> Outcome:
        probe = replace(probe, credential_headers=(*probe.credential_headers, *self._pasted.headers))
        endpoint = endpoint_of(probe.url)
        if isinstance(endpoint, NotAllowed):
            return endpoint
        if (refusal := refusal_of(probe)) is not None:
            return refusal
        has_credential = self._pasted.is_in(probe)
        if has_credential and endpoint.origin != self._pasted.origin:
            words = "the credential goes to the pasted scheme, host and port alone"
            return NotAllowed(rule="credential-origin", words=words)
        async with self._slots:
            ways = await ways_to(endpoint, probe, self._rules, self._addresses, has_credential=has_credential)
            return await self._send(probe, endpoint, ways) if isinstance(ways, tuple) else ways

    async def _addresses(self, endpoint: Endpoint) -> tuple[Address, ...] | Failed:
        if endpoint.literal is not None:
            return (plain(endpoint.literal),)
        resolved = await self._resolved(endpoint.host)
        if not resolved.addresses:
            return Failed(kind="dns", words=resolved.words)
        return tuple(plain(ip_address(text)) for text in resolved.addresses)

    async def _resolved(self, host: str) -> Resolved:
        if host not in self._names:
            self._names[host] = asyncio.create_task(self._look_up(host))
        return await asyncio.shield(self._names[host])

    async def _look_up(self, host: str) -> Resolved:
        from bot.probing.wire.resolve import system

        try:
            async with asyncio.timeout(self._rules.limits.resolve_s):
                return await (self._resolver or system)(host)
        except TimeoutError:
            return Resolved(words=f"the name {host} could not be looked up within {self._rules.limits.resolve_s:g} s")

    async def _send(self, probe: Probe, endpoint: Endpoint, ways: tuple[Way, ...]) -> Outcome:
        loop, limits = asyncio.get_running_loop(), self._rules.limits
        if self._client is None:
            from bot.probing.wire.client import Client

            self._client = Client(limits)
        begun = loop.time()
        deadline = min(begun + (limits.derived_s if probe.derived else limits.request_s), self._ends)
        if deadline <= begun:
            return NotAllowed(rule="time", words=f"the {limits.wall_s:g} s for this diagnosis are used up")
        carried = self._pasted.carried(probe)
        part: Part = "target" if endpoint.origin == self._pasted.origin else "elsewhere"
        refusal = self._budget.take(part, endpoint.host, endpoint.port, carried=carried)
        if refusal is not None:
            return refusal
        if carried and (words := await self._may_send(any(one.is_password for one in carried))):
            return NotAllowed(rule="held-back", words=words)
        heads: list[tuple[float, datetime]] = []

        def on_head() -> None:
            heads.append((loop.time(), self._clock()))
            limit.reschedule(None)  # from now on the deadline cuts the body instead of ending the request

        errand = Errand(
            method=probe.method,
            headers=as_sent(probe, endpoint),
            deadline=deadline,
            body_raw=limits.derived_body if probe.derived else limits.body_raw,
            on_send=self._count,
            on_head=on_head,
        )
        try:
            async with asyncio.timeout_at(deadline) as limit:
                got = await self._exchange(self._client, errand, ways)
        except (BrokenError, TimeoutError) as fault:
            elapsed = timedelta(seconds=loop.time() - begun)
            if isinstance(fault, BrokenError):
                return Failed(kind=fault.kind, words=fault.words, elapsed=elapsed, tls=fault.seen)
            words = f"{endpoint.host} gave no answer within {elapsed.total_seconds():.0f} s"
            return Failed(kind="timeout", words=words, elapsed=elapsed)
        if isinstance(got, NotAllowed):
            return got
        self._budget.saw(endpoint.host, endpoint.port, got.response.status or 0)
        at, received_at = heads[0] if heads else (loop.time(), self._clock())
        return Answered(
            response=got.response,
            elapsed=timedelta(seconds=at - begun),
            received_at=received_at,
            tls=got.tls,
            truncated=got.truncated,
            left_out=left_out(probe),
        )

    async def _exchange(self, client: Client, errand: Errand, ways: tuple[Way, ...]) -> Received | NotAllowed:
        """The errand by the first way that takes a connection; a proxy's refusal is an answer. Raises BrokenError."""
        last = BrokenError("connect", "there is no address to connect to")
        for way in ways[:_TRIED_ADDRESSES]:
            address = way.address or (way.gate.address if way.gate else None)
            assert address is not None  # a way without a proxy has its own
            refusal = self._budget.visit(address, way.endpoint.port)
            if refusal is not None:
                return refusal
            try:
                return await client.exchange(way, errand)
            except BrokenError as broken:
                if broken.answer is not None:
                    return broken.answer
                if broken.kind not in ("connect", "timeout"):
                    raise
                last = broken
        raise last

    def _count(self) -> None:
        self._sent += 1


open_net = Session
