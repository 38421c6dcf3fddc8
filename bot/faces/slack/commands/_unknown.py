"""Words that are no paste and no sub-command: the nearest sub-command is named instead of a search for a 401."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.faces.slack.commands._called import Called
from bot.parsing.triage import is_for_us

_WORDS = re.compile(r"[a-z-]{2,16}(?: [a-z-]{1,16}){0,2}", re.IGNORECASE)
_FAR = 0.45


def is_unknown(called: Called) -> bool:
    """A few plain words that tell of no refused request: whoever typed them meant a sub-command."""
    return _WORDS.fullmatch(" ".join(called.text.split())) is not None and not is_for_us(called.text)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The sub-command that is spelled most alike; None when none is."""
    found = process.extractOne(name, list(names), scorer=OSA.normalized_distance, score_cutoff=_FAR)
    return found[0] if found else None
