"""django-rest-knox."""

from __future__ import annotations

import json

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """What the application made for itself is read from its folder."""
    port = box.port()
    box.python("knox_api.py", port)
    url = f"http://127.0.0.1:{port}"
    return {"url": url, "resource": f"{url}/me/", **json.loads((box.folder / "made.json").read_text())}
