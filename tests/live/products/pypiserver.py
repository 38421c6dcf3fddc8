"""pypiserver, a package index behind Basic."""

from __future__ import annotations

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """Everything asks for a password."""
    port = box.port()
    password = "correct-horse-7k"
    users = box.htpasswd("sam", password)
    (box.folder / "packages").mkdir()
    box.run(
        box.program("pypi-server"),
        "run",
        "-p",
        str(port),
        "-i",
        "127.0.0.1",
        "-a",
        "update,download,list",
        "-P",
        str(users),
        str(box.folder / "packages"),
        port=port,
    )
    url = f"http://127.0.0.1:{port}"
    return {
        "url": url,
        "resource": f"{url}/simple/",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
    }
