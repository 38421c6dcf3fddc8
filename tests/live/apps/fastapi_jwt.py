"""FastAPI with HTTPBearer and PyJWT: RS256, an audience, an issuer, a scope; it says what PyJWT says."""

import json
import os
import sys
from typing import Annotated, Any

import jwt
import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

CONFIG = json.loads(os.environ["LIVE_CONFIG"])
KEYS = {key["kid"]: jwt.PyJWK(key).key for key in CONFIG["jwks"]["keys"]}
app = FastAPI()
orders: list[int] = []
keys_on_show = CONFIG["jwks"]


async def claims(sent: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> dict[str, Any]:
    """The token's claims, or 401 with PyJWT's words."""
    try:
        kid = jwt.get_unverified_header(sent.credentials).get("kid")
        key = KEYS.get(kid)
        if key is None:
            raise jwt.InvalidTokenError(f"Unable to find a signing key that matches: {kid!r}")
        options = {"require": ["exp", "aud", "sub"]}
        return jwt.decode(
            sent.credentials, key, algorithms=["RS256"], audience=CONFIG["aud"], issuer=CONFIG["iss"], options=options
        )
    except jwt.InvalidTokenError as fault:
        words = str(fault).replace('"', "'")
        raise HTTPException(
            401, words, {"WWW-Authenticate": f'Bearer error="invalid_token", error_description="{words}"'}
        ) from None


@app.get("/orders")
async def read(_: Annotated[dict[str, Any], Depends(claims)]) -> list[int]:
    """The orders."""
    return orders


@app.post("/orders")
async def write(_: Annotated[dict[str, Any], Depends(claims)]) -> int:
    """One more order."""
    orders.append(len(orders))
    return len(orders)


@app.get("/admin")
async def admin(known: Annotated[dict[str, Any], Depends(claims)]) -> str:
    """For the scope `admin` alone."""
    if "admin" not in str(known.get("scope")).split():
        raise HTTPException(
            403, "insufficient scope", {"WWW-Authenticate": 'Bearer error="insufficient_scope", scope="admin"'}
        )
    return "ok"


@app.get("/count")
async def count() -> int:
    """How many orders there are, for everybody."""
    return len(orders)


@app.get("/broken")
async def broken(_: Annotated[dict[str, Any], Depends(claims)]) -> Response:
    """A fault of the server's own."""
    return Response(status_code=500)


@app.get("/.well-known/openid-configuration")
async def discovery() -> dict[str, Any]:
    """It is its own issuer."""
    return {
        "issuer": CONFIG["iss"],
        "jwks_uri": CONFIG["iss"] + "/jwks",
        "id_token_signing_alg_values_supported": ["RS256"],
    }


@app.get("/jwks")
async def jwks() -> dict[str, Any]:
    """The keys that are on show."""
    return keys_on_show


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
