"""A small API in Sanic for others to stand in front of: a key in a header, Basic, and how it saw the request."""

import base64
import sys

from sanic import Sanic
from sanic.response import json

app = Sanic("key_api")


def refuse(words):
    """401 in JSON."""
    return json({"error": words}, status=401, headers={"WWW-Authenticate": 'Basic realm="api"'})


@app.get("/basic")
async def basic(request):
    """For `sam`."""
    sent = request.headers.get("authorization")
    if sent is None:
        return refuse("Authorization header is missing")
    good = "Basic " + base64.b64encode(f"sam:{sys.argv[2]}".encode()).decode()
    return json({"user": "sam"}) if sent == good else refuse("wrong user name or password")


@app.get("/key")
async def key(request):
    """For the key in a header whose name has an underscore."""
    sent = request.headers.get("api_key") or request.headers.get("x-api-key")
    if sent is None:
        return json({"error": "api_key header is missing"}, status=401)
    return json({"ok": True}) if sent == sys.argv[3] else json({"error": "unknown api key"}, status=401)


if __name__ == "__main__":
    app.run("127.0.0.1", int(sys.argv[1]), single_process=True, access_log=False, motd=False)
