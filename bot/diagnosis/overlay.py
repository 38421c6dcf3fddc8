"""What the operator's own entries teach: examples of causes and sentences of stories, learned on top at load.

No fit and no code is needed: a lead who adds three examples to a cause, or three sentences to a story, sees them told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.diagnosis.features import words_of
from bot.knowledge.book import Book
from bot.knowledge.load import Fault, listed, read_file
from bot.knowledge.schema import Cause, Story
from bot.knowledge.text import Lesson, grams
from bot.parsing.parse import parse

_LEARNED = frozenset({"causes", "story"})


def taught(book: Book, folders: Sequence[Path]) -> tuple[Book, tuple[Fault, ...]]:
    """The Book with its models taught what the entries of ``folders`` show, and what cannot be learned from.

    The Book is itself where they show nothing. A file that is no entry is the Library's fault to tell.
    """
    reports: list[Lesson] = []
    told: list[Lesson] = []
    faults: list[Fault] = []
    for file in listed(*folders).files:
        if file.kind not in _LEARNED:
            continue
        entry, _ = read_file(file, examples=True)
        try:
            if isinstance(entry, Cause):
                reports += _reports(entry)
            elif isinstance(entry, Story):
                told += _sentences(entry)
        except Exception as fault:  # one entry's examples must not cost the others theirs
            faults.append(Fault(file.shown, 1, f"its examples cannot be learned from ({type(fault).__name__})"))
    if not reports and not told:
        return book, tuple(faults)
    learned = replace(
        book,
        text_model=book.text_model.taught(reports, against_rivals=True),
        story_model=book.story_model.taught(told, against_rivals=False),
    )
    return learned, tuple(faults)


def _reports(cause: Cause) -> Iterator[Lesson]:
    """Each example without a world of its own shows its cause by the words of its paste."""
    for example in cause.examples.match:
        if example.world is None:
            yield words_of(parse(example.paste)), cause.id, True
    for example in cause.examples.no_match:
        if example.world is None and example.instead:
            yield words_of(parse(example.paste)), example.instead, True


def _sentences(story: Story) -> Iterator[Lesson]:
    for said, way in ((story.yes, "yes"), (story.no, "no")):
        for sentence in said:
            yield dict.fromkeys(grams(sentence), 1.0), f"{story.id} {way}", True
    for sentence in story.near:
        yield dict.fromkeys(grams(sentence), 1.0), f"{story.id} yes", False
