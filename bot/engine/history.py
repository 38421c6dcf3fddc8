"""History: what was asked, what it was found to be, and what people said of that. Ids and times, no text of anybody.

Two tables hold ids alone, and a third, sealed, the masked examples that askers gave. All of it goes after ``retain``.
Whoever pressed and whoever asked stand in a vote as keyed marks, by which they can be told apart and not known.
"""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, cast

import sqlalchemy as sa
from cryptography.fernet import InvalidToken

from bot.engine.database import Store, create, is_there, open_database, seal_anew
from bot.engine.sealing import Seal
from bot.engine.stats import AnswerRow, Opinion, Stats, counted
from bot.engine.work import JournalError

Verdict = Literal["right", "wrong"]
RETAIN = timedelta(days=365)
_SWEEP_S = 10.0
_MOST_VOTES = 5_000  # of one workspace, the newest, that are looked at
_tables = sa.MetaData()
_diagnoses = sa.Table(
    "auth401_diagnoses",
    _tables,
    sa.Column("id", sa.String(255), primary_key=True),
    sa.Column("team", sa.String(32), nullable=False),
    sa.Column("channel", sa.String(32), nullable=False),  # '' = answered to one person alone
    sa.Column("person", sa.String(64), nullable=False),
    sa.Column("at", sa.Float, nullable=False),  # seconds since the epoch: of the last answer, until then when asked
    sa.Column("outcome", sa.String(32), nullable=False),  # '' = not answered yet
    sa.Column("cause", sa.String(64), nullable=False),  # '' = none
    sa.Column("certainty", sa.String(16), nullable=False),
    sa.Column("asked", sa.Float),  # the first time; NULL in rows of an older version
    sa.Column("answered", sa.Float),  # the first time
    sa.Column("confidence", sa.Float),
    sa.Column("provider", sa.String(64), nullable=False, server_default=""),  # '' = none that is known
    sa.Column("site", sa.String(255), nullable=False, server_default=""),  # the registrable domain, or address
    sa.Column("evidence", sa.String(16), nullable=False, server_default=""),  # fingerprint of the signs
    sa.Index("auth401_diagnoses_by_team", "team", "at"),
)
_votes = sa.Table(
    "auth401_votes",
    _tables,
    sa.Column("id", sa.String(255), primary_key=True),
    sa.Column("answer", sa.String(255), nullable=False, index=True),
    sa.Column("team", sa.String(32), nullable=False),
    sa.Column("cause", sa.String(64), nullable=False),
    sa.Column("certainty", sa.String(16), nullable=False),
    sa.Column("provider", sa.String(64), nullable=False),
    sa.Column("vote", sa.String(8), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("confidence", sa.Float),  # NULL where the cause was not the first that the answer named
    sa.Column("site", sa.String(255), nullable=False, server_default=""),
    sa.Column("evidence", sa.String(16), nullable=False, server_default=""),
    sa.Column("voter", sa.String(64), nullable=False, server_default=""),  # marks
    sa.Column("asker", sa.String(64), nullable=False, server_default=""),
    sa.Index("auth401_votes_by_team", "team", "at"),
)
_examples = sa.Table(
    "auth401_examples",
    _tables,
    sa.Column("answer", sa.String(255), primary_key=True),
    sa.Column("team", sa.String(32), nullable=False),
    sa.Column("cause", sa.String(64), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("sealed", sa.Text, nullable=False),
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
    at: datetime
    certainty: str = ""
    confidence: float | None = None
    provider: str = ""
    site: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """``id`` names the press, so that one which is repeated counts once; ``answer`` is what was asked (Diagnosed.id).

    ``cause`` is right or wrong by whoever pressed; ``certainty`` is how sure the answer was of it, and ``confidence``
    where it named it first. ``voter`` and ``asker`` (team:user) are kept as marks; '' in votes of an older version.
    """

    id: str
    answer: str
    team: str
    cause: str
    certainty: str
    provider: str
    vote: Verdict
    at: datetime
    confidence: float | None = None
    site: str = ""
    evidence: str = ""
    voter: str = ""
    asker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An example that its asker gave: the masked text ('' = it was sealed with another key), and the cause that they
    confirmed."""

    cause: str
    text: str = field(repr=False)
    at: datetime


class History(Store):
    """Those tables. ``seal`` None reads ids alone."""

    def __init__(self, database: sa.Engine, seal: Seal | None = None, *, retain: timedelta = RETAIN) -> None:
        super().__init__(database)
        self._seal, self._retain_s = seal, retain.total_seconds()
        self._swept = 0.0

    def create(self) -> None:
        """Make the tables and the columns that are missing. What an older version wrote stays as it is."""
        create(_tables, self._database)
        for table in _tables.sorted_tables:
            known = {column["name"] for column in sa.inspect(self._database).get_columns(table.name)}
            for column in (one for one in table.columns if one.name not in known):
                # Another process may be adding it at the same time
                with contextlib.suppress(sa.exc.OperationalError, sa.exc.ProgrammingError):
                    self._add(table, column)
            found = {column["name"] for column in sa.inspect(self._database).get_columns(table.name)}
            if missing := {column.name for column in table.columns} - found:
                raise ValueError(f"{table.name} lacks {', '.join(sorted(missing))}")

    def seal_anew(self) -> None:
        """Seal the examples with the first key from now on."""
        with self._database.begin() as connection:
            seal_anew(connection, self._opened, _examples.c.answer, _examples.c.sealed)

    def _add(self, table: sa.Table, column: sa.Column[Any]) -> None:
        made = sa.schema.CreateColumn(column).compile(dialect=self._database.dialect)
        with self._database.begin() as connection:
            connection.execute(sa.text(f"ALTER TABLE {table.name} ADD COLUMN {made}"))

    # ---- writing -------------------------------------------------------------------------------------------------

    async def note_asked(self, id: str, team: str, channel: str, person: str, at: datetime) -> None:  # noqa: A002
        """Somebody asked; what is known under the same id already stays."""
        values = {"id": id, "team": team, "channel": channel, "person": person, "at": at.timestamp(),
                  "asked": at.timestamp(), "outcome": "", "cause": "", "certainty": ""}  # fmt: skip

        def write(connection: sa.Connection) -> None:
            if connection.execute(sa.select(_diagnoses.c.id).where(_diagnoses.c.id == id)).first() is None:
                connection.execute(sa.insert(_diagnoses).values(**values))

        await self._do_again(write)

    async def note(self, found: Diagnosed) -> None:
        """Keep one answer; what was noted under the same id before is replaced, but for its first times.

        An example that was given of the answer before is no longer one.
        """
        values = {name: getattr(found, name) for name in Diagnosed.__dataclass_fields__ if name != "id"}
        values["at"] = found.at.timestamp()
        first = sa.func.coalesce(_diagnoses.c.answered, values["at"])

        def write(connection: sa.Connection) -> None:
            changed = sa.update(_diagnoses).where(_diagnoses.c.id == found.id).values(**values, answered=first)
            if not connection.execute(changed).rowcount:
                connection.execute(sa.insert(_diagnoses).values(id=found.id, **values, answered=values["at"]))
            connection.execute(sa.delete(_examples).where(_examples.c.answer == found.id))

        await self._do_again(write)

    async def vote(self, vote: Vote, example: str = "") -> None:
        """Append one; the same press twice is one row. ``example``: the masked text, where its asker gave it."""
        values = {name: getattr(vote, name) for name in Vote.__dataclass_fields__} | {"at": vote.at.timestamp()}
        marks = {name: self._opened.mark(f"person {values[name]}") for name in ("voter", "asker") if values[name]}
        given = {"team": vote.team, "cause": vote.cause, "at": vote.at.timestamp()}

        def write(connection: sa.Connection) -> None:
            if connection.execute(sa.select(_votes.c.id).where(_votes.c.id == vote.id)).first() is None:
                connection.execute(sa.insert(_votes).values(**values | marks))
            if example:
                connection.execute(sa.delete(_examples).where(_examples.c.answer == vote.answer))
                sealed = self._opened.close(example)
                connection.execute(sa.insert(_examples).values(answer=vote.answer, sealed=sealed, **given))

        await self._do_again(write)

    async def take_back(self, answer: str) -> None:
        """The message is gone, and so is the example that its asker gave."""
        await self._do(lambda connection: connection.execute(sa.delete(_examples).where(_examples.c.answer == answer)))

    async def forget(self) -> None:
        """Remove what is older than ``retain``; looked at every ten seconds."""
        now = time.time()
        if now - self._swept < _SWEEP_S:
            return

        def remove(connection: sa.Connection) -> None:
            for table in _tables.sorted_tables:
                connection.execute(sa.delete(table).where(table.c.at <= now - self._retain_s))

        await self._do(remove)
        self._swept = now

    # ---- reading -------------------------------------------------------------------------------------------------

    async def recent(
        self, team: str, channels: Sequence[str], person: str, *, within: timedelta, most: int
    ) -> list[Diagnosed]:
        """The latest of these channels and of this person, the newest first."""
        shown = sa.or_(_diagnoses.c.channel.in_(channels), _diagnoses.c.person == person)
        since = time.time() - within.total_seconds()
        query = (
            sa.select(*(_diagnoses.c[name] for name in Diagnosed.__dataclass_fields__))
            .where(_diagnoses.c.team == team, _diagnoses.c.at > since, shown, _diagnoses.c.cause != "")
            .order_by(_diagnoses.c.at.desc())
            .limit(most)
        )
        return [Diagnosed(**{**row._mapping, "at": _moment(row.at)}) for row in await self._read(query)]

    async def votes(self, team: str) -> list[Vote]:
        """All votes of a workspace, the oldest first."""
        query = sa.select(_votes).where(_votes.c.team == team).order_by(_votes.c.at)
        return [Vote(**{**row._mapping, "at": _moment(row.at)}) for row in await self._read(query)]

    async def last(self, answers: Collection[str]) -> Mapping[str, Verdict]:
        """answer -> the latest vote on it, where there is one."""
        query = sa.select(_votes.c.answer, _votes.c.vote).where(_votes.c.answer.in_(answers)).order_by(_votes.c.at)
        return {row.answer: cast(Verdict, row.vote) for row in await self._read(query)} if answers else {}

    async def voices(self, team: str, *, at_least: int) -> dict[str, tuple[int, int]]:
        """``whose evidence cause`` -> how many people confirmed and refuted it, where they are ``at_least`` so many."""
        names = ("provider", "site", "evidence", "cause", "vote", "voter", "asker")
        query = (
            sa.select(*(_votes.c[name] for name in names))
            .where(_votes.c.team == team, _votes.c.evidence != "", _votes.c.voter != "", _votes.c.asker != "")
            .where(_votes.c.at > time.time() - self._retain_s)
            .order_by(_votes.c.at.desc())
            .limit(_MOST_VOTES)
        )
        return _heard(await self._read(query), at_least)

    async def stats(self, *, team: str | None, within: timedelta) -> Stats:
        """What a workspace asked within this time, and what became of it; None = all workspaces."""
        since = time.time() - within.total_seconds()

        def here(table: sa.Table) -> list[sa.ColumnElement[bool]]:
            return [table.c.at > since, *([table.c.team == team] if team is not None else [])]

        answers = sa.select(*(_diagnoses.c[name] for name in AnswerRow._fields)).where(*here(_diagnoses))
        opinions = sa.select(*(_votes.c[name] for name in Opinion._fields)).where(*here(_votes)).order_by(_votes.c.at)
        return counted(
            [AnswerRow._make(row) for row in await self._read(answers)],
            [Opinion._make(row) for row in await self._read(opinions)],
            days=within.days,
        )

    async def given(self, team: str | None = None) -> list[Given]:
        """The examples that were given, the oldest first; None = of all workspaces."""
        query = sa.select(_examples).order_by(_examples.c.at)
        query = query if team is None else query.where(_examples.c.team == team)
        return [
            Given(cause=row.cause, text=self._unsealed(row.sealed), at=_moment(row.at))
            for row in await self._read(query)
        ]

    def _unsealed(self, sealed: str) -> str:
        try:
            return str(self._opened.open(sealed))
        except InvalidToken:
            return ""

    @property
    def _opened(self) -> Seal:
        if self._seal is None:
            raise RuntimeError("this history was opened without a key")
        return self._seal

    async def _read(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        return await self._do(lambda connection: connection.execute(query).all())


@contextlib.contextmanager
def reading(folder: Path, url: str = "", key: str | None = None) -> Iterator[History]:
    """The history of an app that may be running, by ``url`` or in ``folder``. ``key`` None: ids alone are read.

    Raises JournalError in words where there is none, or it cannot be read.
    """
    name, where = ("DATABASE_URL", "the database") if url else ("AUTH401_DATA", f"the folder {folder}")
    if not url and not is_there(folder):
        raise JournalError(f"{name}: in {where} nothing was kept yet; give the setting that `auth401 run` has")
    database = None
    try:
        database = open_database(folder, url)
        history = History(database, Seal(key) if key is not None else None)
        history.create()
        yield history
    except (OSError, ValueError, sa.exc.SQLAlchemyError) as fault:
        raise JournalError(f"{name}: what was kept in {where} cannot be read ({type(fault).__name__})") from None
    finally:
        if database is not None:
            database.dispose()


def _heard(rows: Iterable[sa.Row[Any]], at_least: int) -> dict[str, tuple[int, int]]:
    """Each person has one voice, the latest, and each asker's answers are counted once; ``rows`` newest first."""
    spoken: dict[str, set[str]] = defaultdict(set)
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        whose = row.provider or row.site
        key, voter, asker = f"{whose} {row.evidence} {row.cause}", f"v{row.voter}", f"a{row.asker}"
        if whose and not spoken[key] & {voter, asker}:
            found[key][row.vote != "right"] += 1
            spoken[key] |= {voter, asker}
    return {key: (right, wrong) for key, (right, wrong) in found.items() if right + wrong >= at_least}


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
