"""What the sub-commands share: settings in, JSON lines in, text and JSON out."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from bot.faces.terminal.progress import Count, Line
from bot.model import Examination
from bot.settings import Settings, SettingsError, read

if TYPE_CHECKING:
    from bot.reply.terminal import Group

Emit = Callable[[Any], None]
# A paste may begin with a dash or hold options of curl: what is not ours is text.
PASTE = {"ignore_unknown_options": True, "allow_interspersed_args": True}


def settings() -> Settings:
    """The environment's settings. An unusable one ends the program with status 2 and its sentence."""
    try:
        return read(os.environ)
    except SettingsError as fault:
        raise click.UsageError(str(fault)) from None


def lines() -> Iterator[str]:
    """The lines of standard input, bytes that are no UTF-8 replaced."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace")


def emit(value: object) -> None:
    """One JSON line, everything but ASCII escaped."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")
    sys.stdout.flush()


@contextlib.contextmanager
def counted(emit: Emit) -> Iterator[Emit]:
    """``emit``, with a line on standard error that tells how many were emitted, where that is a terminal."""
    count = Count(_expected())
    with Line(count.words, sys.stderr, os.environ) as line:

        def emit_one(value: object) -> None:
            with line.aside() if sys.stdout.isatty() else contextlib.nullcontext():
                emit(value)
            count.one()

        yield emit_one


def _expected() -> int | None:
    """How many lines of standard input are left, None where that is not known before they come."""
    source = sys.stdin.buffer
    if not (sys.stderr.isatty() and source.seekable()):
        return None
    begun = source.tell()
    number = sum(1 for line in source if line.strip())
    source.seek(begun)
    return number


def answer(examination: Examination, how: Sequence[Group] = ()) -> None:
    """The reply: styled for a terminal, plain for everything else. With all steps where ``how`` it is known is told."""
    from bot.reply import terminal
    from bot.reply.compose import compose

    if not sys.stdout.isatty():
        say(terminal.page(compose(examination), verbose=bool(how), how=how))
        return
    from bot.faces.terminal import screen  # slow to load

    on = screen.screen_of(sys.stdout, os.environ)
    say(screen.page(compose(examination), on, verbose=bool(how), how=how))


def say(text: str) -> None:
    """Text for people, whatever the terminal's encoding."""
    click.echo(text.encode(sys.stdout.encoding or "utf-8", "backslashreplace").decode(sys.stdout.encoding or "utf-8"))
