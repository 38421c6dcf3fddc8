"""Flask-Login and Flask-WTF."""

from __future__ import annotations

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """One token in a header of its own."""
    port, key = box.port(), "flask-key-0f0f0f0f0f0f0f0f"
    box.python("flask_login_api.py", port, key)
    url = f"http://127.0.0.1:{port}"
    return {"url": url, "resource": f"{url}/orders", "key": key}
