"""What a team confirmed and refuted of earlier answers, and how far that moves a cause. Pure: the votes are a value.

The formula. Of one workspace, one API (its entry, else its registrable domain or address), one cause and one
fingerprint of the evidence, let r and w be the people who confirmed and refuted it, each of them once, about as many
different askers. With r + w >= 3 the log-odds of the cause move by ln((1 + r) / (1 + w)) (the mean of a
Beta(1 + r, 1 + w) as odds), at most 2.0 either way: less than the weakest sign of a live check (3.0). Nothing moves
where something is proven; what is moved up ends at 95 % or where it was, whichever is more; and the certainty stays
what the evidence alone makes it.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import re
from collections.abc import Iterable
from ipaddress import ip_address

from bot.case import Case, Voices
from bot.knowledge.sites import site_of
from bot.masking import is_random
from bot.model import LEAST_VOICES
from bot.url import url_of

BOUND = 2.0
MOST_SURE = 0.95
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})+")  # RFC 1035; what has another form may be anything


def site(case: Case) -> str:
    """The registrable domain that the request goes to, or its address; '' for none, or what may be part of a secret.

    A name of one label is none: curl takes any stray word, a password too, for one.
    """
    url = url_of(case.request.url if case.request else "")
    if url.fault or "@" in url.target or "%40" in url.target:
        return ""
    with contextlib.suppress(ValueError):
        return str(ip_address(url.name.strip("[]")))
    found = site_of(url.name)
    is_clear = _NAME.fullmatch(found) and case.mask(found) == found and not any(map(is_random, found.split(".")))
    return found if is_clear else ""


def whom(case: Case) -> str:
    """Whose API it is, as votes are counted for it: its entry, else its domain or address; '' when none is known."""
    return case.provider.public_id or case.provider.id if case.provider else site(case)


def fingerprint(signs: Iterable[str]) -> str:
    """Which signs fired, as 16 hexadecimal digits. It tells nothing of the text, and no order matters."""
    return hashlib.sha256("\n".join(sorted(set(signs))).encode()).hexdigest()[:16]


def heard(case: Case, evidence: str) -> Voices:
    """cause -> (confirmed, refuted), of this API and this evidence, where enough people spoke."""
    here = whom(case)
    if not case.voices or not here:
        return {}
    causes = {each: case.voices.get(f"{here} {evidence} {each}", (0, 0)) for each in case.book.causes}
    return {cause: found for cause, found in causes.items() if sum(found) >= LEAST_VOICES}


def shift(confirmed: int, refuted: int) -> float:
    """By how much the log-odds of the cause move."""
    if confirmed + refuted < LEAST_VOICES:
        return 0.0
    return max(-BOUND, min(BOUND, math.log((1 + confirmed) / (1 + refuted))))


def told(confirmed: int, refuted: int) -> str:
    """What is said of it in the reason."""
    said = [f"{word} {_times(number)}" for word, number in (("confirmed", confirmed), ("refuted", refuted)) if number]
    return f"{' and '.join(said)} here"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
