"""pool: the connections of one diagnosis: reuses an idle one, opens one to a checked address, counts what is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.probing.budget import Budget
from bot.probing.net import NotAllowed
from bot.probing.rules import Limits
from bot.probing.wire.connection import Answer, BrokenError, Connection, Errand, RefusedError, Way, connect

_TRIED_ADDRESSES = 3


class NoMoreError(Exception):
    """A limit on addresses, ports or requests is reached; ``refusal`` says which."""

    def __init__(self, refusal: NotAllowed) -> None:
        super().__init__(refusal.words)
        self.refusal = refusal


class Head:
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


class Pool:
    """``sent`` counts every request that was written, a proxy's CONNECT included."""

    def __init__(self, limits: Limits, budget: Budget) -> None:
        self.sent = 0
        self._limits = limits
        self._budget = budget
        self._idle: list[Connection] = []

    def close(self) -> None:
        """Cut every idle connection."""
        for connection in self._idle:
            connection.close()
        self._idle.clear()

    async def exchange(
        self, errand: Errand, ways: tuple[Way, ...], again: Callable[[], NotAllowed | None]
    ) -> tuple[Answer, Connection | None]:
        """Run the errand by the first way that opens; no connection when a proxy answered itself.

        ``again`` reserves a second sending in the budget, for when an idle connection turns out to be closed. Raises
        BrokenError, NoMoreError.
        """
        connection = await self._idle_for(ways)
        if connection is not None:
            try:
                return await self._on(connection, errand), connection
            except BrokenError as broken:
                # It was closed while it lay idle: RFC 9110 section 9.2.2 lets a safe request be sent again.
                if not broken.silent or again() is not None:
                    raise
        try:
            connection = await self._connected(ways)
        except RefusedError as refused:
            return refused.answer, None
        return await self._on(connection, errand), connection

    async def _on(self, connection: Connection, errand: Errand) -> Answer:
        self.sent += 1
        try:
            answer = await connection.exchange(errand)
        except BaseException:
            connection.close()
            raise
        if answer.truncated:
            connection.close()
        else:
            self._idle.append(connection)
        return answer

    async def _idle_for(self, ways: tuple[Way, ...]) -> Connection | None:
        by_key = {way.key: way for way in ways}
        for connection in [one for one in self._idle if one.way.key in by_key]:
            self._idle.remove(connection)
            if await connection.is_reusable():
                connection.way = by_key[connection.way.key]
                return connection
            connection.close()
        return None

    async def _connected(self, ways: tuple[Way, ...]) -> Connection:
        """A connection to the first checked address that takes one."""
        last = BrokenError("connect", "there is no address to connect to")
        for way in ways[:_TRIED_ADDRESSES]:
            refusal = self._budget.visit(way.address, way.place.port)
            if refusal is not None:
                raise NoMoreError(refusal)
            self.sent += way.proxy is not None and way.place.scheme == "https"
            try:
                return await connect(way, self._limits)
            except BrokenError as broken:
                if broken.kind not in ("connect", "timeout"):
                    raise
                last = broken
        raise last
