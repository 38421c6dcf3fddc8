"""PostgreSQL for the tests: a server of our own on a Unix socket, where its programs are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of an empty database; skips where there is no PostgreSQL, or no other user for root to start it as."""
    if shutil.which("postgres") is None or shutil.which("initdb") is None:
        pytest.skip("postgres and initdb are not installed")
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="auth401-pg-"))
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **who}
    data = folder / "data"
    subprocess.run(["initdb", "-D", data, "-U", "auth401", "-A", "trust", "--no-sync"], check=True, **quiet)
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
    server = subprocess.Popen(["postgres", "-D", data, *options], **quiet)
    try:
        ready = ["pg_isready", "-q", "-t", "20", "-h", folder]
        while subprocess.run(ready, check=False).returncode:
            assert server.poll() is None, "postgres did not start"
        yield f"postgresql://auth401@/postgres?host={quote(str(folder), safe='')}"
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


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
