"""Brace expansion of an unquoted word: ``a{b,c}`` and ``a{1..3}`` -> several words (bash manual, Brace Expansion)."""

from __future__ import annotations

import re
from itertools import product

_MOST = 100
_GROUP = re.compile(r"(?<!\$)\{([^{}\s]*+)\}")
_SEQUENCE = re.compile(r"(-?\d{1,6})\.\.(-?\d{1,6})\Z|([A-Za-z])\.\.([A-Za-z])\Z")
_SPECIAL = "{},."
_SHIELD = {ord(char): 0xF8F0 + index for index, char in enumerate(_SPECIAL)}
_BARE = {shield: char for char, shield in _SHIELD.items()}


def protect(text: str) -> str:
    """``text`` from inside quotes, its braces made invisible to the expansion."""
    return text.translate(_SHIELD) if "{" in text or "," in text or "}" in text or "." in text else text


def bare(text: str) -> str:
    """What :func:`protect` hid, shown again."""
    return text if text.isascii() else text.translate(_BARE)


def expand_braces(word: str) -> list[str]:
    """The words that ``word`` expands to, in bash's order; ``[word]`` when nothing expands or it would be too many."""
    parts: list[list[str]] = []
    position, amount = 0, 1
    for match in _GROUP.finditer(word):
        choices = _choices(match[1])
        if choices is None:
            continue
        parts += [[word[position : match.start()]], choices]
        position = match.end()
        amount *= len(choices)
        if amount > _MOST:
            return [word]
    if not parts:
        return [word]
    parts.append([word[position:]])
    return ["".join(pieces) for pieces in product(*parts)]


def _choices(inner: str) -> list[str] | None:
    if "," in inner:
        return inner.split(",")
    match = _SEQUENCE.match(inner)
    if match is None:
        return None
    if match[3]:
        first, last = ord(match[3]), ord(match[4])
    else:
        first, last = int(match[1]), int(match[2])
    if abs(last - first) > _MOST:
        return None
    step = 1 if last >= first else -1
    numbers = range(first, last + step, step)
    return [chr(number) for number in numbers] if match[3] else [str(number) for number in numbers]
