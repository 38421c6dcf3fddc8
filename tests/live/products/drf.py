"""Django REST framework: token, session with CSRF, simplejwt."""

from __future__ import annotations

import json

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """What the application made for itself is read from its folder."""
    port = box.port()
    box.python("drf.py", port)
    made = json.loads((box.folder / "made.json").read_text())
    url = f"http://127.0.0.1:{port}"
    cut = made["token"].rsplit(".", 1)[0]
    return {"url": url, "resource": f"{url}/jwt/", "wrong_key": "0f" * 20, "cut": cut, **made}
