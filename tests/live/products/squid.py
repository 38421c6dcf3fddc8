"""Squid as a proxy that wants a password, in front of Python's own file server."""

from __future__ import annotations

import sys

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """A proxy and a site behind it."""
    helper = "/usr/lib/squid/basic_ncsa_auth"
    squid = box.program("squid")
    site, port = box.port(), box.port()
    box.folder.chmod(0o777)
    box.write("site/index.html", "hello")
    users = box.htpasswd("sam", "pr0xy-w0rd-9")
    box.run(
        sys.executable,
        "-m",
        "http.server",
        str(site),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(box.folder / "site"),
        port=site,
    )
    box.write(
        "squid.conf",
        f"""
http_port 127.0.0.1:{port}
pid_filename {box.folder}/squid.pid
access_log none
cache_log {box.folder}/cache.log
cache deny all
coredump_dir {box.folder}
auth_param basic program {helper} {users}
auth_param basic realm live proxy
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
shutdown_lifetime 0 seconds
""",
    )
    box.run(squid, "-N", "-f", str(box.folder / "squid.conf"), port=port)
    return {
        "url": f"http://127.0.0.1:{site}",
        "resource": f"http://127.0.0.1:{site}/",
        "proxy": f"http://127.0.0.1:{port}",
        "user": "sam",
        "password": "pr0xy-w0rd-9",
    }
