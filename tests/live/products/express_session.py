"""Express with express-session and csurf."""

from __future__ import annotations

import subprocess

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """A session of somebody who logged in, and its CSRF token."""
    port = box.port()
    box.node("session.mjs", port)
    url = f"http://127.0.0.1:{port}"
    jar = str(box.folder / "jar")
    subprocess.run(["curl", "-sS", "-c", jar, f"{url}/login-as"], check=True, capture_output=True)
    done = subprocess.run(["curl", "-sS", "-b", jar, "-c", jar, f"{url}/token"], check=True, capture_output=True)
    session = (box.folder / "jar").read_text().split("connect.sid\t")[1].split()[0]
    return {"url": url, "session": session, "csrf": done.stdout.decode().split('"')[3]}
