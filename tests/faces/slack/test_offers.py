"""An offer to send a credential is good for one press, whoever presses how often and whatever breaks in between."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from bot.engine.memory import Memory
from bot.faces.demo.workspace import CHANNEL, YOU
from bot.faces.slack import asking
from bot.faces.slack.desk import Desk
from bot.faces.slack.listeners import SHORTCUT
from tests.faces.slack.refusing_api import Api, refusing_api
from tests.faces.slack.stand import Stand, button_of, buttons

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def api() -> AsyncIterator[Api]:
    """The API, listening."""
    async with refusing_api() as made:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(asking, "PASSWORDS", 1000)  # all tests ask one API; how often they may is test_fair's
            yield made


@pytest_asyncio.fixture(loop_scope="module")
async def reply(slack: Stand, api: Api) -> dict[str, Any]:
    """A reply with the button *Try the fix once*, and the API's counts begun anew."""
    number = len(slack.workspace.messages[CHANNEL])
    message = await slack.say(f"number {number}: {api.with_password}")
    made = copy.deepcopy(await slack.answered(message))  # as it is on a screen that nobody refreshed
    api.authorizations.clear()
    return made


async def pressed(slack: Stand, reply: dict[str, Any], times: int, **action: Any) -> None:
    """Press so many times, all at the same moment."""
    action = {**button_of(reply), **action}
    await asyncio.gather(*(slack.delivery.press(reply, CHANNEL, action) for _ in range(times)))
    await slack.idle()


@pytest.mark.parametrize("action", [{}, {"action_ts": "1.1"}], ids=["many presses", "one press delivered often"])
async def test_many_presses_are_one(slack: Stand, api: Api, reply: dict[str, Any], action: dict[str, str]) -> None:
    """The password goes as often as for one press."""
    await pressed(slack, reply, 6, **action)
    assert 1 <= api.passwords <= 2


async def test_a_press_after_it_is_over_sends_nothing(slack: Stand, api: Api, reply: dict[str, Any]) -> None:
    """Also one by who still sees the button, and one whose message is the old one."""
    await pressed(slack, reply, 1)
    sent, before = api.asked, len(slack.told())
    await pressed(slack, reply, 2)
    assert api.asked == sent
    assert all("paste it again" in text for _, _, text in slack.told()[before:])
    assert slack.told()[before:]


async def test_the_button_goes_with_the_press(slack: Stand, api: Api, reply: dict[str, Any]) -> None:
    """The reply says that it was pressed before the API is asked, and has no button in the end."""
    shown: list[dict[str, Any]] = []

    async def before(method: str, arguments: Any) -> None:
        if method == "chat.update":
            shown.append({"at": api.asked, "buttons": buttons({"blocks": as_blocks(arguments)}), **arguments})

    slack.api.before = before
    await pressed(slack, reply, 1)
    slack.api.before = None
    assert shown[0]["at"] == 0
    assert all(not one["buttons"] for one in shown)
    assert "allowed by the button" in str(shown[0]["blocks"])


async def test_a_crash_before_the_offer_is_taken_doubles_nothing(
    slack: Stand, api: Api, reply: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job is journaled, and the process dies before the offer is gone: the next press is the same job."""
    with monkeypatch.context() as broken:
        broken.setattr(Memory, "take_sealed", _dies)
        await pressed(slack, reply, 1)
    await pressed(slack, reply, 3)
    assert 1 <= api.passwords <= 2


async def test_a_crash_before_the_job_is_journaled_loses_nothing(
    slack: Stand, api: Api, reply: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal fails at the press: nothing is sent, and the next press does it."""
    with monkeypatch.context() as broken:
        broken.setattr(Desk, "take_in", _dies)
        await pressed(slack, reply, 1)
    assert api.asked == 0
    await pressed(slack, reply, 1)
    assert 1 <= api.passwords <= 2


async def test_an_edit_ends_the_offer(slack: Stand, api: Api, reply: dict[str, Any]) -> None:
    """What was offered is no longer what stands there: the old button sends nothing."""
    await slack.edit(slack.workspace.find(CHANNEL, reply["thread_ts"]) or {}, "never mind, 401 is solved")
    await slack.idle()
    api.authorizations.clear()
    await pressed(slack, reply, 1)
    assert api.passwords == 0


async def test_an_earlier_button_of_the_message_is_dead(slack: Stand, api: Api, reply: dict[str, Any]) -> None:
    """The shortcut makes the answer again, with a button of its own: pressing both is pressing once."""
    message = slack.workspace.find(CHANNEL, reply["thread_ts"]) or {}
    await slack.delivery.shortcut(message, CHANNEL, SHORTCUT)
    await slack.until(lambda: button_of(slack.replies(message)[0]) != button_of(reply))
    await slack.idle()
    newer = copy.deepcopy(slack.replies(message)[0])
    api.authorizations.clear()
    await pressed(slack, reply, 1)
    assert api.asked == 0
    await pressed(slack, newer, 2)
    assert 1 <= api.passwords <= 2


@pytest.mark.parametrize("value", ["", "no-such-offer", "x" * 500, "../offer", "offer/1", None, 7])
async def test_an_invented_offer_sends_nothing(slack: Stand, api: Api, reply: dict[str, Any], value: Any) -> None:
    """Whatever the button's value is."""
    await pressed(slack, reply, 1, value=value)
    assert api.asked == 0


async def test_a_private_button_goes_too(slack: Stand, api: Api) -> None:
    """Where the app is off, the ephemeral answer to your own message has the button, until it is pressed."""
    message = slack.workspace.say(CHANNEL, f"private: {api.with_password}")
    await slack.delivery.command("mode off", CHANNEL)
    before = len(slack.private())
    await slack.delivery.shortcut(message, CHANNEL, SHORTCUT, user={"id": YOU, "team_id": "T0DEMO"})
    await slack.until(lambda: [one for one in slack.private()[before:] if buttons(one)])
    await slack.delivery.command("mode auto", CHANNEL)
    await slack.idle()
    (answer,) = [one for one in slack.private()[before:] if buttons(one)]
    api.authorizations.clear()
    sent = len(slack.called("response_url"))
    await pressed(slack, answer, 3)
    assert 1 <= api.passwords <= 2
    assert all(not buttons(one) for one in slack.called("response_url")[sent:])


async def test_where_we_are_no_member_the_button_goes_too(slack: Stand, api: Api) -> None:
    """The shortcut in a channel that we may not post to is answered privately, although the mode is not off."""

    async def before(method: str, _: Any) -> web.Response | None:
        no = {"ok": False, "error": "not_in_channel"}
        return web.json_response(no) if method == "chat.postMessage" else None

    slack.api.before = before
    message, seen = slack.workspace.say(CHANNEL, f"no member: {api.with_password}"), len(slack.private())
    await slack.delivery.shortcut(message, CHANNEL, SHORTCUT)
    await slack.until(lambda: [one for one in slack.private()[seen:] if buttons(one)])
    await slack.idle()
    (answer,) = [one for one in slack.private()[seen:] if buttons(one)]
    api.authorizations.clear()
    posts, sent = len(slack.called("chat.postMessage")), len(slack.called("response_url"))
    await pressed(slack, answer, 2)
    slack.api.before = None
    assert 1 <= api.passwords <= 2
    assert slack.called("response_url")[sent:]
    assert not any(buttons(one) for one in slack.called("response_url")[sent:])
    assert len(slack.called("chat.postMessage")) == posts


async def _dies(*_: Any, **__: Any) -> None:
    raise ConnectionError("the process is gone")


def as_blocks(arguments: Any) -> list[dict[str, Any]]:
    """The blocks of a call, however the SDK sent them."""
    found: list[dict[str, Any]] = (
        json.loads(arguments["blocks"]) if isinstance(arguments["blocks"], str) else arguments["blocks"]
    )
    return found
