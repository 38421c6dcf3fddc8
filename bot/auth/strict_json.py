"""Strangers' JSON -> plain values, under the caps of SECURITY.md section 3: size, depth 32, numbers of 20 digits."""

from __future__ import annotations

import json
import re

from bot.unicode import well_formed

DEEPEST = 32
_LONGEST_NUMBER = 20
# A string that nobody closes goes to the end of the text at once: it is looked at once, and nothing in it counts.
_STRUCTURE = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


class NotJsonError(Exception):
    """The text is no JSON, or more than the caps allow."""


def read(text: str, longest: int = 262_144) -> object:
    """The value of ``text``, whose strings are all well-formed; NaN, infinities and numbers of more than 20 digits
    become None. Raises NotJsonError.
    """
    if len(text) > longest:
        raise NotJsonError("too long")
    if not is_shallow(text):
        raise NotJsonError("too deep")
    try:
        value: object = json.loads(text, parse_int=_whole, parse_float=_real, parse_constant=lambda _: None)
        if _HALF.search(text):
            value = json.loads(well_formed(json.dumps(value, ensure_ascii=False)))
    except (ValueError, RecursionError, OverflowError) as fault:
        raise NotJsonError("no JSON") from fault
    return value


def read_object(text: str, longest: int = 262_144) -> dict[str, object]:
    """The JSON object in ``text``. Raises NotJsonError when it is anything else."""
    value = read(text, longest)
    if not isinstance(value, dict):
        raise NotJsonError("no JSON object")
    return value


def is_shallow(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether the brackets between two places nest 32 deep at most."""
    depth = 0
    for match in _STRUCTURE.finditer(text, start, len(text) if end is None else end):
        mark = match.group()[0]
        depth += (mark in "{[") - (mark in "}]")
        if depth > DEEPEST:
            return False
    return True


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits.lstrip("-")) <= _LONGEST_NUMBER else None


def _real(digits: str) -> float | None:
    if len(digits) > 2 * _LONGEST_NUMBER:
        return None
    value = float(digits)
    return value if abs(value) != float("inf") else None
