"""Intake: what came in last, and how a delivery ends that cannot be read or journaled."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot import logs

# What reading a value of another shape than Slack's raises; a store that does not answer raises other things
_OF_SHAPE = (AttributeError, LookupError, TypeError, ValueError, RecursionError, AssertionError)
log = logging.getLogger("auth401.slack")


@dataclass(slots=True)
class Intake:
    """When Slack was heard of last. ``clock`` is monotonic, in seconds; ``count`` is called for each envelope."""

    clock: Callable[[], float] = time.monotonic
    last: float | None = None
    count: Callable[[], object] = bool

    def heard(self) -> None:
        """An envelope came."""
        self.last = self.clock()
        self.count()

    @property
    def age_s(self) -> float | None:
        """Seconds since the last envelope; None when there was none yet."""
        return None if self.last is None else self.clock() - self.last


async def dispatched(app: AsyncApp, body: str, query: str, headers: dict[str, str]) -> BoltResponse:
    """Bolt's answer to a delivery; 400 to one that has not the shape of Slack's, never 500 for it."""
    try:
        return await app.async_dispatch(AsyncBoltRequest(body=body, query=query, headers=headers))  # type: ignore[arg-type]
    except _OF_SHAPE as error:
        return unreadable(error)


async def failed(error: Exception) -> BoltResponse:
    """What a listener's fault is answered: 500 has Slack send the delivery again, as 400 has."""
    if isinstance(error, _OF_SHAPE):
        return unreadable(error)
    log.error("a delivery was not taken in (%s)", logs.told(error))
    return BoltResponse(status=500, body="")


def unreadable(error: Exception) -> BoltResponse:
    """The words of the fault are nobody's: they may quote what was pasted."""
    log.warning("a delivery could not be read (%s)", logs.told(error))
    return BoltResponse(status=400, body={"error": "unreadable body"})
