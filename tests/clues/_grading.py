"""The set of pasted texts, run offline and graded: what was said first, among the first three, and every confusion."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import yaml

from bot.case import Policy
from bot.examine import examine
from bot.knowledge.book import Book
from bot.model import Examination, Moment
from bot.probing.offline import Offline
from tests.clues._minting import mint

FOLDER = Path(__file__).parent


class Clue(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"alternates": "or", "origin": "from"}
):
    """One pasted text. ``says``: do the error's words name the cause, or is it a clue elsewhere in the text?

    ``alternates`` are causes that are as good where the text can't tell. ``origin`` is the thread that it was written
    after, or ``shape`` for a fault that needs none. ``argued``: why another answer is right enough to stay.
    """

    name: str
    says: str
    cause: str
    alternates: tuple[str, ...] = ()
    origin: str
    text: str
    argued: str = ""
    part: str = ""

    @property
    def right(self) -> tuple[str, ...]:
        """Every cause that counts as right."""
        return (self.cause, *self.alternates)


@dataclass(frozen=True, slots=True)
class Graded:
    """A clue and what was diagnosed. ``place`` is that of the first right cause, from 1; 0 = it is not there."""

    clue: Clue
    found: Examination
    place: int


def clues(part: str = "*") -> tuple[Clue, ...]:
    """Every clue of ``part`` (held, open, late, decoys, fresh), sorted by file."""
    files = sorted(FOLDER.glob(f"{part}/*.yaml"))
    return tuple(
        msgspec.structs.replace(msgspec.convert(row, Clue), part=file.parent.name)
        for file in files
        for row in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    )


def grade(wanted: Iterable[Clue], book: Book) -> tuple[Graded, ...]:
    """Examine every text offline, as ``check --batch --offline`` does."""
    return asyncio.run(_graded(tuple(wanted), book))


def share(graded: Iterable[Graded], within: int) -> float:
    """The share of the texts whose right cause is among the first ``within``."""
    rows = list(graded)
    return sum(0 < row.place <= within for row in rows) / len(rows)


def confusions(graded: Iterable[Graded]) -> list[str]:
    """One line for every text whose first cause is not the right one, with what spoke for the wrong one."""
    return [_told(row) for row in graded if row.place != 1]


async def _graded(wanted: tuple[Clue, ...], book: Book) -> tuple[Graded, ...]:
    return tuple([await _one(clue, book) for clue in wanted])


async def _one(clue: Clue, book: Book) -> Graded:
    now = datetime.now(UTC)
    found = await examine(
        mint(clue.text, now),
        book=book,
        connect=Offline,
        moment=Moment(written=now, now=now),
        policy=Policy(live=False),
    )
    ids = [cause.id for cause in found.diagnosis.causes]
    places = [place for place, cause in enumerate(ids, 1) if cause in clue.right]
    return Graded(clue, found, places[0] if places else 0)


def _told(row: Graded) -> str:
    causes = row.found.diagnosis.causes
    said = ", ".join(f"{cause.id} {cause.confidence:.2f}" for cause in causes[:3]) or row.found.diagnosis.outcome
    spoke = "; ".join(causes[0].because[:2]) if causes else "nothing"
    argued = f" | {row.clue.argued}" if row.clue.argued else ""
    return f"{row.clue.part}: {row.clue.name}: wanted {row.clue.cause}, said {said} ({spoke}){argued}"
