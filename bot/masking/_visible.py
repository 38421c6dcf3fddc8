"""Characters that steer a terminal or reorder text, shown as escapes (SECURITY.md section 6)."""

from __future__ import annotations

import re

_STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """``text`` with control, bidirectional, zero-width and surrogate characters as ``\\u{…}``; newline and tab stay."""
    return _STEERING.sub(lambda found: f"\\u{{{ord(found.group()):x}}}", text)
