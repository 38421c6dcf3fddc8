"""What is posted below an answer is examined with what is known, and compared; talk there is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from bot.faces.demo.workspace import BOT, CHANNEL, DIRECT, YOU
from bot.faces.slack.offers import AGAIN
from tests.faces.slack import apps
from tests.faces.slack.answering_api import TOKEN, Api
from tests.faces.slack.stand import OTHER, Stand, buttons

pytestmark = pytest.mark.asyncio(loop_scope="module")
TALK = (
    "thanks, I'll try that!",
    "who has the key?",
    "is it 403 now?",
    "we had 401 yesterday as well",
    "let me look at PR 403",
    "meet in room 401",
    "same error",
    "works now, 200, thanks",
    "that fixed it, no 401 any more",
    "what does 401 mean here?",
    "see `curl https://elsewhere.example/docs`",
    "ok :+1:",
)
slack = apps.asking()


async def asked(slack: Stand, api: Api, text: str, channel: str = CHANNEL) -> dict[str, Any]:
    """A paste that was answered."""
    api.status = 401
    message = await slack.say(f"{text} 401\n{api.command()}", channel)
    await slack.answered(message, channel)
    api.authorizations.clear()
    return message


async def below(slack: Stand, message: dict[str, Any], text: str, user: str = YOU) -> dict[str, Any] | None:
    """What the app says to something that is posted in the thread; None when it says nothing."""
    seen = {one["ts"] for one in slack.thread_of({"thread_ts": message["ts"]})}
    posts = len(slack.api.calls)
    await slack.say_as(user, text, thread_ts=message["ts"])
    await slack.idle()
    new = [one for one in slack.thread_of({"thread_ts": message["ts"]}) if one["ts"] not in seen]
    assert len(new) <= 1
    assert new or len(slack.api.calls) == posts
    return new[0] if new else None


@pytest.mark.parametrize(
    "text", ["now it says 403", "403 now", "jetzt kommt 403", "I rotated the key, now 403 Forbidden"]
)
async def test_a_status_is_examined_again(slack: tuple[Stand, Api], text: str) -> None:
    """With the request that is known, by asking the API anew, and compared."""
    workspace, api = slack
    message = await asked(workspace, api, text)
    api.status = 403
    reply = await below(workspace, message, text)
    assert reply is not None
    assert api.sent()
    assert "was 401, is 403 now" in str(reply["blocks"])
    assert buttons(reply, AGAIN)


@pytest.mark.parametrize(
    "text",
    [
        '```\nHTTP/1.1 403 Forbidden\ncontent-type: application/json\n\n{"error":"insufficient_scope"}\n```',
        '```\n< HTTP/2 403\n< www-authenticate: Bearer error="insufficient_scope"\n```',
    ],
)
async def test_response_headers_are_examined_with_the_request(slack: tuple[Stand, Api], text: str) -> None:
    """A response alone belongs to the request above."""
    workspace, api = slack
    message = await asked(workspace, api, "headers")
    api.status = 403
    reply = await below(workspace, message, text)
    assert reply is not None
    assert "was 401, is 403 now" in str(reply["blocks"])


async def test_a_corrected_command_is_compared(slack: tuple[Stand, Api]) -> None:
    """Its own request is asked; the answer says what is different in it, and what the API says now."""
    workspace, api = slack
    message = await asked(workspace, api, "corrected")
    api.status = 200
    reply = await below(workspace, message, f"what about this\n{api.command(path='v2/me')}")
    assert reply is not None
    text = str(reply["blocks"])
    assert "was 401, is 200 now" in text
    assert "the address" in text
    api.status = 401
    reply = await below(workspace, message, f"and this\n{api.command('other-5f0c1d2e3b4a59687f', 'v2/me')}")
    assert reply is not None
    assert "the credential" in str(reply["blocks"])
    assert "was 200, is 401 now" in str(reply["blocks"])


async def test_a_command_with_a_variable_is_a_follow_up(slack: tuple[Stand, Api]) -> None:
    """Which is no question of its own in a channel, and is one below an answer."""
    workspace, api = slack
    message = await asked(workspace, api, "variable")
    reply = await below(workspace, message, f"tried\n{api.command('$TOKEN')}")
    assert reply is not None
    assert "Different in the request" in str(reply["blocks"])


@pytest.mark.parametrize("text", TALK)
async def test_talk_is_left_alone(slack: tuple[Stand, Api], text: str) -> None:
    """No post, no update, no call of Slack's at all."""
    workspace, api = slack
    message = await asked(workspace, api, f"talk {TALK.index(text)}")
    assert await below(workspace, message, text) is None
    assert api.authorizations == []


async def test_the_same_words_elsewhere_are_talk(slack: tuple[Stand, Api]) -> None:
    """In the channel, and in a thread where nothing was answered."""
    workspace, _ = slack
    await workspace.say("now it says 403")
    root = await workspace.say("deploy is done")
    await workspace.idle()
    posts = len(workspace.called("chat.postMessage"))
    await workspace.say("now it says 403", thread_ts=root["ts"])
    await workspace.idle()
    assert len(workspace.called("chat.postMessage")) == posts


async def test_somebody_elses_words_do_not_send_the_credential(slack: tuple[Stand, Api]) -> None:
    """A colleague tells what it says now: answered by the text, and *Check again* is its author's alone."""
    workspace, api = slack
    message = await asked(workspace, api, "colleague")
    reply = await below(workspace, message, "for me it says 403 now", OTHER)
    assert reply is not None
    assert api.authorizations == []
    assert "was 401, is 403 now" in str(reply["blocks"])
    await workspace.press(reply, OTHER, name=AGAIN)
    await workspace.idle()
    assert api.authorizations == []
    await workspace.press(reply, YOU, name=AGAIN)
    await workspace.idle()
    assert api.sent()


async def test_a_chain_is_compared_with_the_last(slack: tuple[Stand, Api]) -> None:
    """401, then 403, then 500: each with the one before."""
    workspace, api = slack
    message = await asked(workspace, api, "chain")
    for before, status in ((401, 403), (403, 500), (500, 500)):
        api.status = status
        reply = await below(workspace, message, f"now it says {status}")
        assert reply is not None
        told = f"still {status}" if before == status else f"was {before}, is {status} now"
        assert told in str(reply["blocks"])


async def test_an_edited_follow_up_is_compared_with_the_same(slack: tuple[Stand, Api]) -> None:
    """The answer to it is brought up to date; nobody is warned of the same credential again."""
    workspace, api = slack
    message = await asked(workspace, api, "edited")
    told = len(workspace.told())
    workspace.events.clear()
    said = await workspace.say("now it says 403", thread_ts=message["ts"])
    await workspace.idle()
    (_, first) = workspace.thread_of({"thread_ts": message["ts"]})
    api.status = 500
    await workspace.edit(said, "now it says 500")
    await workspace.idle()
    (_, second) = workspace.thread_of({"thread_ts": message["ts"]})
    assert second["ts"] == first["ts"]
    assert "was 401, is 500 now" in str(second["blocks"])
    assert len(workspace.told()) == told


async def test_below_an_answer_in_a_thread_of_others(slack: tuple[Stand, Api]) -> None:
    """The paste was itself posted below talk: its thread is known all the same; and no secret is shown."""
    workspace, api = slack
    root = await workspace.say("standup notes")
    api.status = 401
    await workspace.say(f"401\n{api.command()}", thread_ts=root["ts"])
    await workspace.idle()
    api.status = 403
    reply = await below(workspace, root, "now it says 403")
    assert reply is not None
    assert "was 401, is 403 now" in str(reply["blocks"])
    assert TOKEN not in str(workspace.api.calls)


async def test_in_mention_mode_it_wants_a_mention(slack: tuple[Stand, Api]) -> None:
    """The channel's mode holds below an answer too."""
    workspace, api = slack
    message = await asked(workspace, api, "mode")
    await workspace.delivery.command("mode mention", CHANNEL)
    await workspace.idle()
    assert await below(workspace, message, "now it says 403") is None
    api.status = 403
    reply = await below(workspace, message, "@auth401 now it says 403")
    await workspace.delivery.command("mode auto", CHANNEL)
    await workspace.idle()
    assert reply is not None
    assert "was 401, is 403 now" in str(reply["blocks"])


async def test_in_a_direct_message(slack: tuple[Stand, Api]) -> None:
    """The same there."""
    workspace, api = slack
    message = await asked(workspace, api, "direct", DIRECT)
    api.status = 403
    await workspace.say("now it says 403", DIRECT, thread_ts=message["ts"])
    await workspace.idle()
    replies = [one for one in workspace.replies(message, DIRECT) if one["user"] == BOT]
    assert "was 401, is 403 now" in str(replies[-1]["blocks"])
