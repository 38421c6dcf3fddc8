"""Starlette and PyJWT with a mute 401."""

from __future__ import annotations

import json

from tests.live.box import Box, Issuer


def start(box: Box) -> dict[str, str]:
    """Tokens by HS256."""
    port = box.port()
    url = f"http://127.0.0.1:{port}"
    issuer = Issuer(
        secret="a-secret-of-the-live-suite-long-enough-for-hs256", iss="https://issuer.example", aud="orders"
    )
    box.python("mute_jwt.py", port, env={"LIVE_CONFIG": json.dumps({"secret": issuer.key, **issuer.claims})})
    return {"url": url, "resource": f"{url}/me", **issuer.family()}
