"""Every regular expression of the knowledge base, on the long text of somebody who means harm."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from bot.knowledge.book import Book
from bot.knowledge.schema import Test

LONG = 100_000
REPEATED = ("a", "401 ", 'key="')
BOUND_S = 1.0  # of processor time; an honest one takes a few milliseconds, one that blows up takes for ever


def regexes(book: Book) -> Iterator[str]:
    """Those of conditions and of credential forms."""
    for cause in book.causes.values():
        for sign in cause.signs:
            for group in (sign.when, *sign.unless):
                yield from (test.matches for test in group.values() if isinstance(test, Test) and test.matches)
        for group in cause.refuted:
            yield from (test.matches for test in group.values() if isinstance(test, Test) and test.matches)
    yield from (form.regex for form in book.formats)


def test_no_regex_blows_up_on_a_long_text(book: Book) -> None:
    """Each is done with 100,000 repeated characters in well under a second."""
    slow = []
    for regex in sorted(set(regexes(book))):
        pattern = re.compile(regex, re.IGNORECASE)
        for piece in REPEATED:
            text = (piece * LONG)[:LONG]
            begun = time.process_time()
            pattern.search(text)
            if time.process_time() - begun > BOUND_S:
                slow.append(regex)
    assert slow == []
