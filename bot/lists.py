"""Lists of words as they are written for people: one running text, with blanks or commas between them."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """What stands between the blanks."""
    return frozenset(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """What stands between the commas, in order."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(","))
