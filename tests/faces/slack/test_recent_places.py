"""The memory of a moment ago is one person's in one place: nothing of somebody else's is told, offered or warned of."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.faces.demo.workspace import CHANNEL, DIRECT, TEAM, YOU
from bot.faces.slack.listeners import SHORTCUT
from tests.faces.slack.refusing_api import Api
from tests.faces.slack.stand import ELSEWHERE, OTHER, Stand, button_of

pytestmark = pytest.mark.asyncio(loop_scope="module")
GITHUB = "ghp_" + "0" * 36
AGAIN = "did not ask the API again"


@pytest.mark.parametrize(
    ("user", "channel"), [(OTHER, CHANNEL), (YOU, ELSEWHERE), (OTHER, ELSEWHERE), (YOU, DIRECT), (OTHER, DIRECT)]
)
async def test_another_person_or_place_is_another_question(slack: Stand, api: Api, user: str, channel: str) -> None:
    """The API is asked anew, and what is said names this channel and this person."""
    paste = f"{user} {channel} {api.with_token(GITHUB)}"
    await slack.answered(await slack.say_as(YOU, paste))
    asked, before = api.asked, len(slack.told())
    reply = await slack.answered(await slack.say_as(user, paste, channel), channel)
    assert api.asked > asked
    assert AGAIN not in str(reply["blocks"])
    assert {(who, where) for who, where, _ in slack.told()[before:]} <= {(user, channel)}
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


async def test_anothers_message_with_the_same_words_is_another_question(slack: Stand, api: Api) -> None:
    """You asked about your own paste, then by the shortcut about a colleague's with the same words."""
    paste = f"both of us {api.with_token(GITHUB)}"
    await slack.answered(await slack.say(paste))
    theirs = slack.workspace.say(CHANNEL, paste)
    theirs["user"] = OTHER
    asked, before = api.asked, len(slack.told())
    await slack.delivery.shortcut(theirs, CHANNEL, SHORTCUT, user={"id": YOU, "team_id": TEAM})
    await slack.answered(theirs)
    assert api.asked > asked
    assert [who for who, _, _ in slack.told()[before:]] == [OTHER]


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
