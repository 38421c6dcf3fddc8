"""The window in which a long request, or a file, is given to the app: Slack cuts a command, and a text field at 3,000.

It opens by the global shortcut, by the button of ``/auth401`` and by that of the Home tab. The answer is for whoever
filled it in: where a command stood it takes the command's way, else it is a direct message.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot import logs
from bot.engine.work import Job
from bot.faces.slack import words
from bot.faces.slack.desk import Desk
from bot.faces.slack.events import TEXT_FILES, readable_files, unreadable_files
from bot.faces.slack.leaving import sentence
from bot.faces.slack.reading import own_text
from bot.masking import BY_SHAPE, Shown
from bot.reply.blocks import Block, plain, section

ASK, OPEN, WINDOW = "ask", "open_window", "window"  # callback_id of the shortcut (manifest.json), action, callback_id
_REQUEST, _FILES = "request", "files"  # blocks
_MOST_FILES = 3
_URL_LASTS = timedelta(minutes=30)  # of a response_url
_OPENED_S = 2.2  # a trigger is good for three seconds
Body = Mapping[str, Any]
log = logging.getLogger("auth401.slack")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What was handed in. ``complaints``: block -> what is wrong with it; the window then stays open."""

    text: str = field(repr=False)
    files: Sequence[Body] = field(repr=False)
    unread: Sequence[Body] = field(repr=False)
    complaints: Mapping[str, Shown]


def button() -> Block:
    """What opens it."""
    return {"type": "actions", "elements": [
        {"type": "button", "action_id": OPEN, "text": plain(words.WINDOW_BUTTON)}
    ]}  # fmt: skip


def new_key() -> Shown:
    """Under which is kept where a window was opened; no word for the mask, and so short that the mask leaves it."""
    return BY_SHAPE.shown(secrets.token_hex(6))


def view(key: Shown = words.NOTHING) -> Block:
    """The window; its ``key`` is handed back with what is filled in."""
    request = {"type": "rich_text_input", "action_id": "text", "placeholder": plain(words.WINDOW_PLACEHOLDER)}
    files = {"type": "file_input", "action_id": "files", "max_files": _MOST_FILES, "filetypes": list(TEXT_FILES)}
    return {
        "type": "modal",
        "callback_id": WINDOW,
        "private_metadata": key,
        "title": plain(words.WINDOW_TITLE),
        "submit": plain(words.WINDOW_SUBMIT),
        "close": plain(words.CLOSE),
        "blocks": [
            section(words.WINDOW_INTRO),
            {"type": "input", "block_id": _REQUEST, "optional": True, "label": plain(words.WINDOW_REQUEST),
             "element": request},
            {"type": "input", "block_id": _FILES, "optional": True, "label": plain(words.WINDOW_FILES),
             "element": files},
        ],
    }  # fmt: skip


async def open_for(desk: Desk, body: Body, *, enterprise: str | None, team: str, user: str) -> None:
    """Open it for whoever pressed, or say that it does not open. Over before Slack stops waiting."""
    container, trigger = body.get("container") or {}, str(body.get("trigger_id") or "")
    is_private = bool(container.get("is_ephemeral"))
    channel = str(container.get("channel_id") or (body.get("channel") or {}).get("id") or "") if is_private else ""
    url = str(body.get("response_url") or "") if is_private else ""
    try:
        async with asyncio.timeout(_OPENED_S):
            client, key = await desk.workspaces.client(enterprise, team), new_key() if channel else words.NOTHING
            if key:
                place = {"user": user, "channel": channel, "response_url": url}
                await desk.memory.put_sealed(_name(key), place, lasts=_URL_LASTS)
            if client is not None and await desk.outbox.open(client, trigger, view(key)):
                return
    except Exception as fault:
        log.error("the window was not opened (%s)", logs.told(fault))
    where = {"enterprise": enterprise, "team": team, "channel": channel or user, "user": user, "response_url": url}
    told = {**where, "text": words.WINDOW_CLOSED}
    kind = "tell" if channel else "say"
    await desk.take_in(Job(key=f"{team}:{user}:{trigger or url}:closed", kind=kind, payload=told), "window")


def filled(body: Body) -> Filled:
    """What stands in it: rich text as it is typed in a message, and files. Empty, it is refused."""
    values = ((body.get("view") or {}).get("state") or {}).get("values") or {}
    rich = _value(values, _REQUEST).get("rich_text_value")
    text = own_text({"blocks": [rich]}).strip()
    given = {"files": _value(values, _FILES).get("files")}
    files, unread = readable_files(given), unreadable_files(given)
    complaints = {} if text or files else {_FILES: words.WINDOW_NO_TEXT} if unread else {_REQUEST: words.WINDOW_EMPTY}
    return Filled(text=text, files=files, unread=unread, complaints=complaints)


async def job(
    desk: Desk, body: Body, found: Filled, *, enterprise: str | None, team: str, user: str, is_external: bool
) -> Job:
    """The work: an answer where the window was opened, as long as Slack takes one there; else as a direct message."""
    shown = body.get("view") or {}
    kept = await desk.memory.sealed(_name(str(shown.get("private_metadata") or "")))
    place = kept if kept is not None and kept["user"] == user else {}
    payload = {
        "enterprise": enterprise,
        "team": team,
        "user": user,
        "channel": str(place.get("channel") or ""),
        "response_url": str(place.get("response_url") or ""),
        "text": found.text,
        "files": list(found.files),
        "unread": list(found.unread),
        "is_external": is_external,
    }
    return Job(key=f"{team}:{user}:{shown.get('id')}:window", kind="window", payload=payload)


def _name(key: str) -> str:
    return f"window/{key[:100]}"


def _value(values: object, block: str) -> Body:
    """The one element of a block."""
    found = values.get(block) if isinstance(values, Mapping) else None
    first = next(iter(found.values()), None) if isinstance(found, Mapping) else None
    return first if isinstance(first, Mapping) else {}


LOOKING = sentence(words.PRIVATE_PROGRESS)
