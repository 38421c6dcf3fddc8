"""Flask-HTTPAuth: basic, digest, token."""

from __future__ import annotations

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """One user, one token."""
    port = box.port()
    password, token = "correct-horse-9x", "tok3n0f4l1v35u1t3k0mma7q2w9"
    box.python("httpauth_api.py", port, password, token)
    url = f"http://127.0.0.1:{port}"
    return {
        "url": url,
        "resource": f"{url}/basic",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
        "key": token,
        "wrong_key": "tok3n0fs0me0therwh3r3zz7q2w9",
    }
