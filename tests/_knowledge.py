"""The knowledge that is shipped, read once in a process of the tests."""

from __future__ import annotations

from functools import cache

from bot.knowledge.load import Library, builtin_folder


@cache
def shipped() -> Library:
    """The built-in folder as the program has it. Nobody refreshes it: whoever changes files makes a Library."""
    return Library(builtin_folder())
