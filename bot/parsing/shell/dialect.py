"""Which shell a command was written for, told from its text alone."""

from __future__ import annotations

import re
from typing import Literal

from bot.parsing.shell import bash, cmd, powershell

Dialect = Literal["bash", "cmd", "powershell"]
SHELLS = {"bash": bash, "cmd": cmd, "powershell": powershell}  # the lexer of each

_CARET_LINE = re.compile(r"\^[ \t]*+(?:\r?\n|(?<=[ \t])-)|\s\^\"")
_BACKTICK_LINE = re.compile(r"[ \t]`[ \t]*+(?:\r?\n|(?<=[ \t])-)")
# Of a prompt, what stands between the last two angle brackets.
_CMD_PROMPT = re.compile(r"(?<!\w)[A-Za-z]:\\")
_PS_PROMPT = re.compile(r"PS(?: [A-Za-z]:\\| [/~]|\Z)")
_QUOTATION = re.compile(r"'[^']*+'|\"(?:[^\"\\]++|\\.)*+\"?", re.DOTALL)
_OF_POWERSHELL = re.compile(r'`["$]')
_VARIABLE = re.compile(r"\$[A-Za-z]")
_IN_DOUBLE = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_PERCENT_NAME = re.compile(r"%[A-Z_][A-Z0-9_]{2,}%")


def dialect_of(command: str, prompt: str, *, windows_program: bool) -> Dialect:
    """The dialect of ``command`` (the text from the program's name on) behind ``prompt`` (its line before that).

    ``windows_program``: it is called by a Windows name (``curl.exe``), which settles what else would be a doubt.
    """
    if prompt and prompt.rstrip().endswith(">"):
        path = prompt.rstrip()[:-1].rpartition(">")[2]
        if _PS_PROMPT.search(path):
            return "powershell"
        if _CMD_PROMPT.search(path):
            return "cmd"
    bare = _QUOTATION.sub(_unless_single, command) if "'" in command and ("^" in command or "`" in command) else command
    if "^" in bare and _CARET_LINE.search(bare):
        return "cmd"
    if "`" in bare and _BACKTICK_LINE.search(bare):
        return "powershell"
    if "$env:" in command:
        return "powershell"
    if windows_program:
        return "powershell" if _is_of_powershell(command) else "cmd"
    if "%" in command and "'" not in command and _PERCENT_NAME.search(command):
        return "cmd"
    return "bash"


def _unless_single(match: re.Match[str]) -> str:
    """A quotation, emptied when it is one that keeps every letter for bash and PowerShell."""
    return "''" if match[0][0] == "'" else match[0]


def _is_of_powershell(command: str) -> bool:
    """Of the two on Windows it alone quotes with single quotes and has variables in $; a \\" is for cmd.exe."""
    if _OF_POWERSHELL.search(command) or "'" in _IN_DOUBLE.sub("", command):
        return True
    return '\\"' not in command and _VARIABLE.search(command) is not None
