"""Pressing *Details* and *All steps* in the stand-in Slack, and what is kept for them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any
from unittest.mock import patch

from bot.faces.demo.blockkit import view_complaints
from bot.faces.demo.workspace import CHANNEL, TEAM, YOU
from bot.faces.slack import behind
from bot.faces.slack.rendering import DETAILS, STEPS
from tests.faces.slack.stand import Stand, buttons

BOTH = (DETAILS, STEPS)
GONE = "no longer have what this button shows"


async def pressed(
    slack: Stand,
    answer: dict[str, Any],
    name: str,
    user: str = YOU,
    channel: str = CHANNEL,
    patience_s: float = 10,
    **action: Any,
) -> dict[str, Any]:
    """The window that a press opens for ``user``, and no message; the app is patient, as the machine may be busy."""
    slack.workspace.views.clear()
    before = [len(slack.called(method)) for method in ("chat.postMessage", "chat.postEphemeral", "response_url")]
    with patch.multiple(behind, _LOOKED_S=patience_s, _OPENED_S=3 * patience_s):
        await press(slack, answer, name, user, channel, **action)
    await slack.idle()
    after = [len(slack.called(method)) for method in ("chat.postMessage", "chat.postEphemeral", "response_url")]
    assert after == before
    (opened,) = slack.workspace.views
    assert opened["user"] == user
    view: dict[str, Any] = opened["view"]
    assert view_complaints(view) == []
    return view


async def press(
    slack: Stand, answer: dict[str, Any], name: str, user: str = YOU, channel: str = CHANNEL, **action: Any
) -> None:
    """Press one of the two buttons; Slack hears 200 in time."""
    (button,) = buttons(answer, name)
    action = {"action_id": name, "value": button["value"], **action}
    more = {"user": {"id": user, "team_id": TEAM}}
    assert await slack.delivery.press(answer, channel, action, **more) in (None, "")


def words_of(view: Any) -> str:
    """All texts of it, line by line."""
    if isinstance(view, dict):
        return "\n".join(
            part if key == "text" and isinstance(part, str) else words_of(part) for key, part in view.items()
        )
    return "\n".join(map(words_of, view)) if isinstance(view, list) else ""


def kept(slack: Stand) -> int:
    """How many values are sealed for these buttons."""
    with closing(sqlite3.connect(slack.desk.service.settings.data / "auth401.sqlite")) as journal:
        (number,) = journal.execute("select count(*) from auth401_sealed where name like 'behind%'").fetchone()
    return int(number)
