"""Brace expansion of an unquoted word: ``a{b,c}`` and ``a{1..3}`` -> several words (bash manual, Brace Expansion)."""

from __future__ import annotations

import re
from itertools import islice, pairwise

_MOST_WORDS, _MOST_BRACES, _LONGEST = 100, 40, 4_096
_SEQUENCE = re.compile(r"(-?\d{1,6})\.\.(-?\d{1,6})\Z|([A-Za-z])\.\.([A-Za-z])\Z")
_TO_HIDE = re.compile(r"[{},.$]")
_SIGN = re.compile(r"[{},]")
_SPECIAL = "{},.$"
_SHIELD = {ord(char): 0xF8F0 + index for index, char in enumerate(_SPECIAL)}
_BARE = {shield: char for char, shield in _SHIELD.items()}


def protect(text: str) -> str:
    """``text`` from inside quotes, its braces made invisible to the expansion."""
    return text.translate(_SHIELD) if _TO_HIDE.search(text) else text


def bare(text: str) -> str:
    """What :func:`protect` hid, shown again."""
    return text if text.isascii() else text.translate(_BARE)


def expand_braces(word: str) -> list[str]:
    """The words that ``word`` expands to, in bash's order; ``[word]`` when nothing expands or it would be too many."""
    if word.count("{") > _MOST_BRACES or len(word) > _LONGEST:
        return [word]
    found = _expanded(word)
    return found if len(found) <= _MOST_WORDS else [word]


def _expanded(text: str) -> list[str]:
    start = text.find("{")
    while start >= 0:
        choices, end = _group(text, start)
        if choices and text[start - 1 : start] != "$":
            rest = _expanded(text[end:])
            words = (text[:start] + choice + tail for choice in choices for tail in rest)
            return list(islice(words, _MOST_WORDS + 1))
        start = text.find("{", start + 1)
    return [text]


def _group(text: str, start: int) -> tuple[list[str], int]:
    """The choices of the group that opens at ``start`` and the position behind it; [] when it is none."""
    depth, cuts = 0, [start]
    for match in _SIGN.finditer(text, start):
        sign, position = match[0], match.start()
        depth += (sign == "{") - (sign == "}")
        if sign == "," and depth == 1:
            cuts.append(position)
        elif depth == 0:
            cuts.append(position)
            pieces = [text[left + 1 : right] for left, right in pairwise(cuts)]
            if len(pieces) == 1:
                return _sequence(pieces[0]), position + 1
            return [word for piece in pieces for word in _expanded(piece)], position + 1
    return [], start


def _sequence(inner: str) -> list[str]:
    match = _SEQUENCE.match(inner)
    if match is None:
        return []
    letters = match[3] is not None
    first, last = (ord(match[3]), ord(match[4])) if letters else (int(match[1]), int(match[2]))
    if abs(last - first) > _MOST_WORDS:
        return []
    step = 1 if last >= first else -1
    numbers = range(first, last + step, step)
    return [chr(number) for number in numbers] if letters else [str(number) for number in numbers]
