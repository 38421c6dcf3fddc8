"""aiohttp with a hand-written middleware: plain text, a challenge with two schemes in one header."""

import base64
import sys

from aiohttp import web

GOOD = "Basic " + base64.b64encode(f"sam:{sys.argv[2]}".encode()).decode()


@web.middleware
async def guard(request, handler):
    """Basic or the one token."""
    sent = request.headers.get("Authorization")
    if sent in (GOOD, f"Bearer {sys.argv[3]}"):
        return await handler(request)
    words = "No authorization header" if sent is None else "Invalid authorization header"
    challenge = 'Bearer realm="live", error="invalid_token", Basic realm="live", charset="UTF-8"'
    raise web.HTTPUnauthorized(text=words, headers={"WWW-Authenticate": challenge})


async def me(request):
    """For both."""
    return web.Response(text="ok")


app = web.Application(middlewares=[guard])
app.router.add_get("/me", me)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None)
