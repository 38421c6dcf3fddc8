"""How long can a regular expression take? An upper bound of the steps of ``fullmatch``, and what its matches look like.

``re`` tries one way after another, so its time is the number of ways in which the parts of an expression can share a
text among them. That number is bounded on the parse tree: a part that must stop where the next one begins has one way;
one that may stop at any of N places has N; ways in a row, and repeats of what has several, multiply. Nothing that is
slow passes; a few that are not are refused too, and can be written so that the parts differ in how they begin.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from re import _constants as _codes  # type: ignore[attr-defined]  # `re` has no public way to its parse tree, and the
from re import _parser  # type: ignore[attr-defined]  # bound must hold for the tree that it runs, not for one of our own
from typing import Any

LONGEST_TEXT = 65_536
_MOST_STEPS = 2e7  # below half a second
_LONGEST_REGEX = 2_000
_OPEN = 1 << 30
_AHEAD = re.compile(r"\(\?<?[=!]")
_REPEATS = (_codes.MAX_REPEAT, _codes.MIN_REPEAT, _codes.POSSESSIVE_REPEAT)
# Sets of characters are numbers: a bit for each of ASCII, one for all that is beyond, one for the end of the text.
_BEYOND = 1 << 128
_END = 1 << 129
_ANY = (1 << 129) - 1
_CATEGORIES = {
    "DIGIT": sum(1 << code for code in range(128) if chr(code).isdigit()),
    "SPACE": sum(1 << code for code in range(128) if chr(code).isspace()),
    "WORD": sum(1 << code for code in range(128) if chr(code).isalnum() or code == ord("_")),
}


def complaint(regex: str, longest: int = LONGEST_TEXT) -> str:
    """Why ``regex`` is not to be matched with a stranger's text of ``longest`` characters; '' when it may be."""
    if len(regex) > _LONGEST_REGEX:
        return f"is longer than {_LONGEST_REGEX} characters"
    try:
        re.compile(regex)
        tree = _parser.parse(regex)
        reach = longest if _AHEAD.search(regex) else min(longest, tree.getwidth()[1])
        steps = _Bound(reach, _ignores_case(regex)).of(tree, _END).steps(reach)
    except _UnboundedError as fault:
        return f"has {fault}"
    except (re.error, RecursionError, OverflowError, Warning) as fault:
        return f"is no regular expression ({fault})"
    if not steps <= _MOST_STEPS:  # infinity times nothing is no number
        return "has two open repeats side by side that can eat the same, which is slow on a long text"
    return ""


@lru_cache(maxsize=8192)
def shape_of(regex: str) -> tuple[str, int, int]:
    """(literal beginning, shortest, longest) of what a regex matches. Raises re.error."""
    tree = _parser.parse(regex)
    prefix = ""
    for code, argument in tree:
        if code is not _codes.LITERAL:
            break
        prefix += chr(argument)
    shortest, longest = tree.getwidth()
    return prefix, int(shortest), int(min(longest, _OPEN))


class _UnboundedError(Exception):
    """The time has no bound, or none that is known; ``str`` names the construct."""


@dataclass(frozen=True, slots=True)
class _Cost:
    """In how many ways a part can match from one place so that what follows can go on, and the steps to try them.

    These are ``fixed`` and ``rate`` for each character that is eaten: a repeat inside a repeat shares its text.
    """

    ways: float = 1
    fixed: float = 1
    rate: float = 0

    def steps(self, longest: int) -> float:
        """The steps on a text of ``longest`` characters."""
        return self.fixed + self.rate * longest


@dataclass(frozen=True, slots=True)
class _Bound:
    """The bound for texts of ``longest`` characters."""

    longest: int
    ignores_case: bool

    def of(self, tree: Any, follow: int) -> _Cost:
        """The cost of a sequence that is followed by one of the characters ``follow``."""
        parts: list[_Cost] = []
        for code, argument in reversed(list(tree)):
            parts.append(self._part(code, argument, follow))
            first, is_empty = self._first(code, argument)
            follow = first | follow if is_empty else first
        ways = fixed = 1.0
        rate = 0.0
        for part in reversed(parts):
            fixed += ways * part.fixed
            rate += ways * part.rate
            ways *= part.ways
        return _Cost(ways, fixed, rate)

    def _part(self, code: Any, argument: Any, follow: int) -> _Cost:
        if code in _REPEATS:
            return self._repeat(code, argument, follow)
        if code is _codes.BRANCH:
            return self._branch(argument[1], follow)
        if code is _codes.SUBPATTERN:
            return self.of(argument[3], follow)
        if code is _codes.ATOMIC_GROUP:
            return replace(self.of(argument, follow), ways=1)
        if code in (_codes.ASSERT, _codes.ASSERT_NOT):  # what it looks at is not eaten
            return _Cost(fixed=self.of(argument[1], _ANY | _END).steps(self.longest))
        if code in (_codes.GROUPREF, _codes.GROUPREF_EXISTS):
            raise _UnboundedError("a reference back to a group, whose time nothing bounds")
        return _Cost()

    def _repeat(self, code: Any, argument: Any, follow: int) -> _Cost:
        fewest, most, body = int(argument[0]), int(argument[1]), argument[2]
        first, is_empty = self._starts(body)
        each = self.of(body, first | follow if most > 1 else follow)
        width = max(1, body.getwidth()[0])
        times = min(most, self.longest // width + 1)
        ways = each.ways + (is_empty and most > 1)  # a turn may also be left out
        tried = _power(ways, times)
        if tried > _MOST_STEPS:
            inside = "a repeat" if _holds_repeat(body) else "alternatives that can eat the same"
            raise _UnboundedError(f"{inside} inside a repeat, which can take for ever on a long text")
        if ways > 1:
            whole = _Cost(tried, tried * each.steps(self.longest))
        elif times == most:
            whole = _Cost(1, each.fixed * max(1, times), each.rate)
        else:
            whole = _Cost(1, each.fixed, each.rate + each.fixed / width)
        if code is _codes.POSSESSIVE_REPEAT:
            return replace(whole, ways=1)
        is_settled = fewest == most or not (first & follow or is_empty)
        return whole if is_settled else replace(whole, ways=tried * max(1, times - fewest + 1))

    def _branch(self, alternatives: Any, follow: int) -> _Cost:
        costs = [self.of(each, follow) for each in alternatives]
        begun, apart = 0, True
        for first, is_empty in map(self._starts, alternatives):
            begins = first | follow if is_empty else first
            apart = apart and not begins & begun
            begun |= begins
        several = max if apart else sum  # of those that begin apart, all but one end at once
        ways, rate = several(cost.ways for cost in costs), several(cost.rate for cost in costs)
        return _Cost(ways, sum(cost.fixed for cost in costs), rate)

    def _starts(self, tree: Any) -> tuple[int, bool]:
        """The characters with which a sequence can begin, and whether it can be empty."""
        found = 0
        for code, argument in tree:
            first, is_empty = self._first(code, argument)
            found |= first
            if not is_empty:
                return found, False
        return found, True

    def _first(self, code: Any, argument: Any) -> tuple[int, bool]:
        if code in _REPEATS:
            first, is_empty = self._starts(argument[2])
            return first, is_empty or argument[0] == 0
        if code is _codes.BRANCH:
            found = [self._starts(each) for each in argument[1]]
            return _union(first for first, _ in found), any(is_empty for _, is_empty in found)
        if code is _codes.SUBPATTERN:
            return self._starts(argument[3])
        if code is _codes.ATOMIC_GROUP:
            return self._starts(argument)
        if code is _codes.AT:
            return 0, True
        if code in (_codes.ASSERT, _codes.ASSERT_NOT):
            return _ANY | _END, True  # it is tried wherever one comes to it, whatever stands there
        if code is _codes.FAILURE:
            return 0, False
        return self._set(code, argument), False

    def _set(self, code: Any, argument: Any) -> int:
        """The characters of a part that eats one. Too many do no harm."""
        if code is _codes.ANY:
            return _ANY
        if code is _codes.LITERAL:
            return self._cased(argument, argument)
        if code is _codes.NOT_LITERAL:
            return _ANY & ~(_span(argument, argument) & ~_BEYOND)
        if code is _codes.IN:
            if argument[0][0] is _codes.NEGATE:
                return _ANY & ~(_union(_members(each, _span) for each in argument[1:]) & ~_BEYOND)
            return _union(_members(each, self._cased) for each in argument)
        raise _UnboundedError(f"{str(code).lower()}, whose time nothing bounds")

    def _cased(self, low: int, high: int) -> int:
        found = _span(low, high)
        if not self.ignores_case:
            return found
        letters = [chr(code) for code in range(low, min(high, 127) + 1) if chr(code).isalpha()]
        return _union((found, _BEYOND, *(1 << ord(letter.swapcase()) for letter in letters)))


def _members(item: tuple[Any, Any], span: Callable[[int, int], int]) -> int:
    code, argument = item
    if code is _codes.LITERAL:
        return span(argument, argument)
    if code is _codes.RANGE:
        return span(*argument)
    if code is _codes.CATEGORY:
        name = str(argument).removeprefix("CATEGORY_").removeprefix("UNI_")
        bits = _CATEGORIES.get(name.removeprefix("NOT_"))
        if bits is not None:
            return _BEYOND | (_ANY & ~bits if name.startswith("NOT_") else bits)
    raise _UnboundedError(f"{str(argument).lower()}, whose time nothing bounds")


def _span(low: int, high: int) -> int:
    ascii_part = ((1 << min(high, 127) + 1) - 1) & ~((1 << min(low, 128)) - 1)
    return ascii_part | (_BEYOND if high > 127 else 0)


def _union(sets: Iterable[int]) -> int:
    found = 0
    for each in sets:
        found |= each
    return found


def _holds_repeat(part: Any) -> bool:
    """Is there a repeat anywhere in a part of the tree, whose nodes are (code, argument)?"""
    if isinstance(part, tuple | list | _parser.SubPattern):
        return any(each in _REPEATS if isinstance(each, type(_codes.ANY)) else _holds_repeat(each) for each in part)
    return False


def _power(base: float, times: int) -> float:
    return base if times == 1 else 1.0 if base <= 1 else base**times if times * math.log(base) < 300 else math.inf


def _ignores_case(regex: str) -> bool:
    """May it, in the whole or in a group? Where it only seems to, the sets become a little larger than they are."""
    return re.search(r"\(\?[a-zA-Z]*i", regex) is not None
