"""A text as its reader will see it: escapes undone and invisible characters gone, each character with its origin."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_NO_PERCENT = (
    r"\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\[\\\"'/nrtbf]|&#x[0-9A-Fa-f]{1,6};|&#[0-9]{1,7};|"
    r"&(?:amp|lt|gt|quot|apos|nbsp|sol|plus|equals|lowbar|colon);|"
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e0fff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+"
)
_ESCAPE = re.compile(rf"(?:%[0-9A-Fa-f]{{2}})+|{_NO_PERCENT}")
_OF_A_PAGE = re.compile(_NO_PERCENT)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_LAYERS = 3


@dataclass(frozen=True, slots=True)
class View:
    """``chars`` as read; ``starts`` and ``ends`` say where each stands in the original, None when they are the same."""

    chars: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original that the characters ``start`` to ``end`` of the view come from."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def layers(text: str) -> Iterator[View]:
    """The text itself, then with its escapes undone once, twice, three times, as long as that changes something.

    Before that with all but percent escapes undone, which a secret may have of its own.
    """
    view = View(text)
    yield view
    if "%" in text and _OF_A_PAGE.search(text):
        yield _undone(view, _OF_A_PAGE)
    for _ in range(_LAYERS):
        if not _ESCAPE.search(view.chars):
            return
        view = _undone(view, _ESCAPE)
        yield view


def _undone(view: View, escapes: re.Pattern[str]) -> View:
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0

    def keep(start: int, end: int) -> None:
        chars.append(view.chars[start:end])
        starts.extend(range(start, end) if view.starts is None else view.starts[start:end])
        ends.extend(range(start + 1, end + 1) if view.ends is None else view.ends[start:end])

    for match in escapes.finditer(view.chars):
        keep(position, match.start())
        position = match.end()
        for char, offset, width in _meant(match.group()):
            begin, end = view.span(match.start() + offset, match.start() + offset + width)
            chars.append(char)
            starts.append(begin)
            ends.append(end)
    keep(position, len(view.chars))
    return View("".join(chars), starts, ends)


def _meant(escape: str) -> Iterator[tuple[str, int, int]]:
    """(character, where in the escape, how long there) for each character that an escape stands for."""
    if escape[0] == "%":
        yield from _percent(escape)
    elif escape[0] == "\\" and escape[1] in "ux":
        yield chr(int(escape[2:], 16)), 0, len(escape)
    elif escape[0] == "\\":
        yield _SIMPLE.get(escape[1], escape[1]), 0, 2
    elif escape[0] == "&":
        yield from ((char, 0, len(escape)) for char in html.unescape(escape))


def _percent(escape: str) -> Iterator[tuple[str, int, int]]:
    raw = bytes.fromhex(escape.replace("%", ""))
    if raw.isascii():
        yield from ((chr(byte), 3 * index, 3) for index, byte in enumerate(raw))
        return
    offset = 0
    for char in raw.decode("utf-8", "surrogateescape"):
        width = 3 * len(char.encode("utf-8", "surrogateescape"))
        yield char, offset, width
        offset += width
