"""The corpus of the street: its cases are in order, what is learned from them is current, and reasons are true."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

import pytest

from bot.case import Policy
from bot.examine import examine
from bot.fitting.cases import Labelled, read_cases
from bot.fitting.made_from import STAMP, stamp
from bot.knowledge.book import Book
from bot.knowledge.load import FITTED, builtin_folder
from bot.model import Examination, Moment
from bot.probing.offline import Offline
from bot.reply import blocks, payload, terminal
from bot.reply.compose import compose
from tests._knowledge import shipped
from tests.street import answers

FOLDER = Path(__file__).parent
NOW = datetime.now(UTC)
MOST = 400  # whose answers are read
FIRST, FIRST_THREE = 0.7, 0.88  # as measured when the corpus was taken in, a little less


@pytest.fixture(scope="module")
def cases() -> tuple[Labelled, ...]:
    """Every case."""
    return read_cases(FOLDER, NOW)


@pytest.fixture(scope="module")
def book() -> Book:
    """The knowledge as it is shipped."""
    return shipped().book


def test_what_is_learned_is_current() -> None:
    """The files of knowledge/fitted were made from these cases and this knowledge; else: knowledge fit --write."""
    assert (builtin_folder() / FITTED / STAMP).read_text().strip() == stamp(FOLDER)


@pytest.mark.corpus
def test_the_corpus_is_large_and_real(cases: tuple[Labelled, ...]) -> None:
    """At least 600 real reports beside those that were seen, a fifth of them blind, and every cause occurs."""
    parts = Counter(each.part for each in cases)
    assert parts["real"] + parts["blind"] >= 600
    assert 0.15 < parts["blind"] / (parts["real"] + parts["blind"]) < 0.25


@pytest.mark.corpus
def test_every_cause_is_there(cases: tuple[Labelled, ...], book: Book) -> None:
    """Labels are ids of causes, and each of the causes is the right one of some case."""
    assert {cause for each in cases for cause in each.right} <= set(book.causes)
    assert {each.row.best for each in cases} == set(book.causes)


@pytest.mark.corpus
def test_no_case_stands_twice(cases: tuple[Labelled, ...]) -> None:
    """Ids are unique, and so are the texts."""
    assert [name for name, times in Counter(each.row.id for each in cases).items() if times > 1] == []
    assert [text[:80] for text, times in Counter(each.text for each in cases).items() if times > 1] == []


@pytest.mark.corpus
def test_every_answer_keeps_its_promises(
    cases: tuple[Labelled, ...], book: Book, caplog: pytest.LogCaptureFixture
) -> None:
    """Over some real cases of all files, none blind, by their text alone: see ``answers.faults``, and the lengths.

    That causes are found is a guard against steps back, on cases that were learned from: no figure of how right it is.
    """
    wrong: list[tuple[str, str, str]] = []
    lengths, written, first, three = [], set[str](), 0, 0
    real = [each for each in cases if each.part in ("real", "seen")]
    ran = asyncio.run(_examined(real[:: len(real) // MOST], book))
    for case, found in ran:
        reply = compose(found)
        wrong += [(case.row.id, *fault) for fault in answers.faults(case, found, reply, book)]
        page = terminal.page(reply)
        faces = page, *reply.details, str(payload.check(found, reply=True)), str(blocks.checklist(reply))
        wrong += [(case.row.id, *leak) for leak in answers.leaks(case, faces, NOW)]
        lengths.append(len(page.split()))
        written.update(answers.commands(reply))
        ids = [cause.id for cause in found.diagnosis.causes[:3]]
        first += bool(ids) and ids[0] in case.right
        three += any(cause in case.right for cause in ids)
    assert wrong == []
    assert answers.not_shell(written) == []
    assert quantiles(lengths, n=20)[9] <= 110
    assert quantiles(lengths, n=20)[18] <= 180
    assert first / len(ran) >= FIRST
    assert three / len(ran) >= FIRST_THREE
    assert [record.getMessage() for record in caplog.records] == []  # the mask found nothing left to hide


async def _examined(cases: list[Labelled], book: Book) -> list[tuple[Labelled, Examination]]:
    moment = Moment(written=NOW, now=NOW)
    return [
        (each, await examine(each.text, book=book, connect=Offline, moment=moment, policy=Policy(live=False)))
        for each in cases
    ]
