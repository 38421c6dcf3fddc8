"""The statements of a snippet that say what a name holds: assignments, and what is put into it afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.regex import lazy

_MAX = 300  # of each kind
_WORD = lazy(r"\w+")
_ENDS = lazy(r"[ \t]*(?:[,)};]|$)", re.MULTILINE)
_APPENDED = lazy(r"(?<![\w$.])([A-Za-z_$][\w$]*+(?:\.searchParams)?)\.(append|set)\(")
# What is put into a map, a list or a text after it was made: h["X"] = v, h.X = v, c.headers["X"] = v, h.update({…}),
# $h[] = v, url += v
_PUT = lazy(
    r"(?<![\w.$>])\$?(?P<name>[A-Za-z_]\w{0,60})(?P<inner>\.headers)?"
    r"(?:\.(?P<update>update)\((?=\s{0,20}[{\w])"
    r"|(?:\[(?P<key>['\"][^'\"\n]{1,80}['\"])\]|\.(?P<member>[A-Za-z]\w{0,60})|(?P<push>\[\]))"
    r"[ \t]{0,4}=(?![=>~])[ \t]{0,4}"
    r"|[ \t]{0,4}(?P<plus>[+.|]=)[ \t]{0,4})"
)
_REMOVED = lazy(
    r"(?:\b(?:del|delete|unset)[ \t(]{1,3}\$?(?P<name>[A-Za-z_]\w{0,60})"
    r"(?:\[['\"](?P<key>[^'\"\n]{1,80})['\"]\]|\.(?P<field>\w{1,60}))"
    r"|(?<![\w.$>])\$?(?P<map>[A-Za-z_]\w{0,60})\.(?:pop|delete)\(['\"](?P<taken>[^'\"\n]{1,80})['\"])"
)
_ASSIGNMENT = (
    r"(?:^|[;{{])[ \t]*+(?:>>> |\.\.\. )?(?:(?:[A-Za-z_][\w.]*+(?:<[\w<>, .]{{0,60}}>)?(?:\[\])?\??[ \t]++){{0,4}})"
    r"(?:(?:self|this)\.|\$this->|\$(?:env:|script:|global:)?)?(@?{name})[ \t]*+"
    r"(?::[ \t]*+[\w<>\[\], |.?:]{{1,60}}?)?[ \t]*+"
    r"(?::=|(?<![=!<>+*/-])=(?![=>~]))\s*+"
)
_SIMPLE = r"(?:\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'|[\w.$]{1,80}(?:\([^()\n]{0,80}\))?)"
_TUPLE = lazy(
    r"^[ \t]*+(?P<names>\$?\w{1,40}(?:, ?\$?\w{1,40}){1,5})[ \t]*:?=[ \t]*"
    rf"(?P<values>{_SIMPLE}(?:, ?{_SIMPLE}){{1,5}})[ \t]*;?$",
    re.MULTILINE,
)
_RETURNED = lazy(r"^[ \t]*+(\w{1,40}), ?(?:_|err)[ \t]*:=[ \t]*", re.MULTILINE)  # Go's value and its error
_DECLARED = lazy(rf"(?<=,)[ \t\n]{{0,9}}(\w{{1,40}})[ \t]*=[ \t]*(?={_SIMPLE}[ \t]*[,;\n])")
_DECLARATION = lazy(r"^[ \t]*+(?:const|let|var|my|local)[ \t][^;\n]{3,400}[;\n]", re.MULTILINE)


def assigned(text: str, variable: str) -> dict[str, list[tuple[int, int]]]:
    """Every assigned name -> where the assigned expressions begin (place of the name, place of the value).

    ``variable`` is the pattern of the language's names.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for match in islice(lazy(_ASSIGNMENT.format(name=variable), re.MULTILINE).finditer(text), _MAX):
        name = match[1].lstrip("@")
        sigil = text[match.end() : match.end() + 1] in ("$", "@")
        value = _WORD.match(text, match.end() + sigil)
        is_itself = value is not None and value.group() == name.lstrip("$")
        if not is_itself or not _ENDS.match(text, value.end() if value else 0):  # headers=headers, an argument
            found.setdefault(name, []).append((match.start(), match.end()))
    for returned in islice(_RETURNED.finditer(text), _MAX):
        found.setdefault(returned[1], []).append((returned.start(), returned.end()))
    for name, start, value_start in islice(_together(text), _MAX):
        found.setdefault(name, []).append((start, value_start))
    return found


def _together(text: str) -> Iterator[tuple[str, int, int]]:
    """(name, its place, where its value begins) of one statement's: ``a, b = "x", "y"``, ``let a = 1, b = 2``."""
    for found in _TUPLE.finditer(text):
        names = found["names"].split(",")
        values = [*re.finditer(_SIMPLE, found["values"])]
        if len(names) == len(values):
            for name, value in zip(names, values, strict=True):
                yield name.strip().lstrip("$"), found.start(), found.start("values") + value.start()
    for line in _DECLARATION.finditer(text):
        for found in _DECLARED.finditer(text, line.start(), line.end()):
            yield found[1], found.start(1), found.end()


def puts(text: str) -> dict[str, list[re.Match[str]]]:
    """Name -> the statements that put something into what it holds, with the groups of ``_PUT``."""
    found: dict[str, list[re.Match[str]]] = {}
    for match in islice(_PUT.finditer(text), _MAX):
        found.setdefault(match["name"], []).append(match)
    return found


def appended(text: str) -> dict[str, list[re.Match[str]]]:
    """Name, or its ``.searchParams`` -> the calls that add a pair to what it holds; group 2 is append or set."""
    found: dict[str, list[re.Match[str]]] = {}
    for match in islice(_APPENDED.finditer(text), _MAX):
        found.setdefault(match[1], []).append(match)
    return found


def removed(text: str) -> dict[str, list[re.Match[str]]]:
    """Name -> the statements that take a key out of the map that it holds: ``key``, ``field`` or ``taken``."""
    found: dict[str, list[re.Match[str]]] = {}
    for match in islice(_REMOVED.finditer(text), _MAX):
        found.setdefault(match["name"] or match["map"], []).append(match)
    return found
