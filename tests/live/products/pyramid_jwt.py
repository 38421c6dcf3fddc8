"""Pyramid with pyramid_jwt, which names neither scheme nor reason."""

from __future__ import annotations

from tests.live.box import Box, Issuer


def start(box: Box) -> dict[str, str]:
    """Tokens by HS256."""
    port = box.port()
    url = f"http://127.0.0.1:{port}"
    issuer = Issuer(secret="a-secret-of-the-live-suite-long-enough-for-hs512" * 2)
    box.python("pyramid_jwt_api.py", port, issuer.key)
    return {"url": url, "resource": f"{url}/me", **issuer.family()}
