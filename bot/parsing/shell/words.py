"""What the shells' lexers hand out: words, and the simple command that they make up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

Variables = Mapping[str, str]
Continues = Callable[[str, Callable[[], str]], bool]  # a line, and how to get the command so far
_LINE = re.compile(r"[ \t]*+([^\r\n]*+)")
MOST_EXPANDED = 65_536  # characters that the variables of one command may grow to


class Word(NamedTuple):
    """One argument as the program would receive it.

    ``start`` and ``end`` are its place in the text. ``unset`` names what stayed literal because its value is not in
    the paste (``$NAME``, ``%NAME%``, ``$(…)``). A byte that is no UTF-8 (``$'\\xff'``) is a surrogate escape.
    """

    text: str
    start: int
    end: int
    quoted: bool = False
    unset: tuple[str, ...] = ()


class Command(NamedTuple):
    """One simple command, from its first word to the operator or newline that ends it.

    ``stop`` is that operator, '\\n' for a newline and '' for the end of the text. ``end`` is behind it. ``stdin`` is
    what a here-document or a here-string feeds, or None. ``problems`` are codes of what was repaired or cut, ``unset``
    names what stayed literal anywhere in it. ``reach`` is how far the lexer looked, where that was beyond ``end``.
    ``source`` and ``output`` are the files that ``<`` and ``>`` name; ``appends`` is for ``>>``.
    """

    words: tuple[Word, ...]
    start: int
    end: int
    stop: str = ""
    stdin: str | None = None
    problems: tuple[str, ...] = ()
    unset: tuple[str, ...] = ()
    reach: int = 0
    source: str = ""
    output: str = ""
    appends: bool = False


def never(line: str, so_far: Callable[[], str]) -> bool:
    """No line continues the one before it: what a lexer assumes unless its caller knows better."""
    return False


def next_line(text: str, start: int, end_of_line: re.Match[str], continues: Continues) -> int | None:
    """Where the line begins that goes on with the command at ``start`` though no sign at the line's end says so."""
    line = _LINE.match(text, end_of_line.end())
    if line and line[1] and continues(line[1], lambda: text[start : end_of_line.start()]):
        return line.start(1)
    return None


def line_end(text: str, position: int) -> int:
    """Where the line at ``position`` ends."""
    found = text.find("\n", position)
    return len(text) if found < 0 else found


def end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Where what matches at ``position`` ends; there itself when nothing does."""
    match = pattern.match(text, position)
    return match.end() if match else position
