"""Where in a text a program's name stands as a command, what stands before it on its line, and its words."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from bot.model import Problem
from bot.parsing._reading import MAX_TEXT, PROBLEMS
from bot.parsing.formats._code_values import unescaped, unset_problems
from bot.parsing.shell import bash
from bot.parsing.shell._printing import printed
from bot.parsing.shell.dialect import SHELLS, Dialect, dialect_of
from bot.parsing.shell.words import Command, Word
from bot.regex import lazy

_PLACE = r"(?:[^\s'\"`$#%>➜❯λ»+]|\+(?=\w)){0,80}"
_PROMPT = lazy(
    r"[ \t]*+(?:>[ \t]?)*+(?:(?:[-*•]|\d{1,3}[.)])[ \t]++)?"
    r"(?:(?:\([\w.-]{1,40}\)[ \t]*+)?(?:\[[^\]\n]{1,80}\]|[A-Za-z0-9_.-]{1,40}@[A-Za-z0-9_.-]{1,60}|PS|[A-Za-z]:)?"
    rf"{_PLACE}"
    rf"(?:[ \t][~/]{_PLACE})?[ \t]?[$#%>➜❯λ»+]++(?:[ \t]++[~\w./-]{{1,60}})?)?[ \t]*+\Z"
)
_PS_PROMPT = lazy(r"[ \t]*+PS[^>\n]*>[ \t]*+\Z|[ \t]*+[A-Za-z]:\\[^>\n]*>[ \t]*+\Z")
_RUNNER = lazy(
    r"(?:^|[\s;|&({`]|(?<=['\")}])(?=[;&|]))"
    r"(?:sudo|time|env|exec|command|nohup|watch|xargs|then|do|else|if|while|until|!|--|\\|&&|;|\|\||\{|\(|"
    r"[A-Za-z_]\w*+=(?:(?:[^\s'\";|&({`]|\$\{\w{1,60}\}|\$\([^()\s]{0,80}\))*+|'[^']*'|\"[^\"]*\")|-\w[\w-]*+|\$[\w{}]+)"
    r"[ \t]*+\Z"
)
_SUBSTITUTION = lazy(r"(?:\$\(|`)[ \t]*+\Z")
_QUOTED_SCRIPT = lazy(r"(?:-c|--|ssh[ \t]++[\w@.-]++|eval|watch|run)[ \t]++\Z")
_IWR = lazy(r"[ \t]-(?:Uri|Headers|Method|Body|ContentType|UseBasicParsing|OutFile|InFile)\b", re.IGNORECASE)
_LOOK_BACK, _LOOK_AHEAD, _MOST_COMMANDS = 400, 2000, 400
_IN_BODY = lazy(r"\s*+(?:[\[{][\s\[{]*+[\"']|<[A-Za-z!/?]|\"[^\"\n]{1,80}\"\s*:)")
# A string of JSON that is a command: a script of npm, a task of an editor, a tool call.
_COMMAND_KEY = lazy(
    r"\"(?:command|cmd|cmdline|commandLine|shell|run|exec|script)\"\s{0,9}:\s{0,9}\"\Z"
    r"|\"scripts\"\s{0,9}:\s{0,9}\{[^{}]{0,2000}:\s{0,9}\"\Z"
)
_INSTALL = lazy(r"\b(?:install|add|remove|upgrade|which|whereis|man|type)[ \t]")
_QUOTATION = lazy(r"'[^']*+'|\"(?:[^\"\\]++|\\.)*+\"", re.DOTALL)
_STUCK = lazy(r"(?:\\.)?(?:'[^']*+'|\"(?:[^\"\\]++|\\.)*+\"|\\.)", re.DOTALL)
_PROMPTS = frozenset("$%>")
_RECIPE = lazy(r"[ \t]++[@+-]{1,3}")  # what make is told in front of a command
_WORD_BEFORE = lazy(r"[\w.@<-]\Z")


class CommandPlace(NamedTuple):
    """One command: ``begin`` is where it begins for the reader (a runner, a pipe), ``start`` where its program stands.

    ``source`` is its text when it isn't a part of the paste as it stands (inside the quotes of ``sh -c '…'``), and
    ``end`` then is behind those quotes. ``stdin`` is what a pipe before it feeds.
    """

    begin: int
    start: int
    dialect: Dialect
    in_prose: bool = False
    stdin: str | None = None
    source: str | None = None
    end: int = 0

    def source_in(self, text: str) -> tuple[str, int]:
        """The text in which it is read, and where it begins there."""
        return (text, self.start) if self.source is None else (self.source, 0)


def commands(text: str, program: re.Pattern[str]) -> Iterator[Command]:
    """Each command whose program matches, with the paste's variables; its place is that in ``text``."""
    position = reach = spent = 0
    for _ in range(_MOST_COMMANDS):
        place, position = next_place(text, position, program)
        if position < 0 or spent > 2 * (MAX_TEXT + len(text)):
            return
        if place is None or place.start < reach:
            continue
        shell, (source, start) = SHELLS[place.dialect], place.source_in(text)
        command = shell.read(source, start, None, _continues)
        if any(word.unset for word in command.words):
            command = shell.read(source, start, shell.assignments(text, place.start), _continues)
            spent += place.start >> 4
        spent += max(command.reach, command.end) - start
        reach = place.end or command.end
        yield command._replace(start=place.begin if place.end else start, end=reach)


def _continues(line: str, before: Callable[[], str]) -> bool:
    """Does ``line`` go on with the command ``before`` though no backslash says so: an option, the address it lacks?"""
    return line.startswith("-") or (line.lstrip("'\"").startswith(("http://", "https://")) and "://" not in before())


def is_option(word: Word) -> bool:
    """Does it begin with a dash that no quotes make a letter?"""
    return word.text.startswith("--") or (word.text.startswith("-") and len(word.text) > 1 and not word.quoted)


def options_in(text: str, waiting: deque[Word], with_value: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The options of one word and their values: ``--name=value``, ``--name value``, ``-abVALUE``, ``-ab VALUE``."""
    if text.startswith("--"):
        name, equals, value = text[2:].partition("=")
        yield name, waiting.popleft().text if not equals and name in with_value and waiting else value
        return
    for index, letter in enumerate(text[1:], 2):
        if letter in with_value:
            yield letter, text[index:] or (waiting.popleft().text if waiting else "")
            return
        yield letter, ""


def problems_of(command: Command) -> tuple[Problem, ...]:
    """One Problem for each variable that stayed literal, and for each repair of the command's text."""
    repaired = [Problem(code=code, text=PROBLEMS.get(code, code.replace("-", " "))) for code in command.problems]
    return (*unset_problems([name for word in command.words for name in word.unset]), *repaired)


def unread(files: Iterable[str]) -> list[Problem]:
    """One Problem for each file, whose content is not in the paste."""
    return [Problem(code="file", text=f"{PROBLEMS['file']}: {name[:80]}") for name in files]


def next_place(text: str, position: int, program: re.Pattern[str]) -> tuple[CommandPlace | None, int]:
    """(the place, where to go on looking): None when the name found is no command, and -1 when there is none."""
    match = program.search(text, position)
    if match is None:
        return None, -1
    return _place(text, match, position), match.end()


def _place(text: str, match: re.Match[str], since: int) -> CommandPlace | None:
    start = _path_start(text, match.start(), match.end())
    line_start = text.rfind("\n", max(0, start - 64 * _LOOK_BACK), start) + 1
    before = text[max(line_start, start - _LOOK_BACK) : start]
    if _RECIPE.fullmatch(before):
        return CommandPlace(start - len(before), start, "bash")
    if (start and _WORD_BEFORE.match(text, start - 1, start)) or "=" in text[start : match.start()]:
        return None
    if _IWR.search(text, match.end(), _line_end(text, match.end())):
        return None
    dialect = dialect_of(
        text[match.start() : match.end() + _LOOK_AHEAD], before, windows_program=match.lastgroup == "exe"
    )
    if not before or _PROMPT.match(before) or _PS_PROMPT.match(before):
        return CommandPlace(start - len(before), start, dialect)
    if _INSTALL.search(before, max(before.rfind(separator) for separator in ";&|") + 1):
        return None
    if before[-1] == '"' and _COMMAND_KEY.search(text, max(0, start - _LOOK_AHEAD), start):
        return _in_json(text, start)
    if _IN_BODY.match(before) and before.strip() not in {"'", '"'} and not _SUBSTITUTION.search(before):
        return None
    if before[-1] in "'\"":
        return _quoted(text, start, dialect, in_prose=not _QUOTED_SCRIPT.search(before[:-1]))
    if before[-1] == "`" and (closing := text.find("`", match.end())) > 0:
        return CommandPlace(start, start, dialect, source=text[start:closing], end=closing + 1)
    if dialect == "bash" and before.rstrip(" \t\\").endswith("|"):
        return _piped(text, max(line_start, since), start)
    if _RUNNER.search(before) or _SUBSTITUTION.search(before):
        return CommandPlace(start, start, dialect)
    return CommandPlace(start, start, dialect, in_prose=True)


def _line_end(text: str, position: int) -> int:
    """Where the line ends, with those that PowerShell's backtick joins to it."""
    limit = position + _LOOK_AHEAD
    while (found := text.find("\n", position, limit)) >= 0 and text[found - 1] == "`":
        position = found + 1
    return limit if found < 0 else found


def _path_start(text: str, position: int, end: int) -> int:
    """Where the word begins that ends in the program: ``/usr/bin/curl``, ``C:\\\\tools\\\\curl.exe``, ``./curl``."""
    if position == 0 or text[position - 1] not in "/\\":
        return position
    if text[end : end + 1] in {"'", '"'}:
        return max(text.rfind(text[end], max(0, position - _LOOK_BACK), position), 0)
    start = position
    while start and position - start < 200 and text[start - 1] not in " \t\r\n'\"`(;|&":
        start -= 1
    return start


def _in_json(text: str, start: int) -> CommandPlace | None:
    """The command that is a whole string of JSON."""
    string = _QUOTATION.match(text, start - 1)
    if string is None:
        return None
    source = unescaped(string[0][1:-1])
    dialect = dialect_of(source, "", windows_program=False)
    return CommandPlace(start - 1, start, dialect, source=source, end=string.end())


def _quoted(text: str, start: int, dialect: Dialect, *, in_prose: bool) -> CommandPlace:
    """``sh -c 'curl …'``, ``"curl …"``: the command is what the outer shell makes of the quoted word."""
    closing = _QUOTATION.match(text, start - 1)
    if closing is None:
        return CommandPlace(start, start, dialect, in_prose=in_prose)
    end = closing.end()
    if not in_prose:  # what is stuck to the quotes is of the same word, as in 'it'\''s'
        while piece := _STUCK.match(text, end):
            end = piece.end()
    word = bash.read(text[start - 1 : end]).words[0]
    return CommandPlace(start - 1, start, dialect, in_prose=in_prose, source=word.text, end=end)


def _piped(text: str, line_start: int, start: int) -> CommandPlace:
    """``echo '…' | curl -d @-``: what echo, printf or a here-document feeds is known."""
    begin = line_start
    stdin: str | None = None
    for command in bash.commands(text, line_start, start):
        if command.start <= start < command.end and command.stop != "|":
            break
        words = [word.text for word in command.words]
        if command.stop not in {"|", "|&"}:
            begin, stdin = command.end, None
        elif any(word.text.endswith("curl") for word in command.words) and command.end > start:
            break
        elif command.stdin is not None:
            stdin = command.stdin
        elif stdin is None and not any(word.unset for word in command.words):
            stdin = printed(words[len(list(takewhile(_PROMPTS.__contains__, words))) :])
    return CommandPlace(begin, start, "bash", stdin=stdin)
