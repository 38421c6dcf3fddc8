"""curl's ``--variable`` and the ``{{name:function}}`` of ``--expand-…`` (src/var.c)."""

from __future__ import annotations

import base64
import binascii
import json
import re
from urllib.parse import quote

from bot.parsing.shell.words import MOST_EXPANDED
from bot.unicode import as_bytes

_SET = re.compile(r"(%?)(\w{1,127})(?:\[(\d{1,15})-(\d{0,15})\])?([=@].*)?\Z", re.DOTALL | re.ASCII)
_USE = re.compile(r"(\\?)\{\{([^{}:]{0,127})((?::[^{}:]{0,20}){0,8})\}\}")
_NAME = re.compile(r"\w+\Z", re.ASCII)
_BLANK = " \t\r\n\v\f"


Variables = dict[str, str | None]  # None: its value is not in the paste


def set_variable(text: str, variables: Variables, stdin: str | None) -> str | None:
    """Note what ``--variable text`` sets; or say in words where the value would come from when it isn't in the paste.

    ``%NAME`` is a variable of the environment and ``NAME@file`` a file: neither is read. ``%NAME=text`` gives what
    holds when the environment has none.
    """
    match = _SET.match(text)
    if match is None:
        return None
    imported, name, first, last, source = match.groups()
    if source is None:
        if imported:
            variables[name] = None
        return f"the environment ({name})" if imported else None
    value: str | None = source[1:]
    if source[0] == "@":
        value = stdin if source == "@-" else None
        if value is None:
            variables[name] = None
            return "standard input" if source == "@-" else source[1:]
    if first is not None and value is not None:
        value = value[int(first) : int(last) + 1 if last else None]
    variables[name] = value
    return None


def expand(text: str, variables: Variables) -> str:
    """``text`` with every ``{{name}}`` replaced; as it is when it has none, not even without its backslashes.

    One that is not set is empty, as in curl, and one whose value is not in the paste stays. Raises ``KeyError`` for a
    function that curl does not know.
    """

    grown = replaced = 0

    def value(match: re.Match[str]) -> str:
        nonlocal grown, replaced
        escaped, name, functions = match.groups()
        if escaped:
            return match[0][1:]
        if not _NAME.match(name):
            return match[0]
        found = variables.get(name, "")
        grown += len(found or "")
        if found is None or grown > MOST_EXPANDED:
            return match[0]
        replaced += 1
        for function in functions.split(":")[1:]:
            found = _apply(function, found)
        return found[:MOST_EXPANDED]

    expanded = _USE.sub(value, text)
    return expanded if replaced else text


def unknown_in(text: str, variables: Variables) -> bool:
    """Whether ``text`` uses a variable whose value is not in the paste."""
    return any(variables.get(match[2], "") is None for match in _USE.finditer(text) if not match[1])


def _apply(function: str, value: str) -> str:
    if function == "trim":
        return value.strip(_BLANK)
    if function == "json":
        return json.dumps(value, ensure_ascii=False)[1:-1]
    if function == "url":
        return quote(as_bytes(value), safe="-._~")
    if function == "b64":
        return base64.b64encode(as_bytes(value)).decode()
    if function == "64dec":
        try:
            return base64.b64decode(value, validate=True).decode("utf-8", "surrogateescape")
        except (binascii.Error, ValueError):
            return "[64dec-fail]"
    raise KeyError(function)
