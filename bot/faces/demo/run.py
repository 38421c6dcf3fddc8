"""Start the demo: the sample API, the stand-in workspace with its page, and the real Slack app between them."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import secrets
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from aiohttp import web

from bot import logs
from bot.faces.demo import ahead, sample_api
from bot.faces.demo.delivery import Delivery
from bot.faces.demo.examples import DemoExample, examples
from bot.faces.demo.how import Drafts, Remembering
from bot.faces.demo.sample_api import Keys
from bot.faces.demo.site import Site
from bot.faces.demo.webapi import WebApi
from bot.faces.demo.workspace import YOU, Workspace
from bot.faces.slack.build import build_app, open_desk
from bot.faces.slack.run import bad_usage, on_signal
from bot.faces.slack.web import PortTakenError, always_connected, application, listening
from bot.masking import Secret
from bot.service import Service
from bot.settings import Settings
from bot.workers import Workers

_HERE = "127.0.0.1"


@dataclass(frozen=True)
class Demo:
    """A running demo: where its page is, and what stands behind it. ``overlay``: where edited knowledge goes."""

    url: str
    workspace: Workspace
    api: WebApi
    delivery: Delivery
    examples: list[DemoExample]
    overlay: Path


async def serve(settings: Settings, port: int, open_browser: bool) -> int:
    """``auth401 demo``: until Ctrl-C. Prints the page's address on one line."""
    logs.set_up(logging.WARNING)
    stopped = on_signal()
    try:
        async with running(settings, port) as demo:
            print(f"auth401 demo: {demo.url}", flush=True)  # noqa: T201
            if open_browser:
                webbrowser.open(demo.url)
            await stopped.wait()
    except PortTakenError:
        return bad_usage(f"auth401 demo: port {port} is taken. Take another with --port N, or 0 for any that is free.")
    return 0


@contextlib.asynccontextmanager
async def running(settings: Settings, port: int = 0, between_posts_s: float = 0.2) -> AsyncIterator[Demo]:
    """Everything up, on loopback; all of it gone at the end, the journal's folder too."""
    keys, token, secret = Keys(), f"xoxb-demo-{secrets.token_hex(8)}", secrets.token_hex(16)
    async with contextlib.AsyncExitStack() as stack:
        moved = await stack.enter_async_context(listening(sample_api.application(keys), _HERE, 0))
        old = sample_api.application(keys, moved_to=f"http://{_HERE}:{moved}")
        sample = await stack.enter_async_context(listening(old, _HERE, 0))
        workspace = Workspace()
        site = web.Application()
        pastes = examples(f"http://{_HERE}:{sample}", keys)
        api, page = WebApi(workspace, token), Site(workspace, pastes)
        api.add_to(site)
        page.add_to(site)
        bound = await stack.enter_async_context(listening(site, _HERE, port))
        stack.callback(workspace.close)  # before the page's server waits for its open streams
        url = f"http://{_HERE}:{bound}"
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="auth401-demo-", ignore_cleanup_errors=True))
        own = (f"{_HERE}:{sample}", f"{_HERE}:{moved}")
        inner = _inner(settings, f"{url}/api/", token, Path(folder), own)
        service, workers = Service(inner, unlimited=True), Workers(inner, unlimited=True, modules=ahead.WORK)
        stack.callback(workers.close)
        page.known = Remembering(workers, workspace.changed)
        page.drafts = Drafts(service, workers, inner.knowledge[-1], own)
        opening = open_desk(inner, service, between_posts_s=between_posts_s, place=page.known)
        desk = await stack.enter_async_context(opening)
        app = application(build_app(inner, desk), desk, secret=secret, connected=always_connected("demo"))
        events = await stack.enter_async_context(listening(app, _HERE, 0))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        delivery = Delivery(session, f"http://{_HERE}:{events}/slack/events", secret, url)
        stack.push_async_callback(delivery.close)
        page.up(delivery)
        yield Demo(url=f"{url}/", workspace=workspace, api=api, delivery=delivery, examples=pastes,
                   overlay=inner.knowledge[-1])  # fmt: skip


def _inner(settings: Settings, api_url: str, token: str, folder: Path, opened: tuple[str, ...]) -> Settings:
    """The Slack app's settings: the operator's for checks and knowledge, the demo's own for everything else.

    The last folder of knowledge is the demo's: what is edited on its page goes there, and with it at the end.
    """
    overlay = folder / "knowledge"
    overlay.mkdir()
    allowed = ",".join(filter(None, [settings.allow_hosts, *opened]))
    targets = ",".join([settings.targets, *opened]) if settings.targets else ""
    return dataclasses.replace(
        settings,
        slack_app_token=None,
        slack_bot_token=Secret(token, "SLACK_BOT_TOKEN"),
        slack_client_id="",
        slack_client_secret=None,
        slack_api_url=api_url,
        database_url=None,
        data=folder,
        knowledge=(*settings.knowledge, overlay),
        key=None,
        allow_hosts=allowed,
        targets=targets,
        escalate=settings.escalate or YOU,
    )
