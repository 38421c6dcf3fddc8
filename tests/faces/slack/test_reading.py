"""From an event's JSON to the text that is examined."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faces.demo.workspace import as_typed
from bot.faces.slack.events import asked, asked_by_shortcut
from bot.faces.slack.reading import text_of
from bot.parsing.parse import parse

KEYS = [
    "type",
    "subtype",
    "text",
    "blocks",
    "elements",
    "user",
    "ts",
    "channel",
    "message",
    "previous_message",
    "files",
    "edited",
    "attachments",
    "style",
    "url",
    "thread_ts",
    "bot_id",
    "is_share",
    "message_blocks",
    "mode",
    "size",
]
WORDS = [
    "message",
    "rich_text",
    "rich_text_section",
    "text",
    "link",
    "message_changed",
    "file_share",
    "C1",
    "1.1",
    "U1",
]
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=30,
)


rich = st.fixed_dictionaries({"type": st.just("rich_text"), "elements": values})
blocks = st.fixed_dictionaries(
    {"text": values, "user": st.just("U1"), "ts": st.just("1.1"), "channel": st.just("C1")},
    optional={"blocks": st.lists(rich), "files": values},
)


@given(values | blocks, values | blocks)
def test_no_event_breaks_it(event: Any, message: Any) -> None:
    """Whatever JSON an event is, it asks something or nothing."""
    for body in ({"event": event}, {"event": {"type": "message", "subtype": "message_changed", "message": message}}):
        found = asked(body, team="T1", enterprise=None, us="U0US")
        assert found is None or json.dumps(found.payload())
    shortcut = asked_by_shortcut({"message": message, "channel": event}, team="T1", enterprise=None, is_private=False)
    assert json.dumps(shortcut.payload())


@pytest.mark.parametrize(
    "typed",
    [
        "curl https://api.example.com/v1/me?a=1&b=2 -H 'X: <y>'",
        "401\n```\ncurl 'https://api.example.com/q?x=%3C&y=&lt;' -d '<a>&amp;</a>'\n```\nwhy?",
        "Look: `curl https://api.example.com/v1` said 401, <tag> & more",
    ],
)
def test_rich_text_and_text_read_alike(typed: str) -> None:
    """The same request is found in the blocks as in the escaped text beside them, and as it was typed."""
    message = as_typed(typed)
    from_blocks, from_text = parse(text_of(message)), parse(text_of({"text": message["text"]}))
    assert [(r.url, r.headers, r.body) for r in from_blocks.requests] == [
        (r.url, r.headers, r.body) for r in from_text.requests
    ]
    assert from_blocks.requests


def test_a_forwarded_message_is_read_too() -> None:
    """Somebody shares a colleague's message: its text is in an attachment."""
    shared = {"is_share": True, "text": "401 from curl https://api.example.com/v1/me"}
    preview = {"title": "a page", "text": "401k plans explained"}
    assert text_of({"text": "look", "attachments": [shared, preview]}) == f"look\n{shared['text']}"


def test_lists_quotes_and_code_keep_their_marks() -> None:
    """Rich text's structure comes back as Slack's text has it."""
    code = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "curl <x>"}]}
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": "a\nb"}]}
    items = [{"type": "rich_text_section", "elements": [{"type": "text", "text": item}]} for item in ("one", "two")]
    many = {"type": "rich_text_list", "style": "bullet", "elements": items}
    leaves = [{"type": "text", "text": "x", "style": {"code": True}}, {"type": "user", "user_id": "U1"}]
    line = {"type": "rich_text_section", "elements": leaves}
    message = {"blocks": [{"type": "rich_text", "elements": [code, quote, many, line]}]}
    assert text_of(message) == "```\ncurl &lt;x&gt;\n```\n&gt; a\n&gt; b\none\ntwo\n`x`<@U1>"
