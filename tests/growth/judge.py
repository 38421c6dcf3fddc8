"""How much longer does four times the text take? Processor time, the best of a few, under a hard limit."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

SIZE = 2_560  # characters of the short text; the long one has four times as many
MOST = 6.0  # times as long may four times the text take
FLOOR_S = 0.006  # a long text that takes less is not judged: 64 KiB would take 0.25 s even if it grew with the square
FLOOR_OF_WHOLE_S = 0.04  # … and somewhat more than 1 s: for what runs a whole stage
LIMIT_S = 1.5  # one run may take
_TRIES = 8
_SURELY = 4.8  # times as long in the first two runs is linear; else they are repeated

Read = Callable[[str], object]


class TooSlowError(SystemExit):
    """The limit of one run has passed. What is measured catches Exceptions; asyncio, too, lets this one out."""


@dataclass(frozen=True)
class Text:
    """``before``, then ``pump`` as often as ``size`` needs, then ``after``."""

    before: str
    pump: str
    after: str = ""

    def of(self, size: int, more: int = 0) -> str:
        """The text with about ``size`` characters, never cut inside a pump; ``more`` pumps make it another text."""
        return self.before + self.pump * (max(2, size // len(self.pump)) + more) + self.after

    def __str__(self) -> str:
        return f"{self.before[-80:]!r} + n * {self.pump[:60]!r} + {self.after[:60]!r}"


@dataclass(frozen=True)
class Growth:
    """``long_s`` for ``size`` characters; ``times`` as long as a quarter of it, 1 when too short to be judged."""

    long_s: float
    times: float
    size: int

    @property
    def per_64_kib_s(self) -> float:
        """What 64 KiB of such a text would take, were it linear."""
        return self.long_s * 65_536 / self.size

    @property
    def complaint(self) -> str:
        """What is wrong, or ''."""
        if self.times > MOST:
            return f"{self.times:.1f} times as long for 4 times the text ({self.long_s:.3f} s for {self.size})"
        return ""


def growth(read: Read, text: Text, size: int = SIZE, floor_s: float = FLOOR_S) -> Growth:
    """Measure ``read`` on a text and on four times the text, unless that takes less than ``floor_s``.

    What grows too fast does so in every turn and with four times as much again; another program that shares the
    processor, or a window that was not full yet, does not.
    """
    long = text.of(4 * size)
    once = cpu_s(read, long)
    if once < floor_s:
        return Growth(once, 1.0, len(long))
    if once == float("inf"):
        return Growth(once, once, len(long))
    # Never the same text twice: what a reader remembers would be no reading.
    short_s = cpu_s(read, text.of(size))
    if once <= _SURELY * short_s:
        return Growth(once, once / short_s, len(long))
    # In turns: when another machine takes the processor for a while, both are slow.
    long_s = once
    for more in range(1, _TRIES):
        short_s = min(short_s, cpu_s(read, text.of(size, more)))
        long_s = min(long_s, cpu_s(read, text.of(4 * size, more)))
        if long_s <= MOST * short_s:
            break
    if long_s < floor_s or short_s == 0:
        return Growth(long_s, 1.0, len(long))
    if long_s > MOST * short_s and size == SIZE:
        return growth(read, text, 4 * size, floor_s)
    return Growth(long_s, long_s / short_s, len(long))


def cpu_s(read: Read, text: str) -> float:
    """Seconds of the processor for one reading; infinity when the limit passed. What it raises does not matter."""
    gc.disable()
    try:
        with _limit():
            start = time.thread_time()  # the process's counts in ticks of 4 ms while a timer of it runs
            with suppress(Exception):
                read(text)
            return time.thread_time() - start
    except TooSlowError:
        return float("inf")
    finally:
        gc.enable()


@contextmanager
def _limit() -> Iterator[None]:
    """Raise TooSlowError after LIMIT_S of processor time; ``re`` looks for signals while it matches."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
