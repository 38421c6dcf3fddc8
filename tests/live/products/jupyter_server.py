"""Jupyter Server behind its token."""

from __future__ import annotations

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """One token."""
    port = box.port()
    token = "7f3c1e9b5a2d4c6e8f0a1b3c5d7e9f1a2b4c6d8e0f1a3b5c"
    box.run(
        box.program("jupyter-server"),
        "--allow-root",
        "--no-browser",
        f"--ServerApp.port={port}",
        "--ServerApp.ip=127.0.0.1",
        f"--IdentityProvider.token={token}",
        "--ServerApp.port_retries=0",
        port=port,
    )
    url = f"http://127.0.0.1:{port}"
    return {"url": url, "resource": f"{url}/api/contents", "key": token, "wrong_key": "0a" * 24}
