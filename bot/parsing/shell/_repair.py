"""Where a quote that nobody closed was most likely meant to end."""

from __future__ import annotations

import json


def closes_at(text: str, start: int) -> int:
    """The end of the JSON value that stands at ``start``; else the end of its line, trailing blanks left out."""
    if text[start : start + 1] in {"{", "["}:
        try:
            return json.JSONDecoder().raw_decode(text[start : start + 65536])[1] + start
        except (ValueError, RecursionError):
            pass
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return start + len(text[start:end].rstrip())
