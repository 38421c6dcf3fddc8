"""One simple command of bash (and sh, zsh, fish) -> its words, heredocs and repairs (POSIX XCU 2.2, 2.3, 2.6, 2.7).

A word that is plain, or one quoted piece, is one match of ``_WORD``: nearly all words of nearly all pastes. Any other
is read piece by piece (``_bash_word``). Every pattern is possessive, so reading is linear in the text.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice

from bot.parsing.shell._bash_word import SENTENCE, WordReader, substitution_end
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

_WORD = re.compile(
    r"""(?:[ \t]++|\\\r?\n)*+
    (?: (?!\#)([^\s'"\\$`;|&<>(){]++) | '([^']*+)' | "([^"\\$`]*+)" )
    (?=[ \t\n]|\Z)""",
    re.VERBOSE,
)
_BLANK = re.compile(r"(?:[ \t\r]++|\\\r?\n)*+")
_PLACEHOLDER = re.compile(r"<[A-Za-z][\w.:-]*+(?: [\w.:-]++)*+>")
_ARRAY = re.compile(r"\"?\$(?:\{(\w++)\[[@*]\]\}|\{?(@)\}?)\"?(?=[\s;|&)]|\Z)")
_OPERATOR = re.compile(r"&&|&>>?|\|\||\|&|;;|[;|&()]|\r?\n")
_REDIRECT = re.compile(r"(?:(?<![^\s])\d++|&)?(<<<|<<-?|<>|>>|>\||[<>]&|<(?!\()|>)[ \t]*+")
_ASSIGNMENT = re.compile(
    r"(?:^|;|&&|[$#%>][ \t])[ \t]*+(?:(?:export|declare|typeset|readonly|local)[ \t]++(?:-\w++[ \t]++)*+"
    r"|(?P<set>set(?:env)?[ \t]++(?:-{1,2}\w++[ \t]++)*+))?(?P<name>[A-Za-z_]\w*+)(?(set)[ \t]++(?=\S)|\+?=)",
    re.MULTILINE,
)
_ONE_MORE = re.compile(r"[ \t]++(?P<name>[A-Za-z_]\w*+)\+?=")
_SET_ANEW = re.compile(
    r"(?<![\w./-])(?:unset|printf[ \t]++-v|read(?:[ \t]++-\w++(?:[ \t]++(?:'[^']*+'|\"[^\"\n]*+\"))?+)*+)"
    r"(?P<names>(?:[ \t]++[A-Za-z_]\w*+)++)"
)
_BLANK_BEHIND_BACKSLASH = re.compile(
    r"\\[ \t]++((?:(?:#|//[ \t])[^\r\n]*+|/\*[^*\r\n]*+\*/[ \t]*+)?\r?\n|(?=-|https?:|['\"]https?:))"
)
_MOST_VARIABLES, _MOST_HEREDOCS, _LONGEST_VALUE = 200, 16, 4096
_MOST_IN_A_ROW, _MOST_WORDS, _MOST_LOOKED_AT = 50, 2_000, 32_768


def read(text: str, start: int = 0, variables: Variables | None = None, continues: Continues = never) -> Command:
    """The simple command that begins at ``start``.

    ``variables`` are those assigned in the paste; any other stays literal. ``continues`` says of a line, and of the
    command so far, whether they belong together although no backslash stands between (the repair is in ``problems``).
    """
    words: list[Word] = []
    position = _plain_words(text, start, words)
    if position == len(text):
        return Command(tuple(words), start, position)
    reader = _Reader(text=text, variables=variables or {}, start=start, continues=continues, words=words)
    command = reader.command(position)
    if "unclosed-quote" in command.problems and text.find("\\'", start, command.end) >= 0:
        reader = _Reader(text=text, variables=variables or {}, start=start, continues=continues, words=[], fish=True)
        of_fish = reader.command(start)
        return command if "unclosed-quote" in of_fish.problems else of_fish
    return command


def _plain_words(text: str, position: int, words: list[Word]) -> int:
    """Add the words from ``position`` on as long as each is plain or one quoted piece; where that ends."""
    match_word, append, new = _WORD.match, words.append, tuple.__new__
    while match := match_word(text, position):
        kind = match.lastindex or 1
        position = match.end()
        append(new(Word, (match[kind], match.start(kind), position, kind != 1, ())))
    return position


def commands(text: str, start: int, end: int, variables: Variables | None = None) -> Iterator[Command]:
    """Every simple command that begins between ``start`` and ``end``, in order."""
    while start < end:
        command = read(text, start, variables)
        yield command
        start = max(command.end, start + 1)


def assignments(text: str, end: int) -> dict[str, str]:
    """The variables that hold at ``end``: assigned before (``X=…``, ``export X=… Y=…``), the last value of each.

    What stands right before the command itself (``X=… curl``) is for the command, not yet for its words.
    """
    found: dict[str, str | None] = {}
    left = _MOST_LOOKED_AT
    ways = (pattern.finditer(text, 0, end) for pattern in (_ASSIGNMENT, _SET_ANEW))
    for match in islice(merge(*ways, key=re.Match.start), _MOST_VARIABLES):
        if match.re is _SET_ANEW:
            found.update(dict.fromkeys(match["names"].split()))
            continue
        values, position, looked_at = _assigned(text, match, found)
        if text[position:end].strip(" \t"):
            found.update(values)
        left -= looked_at
        if left < 0:
            break
    return {name: value for name, value in found.items() if value is not None}


def _assigned(text: str, match: re.Match[str], known: dict[str, str | None]) -> tuple[dict[str, str | None], int, int]:
    """What the assignments that begin with ``match`` set, the position behind them, and how much was looked at.

    What is set to something that the paste does not tell is None: an older value no longer holds.
    """
    found: dict[str, str | None] = {}
    following: re.Match[str] | None = match
    position, looked_at = match.end(), 0
    while following and len(found) < _MOST_IN_A_ROW:
        name, position = following["name"], following.end()
        window = text[position : position + _LONGEST_VALUE]
        before = ChainMap(found, known)
        value: str | None = ""
        if window.startswith("("):
            value = window[: substitution_end(window, -1)]
            position += len(value)
        elif word := (reader := WordReader(window, _told(before))).word(0):
            position += word.end
            looked_at += max(word.end, reader.reach)
            value = None if word.unset else word.text
        found[name] = _added(before.get(name), value) if following[0].endswith("+=") else value
        following = _ONE_MORE.match(text, position)
    return found, position, looked_at


def _told(variables: Mapping[str, str | None]) -> dict[str, str]:
    """Those of the variables whose value the paste tells."""
    return {name: value for name, value in variables.items() if value is not None}


def _added(old: str | None, new: str | None) -> str | None:
    """What ``+=`` makes of a value, or of an array; None when one of both is not known."""
    if old is None or new is None or len(old) + len(new) > MOST_EXPANDED:
        return None
    return f"{old[:-1]} {new[1:]}" if old.startswith("(") and new.startswith("(") else old + new


@dataclass(slots=True, kw_only=True)
class _Reader(WordReader):
    start: int
    continues: Continues
    words: list[Word]
    heredocs: list[tuple[str, bool, bool]] = field(default_factory=list)
    stdin: str | None = None
    source: str = ""
    output: str = ""
    appends: bool = False

    def command(self, position: int) -> Command:
        while True:
            following = self.beyond_words(position)
            if isinstance(following, Command):
                return following
            position = following if self.fish else _plain_words(self.text, following, self.words)

    def beyond_words(self, position: int) -> int | Command:
        """What ``_WORD`` does not take, at ``position``: read it and go on, or end the command."""
        text = self.text
        position = end_of(_BLANK, text, position)
        if position >= len(text) or SENTENCE.match(text, position):
            return self.ended(position, "")
        if repair := _BLANK_BEHIND_BACKSLASH.match(text, position):
            self.problems.append("blank-after-backslash")
            return repair.end()
        if text[position] == "#":
            return line_end(self.text, position)
        if array := _ARRAY.match(text, position):
            self.words += [item._replace(start=position, end=array.end()) for item in self.array(array[1] or array[2])]
            return array.end()
        if (redirect := _REDIRECT.match(text, position)) and not _PLACEHOLDER.match(text, position):
            return self.redirect(redirect)
        if operator := _OPERATOR.match(text, position):
            return self.operator(operator)
        word = self.word(position)
        if word is None:
            return position + 1
        self.add(word)
        return word.end

    def add(self, word: Word) -> None:
        if not (word.text or word.quoted):  # an expansion to nothing is no word
            return
        if self.split and not word.quoted:
            self.words += [word._replace(text=part) for part in word.text.split()]
        elif self.braces and len(self.words) < _MOST_WORDS:
            self.words += [word._replace(text=part) for part in self.expanded]
        else:
            self.words.append(word)

    def array(self, name: str) -> tuple[Word, ...]:
        """The words of an array that the paste assigns (``X=(…)``), or the expression itself.

        A script's own arguments (``@``) that the paste does not tell are no words: bash puts in none either.
        """
        value = self.variables.get(name, "")
        self.grown += len(value)
        if value.startswith("(") and name in self.variables and self.grown <= MOST_EXPANDED:
            return tuple(word for command in commands(value, 1, len(value)) for word in command.words)
        if name == "@":
            self.all_unset.append("$@")
            return ()
        self.all_unset.append(f"${{{name}[@]}}")
        return (Word(f"${{{name}[@]}}", 0, 0, True, (f"${{{name}[@]}}",)),)

    # ---- operators, redirections, here-documents

    def operator(self, match: re.Match[str]) -> int | Command:
        stop = match[0]
        if stop.startswith("&>"):
            return self.skip_word(match.end())
        if stop[-1] == "\n":
            return self.newline(match)
        if stop == "&" and self.words and self.words[-1].end == match.start() and self.cuts_url(match.end()):
            self.problems.append("ampersand-cut")
        return self.ended(match.end(), stop)

    def cuts_url(self, position: int) -> bool:
        return "?" in self.words[-1].text and self.text[position : position + 1].strip() != ""

    def newline(self, match: re.Match[str]) -> int | Command:
        position = match.end()
        if self.heredocs:
            position = self.read_heredocs(position)
        else:
            following = next_line(self.text, self.start, match, self.continues) if self.words else None
            if following is not None:
                self.problems.append("missing-backslash")
                return following
        return self.ended(position, "\n")

    def redirect(self, match: re.Match[str]) -> int:
        kind = match[1]
        word = self.word(match.end())
        if word is None:
            return match.end()
        if kind == "<<<":
            self.stdin = word.text + "\n"
        elif kind.startswith("<<") and len(self.heredocs) < _MOST_HEREDOCS:
            self.heredocs.append((word.text, word.quoted, kind == "<<-"))
        elif kind == "<" and not word.unset:
            self.source = word.text
        elif kind in (">", ">>", ">|") and match[0][0] in "1>" and not word.unset:
            self.output, self.appends = word.text, kind == ">>"
        return word.end

    def skip_word(self, position: int) -> int:
        position = end_of(_BLANK, self.text, position)
        word = self.word(position)
        return position if word is None else word.end

    def read_heredocs(self, position: int) -> int:
        for delimiter, quoted, tabs in self.heredocs:
            indent = r"\t*+" if tabs else ""
            closing = re.compile(rf"^{indent}{re.escape(delimiter)}[ \t\r]*+$", re.MULTILINE).search(
                self.text, position
            )
            body = self.text[position : closing.start() if closing else len(self.text)]
            if tabs:
                body = re.sub(r"(?m)^\t+", "", body)
            self.stdin = body if quoted else self.heredoc(body)
            position = closing.end() if closing else len(self.text)
        self.heredocs.clear()
        return position

    def ended(self, position: int, stop: str) -> Command:
        if self.heredocs:
            position = self.read_heredocs(self.heredoc_start(position))
        problems, unset = tuple(dict.fromkeys(self.problems)), tuple(dict.fromkeys(self.all_unset))
        words, files = tuple(self.words), (self.source, self.output, self.appends)
        return Command(words, self.start, position, stop, self.stdin, problems, unset, self.reach, *files)

    def heredoc_start(self, position: int) -> int:
        """A here-document begins on the line after the one that announced it and those that this goes on with."""
        end = line_end(self.text, position)
        while self.text[end - 1 : end + 1] == "\\\n":
            end = line_end(self.text, end + 1)
        return min(end + 1, len(self.text))
