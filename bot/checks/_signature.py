"""Response -> what makes two answers alike: status, error, challenge schemes and the body, with what varies blanked.

Ids, dates and numbers differ between any two answers, and an echoed credential between given and bogus; they are
blanked so that only what the server says differently remains.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from bot.auth.challenge import parse
from bot.model import Response

_MASK = re.compile(r"[*•…xX]{3,}")
_MASKED = re.compile(rf"[\w+/=.-]{{0,64}}{_MASK.pattern}[\w+/=.-]{{0,64}}")
_RUN = re.compile(r"[\w+/=-]{12,}")
_QUERY = re.compile(r"\?[\w.\[\]-]{1,64}=[^\s\"'<>]{0,2000}")
_NUMBER = re.compile(r"\d+")
_DATE = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\s+")
_SHORTEST = 4
_LOOKED_AT = 4096


def signature_of(response: Response, own: Iterable[str] = ()) -> str:
    """A digest of what the answer says. ``own``: values of the request (credential, user name) that it may echo."""
    challenges = parse(response.all("www-authenticate"))
    named = [
        f"{item.scheme}:{item.get('error')}:{item.get('error_description')}:{item.get('scope')}"
        for item in challenges.items
    ]
    text = "\n".join((*named, response.body[:_LOOKED_AT]))
    return f"{response.status} {hashlib.sha256(_blanked(text, own).encode()).hexdigest()[:16]}"


def _blanked(text: str, own: Iterable[str]) -> str:
    for value in sorted(set(own), key=len, reverse=True):
        if len(value) >= _SHORTEST:
            text = text.replace(value, "#")
        elif value:  # a short user name, as a word of its own
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", "#", text)
    text = _QUERY.sub("", text)
    if _MASK.search(text):
        text = _MASKED.sub("#", text)
    text = _RUN.sub(_opaque, text)
    for pattern in (_DATE, _NUMBER):
        text = pattern.sub("#", text)
    return _BLANK.sub(" ", re.sub(r"#[#\s:.,TZ+-]*", "#", text))


def _opaque(run: re.Match[str]) -> str:
    """An id in the place of which another answer has another: it has a digit."""
    return "#" if _NUMBER.search(run.group()) else run.group()
