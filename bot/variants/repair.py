"""A damaged value -> what it was meant to be: copying undone, a broken Basic pair encoded anew."""

from __future__ import annotations

import re

from bot.auth.basic import decoded_text

_STRIP = " \t\r\n\"'`<>[]{}()\u00a0\u200b\u200c\u200d\u2060\ufeff\u2018\u2019\u201c\u201d«»"
_LABEL = re.compile(
    r"(?:authorization|bearer|token|api[-_ ]?key|apikey|access[-_]?token|key|secret|x-api-key|jwt)\s*[:=]\s*",
    re.IGNORECASE,
)


def repaired_pair(encoded: str) -> str:
    """``user:password`` out of a broken Basic value; '' when none is in it."""
    text = re.sub(r"^basic\s+", "", encoded, flags=re.IGNORECASE)
    for _ in range(3):
        if ":" in text:
            user, _, password = text.strip().partition(":")
            return f"{user.strip()}:{password.strip()}"
        inner = decoded_text(text.replace("-", "+").replace("_", "/"))
        if inner is None:
            return ""
        text = re.sub(r"^basic\s+", "", inner, flags=re.IGNORECASE)
    return ""


def clean(value: str) -> str:
    """The value without quotes, brackets, blanks, line ends, invisible characters, a label, its own repetition."""
    text = re.sub(r"\\[rn]|%0[ad]", "", value, flags=re.IGNORECASE).strip(_STRIP)
    text = _LABEL.sub("", text, count=1).strip(_STRIP)
    text = re.sub(r"[\s\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+", "", text)
    half = len(text) // 2
    return text[:half] if half >= 12 and text[:half] == text[half:] else text
