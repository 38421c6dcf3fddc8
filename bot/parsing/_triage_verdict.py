"""Plain text -> is it a report of a refusal that somebody still has? Decided by features, never by whole sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.listing import modules
from bot.parsing import triage_words
from bot.parsing._triage_refusal import Refusal, refusals
from bot.parsing._triage_text import Hit, Lexicon

LANGUAGES: dict[str, dict[str, str]] = {name: module.WORDS for name, module in modules(triage_words).items()}
_LEXICON = Lexicon(LANGUAGES, always="en")
_STATES = frozenset(("solved", "persist", "plan", "ask"))
_PERSONAL = frozenset(("mine", "acts", "ask", "persist", "since"))
_VETOES = frozenset(("general", "hypo", "announce", "dev"))
_CODE_UNDER_WORK = re.compile(
    r"^(?:diff --git|@@ -\d|[+-]{3} [ab]/)"
    r"|^ *\|[^\n]*\b40\d\b[^\n]*\|"
    r"|^[+-] ?.*\b(?:return|status|raise|throw|if|assert|expect)\b"
    r"|^(?:#{1,3} )?\[?v?\d+\.\d+\.\d+\]?(?: |$)"
    r"|\bassert\b.*40[17]|expect\(.*40[17]|tobe\(40[17]\)|assertequal|should\.(?:have\.status|equal)|\.expect\(40[17]\)"
    r"|status_code ?={2,3} ?40[17]"
    r"|\bit\('|\bdef test_|\bfunc test|@test\b|httpexception\(|abort\(40[17]|status\(40[17]\)"
    r"|[!=]==? ?40[17]\b|\bcase 40[17]:|errorhandler\(40[17]"
    r"|httpstatus\.unauthorized|statusunauthorized|http_401_unauthorized|statuscodes?\.(?:status)?_?(?:401_)?unauthorized"
    r"|res\.(?:status|sendstatus)\(|\breturn (?:new )?(?:unauthorized|response)",
    re.MULTILINE,
)


def is_standing_refusal(text: str) -> bool:
    """Does the plain ``text`` report a 401 or its like that still stands?"""
    hits = _LEXICON.hits(text)
    found = refusals(text, hits)
    return bool(found) and not _is_over(hits) and _is_report(text, hits, found)


def is_settled(text: str) -> bool:
    """Does the plain ``text`` say that the trouble is over or planned, and nothing after it that it is back?"""
    return _is_over(_LEXICON.hits(text))


def _states(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that tell a state, without those inside a longer one: "works again" is not "again"."""
    states = [hit for hit in hits if hit.feature in _STATES]
    kept: list[Hit] = []
    reach = -1
    for hit in sorted(states, key=lambda hit: (hit.start, -hit.end)):
        if hit.end > reach:
            kept.append(hit)
            reach = hit.end
    return kept


def _is_over(hits: Sequence[Hit]) -> bool:
    over = back = -1
    for hit in _states(hits):
        if hit.feature in ("solved", "plan"):
            over = hit.start
        elif hit.feature == "persist":
            back = hit.start
    return over > back


def _is_report(text: str, hits: Sequence[Hit], found: Sequence[Refusal]) -> bool:
    features = {hit.feature for hit in hits}
    if _CODE_UNDER_WORK.search(text) and not features & {"ask", "persist"}:
        return False
    if features & _VETOES and "mine" not in features:
        return False
    strengths = {refusal.strength for refusal in found}
    if "strong" in strengths:
        return True
    is_personal = bool(features & _PERSONAL)
    if "likely" in strengths:
        return is_personal or "api" in features
    return is_personal and "api" in features
