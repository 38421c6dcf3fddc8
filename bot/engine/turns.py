"""Turns: the lines in which people, origins and channels are waited for, shared by all processes of a database.

A place is a span of time in the line of a key, and at no moment may more places of a key stand than its limit has it:
six of 60 s for a person, one for an origin and one for a channel. Who comes gets the first span that is free in all
its lines, among those that have begun and those that came before; when that is not now, it is kept, and whoever comes
back looks anew. Nobody is woken and nobody polls: each knows when to come back.

A place that has begun stands until it is ended; its process says again and again that it lives, and a place of which
nobody says so passes after a while. So does the place of whoever does not come back.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.engine.database import create, patiently
from bot.engine.sealing import Seal
from bot.pace import Ahead, Want

T = TypeVar("T")
_tables = sa.MetaData()
_turns = sa.Table(
    "auth401_turns",
    _tables,
    sa.Column("key", sa.String(64), primary_key=True),  # a mark
    sa.Column("ticket", sa.String(255), primary_key=True),
    sa.Column("since", sa.Float, nullable=False),  # these are seconds since the epoch, by the database's clock
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("until", sa.Float, nullable=False),
    sa.Column(
        "held", sa.Float, nullable=False
    ),  # until then its process is believed to live; 0 = it has not begun, or is over
    sa.Column("has_begun", sa.Boolean, nullable=False),
    sa.Column("gone", sa.Float, nullable=False, index=True),
    sa.Index("auth401_turns_by_ticket", "ticket"),
)
_LEASE_S = 30.0
_LATE_S = 30.0  # whoever comes back later than this after the end of the place has lost it
_AGAIN_S = 0.5  # how soon who is next looks again, when nothing tells how long the one before will take
_LINE = 1000  # places in one line; whoever comes when all are taken is sent away to come back
_SWEEP_S = 1.0
log = logging.getLogger("auth401.engine")


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """``since`` orders those that wait; from ``at`` to ``until`` it stands."""

    key: str
    ticket: str
    since: float
    at: float
    until: float
    held: float = 0.0
    has_begun: bool = False

    def end(self, now: float, want: Want) -> float:
        """Until when it stands, or is supposed to where it is not over."""
        if self.held <= now:
            return self.until
        return max(self.until, now + _AGAIN_S, now + (want.lasts_s if want.is_after else 0.0))


def planned(
    now: float, ticket: str, keyed: Sequence[tuple[str, Want]], places: Iterable[QueuePlace]
) -> tuple[Ahead, list[QueuePlace]]:
    """How long the ticket has to wait, and its places: those of now, or those that are kept for it.

    ``keyed``: what it wants, with the key of each line. ``places``: all of these lines, and all of the ticket.
    """
    known = list(places)
    mine = [place.since for place in known if place.ticket == ticket]
    newest = max((place.since for place in known), default=0.0)
    since = min(mine, default=max(now, newest + 1e-6))  # whoever comes in the same moment is behind
    before = [place for place in known if place.ticket != ticket and (place.has_begun or place.since < since)]
    at, why, is_settled = now, 0, False
    while not is_settled:
        is_settled = True
        for number, (key, want) in enumerate(keyed):
            spans = sorted((place.at, place.end(now, want)) for place in before if place.key == key)
            if (later := _room(at, want, spans)) > at:
                why = number if at == now else why
                at, is_settled = later, False
    made = [
        QueuePlace(key, ticket, since, at, at + want.lasts_s, now + _LEASE_S if at == now else 0.0, at == now)
        for key, want in keyed
    ]
    return Ahead(at - now, why), made


def _room(at: float, want: Want, spans: Sequence[tuple[float, float]]) -> float:
    """The first moment from ``at`` on from which one more span has room among those, which are sorted."""
    standing = list[float]()  # a heap of ends
    for start, end in spans:
        if end <= at:
            continue
        if start >= at + want.lasts_s and start > at:
            break
        while standing and standing[0] <= max(start, at):
            heappop(standing)
        heappush(standing, end)
        if len(standing) >= want.most:
            at = standing[0]
    return at


class DurableTurns:
    """As ``pace.Turns``, in a table; each call is one short transaction, one at a time among all processes.

    ``clock`` is for tests: by default it is the database's, because machines disagree.
    """

    def __init__(
        self,
        database: sa.Engine,
        seal: Seal,
        *,
        clock: Callable[[], float] | None = None,
        thread: Executor | None = None,
    ) -> None:
        self._database, self._seal, self._clock = database, seal, clock
        self._thread = thread or ThreadPoolExecutor(1, "auth401-turns")
        self._swept = 0.0

    def create(self) -> None:
        """Make the table if it is missing."""
        create(_tables, self._database)

    def close(self) -> None:
        """No more calls."""
        self._thread.shutdown(cancel_futures=True)

    async def come(self, ticket: str, wants: Sequence[Want]) -> Ahead:
        """As in ``pace.Turns``. While the database is away nobody's turn comes."""
        keyed = [(self._seal.mark(want.key), want) for want in wants]
        keys, mine = [key for key, _ in keyed], _turns.c.ticket == ticket

        def work(connection: sa.Connection, now: float) -> Ahead:
            query = sa.select(_turns).where(sa.or_(_turns.c.key.in_(keys), mine)).order_by(_turns.c.since)
            known = [QueuePlace(*row[:-1]) for row in connection.execute(query)]
            ahead, made = planned(now, ticket, keyed, known)
            lines = {key: sum(not place.has_begun for place in known if place.key == key) for key in keys}
            if ahead.seconds and not any(place.ticket == ticket for place in known):
                made = [] if max(lines.values()) >= _LINE else made
            if any(place.ticket == ticket for place in known):
                connection.execute(sa.delete(_turns).where(mine, sa.or_(_turns.c.key.in_(keys), ~_turns.c.has_begun)))
            if made:
                connection.execute(sa.insert(_turns), [_row(place) for place in made])
            return ahead

        return await patiently(lambda: self._alone(work))

    async def renew(self, ticket: str) -> None:
        """As in ``pace.Turns``."""

        def work(connection: sa.Connection, now: float) -> None:
            still = {"held": now + _LEASE_S, "gone": now + _LEASE_S + _LATE_S}
            connection.execute(sa.update(_turns).where(_turns.c.ticket == ticket, _turns.c.held > 0).values(**still))

        await self._if_there(work)

    async def end(self, ticket: str, wants: Sequence[Want], begun_s: float) -> None:
        """As in ``pace.Turns``."""

        def work(connection: sa.Connection, now: float) -> None:
            for want in wants:
                until = now + want.lasts_s - (0.0 if want.is_after else begun_s)
                mine = (_turns.c.key == self._seal.mark(want.key), _turns.c.ticket == ticket, _turns.c.has_begun)
                connection.execute(sa.update(_turns).where(*mine).values(until=until, held=0.0, gone=until))

        await self._if_there(work)

    async def leave(self, ticket: str) -> None:
        """As in ``pace.Turns``."""
        await self._if_there(
            lambda connection, _: connection.execute(
                sa.delete(_turns).where(_turns.c.ticket == ticket, ~_turns.c.has_begun)
            )
        )

    async def _if_there(self, work: Callable[[sa.Connection, float], object]) -> None:
        """What is not done passes by itself."""
        try:
            await self._alone(work)
        except sa.exc.SQLAlchemyError as error:
            log.warning("a place in a line could not be changed (%s)", type(error).__name__)

    async def _alone(self, work: Callable[[sa.Connection, float], T]) -> T:
        def transaction() -> T:
            with self._database.begin() as connection:
                now = self._locked(connection)
                return work(connection, now)

        return await asyncio.get_running_loop().run_in_executor(self._thread, transaction)

    def _locked(self, connection: sa.Connection) -> float:
        """Nobody else's transaction runs from here; what time it is. Now and then what is over is removed.

        PostgreSQL ends the transaction of a process that is frozen in it, and so gives the lock back.
        """
        now = time.time()
        if connection.dialect.name == "postgresql":
            idle = sa.func.set_config("idle_in_transaction_session_timeout", "5s", True)
            lock = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended("auth401 turns", 0))
            connection.execute(sa.select(idle, lock))
            now = float(connection.execute(sa.select(sa.extract("epoch", sa.func.clock_timestamp()))).scalar_one())
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        now = self._clock() if self._clock else now
        if not self._swept <= now < self._swept + _SWEEP_S:
            connection.execute(sa.delete(_turns).where(_turns.c.gone <= now))
            self._swept = now
        return now


def _row(place: QueuePlace) -> dict[str, Any]:
    kept = place.held if place.has_begun else place.until
    values = {name: getattr(place, name) for name in QueuePlace.__dataclass_fields__}
    return {**values, "gone": max(place.until, kept + _LATE_S)}
