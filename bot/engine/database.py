"""Where the journal is: SQLite beside the key, or PostgreSQL by DATABASE_URL. The code is the same for both."""

from __future__ import annotations

import fcntl
import logging
import os
import socket
import stat
from pathlib import Path
from typing import Any

import sqlalchemy as sa

_BUSY_MS = 30_000
_SLOTS = 64
_FILE, INBOX = "auth401.sqlite", "auth401.sqlite-inbox"
log = logging.getLogger("auth401.engine")


def open_database(folder: Path, url: str = "", file: str = _FILE) -> sa.Engine:
    """The engine for ``url``, or for ``file`` in ``folder``."""
    if url:
        return sa.create_engine(_with_driver(url), pool_pre_ping=True, pool_size=20)
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


def _open_file(file: Path) -> sa.Engine:
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))  # SQLite gives -wal and -shm the same mode
    engine = sa.create_engine(f"sqlite:///{file}", pool_size=20)
    sa.event.listen(engine, "connect", _set_pragmas)
    return engine


def _with_driver(url: str) -> sa.URL:
    """``postgres://`` and ``postgresql://``, as hosters hand them out, with the driver that is installed."""
    parsed = sa.make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _set_pragmas(connection: Any, _record: object) -> None:
    """A commit in WAL survives a killed process without a sync; IMMEDIATE keeps readers from turning writers."""
    connection.isolation_level = "IMMEDIATE"
    for pragma in (f"busy_timeout={_BUSY_MS}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


class Slot:
    """A number that one live process with this folder holds: the lowest that is free, given back when it dies.

    The executor id made of it is unique per live process and stable per instance: a restarted process takes the same
    slot, and so its own unfinished work. A SQLite file belongs to its folder, whatever the machine is called today (a
    container has a new name at each start); see take_slot for a shared database.
    """

    def __init__(self, folder: Path) -> None:
        number, self._descriptor = _lock_one(folder)
        self.executor_id = f"slot-{number}"

    def release(self) -> None:
        """Give the slot back."""
        os.close(self._descriptor)


class SharedSlot:
    """The same among all processes of a PostgreSQL database: a session's advisory lock on instance and number.

    Folders of their own and a host name in common do not make two processes one.
    """

    def __init__(self, connection: sa.Connection, executor_id: str) -> None:
        self._connection, self.executor_id = connection, executor_id

    def release(self) -> None:
        """Give the slot back."""
        self._connection.close()


def take_slot(database: sa.Engine, instance: str = "") -> SharedSlot:
    """The lowest free slot of an instance (default: the host's name), on a connection of its own."""
    own = sa.create_engine(database.url, poolclass=sa.pool.NullPool)
    connection = own.connect().execution_options(isolation_level="AUTOCOMMIT")
    for name, value in (("idle", 10), ("interval", 5), ("count", 3)):  # a machine that is gone gives back its slot
        connection.execute(sa.text(f"SET tcp_keepalives_{name} = {value}"))
    for number in range(_SLOTS):
        executor_id = f"{instance or socket.gethostname()}/{number}"
        lock = sa.func.pg_try_advisory_lock(sa.func.hashtextextended(f"auth401 {executor_id}", 0))
        if connection.execute(sa.select(lock)).scalar_one():
            return SharedSlot(connection, executor_id)
    connection.close()
    raise RuntimeError(f"{_SLOTS} processes already use the name {instance or socket.gethostname()}")


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
        descriptor = os.open(folder / f"slot-{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        return number, descriptor
    raise RuntimeError(f"{_SLOTS} processes already use the folder {folder}")
