"""The built-in knowledge, loaded once for all tests of this folder."""

from __future__ import annotations

import pytest

from bot.knowledge.book import Book
from bot.knowledge.load import Library
from tests._knowledge import shipped


@pytest.fixture(scope="session")
def library() -> Library:
    """The built-in knowledge as the program has it."""
    return shipped()


@pytest.fixture(scope="session")
def book(library: Library) -> Book:
    """Its Book."""
    return library.book
