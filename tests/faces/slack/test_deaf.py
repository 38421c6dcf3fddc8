"""A Socket Mode connection that is open and deaf is renewed; one on which Slack is merely silent stays."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.faces.demo.delivery import envelope
from bot.faces.demo.workspace import CHANNEL, Workspace
from bot.faces.slack import socket_mode
from bot.faces.slack.build import build_app, open_desk
from bot.faces.slack.desk import Desk
from bot.faces.slack.web import listening
from bot.service import Service
from bot.workers import Here
from tests._knowledge import shipped
from tests.faces.slack.sockets import Sockets
from tests.faces.slack.stand import HERE, PASTE, settings, slack_alone

PING_S = 0.15


@contextlib.asynccontextmanager
async def connected(
    folder: Path, sockets: Sockets, *, ping_s: float = PING_S, silent_s: float = 60
) -> AsyncIterator[tuple[Desk, Workspace]]:
    """The app by Socket Mode, in this process, with short pings."""
    site = web.Application()
    site.router.add_get("/link", sockets.handle)
    async with slack_alone() as (workspace, api, slack), listening(site, HERE, 0) as port:
        api.socket_url = f"ws://{HERE}:{port}/link"
        inner = settings(f"{slack}/api/", folder, SLACK_APP_TOKEN="xapp-test", PORT="")
        service = Service(inner, built_in=shipped())
        async with open_desk(inner, service, between_posts_s=0.02, place=Here(service)) as desk:
            stopped = asyncio.Event()
            app = build_app(inner, desk)
            running = asyncio.create_task(socket_mode.run(inner, desk, app, stopped, ping_s=ping_s, silent_s=silent_s))
            await sockets.until(lambda: sockets.open)
            yield desk, workspace
            stopped.set()
            await running


@pytest.mark.parametrize(("is_polite", "hears"), [(False, True), (True, False)], ids=["no greeting", "no pong"])
async def test_a_deaf_connection_is_renewed(tmp_path: Path, is_polite: bool, hears: bool) -> None:
    """Slack does not greet on it, or answers no ping: another is opened, and brings what comes then."""
    sockets = Sockets()
    sockets.is_polite, sockets.hears = is_polite, hears
    async with connected(tmp_path, sockets) as (desk, workspace):
        sockets.is_polite = sockets.hears = True
        await sockets.until(lambda: len(sockets.open) > 1)
        assert desk.intake.age_s is None
        events: list[dict[str, Any]] = []
        workspace.events.append(events.append)
        message = workspace.say(CHANNEL, PASTE)
        envelope_ = {"envelope_id": "e1", "type": "events_api", "payload": envelope(events[0])}
        while not sockets.acks:  # while the new one is being greeted, Slack would send on it again
            await sockets.open[-1].send_json(envelope_)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(sockets.until(lambda: sockets.acks), 1)
        assert desk.intake.age_s is not None
        async with asyncio.timeout(60):
            while not [m for m in workspace.thread(CHANNEL, message["ts"])[1:] if m.get("edited")]:
                await workspace.wait_for_change(0.1)


async def test_one_that_brings_nothing_for_long_is_renewed(tmp_path: Path) -> None:
    """It greets and answers its pings, and yet: nobody can tell from here whether Slack sends elsewhere."""
    sockets = Sockets()
    async with connected(tmp_path, sockets, silent_s=0.5):
        await sockets.until(lambda: len(sockets.open) > 1)


async def test_a_silent_workspace_keeps_its_connection(tmp_path: Path) -> None:
    """Many pings without an event are no reason."""
    sockets = Sockets()
    async with connected(tmp_path, sockets, ping_s=0.5):
        await sockets.until(lambda: sockets.pings >= 12)
        assert len(sockets.open) == 1
