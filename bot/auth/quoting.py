"""Foreign values in commands that people are told to run: one quoting function for each shell, and one way to fill.

What a paste, an answer or a token says is a value, never a part of the command. A value that cannot stand as one word
(a control character, an option's dash, curl's @) makes the function say None, and the command is left out.
"""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Shell = Literal["any", "posix", "powershell", "cmd"]

_PLACE = re.compile(r"\{([a-z][a-z0-9_.-]*)\}")
# Literal in every shell, bare or in any quotes: no expansion, no operator, no separator of PowerShell or cmd.exe
_PLAIN = re.compile(r"[A-Za-z0-9_./:][A-Za-z0-9_./:+-]*")
# Literal in every shell between double quotes
_IN_DOUBLE = re.compile(r"[A-Za-z0-9_./:+ ~?#\[\]{}@&'()*,;=%|<>^…-]*")
_OF_CMD = frozenset("&|<>^'")  # what cmd.exe reads between single quotes, and what ends these in POSIX
_SMART = str.maketrans({quote: quote * 2 for quote in "'‘’‚‛"})
_NEVER = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the shell that stands in a word for what is not shown."""

    name: str


def posix(value: str) -> str | None:
    """One word of sh, bash, dash and zsh (POSIX.1 section 2.2); single quotes keep bash's ``!`` too."""
    return (value if _PLAIN.fullmatch(value) else _literal(value)) if _is_a_word(value) else None


def powershell(value: str) -> str | None:
    """One word of PowerShell (about_Quoting_Rules), which takes typographic quotation marks for single ones.

    None for a double quotation mark, or a backslash at the end: Windows PowerShell breaks them on the way to a program.
    """
    if not _is_a_word(value) or '"' in value or value.endswith("\\"):
        return None
    return value if _PLAIN.fullmatch(value) else f"'{value.translate(_SMART)}'"


def cmd(value: str) -> str | None:
    """One word of cmd.exe; None for what no quotation mark holds there: % and ! expand, " and \\ end the word."""
    if not _is_a_word(value) or set(value) & set('%!"\\'):
        return None
    return value if _PLAIN.fullmatch(value) else f'"{value}"'


def anywhere(value: str) -> str | None:
    """One word of every shell alike."""
    return value if _is_a_word(value) and _PLAIN.fullmatch(value) else None


QUOTES: Mapping[Shell, Callable[[str], str | None]] = {
    "any": anywhere, "posix": posix, "powershell": powershell, "cmd": cmd,
}  # fmt: skip
_ESCAPES: Mapping[Shell, str] = {"any": "\\`^", "posix": "\\", "powershell": "`", "cmd": "^"}


def filled(template: str, value_of: Callable[[str], str], shell: Shell) -> str:
    """The command ``template`` with each ``{name}`` quoted for ``shell``; '' when a name has no value that can stand.

    Inside quotation marks of the template only what is literal there in every shell is put in.
    """
    parts: list[str] = []
    end = 0
    for place in _PLACE.finditer(template):
        done = _put(template, place, value_of(place[1]), shell)
        if not done:
            return ""
        parts += (template[end : place.start()], done)
        end = place.end()
    return "".join(parts) + template[end:]


def word(*parts: str | Variable, shell: Shell = "posix") -> str | None:
    """One word made of literal text and variables; None when it cannot be.

    In double quotes where these keep the text literal in every shell, and variables or signs of cmd.exe ask for them.
    """
    text = "".join(part for part in parts if isinstance(part, str))
    if text[:1] in ("", "-", "@") or not all(map(_is_printed, text)):
        return None
    runs = _merged(parts)
    if shell in ("cmd", "powershell"):
        if len(runs) == 1 and isinstance(runs[0], str):
            return QUOTES[shell](text)
        can_hold = _IN_DOUBLE.fullmatch(text) and not (shell == "cmd" and "%" in text)
        return f'"{"".join(_in_windows(run, shell) for run in runs)}"' if can_hold else None
    if (len(runs) > 1 or set(text) & _OF_CMD) and _IN_DOUBLE.fullmatch(text):
        return f'"{_expanding(runs)}"'
    return "".join(f'"${run.name}"' if isinstance(run, Variable) else _literal(run) for run in runs)


def _in_windows(run: str | Variable, shell: Shell) -> str:
    """A part inside the double quotes of PowerShell (about_Quoting_Rules) or cmd.exe."""
    if isinstance(run, str):
        return run
    return f"%{run.name}%" if shell == "cmd" else f"${{env:{run.name}}}"


def _merged(parts: tuple[str | Variable, ...]) -> list[str | Variable]:
    """The parts with neighbouring texts made one."""
    merged: list[str | Variable] = []
    for part in parts:
        last = merged[-1] if merged else None
        if isinstance(part, str) and isinstance(last, str):
            merged[-1] = last + part
        elif part:
            merged.append(part)
    return merged


def _expanding(runs: list[str | Variable]) -> str:
    """The inside of double quotes; a variable in front of a letter takes braces."""
    written = []
    for run, after in zip(runs, [*runs[1:], ""], strict=True):
        is_closed = not isinstance(after, str) or re.match(r"\w", after) is None
        name = run if isinstance(run, str) else f"${run.name}" if is_closed else f"${{{run.name}}}"
        written.append(name)
    return "".join(written)


def _literal(text: str) -> str:
    """In quotes always: zsh expands what the library takes for harmless (``=ls``)."""
    quoted = shlex.quote(text)
    return f"'{text}'" if quoted == text else quoted


def _put(template: str, place: re.Match[str], value: str, shell: Shell) -> str | None:
    quote = _quote_at(template[: place.start()], shell)
    if quote:
        literal = _IN_DOUBLE if quote == '"' else _PLAIN
        return value if _is_a_word(value) and literal.fullmatch(value) and "%" not in value else None
    done = QUOTES[shell](value)
    is_whole = template[: place.start()][-1:] in ("", " ") and template[place.end() :][:1] in ("", " ")
    # PowerShell ends an argument behind a quotation mark
    return done if done == value or is_whole or shell != "powershell" else None


def _quote_at(before: str, shell: Shell) -> str:
    """The quotation mark that is open behind ``before``, '' when none is."""
    quote, escaped = "", False
    for letter in before:
        if escaped:
            escaped = False
        elif letter in _ESCAPES[shell] and quote != "'":
            escaped = True
        elif letter == quote:
            quote = ""
        elif not quote and (letter == '"' or (letter == "'" and shell != "cmd")):
            quote = letter
    return quote


def _is_a_word(value: str) -> bool:
    """Is it text on one line that no program takes for an option or (curl's @) for a file?"""
    return bool(value) and value[0] not in "-@" and all(map(_is_printed, value))


def _is_printed(letter: str) -> bool:
    """A backquote is none: a command is shown between two."""
    return letter != "`" and unicodedata.category(letter) not in _NEVER
