"""Start and stop: the Slack app by Socket Mode or HTTP, or a worker without intake."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys

from bot import logs
from bot.engine.work import JournalError
from bot.faces.slack import socket_mode, words
from bot.faces.slack.build import build_app, open_desk
from bot.faces.slack.desk import Desk
from bot.faces.slack.web import PortTakenError, always_connected, application, listening
from bot.faces.slack.workspaces import TokenRefusedError
from bot.forks import NoFolderError
from bot.masking import BY_SHAPE
from bot.service import Service
from bot.settings import Settings

_SWITCH_S = 0.0005  # the journal's threads hold the interpreter; by default the loop waits 5 ms for each of them
CANNOT_START = (TokenRefusedError, JournalError, PortTakenError, NoFolderError)


async def serve(settings: Settings, service: Service | None = None) -> int:
    """``auth401 run``: until SIGTERM or Ctrl-C. Exit status 0, or 2 when settings are missing or refused."""
    if complaint := what_is_missing(settings):
        return bad_usage(complaint)
    logs.set_up(is_service=True)
    sys.setswitchinterval(_SWITCH_S)
    stopped = on_signal()
    try:
        async with open_desk(settings, service or Service(settings)) as desk:
            await _run(settings, desk, stopped)
    except CANNOT_START as error:
        return bad_usage(str(error))
    return 0


async def work(settings: Settings, service: Service | None = None) -> int:
    """``auth401 worker``: does the jobs that others took in. Exit status as :func:`serve`."""
    missing = [] if settings.database_url else ["DATABASE_URL"]
    if not (settings.slack_bot_token or settings.slack_client_id):
        missing.append("SLACK_BOT_TOKEN")
    missing += _without_key(settings)
    if missing:
        return bad_usage(words.missing(missing))
    logs.set_up(is_service=True)
    stopped = on_signal()
    try:
        async with contextlib.AsyncExitStack() as stack:
            desk = await stack.enter_async_context(open_desk(settings, service or Service(settings)))
            if settings.port is not None:
                site = application(None, desk, secret="", connected=always_connected("worker"))
                await stack.enter_async_context(listening(site, settings.host or "127.0.0.1", settings.port))
            await stopped.wait()
    except CANNOT_START as error:
        return bad_usage(str(error))
    return 0


def what_is_missing(settings: Settings) -> str:
    """Words naming each missing setting and where it is found; '' when none is."""
    has_way_in = settings.slack_app_token or settings.slack_signing_secret
    has_token = settings.slack_bot_token or settings.slack_client_id
    missing = [
        *([] if has_token else ["SLACK_BOT_TOKEN"]),
        *([] if has_way_in else ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]),
        *(["SLACK_CLIENT_SECRET"] if settings.slack_client_id and not settings.slack_client_secret else []),
        *(["SLACK_CLIENT_ID"] if settings.slack_client_secret and not settings.slack_client_id else []),
        *_without_key(settings),
    ]
    if not missing:
        return ""
    return words.missing(missing) + ("" if has_way_in else f"\n{words.socket_or_http()}")


def _without_key(settings: Settings) -> list[str]:
    """Several machines need the same key: one that is made in each folder opens nothing of the others'."""
    return ["AUTH401_KEY"] if settings.database_url and not settings.key else []


def on_signal() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set, from now on: also a process that is still starting ends in order."""
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    return stopped


async def _run(settings: Settings, desk: Desk, stopped: asyncio.Event) -> None:
    await desk.workspaces.introduce()
    app = build_app(settings, desk)
    if settings.slack_app_token is not None:
        await socket_mode.run(settings, desk, app, stopped)
        return
    secret = settings.slack_signing_secret.reveal() if settings.slack_signing_secret else ""
    site = application(app, desk, secret=secret, connected=always_connected("http"))
    port = 3000 if settings.port is None else settings.port
    async with listening(site, settings.host or "0.0.0.0", port):  # noqa: S104
        await stopped.wait()


def bad_usage(words_for_people: str) -> int:
    """Say why it cannot start; the exit status for that."""
    print(BY_SHAPE.shown(words_for_people), file=sys.stderr)  # noqa: T201
    return 2
