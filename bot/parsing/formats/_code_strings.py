"""String literals of source code: where one begins and ends, and what its letters stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.parsing.formats import _code_values
from bot.parsing.formats._code_language import Language
from bot.regex import lazy

_LONGEST = 20_000  # letters
_HERE = lazy(r"@(['\"])[ \t]*+\r?\n")
_HOLE = lazy(r"[$#]\{(?:[^{}\n]|\{[^{}\n]{0,120}\}){1,120}\}")  # an expression inside a string, with strings of its own
_PREFIX = lazy(r"[bBrRuUfF@$]{0,3}(?=['\"`])")


@dataclass(frozen=True, slots=True)
class Literal:
    """One string as it is written."""

    body: str  # between its quotes, a doubled quote read as one
    start: int  # where the body begins
    end: int  # behind the closing quote
    raw: bool  # a backslash is a letter
    interpolates: bool  # names in it stand for their values


def opens(text: str, position: int, language: Language) -> bool:
    """Whether a string begins there, with its prefix."""
    prefix = _PREFIX.match(text, position)
    return prefix is not None and text[prefix.end()] in language.quotes


def literal_at(text: str, position: int, language: Language) -> Literal:
    """The string that begins there; one that is not closed ends with its line."""
    if language.pipes and (opening := _HERE.match(text, position)):
        return _here_string(text, opening, language)
    prefix = _PREFIX.match(text, position)
    letters = prefix.group().lower() if prefix else ""
    position += len(letters)
    quote = text[position]
    fence = quote * 3 if text[position : position + 3] == quote * 3 and quote != "`" else quote
    start = position + len(fence)
    raw = "r" in letters or "@" in letters or quote in language.raw
    interpolates = quote in language.in_quotes or any(letter in language.prefixes for letter in letters)
    close = _closing(text, start, fence, language, raw=raw, holes=interpolates)
    body = text[start:close].replace(quote * 2, quote) if language.doubles else text[start:close]
    return Literal(
        body, start, min(close + len(fence), len(text)), raw, interpolates and language.interpolates is not None
    )


def _here_string(text: str, opening: re.Match[str], language: Language) -> Literal:
    """The lines of a here-string, whose first and last line end are not its own (about_Quoting_Rules)."""
    start, quote = opening.end(), opening[1]
    limit = min(len(text), start + _LONGEST)
    end = text.find(f"\n{quote}@", start - 1, limit)
    end = limit if end < 0 else end
    raw = quote in language.raw
    return Literal(text[start:end].removesuffix("\r"), start, min(end + 3, len(text)), raw, not raw)


def _closing(text: str, position: int, fence: str, language: Language, *, raw: bool, holes: bool) -> int:
    limit = min(len(text), position + _LONGEST)
    while True:
        place = text.find(fence, position, limit)
        if place < 0:
            line = text.find("\n", position, limit)
            return line if line >= 0 and len(fence) == 1 else limit
        brace = text.find("{", position, place) if holes else -1
        if brace > position and (hole := _HOLE.match(text, brace - 1)):
            position = hole.end()
            continue
        if language.doubles and text[place + 1 : place + 2] == fence:
            position = place + 2
            continue
        escapes = 0
        while not raw and place - escapes > position and text[place - escapes - 1] == language.escape:
            escapes += 1
        if escapes % 2 == 0:
            return place
        position = place + 1


def unescaped(body: str, language: Language) -> str:
    """What the letters of a literal that is not raw stand for."""
    if language.escape == "\\":
        return _code_values.unescaped(body)
    return re.sub(re.escape(language.escape) + r"(.)", r"\1", body, flags=re.DOTALL)
