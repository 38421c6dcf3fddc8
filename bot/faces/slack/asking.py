"""Asking: what one job may still send to an API for its person, kept in the journal: it outlives every kill."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.engine.memory import Memory
from bot.engine.work import Steps
from bot.faces.slack import words
from bot.masking import Shown

PASSWORDS, WITHIN = 3, timedelta(minutes=10)  # a paste and one "Try the fix"; accounts are locked after three to ten


class Asking:
    """``note`` says, once the job is done, why the API was not asked as usual; None when it was."""

    def __init__(self, memory: Memory, steps: Steps, person: str) -> None:
        self._memory, self._steps, self._person = memory, steps, person
        self._has_begun, self._one = False, asyncio.Lock()
        self.note: Shown | None = None

    async def is_interrupted(self) -> bool:
        """Did the job send the credential before it was killed? Then it must not ask again by itself."""
        if await self._steps.has_begun():
            self.note = words.INTERRUPTED
        return self.note is not None

    async def before(self, origin: tuple[str, ...], is_password: bool) -> str:
        """Journal that the credential goes out to an origin (by its names); words when it must not."""
        async with self._one:
            self._has_begun = self._has_begun or await self._steps.begin()
            if not self._has_begun:
                self.note = words.INTERRUPTED
                return words.INTERRUPTED_CHECK
            if is_password and not await self._memory.may_send_password(
                self._person, origin, most=PASSWORDS, within=WITHIN
            ):
                self.note = words.PASSWORDS_SENT.filled(times=PASSWORDS, minutes=WITHIN // timedelta(minutes=1))
                return words.PASSWORDS_SENT_CHECK
            return ""
