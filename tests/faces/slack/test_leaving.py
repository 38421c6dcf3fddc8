"""The exits to Slack: what did not pass the mask is masked by its form, wherever in a call it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.faces.slack import leaving, window, words
from bot.faces.slack.leaving import Said, checked
from bot.masking import BY_SHAPE
from bot.reply.mrkdwn import Mrkdwn

TOKEN = "ghp_" + "0123456789abcdefABCDEF0123456789abcd"
HOSTILE = f"<!channel> \u202e\x1b[31m {TOKEN}"
# Wherever words may stand in a call, also in kinds of blocks that we do not use today
PLACES: list[Any] = [
    {"text": HOSTILE},
    {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": HOSTILE}}]},
    {"blocks": [{"type": "section", "fields": [{"type": "mrkdwn", "text": HOSTILE}]}]},
    {"blocks": [{"type": "context", "elements": [{"type": "plain_text", "text": HOSTILE}]}]},
    {"blocks": [{"type": "image", "image_url": HOSTILE, "alt_text": HOSTILE}]},
    {
        "blocks": [
            {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": HOSTILE}}]}
        ]
    },
    {"blocks": ({"type": "rich_text", "elements": [{"type": "link", "url": HOSTILE, "text": HOSTILE}]},)},
    {"attachments": [{"fallback": HOSTILE, "title": HOSTILE}]},
    {"view": {"type": "modal", "title": {"type": "plain_text", "text": HOSTILE}, "private_metadata": HOSTILE}},
    {"unknown": {"deeper": [[HOSTILE]]}},
]


@pytest.fixture
def lenient() -> Iterator[None]:
    """As an operator runs it: nothing raises."""
    leaving.is_strict = False
    yield
    leaving.is_strict = True


@pytest.mark.parametrize("call", PLACES)
def test_a_plain_text_raises_in_tests(call: Any) -> None:
    """So that a fault of ours is found before an operator has it."""
    with pytest.raises(TypeError):
        checked(call)


@pytest.mark.parametrize("call", PLACES)
def test_a_plain_text_is_masked_for_an_operator(call: Any, lenient: None) -> None:
    """No token by its form, nothing that reorders, and no mention where Slack reads markup."""
    left = json.dumps(checked(call), ensure_ascii=False)
    assert TOKEN not in left
    assert not set(left) & {"\x1b", "\u202e"}
    if "mrkdwn" in left or call == PLACES[0]:
        assert "<!channel" not in left


def test_markup_is_what_was_made_as_markup(lenient: None) -> None:
    """A masked text is still no markup: its signs are escaped where Slack would read them."""
    shown = BY_SHAPE.shown("<!here>")
    assert checked({"type": "mrkdwn", "text": shown})["text"] == "&lt;!here&gt;"
    assert checked({"text": shown})["text"] == "&lt;!here&gt;"
    assert checked({"type": "plain_text", "text": shown})["text"] == "<!here>"


def test_our_own_views_pass() -> None:
    """The window and every sentence of ours; the Home tab is published in test_home."""
    view = window.view(window.new_key())
    assert checked({"trigger_id": words.CLOSE, "view": view})["view"] == view
    for sentence in (words.PROGRESS, words.help_text(), words.NOT_INSTALLED):
        assert checked({"text": sentence})["text"] is sentence


def test_the_journal_gives_back_what_it_got() -> None:
    """A message comes through its JSON as it was, and passes again."""
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": words.HOME}}, {"type": "divider"}]
    blocks += [{"type": "context", "elements": [{"type": "plain_text", "text": words.ASK_LIVE, "emoji": False}]}]
    said = Said(text=Mrkdwn.plain(BY_SHAPE.shown("a < b")), blocks=blocks)
    again = Said.of(json.loads(json.dumps(said.journaled())))
    assert again == said
    assert checked(again.journaled()) == said.journaled()
