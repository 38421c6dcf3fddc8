"""Processes: which of them live, and what a dead one held is put back into the queue for those that do.

Each beats in a row of its own, from a thread, so that a busy loop is not taken for death. One is dead once nobody holds
its slot and a few beats were missed, or (frozen, cut off) once it missed many. Beats are counted by whoever looks,
look after look: no clocks are compared, and a database that was away makes nobody look dead. Whoever removes the row
of the dead puts its work back in the same transaction: two takers, or a database that restarts in between, leave
either all of it or nothing done, and the next look does it again. Whoever was taken for dead finds its row gone, stops
what it runs, and begins anew; its late records are refused by the engine, whose rows name the run that owns them.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from bot.engine.database import SlotLock, create

_tables = sa.MetaData()
_processes = sa.Table(
    "auth401_processes",
    _tables,
    sa.Column("executor_id", sa.String(255), primary_key=True),
    sa.Column("token", sa.String(32), nullable=False),  # of one life
    sa.Column("version", sa.String(64), nullable=False),  # of the order of steps
    sa.Column("beats", sa.BigInteger, nullable=False),
)
BEAT_S = 1.0
_FREE, _HELD = 3, 8  # so many looks without a beat are death: with a slot that nobody holds, and with one that is held
_OURS = 2  # the same of our own slot, at the start
_WELL = 5  # beats; a busy machine misses one
_MAY_ACT = 1.5  # beats: for so long after the last one nobody else can have taken our work
log = logging.getLogger("auth401.engine")


@dataclass(slots=True)
class _Seen:
    token: str
    beats: int
    looks: int = 0


class Processes:
    """This process among those of one journal. ``database`` is its own, so that no busy pool holds up a beat.

    ``lost`` stops what runs here; it is called from the thread.
    """

    def __init__(
        self, database: sa.Engine, slot: SlotLock, version: str, lost: Callable[[], None], beat_s: float = BEAT_S
    ) -> None:
        self._database, self._slot, self._version, self._lost, self._beat_s = database, slot, version, lost, beat_s
        self._me, self._token = slot.executor_id, secrets.token_hex(8)
        self._seen: dict[str, _Seen] = {}
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._last = 0.0
        self.takeovers = 0
        is_sqlite = database.dialect.name == "sqlite"
        schema = None if is_sqlite else "dbos"
        names = ("workflow_uuid", "status", "executor_id", "application_version", "owner_xid", "started_at_epoch_ms")
        self._work = sa.table("workflow_status", *map(sa.column, names), schema=schema)
        self._steps = sa.table("operation_outputs", sa.column("workflow_uuid"), schema=schema)

    def start(self) -> None:
        """Enter, with what an earlier life of this slot left put back; the engine's tables are there already."""
        create(_tables, self._database)
        self._wait_for_another()
        self._enter()
        self._thread = threading.Thread(target=self._run, name="auth401-beat", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Leave. What still ran is for the others at once."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(5.0)
            try:
                with self._database.begin() as connection:
                    connection.execute(sa.delete(_processes).where(*self._mine()))
                    self._put_back(connection)
            except sa.exc.SQLAlchemyError:
                log.warning("the journal did not hear that this process ends")
        self._database.dispose()

    @property
    def is_sure(self) -> bool:
        """Can nobody else have taken over what runs here?"""
        return time.monotonic() - self._last < _MAY_ACT * self._beat_s

    @property
    def can_write(self) -> bool:
        """Was the journal written lately? It may be full, read-only or away."""
        return time.monotonic() - self._last < _WELL * self._beat_s

    def _wait_for_another(self) -> None:
        """Our slot was free, and one that lost it with its connection may still beat. Raises OSError then."""
        query = sa.select(_processes.c.token, _processes.c.beats).where(_processes.c.executor_id == self._me)
        before, same, looks = None, 0, 0
        while same < _OURS and not self._slot.is_proof:
            with self._database.begin() as connection:
                now = connection.execute(query).first()
            if now is None:
                return
            looks += 1
            if looks > _HELD:
                raise OSError(f"another process has the name {self._me}: see AUTH401_INSTANCE")
            same = same + 1 if now == before else 0
            before = now
            self._ended.wait(self._beat_s)

    def _enter(self) -> None:
        row = {"executor_id": self._me, "token": self._token, "version": self._version, "beats": 0}
        now = time.monotonic()
        with self._database.begin() as connection:
            connection.execute(sa.delete(_processes).where(_processes.c.executor_id == self._me))
            self._put_back(connection)
            connection.execute(sa.insert(_processes).values(row))
        self._last = now

    def _run(self) -> None:
        failed = False
        while not self._ended.wait(self._beat_s):
            try:
                self._slot.keep()
                now = time.monotonic()
                if self._beat():
                    self._last = now
                else:
                    self._begin_anew()
                self._look()
                failed = False
            except Exception as error:  # whatever a database raises: the next beat tries again
                if not failed:
                    log.warning("the journal cannot be reached (%s)", type(error).__name__)
                failed = True
                self._seen.clear()  # others could not beat either

    def _beat(self) -> bool:
        with self._database.begin() as connection:
            more = sa.update(_processes).where(*self._mine()).values(beats=_processes.c.beats + 1)
            return connection.execute(more).rowcount > 0

    def _begin_anew(self) -> None:
        self._lost()
        query = sa.select(_processes.c.token).where(_processes.c.executor_id == self._me)
        with self._database.begin() as connection:
            is_replaced = connection.execute(query).first() is not None
        if is_replaced:
            log.error("another process has the name %s now: this one ends", self._me)
            self._ended.set()
            os.kill(os.getpid(), signal.SIGTERM)
            return
        log.error("this process was taken for dead, and its work taken over: it begins anew")
        self._token = secrets.token_hex(8)
        self._enter()

    def _look(self) -> None:
        with self._database.begin() as connection:
            rows = connection.execute(sa.select(_processes).where(_processes.c.executor_id != self._me)).all()
            self._put_back(connection)
        self._seen = {row.executor_id: self._looked(row) for row in rows}
        free = 1 if self._slot.is_proof else _FREE
        for name, seen in self._seen.items():
            if seen.looks >= _HELD or (seen.looks >= free and self._slot.is_free(name)):
                self._bury(name, seen)

    def _looked(self, row: sa.Row[tuple[str, str, str, int]]) -> _Seen:
        seen = self._seen.get(row.executor_id)
        if seen is None or (seen.token, seen.beats) != (row.token, row.beats):
            return _Seen(row.token, row.beats)
        seen.looks += 1
        return seen

    def _bury(self, name: str, seen: _Seen) -> None:
        dead = (_processes.c.executor_id == name, _processes.c.token == seen.token, _processes.c.beats == seen.beats)
        with self._database.begin() as connection:
            if not connection.execute(sa.delete(_processes).where(*dead)).rowcount:
                return  # it has beaten meanwhile, or another was faster
            number = self._put_back(connection)
        self.takeovers += 1
        log.warning("process %s does not live any more: %d jobs of it go on here or elsewhere", name, number)

    def _put_back(self, connection: sa.Connection) -> int:
        """What is held by nobody that lives is queued again; what was queued for a version that nobody runs is ours.

        The columns are those of DBOS's published system tables. Its own resume_workflow does not look who owns a row,
        and cannot be one transaction with the removal of the dead. A job of another version starts from its first step,
        because its records are in another order.
        """
        work, alive = self._work.c, sa.select(_processes.c.executor_id)
        held = (work.status == "PENDING", work.executor_id.not_in(alive))
        versions = sa.select(_processes.c.version)
        left = (
            work.status.in_(("ENQUEUED", "DELAYED")),
            work.application_version != self._version,
            work.application_version.not_in(versions),
        )
        number = 0
        if connection.execute(sa.select(work.workflow_uuid).where(*held).limit(1)).first() is not None:
            again = {"status": "ENQUEUED", "owner_xid": None, "started_at_epoch_ms": None}
            number = connection.execute(sa.update(self._work).where(*held).values(again)).rowcount
        ids = connection.execute(sa.select(work.workflow_uuid).where(*left).with_for_update()).scalars().all()
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            connection.execute(sa.delete(self._steps).where(self._steps.c.workflow_uuid.in_(some)))
            mine = sa.update(self._work).where(work.workflow_uuid.in_(some), work.status.in_(("ENQUEUED", "DELAYED")))
            connection.execute(mine.values(application_version=self._version))
        return number

    def _mine(self) -> tuple[sa.ColumnElement[bool], ...]:
        return (_processes.c.executor_id == self._me, _processes.c.token == self._token)
