"""A message that is deleted takes its answer with it, whenever that is; what was kept of it goes."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from bot.faces.demo.workspace import BOT, CHANNEL, DIRECT
from bot.faces.slack.listeners import SHORTCUT
from tests.faces.slack import apps
from tests.faces.slack.answering_api import TOKEN, Api
from tests.faces.slack.stand import Stand, buttons

pytestmark = pytest.mark.asyncio(loop_scope="module")
slack = apps.asking()


def of_app(slack: Stand, channel: str = CHANNEL) -> list[dict[str, Any]]:
    """Its messages that others can see."""
    found = slack.workspace.messages[channel]
    return [one for one in found if one.get("user") == BOT and not one.get("is_ephemeral")]


def kept(slack: Stand, ts: str) -> list[str]:
    """The names of what is sealed for a message, and for its buttons."""
    with closing(sqlite3.connect(slack.desk.service.settings.data / "auth401.sqlite")) as journal:
        rows = journal.execute("select name from auth401_sealed where name like ? ", (f"%{ts}%",)).fetchall()
        count = journal.execute(
            "select count(*) from auth401_sealed where name like 'offer/%' or name like 'behind/%'"
        ).fetchone()
    return [*(name for (name,) in rows if not name.startswith(("warned/", "thread/"))), str(count[0])]


@pytest.mark.parametrize("channel", [CHANNEL, DIRECT])
async def test_the_answer_goes_with_the_message(slack: tuple[Stand, Api], channel: str) -> None:
    """With replies it becomes a tombstone; its answer is deleted, and then the tombstone too."""
    workspace, api = slack
    before, kept_before = len(of_app(workspace, channel)), kept(workspace, "none")
    message = await workspace.say(f"deleted {channel} 401\n{api.command()}", channel)
    await workspace.answered(message, channel)
    ts = str(message["ts"])
    assert len(of_app(workspace, channel)) == before + 1
    await workspace.delete(message, channel)
    assert {event["subtype"] for event in workspace.events} >= {"message_changed"}
    await workspace.until(lambda: len(of_app(workspace, channel)) == before)
    await workspace.idle()
    assert workspace.workspace.find(channel, ts) is None
    assert kept(workspace, ts) == kept_before
    workspace.events.clear()


async def test_a_message_deleted_event_without_a_tombstone(slack: tuple[Stand, Api]) -> None:
    """As Slack sends it for a message whose thread it does not keep; twice, and once more later."""
    workspace, api = slack
    before = len(of_app(workspace))
    message = await workspace.say(f"without 401\n{api.command()}")
    reply = await workspace.answered(message)
    event = {"type": "message", "subtype": "message_deleted", "hidden": True, "channel": CHANNEL, "event_ts": "9.1",
             "channel_type": "channel", "deleted_ts": message["ts"], "previous_message": dict(message)}  # fmt: skip
    assert await workspace.deliver(event, event) == [200, 200]
    await workspace.until(lambda: len(of_app(workspace)) == before)
    assert await workspace.deliver(event) == [200]
    await workspace.idle()
    assert [one["ts"] for one in workspace.called("chat.delete")].count(reply["ts"]) == 1


async def test_in_mid_diagnosis(slack: tuple[Stand, Api]) -> None:
    """While the API is asked: the progress line goes, and no answer comes."""
    workspace, api = slack
    before = len(of_app(workspace))
    api.over = asyncio.Event()
    api.came.clear()
    message = await workspace.say(f"middle 401\n{api.command()}")
    async with asyncio.timeout(60):
        await api.came.wait()
    await workspace.until(lambda: len(of_app(workspace)) == before + 1)
    await workspace.delete(message)
    await workspace.until(lambda: len(of_app(workspace)) == before)
    updates = len(workspace.called("chat.update"))
    api.over.set()
    api.over = None
    await workspace.idle()
    assert len(of_app(workspace)) == before
    assert len(workspace.called("chat.update")) == updates


async def test_before_anything_was_posted(slack: tuple[Stand, Api]) -> None:
    """The deletion comes while the first post is on its way: it is taken back."""
    workspace, api = slack
    before, came, over = len(of_app(workspace)), asyncio.Event(), asyncio.Event()

    async def hang(method: str, _: Any) -> None:
        if method == "chat.postMessage" and not came.is_set():
            came.set()
            await over.wait()

    workspace.api.after = hang
    message = await workspace.say(f"early 401\n{api.command()}")
    async with asyncio.timeout(60):
        await came.wait()
    deleting = asyncio.create_task(workspace.delete(message))
    await deleting
    over.set()
    await workspace.until(lambda: len(of_app(workspace)) == before)
    await workspace.idle()
    workspace.api.after = None
    assert len(of_app(workspace)) == before
    assert api.sent() == 0 or len(of_app(workspace)) == before


async def test_the_deletion_overtakes_the_message(slack: tuple[Stand, Api]) -> None:
    """Slack may deliver in any order: nothing is posted, nothing is sent, nobody is told."""
    workspace, api = slack
    workspace.events.clear()
    message = workspace.workspace.say(CHANNEL, f"overtaken 401\n{api.command()}")
    (event,) = [one for one in workspace.events if one["type"] == "message"]
    api.authorizations.clear()
    await workspace.delete(message)
    await workspace.idle()
    before = len(of_app(workspace))
    assert await workspace.deliver(event) == [200]
    await workspace.idle()
    assert len(of_app(workspace)) == before
    assert api.authorizations == []


async def test_chatter_that_is_deleted_is_nothing(slack: tuple[Stand, Api]) -> None:
    """Nothing is journaled or called."""
    workspace, _ = slack
    message, calls = await workspace.say("lunch?"), len(workspace.api.calls)
    await workspace.delete(message)
    await workspace.idle()
    assert len(workspace.api.calls) == calls


async def test_our_own_reply_may_be_deleted(slack: tuple[Stand, Api]) -> None:
    """By an administrator: it does not come back, and nothing else goes."""
    workspace, api = slack
    message = await workspace.say(f"ours 401\n{api.command()}")
    reply = await workspace.answered(message)
    calls = len(workspace.called("chat.delete"))
    await workspace.delete(reply)
    await workspace.idle()
    assert len(workspace.called("chat.delete")) == calls
    assert workspace.workspace.find(CHANNEL, message["ts"]) is not None
    assert workspace.replies(message) == []


async def test_what_somebody_else_asked_about_goes_too(slack: tuple[Stand, Api]) -> None:
    """The shortcut answered a message that was not for us."""
    workspace, _ = slack
    before = len(of_app(workspace))
    message = await workspace.say("see https://api.example.com, status page says fine")
    await workspace.delivery.shortcut(message, CHANNEL, SHORTCUT)
    await workspace.answered(message)
    await workspace.delete(message)
    await workspace.until(lambda: len(of_app(workspace)) == before)
    await workspace.idle()


async def test_an_edited_away_secret_goes_from_the_answer(slack: tuple[Stand, Api]) -> None:
    """Neither its masked form nor what was kept for buttons stays, whatever the channel's mode is by then."""
    workspace, api = slack
    message = await workspace.say(f"secret 401\n{api.command()}")
    first = await workspace.answered(message)
    assert buttons(first, "check_again")
    await workspace.delivery.command("mode mention", CHANNEL)
    await workspace.idle()
    api.authorizations.clear()
    await workspace.edit(message, "sorry, that was my token")
    await workspace.until(lambda: TOKEN[-4:] not in str(workspace.replies(message)[0]["blocks"]))
    await workspace.idle()
    await workspace.delivery.command("mode auto", CHANNEL)
    await workspace.idle()
    (now,) = workspace.replies(message)
    assert not buttons(now, "check_again", "this_was_it")
    assert api.authorizations == []
    assert not [name for name in kept(workspace, str(message["ts"])) if name.startswith("offered/")]
