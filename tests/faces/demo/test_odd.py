"""What no page of ours would send."""

from __future__ import annotations

import asyncio
import itertools

import aiohttp
from aiohttp import web

from bot.faces.demo.delivery import Delivery
from bot.faces.demo.run import running
from bot.faces.demo.site import Site
from bot.faces.demo.workspace import Workspace
from bot.faces.slack.web import listening
from bot.settings import read

ODD = [rb'"401 \ud800"', rb'"\u0000 \udfff"', b'"\xff"', b"NaN", b"[" * 5000, b"[1]", b"null"]


async def test_the_page_may_send_anything() -> None:
    """Half a surrogate pair, bytes that are no UTF-8 and what is no text are no fault of the server.

    What comes of them goes on meanwhile, so the demo ends with the loop; and a process holds one demo.
    """
    headers = {"Content-Type": "application/json"}
    async with running(read({}), between_posts_s=0.02) as demo, aiohttp.ClientSession() as visitor:
        for what, odd in itertools.product(("say", "command", "edit"), ODD):
            body = b'{"channel": "C0SUPPORT", "ts": "1", "text": ' + odd + b"}"
            async with visitor.post(f"{demo.url}demo/{what}", data=body, headers=headers) as answer:
                assert answer.status in (200, 404), (what, odd)
        for odd in (b'"x"', b"[1]", b'{"value": [1]}', b"7"):
            for body in (b'{"home": true, "action": ' + odd + b"}", b'{"channel": "C0SUPPORT", "state": ' + odd + b"}"):
                async with visitor.post(f"{demo.url}demo/press", data=body, headers=headers) as answer:
                    assert answer.status in (200, 404), body
        nobody = {"Content-Type": "application/json; charset=nobody"}
        async with visitor.post(f"{demo.url}demo/say", data=b"{}", headers=nobody) as answer:
            assert answer.status == 404


async def test_what_is_said_before_the_app_listens_reaches_it() -> None:
    """The page's port opens before the app is up; whoever is that fast waits, and nothing is lost."""
    workspace, site, app, told = Workspace(), web.Application(), web.Application(), asyncio.Queue[str]()

    async def heard(request: web.Request) -> web.Response:
        await told.put((await request.json())["event"]["text"])
        return web.Response()

    page = Site(workspace, [])
    page.add_to(site)
    app.router.add_post("/slack/events", heard)
    async with (
        listening(site, "127.0.0.1", 0) as port,
        listening(app, "127.0.0.1", 0) as events,
        aiohttp.ClientSession() as visitor,
    ):
        early = asyncio.create_task(_said(visitor, port, "early"))
        async with visitor.get(f"http://127.0.0.1:{port}/demo/state") as answer:
            assert answer.status == 200
        delivery = Delivery(visitor, f"http://127.0.0.1:{events}/slack/events", "secret", f"http://127.0.0.1:{port}")
        page.up(delivery)
        assert await early == 200
        assert await asyncio.wait_for(told.get(), 5) == "early"
        await delivery.close()


async def _said(visitor: aiohttp.ClientSession, port: int, text: str) -> int:
    async with visitor.post(f"http://127.0.0.1:{port}/demo/say", json={"text": text}) as answer:
        return answer.status
