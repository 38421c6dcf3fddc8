"""Flask-JWT-Extended."""

from __future__ import annotations

from tests.live.box import Box, Issuer


def start(box: Box) -> dict[str, str]:
    """Access tokens, a refresh token, a withdrawn one."""
    port = box.port()
    url = f"http://127.0.0.1:{port}"
    issuer = Issuer(
        secret="a-secret-of-the-live-suite-long-enough-for-hs256",
        iss="https://issuer.example",
        aud="orders",
        type="access",
        fresh=False,
        jti="good",
    )
    box.python("jwt_extended_api.py", port, issuer.key)
    return {
        "url": url,
        "resource": f"{url}/me",
        **issuer.family(refresh=issuer.mint(type="refresh"), withdrawn=issuer.mint(jti="withdrawn")),
    }
