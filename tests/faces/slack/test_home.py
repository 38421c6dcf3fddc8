"""The Home tab: what it says, whom it tells of which channel, and that no word of anybody stands in it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from bot.faces.demo.blockkit import view_complaints
from bot.faces.demo.workspace import CHANNEL, DIRECT, YOU
from bot.faces.slack import window
from tests.faces.slack.pressing import words_of
from tests.faces.slack.stand import ELSEWHERE, OTHER, PASTE, TOLD, Stand, stand

pytestmark = pytest.mark.asyncio(loop_scope="module")
PLACEHOLDER = PASTE.replace(TOLD, "YOUR_API_KEY")


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["http", "socket"])
async def slack(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> AsyncIterator[Stand]:
    """One app for the whole file and transport, with knowledge of the operator's that has a fault."""
    ours = tmp_path_factory.mktemp("ours")
    (ours / "causes").mkdir()
    (ours / "causes" / "broken.yaml").write_text("title: [")
    async with stand(tmp_path_factory.mktemp("slack"), transport=request.param, AUTH401_KNOWLEDGE=str(ours)) as made:
        yield made


@pytest.fixture(autouse=True)
def as_it_was(slack: Stand) -> Any:
    """Scopes, members and admins as the manifest and the workspace have them."""
    before = set(slack.api.scopes)
    yield
    slack.api.scopes = before
    slack.workspace.outside.clear()
    slack.workspace.admins.clear()


async def opened(slack: Stand, user: str = YOU) -> dict[str, Any]:
    """The tab that a person sees; Slack takes it."""
    slack.workspace.homes.clear()
    event_ts = slack.workspace.new_ts()
    event = {"type": "app_home_opened", "user": user, "channel": DIRECT, "tab": "home", "event_ts": event_ts}
    await slack.deliver(event)
    home: dict[str, Any] = await slack.until(lambda: slack.workspace.homes.get(user))
    assert view_complaints(home) == []
    return home


async def test_it_says_what_the_app_does_and_never_does(slack: Stand) -> None:
    """And how it is set here; this person asked nothing yet."""
    said = words_of(await opened(slack, OTHER))
    assert "never the paste" in said
    assert "What I never do" in said
    assert "I send nothing to any API" in said
    assert "24 hours" in said
    assert "None yet" in said


async def test_its_button_opens_the_window(slack: Stand) -> None:
    """The same as that of /auth401."""
    home = await opened(slack)
    (block,) = [block for block in home["blocks"] if block["type"] == "actions"]
    slack.workspace.views.clear()
    await slack.delivery.press_home({"action_id": block["elements"][0]["action_id"]})
    assert [one["view"]["callback_id"] for one in slack.workspace.views] == [window.WINDOW]


async def test_recent_diagnoses_of_ones_own(slack: Stand) -> None:
    """Cause, how sure, where and when; of a private answer no channel; of the paste not a word."""
    before = len(recent(await opened(slack)))
    await slack.answered(await slack.say(PLACEHOLDER))
    await slack.delivery.command(PLACEHOLDER.split("```\n")[1], ELSEWHERE)
    await slack.idle()
    home = await opened(slack)
    lines = recent(home)
    assert len(lines) == min(10, before + 2)
    assert {places(line) for line in lines[:2]} == {(CHANNEL,), ()}
    assert all([leaf for leaf in line if leaf["type"] == "date"] for line in lines)
    assert "█" in words_of(home)
    assert "api.example.com" not in json.dumps(lines)
    for word in ("YOUR_API_KEY", "all morning", "api.example.com/v1"):
        assert word not in json.dumps(home)


async def test_of_a_channel_hears_who_is_known_to_be_in_it(slack: Stand) -> None:
    """By the manifest's scopes nobody is; where Slack may tell, its members alone. Nobody hears of private answers."""
    await slack.answered(await slack.say(PLACEHOLDER))
    assert recent(await opened(slack, OTHER)) == []
    slack.api.scopes.add("channels:read")
    assert {places(line) for line in recent(await opened(slack, OTHER))} == {(CHANNEL,)}
    slack.workspace.outside[CHANNEL] = {OTHER}
    assert recent(await opened(slack, OTHER)) == []


async def test_settings_of_ones_channels_alone(slack: Stand) -> None:
    """How another channel is set is told to those who are in it."""
    await slack.delivery.command("mode mention", CHANNEL)
    await slack.idle()
    assert "mode mention" not in words_of(await opened(slack))
    slack.api.scopes |= {"channels:read", "groups:read"}
    assert "mode mention" in words_of(await opened(slack))
    await slack.delivery.command("mode auto", CHANNEL)
    await slack.idle()


async def test_what_is_wrong_is_told_to_admins_alone(slack: Stand) -> None:
    """Whom Slack calls one, where it may."""
    assert "broken.yaml" not in words_of(await opened(slack))
    slack.api.scopes.add("users:read")
    assert "broken.yaml" not in words_of(await opened(slack))
    slack.workspace.admins.add(YOU)
    assert "broken.yaml" in words_of(await opened(slack))


async def test_a_slack_that_does_not_tell_keeps_nobody_waiting(slack: Stand) -> None:
    """429 for the question who is where: the tab is there, with one's own alone."""
    slack.api.scopes |= {"channels:read", "groups:read"}

    async def refuse(method: str, _: Any) -> Any:
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429) if "users" in method else None

    await slack.answered(await slack.say(PLACEHOLDER))
    slack.api.before = refuse
    assert recent(await opened(slack))
    slack.api.before = None


def recent(home: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The lines of the recent diagnoses: those that tell when."""
    lists = [part for block in home["blocks"] if block["type"] == "rich_text" for part in block["elements"]]
    lines = [line["elements"] for part in lists if part["type"] == "rich_text_list" for line in part["elements"]]
    return [line for line in lines if any(leaf["type"] == "date" for leaf in line)]


def places(line: list[dict[str, Any]]) -> tuple[str, ...]:
    """The channels that a line names."""
    return tuple(leaf["channel_id"] for leaf in line if leaf["type"] == "channel")


async def test_it_tells_whether_a_diagnosis_was_confirmed(slack: Stand) -> None:
    """By the last that people said of it."""
    reply = await slack.answered(await slack.say(f"confirmed {PASTE}"))
    assert ", this was it" not in words_of(await opened(slack))
    await slack.press(reply, OTHER, name="this_was_it")
    await slack.idle()
    home = words_of(await opened(slack))
    assert ", this was it" in home
    assert "people confirmed 1" in home
    assert "% were confirmed (1 of 1)" in home
