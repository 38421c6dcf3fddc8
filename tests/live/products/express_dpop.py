"""A Node API behind express-oauth2-jwt-bearer that wants a DPoP proof (RFC 9449)."""

from __future__ import annotations

import base64
import hashlib
import json
import time
import uuid

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from tests.live.box import Box, Issuer


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def start(box: Box) -> dict[str, str]:
    """A token bound to a key, and a proof of holding it."""
    port = box.port()
    url = f"http://127.0.0.1:{port}"
    key = ec.generate_private_key(ec.SECP256R1())
    public = jwt.algorithms.ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    public = {name: public[name] for name in ("crv", "kty", "x", "y")}
    thumbprint = _b64(hashlib.sha256(json.dumps(public, separators=(",", ":"), sort_keys=True).encode()).digest())
    issuer = Issuer(
        secret="a-secret-of-the-live-suite-long-enough-for-hs256",
        iss="https://issuer.example/",
        aud="orders",
        cnf={"jkt": thumbprint},
    )
    token = issuer.mint()
    claims = {
        "htm": "GET",
        "htu": f"{url}/me",
        "iat": int(time.time()),
        "jti": uuid.uuid4().hex,
        "ath": _b64(hashlib.sha256(token.encode()).digest()),
    }
    proof = jwt.encode(claims, key, algorithm="ES256", headers={"typ": "dpop+jwt", "jwk": public})
    box.node("jwt_apis.mjs", port, "dpop", issuer.key)
    return {"url": url, "resource": f"{url}/me", "token": token, "proof": proof}
