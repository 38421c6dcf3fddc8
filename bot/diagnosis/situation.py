"""What became of the request: refused, forbidden, accepted, redirected, failed, or unknown. Facts only, no causes."""

from __future__ import annotations

from bot.checks._case import Case
from bot.diagnosis.conditions import fact, statements
from bot.knowledge.schema import Situation

_PASTED = "read-response"
_GIVEN = "given-probe"
_NONE = "none-probe"


_READINGS: dict[str, Situation] = {
    "accepted": "accepted",
    "public": "accepted",
    "passed": "accepted",
    "public-but-refused": "refused",
    "forbidden": "forbidden",
    "known": "refused",
    "unknown": "refused",
    "not-arrived": "refused",
    "mute": "refused",
    "refused": "refused",
    "cached": "refused",
    "proxy": "refused",
    "gateway": "refused",
    "blocked": "forbidden",
    "redirected": "redirected",
    "not-found": "failed",
    "busy": "failed",
    "down": "failed",
    "hangs": "refused",
}


def situation(case: Case) -> Situation:
    """The live answer to the request as pasted decides; where there is none, the pasted one.

    refused: "not authenticated", whatever its status; forbidden: known, but not allowed; accepted: 2xx; redirected:
    3xx; failed: 404, 429, 5xx or no answer, which are no fault of a credential; unknown: nobody answered anything.
    """
    live = _READINGS.get(str(fact(case, "differential.reading"))) or _live(case)
    if live in ("accepted", "forbidden", "refused", "redirected"):
        return live
    pasted = _of(case, _PASTED)
    if pasted is not None and (pasted != "failed" or live is None):
        return pasted
    if live is not None:
        return live
    return "refused" if said_refused(case) else "unknown"


def said_refused(case: Case) -> bool:
    """Does the paste, in its words alone, tell of a refusal?"""
    return fact(case, f"{_PASTED}.refused") is True or bool(statements(case))


def refusal_in_paste(case: Case) -> bool:
    """Does the paste itself show or tell a refusal (401 in any of its words, 403 included)?"""
    return _of(case, _PASTED) in ("refused", "forbidden") or said_refused(case)


def _live(case: Case) -> Situation | None:
    given = _of(case, _GIVEN)
    if given is not None:
        return given
    nothing = _of(case, _NONE)
    if nothing in ("redirected", "failed"):
        return nothing
    carries_none = case.request is not None and fact(case, "lint-request.has_credential") is False
    return nothing if carries_none else None


def _of(case: Case, check: str) -> Situation | None:
    """The situation by one check's facts, None when it saw no answer."""
    finding = case.finding(check)
    if finding is None or finding.status == "skip":
        return None
    facts = finding.facts
    if facts.get("unreachable") is True:
        return "failed"
    words: tuple[tuple[str, Situation], ...] = (
        ("refused", "refused"),
        ("proxy_auth", "refused"),
        ("forbidden", "forbidden"),
        ("redirect", "redirected"),
        ("ok", "accepted"),
        ("not_found", "failed"),
        ("throttled", "failed"),
        ("server_error", "failed"),
    )
    for name, word in words:
        if facts.get(name) is True:
            return word
    return "failed" if isinstance(facts.get("status"), int) else None
