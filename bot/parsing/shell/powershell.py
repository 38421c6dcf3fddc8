"""One command of PowerShell that calls a program (``curl.exe``) -> its words (about_Quoting_Rules, about_Parsing)."""

from __future__ import annotations

import re
from itertools import islice

from bot.parsing.shell.words import (
    MOST_EXPANDED,
    Command,
    Continues,
    Variables,
    Word,
    end_of,
    line_end,
    never,
    next_line,
)
from bot.regex import lazy

_BLANK = lazy(r"(?:[ \t\r]++|`[ \t]*+(?:\r?\n(?:>{1,2}[ \t]?)?|(?<=[ \t])(?=-|https?:|['\"])))*+")
_PIECE = lazy(
    r"""(?P<plain>[^\s'"`$;|&<>()#@]++|(?<=\S)[#@]|@(?!['"]))
    | '(?P<single>(?:[^']++|'')*+)'
    | (?P<double>")
    | `(?P<gone>[ \t]*+\r?\n)
    | `(?P<escaped>.)
    | (?P<dollar>\$)
    | @(?P<here>['"])[ \t]*+\r?\n
    | (?P<open>['`])""",
    re.VERBOSE | re.DOTALL,
)
_INSIDE = lazy(r'(?P<plain>[^"`$]++)|""|`(?P<escaped>.)|(?P<dollar>\$)', re.DOTALL)
_VARIABLE = lazy(r"\$(?:((?:env:|script:|global:)?\w++)|\{([^{}\n]{1,200}+)\})", re.IGNORECASE)
_NESTED = lazy(r"[^()'\"]++|'[^']*+'|\"(?:[^\"`]++|`.)*+\"|[()'\"]", re.DOTALL)
_OPERATOR = lazy(r"&&|\|\||[;|&()]|\r?\n")
_REDIRECT = lazy(r"(?:[1-6*])?>>?(?:&1|[ \t]*+[^\s;|&]++)|<")
_MOST_VARIABLES = 200
_HERE_ENDS = {quote: lazy(rf"\r?\n{quote}@") for quote in ("'", '"')}
_ASSIGNMENT = lazy(r"^[ \t]*+(?:PS[^>\n]*>[ \t]*+)?\$((?:env:)?\w++)[ \t]*+(\+?)=[ \t]*+", re.MULTILINE | re.IGNORECASE)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b"}


def read(text: str, start: int = 0, variables: Variables | None = None, continues: Continues = never) -> Command:
    """The command that begins at ``start``.

    A backslash before a quote inside a word is what Windows PowerShell needs to hand the quote on; it is taken away.
    """
    return _Reader(text, start, variables or {}, continues).command()


def assignments(text: str, end: int) -> dict[str, str]:
    """The variables that lines before ``end`` assign (``$x = '…'``, ``$env:X = "…"``), names in lower case."""
    found: dict[str, str] = {}
    for match in islice(_ASSIGNMENT.finditer(text, 0, end), _MOST_VARIABLES):
        word = _Reader(text, match.end(), found, never).word(match.end())
        name = match[1].lower()
        before = found.pop(name, None) if match[2] else ""  # what it was no longer holds
        found.pop(name, None)
        is_command = text[match.end() : match.end() + 1].isalpha()
        if word is not None and not (word.unset or is_command or before is None):
            found[name] = (before + word.text)[:MOST_EXPANDED]
    return found


class _Reader:
    def __init__(self, text: str, start: int, variables: Variables, continues: Continues) -> None:
        self.text, self.start = text, start
        self.variables, self.continues = variables, continues
        self.words: list[Word] = []
        self.unset: list[str] = []
        self.problems: list[str] = []
        self.grown = 0

    def command(self) -> Command:
        position, length = self.start, len(self.text)
        while True:
            position = end_of(_BLANK, self.text, position)
            if position >= length:
                return self.ended(position, "")
            if self.text[position] == "#":
                position = line_end(self.text, position)
            elif redirect := _REDIRECT.match(self.text, position):
                position = redirect.end()
            elif operator := _OPERATOR.match(self.text, position):
                after = self.operator(operator)
                if isinstance(after, Command):
                    return after
                position = after
            elif word := self.word(position):
                self.words.append(word)
                position = word.end
            else:
                position += 1

    def operator(self, match: re.Match[str]) -> int | Command:
        stop = match[0]
        if stop[-1] == "\n":
            following = next_line(self.text, self.start, match, self.continues) if self.words else None
            if following is not None:
                self.problems.append("missing-backslash")
                return following
            return self.ended(match.end(), "\n")
        if stop == "&" and not self.words:
            return match.end()
        if stop == "&" and "?" in self.words[-1].text and self.words[-1].end == match.start():
            self.problems.append("ampersand-cut")
        return self.ended(match.end(), stop)

    def ended(self, position: int, stop: str) -> Command:
        problems = tuple(dict.fromkeys(self.problems))
        unset = tuple(dict.fromkeys(name for word in self.words for name in word.unset))
        return Command(tuple(self.words), self.start, position, stop, None, problems, unset)

    def word(self, position: int) -> Word | None:
        """The word at ``position``, or None when something else stands there."""
        text, start, quoted = self.text, position, False
        parts: list[str] = []
        self.unset = []
        while match := _PIECE.match(text, position):
            kind, position = match.lastgroup, match.end()
            piece = ""
            if kind == "plain":
                piece = match[0]
            elif kind == "escaped":
                piece = match["escaped"]
            elif kind == "single":
                piece, quoted = match["single"].replace("''", "'"), True
            elif kind == "double":
                piece, position = self.inside(position)
                quoted = True
            elif kind == "here":
                piece, position = self.here_string(match["here"], position)
                quoted = True
            elif kind == "dollar":
                piece, position = self.dollar(match.start())
            elif kind == "open":
                self.problems.append("unclosed-quote")
                end = line_end(self.text, position)
                piece, position, quoted = text[position:end].rstrip(), end, True
            parts.append(piece)
        if position == start:
            return None
        return Word("".join(parts).replace('\\"', '"'), start, position, quoted, tuple(self.unset))

    def inside(self, position: int) -> tuple[str, int]:
        parts: list[str] = []
        while match := _INSIDE.match(self.text, position):
            kind, position = match.lastgroup, match.end()
            if kind == "plain":
                parts.append(match[0])
            elif kind == "escaped":
                parts.append(_ESCAPES.get(match["escaped"], match["escaped"]))
            elif kind == "dollar":
                piece, position = self.dollar(match.start())
                parts.append(piece)
            else:
                parts.append('"')
        if position >= len(self.text):
            self.problems.append("unclosed-quote")
        return "".join(parts), position + 1

    def here_string(self, quote: str, position: int) -> tuple[str, int]:
        closing = _HERE_ENDS[quote].search(self.text, position)
        if closing is None:
            self.problems.append("unclosed-quote")
            return self.text[position:], len(self.text)
        return self.text[position : closing.start()], closing.end()

    def dollar(self, position: int) -> tuple[str, int]:
        if self.text.startswith("$(", position):
            end = self.nested_end(position + 1)
            self.unset.append("$(…)")
            return self.text[position:end], end
        match = _VARIABLE.match(self.text, position)
        if match is None:
            return "$", position + 1
        value = self.variables.get((match[1] or match[2]).lower())
        self.grown += len(value or "")
        if value is None or self.grown > MOST_EXPANDED:
            self.unset.append(match[0] if match[1] else "${…}")
            return match[0], match.end()
        return value, match.end()

    def nested_end(self, position: int) -> int:
        depth = 0
        while match := _NESTED.match(self.text, position):
            position = match.end()
            depth += (match[0] == "(") - (match[0] == ")")
            if depth == 0:
                break
        return position
