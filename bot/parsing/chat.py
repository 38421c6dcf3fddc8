"""Slack's and the keyboard's damage undone: message text -> the text that was meant, and what was repaired."""

from __future__ import annotations

from bot.model import Problem


def restore(text: str) -> tuple[str, tuple[Problem, ...]]:
    """The text as it was before Slack escaped it, and a Problem for each kind of repair."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), ()
