"""Where the journal is: SQLite beside the key, or PostgreSQL by DATABASE_URL. The code is the same for both."""

from __future__ import annotations

import fcntl
import os
import socket
from pathlib import Path
from typing import Any

import sqlalchemy as sa

_BUSY_MS = 30_000
_SLOTS = 64


def open_database(folder: Path, url: str = "") -> sa.Engine:
    """The engine for ``url``, or for ``auth401.sqlite`` in ``folder``."""
    if url:
        return sa.create_engine(_with_driver(url), pool_pre_ping=True, pool_size=20)
    engine = sa.create_engine(f"sqlite:///{folder / 'auth401.sqlite'}", pool_size=20)
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
    container has a new name at each start); a shared database needs the host's name too.
    """

    def __init__(self, folder: Path, *, is_shared: bool) -> None:
        number, self._descriptor = _lock_one(folder)
        self.executor_id = f"{socket.gethostname()}/{number}" if is_shared else f"slot-{number}"

    def release(self) -> None:
        """Give the slot back."""
        os.close(self._descriptor)


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
