"""Installation by OAuth into several workspaces, with the tokens sealed."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from aiohttp import web

from bot.faces.demo.delivery import envelope
from bot.faces.demo.webapi import Arguments
from bot.faces.demo.workspace import BOT, BOT_ID, CHANNEL
from tests._data import on_disk
from tests.faces.slack.stand import PASTE, TOKEN, Stand, stand

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this app's journal is."""
    return tmp_path_factory.mktemp("slack")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(folder: Path) -> AsyncIterator[Stand]:
    """An app that is installed by OAuth; the stand-in exchanges every code for the same token."""
    async with stand(folder, SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="s") as made:

        async def before(method: str, arguments: Arguments) -> web.Response | None:
            return web.json_response(_access("T0DEMO")) if method == "oauth.v2.access" else None

        made.api.before = before
        yield made


async def _install(slack: Stand) -> tuple[int, str]:
    """Walk through the installation as a browser does; the last status and the state."""
    async with slack.session.get(f"{slack.url}/slack/install") as page:
        link = re.search(r'href="(https://slack\.com/oauth[^"]+)"', await page.text())
        cookie = page.headers["Set-Cookie"].split(";")[0]
    assert link is not None
    state = parse_qs(urlsplit(unescape(link.group(1))).query)["state"][0]
    return await _redirected(slack, state, cookie), state


async def _redirected(slack: Stand, state: str, cookie: str) -> int:
    url = f"{slack.url}/slack/oauth_redirect?code=c&state={state}"
    async with slack.session.get(url, headers={"Cookie": cookie}) as page:
        return page.status


async def test_a_workspace_that_is_not_installed_is_left_alone(slack: Stand) -> None:
    """No token, no answer, and no error that would make Slack repeat the event."""
    message = slack.workspace.say(CHANNEL, PASTE)
    assert await slack.deliver({**message, "channel": CHANNEL, "channel_type": "channel"}) == [200]
    await slack.idle()
    assert not slack.replies(message)


async def test_installed_it_answers_with_that_workspaces_token(slack: Stand, folder: Path) -> None:
    """After the installation the app speaks there; its token is unreadable on the disk; a state is good once."""
    status, state = await _install(slack)
    assert status == 200
    assert await _redirected(slack, state, f"slack-app-oauth-state={state}") >= 400
    await slack.answered(await slack.say(PASTE))
    assert TOKEN.encode() not in on_disk(folder)


async def test_uninstalled_it_forgets(slack: Stand) -> None:
    """app_uninstalled ends it: the next paste gets no answer."""
    await _install(slack)
    await slack.answered(await slack.say(PASTE))
    body = envelope({"type": "app_uninstalled"})
    assert await slack.delivery.send(json.dumps(body).encode(), "application/json") == 200
    message = slack.workspace.say(CHANNEL, PASTE)
    await slack.deliver({**message, "channel": CHANNEL, "channel_type": "channel"})
    await slack.idle()
    assert not slack.replies(message)


def _access(team: str) -> dict[str, Any]:
    return {
        "ok": True,
        "app_id": "A0AUTH401",
        "access_token": TOKEN,
        "token_type": "bot",
        "scope": "chat:write",
        "bot_user_id": BOT,
        "bot_id": BOT_ID,
        "team": {"id": team, "name": "Demo"},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "U0YOU"},
    }
