"""The seam to durable work: a job is submitted once by its key, and its steps are done once each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work. ``key`` is its identity for good; ``kind`` names the handler; ``payload`` is JSON.

    ``person`` is whose share of the slots it takes ('' = nobody's: it has a share of its own). The payload is encrypted
    before it reaches a disk. It is hidden from ``repr`` because it holds the paste.
    """

    key: str
    kind: str
    payload: Payload = field(repr=False)
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What a handler leaves to be done: the same job by the handler of ``kind``, ``after_s`` seconds from now or later.

    Until then it holds no slot; it is journaled like a new job.
    """

    kind: str
    payload: Payload = field(repr=False)
    after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """``depth`` jobs are waiting or running; the oldest was taken in ``oldest`` ago (zero when there is none)."""

    depth: int
    oldest: timedelta


class Steps(Protocol):
    """What a handler does its work through."""

    async def once(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        """Do ``work`` and journal its JSON result. A repeated handler gets the journaled result; nothing is redone.

        Killed between the work and its record, the step is done again: whoever posts something looks first.
        """

    @property
    def is_repeated(self) -> bool:
        """Did the job run before, so that what it posts may be there already?"""

    async def begin(self) -> bool:
        """Journal, also from within a step, that the job now does what must not be done a second time.

        True to the first caller alone: once this job has begun, no repetition of it may begin again.
        """

    async def has_begun(self) -> bool:
        """Did this job begin, in this run or in one that was killed?"""


class JournalError(RuntimeError):
    """The journal cannot be opened; the text says which and why, for the operator."""


Handler = Callable[[Job, Steps], Awaitable[Later | None]]
GIVE_UP = "give-up"  # the kind of a job that failed three times; its payload is the job's, with its ``kind``


class Engine(Protocol):
    """Keeps jobs through restarts. One engine lives in a process at a time."""

    async def start(self, handlers: Mapping[str, Handler], slow: Collection[str] = ()) -> None:
        """Open the journal and go on with this instance's unfinished jobs. Call it inside the running loop.

        Kinds that are ``slow`` have slots of their own, so that they keep no other waiting.
        """

    async def submit(self, job: Job) -> None:
        """Journal a job; when this returns it survives a kill. A key that was already taken in changes nothing."""

    async def health(self) -> Health:
        """How much is waiting and how old the oldest is. Raises when the journal cannot be read."""

    async def stop(self, within: timedelta) -> None:
        """Take no more work, give running jobs ``within`` to end. What does not end goes on at the next start."""
