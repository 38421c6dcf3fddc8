"""What is said of a paste in one sentence: every headline is reached, true to its row, short, and shows no secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from bot.diagnosis.headline import check_by, headline, sayable
from bot.knowledge.book import Book
from bot.knowledge.load import Library
from bot.knowledge.plain import read
from bot.knowledge.schema import LONGEST_CHECK_BY, LONGEST_HEADLINE, LONGEST_TITLE
from bot.masking import Scrubber
from tests.knowledge._told import Row, Told, case_for

ROWS = msgspec.convert(read((Path(__file__).parent / "headlines.yaml").read_text(encoding="utf-8"))["cases"], list[Row])
CAUSES = sorted(Library().book.causes.values(), key=lambda cause: cause.id)
MASK = re.compile(r"\[[^\]]{0,80}characters?\]|…[A-Za-z0-9]{4}\b")
STOCK = ("https://api.example.com", "YOUR_API_KEY", "the API's host", "://}", ":///")


def _chosen(each: Told) -> Iterator[int]:
    yield from (place for place, said in sayable(each.cause, each.case) if len(said) <= LONGEST_HEADLINE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.cause}: {row.says[:40]}")
def test_facts_make_the_headline_of_their_row(row: Row, book: Book) -> None:
    """Each row of headlines.yaml is answered with exactly the sentence that it says."""
    assert headline(book.causes[row.cause], case_for(row, book)) == row.says


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.id)
def test_each_cause_has_its_words(cause: object) -> None:
    """A cause has a short title, headlines, and a way to tell it apart that needs no fact."""
    found = Library().book.causes[getattr(cause, "id", "")]
    assert 0 < len(found.title) <= LONGEST_TITLE
    assert found.headlines
    assert found.checks_by
    assert "{" not in found.checks_by[-1]


def test_titles_are_told_apart(book: Book) -> None:
    """No two causes have the same title."""
    assert len({cause.title.lower() for cause in book.causes.values()}) == len(book.causes)


def test_every_headline_with_conditions_is_reached(book: Book, examples: tuple[Told, ...]) -> None:
    """Each is what some example, or some row of headlines.yaml, is answered with."""
    reached = {(each.cause.id, next(_chosen(each), -1)) for each in examples}
    for row in ROWS:
        cause = book.causes[row.cause]
        places = [place for place, said in sayable(cause, case_for(row, book)) if said == row.says]
        reached.add((row.cause, min(places, default=-1)))
    wanted = {
        (cause.id, place) for cause in book.causes.values() for place, each in enumerate(cause.headlines) if each.when
    }
    assert wanted - reached == set()


def test_what_is_said_of_every_example_is_short_and_shows_no_secret(examples: tuple[Told, ...]) -> None:
    """Headline and clause of all examples fit their bounds, hold no mask and no stock host, and need no scrubbing."""
    assert len(examples) > 1000
    for each in examples:
        said, clause = headline(each.cause, each.case), check_by(each.cause, each.case)
        scrubber = Scrubber(each.case.report.secrets)
        assert 0 < len(said) <= LONGEST_HEADLINE, each.name
        assert 0 < len(clause) <= LONGEST_CHECK_BY, each.name
        for words in (said, clause):
            assert not MASK.search(words), (each.name, words)
            assert not any(stock in words and stock not in each.case.report.text for stock in STOCK), (each.name, words)
            assert scrubber.scrub_ours(words) == words, (each.name, words)
            assert "{" not in re.sub(r"[$#]?\{ ?\}|\{\{ \}\}", "", words), (each.name, words)
