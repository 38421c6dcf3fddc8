"""``auth401 stats``: what was asked, what it was, and how often that was right; and the examples that askers gave."""

from __future__ import annotations

import asyncio
import csv
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.faces.terminal.cli import emit, say, settings
from bot.settings import Settings

if TYPE_CHECKING:  # `auth401 check` does not wait for a database's library
    from bot.engine.history import History
    from bot.engine.stats import Stats

_WIDE, _SHOWN = 24, 10
_TEAM = click.option("--team", metavar="ID", help="One workspace alone (T…); without it, all together.")


@click.group("stats", invoke_without_command=True, epilog="Example: auth401 stats --days 7 --json")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as one JSON object.")
@click.option("--csv", "as_csv", is_flag=True, help="Print all of it as rows: measure, of, what, value.")
@click.option("--days", type=click.IntRange(1, 99_999), default=30, show_default=True, help="How far back.")
@_TEAM
@click.pass_context
def command(context: click.Context, as_json: bool, as_csv: bool, days: int, team: str | None) -> None:
    """What was asked in Slack, what it was, how often that was right, and what stayed unsolved.

    Reads ids alone, from AUTH401_DATA or DATABASE_URL, also while the app runs.
    """
    if context.invoked_subcommand is not None:
        return
    if as_json and as_csv:
        raise click.UsageError("one of --json and --csv is right")
    found = _read(settings(), lambda history: history.stats(team=team, within=timedelta(days=days)))
    if as_json:
        emit(payload(found))
    elif as_csv:
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerows([("measure", "of", "what", "value"), *_rows(found)])
    else:
        for line in _page(found):
            say(line)


@command.command(epilog="Example: auth401 stats suggest --out ours")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Write each into this overlay folder instead."
)
@_TEAM
def suggest(out: Path | None, team: str | None) -> None:
    """Print the masked examples that askers gave, as entries for your overlay folder (AUTH401_KNOWLEDGE).

    Each is checked as `auth401 knowledge lint` does, and told by its cause once it is in the folder. People wrote
    these texts: read them before you use them. Exit status: 0 printed, 1 there is nothing to suggest.
    """
    from bot.engine.sealing import key_from
    from bot.faces.terminal import suggest as suggestions

    given = settings()
    if not given.key and not (given.data / "key").is_file():
        raise click.UsageError("AUTH401_KEY: examples are sealed; the key that `auth401 run` has opens them")
    key = key_from(given.data, given.key.reveal() if given.key else "")
    examples = _read(given, lambda history: history.given(team), key)
    made = asyncio.run(suggestions.made(examples, given.knowledge))
    for warning in made.warnings:
        click.echo(f"! {warning}", err=True)
    for place, text in made.files.items():
        if out is None:
            say(f"# {place}\n{text}".rstrip("\n"))
            continue
        path = out / place
        if path.exists():
            raise click.UsageError(f"{path} is there already; without --out it is printed, to be merged by hand")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        say(f"{path}: read it, then run: auth401 knowledge lint {out}")
    sys.exit(0 if made.files else 1)


def _read(given: Settings, ask: Any, key: str | None = None) -> Any:
    """What the history answers. One that cannot be read ends the program with status 2 and a sentence."""
    from bot.engine.history import reading
    from bot.engine.work import JournalError

    try:
        with reading(given.data, given.database_url.reveal() if given.database_url else "", key) as history:
            return asyncio.run(_asked(history, ask))
    except JournalError as fault:
        raise click.UsageError(str(fault)) from None


async def _asked(history: History, ask: Any) -> Any:
    return await ask(history)


def payload(found: Stats) -> dict[str, Any]:
    """As JSON."""
    rest = asdict(found)
    rest["median_seconds"] = round(found.median_s, 3) if found.median_s is not None else None
    del rest["median_s"]
    rest["calibration"] = [
        {"from": one.low, "to": one.high, "voted": one.voted, "confirmed": one.confirmed} for one in found.calibration
    ]
    return rest


def _rows(found: Stats) -> Iterator[tuple[str, str, str, object]]:
    told = payload(found)
    for name in ("days", "asked", "answered", "confirmed", "refuted", "median_seconds"):
        yield name, "", "", "" if told[name] is None else told[name]
    for measure, counts in (("outcome", found.outcomes), ("certainty", found.certainties), ("cause", found.causes)):
        yield from ((measure, "", what, number) for what, number in counts.items())
    for whose, causes in found.providers.items():
        yield from (("cause-by-api", whose, what, number) for what, number in causes.items())
    yield from (("unsolved", one.provider or one.site, one.cause, one.number) for one in found.unsolved)
    for row in found.calibration:
        yield "calibration-voted", "", _range(row.low, row.high), row.voted
        yield "calibration-confirmed", "", _range(row.low, row.high), row.confirmed


def _page(found: Stats) -> Iterator[str]:
    if not found.asked:
        yield f"Nothing was asked in the last {found.days} days."
        return
    waited = "" if found.median_s is None else f"; half of the answers came within {max(1, ceil(found.median_s))} s"
    yield (
        f"Last {found.days} days: {found.asked} asked, {found.answered} answered, {found.confirmed} confirmed, "
        f"{found.refuted} refuted{waited}"
    )
    yield from _chart("How it ended", found.outcomes)
    yield from _chart("How sure", found.certainties)
    yield from _chart("What it was", found.causes)
    if found.providers:
        yield "\nBy API"
        for whose, causes in list(found.providers.items())[:_SHOWN]:
            told = ", ".join(f"{cause} {number}" for cause, number in list(causes.items())[:_SHOWN])
            yield f"  {whose or 'not known'}: {told}"
    if found.unsolved:
        yield "\nUnsolved: the entries worth writing"
        for one in found.unsolved[:_SHOWN]:
            why = f"{one.cause} was refuted" if one.cause else "nothing told why"
            yield f"  {one.number:5}  {one.provider or one.site or 'not known'}: {why}"
    if found.calibration:
        yield "\nHow often what was called so probable was confirmed"
        for row in reversed(found.calibration):
            share = row.confirmed / row.voted
            told = f"{round(100 * share):3} % of {row.voted}"
            yield f"  {_bar(share)}  of those called {_range(row.low, row.high)}, {told.strip()} were confirmed"


def _chart(title: str, counts: Any) -> Iterator[str]:
    if not counts:
        return
    most = max(counts.values())
    yield f"\n{title}"
    for name, number in list(counts.items())[:_SHOWN]:
        yield f"  {_bar(number / most)} {number:5}  {name}"


def _bar(share: float) -> str:
    full = max(1, round(_WIDE * share)) if share else 0
    return "█" * full + "░" * (_WIDE - full)


def _range(low: float, high: float) -> str:
    return f"{round(low * 100)}-{round(high * 100)} %"
