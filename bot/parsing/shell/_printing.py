"""What a pipeline of echo, printf, seq, base64 and tr prints, without running anything; None for any other."""

from __future__ import annotations

import base64
from collections import deque
from collections.abc import Sequence
from itertools import takewhile

from bot.parsing.shell._ansi import ansi_c
from bot.parsing.shell.words import MOST_EXPANDED
from bot.regex import lazy
from bot.unicode import as_bytes

_ECHO_FLAGS = lazy(r"-[neE]+\Z")
_NUMBER = lazy(r"\d{1,9}\Z")
_MOST_NUMBERS = 100
_TAKING = frozenset({"%s", "%b"})
_DIRECTIVE = lazy(r"(%[sb%])")
# How it is called, how long its lines are, and what makes it write one line.
_ENCODERS = (
    (("base64",), 76, (["-w0"], ["-w", "0"], ["--wrap=0"], ["-b0"], ["-b", "0"])),
    (("openssl", "base64"), 64, (["-A"],)),
    (("openssl", "enc", "-base64"), 64, (["-A"],)),
)


def printed(words: Sequence[str]) -> str | None:
    """What ``echo``, ``printf`` or ``seq`` with these words prints, or None for any other program."""
    words = list(words)
    if words[:1] == ["seq"] and 1 < len(words) < 4 and all(_NUMBER.match(word) for word in words[1:]):
        first, last = (int(words[1]) if len(words) == 3 else 1), int(words[-1])
        return "".join(f"{number}\n" for number in range(first, min(last, first + _MOST_NUMBERS) + 1))
    if words[:1] == ["printf"] and len(words) > 1:
        return _formatted(words[1], words[2:])
    if words[:1] != ["echo"]:
        return None
    flags = list(takewhile(_ECHO_FLAGS.match, words[1:]))
    text = " ".join(words[1 + len(flags) :])
    return (ansi_c(text) if "e" in "".join(flags) else text) + ("" if "n" in "".join(flags) else "\n")


def piped(text: str | None, words: Sequence[str]) -> str | None:
    """What a program with these words makes of ``text`` on its standard input."""
    if text is None or not words:
        return None
    if [*words] in (["tr", "-d", "\\n"], ["tr", "-d", "\n"]):
        return text.replace("\n", "")
    for program, longest, unwrapped in _ENCODERS:
        arguments = [*words[len(program) :]]
        if tuple(words[: len(program)]) == program and (not arguments or arguments in unwrapped):
            encoded = base64.b64encode(as_bytes(text)).decode()
            # Not every version folds its lines.
            return f"{encoded}\n" if arguments or len(encoded) <= longest else None
    return None


def _formatted(form: str, arguments: list[str]) -> str | None:
    """What ``printf`` prints whose ``form`` holds no other directives than ``%s``, ``%b`` and ``%%``, else None."""
    pieces = _DIRECTIVE.split(form)
    if any("%" in text for text in pieces[::2]) or len(form) * (len(arguments) + 1) > MOST_EXPANDED:
        return None
    left = deque(arguments)
    parts: list[str] = []
    takes = any(piece != "%%" for piece in pieces[1::2])
    while not parts or (left and takes):
        for piece in pieces:
            value = (left.popleft() if left else "") if piece in _TAKING else "%" if piece == "%%" else piece
            parts.append(value if piece == "%s" else ansi_c(value))
    return "".join(parts)
