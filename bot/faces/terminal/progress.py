"""Progress: one line on standard error while something is in work, only on a terminal, and gone afterwards."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Self, TextIO

_A_SECOND = 8  # times that the line is drawn


class Line:
    """The line, drawn again and again with what ``words`` gives, which is ASCII: a terminal may know no more.

    Nothing is drawn where the stream is no terminal, or one that cannot erase it again.
    """

    def __init__(self, words: Callable[[], str], stream: TextIO, environ: Mapping[str, str]) -> None:
        self._live = None
        if not stream.isatty():
            return
        from rich.console import Console  # slow to load
        from rich.live import Live
        from rich.text import Text

        from bot.faces.terminal.screen import screen_of

        screen = screen_of(stream, environ)
        if screen is not None and screen.styles:
            self._live = Live(
                console=Console(file=stream, force_terminal=True, highlight=False, markup=False, emoji=False),
                get_renderable=lambda: Text(words(), no_wrap=True, overflow="ellipsis", style="dim"),
                transient=True,
                refresh_per_second=_A_SECOND,
                redirect_stdout=False,
                redirect_stderr=False,
            )

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """The line is away while this lasts, for what is printed to the same terminal."""
        with contextlib.ExitStack() as after:
            if self._live:
                self._live.stop()
                after.callback(self._live.start)
            yield


class Checking:
    """``Checking: given-probe, bogus-probe (1.2 s)``: which checks run, and since when somebody waits.

    Called as a ``Watch``. Between two checks the last ones are still told.
    """

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._running = "the text"

    def __call__(self, running: tuple[str, ...]) -> None:
        """Other checks run now."""
        self._running = ", ".join(running) or self._running

    def words(self) -> str:
        """What is in work."""
        return f"Checking: {self._running} ({time.monotonic() - self._begun:.1f} s)"


class Count:
    """``312 of 900 done, 41.3 a second``. ``total`` None: nobody knows how many come."""

    def __init__(self, total: int | None = None) -> None:
        self._begun = time.monotonic()
        self._total, self._done = total, 0

    def one(self) -> None:
        """One more is done."""
        self._done += 1

    def words(self) -> str:
        """How many, and how fast."""
        of = "" if self._total is None else f" of {self._total}"
        return f"{self._done}{of} done, {self._done / max(time.monotonic() - self._begun, 0.001):.1f} a second"
