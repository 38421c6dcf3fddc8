"""``auth401 parse``: what is understood of a paste."""

from __future__ import annotations

import sys

import click

from bot.faces.terminal import batch
from bot.faces.terminal.cli import PASTE, counted, emit, lines, say
from bot.faces.terminal.paste import read_paste
from bot.parsing.parse import parse
from bot.reply import payload, terminal


@click.command(
    "parse",
    context_settings=PASTE,
    epilog="Example: auth401 parse \"curl https://api.example.com/me -H 'Authorization: Token abc'\"",
)
@click.argument("text", nargs=-1, type=click.UNPROCESSED)
@click.option("--json", "as_json", is_flag=True, help="Print what was understood as one JSON object.")
@click.option("--show-secrets", is_flag=True, help="Show credentials in clear. Mind who reads along.")
@click.option("--batch", "as_batch", is_flag=True, help='Read JSON lines {"id", "text"}, answer one JSON line each.')
def command(text: tuple[str, ...], as_json: bool, show_secrets: bool, as_batch: bool) -> None:
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
