"""Folders of labelled reports -> cases: what was pasted, what it really was, and where that is known from.

A file is YAML with ``cases``; a fifth of the sources, chosen by their hash, is *blind*: nothing is learned from those
and nobody looks at their misses. Files in ``seen/`` hold reports that somebody looked at while building: never blind.
Files in ``own/`` are written by ourselves: they teach, and are not measured. One that tells a real report anew names it
in ``of``, and is never on the other side of a cross-validation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec
import yaml

from bot.fitting.markers import MarkerError, expanded

Part = Literal["real", "seen", "own", "example", "blind"]
_FIFTH = 5


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case as it stands in a file. ``best`` is the true cause, ``accept`` those that the text cannot tell from it.

    ``speakers``: who speaks in how many lines, in order (``a2 r3 s4``: asker, request, server, client, k for
    configuration, documentation). ``provider-unsure`` and ``reply-doubt`` are not measured. ``of``: the id of the real
    case that this one tells anew.
    """

    id: str
    text: str
    best: str
    accept: tuple[str, ...] = ()
    provider: str | None = None
    provider_unsure: bool = False
    reply: bool | None = True
    reply_doubt: bool = False
    source: str
    of: str = ""
    why: str = ""
    tags: tuple[str, ...] = ()
    speakers: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One case, its markers filled, and the part of the corpus that it belongs to (``example``: of the knowledge).

    ``source``: where it is from; cases of one source are never on both sides of a cross-validation.
    """

    row: Row
    text: str
    part: Part
    source: str

    @property
    def right(self) -> tuple[str, ...]:
        """Every cause that counts as right, the true one first."""
        return (self.row.best, *(cause for cause in self.row.accept if cause != self.row.best))


class CasesError(ValueError):
    """A file that holds no cases; the message names the file and what is wrong."""


def read_cases(folder: Path, now: datetime) -> tuple[Labelled, ...]:
    """Every case below ``folder``, sorted by file. Raises CasesError."""
    found = tuple(case for file in sorted(folder.rglob("*.yaml")) for case in _cases_of(file, folder, now))
    if not found:
        raise CasesError(f"{folder}: no cases; a file with `cases:` and `best`, `source`, `text` each is right")
    sources = {case.row.id: case.source for case in found}
    if missing := [case.row.id for case in found if case.row.of and case.row.of not in sources]:
        raise CasesError(f"{folder}: {missing[0]} is `of` a case that is not there")
    return tuple(replace(case, source=sources[case.row.of]) if case.row.of else case for case in found)


def is_blind(source: str) -> bool:
    """Does a source belong to the blind fifth?"""
    return int(hashlib.sha256(source.encode()).hexdigest(), 16) % _FIFTH == 0


def fold_of(source: str, folds: int) -> int:
    """The fold of a source in cross-validation: a thread is never on both sides."""
    return int(hashlib.sha256(f"fold {source}".encode()).hexdigest(), 16) % folds


def _cases_of(file: Path, folder: Path, now: datetime) -> Iterator[Labelled]:
    shown = file.relative_to(folder)
    try:
        rows = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["cases"]
    except (yaml.YAMLError, KeyError, TypeError) as fault:
        raise CasesError(f"{shown}: no list of `cases` ({type(fault).__name__})") from None
    if rows and "want" in rows[0]:
        return  # messages of channels, for triage
    for number, row in enumerate(rows, 1):
        try:
            case = msgspec.convert(row, Row)
            text = expanded(case.text, now)
        except (msgspec.ValidationError, MarkerError) as fault:
            raise CasesError(f"{shown}: case {number}: {fault}") from None
        part = _part_of(shown, case.source)
        yield Labelled(case, text, part, f"own {case.id}" if part == "own" else case.source)


def _part_of(shown: Path, source: str) -> Part:
    top = shown.parts[0] if len(shown.parts) > 1 else ""
    if top == "own":
        return "own"
    if top == "seen":
        return "seen"
    return "blind" if is_blind(source) else "real"
