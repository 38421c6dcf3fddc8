"""oidc-provider: token endpoint and userinfo."""

from __future__ import annotations

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """One client."""
    port, secret = box.port(), "s3cr3t-0f-0idc-l1v3-cl13nt"
    box.node("oidc.mjs", port, secret)
    url = f"http://127.0.0.1:{port}"
    return {"url": url, "client_secret": secret, "wrong_key": "n0tGr4ntedByThisProvider000000000000000000x"}
