"""*Share in channel* below a private answer: for its asker, once, and masked as it was."""

from __future__ import annotations

from typing import Any

import pytest

from bot.faces.demo.workspace import CHANNEL, DIRECT, TEAM, YOU
from bot.faces.slack.share import SHARE
from tests.faces.slack import apps
from tests.faces.slack.stand import ELSEWHERE, OTHER, PASTE, TOLD, Stand, buttons

pytestmark = pytest.mark.asyncio(loop_scope="module")
CURL = PASTE.split("```\n")[1].strip()
slack = apps.on_both


async def test_it_is_posted_once_in_the_channel(slack: Stand) -> None:
    """However often it is pressed; the private answer says so and has no such button any more."""
    answer = await asked(slack)
    before = len(slack.called("chat.postMessage"))
    for _ in range(3):
        await press(slack, answer)
    await slack.idle()
    (posted,) = slack.called("chat.postMessage")[before:]
    assert posted["channel"] == CHANNEL
    assert f"<@{YOU}>" in posted["text"]
    assert "header" in [block["type"] for block in posted["blocks"]]
    assert TOLD not in str(slack.api.calls)
    told = [call for call in slack.called("response_url") if "Shared in the channel" in str(call["blocks"])]
    assert told
    assert not buttons({"blocks": told[0]["blocks"]}, SHARE)


async def test_details_of_what_was_shared_open_for_everybody(slack: Stand) -> None:
    """The buttons that go along work in the channel."""
    answer = await asked(slack)
    await press(slack, answer)
    await slack.idle()
    posted = [m for m in slack.workspace.messages[CHANNEL] if "asked me in private" in m.get("text", "")][-1]
    (details,) = buttons(posted, "details")
    slack.workspace.views.clear()
    action = {"action_id": "details", "value": details["value"]}
    await slack.delivery.press(posted, CHANNEL, action, user={"id": OTHER, "team_id": TEAM})
    assert [one["user"] for one in slack.workspace.views] == [OTHER]


async def test_only_the_asker_may_share(slack: Stand) -> None:
    """Somebody else who came by the button's id is told so, and nothing is posted."""
    answer = await asked(slack)
    before = len(slack.called("chat.postMessage"))
    await press(slack, answer, user=OTHER)
    await slack.idle()
    assert len(slack.called("chat.postMessage")) == before
    assert "Only whoever asked" in str(slack.called("response_url")[-1])


async def test_in_another_channel_its_id_is_good_for_nothing(slack: Stand) -> None:
    """It is shared where it was asked."""
    answer = await asked(slack)
    before = len(slack.called("chat.postMessage"))
    await press(slack, answer, channel=ELSEWHERE)
    await slack.idle()
    assert len(slack.called("chat.postMessage")) == before


async def test_where_the_app_is_no_member_it_says_how_to_invite_it(slack: Stand) -> None:
    """The button is there again, and works once the app was invited."""
    slack.workspace.joined.discard(ELSEWHERE)
    answer = await asked(slack, ELSEWHERE)
    await press(slack, answer, channel=ELSEWHERE)
    await slack.idle()
    told = slack.called("response_url")[-1]
    assert "/invite" in str(told["blocks"])
    slack.workspace.joined.add(ELSEWHERE)
    await press(slack, told, channel=ELSEWHERE)
    await slack.idle()
    assert [m for m in slack.workspace.messages[ELSEWHERE] if "asked me in private" in m["text"]]


async def test_no_channel_no_button(slack: Stand) -> None:
    """In a direct message, and below words that name no cause, there is nothing to share."""
    await slack.delivery.command(CURL, DIRECT)
    await slack.idle()
    assert not buttons(slack.private(DIRECT)[-1], SHARE)
    await slack.delivery.command("what is this all about then?", CHANNEL)
    await slack.idle()
    assert not buttons(slack.private(CHANNEL)[-1], SHARE)


async def asked(slack: Stand, channel: str = CHANNEL) -> dict[str, Any]:
    """A private answer."""
    await slack.delivery.command(CURL, channel)
    await slack.idle()
    answer: dict[str, Any] = slack.called("response_url")[-1]
    return answer


async def press(slack: Stand, answer: dict[str, Any], user: str = YOU, channel: str = CHANNEL) -> None:
    """Press the button."""
    (button,) = buttons(answer, SHARE)
    message = {**answer, "ts": "1.1", "is_ephemeral": True}
    action = {"action_id": SHARE, "value": button["value"]}
    await slack.delivery.press(message, channel, action, user={"id": user, "team_id": TEAM})
