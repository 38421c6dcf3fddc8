"""What is said of a paste in one sentence: each row of headlines.yaml, and what every cause has."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from bot.diagnosis.headline import headline
from bot.knowledge.book import Book
from bot.knowledge.plain import read
from bot.knowledge.schema import LONGEST_TITLE
from tests._knowledge import shipped
from tests.knowledge._told import Row, case_for

ROWS = msgspec.convert(read((Path(__file__).parent / "headlines.yaml").read_text(encoding="utf-8"))["cases"], list[Row])
CAUSES = sorted(shipped().book.causes.values(), key=lambda cause: cause.id)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.cause}: {row.says[:40]}")
def test_facts_make_the_headline_of_their_row(row: Row, book: Book) -> None:
    """Each row of headlines.yaml is answered with exactly the sentence that it says."""
    assert headline(book.causes[row.cause], case_for(row, book)) == row.says


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.id)
def test_each_cause_has_its_words(cause: object) -> None:
    """A cause has a short title, headlines, and a way to tell it apart that needs no fact."""
    found = shipped().book.causes[getattr(cause, "id", "")]
    assert 0 < len(found.title) <= LONGEST_TITLE
    assert found.headlines
    assert found.checks_by
    assert "{" not in found.checks_by[-1]


def test_titles_are_told_apart(book: Book) -> None:
    """No two causes have the same title."""
    assert len({cause.title.lower() for cause in book.causes.values()}) == len(book.causes)
