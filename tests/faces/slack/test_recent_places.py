"""The memory of a moment ago is of what was found: whom it concerns is made anew for who asks now, and where."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.faces.demo.workspace import CHANNEL, DIRECT, TEAM, YOU
from bot.faces.slack import offers
from bot.faces.slack.listeners import SHORTCUT
from tests.faces.slack.refusing_api import Api
from tests.faces.slack.stand import ELSEWHERE, OTHER, Stand, all_buttons, button_of

pytestmark = pytest.mark.asyncio(loop_scope="module")
GITHUB = "ghp_" + "0" * 36
AGAIN = "did not ask the API again"


@pytest.mark.parametrize(
    ("user", "channel"), [(OTHER, CHANNEL), (YOU, ELSEWHERE), (OTHER, ELSEWHERE), (YOU, DIRECT), (OTHER, DIRECT)]
)
async def test_another_person_or_place_is_told_the_same_found(slack: Stand, api: Api, user: str, channel: str) -> None:
    """The API is not asked again; the warning names this channel and this person, and the buttons are this answer's."""
    paste = f"{user} {channel} {api.with_token(GITHUB)}"
    first = await slack.answered(await slack.say_as(YOU, paste))
    asked, before = api.asked, len(slack.told())
    reply = await slack.answered(await slack.say_as(user, paste, channel), channel)
    assert api.asked == asked
    assert AGAIN in str(reply["blocks"])
    assert not {one["value"] for one in all_buttons(first)} & {one["value"] for one in all_buttons(reply)}
    await slack.press(reply, YOU if user == OTHER else OTHER, channel, name=offers.AGAIN)
    await slack.idle()
    assert api.asked == asked  # the button is this person's, not the first one's
    warned = [(who, where) for who, where, text in slack.told()[before:] if ":warning:" in text]
    assert warned == ([] if channel == DIRECT else [(user, channel)])
    assert channel == CHANNEL or CHANNEL not in json.dumps(slack.told()[before:])


async def test_a_command_does_not_know_the_channels_answer(slack: Stand, api: Api) -> None:
    """/auth401 is private: what a channel was told is not its, nor the other way round."""
    paste = f"privately {api.paste}"
    await slack.answered(await slack.say(paste))
    asked, before = api.asked, len(slack.called("response_url"))
    await slack.delivery.command(paste, CHANNEL)
    await slack.until(lambda: len(slack.called("response_url")) > before)
    await slack.idle()
    assert api.asked > asked
    assert AGAIN not in str(slack.called("response_url")[-1])


async def test_anothers_message_with_the_same_words_warns_its_author(slack: Stand, api: Api) -> None:
    """You asked about your own paste, then by the shortcut about a colleague's with the same words."""
    paste = f"both of us {api.with_token(GITHUB)}"
    await slack.answered(await slack.say(paste))
    theirs = slack.workspace.say(CHANNEL, paste)
    theirs["user"] = OTHER
    asked, before = api.asked, len(slack.told())
    await slack.delivery.shortcut(theirs, CHANNEL, SHORTCUT, user={"id": YOU, "team_id": TEAM})
    reply = await slack.answered(theirs)
    assert api.asked == asked
    await slack.press(reply, YOU, name=offers.AGAIN)
    await slack.idle()
    assert api.asked == asked
    assert [who for who, _, text in slack.told()[before:] if ":warning:" in text] == [OTHER]


async def test_the_same_person_in_the_same_place_is_answered_again(slack: Stand, api: Api) -> None:
    """Without asking; warned for the new message too; and what is offered is an offer of its own."""
    paste = f"twice {api.with_password}"
    one = button_of(await slack.answered(await slack.say(paste)))
    asked = api.asked
    reply = await slack.answered(await slack.say(paste))
    assert api.asked == asked
    assert AGAIN in str(reply["blocks"])
    assert button_of(reply) != one
    await slack.press(reply, YOU)
    await slack.idle()
    assert api.asked > asked


async def test_a_warning_is_given_again_for_another_message(slack: Stand, api: Api) -> None:
    """The second message has to be deleted as well."""
    told: list[Any] = []
    for _ in range(2):
        before = len(slack.told())
        await slack.answered(await slack.say(f"deleted? {api.with_token(GITHUB)}"))
        told.append(slack.told()[before:])
    assert [len(one) for one in told] == [1, 1]
