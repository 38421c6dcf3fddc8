"""Ahead: the process of the workers loads what they need while this one loads the demo."""

from __future__ import annotations

from bot import forks
from bot.faces import slack

WORK = (*slack.WORK, "bot.faces.demo.how")


def start() -> None:
    """Start it. Raises NoFolderError."""
    forks.start(WORK)
