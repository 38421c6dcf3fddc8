"""Folders -> everything wrong with them, and how much they cover. load.py reads, lint and rehearse judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot.authoring.lint import Shelf, both_ways, lint_entry
from bot.authoring.rehearse import Verdict, rehearse
from bot.diagnosis.overlay import taught
from bot.knowledge.book import Book
from bot.knowledge.entries import EntryError
from bot.knowledge.load import Fault, File, Library, UnreadableError, entry_in, listed, texts_of
from bot.knowledge.plain import lines_of
from bot.knowledge.schema import Entry, Framework, Provider


@dataclass(frozen=True)
class Survey:
    """What was found: faults by file and line, how each example went, and how many entries of each kind there are."""

    faults: tuple[Fault, ...]
    verdicts: tuple[Verdict, ...]
    counts: Mapping[str, int]
    one_sided: tuple[str, ...] = ()

    def examples(self, kind: str) -> tuple[int, int]:
        """(matching, non-matching) examples of a kind of entries."""
        ways = Counter(verdict.matches for verdict in self.verdicts if verdict.kind == kind)
        return ways[True], ways[False]


async def survey(*folders: Path, rehearsed: bool = True, only: Sequence[Path] = ()) -> Survey:
    """Lint every file of the folders, and run every example. ``only``: complain of these folders' files alone."""
    library = Library(*folders)
    book, unlearned = taught(library.book, library.folders[1:])
    listing = listed(*(tuple(only) or library.folders))
    faults: list[Fault] = [*listing.faults, *unlearned]
    verdicts: list[Verdict] = []
    one_sided: list[str] = []
    own = Shelf(library.book, steps_named(library.book))
    ours = Shelf(library.book)  # a step of the operator's may wait for its cause
    for file in listing.files:
        try:
            text, generated = texts_of(file)
            entry = entry_in(file, text, examples=True, generated=generated)
        except (EntryError, UnreadableError) as fault:
            faults.append(Fault(file.shown, getattr(fault, "line", 1), str(fault)))
            continue
        faults += [
            Fault(file.shown, each.line, str(each)) for each in lint_entry(entry, text, own if file.is_own else ours)
        ]
        if missing := both_ways(entry):
            one_sided.append(f"{file.kind}/{file.id}")
            faults.append(Fault(file.shown, 1, missing))
        if rehearsed:
            went = [verdict async for verdict, _ in rehearse(file.kind, entry, book)]
            verdicts += went
            faults += _failed(file, text, went)
    return Survey(tuple(faults), tuple(verdicts), MappingProxyType(_counts(library.book)), tuple(one_sided))


def steps_named(book: Book) -> frozenset[str]:
    """Ids of the steps that some cause names."""
    named = [step for cause in book.causes.values() for step in cause.steps]
    return frozenset(named + [step for cause in book.causes.values() for sign in cause.signs for step in sign.steps])


def _failed(file: File, text: str, went: list[Verdict]) -> list[Fault]:
    lines = lines_of(text)
    found = []
    for verdict in went:
        if verdict.holds:
            continue
        line = next((at for path, at in lines.items() if path[-1] == "name" and _names(text, at, verdict.example)), 1)
        found.append(Fault(file.shown, line, f"example {verdict.example!r}: {verdict.words}"))
    return found


def _names(text: str, line: int, example: str) -> bool:
    return example in text.splitlines()[line - 1]


def _counts(book: Book) -> dict[str, int]:
    return {
        "causes": len(book.causes),
        "story": len(book.stories),
        "steps": len(book.steps),
        "providers": len(book.providers),
        "credentials": len(book.formats),
        "frameworks": len(book.frameworks),
        "contacts": len(book.contacts),
    }


def literals(book: Book) -> int:
    """How many literal answers are known."""
    entries: list[Entry] = [*book.providers.values(), *book.frameworks.values()]
    return sum(
        len(answer.literals) for entry in entries if isinstance(entry, Provider | Framework) for answer in entry.answers
    )
