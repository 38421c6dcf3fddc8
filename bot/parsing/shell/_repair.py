"""Where a quote that nobody closed was most likely meant to end."""

from __future__ import annotations

import json
import re

_NEXT_ARGUMENT = re.compile(r"(?<![ \t])[ \t]++(?:https?://|-{1,2}[A-Za-z][\w-]*(?:[ \t'\"]|$))")


def is_stray(text: str, position: int) -> bool:
    """Whether the quote at ``position`` is left over: it ends a word instead of beginning a quotation."""
    before, after = text[max(position - 1, 0) : position], text[position + 1 : position + 2]
    return bool(before.strip()) and before not in "=:([{," and not after.strip(" \t\r\n.,;:!?)")


def closes_at(text: str, start: int) -> int:
    """The end of the JSON value that stands at ``start``; else what looks like the next argument, or the line's end."""
    if text[start : start + 1] in {"{", "["}:
        try:
            return json.JSONDecoder().raw_decode(text[start : start + 65536])[1] + start
        except (ValueError, RecursionError):
            pass
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    following = _NEXT_ARGUMENT.search(text, start, end)
    end = following.start() if following else end
    return start + len(text[start:end].rstrip())
