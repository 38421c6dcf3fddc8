"""Messages, mentions and edits over signed HTTP: one answer for each message, in its thread."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.faces.demo.delivery import envelope, signature
from bot.faces.demo.workspace import BOT, BOT_ID, CHANNEL, DIRECT, YOU
from tests.faces.slack import apps
from tests.faces.slack.stand import PASTE, TOLD, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")
slack = apps.silent


async def test_a_paste_is_answered_once_in_its_thread(slack: Stand) -> None:
    """First a progress line, then the result in its place; no link previews; text beside the blocks."""
    before = len(slack.api.calls)
    message = await slack.say(PASTE)
    reply = await slack.answered(message)
    (posted,) = [arguments for name, arguments in slack.api.calls[before:] if name == "chat.postMessage"]
    assert posted["thread_ts"] == message["ts"]
    assert posted["unfurl_links"] is False
    assert posted["unfurl_media"] is False
    assert reply["blocks"][0]["type"] == "header"
    assert reply["text"]


@pytest.mark.parametrize("odd", ["\ud800", "\udfff\ud83d", "\x00", "\x1b[31m", "\u202e"], ids=ascii)
async def test_odd_characters_are_answered_in_text_that_can_be_sent(slack: Stand, odd: str) -> None:
    """Half a surrogate pair in Slack's JSON, NUL and what steers a terminal stop nothing."""
    message = await slack.say(PASTE.replace("/v1/me", f"/v1/{odd}me").replace("all morning", f"all {odd} morning"))
    assert json.dumps(await slack.answered(message), ensure_ascii=False).encode()


async def test_the_same_event_three_times_is_one_reply(slack: Stand) -> None:
    """Slack delivers at least once; whatever it repeats starts nothing."""
    slack.events.clear()
    message = slack.workspace.say(CHANNEL, PASTE)
    events = list(slack.events)
    assert await slack.deliver(*events * 3) == [200] * 3
    await slack.answered(message)
    assert set(await slack.deliver(*slack.events)) == {200}  # the echoes of our own reply among them
    await slack.idle()
    assert len(slack.replies(message)) == 1


async def test_a_message_and_its_mention_are_one_reply(slack: Stand) -> None:
    """Slack sends both events for one message; the key is (team, channel, ts)."""
    message = await slack.say(f"@auth401 {PASTE}")
    assert {event["type"] for event in slack.events} >= {"message", "app_mention"}
    await slack.answered(message)


async def test_a_mention_alone_is_always_answered(slack: Stand) -> None:
    """A mention whose message event never came, and which holds nothing to check."""
    message = slack.workspace.say(CHANNEL, "@auth401 hello, what can you do?")
    event = {**message, "type": "app_mention", "channel": CHANNEL}
    assert await slack.deliver(event) == [200]
    await slack.answered(message)


async def test_a_bare_mention_in_a_thread_is_about_the_first_message(slack: Stand) -> None:
    """“@auth401” below a paste examines the paste."""
    slack.events.clear()
    paste = slack.workspace.say(CHANNEL, PASTE)
    mention = await slack.say("@auth401", thread_ts=paste["ts"])
    reply = await slack.until(lambda: [m for m in slack.replies(paste) if m["user"] == BOT and m.get("edited")])
    await slack.idle()
    assert mention["thread_ts"] == reply[0]["thread_ts"]
    assert reply[0]["blocks"][0]["type"] == "header"


@pytest.mark.parametrize(
    "text", ["see you at 4:01", "the room is 401", "deploy is done", "who has the key to the office?"]
)
async def test_chatter_is_left_alone(slack: Stand, text: str) -> None:
    """What is no paste of a failing request gets no answer."""
    before = len(slack.called("chat.postMessage"))
    await slack.say(text)
    await slack.idle()
    assert len(slack.called("chat.postMessage")) == before


@pytest.mark.parametrize(
    "sender",
    [
        {"bot_id": "B0OTHER", "user": "U0OTHER"},
        {"subtype": "bot_message", "bot_id": "B0OTHER"},
        {"user": BOT, "bot_id": BOT_ID},
        {"user": BOT},
    ],
)
async def test_programs_start_nothing(slack: Stand, sender: dict[str, str]) -> None:
    """Other apps' messages and our own are no questions."""
    before = len(slack.called("chat.postMessage"))
    slack.events.clear()
    message = slack.workspace.say(CHANNEL, PASTE)
    event = {key: value for key, value in {**message, "channel": CHANNEL}.items() if key != "user"} | sender
    assert await slack.deliver({**event, "channel_type": "channel"}) == [200]
    await slack.idle()
    assert len(slack.called("chat.postMessage")) == before


async def test_a_direct_message_is_always_answered(slack: Stand) -> None:
    """In a direct message everything is for us."""
    message = await slack.say("hello", channel=DIRECT)
    reply = await slack.answered(message, DIRECT)
    assert reply["thread_ts"] == message["ts"]


async def test_an_edit_brings_the_reply_up_to_date(slack: Stand) -> None:
    """The corrected paste is examined and the same reply updated."""
    message = await slack.say(PASTE)
    first = dict(await slack.answered(message))
    await slack.edit(message, PASTE.replace(TOLD, "YOUR_API_KEY"))
    await slack.until(lambda: slack.replies(message)[0]["blocks"] != first["blocks"])
    await slack.idle()
    (second,) = slack.replies(message)
    assert second["ts"] == first["ts"]


async def test_an_edit_that_changes_no_word_starts_nothing(slack: Stand) -> None:
    """Slack sends message_changed for link previews too."""
    message = await slack.say(PASTE)
    await slack.answered(message)
    before = len(slack.called("chat.update"))
    slack.events.clear()
    slack.workspace.replace(CHANNEL, message["ts"], {"attachments": [{"title": "a preview"}]}, edited_by=YOU)
    await slack.deliver(*slack.events)
    await slack.idle()
    assert len(slack.called("chat.update")) == before


async def test_a_message_that_becomes_a_paste_is_answered(slack: Stand) -> None:
    """Chatter that is edited into a paste counts from then on."""
    message = await slack.say("hold on")
    await slack.idle()
    assert not slack.replies(message)
    await slack.edit(message, PASTE)
    await slack.answered(message)


async def test_the_text_is_read_from_the_rich_text(slack: Stand) -> None:
    """Some messages have blocks and an empty text."""
    slack.events.clear()
    message = slack.workspace.say(CHANNEL, PASTE)
    assert await slack.deliver({**slack.events[0], "text": ""}) == [200]
    await slack.answered(message)


@pytest.mark.parametrize(
    "when", ["abc", "", "nan", "1e9", "123.5", "-1", "１７０００００００００", "99999999999999999999"]
)
async def test_a_malformed_time_stamp_is_401(slack: Stand, when: str) -> None:
    """Bolt alone would answer 500."""
    body = json.dumps(envelope({"type": "message"})).encode()
    headers = signature("signing-secret", body) | {"X-Slack-Request-Timestamp": when}
    assert await _status(slack, body, headers) == 401


async def test_a_bad_signature_is_401(slack: Stand) -> None:
    """Another secret or body, an old time stamp, no signature, one outside ASCII: refused, and nothing started."""
    slack.events.clear()
    message = slack.workspace.say(CHANNEL, PASTE)
    body = json.dumps(envelope(slack.events[0])).encode()
    good = signature("signing-secret", body)
    for headers in (
        signature("another-secret", body),
        signature("signing-secret", body + b" "),
        signature("signing-secret", body, timestamp="1700000000"),
        {"X-Slack-Request-Timestamp": good["X-Slack-Request-Timestamp"]},
        {**good, "X-Slack-Signature": "v0=é"},
        {},
    ):
        assert await _status(slack, body, headers) == 401
    await slack.idle()
    assert not slack.replies(message)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"[]", b"nonsense", b"[" * 100_000])
async def test_an_unreadable_body_is_400(slack: Stand, body: bytes) -> None:
    """Signed, but no JSON object in UTF-8."""
    assert await _status(slack, body, signature("signing-secret", body)) == 400


async def test_the_url_is_verified(slack: Stand) -> None:
    """Slack's url_verification handshake when the app is set up."""
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"}).encode()
    headers = {**signature("signing-secret", body), "Content-Type": "application/json"}
    async with slack.session.post(f"{slack.url}/slack/events", data=body, headers=headers) as answer:
        assert answer.status == 200
        assert "3eZbrw1a" in await answer.text()


async def test_other_events_are_acknowledged(slack: Stand) -> None:
    """What an operator subscribed to beyond the manifest is not refused, or Slack would send it again and again."""
    event = {"type": "reaction_added", "user": YOU, "reaction": "eyes", "item": {"type": "message"}, "event_ts": "1.1"}
    assert await slack.deliver(event, {"type": "team_join", "user": {"id": "U0NEW"}}) == [200, 200]


async def test_health_and_metrics(slack: Stand) -> None:
    """Queue, transport and knowledge on /healthz; counters in Prometheus' form on /metrics."""
    await slack.answered(await slack.say(f"counted {PASTE}"))
    assert json.loads(await slack.page("healthz"))["queue"]["depth"] >= 0
    text = await slack.page("metrics")
    assert 'auth401_taken_in_total{kind="message"}' in text
    assert "auth401_queue_depth" in text


async def test_no_secret_and_no_mention_leaves(slack: Stand) -> None:
    """Whatever was pasted in this file: no payload holds the token, and no quoted text can ring a channel's bell."""
    await slack.say(
        "401 <!channel> <@U0YOU>\n```\n"
        f"curl https://api.example.com/<!here> -H 'X-<!channel>: 1' -H 'Authorization: Bearer {TOLD}'\n```"
    )
    await slack.idle()
    sent = json.dumps([arguments for name, arguments in slack.api.calls if name.startswith("chat.")])
    assert TOLD not in sent
    assert TOLD[:12] not in sent
    for text in _mrkdwn([arguments for name, arguments in slack.api.calls if name.startswith("chat.")]):
        assert not any(mark in text for mark in ("<!channel", "<!here", "<@U0YOU"))


async def _status(slack: Stand, body: bytes, headers: dict[str, str]) -> int:
    kind = {"Content-Type": "application/json"}
    async with asyncio.timeout(10):
        async with slack.session.post(f"{slack.url}/slack/events", data=body, headers={**kind, **headers}) as answer:
            return answer.status


def _mrkdwn(value: object) -> list[str]:
    """Every text in which Slack would read markup: mrkdwn objects and the notification text."""
    if isinstance(value, list):
        return [text for item in value for text in _mrkdwn(item)]
    if not isinstance(value, dict):
        return []
    own = value.get("text")
    is_markup = isinstance(own, str) and value.get("type") in ("mrkdwn", None)
    return ([own] if is_markup else []) + [text for item in value.values() for text in _mrkdwn(item)]
