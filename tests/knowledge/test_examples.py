"""What is said of every example of the knowledge, which are diagnosed once for all the tests here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.diagnosis.headline import check_by, headline, line, sayable
from bot.diagnosis.words import names_in
from bot.knowledge.book import Book
from bot.knowledge.schema import LONGEST_CHECK_BY, LONGEST_HEADLINE, LONGEST_LINE
from bot.masking import Scrubber
from tests.knowledge._told import Told, case_for
from tests.knowledge.test_headlines import ROWS

MASK = re.compile(r"\[[^\]]{0,80}characters?\]|…[A-Za-z0-9]{4}\b")
STOCK = ("https://api.example.com", "YOUR_API_KEY", "the API's host", "://}", ":///")


def chosen(each: Told) -> Iterator[int]:
    """The places of the headlines that can be said of it."""
    yield from (place for place, said in sayable(each.cause, each.case) if len(said) <= LONGEST_HEADLINE)


def test_every_headline_with_conditions_is_reached(book: Book, examples: tuple[Told, ...]) -> None:
    """Each is what some example, or some row of headlines.yaml, is answered with."""
    reached = {(each.cause.id, next(chosen(each), -1)) for each in examples}
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


def test_lines_over_all_examples_fit_and_show_no_secret(book: Book, examples: tuple[Told, ...]) -> None:
    """Each step of the cause of each example: one short line, whole, without a secret."""
    specific = set()
    for each in examples:
        secrets = [secret for secret in each.case.report.secrets if len(secret.reveal()) > 8]
        signs = (name for sign in each.cause.signs for name in sign.steps)
        for name in dict.fromkeys((*each.cause.steps, *signs)):
            entry = book.steps[name]
            said = line(entry, each.case)
            assert 20 <= len(said) <= LONGEST_LINE, (each.name, said)
            assert not re.search(r"\n|  | [.,;:](?: |$)|:/{3}|: $", said), said
            assert not any(secret.reveal() in said for secret in secrets), (each.name, said)
            if said != entry.lines[-1]:
                specific.add(name)
    with_names = {entry.id for entry in book.steps.values() if any(map(names_in, entry.lines))}
    assert len(specific) >= 0.6 * len(with_names), sorted(with_names - specific)
