"""Watchdog: a Socket Mode connection that is open and brings nothing is renewed.

slack_sdk renews one that does not answer its pings. One that answers them can be deaf all the same: Slack never greeted
on it after a reconnect, it delivers to another that is dead, or the task that reads it has ended.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot import logs
from bot.faces.slack.intake import Intake

log = logging.getLogger("auth401.slack")


class Watchdog:
    """Looks after one client. ``hello_s``: so long may Slack take to greet; ``silent_s``: so long may nothing come."""

    def __init__(self, client: SocketModeClient, intake: Intake, *, hello_s: float, silent_s: float) -> None:
        self._client, self._intake = client, intake
        self._hello_s, self._silent_s = hello_s, silent_s
        self._session: object = None
        self._greeted: object = None  # the connection that is known, and the last that brought anything
        self._opened = self._heard = time.monotonic()
        client.on_message_listeners.append(self._on_frame)
        client.message_listeners.append(self._on_message)

    async def run(self, every_s: float) -> None:
        """Until it is cancelled. What goes wrong with a renewal is tried again."""
        while True:
            await asyncio.sleep(every_s)
            if why := self._why_deaf():
                log.warning("the Socket Mode connection is renewed: %s", why)
                try:
                    await self._renew()
                except Exception as error:
                    log.warning("it could not be renewed yet (%s)", logs.told(error))

    @property
    def age_s(self) -> float | None:
        """Seconds since the present connection was opened; None while there is none."""
        self._look()
        session = self._client.current_session
        return None if session is None or session.closed else time.monotonic() - self._opened

    def _look(self) -> None:
        if self._client.current_session is not self._session:
            self._session, self._opened = self._client.current_session, time.monotonic()

    def _why_deaf(self) -> str:
        self._look()
        now, client = time.monotonic(), self._client
        if client.closed or not client.auto_reconnect_enabled:  # it is being renewed already
            return ""
        if any(task is not None and task.done() for task in (client.message_receiver, client.message_processor)):
            return "nobody reads it"
        if self._greeted is not self._session and now - self._opened > self._hello_s:
            return "Slack did not greet on it"
        if now - max(self._heard, self._opened) > self._silent_s:
            return f"nothing came for {round(self._silent_s)} s"
        return ""

    async def _renew(self) -> None:
        client = self._client
        if client.message_processor is not None and client.message_processor.done():
            client.message_processor = asyncio.ensure_future(client.process_messages())  # type: ignore[no-untyped-call]
        await client.connect_to_new_endpoint(force=True)
        self._session, self._opened = client.current_session, time.monotonic()

    async def _on_frame(self, _: Any) -> None:
        self._heard, self._greeted = time.monotonic(), self._client.current_session

    async def _on_message(self, _: Any, message: dict[str, Any], __: str | None = None) -> None:
        if message.get("envelope_id"):
            self._intake.heard()
