"""Code that the format of its language left unread: its clients, by the literals that all languages share."""

from __future__ import annotations

from bot.parsing._reading import Reading
from bot.parsing.formats import other_code

ORDER = 55
MARKS = ("faraday", "unirest(")


def read(text: str) -> Reading:
    """One request, as ``other_code`` reads it."""
    return other_code.read(text)
