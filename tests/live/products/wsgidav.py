"""WsgiDAV with Digest alone."""

from __future__ import annotations

import json

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """One user, one file."""
    port = box.port()
    password = "correct-horse-5w"
    box.write("share/a.txt", "tea")
    config = {
        "host": "127.0.0.1",
        "port": port,
        "provider_mapping": {"/": str(box.folder / "share")},
        "verbose": 1,
        "http_authenticator": {"accept_basic": False, "accept_digest": True, "default_to_digest": True},
        "simple_dc": {"user_mapping": {"*": {"sam": {"password": password}}}},
    }
    box.write("wsgidav.json", json.dumps(config))
    box.run(box.program("wsgidav"), "-c", str(box.folder / "wsgidav.json"), port=port)
    url = f"http://127.0.0.1:{port}"
    return {"url": url, "resource": f"{url}/a.txt", "user": "sam", "password": password}
