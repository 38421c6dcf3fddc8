"""Signed deliveries that have not the shape of Slack's: never 500, and the next good one is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.faces.demo.delivery import signature
from bot.faces.demo.workspace import CHANNEL, TEAM, YOU
from tests.faces.slack import apps
from tests.faces.slack.stand import PASTE, SECRET, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
ODD: tuple[Any, ...] = (None, 5, "x", [], [1], {}, True, {"id": 5}, {"id": None})
EVENT = {
    "type": "event_callback",
    "team_id": TEAM,
    "authorizations": [{"team_id": TEAM, "user_id": "U0B"}],
    "event": {"type": "message", "channel": CHANNEL, "ts": "1.1", "user": YOU, "text": "401"},
}
PERSON = {"team": {"id": TEAM}, "user": {"id": YOU}, "trigger_id": "1", "response_url": "http://x"}
PRESS = {
    **PERSON,
    "type": "block_actions",
    "channel": {"id": CHANNEL},
    "container": {"type": "message"},
    "message": {"ts": "1.1"},
}
VIEW = {"id": "V1", "type": "modal", "callback_id": "window", "state": {"values": {}}, "private_metadata": "{}"}
ACTIONS = ("share", "details", "ask_live", "open_window", "unknown")
slack = apps.silent


BROKEN = [
    b"payload=x",
    b"payload=",
    b"payload=%5B%5D",
    b"payload=null",
    b"payload=5",
    b"payload=%22x%22",
    b"payload=%ff%7B",
    b"payload=" + b"%5B" * 10_000,
    b"{",
    b"\xff",
]


@pytest.mark.parametrize("body", BROKEN, ids=[str(body[:16]) for body in BROKEN])
async def test_a_form_whose_payload_is_no_json_is_400(slack: Stand, body: bytes) -> None:
    """As an event's body that is none."""
    assert await slack.delivery.send(body, FORM) == 400


async def test_no_field_of_an_odd_shape_is_500(slack: Stand) -> None:
    """Every field of every kind of delivery, replaced by what Slack never sends; and the app still works."""
    found = {(kind, body): await slack.delivery.send(body, kind) for kind, body in bodies()}
    assert {body: status for (_, body), status in found.items() if status == 0 or status >= 500} == {}
    await slack.idle()
    await slack.answered(await slack.say(PASTE))


async def test_a_journal_that_fails_is_500(slack: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is no fault of the delivery: Slack is to send it again."""
    slack.events.clear()
    slack.workspace.say(CHANNEL, PASTE)

    async def full(*_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(type(slack.desk.engine), "submit", full)
    assert await slack.deliver(*slack.events) == [500]


async def test_an_unsigned_one_is_401_whatever_it_is(slack: Stand) -> None:
    """It is not even looked at."""
    body = b"payload=x"
    headers = {**signature(SECRET, body), "X-Slack-Signature": "v0=0"}
    assert await slack.delivery.send(body, FORM, headers) == 401


def bodies() -> Iterator[tuple[str, bytes]]:
    """(content type, body)."""
    for odd in ODD:
        for key in (*EVENT, "view", "user", "team", "enterprise", "is_ext_shared_channel", "context_team_id"):
            yield JSON, json.dumps({**EVENT, key: odd}).encode()
        for key in (
            *EVENT["event"],
            "blocks",
            "files",
            "attachments",
            "thread_ts",
            "subtype",
            "bot_profile",
            "metadata",
        ):
            yield JSON, json.dumps({**EVENT, "event": {**EVENT["event"], key: odd}}).encode()  # type: ignore[dict-item]
        for action in ACTIONS:
            pressed = {**PRESS, "actions": [{"type": "button", "action_id": action, "value": "x", "action_ts": "1"}]}
            for key in pressed:
                yield FORM, form({**pressed, key: odd})
        for kind, name in (("shortcut", "ask"), ("message_action", "diagnose")):
            chosen = {**PRESS, "type": kind, "callback_id": name, "action_ts": "1"}
            for key in chosen:
                yield FORM, form({**chosen, key: odd})
        for key in VIEW:
            yield FORM, form({**PERSON, "type": "view_submission", "view": {**VIEW, key: odd}})


def form(payload: dict[str, Any]) -> bytes:
    """As Slack posts an interaction."""
    return urlencode({"payload": json.dumps(payload)}).encode()
