"""Put together: the desk with its running engine, and the Bolt app with its listeners."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.engine.durable import DurableEngine
from bot.faces.slack import WORK, words
from bot.faces.slack.desk import Desk
from bot.faces.slack.direct import Direct
from bot.faces.slack.intake import Intake, failed
from bot.faces.slack.jobs import SLOW, Jobs
from bot.faces.slack.listeners import register
from bot.faces.slack.metrics import Metrics
from bot.faces.slack.outbox import BETWEEN_POSTS_S, Outbox
from bot.faces.slack.recent import LASTS_S, Recent
from bot.faces.slack.workspaces import SLACK_CALL_S, Installations, States, Workspaces, new_client
from bot.lists import phrases
from bot.service import Service
from bot.settings import Settings
from bot.workers import Here, Workers, Workplace

SCOPES = phrases("""
    app_mentions:read, channels:history, chat:write, commands, files:read, groups:history, im:history, mpim:history
""")
_DRAIN = timedelta(seconds=20)  # with 5 s for deliveries that are open, within the 30 s that platforms wait
_LOOK_AGAIN_S = 2.0


@contextlib.asynccontextmanager
async def open_desk(
    settings: Settings, service: Service, *, between_posts_s: float = BETWEEN_POSTS_S, place: Workplace | None = None
) -> AsyncIterator[Desk]:
    """The desk with its engine running; drained at the end. ``place``: where texts are examined (default: workers)."""
    workers = None if place else Workers(settings, unlimited=service.unlimited, modules=WORK)
    engine = DurableEngine(
        settings.data,
        database_url=settings.database_url.reveal() if settings.database_url else "",
        key=settings.key.reveal() if settings.key else "",
        instance=settings.instance,
        retain=settings.retain,
    )
    metrics = Metrics()
    metrics.watch_takeovers(lambda: engine.takeovers)
    outbox = Outbox(metrics.refused, engine.turns, between_posts_s, engine.sure)
    service.turns = None if service.unlimited else engine.turns
    token = settings.slack_bot_token.reveal() if settings.slack_bot_token else None
    sdk = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SLACK_CALL_S))
    async with sdk as session, contextlib.aclosing(Direct()) as direct:
        client = new_client(settings.slack_api_url, None if settings.slack_client_id else token, session)
        installations = Installations(engine.memory) if settings.slack_client_id else None
        desk = Desk(
            service=service,
            workers=place or workers or Here(service),
            engine=engine,
            memory=engine.memory,
            history=engine.history,
            outbox=outbox,
            workspaces=Workspaces(client, outbox, installations, _rotator(settings, client)),
            session=session,
            direct=direct,
            metrics=metrics,
            intake=Intake(count=metrics.events.inc),
            recent=Recent(lasts_s=0 if service.unlimited else LASTS_S),
        )
        await engine.start(Jobs(desk).handlers(), SLOW)
        refreshing = asyncio.create_task(_refresh(service))
        try:
            yield desk
        finally:
            refreshing.cancel()
            await engine.stop(_DRAIN)
            if workers is not None:
                workers.close()  # no executor of the loop is left


def build_app(settings: Settings, desk: Desk) -> AsyncApp:
    """The Bolt app with its listeners. Signatures are checked before Bolt, on the raw bytes (see web.py)."""
    oauth = _oauth(settings, desk)
    quiet = logging.getLogger("slack_bolt.auth401")  # it warns of every variable that it reads by itself
    quiet.setLevel(logging.ERROR)
    app = AsyncApp(
        name=quiet.name,  # at each delivery Bolt gives the logger of this name the level of its own
        logger=quiet,
        client=new_client(settings.slack_api_url, None, desk.session),
        authorize=desk.workspaces,  # type: ignore[arg-type]  # Bolt takes its own AsyncAuthorize too
        oauth_settings=oauth,
        user_facing_authorize_error_message=words.NOT_INSTALLED,
        process_before_response=True,
        request_verification_enabled=False,
        signing_secret="",
    )
    app.error(failed)
    register(app, desk)
    return app


def _rotator(settings: Settings, client: AsyncWebClient) -> AsyncTokenRotator | None:
    if not (settings.slack_client_id and settings.slack_client_secret):
        return None
    secret = settings.slack_client_secret.reveal()
    return AsyncTokenRotator(client_id=settings.slack_client_id, client_secret=secret, client=client)


def _oauth(settings: Settings, desk: Desk) -> AsyncOAuthSettings | None:
    if not (settings.slack_client_id and settings.slack_client_secret):
        return None
    return AsyncOAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.reveal(),
        scopes=SCOPES,
        installation_store=Installations(desk.memory),
        state_store=States(desk.memory),
    )


async def _refresh(service: Service) -> None:
    """Look at the knowledge files again and again, so that a broken one is told before somebody needs it."""
    while True:
        await asyncio.sleep(_LOOK_AGAIN_S)
        await asyncio.to_thread(service.refresh)  # hundreds of files are looked at: no ack waits for that
