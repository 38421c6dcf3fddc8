"""FastAPI, HTTPBearer and PyJWT, its own issuer with a JWKS."""

from __future__ import annotations

import json

from tests.live.box import Box, Issuer


def start(box: Box) -> dict[str, str]:
    """Tokens by RS256; one of a key that is not on show."""
    port = box.port()
    url = f"http://127.0.0.1:{port}"
    issuer = Issuer(iss=url, aud="orders", scope="read")
    gone = Issuer(iss=url, aud="orders", scope="read", kid="gone-1")
    config = {"jwks": issuer.jwks, "aud": "orders", "iss": url}
    box.python("fastapi_jwt.py", port, env={"LIVE_CONFIG": json.dumps(config)})
    return {
        "url": url,
        "resource": f"{url}/orders",
        **issuer.family(rotated=gone.mint(), no_exp=issuer.mint(drop=("exp",)), no_sub=issuer.mint(drop=("sub",))),
    }
