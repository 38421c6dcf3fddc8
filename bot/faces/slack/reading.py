"""A Slack message -> the text to examine. Rich text first: its leaves are what was typed, unescaped and unlinked.

The result is in Slack's escaped form, as ``text`` is, so that the parser undoes exactly one layer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.reply.mrkdwn import escape
from bot.unicode import well_formed

Message = Mapping[str, Any]
_DEPTH = 8


def text_of(message: Message) -> str:
    """The message's words, and those of messages that it forwards. '' when there are none."""
    parts = (own_text(message), *(own_text(words) for _, words in forwarded(message)))
    return well_formed("\n".join(part for part in parts if part))


def is_from_a_program(message: Message) -> bool:
    """Was it posted by an app? ``bot_id`` on a plain message is how modern bots look."""
    return bool(message.get("bot_id") or message.get("bot_profile") or message.get("subtype") == "bot_message")


def mentions(text: str, user: str) -> bool:
    """Does the text address this user?"""
    return bool(user) and f"<@{user}" in text


def without_mention(text: str, user: str) -> str:
    """The text without the mentions of this user."""
    return re.sub(rf"<@{re.escape(user)}(?:\|[^<>|]*)?>", "", text).strip() if user else text.strip()


def own_text(message: Message) -> str:
    """The words that stand in the message itself."""
    rich = "\n".join(_element(block) for block in _dicts(message.get("blocks")) if block.get("type") == "rich_text")
    text = message.get("text")
    return rich if rich.strip() else text if isinstance(text, str) else ""


def forwarded(message: Message) -> Iterable[tuple[Message, Message]]:
    """(attachment, what holds its words) for each message that this one forwards."""
    for attachment in _dicts(message.get("attachments")):
        if attachment.get("is_share") or attachment.get("is_msg_unfurl"):
            inner = _dicts([found.get("message") for found in _dicts(attachment.get("message_blocks"))])
            yield from ((attachment, words) for words in inner or [attachment])


def _element(element: Message, depth: int = 0) -> str:
    kind = _str(element, "type")
    if depth > _DEPTH:
        return ""
    if kind in _LEAVES:
        return _leaf(kind, element)
    parts = [_element(child, depth + 1) for child in _dicts(element.get("elements"))]
    if kind == "rich_text_preformatted":
        return f"```\n{''.join(parts)}\n```"
    if kind == "rich_text_quote":
        return "\n".join(f"&gt; {line}" for line in "".join(parts).splitlines())
    return ("\n" if kind in {"rich_text", "rich_text_list"} else "").join(parts)


def _leaf(kind: str, element: Message) -> str:
    text, url = _str(element, "text"), _str(element, "url")
    if kind == "text":
        style = element.get("style")
        is_code = isinstance(style, Mapping) and style.get("code")
        return f"`{escape(text)}`" if is_code else escape(text)
    if kind == "link":
        return f"<{escape(url)}|{escape(text)}>" if text and text != url else f"<{escape(url)}>"
    if kind == "user":
        return f"<@{_str(element, 'user_id')}>"
    return f":{_str(element, 'name')}:" if kind == "emoji" else ""


_LEAVES = frozenset({"text", "link", "user", "emoji", "broadcast", "usergroup", "channel", "date", "color"})


def _str(element: Message, key: str) -> str:
    value = element.get(key)
    return value if isinstance(value, str) else ""


def _dicts(value: object) -> list[Message]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
