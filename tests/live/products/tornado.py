"""Tornado: a token in a header of its own, a signed cookie, XSRF."""

from __future__ import annotations

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """One key, one cookie."""
    port, key = box.port(), "t0rn4d0k3yw1thl3tt3rs0f1ts0wnzz"
    box.python("tornado_auth.py", port, key)
    url = f"http://127.0.0.1:{port}"
    return {
        "url": url,
        "resource": f"{url}/api",
        "key": key,
        "wrong_key": key[::-1],
        "cookie": (box.folder / "cookie").read_text(),
    }
