"""What the operator's own entries teach: examples of causes and sentences of stories, learned on top at load.

No fit and no code is needed: a lead who adds three examples to a cause, or three sentences to a story, sees them told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.diagnosis.features import words_of
from bot.knowledge.book import Book
from bot.knowledge.load import files_in, read_file
from bot.knowledge.schema import Cause, Entry, Story
from bot.knowledge.text import Lesson, grams
from bot.parsing.parse import parse


def taught(book: Book, folders: Sequence[Path]) -> Book:
    """The Book with its models taught what the entries of ``folders`` show; itself where they show nothing."""
    entries = list(_entries(folders))
    reports = [lesson for entry in entries if isinstance(entry, Cause) for lesson in _reports(entry)]
    told = [lesson for entry in entries if isinstance(entry, Story) for lesson in _sentences(entry)]
    if not reports and not told:
        return book
    return replace(
        book,
        text_model=book.text_model.taught(reports, against_rivals=True),
        story_model=book.story_model.taught(told, against_rivals=False),
    )


def _entries(folders: Sequence[Path]) -> Iterator[Entry]:
    for folder in folders:
        for file in files_in(folder) if folder.is_dir() else ():
            entry, _ = read_file(file, examples=True)
            if entry is not None:
                yield entry


def _reports(cause: Cause) -> Iterator[Lesson]:
    """Each example without a world of its own shows its cause by the words of its paste."""
    for example in cause.examples.match:
        if example.world is None:
            yield list(words_of(parse(example.paste))), cause.id, True
    for example in cause.examples.no_match:
        if example.world is None and example.instead:
            yield list(words_of(parse(example.paste))), example.instead, True


def _sentences(story: Story) -> Iterator[Lesson]:
    for said, way in ((story.yes, "yes"), (story.no, "no")):
        for sentence in said:
            yield list(grams(sentence)), f"{story.id} {way}", True
    for sentence in story.near:
        yield list(grams(sentence)), f"{story.id} yes", False
