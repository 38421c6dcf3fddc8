"""Starlette with PyJWT and a mute 401: the same empty answer, whatever is wrong."""

import json
import os
import sys

import jwt
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

CONFIG = json.loads(os.environ["LIVE_CONFIG"])


async def read(request):
    """200 or a mute 401."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        assert scheme.lower() == "bearer"
        jwt.decode(token, CONFIG["secret"], algorithms=["HS256"], audience=CONFIG["aud"], issuer=CONFIG["iss"])
    except Exception:
        return Response(status_code=401)
    return PlainTextResponse("ok")


uvicorn.run(Starlette(routes=[Route("/me", read)]), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
