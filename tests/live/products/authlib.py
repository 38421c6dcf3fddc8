"""An OAuth 2 server by Authlib."""

from __future__ import annotations

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """A client, and tokens that are good, expired and withdrawn."""
    port = box.port()
    values = {
        "client_secret": "s3cr3t-0f-th3-l1v3-cl13nt",
        "key": "gOod7Qx0k9nOf4vHz1bS3rW8r00aaa1bb2cc3dd",
        "old_key": "oLd8Wz1k7mPq4vHz2bS5tX9r11bbb2cc3dd4ee",
        "gone_key": "g0nE5Yx2j8nRs6vHz3bS7uV0r22ccc3dd4ee5ff",
    }
    box.python("authlib_server.py", port, *values.values())
    url = f"http://127.0.0.1:{port}"
    return {"url": url, "resource": f"{url}/read", "wrong_key": "n3vEr6Zw3h9pTu8vHz4bS9vW1r33ddd4ee5ff6gg", **values}
