"""Offline: a Net that asks nobody and says so. What an operator without live checks, and ``--offline``, gets."""

from __future__ import annotations

from bot.model import Request, Sent
from bot.probing.net import NotAllowed, Outcome, Probe, Resolved

_WORDS = "live checks are off, so nothing was asked"


class Offline:
    """Refuses everything in words. It is its own context manager, so that it opens as the real one does."""

    def __init__(self, target: Request | None = None) -> None:
        """Take the target as the real one does; it makes no difference here."""

    async def __aenter__(self) -> Offline:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    @property
    def requests_sent(self) -> int:
        """Always 0."""
        return 0

    @property
    def record(self) -> tuple[Sent, ...]:
        """Nobody was asked."""
        return ()

    async def ask(self, probe: Probe) -> Outcome:
        """Refused by the rule ``offline``."""
        return NotAllowed(rule="offline", words=_WORDS)

    async def resolve(self, host: str, *, public: bool = False) -> Resolved:
        """No addresses, and why."""
        return Resolved(words=_WORDS)
