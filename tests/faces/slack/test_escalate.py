"""*Escalate*: once, by anyone, with a link to the thread and no secret."""

from __future__ import annotations

import asyncio
import copy
import json
from typing import Any

import pytest

from bot.faces.demo.blockkit import complaints
from bot.faces.demo.workspace import CHANNEL, YOU
from bot.faces.slack.card import ESCALATE, RIGHT
from bot.faces.slack.offers import AGAIN
from tests.faces.slack import apps
from tests.faces.slack.answering_api import REQUEST_ID, TOKEN, Api
from tests.faces.slack.stand import ELSEWHERE, OTHER, Stand, buttons, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")
FIXED = ("This was it", "Not it", "Check again", "Details", "All steps")
slack = apps.asking(AUTH401_ESCALATE=ELSEWHERE)


async def answered(slack: Stand, text: str, channel: str = CHANNEL) -> dict[str, Any]:
    """The answer as it stands on somebody's screen."""
    return copy.deepcopy(await slack.answered(await slack.say(text, channel), channel))


def posted(slack: Stand, to: str = ELSEWHERE) -> list[dict[str, Any]]:
    """What the app posted there outside of threads."""
    return [one for one in slack.workspace.messages[to] if one.get("bot_id") and not one.get("thread_ts")]


async def test_it_is_posted_once_with_all_that_helps(slack: tuple[Stand, Api]) -> None:
    """Who, where, cause, evidence, the masked request, the id of the API's answer, a link; shown on the answer."""
    workspace, api = slack
    reply = await answered(workspace, f"help 401\n{api.command()}")
    assert labels(reply) == [*FIXED, "Escalate"]
    before = len(posted(workspace))
    for user in (OTHER, YOU, OTHER):
        await workspace.press(reply, user, name=ESCALATE)
    await workspace.idle()
    (message,) = posted(workspace)[before:]
    text = json.dumps(message["blocks"], ensure_ascii=False)
    headline = reply["blocks"][0]["text"]["text"]
    for wanted in (headline, f"<@{OTHER}>", f"<@{YOU}>", f"<#{CHANNEL}>", "/v1/me", REQUEST_ID, "thread_ts="):
        assert wanted in text, wanted
    assert "401" in text
    assert TOKEN not in str(message)
    assert TOKEN[:9] not in str(message)
    assert headline in message["text"]
    assert complaints(message["blocks"]) == []
    now = workspace.workspace.find(CHANNEL, reply["ts"]) or {}
    assert f"Escalated to <#{ELSEWHERE}> by <@{OTHER}>" in str(now["blocks"])
    assert labels(now) == [*FIXED]
    assert len(workspace.thread_of(reply)) == 1


async def test_presses_at_the_same_moment_are_one(slack: tuple[Stand, Api]) -> None:
    """By many people, and one press that is delivered twice."""
    workspace, api = slack
    reply, before = await answered(workspace, f"at once 401\n{api.command()}"), len(posted(workspace))
    (button,) = buttons(reply, ESCALATE)
    twice = {**button["menu"], "action_ts": "1.1"}
    await asyncio.gather(
        *(workspace.press(reply, user, name=ESCALATE) for user in (YOU, OTHER) for _ in range(3)),
        *(workspace.delivery.press(reply, CHANNEL, twice) for _ in range(2)),
    )
    await workspace.idle()
    assert len(posted(workspace)) == before + 1


async def test_it_stays_escalated(slack: tuple[Stand, Api]) -> None:
    """When the answer is made again, by a vote, a check or an edit: no second button, and an old one does nothing."""
    workspace, api = slack
    message = await workspace.say(f"stays 401\n{api.command()}")
    reply = copy.deepcopy(await workspace.answered(message))
    await workspace.press(reply, OTHER, name=ESCALATE)
    await workspace.idle()
    before = len(posted(workspace))

    def now() -> dict[str, Any]:
        return workspace.workspace.find(CHANNEL, reply["ts"]) or {}

    await workspace.press(now(), YOU, name=AGAIN)
    await workspace.idle()
    assert "Escalated to" in str(now()["blocks"])
    assert buttons(now(), ESCALATE) == []
    await workspace.press(now(), OTHER, name=RIGHT)
    await workspace.idle()
    assert "Escalated to" in str(now()["blocks"])
    await workspace.edit(message, f"still 401\n{api.command(path='v2/me')}")
    await workspace.idle()
    assert "Escalated to" in str(now()["blocks"])
    await workspace.press(reply, YOU, name=ESCALATE)
    await workspace.idle()
    assert len(posted(workspace)) == before


async def test_where_it_may_not_post_it_says_so_and_can_be_pressed_again(slack: tuple[Stand, Api]) -> None:
    """The app is no member there yet; once it is invited, the same button works."""
    workspace, api = slack
    reply, before = await answered(workspace, f"no member 401\n{api.command()}"), len(posted(workspace))
    workspace.workspace.joined.discard(ELSEWHERE)
    told = len(workspace.told())
    await workspace.press(reply, OTHER, name=ESCALATE)
    await workspace.idle()
    ((who, where, text),) = workspace.told()[told:]
    assert (who, where) == (OTHER, CHANNEL)
    assert "invite" in text
    workspace.workspace.joined.add(ELSEWHERE)
    await workspace.press(reply, OTHER, name=ESCALATE)
    await workspace.idle()
    assert len(posted(workspace)) == before + 1


async def test_a_private_answer_is_not_escalated(slack: tuple[Stand, Api]) -> None:
    """There is no thread to link to."""
    workspace, api = slack
    await workspace.delivery.command(f"private 401 {api.command()}", CHANNEL)
    await workspace.until(lambda: [one for one in workspace.private() if buttons(one, RIGHT)])
    await workspace.idle()
    assert not any(buttons(one, ESCALATE) for one in workspace.private())


@pytest.mark.parametrize("value", ["", "x", "x" * 2000, "../card", None, 7])
async def test_an_invented_value_is_answered_in_words(slack: tuple[Stand, Api], value: Any) -> None:
    """Whatever it is: nothing is posted."""
    workspace, api = slack
    reply, before = await answered(workspace, f"invented 401\n{api.command()}"), len(posted(workspace))
    told = len(workspace.told())
    await workspace.delivery.press(reply, CHANNEL, {"action_id": ESCALATE, "value": value})
    await workspace.idle()
    assert len(posted(workspace)) == before
    assert len(workspace.told()) == told + 1
