"""Deletions: a message that is gone, and with it the answer, also one that is still being looked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from bot.faces.slack.asked import Asked
from bot.faces.slack.events import asked as asked_by

Body = Mapping[str, Any]


def deleted(
    body: Body, *, team: str, enterprise: str | None, us: str, home: Collection[str] = frozenset()
) -> Asked | None:
    """The message that was deleted, as it was asked; None when the event is no deletion of a person's message.

    Slack sends ``message_deleted``, or for a message with replies ``message_changed`` to the subtype ``tombstone``; and
    ``message_deleted`` of the tombstone later on, when the last reply is gone.
    """
    event = body.get("event")
    if not isinstance(event, Mapping):
        return None
    before, channel = event.get("previous_message"), event.get("channel")
    message = event.get("message")
    is_tombstone = isinstance(message, Mapping) and message.get("subtype") == "tombstone"
    is_gone = event.get("subtype") == "message_deleted" or (event.get("subtype") == "message_changed" and is_tombstone)
    if not is_gone or not isinstance(before, Mapping) or not isinstance(channel, str):
        return None
    # The same message, as if it came in now: what would have been asked
    was = {"type": "message", "channel": channel, "channel_type": event.get("channel_type"), **before}
    ts = str(event.get("deleted_ts") or (message or {}).get("ts") or before.get("ts") or "")
    found = asked_by({**body, "event": was}, team=team, enterprise=enterprise, us=us, home=home)
    return replace(found, ts=ts, version=ts) if found is not None and ts else None
