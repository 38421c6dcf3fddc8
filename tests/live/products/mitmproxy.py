"""mitmproxy as a proxy that wants a password, in front of Python's own file server."""

from __future__ import annotations

import sys

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """A proxy and a site behind it."""
    site, port = box.port(), box.port()
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
    box.run(
        box.program("mitmdump"),
        "-q",
        "--listen-host",
        "127.0.0.1",
        "--listen-port",
        str(port),
        "--proxyauth",
        "sam:pr0xy-w0rd-8",
        "--set",
        f"confdir={box.folder}",
        port=port,
    )
    return {
        "url": f"http://127.0.0.1:{site}",
        "resource": f"http://127.0.0.1:{site}/",
        "proxy": f"http://127.0.0.1:{port}",
        "user": "sam",
        "password": "pr0xy-w0rd-8",
    }
