"""Votes: what people said of the causes that an answer named. Ids and times alone, appended and never changed.

``auth401 stats`` is to be counted from here; a row tells what was voted on, not who voted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, cast

import sqlalchemy as sa

from bot.engine.database import create

Verdict = Literal["right", "wrong"]
_tables = sa.MetaData()
_votes = sa.Table(
    "auth401_votes",
    _tables,
    sa.Column("id", sa.String(255), primary_key=True),
    sa.Column("answer", sa.String(255), nullable=False, index=True),
    sa.Column("team", sa.String(32), nullable=False),
    sa.Column("cause", sa.String(64), nullable=False),
    sa.Column("certainty", sa.String(16), nullable=False),
    sa.Column("provider", sa.String(64), nullable=False),  # '' = none that is known
    sa.Column("vote", sa.String(8), nullable=False),
    sa.Column("at", sa.Float, nullable=False),  # seconds since the epoch
    sa.Index("auth401_votes_by_team", "team", "at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """``id`` names the press, so that one which is repeated counts once; ``answer`` is what was asked (Diagnosed.id).

    ``cause`` is right or wrong by whoever pressed; ``certainty`` is how sure the answer was of it.
    """

    id: str
    answer: str
    team: str
    cause: str
    certainty: str
    provider: str
    vote: Verdict
    at: datetime


class Votes:
    """One append-only table. Every call is one short transaction in a thread."""

    def __init__(self, database: sa.Engine) -> None:
        self._database = database

    def create(self) -> None:
        """Make the table if it is missing."""
        create(_tables, self._database)

    async def add(self, vote: Vote) -> None:
        """Append one; the same press twice is one row."""
        values = {name: getattr(vote, name) for name in Vote.__dataclass_fields__} | {"at": vote.at.timestamp()}

        def write() -> None:
            with self._database.begin() as connection:
                known = sa.select(_votes.c.id).where(_votes.c.id == vote.id)
                if connection.execute(known).first() is None:
                    connection.execute(sa.insert(_votes).values(**values))

        try:
            await asyncio.to_thread(write)
        except sa.exc.IntegrityError:  # another process inserted the same in between
            await asyncio.to_thread(write)

    async def of(self, team: str) -> list[Vote]:
        """All votes of a workspace, the oldest first."""
        query = sa.select(_votes).where(_votes.c.team == team).order_by(_votes.c.at)

        def read() -> list[Vote]:
            with self._database.begin() as connection:
                return [_vote(row) for row in connection.execute(query)]

        return await asyncio.to_thread(read)

    async def last(self, answers: Collection[str]) -> Mapping[str, Verdict]:
        """answer -> the latest vote on it, where there is one."""
        query = sa.select(_votes.c.answer, _votes.c.vote).where(_votes.c.answer.in_(answers)).order_by(_votes.c.at)

        def read() -> dict[str, Verdict]:
            with self._database.begin() as connection:
                return {row.answer: cast(Verdict, row.vote) for row in connection.execute(query)}

        return await asyncio.to_thread(read) if answers else {}


def _vote(row: sa.Row[tuple[object, ...]]) -> Vote:
    values = dict(row._mapping)
    return Vote(**{**values, "at": datetime.fromtimestamp(values["at"], UTC)})
