"""What no page of ours would send."""

from __future__ import annotations

import itertools

import aiohttp

from bot.faces.demo.run import running
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
