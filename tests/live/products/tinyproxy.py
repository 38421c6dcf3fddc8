"""Tinyproxy that wants a password, in front of Python's own file server."""

from __future__ import annotations

import sys

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """A proxy and a site behind it."""
    site, port = box.port(), box.port()
    tinyproxy = box.program("tinyproxy")
    box.write("site/index.html", "hello")
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
        "tinyproxy.conf", f"Port {port}\nListen 127.0.0.1\nBasicAuth sam pr0xyw0rd7\nLogLevel Error\nMaxClients 20\n"
    )
    box.run(tinyproxy, "-d", "-c", str(box.folder / "tinyproxy.conf"), port=port)
    return {
        "url": f"http://127.0.0.1:{site}",
        "resource": f"http://127.0.0.1:{site}/",
        "proxy": f"http://127.0.0.1:{port}",
        "user": "sam",
        "password": "pr0xyw0rd7",
    }
