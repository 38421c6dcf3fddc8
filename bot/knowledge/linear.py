"""Is a regular expression linear? No repeat inside a repeat, no two open repeats side by side that can eat the same."""

from __future__ import annotations

from re import _constants as _codes  # type: ignore[attr-defined]  # the parser of `re` has no public name
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = (_codes.MAX_REPEAT, _codes.MIN_REPEAT, _codes.POSSESSIVE_REPEAT)
_OPEN = 1000
_PROBES = "".join(chr(code) for code in range(32, 127)) + "\n\té"


def complaint(regex: str) -> str:
    """What is wrong with a regular expression that strangers' text is matched with; '' when nothing is."""
    try:
        tree = _parser.parse(regex)
    except Exception as fault:
        return f"is no regular expression ({fault})"
    if _nested(tree, inside=False):
        return "has a repeat inside a repeat, which can take for ever on a long text"
    if _neighbours(tree):
        return "has two open repeats side by side that can eat the same, which is slow on a long text"
    return ""


def _nested(tree: Any, *, inside: bool) -> bool:
    for code, argument in tree:
        if code in _REPEATS:
            most, body = argument[1], argument[2]
            many = most > _OPEN
            if (inside and many) or _nested(body, inside=inside or many):
                return True
        elif any(_nested(part, inside=inside) for part in _parts(code, argument)):
            return True
    return False


def _neighbours(tree: Any) -> bool:
    """Two unbounded repeats with nothing between that both lacks: ``a*a*``, ``.*\\s*``."""
    before: frozenset[str] | None = None
    for code, argument in tree:
        if code in _REPEATS and argument[1] > _OPEN:
            eats = _eats(argument[2])
            if before is not None and eats & before:
                return True
            before = eats
            continue
        if any(_neighbours(part) for part in _parts(code, argument)):
            return True
        if before is not None and code is not _codes.AT:
            before = None if not (_eats([(code, argument)]) & before) or _fixed(code) else before
    return False


def _fixed(code: Any) -> bool:
    return code in (_codes.LITERAL, _codes.NOT_LITERAL, _codes.IN, _codes.ANY)


def _parts(code: Any, argument: Any) -> list[Any]:
    if code is _codes.SUBPATTERN:
        return [argument[3]]
    if code is _codes.BRANCH:
        return list(argument[1])
    if code in (_codes.ASSERT, _codes.ASSERT_NOT):
        return [argument[1]]
    if code in _REPEATS:
        return [argument[2]]
    return [argument] if code is _codes.ATOMIC_GROUP else []


def _eats(tree: Any) -> frozenset[str]:
    """The probe characters with which a match of ``tree`` can begin or go on."""
    found: set[str] = set()
    for code, argument in tree:
        if code is _codes.LITERAL:
            found.add(chr(argument))
        elif code is _codes.NOT_LITERAL:
            found |= set(_PROBES) - {chr(argument)}
        elif code is _codes.ANY:
            found |= set(_PROBES) - {"\n"}
        elif code is _codes.IN:
            found |= _members(argument)
        else:
            for part in _parts(code, argument):
                found |= _eats(part)
    return frozenset(found)


def _members(items: Any) -> set[str]:
    negated = any(code is _codes.NEGATE for code, _ in items)
    found: set[str] = set()
    for code, argument in items:
        if code is _codes.LITERAL:
            found.add(chr(argument))
        elif code is _codes.RANGE:
            found |= {letter for letter in _PROBES if argument[0] <= ord(letter) <= argument[1]}
        elif code is _codes.CATEGORY:
            found |= {letter for letter in _PROBES if _is(argument, letter)}
    return set(_PROBES) - found if negated else found


def _is(category: Any, letter: str) -> bool:
    name = str(category).rpartition("CATEGORY_")[2]
    plain = {
        "DIGIT": letter.isdigit(),
        "SPACE": letter.isspace(),
        "WORD": letter.isalnum() or letter == "_",
    }
    return not plain[name[4:]] if name.startswith("NOT_") else plain.get(name, True)
