"""People of other organisations (Slack Connect) do not use the hosts that the operator opened for his own."""

from __future__ import annotations

from typing import Any

import pytest

from bot.faces.demo.workspace import BOT, CHANNEL, TEAM, YOU
from bot.faces.slack.listeners import SHORTCUT
from tests.faces.slack.refusing_api import Api
from tests.faces.slack.stand import OTHER, Stand, buttons

pytestmark = pytest.mark.asyncio(loop_scope="module")
THEIRS = "T0THEIRS"
SHARED = {"is_ext_shared_channel": True}
# (fields of the message, fields of the envelope) by which Slack tells, or fails to tell, whose people somebody is of
STRANGERS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "user_team": ({"user_team": THEIRS}, {}),
    "an organisation": ({"user_team": "E0THEIRS"}, SHARED),
    "source_team": ({"source_team": THEIRS}, SHARED),
    "team": ({"team": THEIRS}, SHARED),
    "profile": ({"user_profile": {"team": THEIRS}}, SHARED),
    "one hint of many": ({"team": TEAM, "user_team": TEAM, "source_team": THEIRS}, {"is_ext_shared_channel": False}),
    "no hint": ({"team": None}, SHARED),
    "no hint, and nothing about the channel": ({"team": None}, {}),
    "no id": ({"team": ["T0DEMO"]}, SHARED),
    "their context": ({}, {"context_team_id": THEIRS}),
    "their organisation": ({}, {"enterprise_id": "E0THEIRS"}),
    "forwarded": ({"attachments": [{"is_share": True, "text": "401 too", "author_id": "U9"}]}, {}),
}


@pytest.mark.parametrize("kind", ["message", "mention"])
@pytest.mark.parametrize("who", STRANGERS)
async def test_a_strangers_message_asks_nothing(slack: Stand, api: Api, who: str, kind: str) -> None:
    """Whichever field tells it, or none: answered by the text, and the opened host is not asked."""
    (fields, around), asked = STRANGERS[who], api.asked
    text = f"@auth401 {api.paste}" if kind == "mention" else api.paste
    reply = await slack.answered(await slack.say_as(OTHER, text, around=around, **fields))
    assert reply["blocks"][0]["type"] == "header"
    assert api.asked == asked


@pytest.mark.parametrize(
    ("fields", "around"),
    [({}, {}), ({"user_team": TEAM}, SHARED), ({"team": None}, {"is_ext_shared_channel": False})],
)
async def test_our_own_people_are_served(
    slack: Stand, api: Api, fields: dict[str, Any], around: dict[str, Any]
) -> None:
    """Also in a shared channel, and where Slack says only that the channel is not shared."""
    asked = api.asked
    text = f"{len(slack.workspace.messages[CHANNEL])} {api.paste}"
    await slack.answered(await slack.say_as(YOU, text, around=around, **fields))
    assert api.asked > asked


async def test_a_strangers_edit_asks_nothing(slack: Stand, api: Api) -> None:
    """Chatter that becomes a paste."""
    message = await slack.say_as(OTHER, "hold on", user_team=THEIRS)
    asked = api.asked
    await slack.edit(message, api.paste)
    await slack.answered(message)
    assert api.asked == asked


async def test_a_strangers_command_asks_nothing(slack: Stand, api: Api) -> None:
    """/auth401 from another workspace, or for another organisation."""
    asked = api.asked
    for more in ({"team_id": THEIRS}, {"enterprise_id": "E0THEIRS"}, {"team_id": ""}):
        before = len(slack.called("response_url"))
        await slack.delivery.command(api.paste, CHANNEL, **more)
        await slack.until(lambda before=before: len(slack.called("response_url")) > before)
        await slack.idle()
    assert api.asked == asked


@pytest.mark.parametrize(
    ("message", "payload"),
    [
        ({"user_team": THEIRS}, {}),
        ({"team": THEIRS}, {}),
        ({"team": None}, {}),
        ({}, {"user": {"id": OTHER, "team_id": THEIRS}}),
        ({}, {"team": {"id": THEIRS}}),
        ({}, {"user": {"id": OTHER}, "team": None}),
        ({}, {"enterprise": {"id": "E0THEIRS"}}),
    ],
)
async def test_a_shortcut_of_or_on_a_stranger_asks_nothing(
    slack: Stand, api: Api, message: dict[str, Any], payload: dict[str, Any]
) -> None:
    """It suffices that one of who asks and who wrote is a stranger."""
    written = slack.workspace.say(CHANNEL, api.paste)
    written.update(message)
    asked, before = api.asked, len(slack.called("chat.update"))
    await slack.delivery.shortcut(written, CHANNEL, SHORTCUT, **payload)
    await slack.until(lambda: len(slack.called("chat.update")) > before)
    await slack.idle()
    assert api.asked == asked


async def test_a_bare_mention_below_a_strangers_paste_asks_nothing(slack: Stand, api: Api) -> None:
    """The thread's first message is what would be asked."""
    paste = slack.workspace.say(CHANNEL, api.paste)
    paste.update(user=OTHER, user_team=THEIRS)
    asked = api.asked
    await slack.say("@auth401", thread_ts=paste["ts"])
    await slack.until(lambda: [one for one in slack.replies(paste) if one["user"] == BOT and one.get("edited")])
    await slack.idle()
    assert api.asked == asked


@pytest.mark.parametrize(
    "more", [{"user": OTHER, "user_team": THEIRS}, {"user": OTHER}, {"file_access": "check_file_info"}]
)
async def test_a_strangers_file_asks_nothing(slack: Stand, api: Api, more: dict[str, str]) -> None:
    """Shared by one of us, owned by one of them."""
    slack.workspace.files["F8"] = api.paste.encode()
    file = {"id": "F8", "mode": "snippet", "filetype": "text", "url_private": f"{slack.delivery._own_url}/files/F8"}
    asked = api.asked
    message = await slack.say_as(YOU, "@auth401 see there", files=[{**file, **more}], subtype="file_share")
    await slack.answered(message)
    assert api.asked == asked


async def test_what_was_found_for_us_is_not_told_to_strangers(slack: Stand, api: Api) -> None:
    """The memory of a moment ago holds what the opened host said."""
    paste = f"once more {api.paste}"
    ours = await slack.answered(await slack.say_as(OTHER, paste))
    theirs = await slack.answered(await slack.say_as(OTHER, paste, user_team=THEIRS))
    assert "did not ask the API again" not in str(theirs["blocks"])
    assert theirs["blocks"] != ours["blocks"]
    assert buttons(theirs) == []
