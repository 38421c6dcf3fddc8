"""Workspace: a stand-in for Slack's state. Messages as Slack's own JSON, and who is told of changes."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]
TEAM = "T0DEMO"
YOU, ROBIN, BOT, BOT_ID, APP = "U0YOU", "U0ROBIN", "U0AUTH401", "B0AUTH401", "A0AUTH401"
CHANNEL, DIRECT = "C0SUPPORT", "D0AUTH401"
DIRECTS = {YOU: DIRECT, ROBIN: "D0ROBIN"}  # each person's messages with the app
USERS = {YOU: "sam", ROBIN: "robin", BOT: "auth401"}
CHANNELS = {CHANNEL: "api-support"} | dict.fromkeys(DIRECTS.values(), "auth401")
_LINK = re.compile(r"https?://[^\s<>\"'`|\\]+[^\s<>\"'`|\\.,;:!?)]")


@dataclass
class Workspace:
    """All that the stand-in knows. ``events`` are called with each Slack event that a change causes."""

    messages: dict[str, list[Message]] = field(default_factory=lambda: {channel: [] for channel in CHANNELS})
    typed: dict[str, str] = field(default_factory=dict)  # ts -> what the person typed, to be edited again
    home: dict[str, Any] | None = None  # the last that was published, and by person
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    outside: dict[str, set[str]] = field(default_factory=dict)  # channel -> people who are not in it
    admins: set[str] = field(default_factory=set)
    views: list[dict[str, Any]] = field(default_factory=list)  # open windows: ``id``, ``user``, ``view``
    status: dict[tuple[str, str], str] = field(default_factory=dict)  # of threads: what the app is doing
    joined: set[str] = field(default_factory=lambda: set(CHANNELS))  # where the app is a member
    files: dict[str, bytes] = field(default_factory=dict)
    events: list[Callable[[Message], None]] = field(default_factory=list)
    is_closed: bool = False
    changes: int = 0  # how many there were: whoever watches knows whether one came while they looked away
    _watchers: set[asyncio.Event] = field(default_factory=set)
    _last: int = 0

    def new_ts(self) -> str:
        """A time stamp as Slack makes them: unique in the workspace and growing."""
        self._last = max(self._last + 1, int(time.time() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def members(self, channel: str) -> set[str]:
        """Who is in a channel: everybody, if nothing else is said."""
        if kind_of(channel) == "im":
            return {BOT} | {user for user, direct in DIRECTS.items() if direct == channel}
        return set(USERS) - self.outside.get(channel, set())

    def find(self, channel: str, ts: str) -> Message | None:
        """The message, or None."""
        return next((message for message in self.messages.get(channel, []) if message["ts"] == ts), None)

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The message and its replies, oldest first; ephemeral ones are not among them."""
        return [
            message
            for message in self.messages.get(channel, [])
            if ts in (message["ts"], message.get("thread_ts")) and not message.get("is_ephemeral")
        ]

    def say(
        self, channel: str, text: str, thread_ts: str = "", files: list[Message] | None = None, user: str = YOU
    ) -> Message:
        """A person types ``text`` and presses return."""
        message = {"type": "message", "user": user, **(as_typed(text) if text else {"text": ""})}
        if files:
            message |= {"files": files, "subtype": "file_share"}
        message = self.add(channel, message, thread_ts)
        self.typed[message["ts"]] = text
        return message

    def add(self, channel: str, message: Message, thread_ts: str = "") -> Message:
        """Put a message into a channel and tell the app."""
        message = {**message, "ts": self.new_ts(), "team": TEAM}
        if thread_ts:
            message["thread_ts"] = thread_ts
        self.messages[channel].append(message)
        self.changed()
        if not message.get("is_ephemeral"):
            self._tell(channel, message)
        return message

    def say_privately(
        self, channel: str, text: str, slot: str = "", blocks: list[Message] | None = None, to: str = YOU
    ) -> Message:
        """The app's ephemeral answer to a command; ``slot`` is what its response_url replaces."""
        message = {"type": "message", "user": BOT, "text": text, "is_ephemeral": True, "slot": slot, "to": to}
        message |= {"blocks": blocks or []}
        return self.add(channel, message)

    def seen_by(self, user: str) -> dict[str, list[Message]]:
        """The messages of each channel that a person is in, without what is for another's eyes alone."""
        return {
            channel: [one for one in said if one.get("to", user) == user]
            for channel, said in self.messages.items()
            if user in self.members(channel)
        }

    def edit(self, channel: str, ts: str, text: str, user: str = YOU) -> Message | None:
        """A person changes a message."""
        self.typed[ts] = text
        return self.replace(channel, ts, as_typed(text), edited_by=user)

    def replace(self, channel: str, ts: str, values: Message, edited_by: str) -> Message | None:
        """Change a message in place and tell the app; None when there is no such message."""
        message = self.find(channel, ts)
        if message is None:
            return None
        before = dict(message)
        message.update(values, edited={"user": edited_by, "ts": self.new_ts()})
        self.changed()
        ts = message["edited"]["ts"]
        self._hidden("message_changed", channel, ts, message=dict(message), previous_message=before)
        return message

    def remove(self, channel: str, ts: str) -> bool:
        """Delete a message; False when there is none. One with replies is a tombstone until the last of them goes."""
        message = self.find(channel, ts)
        if message is None:
            return False
        before = dict(message)
        if len(self.thread(channel, ts)) > 1 and message.get("thread_ts", ts) == ts:
            gone = {"type": "message", "subtype": "tombstone", "text": "This message was deleted.", "hidden": True,
                    "user": "USLACKBOT", "ts": ts, "thread_ts": ts}  # fmt: skip
            message.clear()
            message.update(gone)
            self.changed()
            self._hidden("message_changed", channel, self.new_ts(), message=dict(gone), previous_message=before)
            return True
        self.messages[channel].remove(message)
        self.changed()
        self._hidden("message_deleted", channel, self.new_ts(), deleted_ts=ts, previous_message=before)
        root = self.find(channel, before.get("thread_ts", ""))
        if root is not None and root.get("subtype") == "tombstone" and len(self.thread(channel, root["ts"])) == 1:
            self.remove(channel, root["ts"])
        return True

    def close(self) -> None:
        """Nothing more will happen: let those who watch go home."""
        self.is_closed = True
        self.changed()

    def changed(self) -> None:
        """Wake whoever watches."""
        self.changes += 1
        for watcher in self._watchers:
            watcher.set()

    async def wait_for_change(self, within_s: float) -> bool:
        """True as soon as something changed, False when nothing did in time."""
        watcher = asyncio.Event()
        self._watchers.add(watcher)
        try:
            async with asyncio.timeout(within_s):
                await watcher.wait()
        except TimeoutError:
            return False
        finally:
            self._watchers.discard(watcher)
        return True

    def _tell(self, channel: str, message: Message) -> None:
        shared = {"channel": channel, "event_ts": message["ts"]}
        self._send({**message, **shared, "channel_type": kind_of(channel)})
        if f"<@{BOT}>" in message.get("text", "") and channel != DIRECT and message.get("user") != BOT:
            self._send({**message, **shared, "type": "app_mention"})

    def _hidden(self, subtype: str, channel: str, ts: str, **more: Any) -> None:
        where = {"channel": channel, "channel_type": kind_of(channel), "ts": ts, "event_ts": ts}
        self._send({"type": "message", "subtype": subtype, "hidden": True, **where, **more})

    def _send(self, event: Message) -> None:
        for told in self.events:
            told(event)


def kind_of(channel: str) -> str:
    """``im`` or ``channel``, as events call it."""
    return "im" if channel.startswith("D") else "channel"


def as_typed(text: str) -> Message:
    """``text`` and ``blocks`` as Slack's client makes them: escaped, addresses linked, fences kept."""
    text = re.sub(r"(?<![\w.])@auth401\b", f"<@{BOT}>", text)
    marked = _LINK.sub(lambda link: f"<{link.group()}>", _escaped(text))
    pieces = re.split(r"```\n?", text)
    elements = [
        {"type": "rich_text_preformatted" if odd % 2 else "rich_text_section", "elements": _leaves(piece)}
        for odd, piece in enumerate(pieces)
        if piece.strip()
    ]
    return {"text": marked, "blocks": [{"type": "rich_text", "block_id": "typed", "elements": elements}]}


def _escaped(text: str) -> str:
    kept = text.replace(f"<@{BOT}>", "\0")
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\0", f"<@{BOT}>")


def _leaves(text: str) -> list[Message]:
    leaves: list[Message] = []
    for part in re.split(rf"(<@{BOT}>|{_LINK.pattern})", text):
        if part == f"<@{BOT}>":
            leaves.append({"type": "user", "user_id": BOT})
        elif _LINK.fullmatch(part):
            leaves.append({"type": "link", "url": part})
        elif part:
            leaves.append({"type": "text", "text": part})
    return leaves
