"""Every regular expression of the knowledge base (the forms of credentials), on a hostile long text."""

from __future__ import annotations

import re
import time

import pytest

from bot.knowledge.book import Book

LONG = 100_000
REPEATED = ("a", "401 ", 'key="')
BOUND_S = 1.0  # of processor time; an honest one takes a few milliseconds, one that blows up takes for ever


@pytest.mark.growth
def test_no_regex_blows_up_on_a_long_text(book: Book) -> None:
    """Each is done with 100,000 repeated characters in well under a second."""
    slow = []
    for regex in sorted({form.regex for form in book.formats}):
        pattern = re.compile(regex, re.IGNORECASE)
        for piece in REPEATED:
            text = (piece * LONG)[:LONG]
            begun = time.process_time()
            pattern.search(text)
            if time.process_time() - begun > BOUND_S:
                slow.append(regex)
    assert slow == []
