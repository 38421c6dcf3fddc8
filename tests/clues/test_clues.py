"""Pasted texts as people write them: the right cause comes first, or among the first three, without any request."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.knowledge.book import Book
from bot.knowledge.load import load
from tests.clues._grading import Clue, Graded, clues, confusions, grade, share

FIRST, FIRST_THREE = 0.92, 0.97


@pytest.fixture(scope="module")
def book() -> Book:
    """The knowledge as it is shipped."""
    return load()


@pytest.fixture(scope="module")
def graded(book: Book) -> tuple[Graded, ...]:
    """Every text, examined offline once."""
    return grade(clues(), book)


def test_the_set_is_large_and_asks_for_more_than_reading_the_words(book: Book) -> None:
    """There are 250 texts, half of them say nothing of the cause in words, and all 62 causes are asked for."""
    texts = clues()
    assert len(texts) >= 250
    assert sum(clue.says == "clue" for clue in texts) * 2 >= len(texts)
    assert {clue.cause for clue in texts} == set(book.causes)
    assert not {cause for clue in texts for cause in clue.right} - set(book.causes)


def test_no_two_texts_are_the_same() -> None:
    """Each text and each name stands once."""
    texts: list[Clue] = list(clues())
    assert [name for name, times in Counter(clue.name for clue in texts).items() if times > 1] == []
    assert len({clue.text for clue in texts}) == len(texts)


def test_the_right_cause_comes_first(graded: tuple[Graded, ...]) -> None:
    """Of all texts, 92 in 100 are told their cause first."""
    print(report(graded))
    assert share(graded, 1) >= FIRST, report(graded)


def test_the_right_cause_is_among_the_first_three(graded: tuple[Graded, ...]) -> None:
    """Of all texts, 97 in 100 find their cause among the first three."""
    assert share(graded, 3) >= FIRST_THREE, report(graded)


def report(graded: tuple[Graded, ...]) -> str:
    """The figures by part and kind, and every confusion with what spoke for it."""
    parts = dict.fromkeys(row.clue.part for row in graded)
    groups = {part: tuple(row for row in graded if row.clue.part == part) for part in parts}
    groups |= {says: tuple(row for row in graded if row.clue.says == says) for says in ("clue", "words")}
    lines = [_figures(name, rows) for name, rows in {"all": graded, **groups}.items()]
    return "\n".join([*lines, *confusions(graded)])


def _figures(name: str, rows: tuple[Graded, ...]) -> str:
    if not rows:
        return f"{name}: none"
    return f"{name}: {len(rows)} texts, first {share(rows, 1):.1%}, first three {share(rows, 3):.1%}"
