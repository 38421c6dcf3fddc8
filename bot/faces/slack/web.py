"""The HTTP side: Slack's events (verified on the raw bytes), installation by OAuth, and the pages for operators."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Literal

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from bot.engine.work import Health
from bot.faces.slack import words
from bot.faces.slack.desk import Desk
from bot.faces.slack.intake import dispatched, unreadable

_WINDOW_S = 300
_LARGEST = 1 << 20
_PATIENCE_S = 0.8  # a probe of an orchestrator waits a second
log = logging.getLogger("auth401.slack")
Transport = Literal["http", "socket", "worker", "demo"]
Check = Callable[[], Awaitable[tuple[bool, Transport]]]


def is_genuine(secret: str, timestamp: str, signature: str, body: bytes, now: float) -> bool:
    """Slack's signature v0 over the raw body, at most five minutes off. Malformed headers are simply not genuine.

    Bolt's own check answers 500 to a time stamp that is no number and to a signature outside ASCII.
    """
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12 and signature.isascii()):
        return False
    if abs(now - int(timestamp)) > _WINDOW_S:
        return False
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v0={digest}".encode(), signature.encode())


def application(app: AsyncApp | None, desk: Desk, *, secret: str, connected: Check) -> web.Application:
    """The routes. Without ``app`` (Socket Mode, a worker) only health and metrics, and installation if there is any."""
    site = web.Application(client_max_size=_LARGEST)
    pulse = Pulse(desk)
    site.on_cleanup.append(pulse.close)
    site.router.add_get("/healthz", _health(desk, pulse, connected))
    site.router.add_get("/livez", _alive)
    site.router.add_get("/readyz", _ready(pulse, connected))
    site.router.add_get("/metrics", _metrics(desk, pulse))
    if app is not None and secret:
        site.router.add_post("/slack/events", _events(app, secret, desk))
    if app is not None and app.oauth_flow is not None:
        flow = app.oauth_flow
        site.router.add_get(flow.install_path, _oauth(flow.handle_installation))
        site.router.add_get(flow.redirect_uri_path, _oauth(flow.handle_callback))
    return site


class PortTakenError(Exception):
    """The address cannot be listened on; the text says which and what to do."""


@contextlib.asynccontextmanager
async def listening(site: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve ``site``; yields the port, which matters when 0 was asked for."""
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise PortTakenError(words.port_taken(host, port, error.strerror or type(error).__name__)) from None
    bound = int(runner.addresses[0][1])
    log.info("listening on %s:%d", host, bound)
    try:
        yield bound
    finally:
        await runner.cleanup()


def always_connected(transport: Transport) -> Check:
    """For /healthz where there is no connection that could break."""

    async def connected() -> tuple[bool, Transport]:
        return True, transport

    return connected


def _events(app: AsyncApp, secret: str, desk: Desk) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    turn = asyncio.Lock()

    async def handle(request: web.Request) -> web.StreamResponse:
        body = await request.read()
        async with turn:  # many that come at once are unpacked one in each round of the loop, not all in one
            await asyncio.sleep(0)
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not is_genuine(secret, timestamp, signature, body, time.time()):
            return web.json_response({"error": "invalid signature"}, status=401)
        desk.intake.heard()
        try:
            text = body.decode()
        except UnicodeDecodeError as error:
            return await to_aiohttp_response(unreadable(error))
        return await to_aiohttp_response(await dispatched(app, text, request.query_string, dict(request.headers)))

    return handle


def _oauth(handler: Callable[..., Awaitable[BoltResponse]]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await handler(await to_bolt_request(request)))

    return handle


class Pulse:
    """Is the journal there, and how much waits? Asked once at a time, however many want to know.

    A database that does not answer keeps a thread for as long as it likes; another poll must not take another one.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asking: asyncio.Task[Health | None] | None = None

    async def queue(self) -> Health | None:
        """The queue; None when the journal cannot be read, or not at once."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        try:
            return await asyncio.wait_for(asyncio.shield(self._asking), _PATIENCE_S)
        except TimeoutError:
            log.warning("the journal does not answer")
            return None

    async def close(self, _: web.Application) -> None:
        """Stop waiting for an answer that nobody will read."""
        if self._asking is not None:
            self._asking.cancel()

    async def _ask(self) -> Health | None:
        try:
            return await self._desk.engine.health()
        except Exception:
            log.exception("the journal cannot be read")
            return None


def _health(desk: Desk, pulse: Pulse, connected: Check) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Everybody may read this page: it tells whether and how much, never what is wrong, which is in the log."""

    async def handle(_: web.Request) -> web.StreamResponse:
        queue = await pulse.queue()
        is_connected, transport = await connected()
        is_well = queue is not None and is_connected
        page = {
            "status": "ok" if is_well else "unwell",
            "slack": {"transport": transport, "connected": is_connected},
            "queue": None
            if queue is None
            else {"depth": queue.depth, "oldest_s": round(queue.oldest.total_seconds(), 1)},
            "intake": {
                "transport": transport,
                "connected": is_connected,
                "last_envelope_s": None if (age := desk.intake.age_s) is None else round(age, 1),
            },
            "knowledge": {
                "entries": sum(map(len, desk.service.book.entries.values())),
                "problems": len(desk.service.problems()),
                "loaded": desk.service.loaded.isoformat(timespec="seconds"),
            },
            "problems": len(desk.service.problems()),
        }
        return web.json_response(page, status=200 if is_well else 503)

    return handle


async def _alive(_: web.Request) -> web.StreamResponse:
    """The process runs. It asks nobody: a database that is away is no reason to restart us."""
    return web.json_response({"status": "alive"})


def _ready(pulse: Pulse, connected: Check) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """May deliveries come? One word for each thing that is needed; `docs/operating.md` tells what they mean."""

    async def handle(_: web.Request) -> web.StreamResponse:
        has_journal, (is_connected, _transport) = await pulse.queue() is not None, await connected()
        is_ready = has_journal and is_connected
        page = {
            "status": "ready" if is_ready else "not-ready",
            "journal": "ok" if has_journal else "unavailable",
            "slack": "ok" if is_connected else "disconnected",
        }
        return web.json_response(page, status=200 if is_ready else 503)

    return handle


def _metrics(desk: Desk, pulse: Pulse) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(_: web.Request) -> web.StreamResponse:
        queue = await pulse.queue()
        if queue is None:
            return web.Response(status=503, text="the journal does not answer")
        kind = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        return web.Response(body=desk.metrics.page(queue), headers=kind)

    return handle
