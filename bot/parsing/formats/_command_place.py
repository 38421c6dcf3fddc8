"""Where a program's name stands as a command in a paste, and its words by the lexer of the shell around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.model import Problem
from bot.parsing._reading import MAX_TEXT, PROBLEMS
from bot.parsing.formats._code_values import unset_problems
from bot.parsing.shell.dialect import SHELLS, dialect_of
from bot.parsing.shell.words import Command, Word

_MOST_COMMANDS, _LOOK_BACK = 400, 400


def commands(text: str, name: re.Pattern[str]) -> Iterator[tuple[tuple[Word, ...], Command]]:
    """Each command whose program matches ``name`` (group ``program``): its words after the program, and itself."""
    reach = count = spent = 0
    for match in name.finditer(text):
        if count >= _MOST_COMMANDS or spent > 2 * (MAX_TEXT + len(text)):
            return
        start = match.start("program")
        if start < reach:
            continue
        line = max(text.rfind("\n", max(0, start - _LOOK_BACK), start) + 1, start - _LOOK_BACK, 0)
        shell = SHELLS[dialect_of(text[start : start + 4096], text[line:start], windows_program=False)]
        command = shell.read(text, start, None, _continues)
        if any(word.unset for word in command.words):
            command = shell.read(text, start, shell.assignments(text, start), _continues)
            spent += start >> 4
        reach = command.end
        count += 1
        spent += max(command.reach, reach) - start
        yield command.words[1:], command


def _continues(line: str, before: Callable[[], str]) -> bool:
    """Does ``line`` go on with the command ``before`` though no backslash says so: an option, the address it lacks?"""
    return line.startswith("-") or (line.lstrip("'\"").startswith(("http://", "https://")) and "://" not in before())


def problems_of(words: tuple[Word, ...], command: Command) -> tuple[Problem, ...]:
    """One Problem for each variable that stayed literal, and for each repair of the command's text."""
    repaired = [Problem(code=code, text=PROBLEMS.get(code, code.replace("-", " "))) for code in command.problems]
    return (*unset_problems([name for word in words for name in word.unset]), *repaired)
