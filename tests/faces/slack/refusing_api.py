"""An API on loopback that refuses everything and counts."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from aiohttp import web

from bot.faces.slack.web import listening
from tests.faces.slack.stand import HERE, TOLD


class Api:
    """What it was asked, and a request to it that one may paste."""

    def __init__(self) -> None:
        self.asked, self.port = 0, 0

    async def refuse(self, _: web.Request) -> web.Response:
        """401, whatever is asked."""
        self.asked += 1
        return web.json_response({"error": "invalid_token"}, status=401, headers={"WWW-Authenticate": "Bearer"})

    @property
    def paste(self) -> str:
        """A request to it."""
        return f"401\n```\ncurl http://{HERE}:{self.port}/v1/me -H 'Authorization: Bearer {TOLD}'\n```"


@contextlib.asynccontextmanager
async def refusing_api() -> AsyncIterator[Api]:
    """The API, listening."""
    api, site = Api(), web.Application()
    site.router.add_route("*", "/v1/me", api.refuse)
    async with listening(site, HERE, 0) as port:
        api.port = port
        yield api
