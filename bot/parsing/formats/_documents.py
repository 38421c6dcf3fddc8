"""JSON objects found in a text by a key that stands before them, with a depth check and few tries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

from bot.auth.strict_json import is_shallow

_MAX_TRIES = 400
_MAX_FAILURES = 20
_LINE_START = re.compile(r"^[ \t]*+(?=[{\[])", re.MULTILINE)


def decoded(text: str, start: int) -> tuple[object, int] | None:
    """The JSON value at ``start`` and where it ends, or None. Deep and broken ones are None, never an exception.

    The decoder goes first: where it fails it stops, and it has its own guard against depth.
    """
    try:
        value, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return (value, end) if is_shallow(text, start, end) else None


def objects_after(text: str, key: str) -> Iterator[tuple[dict[str, object], int, int]]:
    """Each JSON object that stands under ``key``, outermost first, with where it begins and ends."""
    opening = re.compile(rf'"{key}"\s*:\s*(?=\{{)')
    position = failures = 0
    for _ in range(_MAX_TRIES):
        match = opening.search(text, position)
        if match is None or failures >= _MAX_FAILURES:
            return
        found = decoded(text, match.end())
        if found is None or not isinstance(found[0], dict):
            position = match.end()
            failures += 1
            continue
        yield found[0], match.end(), found[1]
        position = found[1]


def whole(text: str) -> tuple[object, int, int] | None:
    """The first JSON value of a text that begins with ``{`` or ``[`` at a line's start, with its place; or None."""
    for match in islice(_LINE_START.finditer(text), 5):
        found = decoded(text, match.end())
        if found:
            return found[0], match.end(), found[1]
    return None


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= 20 else float("inf")


_DECODER = json.JSONDecoder(parse_int=_integer)
