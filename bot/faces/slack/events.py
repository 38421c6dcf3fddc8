"""A Slack event -> what it asks of us: an answer, an answer made again, or nothing.

One message is one piece of work, whatever Slack calls it and however often it is delivered: its key is (team,
channel, ts). Nothing here waits for the network; whether a paste is for us is decided before the ack.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from bot.faces.slack.asked import Asked
from bot.faces.slack.reading import is_from_a_program, mentions, text_of, without_mention
from bot.faces.slack.whose import is_of, is_of_home, is_ours, parts_of

Body = Mapping[str, Any]
_WRITTEN_BY_PEOPLE = {"", "file_share", "thread_broadcast", "me_message"}
_TEXT_KINDS = {"text", "plain_text", "javascript", "shell", "powershell", "python", "markdown", "post", "snippet"}
TEXT_FILES = ("txt", "log", "har", "json", "sh", "http", "curl", "xml", "yaml", "yml", "md", "csv", "html", "ps1", "py")
_TEXT_ENDINGS = tuple(f".{ending}" for ending in TEXT_FILES)
_FILES = 3
LARGEST_FILE = 1 << 20


def asked(
    body: Body, *, team: str, enterprise: str | None, us: str, home: Collection[str] = frozenset()
) -> Asked | None:
    """What an event ``message`` or ``app_mention`` asks; None when it is no new or changed message of a person.

    ``home`` are the ids of the workspaces and organisations that are ours.
    """
    event = _mapping(body.get("event"))
    is_edit = event.get("subtype") == "message_changed"
    message = _mapping(event.get("message")) if is_edit else event
    if _str(message, "subtype") not in _WRITTEN_BY_PEOPLE or is_from_a_program(message):
        return None
    # Slack sends message_changed for link previews too, and for a deleted parent (subtype tombstone)
    if is_edit and text_of(message) == text_of(_mapping(event.get("previous_message"))):
        return None
    channel, ts, user = _str(event, "channel"), _str(message, "ts"), _str(message, "user")
    if not (channel and ts and user) or user == us:
        return None
    own, *inner = parts_of(message)
    is_direct = event.get("channel_type") == "im" or channel.startswith("D")
    is_unshared = body.get("is_ext_shared_channel") is False
    is_home = is_of_home(body, home) and is_of(home, event, message, is_unshared=is_unshared)
    return Asked(
        enterprise=enterprise,
        team=team,
        channel=channel,
        ts=ts,
        thread_ts=_str(message, "thread_ts") or ts,
        user=user,
        parts=[asdict(part) for part in (replace(own, text=without_mention(own.text, us)), *inner)],
        version=_version(event, message) if is_edit else ts,
        is_addressed=event.get("type") == "app_mention"
        or is_direct
        or any(mentions(part.text, us) for part in (own, *inner)),
        is_direct=is_direct,
        files=readable_files(message),
        unread=unreadable_files(message),
        is_external=not (is_home and is_ours(message, home, is_unshared=is_unshared)),
        is_unshared=is_unshared,
        home=sorted(home),
    )


def asked_by_shortcut(
    body: Body, *, team: str, enterprise: str | None, is_private: bool, home: Collection[str] = frozenset()
) -> Asked:
    """What the message shortcut asks: an answer to its message, whoever wrote it."""
    message, channel, presser = _mapping(body.get("message")), _mapping(body.get("channel")), body.get("user")
    ts = _str(message, "ts")
    # The team of an interaction is that of who pressed
    is_home = is_of_home(body, home) and is_of(home, presser, {"team": body.get("team")}) and is_ours(message, home)
    return Asked(
        enterprise=enterprise,
        team=team,
        channel=_str(channel, "id"),
        ts=ts,
        thread_ts=_str(message, "thread_ts") or ts,
        user=_str(_mapping(presser), "id"),
        parts=[asdict(part) for part in parts_of(message)],
        version=_str(_mapping(message.get("edited")), "ts") or ts,
        is_addressed=True,
        is_direct=_str(channel, "id").startswith("D"),
        files=readable_files(message),
        unread=unreadable_files(message),
        response_url=_str(body, "response_url"),
        is_private=is_private,
        is_external=not is_home,
        home=sorted(home),
    )


def readable_files(message: Body) -> Sequence[Body]:
    """What is needed to read the message's text files, at most three; pictures and large files are left out."""
    needed = ("id", "name", "size", "mimetype", "filetype", "url_private", "mode", "file_access", "user", "user_team")
    return [{name: file.get(name) for name in needed} for file in _files(message) if not why_unreadable(file)][:_FILES]


def unreadable_files(message: Body) -> Sequence[Body]:
    """``name`` of the files that are not read, and ``why``; as many again."""
    found = [{"name": file.get("name"), "why": why_unreadable(file)} for file in _files(message)]
    return [file for file in found if file["why"]][:_FILES]


def why_unreadable(file: Body) -> str:
    """Why a file is not even fetched, by what Slack tells of it; '' when it is. A stub is looked up first."""
    size, mode = file.get("size"), file.get("mode")
    if file.get("file_access") == "check_file_info":
        return ""
    if mode in ("external", "tombstone", "hidden_by_limit"):
        return "elsewhere" if mode == "external" else "unreachable"
    is_text = mode == "snippet" or _str(file, "filetype") in {*_TEXT_KINDS, *TEXT_FILES}
    if not is_text and not _str(file, "name").lower().endswith(_TEXT_ENDINGS):
        return "no-text"
    return "large" if isinstance(size, int) and size > LARGEST_FILE else ""


def _files(message: Body) -> list[Body]:
    files = message.get("files")
    return [_mapping(file) for file in files] if isinstance(files, list) else []


def _version(event: Body, message: Body) -> str:
    return _str(_mapping(message.get("edited")), "ts") or _str(event, "event_ts") or _str(message, "ts")


def _mapping(value: object) -> Body:
    return value if isinstance(value, Mapping) else {}


def _str(values: Body, key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""
