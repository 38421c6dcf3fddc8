"""An API on loopback that refuses everything and counts."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import AsyncIterator

from aiohttp import web

from bot.faces.slack.web import listening
from tests.faces.slack.stand import HERE, TOLD

USER, PASSWORD = "bob", "Hq7!vX2#mL9z"
_PAIR = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
_CHALLENGES = {"/v1/me": "Bearer", "/vault": 'Digest realm="x", nonce="abc", qop="auth"'}


class Api:
    """What it was asked, and a request to it that one may paste."""

    def __init__(self) -> None:
        self.port, self.authorizations = 0, list[str]()

    @property
    def asked(self) -> int:
        """How many requests came."""
        return len(self.authorizations)

    def sent(self, credential: str) -> int:
        """How many requests carried it."""
        return sum(credential in one for one in self.authorizations)

    @property
    def passwords(self) -> int:
        """How many requests carried the user's name and password, by Basic or Digest."""
        return self.sent(_PAIR) + self.sent(f'username="{USER}"')

    async def refuse(self, request: web.Request) -> web.Response:
        """401, whatever is asked."""
        self.authorizations.append(request.headers.get("Authorization", ""))
        challenge = {"WWW-Authenticate": _CHALLENGES[request.path]}
        return web.json_response({"error": "invalid_token"}, status=401, headers=challenge)

    @property
    def paste(self) -> str:
        """A request to it."""
        return self.with_token(TOLD)

    def with_token(self, token: str) -> str:
        """A request with a bearer token."""
        return f"401\n```\ncurl http://{HERE}:{self.port}/v1/me -H 'Authorization: Bearer {token}'\n```"

    @property
    def with_password(self) -> str:
        """A request that wants Digest and sends Basic: its correction would send the password again."""
        return f"401\n```\ncurl -u '{USER}:{PASSWORD}' http://{HERE}:{self.port}/vault\n```"


@contextlib.asynccontextmanager
async def refusing_api() -> AsyncIterator[Api]:
    """The API, listening."""
    api, site = Api(), web.Application()
    for path in _CHALLENGES:
        site.router.add_route("*", path, api.refuse)
    async with listening(site, HERE, 0) as port:
        api.port = port
        yield api
