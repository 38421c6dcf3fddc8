"""Socket Mode: Slack's events through a WebSocket that we open, so that no public address is needed."""

from __future__ import annotations

import asyncio
import contextlib
import logging

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.faces.slack import words
from bot.faces.slack.desk import Desk
from bot.faces.slack.outbox import name_of
from bot.faces.slack.watchdog import Watchdog
from bot.faces.slack.web import Transport, application, listening
from bot.faces.slack.workspaces import TokenRefusedError, new_client
from bot.settings import Settings

_REFUSED = {"invalid_auth", "not_authed", "account_inactive", "not_allowed_token_type"}
_PING_S = 3.0  # a connection that was cut without a word is noticed and replaced within so many seconds
_SILENT_S = 600.0  # a workspace may be silent; a connection that is deaf looks the same, and a new one costs nothing
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.5, 30.0
log = logging.getLogger("auth401.slack")


async def run(
    settings: Settings,
    desk: Desk,
    app: AsyncApp,
    stopped: asyncio.Event,
    *,
    ping_s: float = _PING_S,
    silent_s: float = _SILENT_S,
) -> None:
    """Take events in until ``stopped``. With PORT set, health and metrics are served, on loopback by default.

    A connection is renewed when it does not answer pings of every ``ping_s`` seconds, when Slack does not greet on it,
    and when it brought nothing for ``silent_s``.
    """
    token = settings.slack_app_token.reveal() if settings.slack_app_token else ""
    client = new_client(settings.slack_api_url, None, desk.session)
    handler = AsyncSocketModeHandler(app, token, web_client=client, ping_interval=ping_s)
    watch = Watchdog(handler.client, desk.intake, hello_s=4 * ping_s, silent_s=silent_s)
    desk.metrics.watch_socket(lambda: watch.age_s)

    async def connected() -> tuple[bool, Transport]:
        return await handler.client.is_connected(), "socket"

    async with contextlib.AsyncExitStack() as stack:
        if settings.port is not None:
            site = application(app, desk, secret="", connected=connected)
            await stack.enter_async_context(listening(site, settings.host or "127.0.0.1", settings.port))
        stack.push_async_callback(handler.close_async)
        if await _connect(handler, stopped):
            log.info("connected by Socket Mode")
            watching = asyncio.create_task(watch.run(every_s=ping_s / 3))
            await stopped.wait()
            watching.cancel()


async def _connect(handler: AsyncSocketModeHandler, stopped: asyncio.Event) -> bool:
    """Connect, and try again while Slack cannot be reached; False when we are to stop before that succeeds.

    Raises TokenRefusedError for a token that Slack does not take.
    """
    wait = _FIRST_WAIT_S
    while not stopped.is_set():
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]
        except SlackApiError as error:
            if name_of(error) in _REFUSED:
                raise TokenRefusedError(words.refused_app_token(name_of(error))) from None
            failure: Exception = error
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            failure = error
        else:
            return True
        log.warning("Socket Mode could not connect (%s), next try in %.1f s", name_of(failure), wait)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), wait)
        wait = min(wait * 2, _LONGEST_WAIT_S)
    return False
