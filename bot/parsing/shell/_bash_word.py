"""One word of bash, piece by piece: quotes, escapes, parameters, substitutions (POSIX XCU 2.2, 2.6; bash manual)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import reduce

from bot.parsing.shell._ansi import ansi_c
from bot.parsing.shell._braces import bare, expand_braces, protect
from bot.parsing.shell._printing import piped, printed
from bot.parsing.shell.words import MOST_EXPANDED, Variables, Word, line_end

_PIECES = r"""(?P<placeholder><[A-Za-z][\w.:-]*+(?:[ ][\w.:-]++)*+>)
    | (?P<process><(?=\())
    | (?P<plain>[^\s'"\\$`;|&<>()]++)
    | '(?P<single>[^']*+)'
    | \$'(?P<ansi>(?:[^'\\]++|\\.)*+)'
    | \$?(?P<double>")
    | \\(?P<gone>\r?\n)
    | \\(?P<escaped>.)
    | (?P<dollar>[$`])
    | (?P<open>['\\])"""
_PIECE = re.compile(_PIECES, re.VERBOSE | re.DOTALL)
# In fish a backslash keeps a quote inside single quotes.
_PIECE_OF_FISH = re.compile(_PIECES.replace("[^']*+", r"(?:[^'\\]++|\\.)*+", 1), re.VERBOSE | re.DOTALL)
_KEPT_BY_FISH = re.compile(r"\\(['\\])")
_REST = r"(?P<gone>\r?\n))|(?P<dollar>[$`])|(?P<other>\\)"
_IN_QUOTES = re.compile(r'(?P<plain>[^"\\$`]++)|\\(?:(?P<escaped>[$`"\\])|' + _REST)
_IN_HEREDOC = re.compile(r"(?P<plain>[^\\$`]++)|\\(?:(?P<escaped>[$`\\])|" + _REST)
_PARAMETER = re.compile(r"\$(?:(\w++|[@*#?$!-])|\{(\w++)(?::?-([^}\n]{0,300}+))?\}|(\{[^}\n]{0,300}+\}))")
# Behind a quote, a sentence that the command stands in goes on: no shell's word is meant to end like this.
SENTENCE = re.compile(r"(?<=['\"])(?:[，。；：！？）】」』、]|[,.](?=[ \t]+(?!https?:)[A-Za-z]{2,}[ \t,.\n]))")
_LONGEST = 16 * 1024
_MOST_OPENED = 4
_DEEPEST, _LONGEST_PRINTED = 3, 4096
_SUBSTITUTED = re.compile(
    r"\$\(\s*+(?:cat[ ]*+<<-?[ ]*+(?P<quote>['\"]?)(?P<mark>\w++)(?P=quote)[ \t]*+\r?\n(?P<here>.*)"
    r"|(?P<echo>(?:echo|printf|seq)[ ].*))\)\Z",
    re.DOTALL,
)
_FILE = re.compile(r"\$\(\s*+(?:cat[ \t]|<)\s*+(?P<quote>[\"']?)(?P<name>[\w./~-]++)(?P=quote)\s*+\)\Z")
_NEXT_ARGUMENT = re.compile(r"(?<![ \t])[ \t]++(?:https?://|-{1,2}[A-Za-z][\w-]*(?:[ \t'\"]|$))")
_NESTED = re.compile(r"[^()'\"\\]++|'[^']*+'|\"(?:[^\"\\]++|\\.)*+\"|\\.|[()'\"\\]", re.DOTALL)


@dataclass(slots=True)
class WordReader:
    """Reads words of ``text``. Of the last one: ``unset``, whether an expansion ``split`` it, its brace expansion."""

    text: str
    variables: Variables
    fish: bool = False
    problems: list[str] = field(default_factory=list)
    all_unset: list[str] = field(default_factory=list)
    unset: list[str] = field(default_factory=list)
    split: bool = False
    braces: bool = False
    expanded: list[str] = field(default_factory=list)
    grown: int = 0  # characters that variables have put in
    reach: int = 0  # how far an open quote was followed
    opened: int = 0  # how many were, to the end of the text
    depth: int = 0  # of the command substitution that is read

    def word(self, position: int) -> Word | None:
        """The word at ``position``, or None when an operator, a blank or the end stands there."""
        text, start, parts, quoted = self.text, position, [], False
        self.unset, self.split, self.braces = [], False, False
        match_piece = (_PIECE_OF_FISH if self.fish else _PIECE).match
        while match := match_piece(text, position):
            if quoted and SENTENCE.match(text, position):
                break
            kind = match.lastgroup
            position = match.end()
            if kind in {"plain", "placeholder"}:
                parts.append(match[kind])
                self.braces = self.braces or "{" in match[kind]
            elif kind == "process":  # a file whose content is what a program prints
                position = substitution_end(text, match.start())
                parts.append(protect(text[match.start() : position]))
            elif kind == "escaped":
                parts.append(protect(match[kind]))
            elif kind == "single":
                parts.append(protect(_KEPT_BY_FISH.sub(r"\1", match[kind]) if self.fish else match[kind]))
                quoted = True
            elif kind == "double":
                piece, position = self.quoted(position)
                parts.append(protect(piece))
                quoted = True
            elif kind == "ansi":
                parts.append(protect(ansi_c(match[kind])))
                quoted = True
            elif kind == "dollar":
                piece, position = self.dollar(text, match.start(), split=True)
                parts.append(protect(piece))
            elif kind == "open":
                piece, position = self.unclosed(match.start())
                parts.append(protect(piece))
                quoted = True
        if position == start or text[start:position] == "\\":
            return None
        whole = "".join(parts)
        if self.braces:
            self.expanded = [bare(part) for part in expand_braces(whole)]
        self.all_unset += self.unset
        return Word(bare(whole), start, position, quoted, tuple(self.unset))

    def quoted(self, position: int) -> tuple[str, int]:
        """The text between double quotes, and the position behind them."""
        if self.opened < _MOST_OPENED:
            parts, end = self.expanded_text(_IN_QUOTES, self.text, position)
            if end < len(self.text):
                return parts, end + 1
            self.reach = end
            self.opened += 1
        return self.unclosed(position - 1)

    def heredoc(self, body: str) -> str:
        """The text of a here-document whose delimiter was not quoted."""
        return self.expanded_text(_IN_HEREDOC, body, 0)[0]

    def expanded_text(self, pattern: re.Pattern[str], text: str, position: int) -> tuple[str, int]:
        """What ``pattern`` takes from ``position`` on, escapes and parameters replaced, and where it ends."""
        parts: list[str] = []
        while match := pattern.match(text, position):
            kind = match.lastgroup
            position = match.end()
            if kind == "dollar":
                piece, position = self.dollar(text, match.start())
                parts.append(piece)
            elif kind != "gone":
                parts.append(match[kind])  # type: ignore[index]
        return "".join(parts), position

    def unclosed(self, position: int) -> tuple[str, int]:
        """A quote that nothing closes: taken to where it was most likely meant to end."""
        if self.text[position] == "\\":
            return "", position + 1
        self.problems.append("unclosed-quote")
        if _is_stray(self.text, position):
            return "", position + 1
        end = _closes_at(self.text, position + 1)
        return self.text[position + 1 : end], end

    def dollar(self, text: str, position: int, *, split: bool = False) -> tuple[str, int]:
        """A parameter or a command substitution: expanded when the paste assigns it, else literal and noted."""
        if text.startswith("$(", position) or text[position] == "`":
            end = substitution_end(text, position)
            value = self.substituted(text[position:end])
            self.grown += len(value or "")
            if value is None or self.grown > MOST_EXPANDED:
                self.unset.append("$(…)")
                return text[position:end], end
            self.split = self.split or (split and bool(re.search(r"\s", value)))
            return value, end
        match = _PARAMETER.match(text, position)
        if match is None:
            return text[position], position + 1
        name = match[1] or match[2] or match[4]
        value = self.variables.get(name)
        if value is None and match[3] is not None:
            value = match[3]
        self.grown += len(value or "")
        if value is None or self.grown > MOST_EXPANDED:
            self.unset.append("${…}" if match[4] else f"${{{name}}}" if match[2] else match[0])
            return match[0], match.end()
        self.split = self.split or (split and bool(re.search(r"\s", value)))
        return value, match.end()

    def substituted(self, text: str) -> str | None:
        """What ``$(echo … | base64)`` puts in, a here-document or a file that ``cat`` prints; None when not known."""
        if text[0] == "`":  # the older form, in which a backslash keeps a backquote (XCU 2.6.3)
            text = f"$({text[1:].removesuffix('`')})".replace("\\`", "`")
        if text.startswith("$(#"):  # a comment between the lines of a command
            return ""
        if file := _FILE.match(text):
            content = self.variables.get(f"<{file['name']}")
            return None if content is None else content.rstrip("\n")
        match = _SUBSTITUTED.match(text)
        if match is None or self.depth == _DEEPEST or len(text) > _LONGEST_PRINTED:
            return None
        reader = WordReader(match["here"] or match["echo"], self.variables, depth=self.depth + 1)
        printed = reader.document(match["mark"], quoted=bool(match["quote"])) if match["mark"] else reader.pipeline()
        return None if printed is None or reader.all_unset or reader.problems else printed.rstrip("\n")

    def document(self, mark: str, *, quoted: bool) -> str | None:
        """The here-document that is all of the text up to its last line, which is ``mark``."""
        body, line_end, last = self.text.rstrip().rpartition("\n")
        if last.strip("\t") != mark:
            return None
        body = body + line_end if quoted else self.heredoc(body + line_end)
        self.all_unset += self.unset
        return body

    def pipeline(self) -> str | None:
        """What the text prints, which is a pipeline of programs whose output is known by their words."""
        programs: list[list[str]] = [[]]
        position = 0
        while position < len(self.text):
            if self.text[position] in " \t":
                position += 1
            elif self.text[position] == "|":
                programs.append([])
                position += 1
            elif word := self.word(position):
                programs[-1].append(word.text)
                position = word.end
            else:
                return None
        return reduce(piped, programs[1:], printed(programs[0]))


def substitution_end(text: str, position: int) -> int:
    """The position behind the ``$(…)`` or backquoted piece that begins at ``position``."""
    if text[position] == "`":
        found = text.find("`", position + 1)
        return position + 1 if found < 0 else found + 1
    depth, position = 0, position + 1
    limit = position + _LONGEST
    while (match := _NESTED.match(text, position)) and position < limit:
        position = match.end()
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            depth -= 1
            if depth == 0:
                break
    return position


def _is_stray(text: str, position: int) -> bool:
    """Whether the quote at ``position`` is left over: it ends a word instead of beginning a quotation."""
    before, after = text[max(position - 1, 0) : position], text[position + 1 : position + 2]
    return bool(before.strip()) and before not in "=:([{," and not after.strip(" \t\r\n.,;:!?)")


def _closes_at(text: str, start: int) -> int:
    """The end of the JSON value that stands at ``start``; else what looks like the next argument, or the line's end."""
    if text[start : start + 1] in {"{", "["}:
        try:
            return json.JSONDecoder().raw_decode(text[start : start + 65536])[1] + start
        except (ValueError, RecursionError):
            pass
    end = line_end(text, start)
    following = _NEXT_ARGUMENT.search(text, start, end)
    end = following.start() if following else end
    return start + len(text[start:end].rstrip())
