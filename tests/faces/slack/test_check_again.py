"""*Check again*: for the credential's author alone, as often as they like, and the answer says what changed."""

from __future__ import annotations

import asyncio
import copy
from typing import Any

import pytest

from bot.faces.demo.workspace import CHANNEL, YOU
from bot.faces.slack.card import WRONG
from bot.faces.slack.offers import AGAIN
from tests.faces.slack import apps
from tests.faces.slack.answering_api import Api
from tests.faces.slack.stand import OTHER, Stand, button_of, buttons
from tests.faces.slack.test_feedback import struck

pytestmark = pytest.mark.asyncio(loop_scope="module")
slack = apps.asking(AUTH401_ESCALATE="")


async def asked(slack: Stand, api: Api, text: str) -> dict[str, Any]:
    """The answer to a paste while the API refuses, as it stands on somebody's screen."""
    api.status = 401
    reply = copy.deepcopy(await slack.answered(await slack.say(f"{text} 401\n{api.command()}")))
    api.authorizations.clear()
    return reply


async def checked(slack: Stand, reply: dict[str, Any], user: str = YOU) -> dict[str, Any]:
    """The answer after a press."""
    await slack.press(reply, user, name=AGAIN)
    await slack.idle()
    return copy.deepcopy(slack.workspace.find(CHANNEL, reply["ts"]) or {})


@pytest.mark.parametrize(
    ("status", "told"),
    [(200, "was 401, is 200 now"), (403, "was 401, is 403 now"), (401, "still 401"), (500, "was 401, is 500 now")],
)
async def test_it_says_what_changed(slack: tuple[Stand, Api], status: int, told: str) -> None:
    """In the same message, by asking the API anew with the credential; and one may check again."""
    workspace, api = slack
    reply = await asked(workspace, api, f"changed {status}")
    api.status = status
    now = await checked(workspace, reply)
    assert api.sent()
    assert told in str(now["blocks"])
    assert len(workspace.thread_of(reply)) == 1
    assert button_of(now, AGAIN) != button_of(reply, AGAIN)
    api.status = 401
    again = await checked(workspace, now)
    assert f"was {status}, is 401 now" in str(again["blocks"]) or status == 401


async def test_others_are_told_privately(slack: tuple[Stand, Api]) -> None:
    """It sends the author's credential: nobody else may."""
    workspace, api = slack
    reply, told = await asked(workspace, api, "others"), len(workspace.told())
    now = await checked(workspace, reply, OTHER)
    assert api.authorizations == []
    assert now == reply
    ((who, where, text),) = workspace.told()[told:]
    assert (who, where) == (OTHER, CHANNEL)
    assert "Only whoever pasted" in text


async def test_many_presses_at_once_are_one(slack: tuple[Stand, Api]) -> None:
    """The credential goes as often as for one press."""
    workspace, api = slack
    await checked(workspace, await asked(workspace, api, "one"))
    once = api.sent()
    reply = await asked(workspace, api, "many")
    await asyncio.gather(*(workspace.press(reply, YOU, name=AGAIN) for _ in range(5)))
    await workspace.idle()
    assert api.sent() == once > 0


async def test_while_it_asks_there_is_no_button(slack: tuple[Stand, Api]) -> None:
    """The answer says that it is checked again; what was struck is of the answer before."""
    workspace, api = slack
    reply = await asked(workspace, api, "shown")
    await workspace.press(reply, OTHER, name=WRONG)
    await workspace.idle()
    shown: list[Any] = []

    async def before(method: str, arguments: Any) -> None:
        if method == "chat.update":
            shown.append((len(api.authorizations), str(arguments["blocks"])))

    workspace.api.before = before
    now = await checked(workspace, workspace.workspace.find(CHANNEL, reply["ts"]) or {})
    workspace.api.before = None
    assert shown[0][0] == 0
    assert "Asking the API again" in shown[0][1]
    assert '"actions"' not in shown[0][1]
    assert struck(now) == []


@pytest.mark.parametrize("how", ["edited", "deleted"])
async def test_what_is_no_longer_there_is_not_sent(slack: tuple[Stand, Api], how: str) -> None:
    """The old button of an edited or a deleted message sends nothing, and whoever presses is told so."""
    workspace, api = slack
    reply = await asked(workspace, api, how)
    message = workspace.workspace.find(CHANNEL, reply["thread_ts"]) or {}
    if how == "edited":
        await workspace.edit(message, "never mind, it was 401 by my own fault")
    else:
        await workspace.delete(message)
    await workspace.idle()
    api.authorizations.clear()
    told = len(workspace.told())
    await workspace.press(reply, YOU, name=AGAIN)
    await workspace.idle()
    assert api.authorizations == []
    assert "no longer have this request" in workspace.told()[told:][0][2]


async def test_without_a_request_there_is_nothing_to_check(slack: tuple[Stand, Api]) -> None:
    """An error alone."""
    workspace, _ = slack
    reply = await workspace.answered(await workspace.say("we get 401 Unauthorized from the API since this morning"))
    assert buttons(reply, AGAIN) == []
