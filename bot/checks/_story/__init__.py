"""What prose tells: patterns by fact, in English, and in German, French, Spanish and Portuguese where they are cheap.

Each pattern is linear: literals, alternatives and bounded gaps (``..`` is at most 40 characters of one sentence).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.checks._story import what, when, where

_GAP = r"[^.!?\n]{0,40}?"
_CONTINUED = re.compile(r"\\\n\s*")


def _pattern(source: str) -> re.Pattern[str]:
    lines = [line.strip() for line in _CONTINUED.sub("", source).splitlines()]
    return re.compile("|".join(line.replace("..", _GAP) for line in lines if line), re.IGNORECASE)


PATTERNS: Mapping[str, re.Pattern[str]] = {
    name: _pattern(source) for table in (when.SOURCES, where.SOURCES, what.SOURCES) for name, source in table.items()
}
