"""Asked: a message that may want an answer, and how it was asked for: the payload of an ``answer`` job."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.engine.work import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``version`` is the ts of the message, or of the edit that changed it. ``files`` are what is needed to read them,
    ``unread`` the others, with why they are not.

    ``user`` asks; who wrote what stands in ``parts`` (``author``, ``text``). ``is_addressed``: a mention, a direct
    message or the shortcut, which are always answered. ``is_private``: only whoever asked may see the answer.
    ``is_external``: whoever asks or wrote may be of another organisation than ``home``, the ids that are ours;
    ``is_unshared``: Slack says that nobody of another one is in the channel. ``offer``: what was kept with the button
    that was pressed (see :mod:`bot.faces.slack.offers`), empty when none was.
    """

    enterprise: str | None
    team: str
    channel: str
    ts: str
    thread_ts: str
    user: str
    version: str
    is_addressed: bool
    is_direct: bool
    parts: Sequence[Mapping[str, str]] = field(repr=False)
    files: Sequence[Mapping[str, Any]] = field(default_factory=list, repr=False)
    unread: Sequence[Mapping[str, Any]] = field(default_factory=list, repr=False)
    response_url: str = field(default="", repr=False)
    is_private: bool = False
    is_external: bool = True
    is_unshared: bool = False
    home: Sequence[str] = ()
    offer: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def text(self) -> str:
        """The words of the message and of those that it forwards."""
        return "\n".join(part["text"] for part in self.parts if part["text"])

    @property
    def may_ask(self) -> bool:
        """Did whoever the credential belongs to press the button?"""
        return bool(self.offer)

    @property
    def id(self) -> str:
        """The identity of the reply: one per message, however it came about."""
        return f"{self.team}:{self.channel}:{self.ts}"

    @property
    def person(self) -> str:
        """Whose limits hold."""
        return f"{self.team}:{self.user}"

    @property
    def is_edit(self) -> bool:
        """Is it about a changed message?"""
        return self.version != self.ts

    @property
    def written(self) -> datetime | None:
        """When the message was posted, by its ts."""
        seconds = self.ts.partition(".")[0]
        is_number = seconds.isascii() and seconds.isdigit() and len(seconds) < 12
        return datetime.fromtimestamp(int(seconds), UTC) if is_number else None

    @property
    def changed(self) -> datetime | None:
        """When it became what it is, by its version; None when that tells no time."""
        is_number = re.fullmatch(r"[0-9]{1,11}(?:\.[0-9]{1,9})?", self.version)
        return datetime.fromtimestamp(float(self.version), UTC) if is_number else None

    def job(self, how: str, kind: str = "answer") -> Job:
        """The work. ``how`` it was asked for completes the key: a message and its mention are the same work."""
        return Job(key=f"{self.id}:{how}", kind=kind, payload=self.payload())

    def payload(self) -> dict[str, Any]:
        """All of it as JSON; ``Asked(**payload)`` makes it again."""
        return asdict(self)


def is_newer(version: str, than: str) -> bool:
    """Time stamps of Slack: seconds and a counter, compared part by part."""
    return [part.zfill(12) for part in version.split(".")] > [part.zfill(12) for part in than.split(".")]
