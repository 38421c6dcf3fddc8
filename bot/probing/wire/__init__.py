"""wire: the real Net. The one package that opens connections to targets, behind guard and budget."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.model import Request
from bot.probing.pasted import pasted
from bot.probing.rules import Rules
from bot.probing.wire import resolve

if TYPE_CHECKING:
    from bot.probing.wire.session import Session

__all__ = ["open_net"]


async def _may(is_password: bool) -> str:
    """Nobody else has a say in what is sent."""
    return ""


def open_net(
    rules: Rules,
    *,
    target: Request | str | None = None,
    try_fixes: bool = False,
    resolver: resolve.Resolver = resolve.system,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    may_send: Callable[[bool], Awaitable[str]] = _may,
) -> Session:
    """The Net for one diagnosis, as an async context manager.

    ``target`` is the pasted request: its origin alone may get the credential. ``try_fixes`` says that somebody asked
    for a second attempt with a password. ``resolver`` and ``clock`` are seams for tests. ``may_send`` is awaited before
    each request with the credential, told whether that is a password; words from it keep the request back.
    """
    from bot.probing.wire.session import Session  # slow to load, and nothing for who works offline

    return Session(rules, pasted(target), try_fixes, resolver, clock, may_send)
