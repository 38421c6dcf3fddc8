"""Django Ninja: one key in four places."""

from __future__ import annotations

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """One key."""
    port, key = box.port(), "n1nj4k3yw1th3n0ughl3tt3rs0f1ts0wn"
    box.python("ninja_api.py", port, key)
    return {
        "url": f"http://127.0.0.1:{port}",
        "resource": f"http://127.0.0.1:{port}/bearer",
        "key": key,
        "wrong_key": key[::-1],
    }
