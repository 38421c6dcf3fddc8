"""``auth401 check``: diagnose a paste."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from bot import logs
from bot.faces.terminal.cli import PASTE, answer, counted, emit, lines, settings
from bot.faces.terminal.paste import read_paste
from bot.faces.terminal.progress import Checking, Line
from bot.model import Examination, Moment
from bot.parsing.triage import is_for_us
from bot.reply.terminal import Group
from bot.service import Service

DIAGNOSED, NOT_DIAGNOSED = 0, 1


@click.command(
    "check", context_settings=PASTE, epilog="Example: curl -i https://api.example.com/me 2>&1 | auth401 check -"
)
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
def command(
    text: tuple[str, ...], as_json: bool, offline: bool, try_fixes: bool | None, verbose: bool, as_batch: bool
) -> None:
    """Diagnose a pasted curl command, response or error.

    TEXT is the paste; without it, or with "-", it is read from standard input. Exit status: 0 diagnosed, 1 not, 2 bad
    usage.
    """
    logs.set_up()
    given = settings()
    if as_batch:
        from bot.faces.terminal import batch

        with counted(emit) as emit_one:
            asyncio.run(batch.check(lines(), emit_one, Service(given), live=not offline, try_fixes=try_fixes))
        return
    gc.set_threshold(100_000)  # the knowledge stays, and was looked through for nothing while it grew
    paste, checking, service = read_paste(text), Checking(), Service(given)
    with Line(checking.words, sys.stderr, os.environ):
        examination = asyncio.run(service.examine(paste, live=not offline, try_fixes=try_fixes, watch=checking))
    if as_json:
        from bot.reply import payload

        emit(payload.check(examination, is_for_us(paste, examination.report)))
    else:
        answer(examination, how=_how(examination, service) if verbose else ())
    sys.exit(DIAGNOSED if examination.diagnosis.outcome == "diagnosed" else NOT_DIAGNOSED)


def _how(examination: Examination, service: Service) -> Sequence[Group]:
    """How it is known."""
    from bot.explain import explain
    from bot.reply import explained

    now = datetime.now(UTC)
    return tuple(explained.groups(explain(examination, service.book, Moment(written=now, now=now))))
