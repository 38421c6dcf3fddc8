"""Memory: the few facts that outlive a job. A channel's mode and live checks, which reply belongs to which message,
which jobs were done or are being done, how often passwords were sent, and what a face must keep under seal
(installations). Ids and sealed values only, never a text in clear.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import InvalidToken

from bot.engine.database import Store, create, seal_anew
from bot.engine.sealing import Seal

log = logging.getLogger("auth401.engine")
_tables = sa.MetaData()
_modes = sa.Table(
    "auth401_modes",
    _tables,
    sa.Column("team", sa.String(32), primary_key=True),
    sa.Column("channel", sa.String(32), primary_key=True),
    sa.Column("mode", sa.String(16), nullable=False),
)
_lives = sa.Table(
    "auth401_lives",
    _tables,
    sa.Column("team", sa.String(32), primary_key=True),
    sa.Column("channel", sa.String(32), primary_key=True),
    sa.Column("live", sa.String(16), nullable=False),
)
_replies = sa.Table(
    "auth401_replies",
    _tables,
    sa.Column("team", sa.String(32), primary_key=True),
    sa.Column("channel", sa.String(32), primary_key=True),
    sa.Column("ts", sa.String(32), primary_key=True),
    sa.Column("reply_ts", sa.String(32), nullable=False),
    sa.Column("version", sa.String(32), nullable=False),
)
_sealed = sa.Table(
    "auth401_sealed",
    _tables,
    sa.Column("name", sa.String(255), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("until", sa.Float, nullable=True),  # seconds since the epoch; NULL = for good
)
_done = sa.Table(
    "auth401_done",
    _tables,
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("at", sa.Float, nullable=False, index=True),  # seconds since the epoch
)
_runs = sa.Table(
    "auth401_runs",
    _tables,
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("starts", sa.Integer, nullable=False),  # of runs whose end is not known: running, or killed
    sa.Column("has_begun", sa.Boolean, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)
_passwords = sa.Table(
    "auth401_passwords",
    _tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("who", sa.String(64), nullable=False, index=True),  # a mark of person and origin
    sa.Column("at", sa.Float, nullable=False, index=True),
)
_CANARY = "key"  # shows which key seals here
_LOOK_AGAIN_S = 1.0
_DONE_LASTS_S = 30 * 24 * 3600.0
_PASSWORD_LASTS_S = 3600.0
_REPLY_LASTS_S = 90 * 24 * 3600.0  # an edit of an older message counts as a new one


_GONE = "9999999999.999999"  # the version of a message that was deleted: newer than every other


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """The reply to a message: its ts, and the version (the message's ts or the ts of its edit) that it speaks of.

    Of a message that was deleted ``is_gone`` is true: it has no reply any more, and gets none.
    """

    reply_ts: str
    version: str

    @property
    def is_gone(self) -> bool:
        """Was the message deleted?"""
        return self.version == _GONE


class Memory(Store):
    """Those tables."""

    def __init__(self, database: sa.Engine, seal: Seal) -> None:
        super().__init__(database)
        self._seal = seal
        self._modes, self._looked = dict[tuple[str, str], str](), -math.inf  # every message asks for one
        self._passwords = asyncio.Lock()  # look and count are one

    def create(self) -> None:
        """Make the tables that are missing."""
        create(_tables, self._database)

    def check_key(self) -> None:
        """Is what is kept sealed with one of our keys? Then all that stays is sealed with the first from now on.

        Raises InvalidToken.
        """
        with self._database.begin() as connection:
            some = sa.select(_sealed.c.value).order_by(_sealed.c.name != _CANARY).limit(1)
            if (found := connection.execute(some).scalar_one_or_none()) is not None:
                self._seal.open(found)
            is_marked = connection.execute(sa.select(_sealed.c.name).where(_sealed.c.name == _CANARY)).first()
            if is_marked is None:
                connection.execute(sa.insert(_sealed).values(name=_CANARY, value=self._seal.close(""), until=None))
            seal_anew(connection, self._seal, _sealed.c.name, _sealed.c.value)

    async def mode(self, team: str, channel: str) -> str | None:
        """What a member set for the channel, or None; what another process set counts a second later."""
        now = time.monotonic()
        if now - self._looked >= _LOOK_AGAIN_S:
            rows = await self._do(lambda connection: connection.execute(sa.select(_modes)).all())
            self._modes, self._looked = {(row.team, row.channel): row.mode for row in rows}, now
        return self._modes.get((team, channel))

    async def set_mode(self, team: str, channel: str, mode: str) -> None:
        """Keep the channel's mode."""
        await self._put(_modes, {"team": team, "channel": channel}, {"mode": mode})
        self._looked = -math.inf

    async def modes(self, team: str) -> Mapping[str, str]:
        """channel -> what a member set for it."""
        return await self._all(_modes, _modes.c.mode, team)

    async def live(self, team: str, channel: str) -> str | None:
        """How far a member let live checks go in the channel, or None."""
        query = sa.select(_lives.c.live).where(_lives.c.team == team, _lives.c.channel == channel)
        return await self._do(lambda connection: connection.execute(query).scalar_one_or_none())

    async def set_live(self, team: str, channel: str, live: str) -> None:
        """Keep how far live checks go in the channel."""
        await self._put(_lives, {"team": team, "channel": channel}, {"live": live})

    async def lives(self, team: str) -> Mapping[str, str]:
        """channel -> how far a member let live checks go in it."""
        return await self._all(_lives, _lives.c.live, team)

    async def answered(self, team: str, channel: str, ts: str) -> Replied | None:
        """The reply to the message, or None when there is none."""
        query = sa.select(_replies.c.reply_ts, _replies.c.version).where(*_same(_replies, team, channel, ts))
        row = await self._do(lambda connection: connection.execute(query).first())
        return Replied(reply_ts=row.reply_ts, version=row.version) if row else None

    async def remember(self, team: str, channel: str, ts: str, answered: Replied) -> None:
        """Keep which reply belongs to a message, unless the message was deleted meanwhile or has another reply."""
        values, mine = {"reply_ts": answered.reply_ts, "version": answered.version}, _same(_replies, team, channel, ts)
        same = (_replies.c.version != _GONE, _replies.c.reply_ts == answered.reply_ts)

        def write(connection: sa.Connection) -> None:
            if connection.execute(sa.select(_replies.c.ts).where(*mine)).first() is None:
                connection.execute(sa.insert(_replies).values(team=team, channel=channel, ts=ts, **values))
            else:
                connection.execute(sa.update(_replies).where(*mine, *same).values(**values))

        await self._do_again(write)

    async def note_deleted(self, team: str, channel: str, ts: str) -> None:
        """The message is gone: from now on it has no reply, also when one is being posted just now."""
        values = {"reply_ts": f"{time.time():.6f}", "version": _GONE}  # of no message, and as old as the deletion
        await self._put(_replies, {"team": team, "channel": channel, "ts": ts}, values)

    async def put_sealed(self, name: str, value: Any, *, lasts: timedelta | None = None) -> None:
        """Keep a JSON value under ``name``, encrypted; for good, or as long as it ``lasts``."""
        until = time.time() + lasts.total_seconds() if lasts else None
        await self._put(_sealed, {"name": name}, {"value": self._seal.close(value), "until": until})

    async def sealed(self, name: str) -> Any:
        """The value kept under ``name``, or None."""
        value = await self._raw(name)
        return None if value is None else self._opened(name, value)

    async def take_sealed(self, name: str) -> Any:
        """The value kept under ``name``, which is then gone; None when there was none. Two takers: one gets it.

        One statement, so that no second process or press can stand between the look and the removal.
        """
        fresh = sa.or_(_sealed.c.until.is_(None), _sealed.c.until > time.time())
        take = sa.delete(_sealed).where(_sealed.c.name == name, fresh).returning(_sealed.c.value)
        value = await self._do(lambda connection: connection.execute(take).scalar_one_or_none())
        return None if value is None else self._opened(name, value)

    async def change_sealed(
        self, name: str, change: Callable[[Any], Any], *, lasts: timedelta | None = None, is_new: bool = False
    ) -> Any:
        """Put ``change(value)`` in the place of the value under ``name``; what is there then, None when nothing is.

        Nobody's change is lost: whoever was overtaken changes what the other left. ``is_new``: where there is none,
        ``change(None)`` is put. It stays as long as it ``lasts`` from now, or as it did. A change to None is none.
        """
        while (before := await self._raw(name)) is not None or is_new:
            value = None if before is None else self._opened(name, before)
            changed = change(value) if value is not None or is_new else None
            if changed is None:
                return value
            if before is None:
                await self.put_sealed(name, changed, lasts=lasts)
                return changed
            again = {"until": time.time() + lasts.total_seconds()} if lasts else {}
            mine = (_sealed.c.name == name, _sealed.c.value == before)
            if await self._is_updated(sa.update(_sealed).where(*mine).values(value=self._seal.close(changed), **again)):
                return changed
        return None

    async def _raw(self, name: str) -> str | None:
        fresh = sa.or_(_sealed.c.until.is_(None), _sealed.c.until > time.time())
        query = sa.select(_sealed.c.value).where(_sealed.c.name == name, fresh)
        found: str | None = await self._do(lambda connection: connection.execute(query).scalar_one_or_none())
        return found

    async def _is_updated(self, update: sa.Update) -> bool:
        return (await self._do(lambda connection: connection.execute(update))).rowcount > 0

    async def note_done(self, keys: Sequence[str]) -> None:
        """Keep that these jobs were done; noted twice is noted once."""
        query = sa.select(_done.c.key).where(_done.c.key.in_(keys))

        def write(connection: sa.Connection) -> None:
            known = set(connection.execute(query).scalars())
            rows = [{"key": key, "at": time.time()} for key in keys if key not in known]
            if rows:
                connection.execute(sa.insert(_done), rows)

        await self._do_again(write)

    async def is_done(self, key: str) -> bool:
        """Was this job done, however long ago within a month?"""
        query = sa.select(_done.c.key).where(_done.c.key == key)
        return await self._do(lambda connection: connection.execute(query).first()) is not None

    async def starts(self, key: str) -> int:
        """How many runs of this job did not come to their end; asked before a run, those that were killed."""
        query = sa.select(_runs.c.starts).where(_runs.c.key == key)
        return await self._do(lambda connection: connection.execute(query).scalar_one_or_none()) or 0

    async def note_start(self, key: str, *, is_counted: bool = True) -> bool:
        """A run of this job starts; not counted is one that may be cut off unkilled. Was there one before?"""
        is_known = False
        more = (
            sa.update(_runs).where(_runs.c.key == key).values(starts=_runs.c.starts + int(is_counted), at=time.time())
        )

        def write(connection: sa.Connection) -> None:
            nonlocal is_known
            is_known = connection.execute(more).rowcount > 0
            if not is_known:
                connection.execute(
                    sa.insert(_runs).values(key=key, starts=int(is_counted), has_begun=False, at=time.time())
                )

        await self._do_again(write)
        return is_known

    async def note_stop(self, keys: Sequence[str]) -> None:
        """These runs end in order, and their jobs go on later."""
        less = sa.update(_runs).where(_runs.c.key.in_(keys), _runs.c.starts > 0).values(starts=_runs.c.starts - 1)
        await self._do(lambda connection: connection.execute(less))

    async def note_end(self, key: str) -> None:
        """The job is over."""
        await self._do(lambda connection: connection.execute(sa.delete(_runs).where(_runs.c.key == key)))

    async def begin(self, key: str) -> bool:
        """Note that the job does what must not be done twice; True to the first caller alone."""
        mine = sa.update(_runs).where(_runs.c.key == key, ~_runs.c.has_begun).values(has_begun=True)
        return (await self._do(lambda connection: connection.execute(mine))).rowcount == 1

    async def has_begun(self, key: str) -> bool:
        """Was that noted?"""
        query = sa.select(_runs.c.has_begun).where(_runs.c.key == key)
        return bool(await self._do(lambda connection: connection.execute(query).scalar_one_or_none()))

    async def may_send_password(self, person: str, origin: Sequence[str], *, most: int, within: timedelta) -> bool:
        """Count one more password that ``person`` sends to an origin (by each of its names), or refuse to."""
        now, who = time.time(), [self._seal.mark(f"{person}\n{name}") for name in origin]
        recent = (_passwords.c.who.in_(who), _passwords.c.at > now - within.total_seconds())
        query = sa.select(sa.func.count()).where(*recent).group_by(_passwords.c.who)

        def write(connection: sa.Connection) -> bool:
            if max(connection.execute(query).scalars(), default=0) >= most:
                return False
            connection.execute(sa.insert(_passwords), [{"who": one, "at": now} for one in who])
            return True

        async with self._passwords:
            return await self._do(write)

    async def forget(self) -> None:
        """Remove what has had its time."""
        now = time.time()

        def remove(connection: sa.Connection) -> None:
            connection.execute(sa.delete(_sealed).where(_sealed.c.until < now))
            connection.execute(sa.delete(_done).where(_done.c.at < now - _DONE_LASTS_S))
            connection.execute(sa.delete(_runs).where(_runs.c.at < now - _DONE_LASTS_S))
            connection.execute(sa.delete(_passwords).where(_passwords.c.at < now - _PASSWORD_LASTS_S))
            connection.execute(sa.delete(_replies).where(_replies.c.reply_ts < str(now - _REPLY_LASTS_S)))

        await self._do(remove)

    def _opened(self, name: str, value: str) -> Any:
        try:
            return self._seal.open(value)
        except InvalidToken:
            log.error("%s was sealed with another key (AUTH401_KEY): it counts as lost", name.partition("/")[0])
            return None

    async def _put(self, table: sa.Table, key: Mapping[str, str], values: Mapping[str, Any]) -> None:
        where = [table.c[name] == value for name, value in key.items()]

        def write(connection: sa.Connection) -> None:
            if not connection.execute(sa.update(table).where(*where).values(**values)).rowcount:
                connection.execute(sa.insert(table).values(**key, **values))

        await self._do_again(write)

    async def _all(self, table: sa.Table, value: sa.ColumnElement[str], team: str) -> dict[str, str]:
        query = sa.select(table.c.channel, value).where(table.c.team == team)
        rows = await self._do(lambda connection: connection.execute(query).all())
        return {row.channel: row[1] for row in rows}


def _same(table: sa.Table, *values: Any) -> list[sa.ColumnElement[bool]]:
    return [column == value for column, value in zip(table.primary_key.columns, values, strict=True)]
