"""CherryPy: Basic and Digest."""

from __future__ import annotations

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """One user for both schemes."""
    port, password = box.port(), "correct-horse-4y"
    box.python("cherry.py", port, password)
    url = f"http://127.0.0.1:{port}"
    return {
        "url": url,
        "resource": f"{url}/basic",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
    }
