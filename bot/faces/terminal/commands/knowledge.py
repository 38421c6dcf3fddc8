"""``auth401 knowledge``: look at the knowledge base, check it, and add to it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import msgspec

from bot.authoring.scaffold import new_entry
from bot.authoring.survey import Survey, literals, survey
from bot.checks._declared import declared
from bot.checks._run import registered
from bot.faces.terminal import described, expected
from bot.faces.terminal.cli import answer, say, settings
from bot.faces.terminal.paste import read_paste
from bot.knowledge.entries import is_id
from bot.knowledge.load import Library, UnreadableError, builtin_folder, listed, load, text_of
from bot.knowledge.schema import KINDS
from bot.service import Service

CLEAN, FAULTY = 0, 1
_KIND = click.Choice(list(KINDS))
_ONE_OF = click.Choice([*(kind.removesuffix("s") for kind in KINDS), *(kind for kind in KINDS if kind.endswith("s"))])
_FOLDER = click.Path(path_type=Path, file_okay=False)
_SCHEMAS = ".schema"


@click.group("knowledge", epilog="Example: auth401 knowledge show token-expired")
def command() -> None:
    """Look at the knowledge base, check it, and add to it."""


@command.command(epilog="Example: auth401 knowledge lint ours")
@click.argument("folders", nargs=-1, type=_FOLDER)
@click.option("--fast", is_flag=True, help="Do not run the examples.")
def lint(folders: tuple[Path, ...], fast: bool) -> None:
    """Name every fault: file, line, what was found, what would be right.

    FOLDERS are overlay folders to complain of; without any, the built-in knowledge and those of AUTH401_KNOWLEDGE.
    Exit status: 0 clean, 1 faults.
    """
    found = asyncio.run(_survey(folders, rehearsed=not fast))
    for fault in found.faults:
        say(str(fault))
    total = sum(found.counts.values())
    say(f"{len(found.faults)} faults in {total} entries, {len(found.verdicts)} examples run")
    sys.exit(FAULTY if found.faults else CLEAN)


@command.command(epilog="Example: auth401 knowledge coverage")
def coverage() -> None:
    """Count what is known, and how it is proven."""
    found = asyncio.run(_survey((), rehearsed=True))
    book = Library(*_folders()).book
    for kind, number in found.counts.items():
        ways = found.examples(kind)
        proof = f", {ways[0]} examples that match, {ways[1]} that do not" if any(ways) else ""
        say(f"{number:5} {kind}{proof}")
    say(f"{literals(book):5} literal answers, {len(book.issuers)} issuers")
    failed = [verdict for verdict in found.verdicts if not verdict.holds]
    say(f"{len(found.verdicts) - len(failed):5} examples hold, {len(failed)} do not")
    for name in found.one_sided:
        say(f"      without examples both ways: {name}")
    for kind, name in _unproven(found):
        say(f"      no example reaches it: {kind}/{name}")


@command.command("list", epilog="Example: auth401 knowledge list causes")
@click.argument("kind", type=_KIND, required=False)
def list_entries(kind: str | None) -> None:
    """List the ids, with titles. KIND: causes, steps, providers, credentials, frameworks or contacts."""
    book = Library(*_folders()).book
    for each in [kind] if kind else KINDS:
        for name, entry in sorted(book.entries.get(each, {}).items()):
            title = getattr(entry, "title", "") or getattr(entry, "name", "") or getattr(entry, "text", "")
            say(f"{each}/{name}  {str(title)[:90]}".rstrip())


@command.command(epilog="Example: auth401 knowledge show causes/token-expired")
@click.argument("name", metavar="ID")
def show(name: str) -> None:
    """Show the files of an entry, the overriding one last, or the facts of a check.

    ID: token-expired, or causes/token-expired; lint-url, which is a check.
    """
    kind, _, bare = name.rpartition("/")
    found = [file for file in listed(*_folders()).files if file.id == bare and kind in ("", file.kind)]
    for file in found:
        try:
            say(f"# {file.shown}\n{text_of(file.path)}")
        except UnreadableError as fault:
            say(f"# {file.shown}: {fault}")
    check = registered().get(name)
    if check is not None:
        say(f"# {check.question}")
        for fact, told in declared(check.facts).items():
            say(f"{name}.{fact}: {told}")
    if not (found or check):
        raise click.UsageError(f"{name}: no such entry; `auth401 knowledge list` names them all")


@command.command(epilog="Example: auth401 knowledge schema --write ours/.schema")
@click.argument("kind", type=_KIND, required=False)
@click.option("--write", type=_FOLDER, help="Write one file per kind into this folder.")
def schema(kind: str | None, write: Path | None) -> None:
    """Print the JSON Schema of a kind (of all kinds without KIND), for editors."""
    made = {each: _schema(each) for each in ([kind] if kind else KINDS)}
    if write is None:
        say(json.dumps(made[kind] if kind else made, indent=2))
        return
    write.mkdir(parents=True, exist_ok=True)
    for each, value in made.items():
        (write / f"{each}.json").write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    say(f"wrote {len(made)} files into {write}; begin an entry with: # yaml-language-server: $schema=…")


@command.command(epilog="Example: auth401 knowledge new cause badge-not-activated --folder ours")
@click.argument("kind", type=_ONE_OF, metavar="KIND")
@click.argument("name", metavar="ID")
@click.option("--folder", type=_FOLDER, help="The overlay folder (default: the first of AUTH401_KNOWLEDGE).")
@click.option("--family", default="company", help="For a cause: the sub-folder.", show_default=True)
def new(kind: str, name: str, folder: Path | None, family: str) -> None:
    """Write a commented starting point into an overlay folder, and the schema beside it for your editor.

    KIND: cause, step, provider, credential, framework, story or contact.
    """
    kind = kind if kind in KINDS else f"{kind}s"
    if not is_id(name):
        raise click.UsageError(f"{name}: lower-case words joined by - are right")
    target = folder or next(iter(settings().knowledge), None)
    if target is None:
        raise click.UsageError("which folder? Give --folder, or set AUTH401_KNOWLEDGE")
    place = target / kind / family if kind == "causes" else target / kind
    path = place / f"{name}.yaml"
    if path.exists():
        raise click.UsageError(f"{path} is there already")
    schemas = target / _SCHEMAS
    schemas.mkdir(parents=True, exist_ok=True)
    (schemas / f"{kind}.json").write_text(json.dumps(_schema(kind), indent=2) + "\n", encoding="utf-8")
    place.mkdir(parents=True, exist_ok=True)
    hint = os.path.relpath(schemas / f"{kind}.json", place)
    path.write_text(new_entry(kind, Path(hint).as_posix()), encoding="utf-8")
    say(f"{path}: edit it, then run: auth401 knowledge lint {target}")


@command.command("try", epilog="Example: auth401 knowledge try pastes --folder ours")
@click.argument("text", nargs=-1, type=click.UNPROCESSED, metavar="FILE|TEXT")
@click.option("--folder", "folders", multiple=True, type=_FOLDER, help="Further overlay folders.")
def try_paste(text: tuple[str, ...], folders: tuple[Path, ...]) -> None:
    """Diagnose by the text alone, with the overlay as it is on disk now, and say what is wrong in it.

    FILE is a YAML file of cases (name, paste, cause), or a folder: of such files, and of texts in folders that are
    called like the cause that they must be named (token-expired/monday.txt). Each case is compared with what is said of
    it. Exit status: 0 all as expected, 1 not, 2 nothing to try. Anything else is one paste. Nothing is sent.
    """
    given = settings()
    service = Service(replace(given, knowledge=(*given.knowledge, *folders)))
    for problem in service.problems():
        say(f"! {problem}")
    if len(text) != 1 or not expected.is_there(text[0]):
        answer(asyncio.run(service.examine(read_paste(text), live=False)))
        return
    try:
        cases = expected.cases_at(Path(text[0]), frozenset(service.book.causes))
    except ValueError as fault:
        raise click.UsageError(str(fault)) from None
    differences = asyncio.run(expected.differences(cases, service))
    for line in differences:
        say(line)
    say(f"{len(cases) - len(differences)} of {len(cases)} as expected")
    sys.exit(FAULTY if differences else CLEAN)


@command.command("import-openapi", epilog="Example: auth401 knowledge import-openapi openapi.yaml --id acme --out ours")
@click.argument("source", metavar="FILE|URL|-")
@click.option("--id", "name", required=True, help="The id of the entry, for example our-api.")
@click.option("--out", type=_FOLDER, help="Write it into this overlay folder (default: print it).")
def import_openapi(source: str, name: str, out: Path | None) -> None:
    """Make a provider's entry from an OpenAPI 3 or Swagger 2 description, in JSON or YAML.

    Taken over: hosts and environments, where credentials go, and what each operation needs. It is written to
    ID.openapi.yaml; your own facts belong into ID.yaml beside it, which no import touches. What could not be used is
    told, a sentence each. Exit status: 0 imported, 2 nothing in it could be used.
    """
    try:
        made = asyncio.run(described.found(source, settings(), load().meaning_of))
        if out is None:
            say(described.yaml_of(made.entry).removesuffix("\n"))
        else:
            for line in described.write(made, name, out):
                say(line)
    except ValueError as fault:
        raise click.UsageError(f"{source}: {fault}") from None
    except OSError as fault:
        raise click.UsageError(f"--out: cannot be written ({fault.strerror})") from None
    for warning in made.warnings:
        click.echo(f"! {warning}", err=True)


def _schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind, without what the loader fills in."""
    made = msgspec.json.schema(KINDS[kind])
    top = made["$defs"][KINDS[kind].__name__]
    for hidden in ("id", "family"):
        top["properties"].pop(hidden, None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": kind, **made}


def _folders() -> tuple[Path, ...]:
    return (builtin_folder(), *settings().knowledge)


async def _survey(folders: tuple[Path, ...], *, rehearsed: bool) -> Survey:
    return await survey(*_folders(), *folders, rehearsed=rehearsed, only=folders)


def _unproven(found: Survey) -> list[tuple[str, str]]:
    reached = {(verdict.kind, verdict.id) for verdict in found.verdicts if verdict.matches and verdict.holds}
    tried = {(verdict.kind, verdict.id) for verdict in found.verdicts}
    return sorted(tried - reached)


@command.command(epilog="Example: auth401 knowledge fit")
@click.option("--cases", type=_FOLDER, help="Labelled reports (default: tests/street of the source tree).")
@click.option("--write", is_flag=True, help="Write what was learned into knowledge/fitted.")
def fit(cases: Path | None, write: bool) -> None:
    """Learn the text models and the weights from labelled reports, and print how right they are.

    Prints the figures of reports that were held out, source by source, those of the blind fifth, and how often what is
    said with a probability is right.
    """
    folder = cases or builtin_folder().parent / "tests" / "street"
    try:
        from bot.fitting import fit as fitting
    except ImportError as fault:
        raise click.UsageError(f"{fault.name} is missing; install requirements-dev.txt to learn") from None
    try:
        made = fitting.fit(folder, lambda words: click.echo(words, err=True))
    except ValueError as fault:
        raise click.UsageError(str(fault)) from None
    for part, found in made.held_out.items():
        say(found.line(f"{part}, held out by source"))
        say(found.reliability())
    say(made.blind.line("blind fifth"))
    say(made.blind.reliability())
    if write:
        say(f"written to {fitting.write(made, folder)}")
