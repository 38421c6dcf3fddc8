"""A program and its arguments as a list of strings, as Compose, subprocess and spawn take them -> words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.parsing.formats._code_values import unescaped
from bot.parsing.shell.words import Command, Word
from bot.regex import lazy

_MOST_LISTS, _MOST_ITEMS = 40, 400
_CURL = lazy(r"[\[(,]\s*+(?P<quote>[\"'])(?:/(?:usr/)?bin/)?curl(?:\.exe)?(?P=quote)\s*+,\s*+\[?")
_ITEM = lazy(
    r"\s*+(?:[bfru]{0,2}\"(?P<double>(?:[^\"\\\n]++|\\.)*+)\"|[bfru]{0,2}'(?P<single>(?:[^'\\\n]++|\\.)*+)'"
    r"|(?P<name>[A-Za-z_$][\w.]{0,80}+)(?=\s*+[,\])]))\s*+(?P<comma>,?)"
)


def commands_in(text: str) -> Iterator[Command]:
    """Each list in which curl stands before its arguments; an argument that is a variable stays as its name."""
    for match in islice(_CURL.finditer(text), _MOST_LISTS):
        words = [Word("curl", match.start("quote"), match.end("quote"), True)]
        position = match.end()
        while len(words) < _MOST_ITEMS and (item := _ITEM.match(text, position)):
            words.append(_word(item))
            position = item.end()
            if not item["comma"]:
                break
        if not _is_command([word.text for word in words[1:]]):
            continue
        unset = tuple(name for word in words for name in word.unset)
        yield Command(tuple(words), match.start("quote"), position, unset=unset)


def _is_command(arguments: list[str]) -> bool:
    """Whether these are a program's arguments, and not a list of programs or packages."""
    has_address = any(text.startswith(("http://", "https://")) for text in arguments)
    return has_address and (len(arguments) == 1 or any(text.startswith("-") for text in arguments))


def _word(item: re.Match[str]) -> Word:
    name = item["name"]
    if name is not None:
        return Word(f"${name.lstrip('$')}", item.start("name"), item.end("name"), True, (name,))
    kind = "single" if item["double"] is None else "double"
    return Word(unescaped(item[kind]), item.start(kind), item.end(kind), True)
