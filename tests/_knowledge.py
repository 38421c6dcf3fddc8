"""The knowledge that is shipped, read once in a process of the tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.knowledge.load import Library, builtin_folder

_made = Library.__init__


@cache
def shipped() -> Library:
    """The built-in folder as the program has it. Nobody refreshes it: whoever changes files makes a Library."""
    library = Library.__new__(Library)
    _made(library, builtin_folder())
    return library


def share_shipped() -> None:
    """Every Library over the built-in folder begins with what :func:`shipped` read, as in a worker of the program."""

    def made(self: Library, *folders: Path, known: Library | None = None) -> None:
        builtin = not folders or folders[0] == builtin_folder()
        _made(self, *folders, known=known or (shipped() if builtin else None))

    Library.__init__ = made  # type: ignore[method-assign]
