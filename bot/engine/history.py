"""History: which message was diagnosed as what, and when. Ids alone, one row for each message: no text of anybody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.engine.database import create

LASTS = timedelta(days=90)
_tables = sa.MetaData()
_diagnoses = sa.Table(
    "auth401_diagnoses",
    _tables,
    sa.Column("id", sa.String(255), primary_key=True),
    sa.Column("team", sa.String(32), nullable=False),
    sa.Column("channel", sa.String(32), nullable=False),  # '' = answered to one person alone
    sa.Column("person", sa.String(64), nullable=False),
    sa.Column("at", sa.Float, nullable=False),  # seconds since the epoch
    sa.Column("outcome", sa.String(32), nullable=False),
    sa.Column("cause", sa.String(64), nullable=False),  # '' = none
    sa.Column("certainty", sa.String(16), nullable=False),
    sa.Index("auth401_diagnoses_by_team", "team", "at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosed:
    """``id`` is the identity of what was asked; an answer made again takes the place of the one before.

    ``channel`` is '' for an answer that one person alone got. ``cause`` is the first one's id, '' when there is none.
    """

    id: str
    team: str
    channel: str
    person: str
    outcome: str
    cause: str
    certainty: str = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How often, within some time: each outcome, each certainty of what was diagnosed, and each first cause."""

    outcomes: Mapping[str, int]
    certainties: Mapping[str, int]
    causes: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many answers there were."""
        return sum(self.outcomes.values())


class History:
    """One small table. Every call is one short transaction in a thread."""

    def __init__(self, database: sa.Engine) -> None:
        self._database = database

    def create(self) -> None:
        """Make the table if it is missing."""
        create(_tables, self._database)

    async def note(self, found: Diagnosed) -> None:
        """Keep one; what was noted under the same id before is replaced, and what is too old goes."""
        values = {
            "team": found.team,
            "channel": found.channel,
            "person": found.person,
            "at": found.at.timestamp(),
            "outcome": found.outcome,
            "cause": found.cause,
            "certainty": found.certainty,
        }
        mine = _diagnoses.c.id == found.id

        def write() -> None:
            with self._database.begin() as connection:
                if not connection.execute(sa.update(_diagnoses).where(mine).values(**values)).rowcount:
                    connection.execute(sa.insert(_diagnoses).values(id=found.id, **values))
                connection.execute(sa.delete(_diagnoses).where(_diagnoses.c.at < time.time() - LASTS.total_seconds()))

        try:
            await asyncio.to_thread(write)
        except sa.exc.IntegrityError:  # another process inserted the same in between
            await asyncio.to_thread(write)

    async def recent(
        self, team: str, channels: Sequence[str], person: str, *, within: timedelta, most: int
    ) -> list[Diagnosed]:
        """The latest of these channels and of this person, the newest first."""
        shown = sa.or_(_diagnoses.c.channel.in_(channels), _diagnoses.c.person == person)
        query = (
            sa.select(_diagnoses)
            .where(*_lately(team, within), shown, _diagnoses.c.cause != "")
            .order_by(_diagnoses.c.at.desc())
            .limit(most)
        )
        return [
            Diagnosed(
                id=row.id,
                team=row.team,
                channel=row.channel,
                person=row.person,
                outcome=row.outcome,
                cause=row.cause,
                certainty=row.certainty,
                at=datetime.fromtimestamp(row.at, UTC),
            )
            for row in await self._read(query)
        ]

    async def counts(self, team: str, *, within: timedelta) -> Counts:
        """What a workspace asked within this time."""
        by = (_diagnoses.c.outcome, _diagnoses.c.certainty, _diagnoses.c.cause)
        query = sa.select(*by, sa.func.count().label("number")).where(*_lately(team, within)).group_by(*by)
        outcomes, certainties, causes = dict[str, int](), dict[str, int](), dict[str, int]()
        for row in await self._read(query):
            outcome, certainty, cause, number = row.outcome, row.certainty, row.cause, row.number
            outcomes[outcome] = outcomes.get(outcome, 0) + number
            if outcome == "diagnosed" and cause:
                certainties[certainty] = certainties.get(certainty, 0) + number
                causes[cause] = causes.get(cause, 0) + number
        return Counts(outcomes=outcomes, certainties=certainties, causes=causes)

    async def _read(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        def read() -> Sequence[sa.Row[Any]]:
            with self._database.begin() as connection:
                return connection.execute(query).all()

        return await asyncio.to_thread(read)


def _lately(team: str, within: timedelta) -> tuple[sa.ColumnElement[bool], ...]:
    return _diagnoses.c.team == team, _diagnoses.c.at > time.time() - within.total_seconds()
