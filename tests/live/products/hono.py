"""Hono on Node: its JWT and Bearer middlewares."""

from __future__ import annotations

from tests.live.box import Box, Issuer


def start(box: Box) -> dict[str, str]:
    """Tokens by HS256, and one key."""
    port, key = box.port(), "hono-key-0f0f0f0f0f0f0f0f"
    url = f"http://127.0.0.1:{port}"
    secret = "a-secret-of-the-live-suite-long-enough-for-hs256"
    issuer = Issuer(secret=secret, iss="https://issuer.example", aud="orders")
    box.node("hono.mjs", port, secret, key)
    return {"url": url, "resource": f"{url}/jwt", "key": key, "wrong_key": key[::-1], **issuer.family()}
