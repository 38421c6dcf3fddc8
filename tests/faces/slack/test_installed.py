"""Installed by OAuth: tokens that rotate, an installation for a whole organisation, and what ends one."""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncIterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from aiohttp import web

from bot.faces.demo.delivery import envelope
from bot.faces.demo.webapi import Arguments
from bot.faces.demo.workspace import BOT, BOT_ID, CHANNEL, TEAM
from bot.faces.slack.workspaces import Installations
from tests.faces.slack.stand import PASTE, TOKEN, Stand, stand

pytestmark = pytest.mark.asyncio(loop_scope="module")
ORG = "E0ORG"
FRESH = "xoxb-fresh"


class Slack:
    """What the token endpoint of the stand-in answers, and how often a token was refreshed."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] = {}
        self.refreshed: list[str] = []
        self.is_down = False

    async def before(self, method: str, arguments: Arguments) -> web.Response | None:
        """oauth.v2.access: an installation, or a refresh."""
        if method != "oauth.v2.access":
            return None
        if arguments.get("grant_type") != "refresh_token":
            return web.json_response(self.answer)
        self.refreshed.append(str(arguments["refresh_token"]))
        if self.is_down:
            return web.json_response({"ok": False, "error": "internal_error"}, status=500)
        fresh = {"access_token": FRESH, "refresh_token": "xoxe-2", "expires_in": 43_200}
        return web.json_response({**self.answer, **fresh})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def made(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Stand, Slack]]:
    """One app for the whole file."""
    folder, slack = tmp_path_factory.mktemp("slack"), Slack()
    async with stand(folder, SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="s") as standing:
        standing.api.before = slack.before
        standing.api._tokens.add(f"Bearer {FRESH}")
        yield standing, slack


async def test_a_token_is_rotated_before_it_ends(made: tuple[Stand, Slack]) -> None:
    """Once for many messages at once; the fresh one is used, and is not refreshed again."""
    stand_, slack = made
    await install(stand_, slack, refresh_token="xoxe-1", expires_in=3600)
    messages = [await stand_.say(f"{number} {PASTE}") for number in range(3)]
    for message in messages:
        await stand_.answered(message)
    assert slack.refreshed == ["xoxe-1"]
    bot = await kept(stand_)
    assert bot.bot_token == FRESH
    assert bot.bot_token_expires_at - time.time() > 40_000
    await stand_.answered(await stand_.say(PASTE))
    assert slack.refreshed == ["xoxe-1"]


async def test_one_that_cannot_be_refreshed_now_is_used_while_it_lasts(made: tuple[Stand, Slack]) -> None:
    """Slack's token endpoint is down; the token is good for an hour more."""
    stand_, slack = made
    await install(stand_, slack, refresh_token="xoxe-8", expires_in=3600)
    slack.is_down = True
    await stand_.answered(await stand_.say(PASTE))
    slack.is_down = False
    assert "xoxe-8" in slack.refreshed


async def test_a_token_that_does_not_end_is_left_alone(made: tuple[Stand, Slack]) -> None:
    """Without rotation nothing is refreshed."""
    stand_, slack = made
    await install(stand_, slack)
    slack.refreshed.clear()
    await stand_.answered(await stand_.say(PASTE))
    assert slack.refreshed == []


@pytest.mark.parametrize("tokens", [{"oauth": ["U0YOU"]}, {"oauth": ["U0YOU"], "bot": []}, {}])
async def test_a_persons_token_is_no_bots(made: tuple[Stand, Slack], tokens: dict[str, Any]) -> None:
    """tokens_revoked without a bot's changes nothing."""
    stand_, slack = made
    await install(stand_, slack)
    assert await stand_.deliver({"type": "tokens_revoked", "tokens": tokens}) == [200]
    assert await kept(stand_) is not None


async def test_a_revoked_bot_is_forgotten(made: tuple[Stand, Slack]) -> None:
    """And what Slack sends after it is acknowledged and left alone."""
    stand_, slack = made
    await install(stand_, slack)
    assert await stand_.deliver({"type": "tokens_revoked", "tokens": {"bot": [BOT]}}) == [200]
    assert await kept(stand_) is None
    message = stand_.workspace.say(CHANNEL, PASTE)
    event = {**message, "channel": CHANNEL, "channel_type": "channel"}
    assert await stand_.deliver(event, {"type": "app_uninstalled"}) == [200, 200]
    await stand_.idle()
    assert not stand_.replies(message)


async def test_a_late_notice_does_not_end_a_new_installation(made: tuple[Stand, Slack]) -> None:
    """app_uninstalled of before, delivered again after the app was installed anew."""
    stand_, slack = made
    await install(stand_, slack)
    body = {**envelope({"type": "app_uninstalled"}), "event_time": int(time.time()) - 60}
    assert await stand_.delivery.send(json.dumps(body).encode(), "application/json") == 200
    assert await kept(stand_) is not None


async def test_an_organisations_workspaces_are_served(made: tuple[Stand, Slack]) -> None:
    """An event names the workspace, its authorization does not; modes of a command hold for it; removed, it is over."""
    stand_, slack = made
    await stand_.deliver({"type": "app_uninstalled"})
    await install(stand_, slack, team=None, enterprise={"id": ORG, "name": "Org"}, is_enterprise_install=True)
    assert (await stand_.desk.memory.sealed(f"installation/{ORG}/-"))["bot_token"] == TOKEN
    message = await said(stand_, PASTE)
    await stand_.answered(message)
    command = {"enterprise_id": ORG, "is_enterprise_install": "true"}
    answer, _ = await stand_.delivery.command("mode off", CHANNEL, **command)
    assert "*off*" in answer
    await stand_.idle()
    silent = await said(stand_, PASTE)
    await stand_.idle()
    assert not stand_.replies(silent)
    await stand_.delivery.command("mode auto", CHANNEL, **command)
    await stand_.idle()
    assert await stand_.deliver({"type": "app_uninstalled"}, **of_org()) == [200]
    assert await stand_.desk.memory.sealed(f"installation/{ORG}/-") is None
    silent = await said(stand_, PASTE)
    await stand_.idle()
    assert not stand_.replies(silent)


# ---- what Slack does ---------------------------------------------------------------------------------------------


async def install(slack: Stand, endpoint: Slack, **more: Any) -> None:
    """Walk through the installation as a browser does."""
    endpoint.answer = {
        "ok": True, "app_id": "A0AUTH401", "access_token": TOKEN, "token_type": "bot", "scope": "chat:write",
        "bot_user_id": BOT, "bot_id": BOT_ID, "team": {"id": TEAM, "name": "Demo"}, "enterprise": None,
        "is_enterprise_install": False, "authed_user": {"id": "U0YOU"}, **more,
    }  # fmt: skip
    async with slack.session.get(f"{slack.url}/slack/install") as page:
        link = re.search(r'href="(https://slack\.com/oauth[^"]+)"', await page.text())
        cookie = page.headers["Set-Cookie"].split(";")[0]
    assert link is not None
    state = parse_qs(urlsplit(unescape(link.group(1))).query)["state"][0]
    url = f"{slack.url}/slack/oauth_redirect?code=c&state={state}"
    async with slack.session.get(url, headers={"Cookie": cookie}) as page:
        assert page.status == 200


def of_org() -> dict[str, Any]:
    """What an envelope says where the app is installed for the organisation."""
    authorization = {"enterprise_id": ORG, "team_id": None, "user_id": BOT, "is_bot": True}
    return {"enterprise_id": ORG, "authorizations": [{**authorization, "is_enterprise_install": True}]}


async def said(slack: Stand, text: str) -> dict[str, Any]:
    """A person of the organisation writes."""
    slack.events.clear()
    message = slack.workspace.say(CHANNEL, text)
    assert set(await slack.deliver(*slack.events, **of_org())) == {200}
    return message


async def kept(slack: Stand) -> Any:
    """The workspace's bot, as it is kept."""
    return await Installations(slack.desk.memory).async_find_bot(enterprise_id=None, team_id=TEAM)
