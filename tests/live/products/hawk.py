"""hapi with Hawk."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """Headers signed now, an hour ago, and with another key (github.com/mozilla/hawk, "Header payload")."""
    port, key = box.port(), "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn"
    box.node("hawk.mjs", port, key)

    def header(at: int, with_key: str, nonce: str) -> str:
        text = f"hawk.1.header\n{at}\n{nonce}\nGET\n/me\n127.0.0.1\n{port}\n\n\n"
        mac = base64.b64encode(hmac.new(with_key.encode(), text.encode(), hashlib.sha256).digest()).decode()
        return f'Hawk id="live", ts="{at}", nonce="{nonce}", mac="{mac}"'

    now = int(time.time())
    return {
        "url": f"http://127.0.0.1:{port}",
        "resource": f"http://127.0.0.1:{port}/me",
        "good": header(now, key, "j4h3g2"),
        "ahead": header(now + 7200, key, "k5j4h3"),
        "wrong": header(now, key[::-1], "l6k5j4"),
        "shown": "good ahead wrong",
    }
