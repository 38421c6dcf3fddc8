"""Transmission: Basic, and a session id that it hands out with a 409."""

from __future__ import annotations

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """One user; no peers and no tracker are asked."""
    daemon = box.program("transmission-daemon")
    port, peer, password = box.port(), box.port(), "correct-horse-0t"
    box.run(
        daemon,
        "-f",
        "-g",
        str(box.folder / "conf"),
        "-p",
        str(port),
        "-t",
        "-u",
        "sam",
        "-v",
        password,
        "-r",
        "127.0.0.1",
        "-P",
        str(peer),
        "-i",
        "127.0.0.1",
        "-O",
        "-M",
        port=port,
    )
    url = f"http://127.0.0.1:{port}"
    return {
        "url": url,
        "resource": f"{url}/transmission/web/",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
    }
