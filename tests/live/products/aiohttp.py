"""aiohttp with a middleware that takes Basic or Bearer, and says both in one challenge header."""

from __future__ import annotations

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """One user, one token."""
    port, password, key = box.port(), "correct-horse-5a", "41oht7pk3yw1thl3tt3rs0f1ts0wnzz"
    box.python("aio_basic.py", port, password, key)
    url = f"http://127.0.0.1:{port}"
    return {
        "url": url,
        "resource": f"{url}/me",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
        "key": key,
        "wrong_key": key[::-1],
    }
