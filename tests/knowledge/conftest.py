"""The built-in knowledge, loaded once for all tests of this folder."""

from __future__ import annotations

import asyncio

import pytest

from bot.knowledge.book import Book
from bot.knowledge.load import Library
from tests._knowledge import shipped
from tests.knowledge._told import Told, told


@pytest.fixture(scope="session")
def library() -> Library:
    """The built-in knowledge as the program has it."""
    return shipped()


@pytest.fixture(scope="session")
def book(library: Library) -> Book:
    """Its Book."""
    return library.book


@pytest.fixture(scope="session")
def examples(book: Book) -> tuple[Told, ...]:
    """Every example of every entry, diagnosed once."""

    async def all_of() -> tuple[Told, ...]:
        return tuple([each async for each in told(book)])

    return asyncio.run(all_of())
