"""An API on loopback whose answer a test changes while it runs."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from aiohttp import web

from bot.faces.slack.web import listening
from tests.faces.slack.stand import HERE

REQUEST_ID = "req_7f8a9b1c2d3e4f5a6b7c"
TOKEN = "sesame-5f0c1d2e3b4a59687f"


class Api:
    """Answers ``status`` to ``TOKEN`` and 401 to every other; keeps the credentials that came."""

    def __init__(self) -> None:
        self.port, self.status, self.authorizations = 0, 401, list[str]()
        self.over: asyncio.Event | None = None  # answers wait for it
        self.came = asyncio.Event()

    def sent(self, token: str = TOKEN) -> int:
        """How many requests carried the token."""
        return sum(token in one for one in self.authorizations)

    async def answer(self, request: web.Request) -> web.Response:
        """By the credential."""
        given = request.headers.get("Authorization", "")
        self.authorizations.append(given)
        self.came.set()
        if self.over is not None:
            await self.over.wait()
        status = self.status if TOKEN in given else 401
        headers = {"X-Request-Id": REQUEST_ID, **({"WWW-Authenticate": "Bearer"} if status == 401 else {})}
        body = {"ok": True} if status == 200 else {"error": "forbidden" if status == 403 else "invalid_token"}
        return web.json_response(body, status=status, headers=headers)

    def command(self, token: str = TOKEN, path: str = "v1/me") -> str:
        """A request to it."""
        return f"```\ncurl http://{HERE}:{self.port}/{path} -H 'Authorization: Bearer {token}'\n```"


@contextlib.asynccontextmanager
async def answering_api() -> AsyncIterator[Api]:
    """The API, listening."""
    api, site = Api(), web.Application()
    site.router.add_route("*", "/{path:.*}", api.answer)
    async with listening(site, HERE, 0) as port:
        api.port = port
        yield api
