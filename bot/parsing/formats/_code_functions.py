"""The functions that a snippet defines: what they return, and what their parameters are given where they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.regex import lazy

_MAX_FUNCTIONS = 40
_LONGEST = 1_500  # letters of a body in which its returns are looked for
_MOST_RETURNS = 6
_DEFINED = lazy(
    r"(?<![\w.$])(?:(?:def|function|func|fun)[ \t]{1,4}(?P<name>[A-Za-z_]\w{0,60})[ \t]?\((?P<given>[^()]{0,300})\)"
    r"|(?P<made>constructor)[ \t]?\((?P<taken>[^()]{0,300})\)[ \t]?(?=\{)"
    r"|(?:const|let|var)[ \t]{1,4}(?P<arrow>[A-Za-z_$][\w$]{0,60})[ \t]?=[ \t]?(?:async[ \t])?"
    r"(?:\((?P<these>[^()]{0,300})\)|(?P<this>[A-Za-z_$][\w$]{0,60}))[ \t]?=>[ \t]{0,4}(?P<block>\{)?)"
)
_MAX_LINES = 300
_LINE = lazy(r"^(?P<indent>[ \t]*+)(?=[^\s)])", re.MULTILINE)
_CLASS = lazy(r"\bclass[ \t]{1,4}([A-Za-z_]\w{0,60})")
_CONSTRUCTORS = frozenset(("__init__", "constructor", "__construct", "initialize"))
_RETURN = lazy(r"(?:^|[;{})])[ \t]*return(?=[ \t(])", re.MULTILINE)  # a statement: no word of a comment
_NEXT = lazy(r"^[ \t]*(?:async[ \t]+)?(?:def|function|func|fun|class)\b", re.MULTILINE)
_PARAMETER = lazy(r"(?P<name>(?:\*\*)?\$?[A-Za-z_@][\w$]{0,60})[^,=]{0,60}(?:=\s?(?P<default>))?[^,]{0,120}")
_TYPED = lazy(r"[\w?\\|]{1,40}[ \t](\$\w{1,60})")  # PHP's: string $token


@dataclass(frozen=True, slots=True)
class Function:
    """One that the paste defines."""

    name: str  # what it is called by: of a constructor, that of its class
    start: int
    end: int  # of its body, by the indentation; of a constructor, that of its class
    parameters: tuple[tuple[str, int | None], ...]  # each name, ``**more`` too, and where its default stands
    returns: tuple[int, ...]  # where the expressions stand that it may give


def functions_of(text: str) -> Iterator[Function]:
    """Each in its order."""
    for match in islice(_DEFINED.finditer(text), _MAX_FUNCTIONS):
        name, head = match["name"] or match["arrow"] or match["made"], match.start()
        if name in _CONSTRUCTORS:
            above = [*_CLASS.finditer(text, max(0, match.start() - _LONGEST), match.start())]
            if not above:
                continue
            name, head = above[-1][1], above[-1].start()
        group = next((one for one in ("given", "taken", "these", "this") if match[one] is not None), "given")
        is_short = match["arrow"] is not None and match["block"] is None
        end = _end(text, head)
        returns = (match.end(),) if is_short else _returned(text, match.end(), end)
        yield Function(name, match.start(), end, tuple(_parameters(text, *match.span(group))), returns)


def _end(text: str, head: int) -> int:
    """Where the lines end that are indented more than the one at ``head``."""
    begin, below = text.rfind("\n", 0, head) + 1, text.find("\n", head)
    line = text[begin:head]
    indent = len(line) - len(line.lstrip())
    following = islice(_LINE.finditer(text, below), _MAX_LINES) if below >= 0 else ()
    return next((found.start() for found in following if len(found["indent"]) <= indent), len(text))


def _returned(text: str, start: int, end: int) -> tuple[int, ...]:
    """In the body that ends at ``end``, or up to the next function where the paste has lost its indentation."""
    if not text[start:end].strip(" \t\r\n:{"):
        following = _NEXT.search(text, start, start + _LONGEST)
        end = following.start() if following else start + _LONGEST
    found = islice(_RETURN.finditer(text, start, min(end, start + _LONGEST)), _MOST_RETURNS)
    return tuple(match.end() for match in found)


def _parameters(text: str, start: int, end: int) -> Iterator[tuple[str, int | None]]:
    for match in _PARAMETER.finditer(text, start, end):
        typed = _TYPED.match(text, match.start(), match.end())
        name = typed[1] if typed else match["name"]
        if name != "self":
            yield name.lstrip("$@"), match.start("default") if match["default"] is not None else None
