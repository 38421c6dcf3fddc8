"""One command line of cmd.exe -> its words.

Two readers one after the other, as on Windows: cmd.exe takes the carets away and ends the line, then the program's C
runtime splits what is left (``\\"`` is a quote, ``""`` inside quotes too, a single quote is a letter).
"""

from __future__ import annotations

import re

from bot.parsing.shell.words import MOST_EXPANDED, Command, Continues, Variables, Word, end_of, never, next_line
from bot.regex import lazy

_PHASE_1 = lazy(
    r"""(?P<plain>[^"^%&|<>\r\n\\]++|\\++(?!")|\\(?:\\\\)*+(?="))
    | \^\r?\n(?:More\?[ ]?)?(?P<joined>\r?\n)?
    | \^[ \t]++(?P<blank>\r?\n)
    | \^(?P<escaped>.)
    | (?P<quote>")
    | %(?P<name>[A-Za-z_]\w*+)%
    | (?P<percent>%)
    | (?P<stop>&&?|\|\|?|\r?\n)
    | (?P<redirect>(?:>>?|<)[ ]*+(?:&\d|[^\s"&|<>]*+))
    | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_IN_QUOTES = lazy(
    r'(?P<plain>[^"%^\r\n\\]++)|(?P<bs>(?:\\\\)*+\\"|\\++)|%(?P<name>[A-Za-z_]\w*+)%|(?P<end>")|\^?(?P<newline>\r?\n)|(?P<other>.)'
)
_NAMED = lazy(r"%[A-Za-z_]\w*+%")
_HANDLE = lazy(r"(?<![^ \t])\d\Z")
_ARGUMENT = lazy(r'(?P<plain>[^ \t"\\]++)|(?P<slashes>\\*+)"|(?P<backslash>\\++)')
_BLANKS = lazy(r"[ \t]*+")
_SET = lazy(r'^[ \t]*+(?:[A-Za-z]:[^>\n]*>)?[ \t]*+set[ \t]++"?(\w++)=([^"\r\n]*+)', re.MULTILINE | re.IGNORECASE)


def read(text: str, start: int = 0, variables: Variables | None = None, continues: Continues = never) -> Command:
    """The command line that begins at ``start``; positions of words are the line's own, not each word's."""
    return _Reader(text, start, variables or {}, continues).command()


def assignments(text: str, end: int) -> dict[str, str]:
    """The variables that lines before ``end`` set (``set NAME=value``)."""
    return {match[1]: match[2] for match in _SET.finditer(text, 0, end)}


class _Reader:
    def __init__(self, text: str, start: int, variables: Variables, continues: Continues) -> None:
        self.text, self.start, self.position = text, start, start
        self.variables, self.continues = variables, continues
        self.parts: list[str] = []
        self.unset: list[str] = []
        self.problems: list[str] = []
        self.stop = ""
        self.grown = 0

    def command(self) -> Command:
        while self.position < len(self.text) and not self.stop:
            self.outside()
        line = "".join(self.parts)
        names = set(self.unset)
        words = tuple(
            Word(text, self.start, self.position, quoted, tuple(one for one in _NAMED.findall(text) if one in names))
            for text, quoted in split_arguments(line)
        )
        problems, unset = tuple(dict.fromkeys(self.problems)), tuple(dict.fromkeys(self.unset))
        return Command(words, self.start, self.position, self.stop, None, problems, unset)

    def outside(self) -> None:
        match = _PHASE_1.match(self.text, self.position)
        if match is None:
            self.position += 1
            return
        kind = match.lastgroup
        self.position = match.end()
        if kind == "quote":
            self.parts.append('"')
            self.inside()
        elif kind == "name":
            self.variable(match[0], match["name"])
        elif kind == "stop":
            self.stopped(match)
        elif kind == "blank":
            self.problems.append("blank-after-backslash")
            self.parts.append(" ")
        elif kind == "joined":
            self.parts.append("\n")
        elif kind == "redirect":
            self.parts[-1:] = [_HANDLE.sub("", part) for part in self.parts[-1:]]
        elif kind is not None:
            self.parts.append(match[kind])

    def inside(self) -> None:
        """Up to the closing quote: carets are letters here, and a backslash-quote closes for cmd but not for curl."""
        while match := _IN_QUOTES.match(self.text, self.position):
            self.position = match.end()
            kind = match.lastgroup
            if kind == "name":
                self.variable(match[0], match["name"])
                continue
            self.parts.append("\n" if kind == "newline" else match[0])
            if kind == "end":
                return
        self.problems.append("unclosed-quote")

    def variable(self, whole: str, name: str) -> None:
        value = self.variables.get(name)
        self.grown += len(value or "")
        if value is None or self.grown > MOST_EXPANDED:
            value = None
            self.unset.append(whole)
        self.parts.append(whole if value is None else value)

    def stopped(self, match: re.Match[str]) -> None:
        stop = match["stop"]
        if stop[-1] == "\n":
            if next_line(self.text, self.start, match, self.continues) is not None:
                self.problems.append("missing-backslash")
                self.parts.append(" ")
                return
            stop = "\n"
        elif (
            stop == "&" and "?" in "".join(self.parts).rpartition(" ")[2] and not "".join(self.parts[-1:]).endswith(" ")
        ):
            self.problems.append("ampersand-cut")
        self.stop = stop


def split_arguments(line: str) -> list[tuple[str, bool]]:
    """(argument, whether a quote stood in it) of a command line, by the rules of Microsoft's C runtime."""
    found: list[tuple[str, bool]] = []
    position = end_of(_BLANKS, line, 0)
    while position < len(line):
        argument, quoted, position = _argument(line, position)
        found.append((argument, quoted))
        position = end_of(_BLANKS, line, position)
    return found


def _argument(line: str, position: int) -> tuple[str, bool, int]:
    parts: list[str] = []
    open_quote = quoted = False
    while position < len(line):
        match = _ARGUMENT.match(line, position)
        if match is None:
            if not open_quote:
                break
            parts.append(line[position])
            position += 1
            continue
        position = match.end()
        if match["slashes"] is None:
            parts.append(match[0])
            continue
        slashes = len(match["slashes"])
        parts.append("\\" * (slashes // 2))
        if slashes % 2:
            parts.append('"')
        elif open_quote and line.startswith('"', position):
            parts.append('"')
            position += 1
        else:
            open_quote, quoted = not open_quote, True
    return "".join(parts), quoted, position
