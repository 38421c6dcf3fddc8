"""The corpus of the street: its cases are in order, what is learned from them is current, and reasons are true."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from bot.case import Policy
from bot.examine import examine
from bot.fitting import fit
from bot.fitting.cases import Labelled, read_cases
from bot.knowledge.book import Book
from bot.knowledge.load import FITTED, builtin_folder
from bot.model import Examination, Moment
from bot.probing.offline import Offline
from tests._knowledge import shipped

FOLDER = Path(__file__).parent
NOW = datetime.now(UTC)
FIRST, FIRST_THREE = 0.0, 0.0
_QUOTED = re.compile(r"“([^”]*)”")
Ran = tuple[tuple[Labelled, Examination], ...]


@pytest.fixture(scope="module")
def cases() -> tuple[Labelled, ...]:
    """Every case."""
    return read_cases(FOLDER, NOW)


@pytest.fixture(scope="module")
def book() -> Book:
    """The knowledge as it is shipped."""
    return shipped().book


@pytest.fixture(scope="module")
def ran(cases: tuple[Labelled, ...], book: Book) -> Ran:
    """Every real case that is not blind, examined by its text alone."""
    moment = Moment(written=NOW, now=NOW)

    async def all_of() -> Ran:
        return tuple(
            [
                (each, await examine(each.text, book=book, connect=Offline, moment=moment, policy=Policy(live=False)))
                for each in cases
                if each.part in ("real", "seen")
            ]
        )

    return asyncio.run(all_of())


def test_what_is_learned_is_current() -> None:
    """The files of knowledge/fitted were made from these cases and this knowledge; else: knowledge fit --write."""
    assert (builtin_folder() / FITTED / fit.STAMP).read_text().strip() == fit.stamp(FOLDER)


def test_the_corpus_is_large_and_real(cases: tuple[Labelled, ...]) -> None:
    """At least 600 real reports beside those that were seen, a fifth of them blind, and every cause occurs."""
    parts = Counter(each.part for each in cases)
    assert parts["real"] + parts["blind"] >= 600
    assert 0.15 < parts["blind"] / (parts["real"] + parts["blind"]) < 0.25


def test_every_cause_is_there(cases: tuple[Labelled, ...], book: Book) -> None:
    """Labels are ids of causes, and each of the causes is the right one of some case."""
    assert {cause for each in cases for cause in each.right} <= set(book.causes)
    assert {each.row.best for each in cases} == set(book.causes)


def test_no_case_stands_twice(cases: tuple[Labelled, ...]) -> None:
    """Ids are unique, and so are the texts."""
    assert [name for name, times in Counter(each.row.id for each in cases).items() if times > 1] == []
    assert [text[:80] for text, times in Counter(each.text for each in cases).items() if times > 1] == []


def test_reports_find_their_cause(ran: Ran) -> None:
    """A guard against steps back, on cases that were learned from: no figure of how right the program is."""
    first = three = 0
    for case, found in ran:
        ids = [cause.id for cause in found.diagnosis.causes[:3]]
        first += bool(ids) and ids[0] in case.right
        three += any(cause in case.right for cause in ids)
    assert first / len(ran) >= FIRST
    assert three / len(ran) >= FIRST_THREE


def test_every_quotation_stands_in_the_paste(ran: Ran) -> None:
    """A reason that quotes does so to the letter, but for blanks, quote marks, HTML's escapes and a cut end."""
    wrong = [
        (case.row.id, quote)
        for case, found in ran
        for quote in _quotations(found)
        if _bare(quote) not in _bare(case.text)
    ]
    assert wrong == []


def test_what_the_asker_tells_is_never_observed(ran: Ran) -> None:
    """A cause whose every reason is a story or a quotation of the asker is suspected."""
    wrong = [
        (case.row.id, cause.id)
        for case, found in ran
        for cause in found.diagnosis.causes
        if cause.certainty != "suspected" and all(reason.startswith("You write") for reason in cause.because)
    ]
    assert wrong == []


def test_probabilities_are_probabilities(ran: Ran) -> None:
    """Confidences fall, and add up to at most 1."""
    for _, found in ran:
        said = [cause.confidence for cause in found.diagnosis.causes]
        assert said == sorted(said, reverse=True)
        assert sum(said) <= 1.01


def _quotations(found: Examination) -> Iterator[str]:
    for cause in found.diagnosis.causes:
        for reason in cause.because:
            yield from (quote.removesuffix(" …") for quote in _QUOTED.findall(reason))


def _bare(text: str) -> str:
    return re.sub(r"[\s\"'`\\“”‘’]+", "", unescape(text)).lower()
