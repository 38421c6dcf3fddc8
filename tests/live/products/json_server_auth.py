"""json-server-auth: JWTs from its own /register."""

from __future__ import annotations

import json
import subprocess

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """One user who registered."""
    port = box.port()
    box.node("json_server.cjs", port)
    url = f"http://127.0.0.1:{port}"
    command = [
        "curl",
        "-sS",
        f"{url}/register",
        "-H",
        "Content-Type: application/json",
        "-d",
        json.dumps({"email": "sam@example.com", "password": "correct-horse"}),
    ]
    token = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["accessToken"]
    return {"url": url, "resource": f"{url}/orders", "token": token, "cut": token.rsplit(".", 1)[0]}
