"""Litestar with its own JWT authentication."""

import sys

import uvicorn
from litestar import Litestar, get
from litestar.security.jwt import JWTAuth


async def user_of(token, connection):
    """Whoever the token names."""
    return token.sub if token.sub == "sam" else None


auth = JWTAuth[str](
    retrieve_user_handler=user_of,
    token_secret=sys.argv[2],
    accepted_audiences=["orders"],
    accepted_issuers=["https://issuer.example"],
)


@get("/me", sync_to_thread=False)
def me() -> str:
    """For a token."""
    return "ok"


uvicorn.run(
    Litestar([me], on_app_init=[auth.on_app_init]), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning"
)
