"""The five words in which a check answers, as functions: ``passed``, ``fail``, ``warn``, ``skip``, ``error``."""

from __future__ import annotations

from bot.model import Finding, Response, Statement, Status

NO_STATEMENTS: tuple[Statement, ...] = ()


def passed(
    summary: str,
    /,
    *,
    statements: tuple[Statement, ...] = NO_STATEMENTS,
    response: Response | None = None,
    **facts: object,
) -> Finding:
    """It looks healthy."""
    return _finding("pass", summary, statements, response, facts)


def fail(
    summary: str,
    /,
    *,
    statements: tuple[Statement, ...] = NO_STATEMENTS,
    response: Response | None = None,
    **facts: object,
) -> Finding:
    """It found the fault."""
    return _finding("fail", summary, statements, response, facts)


def warn(
    summary: str,
    /,
    *,
    statements: tuple[Statement, ...] = NO_STATEMENTS,
    response: Response | None = None,
    **facts: object,
) -> Finding:
    """It is odd, and may be nothing."""
    return _finding("warn", summary, statements, response, facts)


def skip(why: str, /) -> Finding:
    """The question does not arise, or may not be asked: ``why`` is a whole clause."""
    return _finding("skip", why, NO_STATEMENTS, None, {})


def error(why: str, /, **facts: object) -> Finding:
    """We could not tell."""
    return _finding("error", why, NO_STATEMENTS, None, facts)


def _finding(
    status: Status, summary: str, statements: tuple[Statement, ...], response: Response | None, facts: dict[str, object]
) -> Finding:
    return Finding(status=status, summary=summary, facts=facts, statements=statements, response=response)
