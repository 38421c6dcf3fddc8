"""Where the journal is: SQLite beside the key, or PostgreSQL by DATABASE_URL. The code is the same for both."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import socket
import stat
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from cryptography.fernet import InvalidToken
from dbos._migration import get_dbos_migrations, sqlite_migrations

from bot.engine.sealing import Seal
from bot.engine.work import JournalError

T = TypeVar("T")
_BUSY_MS = 30_000
_CONNECT_S = 5
_SLOTS = 64
_FILE, INBOX = "auth401.sqlite", "auth401.sqlite-inbox"
_SCHEMA = 1  # raised when older versions cannot work with the tables any more
_tables = sa.MetaData()
_schema = sa.Table("auth401_schema", _tables, sa.Column("version", sa.Integer, primary_key=True))
_AGAIN_S, _LONGEST_WAIT_S = 0.2, 5.0
AWAY = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.InternalError, sa.exc.TimeoutError)  # or read-only
is_patient = ContextVar("is_patient", default=False)  # within a job: a database that is away is waited for
log = logging.getLogger("auth401.engine")


class Store:
    """A few small tables. Every call is one short transaction in a thread.

    Within a job it waits for a database that is away; elsewhere it raises what the database raises.
    """

    def __init__(self, database: sa.Engine) -> None:
        self._database = database

    async def _do(self, work: Callable[[sa.Connection], T]) -> T:
        def transaction() -> T:
            with self._database.begin() as connection:
                return work(connection)

        def do() -> Awaitable[T]:
            return asyncio.to_thread(transaction)

        return await (patiently(do) if is_patient.get() else do())

    async def _do_again(self, write: Callable[[sa.Connection], None]) -> None:
        try:
            await self._do(write)
        except sa.exc.IntegrityError:  # another process inserted the same in between
            await self._do(write)


async def patiently(work: Callable[[], Awaitable[T]]) -> T:
    """Do it again until the database is not away; tries are five seconds apart at most."""
    wait_s = _AGAIN_S
    while True:
        try:
            return await work()
        except AWAY as error:
            log.warning("the journal does not answer (%s), next try in %.1f s", type(error).__name__, wait_s)
        await asyncio.sleep(wait_s)
        wait_s = min(2 * wait_s, _LONGEST_WAIT_S)


def open_database(folder: Path, url: str = "", file: str = _FILE) -> sa.Engine:
    """The engine for ``url``, or for ``file`` in ``folder``."""
    if url:
        within = {"connect_timeout": _CONNECT_S}
        return sa.create_engine(_with_driver(url), pool_pre_ping=True, pool_size=20, connect_args=within)
    return _open_file(folder / file)


def is_there(folder: Path) -> bool:
    """Did an app keep anything in the folder?"""
    return (folder / _FILE).is_file()


def create(tables: sa.MetaData, database: sa.Engine) -> None:
    """Make the tables that are missing. Another process may be doing the same, and is done when this is tried again."""
    try:
        tables.create_all(database)
    except (sa.exc.OperationalError, sa.exc.ProgrammingError, sa.exc.IntegrityError):
        tables.create_all(database)


def seal_anew(connection: sa.Connection, seal: Seal, name: sa.Column[str], sealed: sa.Column[str]) -> None:
    """Seal with the first key what stands in a table; what another process changes meanwhile stays as that made it."""
    for row in connection.execute(sa.select(name, sealed)).all():
        try:
            renewed = seal.renewed(row[1])
        except InvalidToken:
            continue  # it counts as lost, and is told when it is asked for
        if renewed != row[1]:
            connection.execute(sa.update(name.table).where(name == row[0], sealed == row[1]).values({sealed: renewed}))


def check_schema(database: sa.Engine) -> None:
    """Note which tables these are. Raises JournalError for those of a newer version, ours or the engine's."""
    schema = None if database.dialect.name == "sqlite" else "dbos"
    engines = sa.table("dbos_migrations", sa.column("version"), schema=schema)
    known = sqlite_migrations if schema is None else get_dbos_migrations("dbos", True, False)
    create(_tables, database)
    with database.begin() as connection:
        ours = connection.execute(sa.select(_schema.c.version)).scalars().all()
        if not ours:
            connection.execute(sa.insert(_schema).values(version=_SCHEMA))
        theirs = 0
        if sa.inspect(connection).has_table("dbos_migrations", schema=schema):
            theirs = connection.execute(sa.select(sa.func.max(engines.c.version))).scalar_one() or 0
    if max(ours, default=0) > _SCHEMA or theirs > len(known):
        setting = "DATABASE_URL" if schema else "AUTH401_DATA"
        raise JournalError(
            f"auth401: {setting}: the journal there is of a newer version of auth401: start that version, or give this "
            f"one another place."
        )


def _open_file(file: Path) -> sa.Engine:
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))  # SQLite gives -wal and -shm the same mode
    engine = sa.create_engine(f"sqlite:///{file}", pool_size=20)
    sa.event.listen(engine, "connect", _set_pragmas)
    return engine


def _with_driver(url: str) -> sa.URL:
    """``postgres://`` and ``postgresql://``, as hosters hand them out, with our driver. ValueError for others."""
    parsed = sa.make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername != "postgresql+psycopg":
        raise ValueError("not PostgreSQL")
    return parsed


def _set_pragmas(connection: Any, _record: object) -> None:
    """A commit in WAL survives a killed process without a sync; IMMEDIATE keeps readers from turning writers."""
    connection.isolation_level = "IMMEDIATE"
    for pragma in (f"busy_timeout={_BUSY_MS}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


class SlotLock(Protocol):
    """A number that one live process holds: the lowest that is free, given back when it dies.

    The executor id made of it is unique per live process and stable per instance: a restarted process takes the same
    slot, and so its own unfinished work.
    """

    executor_id: str
    is_proof: bool  # is its process dead when it is free? Not where a lock goes with a connection

    def keep(self) -> None:
        """Hold it still, also after a connection was lost."""

    def is_free(self, executor_id: str) -> bool:
        """Does nobody hold that one?"""

    def release(self) -> None:
        """Give the slot back."""


class Slot:
    """Of a folder: a lock on a file. A SQLite file belongs to its folder, whatever the machine is called today (a
    container has a new name at each start); see SharedSlot for a shared database.
    """

    is_proof = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        number, self._descriptor = _lock_one(folder)
        self.executor_id = f"slot-{number}"

    def keep(self) -> None:
        """The kernel does."""

    def is_free(self, executor_id: str) -> bool:
        """Does no process lock that file?"""
        descriptor = _lock(self._folder / f"{executor_id}.lock")
        if descriptor is not None:
            os.close(descriptor)
        return descriptor is not None

    def release(self) -> None:
        """Give the slot back."""
        os.close(self._descriptor)


class SharedSlot:
    """The same among all processes of a PostgreSQL database: a session's advisory lock on instance and number.

    Folders of their own and a host name in common do not make two processes one.
    """

    is_proof = False

    def __init__(self, database: sa.Engine, instance: str = "") -> None:
        self._database = sa.create_engine(database.url, poolclass=sa.pool.NullPool)
        self._connection = self._connected()
        name = instance or socket.gethostname()
        for number in range(_SLOTS):
            self.executor_id = f"{name}/{number}"
            if self._connection.execute(sa.select(_lock_on("pg_try_advisory_lock", self.executor_id))).scalar_one():
                return
        self._connection.close()
        raise OSError(f"{_SLOTS} processes already use the name {name}: see AUTH401_INSTANCE")

    def keep(self) -> None:
        """Take it again on a new connection when the old one is gone; raises what the database raises."""
        try:
            self._connection.execute(sa.select(1))
        except sa.exc.SQLAlchemyError:
            self._connection.close()
            self._connection = self._connected()
            self._connection.execute(sa.select(_lock_on("pg_try_advisory_lock", self.executor_id)))

    def is_free(self, executor_id: str) -> bool:
        """Does no session hold that lock?"""
        is_mine = self._connection.execute(sa.select(_lock_on("pg_try_advisory_lock", executor_id))).scalar_one()
        if is_mine:
            self._connection.execute(sa.select(_lock_on("pg_advisory_unlock", executor_id)))
        return bool(is_mine)

    def release(self) -> None:
        """Give the slot back."""
        self._connection.close()

    def _connected(self) -> sa.Connection:
        connection = self._database.connect().execution_options(isolation_level="AUTOCOMMIT")
        for name, value in (("idle", 10), ("interval", 5), ("count", 3)):  # a machine that is gone gives back its slot
            connection.execute(sa.text(f"SET tcp_keepalives_{name} = {value}"))
        return connection


def _lock_on(function: str, executor_id: str) -> sa.ColumnElement[bool]:
    return getattr(sa.func, function)(sa.func.hashtextextended(f"auth401 {executor_id}", 0))  # type: ignore[no-any-return]


def make_private(folder: Path) -> None:
    """The folder for its owner alone (0700), and the files in it that are ours (0600), also those that exist already.

    A folder in which other things stand is somebody's for more than this: it is left as it is, and that is logged.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = list(folder.iterdir())
    for path in filter(_is_ours, files):
        if path.is_file() and not path.is_symlink():
            _tighten(path, 0o600)
    if all(map(_is_ours, files)):
        _tighten(folder, 0o700)
    elif _mode(folder) & 0o077:
        log.warning("others may enter the folder of AUTH401_DATA: give auth401 one of its own, with mode 0700")


def _tighten(path: Path, mode: int) -> None:
    if _mode(path) & ~mode & 0o777:
        try:
            path.chmod(mode)
        except OSError:  # it is another user's
            log.warning("others may read %s in the folder of AUTH401_DATA: it should have mode %o", path.name, mode)


def _is_ours(path: Path) -> bool:
    return path.name.startswith((_FILE, "slot-")) or path.name == "key"


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _lock_one(folder: Path) -> tuple[int, int]:
    for number in range(_SLOTS):
        descriptor = _lock(folder / f"slot-{number}.lock")
        if descriptor is not None:
            return number, descriptor
    raise OSError(f"{_SLOTS} processes already use the folder {folder}")


def _lock(file: Path) -> int | None:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor
