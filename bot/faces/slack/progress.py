"""Progress: while an API is asked, the progress line in the thread names the checks that run.

A diagnosis that is quickly over says nothing in between: an edit counts towards Slack's limits, and the answer needs
them more. Where Slack takes it, the thread's own status says the same.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.slack import words
from bot.faces.slack.leaving import sentence
from bot.faces.slack.outbox import Outbox
from bot.masking import BY_SHAPE

_FIRST_S, _NEXT_S = 1.0, 2.5
_STATUS = 90  # characters


class Progress:
    """For one diagnosis: a context in which :meth:`watch` hears which checks run. Nothing of it comes after the end.

    ``is_moot``: was the message deleted or edited in the meantime? Then the line is not ours any more.
    """

    def __init__(
        self,
        outbox: Outbox,
        client: AsyncWebClient,
        *,
        channel: str,
        thread_ts: str,
        ts: str | None,
        is_moot: Callable[[], Awaitable[bool]],
    ) -> None:
        self._outbox, self._client, self._is_moot = outbox, client, is_moot
        self._channel, self._thread_ts, self._ts = channel, thread_ts, ts
        self._running: tuple[str, ...] = ()
        self._over = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def watch(self, running: tuple[str, ...]) -> None:
        """Other checks run now. Between two the last ones are still told."""
        self._running = running or self._running
        if self._task is None and self._running and self._ts is not None:
            self._task = asyncio.create_task(self._tell(self._ts))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What is under way is waited for: it must not reach Slack after the answer."""
        self._over.set()
        if self._task is not None:
            await self._task

    async def _tell(self, ts: str) -> None:
        told: tuple[str, ...] = ()
        has_status, wait = False, _FIRST_S
        while not await self._is_over_within(wait):
            if told != self._running:
                if await self._is_moot():
                    break
                told = self._running
                checks = BY_SHAPE.shown(", ".join(told))
                said = sentence(words.CHECKING.filled(checks=checks))
                where = {"channel": self._channel, "ts": ts}
                await self._outbox.spare(self._client, "chat_update", **where, **said.journaled())
                has_status = await self._set_status(words.CHECKING_STATUS.filled(checks=checks).cut(_STATUS))
            wait = _NEXT_S
        if has_status:
            await self._set_status(words.NOTHING)

    async def _set_status(self, status: object) -> bool:
        where = {"channel_id": self._channel, "thread_ts": self._thread_ts}
        return await self._outbox.spare(self._client, "assistant_threads_setStatus", **where, status=status)

    async def _is_over_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)
        return self._over.is_set()
