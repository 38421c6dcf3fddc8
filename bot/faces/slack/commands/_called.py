"""Called: one use of the slash command, unpacked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.engine.work import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """Who called where, and with which text. ``trigger`` is unique for each call."""

    enterprise: str | None
    team: str
    channel: str
    user: str
    text: str = field(repr=False)
    trigger: str
    response_url: str = field(repr=False)

    @classmethod
    def of(cls, body: Mapping[str, Any], enterprise: str | None) -> Called:
        """From the form that Slack posts."""
        return cls(
            enterprise=enterprise,
            team=str(body.get("team_id") or ""),
            channel=str(body.get("channel_id") or ""),
            user=str(body.get("user_id") or ""),
            text=str(body.get("text") or "").strip(),
            trigger=str(body.get("trigger_id") or body.get("response_url") or ""),
            response_url=str(body.get("response_url") or ""),
        )

    @property
    def name(self) -> str:
        """The sub-command that the first word may be; ``help`` when there is no word."""
        return self.text.split(maxsplit=1)[0].lower() if self.text else "help"

    @property
    def arguments(self) -> list[str]:
        """The words after the first."""
        return self.text.split()[1:]

    def job(self, kind: str, **more: Any) -> Job:
        """Work that this call asks for."""
        shared = {
            "enterprise": self.enterprise,
            "team": self.team,
            "channel": self.channel,
            "user": self.user,
            "response_url": self.response_url,
        }
        return Job(key=f"{self.team}:{self.channel}:{self.trigger}:{kind}", kind=kind, payload={**shared, **more})
