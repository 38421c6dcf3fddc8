"""``auth401 check`` and ``auth401 parse``: unpack the arguments, call the core, print."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator

import click

from bot import logs
from bot.faces.terminal import batch
from bot.faces.terminal.paste import read_paste
from bot.parsing.parse import parse
from bot.parsing.triage import is_for_us
from bot.reply import payload, terminal
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
@click.option(
    "--batch", "as_batch", is_flag=True, help='Read JSON lines {"id", "text", "bot"?}, answer one JSON line each.'
)
def check(text: tuple[str, ...], as_json: bool, offline: bool, try_fixes: bool | None, as_batch: bool) -> None:
    """Diagnose a pasted curl command, response or error.

    TEXT is the paste; without it, or with "-", it is read from standard input. Exit status: 0 diagnosed, 1 not, 2 bad
    usage.
    """
    logs.set_up()
    service = Service(settings())
    if as_batch:
        asyncio.run(batch.check(lines(), emit, service, live=not offline, try_fixes=try_fixes))
        return
    paste = read_paste(text)
    examination = asyncio.run(service.examine(paste, live=not offline, try_fixes=try_fixes))
    if as_json:
        emit(payload.check(examination, is_for_us(paste, examination.report)))
    else:
        say(terminal.render(examination))
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
        batch.parse(lines(), emit, show_secrets=show_secrets)
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


def say(text: str) -> None:
    """Text for people, whatever the terminal's encoding."""
    click.echo(text.encode(sys.stdout.encoding or "utf-8", "backslashreplace").decode(sys.stdout.encoding or "utf-8"))
