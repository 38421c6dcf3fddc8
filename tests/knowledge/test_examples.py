"""What the examples of the knowledge show together; what holds of each of them is in test_entries.py."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.authoring.rehearse import rehearse
from bot.diagnosis.headline import sayable
from bot.diagnosis.templates import names_in
from bot.knowledge.book import Book
from bot.knowledge.load import builtin_folder, files_in, read_file
from bot.lists import words_of
from tests.knowledge._told import Told, case_for, headline_of, lines_of, told_of
from tests.knowledge.test_headlines import ROWS

# Whose examples, beside those of the causes, show what nothing else shows: they are asked first, so that most of the
# others need not be. What the test finds is the same without this list.
TELLING = words_of("""
    airtable amplitude artifactory asana azure-entra browser-cors dynatrace firebase flask github iis
    jsonwebtoken-node kubectl mollie nexus oauth2-proxy pinecone
""")


@pytest.mark.corpus
async def test_every_headline_is_reached_and_most_lines_are_specific(book: Book) -> None:
    """Each headline with conditions is what some example, or some row of headlines.yaml, is answered with.

    Of the steps whose lines can name something, three in five do so in some example.
    """
    wanted = {
        (cause.id, place) for cause in book.causes.values() for place, each in enumerate(cause.headlines) if each.when
    }
    for row in ROWS:
        cause = book.causes[row.cause]
        places = [place for place, said in sayable(cause, case_for(row, book)) if said == row.says]
        wanted.discard((row.cause, min(places, default=-1)))
    with_names = {entry.id for entry in book.steps.values() if any(map(names_in, entry.lines))}
    specific = set[str]()
    async for each in told(book):
        wanted.discard(headline_of(each))
        specific.update(entry.id for entry, said in lines_of(each) if said != entry.lines[-1])
        if not wanted and len(specific) >= 0.6 * len(with_names):
            return
    assert wanted == set()
    assert len(specific) >= 0.6 * len(with_names), sorted(with_names - specific)


async def told(book: Book) -> AsyncIterator[Told]:
    """Every example of every entry that has a cause."""
    files = files_in(builtin_folder())
    for file in sorted(files, key=lambda file: (file.kind != "causes", file.id not in TELLING)):
        entry, _ = read_file(file, examples=True)
        assert entry is not None
        async for verdict, found in rehearse(file.kind, entry, book):
            for each in told_of(verdict.example, found, book):
                yield each
