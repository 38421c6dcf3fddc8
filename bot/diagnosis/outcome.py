"""What one check saw become of the request, and whether it is only our place that sees it so."""

from __future__ import annotations

from bot.case import Case, once
from bot.knowledge.schema import Situation

_PASTED, _GIVEN, _NONE = "read-response", "given-probe", "none-probe"
_NOT_TO_BE_READ = (400, 404, 405, 415, 422, 501)  # what is there for writing answers a GET so


@once
def only_here(case: Case) -> bool:
    """Is what we see a matter of our own place? They were answered by an API that we do not reach, or that bars us.

    Host, name and certificate work where the answer came from, so none of them is why it was refused.
    """
    if outcome_of(case, _PASTED) not in ("refused", "forbidden") or case.evidence.fact(f"{_PASTED}.status") is None:
        return False
    seen = [finding for check in (_NONE, _GIVEN) if (finding := case.finding(check)) is not None]
    if any(finding.told.get("unreachable") is True for finding in seen):
        return not any(finding.response for finding in seen)
    barred = [finding.told.get("status") == 403 for finding in seen if finding.response is not None]
    return bool(barred) and all(barred) and case.evidence.fact(f"{_PASTED}.status") == 401


@once
def is_beside(case: Case) -> bool:
    """Was a GET asked in place of a write, where nothing can be read? Then no answer of ours is about the request."""
    if case.evidence.fact("lint-request.unsafe_method") is not True:
        return False
    asked = [check for check in (_NONE, _GIVEN) if case.evidence.fact(f"{check}.status") is not None]
    return bool(asked) and all(
        case.evidence.fact(f"{check}.status") in _NOT_TO_BE_READ and case.evidence.fact(f"{check}.refused") is not True
        for check in asked
    )


def outcome_of(case: Case, check: str) -> Situation | None:
    """The situation by one check's facts, None when it saw no answer."""
    finding = case.finding(check)
    if finding is None or finding.status == "skip":
        return None
    facts = finding.told
    if facts.get("unreachable") is True:
        return "failed"
    words: tuple[tuple[str, Situation], ...] = (
        ("refused", "refused"),
        ("proxy_auth", "refused"),
        ("forbidden", "forbidden"),
        ("waf", "forbidden"),
        ("redirect", "redirected"),
        ("ok", "accepted"),
        ("not_found", "failed"),
        ("throttled", "failed"),
        ("server_error", "failed"),
    )
    for name, word in words:
        if facts.get(name) is True:
            return word
    status = facts.get("status")
    if status in (301, 302, 303, 307, 308):
        return "redirected"
    return "failed" if isinstance(status, int) else None
