"""direct: what is asked of Slack without its SDK goes there alone, once, and is read no further than wanted."""

from __future__ import annotations

import contextlib
import gzip
import socket

import pytest
from aiohttp import web

from bot.faces.slack.direct import Direct
from bot.faces.slack.web import listening

LONG = b"a" * 300_000


async def test_one_request_there_and_its_answer_so_far_as_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of the environment, no redirect, no cookie of an earlier answer; packed bytes come unpacked."""
    came: list[tuple[str, str, str]] = []

    async def take(request: web.Request) -> web.Response:
        came.append((request.method, request.path, request.headers.get("Cookie", "")))
        packed = {"Content-Encoding": "gzip", "Set-Cookie": "d=1", "Content-Type": "text/plain"}
        if request.path == "/there":
            raise web.HTTPFound("/elsewhere", headers={"Set-Cookie": "d=1"})
        return web.Response(body=gzip.compress(LONG), headers=packed)

    app = web.Application()
    app.router.add_route("*", "/{any}", take)
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with contextlib.AsyncExitStack() as stack:
        url = f"http://127.0.0.1:{await stack.enter_async_context(listening(app, '127.0.0.1', 0))}"
        direct = await stack.enter_async_context(contextlib.aclosing(Direct()))
        whole = await direct.ask("GET", f"{url}/file", within_s=20, at_most=len(LONG))
        part = await direct.ask("GET", f"{url}/file", within_s=20, at_most=1000)
        moved = await direct.ask("POST", f"{url}/there", within_s=20, json={"text": "é"})
    assert (whole.status, whole.raw, whole.headers["content-type"]) == (200, LONG, "text/plain")
    assert part.raw == LONG[:1001]
    assert moved.status == 302
    assert came == [("GET", "/file", ""), ("GET", "/file", ""), ("POST", "/there", "")]


async def test_what_the_network_does_is_an_error_of_the_system() -> None:
    """Nobody there, no HTTP and no URL are an OSError without a text of theirs; what takes too long a TimeoutError."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        async with contextlib.aclosing(Direct()) as direct:
            with pytest.raises(TimeoutError):
                await direct.ask("GET", f"http://127.0.0.1:{port}/", within_s=0.2)
            silent.close()
            for url in (f"http://127.0.0.1:{port}/", "http://[::1"):
                with pytest.raises(OSError, match=r"^(ConnectError|InvalidURL)$"):
                    await direct.ask("GET", url, within_s=20)
