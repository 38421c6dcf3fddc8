"""Start and stop: the Slack app by Socket Mode or HTTP, or a worker without intake."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.engine.durable import DurableEngine
from bot.faces.slack import words
from bot.faces.slack.desk import Desk
from bot.faces.slack.jobs import Jobs
from bot.faces.slack.listeners import register
from bot.faces.slack.metrics import Metrics
from bot.faces.slack.outbox import BETWEEN_POSTS_S, Outbox, name_of
from bot.faces.slack.web import Check, application
from bot.faces.slack.workspaces import Installations, States, Workspaces, new_client
from bot.service import Service
from bot.settings import Settings

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "chat:write",
    "commands",
    "files:read",
    "groups:history",
    "im:history",
    "mpim:history",
)
_DRAIN = timedelta(seconds=25)
_LOOK_AGAIN_S = 2.0
log = logging.getLogger("auth401.slack")


async def serve(settings: Settings, service: Service | None = None) -> int:
    """``auth401 run``: until SIGTERM or Ctrl-C. Exit status 0, or 2 when settings are missing or refused."""
    if complaint := what_is_missing(settings):
        print(complaint, file=sys.stderr)  # noqa: T201
        return 2
    logs.set_up()
    stopped = on_signal()
    async with open_desk(settings, service or Service(settings)) as desk:
        try:
            await _run(settings, desk, stopped)
        except Refused as refused:
            print(refused, file=sys.stderr)  # noqa: T201
            return 2
    return 0


async def work(settings: Settings, service: Service | None = None) -> int:
    """``auth401 worker``: does the jobs that others took in. Exit status as :func:`serve`."""
    missing = [] if settings.database_url else ["DATABASE_URL"]
    if not (settings.slack_bot_token or settings.slack_client_id):
        missing.append("SLACK_BOT_TOKEN")
    if missing:
        print(words.missing(missing), file=sys.stderr)  # noqa: T201
        return 2
    logs.set_up()
    stopped = on_signal()
    async with open_desk(settings, service or Service(settings)) as desk:
        if settings.port is not None:
            site = application(None, desk, secret="", connected=always_connected("worker"), oauth=False)
            async with listening(site, settings.host or "127.0.0.1", settings.port):
                await stopped.wait()
        else:
            await stopped.wait()
    return 0


def what_is_missing(settings: Settings) -> str:
    """Words naming each missing setting and where it is found; '' when none is."""
    has_way_in = settings.slack_app_token or settings.slack_signing_secret
    if not (has_way_in or settings.slack_bot_token or settings.slack_client_id):
        names = ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]
        return f"{words.missing(names)}\n{words.socket_or_http()}"
    missing = [] if has_way_in else ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]
    if settings.slack_client_id and not settings.slack_client_secret:
        missing.append("SLACK_CLIENT_SECRET")
    if settings.slack_client_secret and not settings.slack_client_id:
        missing.append("SLACK_CLIENT_ID")
    if not (settings.slack_bot_token or settings.slack_client_id):
        missing.append("SLACK_BOT_TOKEN")
    if not missing:
        return ""
    return words.missing(missing) + ("" if has_way_in else f"\n{words.socket_or_http()}")


class Refused(Exception):  # noqa: N818
    """Slack refused a token at the start; the text says which and where a good one is found."""


@contextlib.asynccontextmanager
async def open_desk(
    settings: Settings, service: Service, *, between_posts_s: float = BETWEEN_POSTS_S
) -> AsyncIterator[Desk]:
    """The desk with its engine running; drained at the end."""
    engine = DurableEngine(
        settings.data,
        database_url=settings.database_url.reveal() if settings.database_url else "",
        key=settings.key.reveal() if settings.key else "",
    )
    metrics = Metrics()
    outbox = Outbox(lambda error: metrics.slack_errors.labels(error).inc(), between_posts_s)
    token = settings.slack_bot_token.reveal() if settings.slack_bot_token else None
    async with aiohttp.ClientSession() as session:
        client = new_client(settings.slack_api_url, None if settings.slack_client_id else token)
        client.session = session
        installations = Installations(engine.memory) if settings.slack_client_id else None
        desk = Desk(
            service=service,
            engine=engine,
            memory=engine.memory,
            outbox=outbox,
            workspaces=Workspaces(client, outbox, installations),
            session=session,
            metrics=metrics,
        )
        await engine.start(Jobs(desk).handlers())
        reload = asyncio.create_task(_reload(service))
        try:
            yield desk
        finally:
            reload.cancel()
            await engine.stop(_DRAIN)


def build_app(settings: Settings, desk: Desk) -> AsyncApp:
    """The Bolt app with its listeners. Signatures are checked before Bolt, on the raw bytes (see web.py)."""
    oauth = None
    if settings.slack_client_id and settings.slack_client_secret:
        oauth = AsyncOAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret.reveal(),
            scopes=SCOPES,
            installation_store=Installations(desk.memory),
            state_store=States(desk.memory),
        )
    quiet = logging.getLogger("slack_bolt.auth401")
    quiet.setLevel(logging.ERROR)
    app = AsyncApp(
        name="auth401",
        logger=quiet,
        client=_shared(settings, desk),
        authorize=desk.workspaces,  # type: ignore[arg-type]  # Bolt takes its own AsyncAuthorize too
        oauth_settings=oauth,
        process_before_response=True,
        request_verification_enabled=False,
        signing_secret="",
    )
    if oauth is not None:
        app.enable_token_revocation_listeners()
    register(app, desk)
    return app


async def _run(settings: Settings, desk: Desk, stopped: asyncio.Event) -> None:
    app = build_app(settings, desk)
    if not settings.slack_client_id:
        await _introduce(desk)
    if settings.slack_app_token is None:
        secret = settings.slack_signing_secret
        site = application(
            app,
            desk,
            secret=secret.reveal() if secret else "",
            connected=always_connected("http"),
            oauth=bool(settings.slack_client_id),
        )
        port = 3000 if settings.port is None else settings.port
        async with listening(site, settings.host or "0.0.0.0", port):  # noqa: S104
            await stopped.wait()
        return
    await _run_socket(settings, desk, app, stopped)


async def _run_socket(settings: Settings, desk: Desk, app: AsyncApp, stopped: asyncio.Event) -> None:
    token = settings.slack_app_token.reveal() if settings.slack_app_token else ""
    handler = AsyncSocketModeHandler(app, token, web_client=_shared(settings, desk))

    async def connected() -> tuple[bool, str]:
        return await handler.client.is_connected(), "socket"

    async with contextlib.AsyncExitStack() as stack:
        if settings.port is not None:
            site = application(app, desk, secret="", connected=connected, oauth=bool(settings.slack_client_id))
            await stack.enter_async_context(listening(site, settings.host or "127.0.0.1", settings.port))
        stack.push_async_callback(handler.close_async)
        if await _connect(handler, stopped):
            log.info("connected by Socket Mode")
            await stopped.wait()


async def _connect(handler: AsyncSocketModeHandler, stopped: asyncio.Event) -> bool:
    """Connect, and try again while Slack cannot be reached; False when we are to stop before that succeeds.

    Raises Refused for a token that Slack does not take.
    """
    wait = 0.5
    while not stopped.is_set():
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]
        except SlackApiError as error:
            if name_of(error) in {"invalid_auth", "not_authed", "account_inactive", "not_allowed_token_type"}:
                raise Refused(words.refused_app_token(name_of(error))) from None
            failure: Exception = error
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            failure = error
        else:
            return True
        log.warning("Socket Mode could not connect (%s), next try in %.1f s", name_of(failure), wait)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), wait)
        wait = min(wait * 2, 30.0)
    return False


async def _introduce(desk: Desk) -> None:
    """Ask Slack who we are, for at most a moment: a Web API that is down does not keep us from taking events in."""
    try:
        async with asyncio.timeout(5):
            await desk.workspaces.identity()
    except TimeoutError:
        log.warning("Slack's Web API could not be reached yet")
    except SlackApiError as error:
        raise Refused(words.refused_token(name_of(error))) from None


def _shared(settings: Settings, desk: Desk) -> AsyncWebClient:
    client = new_client(settings.slack_api_url, None)
    client.session = desk.session
    return client


@contextlib.asynccontextmanager
async def listening(site: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve ``site``; yields the port, which matters when 0 was asked for."""
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    bound = runner.addresses[0][1]
    log.info("listening on %s:%d", host, bound)
    try:
        yield bound
    finally:
        await runner.cleanup()


def on_signal() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set, from now on: also a process that is still starting ends in order."""
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    return stopped


async def _reload(service: Service) -> None:
    """Look at the knowledge files again and again; a change counts from the next diagnosis on."""
    while True:
        await asyncio.sleep(_LOOK_AGAIN_S)
        await asyncio.to_thread(service.library.refresh)


def always_connected(transport: str) -> Check:
    """For /healthz where there is no connection that could break."""

    async def connected() -> tuple[bool, str]:
        return True, transport

    return connected
