"""The five words in which a check answers, as functions: ``passed``, ``fail``, ``warn``, ``skip``, ``error``."""

from __future__ import annotations

from bot.model import Facts, Finding


def passed(summary: str, facts: Facts | None = None) -> Finding:
    """It looks healthy."""
    return Finding(status="pass", summary=summary, facts=facts)


def fail(summary: str, facts: Facts | None = None) -> Finding:
    """It found the fault."""
    return Finding(status="fail", summary=summary, facts=facts)


def warn(summary: str, facts: Facts | None = None) -> Finding:
    """It is odd, and may be nothing."""
    return Finding(status="warn", summary=summary, facts=facts)


def skip(why: str, facts: Facts | None = None) -> Finding:
    """The question does not arise, or may not be asked: ``why`` is a whole clause."""
    return Finding(status="skip", summary=why, facts=facts)


def error(why: str, facts: Facts | None = None) -> Finding:
    """We could not tell."""
    return Finding(status="error", summary=why, facts=facts)
