"""A FastAPI service that takes bearer tokens checked by PyJWT, and counts what it was made to do."""

# No `from __future__ import annotations` here: FastAPI must find the closures that the annotations name.

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import jwt

if TYPE_CHECKING:
    from fastapi import FastAPI

KEY = "a-key-of-a-test-server-that-is-long-enough-for-hs256"
AUDIENCE = "orders"


def token(*, late: timedelta = timedelta(hours=-1), audience: str = AUDIENCE, key: str = KEY) -> str:
    """A token that expired ``late`` ago (negative: is still good)."""
    now = datetime.now(UTC)
    claims = {"sub": "sam", "aud": audience, "iat": now - timedelta(hours=9), "exp": now - late}
    return jwt.encode(claims, key, algorithm="HS256")


def application() -> "FastAPI":
    """GET /orders and POST /orders; ``app.state.made`` counts orders."""
    # Whoever wants a token alone does not wait for it
    from fastapi import Depends, FastAPI, HTTPException
    from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

    app = FastAPI()
    app.state.made = 0
    bearer = HTTPBearer()

    def claims(sent: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> dict[str, object]:
        try:
            return jwt.decode(sent.credentials, KEY, algorithms=["HS256"], audience=AUDIENCE)
        except jwt.InvalidTokenError as fault:
            challenge = {"WWW-Authenticate": f'Bearer error="invalid_token", error_description="{fault}"'}
            raise HTTPException(401, str(fault), challenge) from None

    @app.get("/orders")
    def orders(_: Annotated[dict[str, object], Depends(claims)]) -> list[str]:
        return []

    @app.post("/orders")
    def order(_: Annotated[dict[str, object], Depends(claims)]) -> dict[str, int]:
        app.state.made += 1
        return {"made": app.state.made}

    return app
