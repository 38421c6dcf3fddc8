"""The text between $' and ' -> the characters it stands for (bash manual, ANSI-C Quoting)."""

from __future__ import annotations

import re

_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|c(.)|(.))", re.DOTALL
)
_SIMPLE = {
    "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip


def ansi_c(text: str) -> str:
    """``text`` with its escapes replaced; a byte over 127 is a surrogate escape, and a NUL ends the string."""
    if "\\" not in text:
        return text
    decoded = _ESCAPE.sub(_character, text)
    return decoded.partition("\0")[0]


def _character(match: re.Match[str]) -> str:
    hexadecimal, short, long, octal, control, simple = match.groups()
    if hexadecimal or octal:
        value = int(hexadecimal, 16) if hexadecimal else int(octal, 8) & 0xFF
        return chr(value) if value < 0x80 else chr(0xDC00 + value)
    if short or long:
        value = int(short or long, 16)
        return chr(value) if value <= 0x10FFFF and not 0xD800 <= value < 0xE000 else "\N{REPLACEMENT CHARACTER}"
    if control:
        return chr(ord(control.upper()) & 0x1F)
    return _SIMPLE.get(simple, "\\" + simple)
