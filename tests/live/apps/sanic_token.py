"""sanic-jwt: its own login and its own words."""

import sys

from sanic import Sanic
from sanic.response import json
from sanic_jwt import Initialize, protected

app = Sanic("sanic_token")


async def authenticate(request):
    """Everybody is Sam."""
    return {"user_id": "sam"}


Initialize(app, authenticate=authenticate, secret=sys.argv[2], claim_aud="orders", claim_iss="https://issuer.example")


@app.get("/me")
@protected()
async def me(request):
    """For a token."""
    return json({"ok": True})


if __name__ == "__main__":
    app.run("127.0.0.1", int(sys.argv[1]), single_process=True, access_log=False, motd=False)
