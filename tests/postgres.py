"""PostgreSQL for the tests: a server of our own on a Unix socket, where its programs are installed."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest


class Postgres:
    """A server on ``folder``; ``programs`` is where its binaries are. ``is_safe``: it writes through to the disk."""

    def __init__(self, programs: Path, folder: Path, *, is_safe: bool = False) -> None:
        self._programs, self.folder, self._number = programs, folder, itertools.count(1)
        self._fsync = "on" if is_safe else "off"
        user = _user()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        self._quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **who}
        initdb = [programs / "initdb", "-D", folder / "data", "-U", "auth401", "-A", "trust", "--no-sync"]
        subprocess.run(initdb, check=True, **self._quiet)
        self.start()

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = ("listen_addresses=", f"unix_socket_directories={self.folder}", f"fsync={self._fsync}")
        options = [word for setting in settings for word in ("-c", setting)]
        self._server = subprocess.Popen(
            [self._programs / "postgres", "-D", self.folder / "data", *options], **self._quiet
        )
        ready = [self._programs / "pg_isready", "-q", "-t", "20", "-h", self.folder]
        while subprocess.run(ready, check=False).returncode:
            assert self._server.poll() is None, "postgres did not start"

    def stop(self) -> None:
        """Cut every connection and end."""
        self._server.send_signal(signal.SIGINT)
        self._server.wait()

    def url(self, name: str = "postgres") -> str:
        """Of one of its databases."""
        return f"postgresql://auth401@/{name}?host={quote(str(self.folder), safe='')}"

    def new(self) -> str:
        """The URL of a new database."""
        name = f"t{next(self._number)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"create database {name}")
        return self.url(name)


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """A server for the session; skips where there is no PostgreSQL, or no other user for root to start it as."""
    if (found := programs()) is None:
        pytest.skip("PostgreSQL's postgres and initdb are not installed")
    folder = Path(tempfile.mkdtemp(prefix="auth401-pg-"))
    made = Postgres(found, folder)
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)


@pytest.fixture
def postgres(server: Postgres) -> str:
    """The URL of an empty database."""
    return server.new()


def programs() -> Path | None:
    """The folder of the server's programs: on the PATH, or where Debian puts them, the newest first."""
    found = shutil.which("postgres")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    folders = [*([Path(found).resolve().parent] if found else []), *debian]
    needed = ("postgres", "initdb", "pg_isready")
    return next((one for one in folders if all((one / name).exists() for name in needed)), None)


def _user() -> pwd.struct_passwd | None:
    """Whom root starts the server as; None when we are not root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.skip("root may not start postgres, and there is no other user")
