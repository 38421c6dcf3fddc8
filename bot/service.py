"""The core with its surroundings: the knowledge, the network and the clock, for a face to call."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

from bot.checks._case import Policy
from bot.examine import examine
from bot.knowledge.load import Library, builtin_folder
from bot.model import Examination, Moment, Request
from bot.probing.net import Net
from bot.probing.offline import Offline
from bot.probing.rules import Rules
from bot.probing.wire import open_net
from bot.settings import Settings


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Service:
    """One per process. ``library`` is read again when its files change; ``rules`` hold for all targets."""

    def __init__(self, settings: Settings, *, clock: Callable[[], datetime] = _utc_now) -> None:
        self.settings = settings
        self.rules = Rules.read(settings.allow_hosts, settings.targets, settings.proxy)
        self.library = Library(builtin_folder(), *settings.knowledge)
        self._clock = clock

    async def examine(
        self, text: str, *, live: bool = True, try_fixes: bool | None = None, written: datetime | None = None
    ) -> Examination:
        """Diagnose one paste. ``live`` False sends nothing; ``written`` is when it was posted (default: now)."""
        now = self._clock()
        may_ask = live and self.settings.live != "off"
        return await examine(
            text,
            book=self.library.book,
            connect=self._connect if may_ask else Offline,
            moment=Moment(written=written or now, now=now),
            policy=Policy(live=may_ask, try_fixes=try_fixes),
        )

    def _connect(self, request: Request | None) -> AbstractAsyncContextManager[Net]:
        return open_net(self.rules, target=request)
