"""The core with its surroundings: the knowledge, the network and the clock, for a face to call."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from bot.case import Policy
from bot.examine import at_once, examine
from bot.knowledge.load import Library, builtin_folder
from bot.knowledge.overlay import taught
from bot.model import Examination, Moment, Request
from bot.pace import Pace, Told, untold
from bot.probing.net import Net
from bot.probing.offline import Offline
from bot.probing.rules import Rules
from bot.probing.wire import open_net
from bot.settings import Settings

LOOK_AGAIN = timedelta(seconds=1)
_log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Service:
    """One per process. ``library`` is read again when its files change, and ``book`` is what it holds, with what
    the operator's own entries teach; ``rules`` hold for all targets.

    ``unlimited``: nobody waits, as in the demo, whose own API is asked as fast as people click.
    """

    def __init__(
        self, settings: Settings, *, clock: Callable[[], datetime] = _utc_now, unlimited: bool = False
    ) -> None:
        self.settings, self.unlimited = settings, unlimited
        self._pace = Pace(between_s=0, per_person=1_000_000) if unlimited else Pace()
        self.rules = Rules.read(settings.allow_hosts, settings.targets, settings.proxy)
        self.library = Library(builtin_folder(), *settings.knowledge)
        self.book = taught(self.library.book, settings.knowledge)
        self._clock = clock
        self._looked = clock()
        self._warn()

    async def examine(
        self,
        text: str,
        *,
        live: bool = True,
        try_fixes: bool | None = None,
        written: datetime | None = None,
        person: str | None = None,
        told: Told = untold,
    ) -> Examination:
        """Diagnose one paste. ``live`` False sends nothing; ``written`` is when it was posted (default: now).

        For a ``person`` the limits per person and origin hold: what has to wait waits, and ``told`` hears why and how
        many seconds. None = the operator at the terminal, who need not.
        """
        now = self._clock()
        self._look_again(now)
        may_ask = live and self.settings.live != "off"
        return await examine(
            text,
            book=self.book,
            connect=partial(self._connect, try_fixes=bool(try_fixes)) if may_ask else Offline,
            moment=Moment(written=written or now, now=now),
            policy=Policy(live=may_ask, try_fixes=try_fixes),
            turn=partial(self._turn, person=person, told=told) if may_ask and person is not None else at_once,
        )

    def problems(self) -> tuple[str, ...]:
        """What is wrong in the operator's settings and knowledge, a sentence each, for the log and ``/healthz``."""
        return (*self.rules.problems, *map(str, self.library.faults))

    def refresh(self) -> None:
        """Read what was edited in the knowledge folders since, as :meth:`examine` does; faults go to the log."""
        self._look_again(self._clock())

    def _connect(self, request: Request | None, *, try_fixes: bool) -> AbstractAsyncContextManager[Net]:
        return open_net(self.rules, target=request, try_fixes=try_fixes)

    def _turn(self, request: Request | None, *, person: str, told: Told) -> AbstractAsyncContextManager[None]:
        if request is None:
            return at_once(None)
        parts = urlsplit(request.url)
        return self._pace.turn(origin=f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}", person=person, told=told)

    def _look_again(self, now: datetime) -> None:
        """Read what was edited in ``knowledge``, at most once a second: a batch has thousands of texts."""
        if now - self._looked >= LOOK_AGAIN:
            self._looked = now
            if self.library.refresh():
                self.book = taught(self.library.book, self.settings.knowledge)
                self._warn()

    def _warn(self) -> None:
        for problem in self.problems():
            _log.warning("%s", problem)
