"""``auth401 check`` and ``auth401 parse``: unpack the arguments, call the core, print."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import click

from bot import logs
from bot.explain import explain
from bot.faces.terminal import batch, screen
from bot.faces.terminal.paste import read_paste
from bot.faces.terminal.progress import Checking, Count, Line
from bot.model import Examination, Moment
from bot.parsing.parse import parse
from bot.parsing.triage import is_for_us
from bot.reply import explained, payload, terminal
from bot.reply.compose import compose
from bot.reply.terminal import Group
from bot.service import Service
from bot.settings import Settings, SettingsError, read

DIAGNOSED, NOT_DIAGNOSED = 0, 1
# A paste may begin with a dash or hold options of curl: what is not ours is text.
PASTE = {"ignore_unknown_options": True, "allow_interspersed_args": True}


def settings() -> Settings:
    """The environment's settings. An unusable one ends the program with status 2 and its sentence."""
    try:
        return read(os.environ)
    except SettingsError as fault:
        raise click.UsageError(str(fault)) from None


@click.command(context_settings=PASTE)
@click.argument("text", nargs=-1, type=click.UNPROCESSED)
@click.option("--json", "as_json", is_flag=True, help="Print the whole diagnosis as one JSON object.")
@click.option("--offline", is_flag=True, help="Send nothing: diagnose by the text alone.")
@click.option(
    "--try-fixes/--no-try-fixes", default=None, help="Try the best correction once (default: tokens yes, passwords no)."
)
@click.option("--verbose", is_flag=True, help="Also show every check, every request that was sent, and all steps.")
@click.option(
    "--batch", "as_batch", is_flag=True, help='Read JSON lines {"id", "text", "bot"?}, answer one JSON line each.'
)
def check(
    text: tuple[str, ...], as_json: bool, offline: bool, try_fixes: bool | None, verbose: bool, as_batch: bool
) -> None:
    """Diagnose a pasted curl command, response or error.

    TEXT is the paste; without it, or with "-", it is read from standard input. Exit status: 0 diagnosed, 1 not, 2 bad
    usage.
    """
    logs.set_up()
    given = settings()
    if as_batch:
        with counted(emit) as emit_one:
            asyncio.run(batch.check(lines(), emit_one, Service(given), live=not offline, try_fixes=try_fixes))
        return
    paste, checking, service = read_paste(text), Checking(), Service(given)
    with Line(checking.words, sys.stderr, os.environ):
        examination = asyncio.run(service.examine(paste, live=not offline, try_fixes=try_fixes, watch=checking))
    if as_json:
        emit(payload.check(examination, is_for_us(paste, examination.report)))
    else:
        now = datetime.now(UTC)
        known = explain(examination, service.book, Moment(written=now, now=now)) if verbose else None
        answer(examination, how=tuple(explained.groups(known)) if known else ())
    sys.exit(DIAGNOSED if examination.diagnosis.outcome == "diagnosed" else NOT_DIAGNOSED)


@click.command("parse", context_settings=PASTE)
@click.argument("text", nargs=-1, type=click.UNPROCESSED)
@click.option("--json", "as_json", is_flag=True, help="Print what was understood as one JSON object.")
@click.option("--show-secrets", is_flag=True, help="Show credentials in clear. Mind who reads along.")
@click.option("--batch", "as_batch", is_flag=True, help='Read JSON lines {"id", "text"}, answer one JSON line each.')
def parse_command(text: tuple[str, ...], as_json: bool, show_secrets: bool, as_batch: bool) -> None:
    """Show what is understood of a paste. Nothing is sent.

    Exit status: 0 when a request or a response was read, 1 when not, 2 bad usage.
    """
    if as_batch:
        with counted(emit) as emit_one:
            batch.parse(lines(), emit_one, show_secrets=show_secrets)
        return
    report = parse(read_paste(text))
    understood = payload.parsed(report, show_secrets)
    if as_json:
        emit(understood)
    else:
        say(terminal.understood(understood))
    sys.exit(0 if report.requests or report.observed else 1)


def lines() -> Iterator[str]:
    """The lines of standard input, bytes that are no UTF-8 replaced."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace")


def emit(value: object) -> None:
    """One JSON line, everything but ASCII escaped."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")
    sys.stdout.flush()


@contextlib.contextmanager
def counted(emit: batch.Emit) -> Iterator[batch.Emit]:
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
    on = screen.screen_of(sys.stdout, os.environ)
    say(screen.page(compose(examination), on, verbose=bool(how), how=how))


def say(text: str) -> None:
    """Text for people, whatever the terminal's encoding."""
    click.echo(text.encode(sys.stdout.encoding or "utf-8", "backslashreplace").decode(sys.stdout.encoding or "utf-8"))
