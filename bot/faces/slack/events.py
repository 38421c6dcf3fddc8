"""A Slack event -> what it asks of us: an answer, an answer made again, or nothing.

One message is one piece of work, whatever Slack calls it and however often it is delivered: its key is (team,
channel, ts). Nothing here waits for the network; whether a paste is for us is decided before the ack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.engine.work import Job
from bot.faces.slack.reading import is_from_a_program, mentions, text_of, without_mention

Body = Mapping[str, Any]
_WRITTEN_BY_PEOPLE = {None, "file_share", "thread_broadcast", "me_message"}
_TEXT_FILES = {"text", "plain_text", "json", "javascript", "shell", "powershell", "python", "markdown", "yaml", "xml"}
_TEXT_ENDINGS = (".txt", ".log", ".har", ".json", ".sh", ".http", ".curl", ".xml", ".yaml", ".yml", ".md", ".csv")
_FILES = 3
LARGEST_FILE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A message that may want an answer. ``version`` is the ts of the message, or of the edit that changed it."""

    enterprise: str | None
    team: str
    channel: str
    ts: str
    thread_ts: str
    user: str
    text: str
    version: str
    is_addressed: bool
    is_direct: bool
    files: tuple[Mapping[str, Any], ...] = ()

    def job(self, kind: str, **more: Any) -> Job:
        """The work: ``kind`` tells how it was asked for; a message and its mention are the same work."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return Job(
            key=f"{self.team}:{self.channel}:{self.ts}:{kind}",
            kind="answer",
            payload={**values, "files": [dict(file) for file in self.files], **more},
        )


def asked(body: Body, *, team: str, enterprise: str | None, us: str) -> Asked | None:
    """What an event of type ``message`` or ``app_mention`` asks; None when it is no new message of a person."""
    event = _mapping(body.get("event"))
    if event.get("subtype") == "message_changed":
        return _edited(event, team, enterprise, us)
    if event.get("subtype") not in _WRITTEN_BY_PEOPLE or is_from_a_program(event):
        return None
    return _of(event, event, team, enterprise, us, is_mention=event.get("type") == "app_mention")


def _edited(event: Body, team: str, enterprise: str | None, us: str) -> Asked | None:
    """An edit whose words differ. Slack also sends one for each link preview, and for a deleted parent (tombstone)."""
    message, before = _mapping(event.get("message")), _mapping(event.get("previous_message"))
    if message.get("subtype") not in _WRITTEN_BY_PEOPLE or is_from_a_program(message):
        return None
    if text_of(message) == text_of(before):
        return None
    return _of(event, message, team, enterprise, us)


def _of(
    event: Body, message: Body, team: str, enterprise: str | None, us: str, *, is_mention: bool = False
) -> Asked | None:
    channel, ts, user = (_str(event, "channel"), _str(message, "ts"), _str(message, "user"))
    if not (channel and ts and user) or user == us:
        return None
    text = text_of(message)
    is_direct = event.get("channel_type") == "im" or channel.startswith("D")
    return Asked(
        enterprise=enterprise,
        team=team,
        channel=channel,
        ts=ts,
        thread_ts=_str(message, "thread_ts") or ts,
        user=user,
        text=without_mention(text, us),
        version=ts
        if event is message
        else _str(_mapping(message.get("edited")), "ts") or _str(event, "event_ts") or ts,
        is_addressed=is_mention or is_direct or mentions(text, us),
        is_direct=is_direct,
        files=readable_files(message),
    )


def readable_files(message: Body) -> tuple[Mapping[str, Any], ...]:
    """What is needed to read the message's text files, at most three; pictures and large files are left out."""
    files = message.get("files")
    found = [_mapping(file) for file in files] if isinstance(files, list) else []
    return tuple(
        {name: file.get(name) for name in ("id", "url_private", "mode", "file_access", "size")}
        for file in found
        if _is_text(file)
    )[:_FILES]


def _is_text(file: Body) -> bool:
    size = file.get("size")
    if file.get("mode") == "external" or (isinstance(size, int) and size > LARGEST_FILE):
        return False
    if file.get("mode") == "snippet" or file.get("file_access") == "check_file_info":
        return True
    return _str(file, "filetype") in _TEXT_FILES or _str(file, "name").lower().endswith(_TEXT_ENDINGS)


def _mapping(value: object) -> Body:
    return value if isinstance(value, Mapping) else {}


def _str(values: Body, key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""
