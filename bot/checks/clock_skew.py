"""Whose clock is wrong: the server's, ours, or the asker's?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.case import Case
from bot.checks._outcome import fail, passed, skip, warn
from bot.checks._response import date_of
from bot.model import Finding
from bot.probing.net import Net

STAGE = 1
AFTER: tuple[str, ...] = (
    "none-probe",
    "given-probe",
)
FACTS: dict[str, str] = {
    "server_date": "datetime",
    "offset": "timedelta: the server's Date minus our clock",
    "offset_s": "int: the same in whole seconds",
    "server_off": "bool: the server's clock is off by more than 60 s",
    "server_fast": "bool: server fast",
    "server_slow": "bool: server slow",
    "confirmed": "bool: a second server agrees with our clock",
    "pasted_offset": "timedelta: the pasted Date minus the time of writing",
    "pasted_off": "bool: a pasted Date is more than 60 s after the time of writing; an earlier one is just old",
    "client_off": (
        "bool: what the client itself minted (iat, signature time) is off from the server's Date by more than "
        "the tolerance, and the server's clock is right"
    ),
    "client_offset": "timedelta: the client's minted time minus the server's Date",
    "expired_by_date": "bool: the token is expired by the server's Date",
    "expired_by_clock": "bool: the token is expired by our clock",
    "early_by_date": "bool: nbf or iat is more than 60 s ahead of the server's Date",
    "clocks_disagree": "bool: the two clocks disagree about the token's validity",
}


_TOLERANCE = timedelta(seconds=60)
_MINTED_TOLERANCE = timedelta(seconds=60)
_SIGNED_TOLERANCE = timedelta(minutes=5)


async def check(case: Case, net: Net) -> Finding:
    """Compare the clocks that other probes have seen; asks nobody."""
    live, pasted = _live_offset(case), _pasted_offset(case)
    if live is None and pasted is None:
        return skip("no answer shows the server's clock")
    offset = live if live is not None else pasted
    assert offset is not None  # one of the two is there
    ahead = pasted is not None and pasted > _TOLERANCE
    off = abs(offset) > _TOLERANCE if live is not None else ahead
    facts: dict[str, Any] = {
        "server_date": case.now + offset,
        "offset": offset,
        "offset_s": int(offset.total_seconds()),
        "server_off": off,
        "server_fast": off and offset > timedelta(0),
        "server_slow": off and offset < timedelta(0),
        "confirmed": False,
        "pasted_off": ahead,
        **_minted(case, offset, off),
        **_validity(case, offset),
    }
    if pasted is not None:
        facts["pasted_offset"] = pasted
    return _judged(facts)


def _live_offset(case: Case) -> timedelta | None:
    """The server's Date minus our clock at half the round trip; Date has whole seconds."""
    for check in ("none-probe", "given-probe"):
        finding = case.finding(check)
        if finding is None or finding.response is None:
            continue
        date, received = finding.facts.get("date"), finding.facts.get("received_at")
        if isinstance(date, datetime) and isinstance(received, datetime):
            trip = finding.facts.get("round_trip")
            return date - received + (trip / 2 if isinstance(trip, timedelta) else timedelta(0))
    return None


def _pasted_offset(case: Case) -> timedelta | None:
    """The pasted Date minus the time of writing. A paste may be of any age, so only a future one tells."""
    date = date_of(case.report.observed) if case.report.observed is not None else None
    if date is None:
        return None
    return date - case.moment.written


def _minted(case: Case, offset: timedelta, off: bool) -> dict[str, Any]:
    """The time that the client itself put into what it minted, against the server's clock."""
    made = case.evidence.fact("lint-signature.signed_at")
    tolerance = _SIGNED_TOLERANCE
    if not isinstance(made, datetime) and case.evidence.fact("decode-token.assertion"):
        made, tolerance = case.evidence.fact("decode-token.iat"), _MINTED_TOLERANCE
    if not isinstance(made, datetime):
        return {"client_off": False}
    difference = made - (case.moment.written + offset)
    ahead = difference > tolerance
    skewed = bool(case.evidence.fact("lint-signature.skewed"))
    return {"client_off": not off and (ahead or skewed), "client_offset": difference}


def _validity(case: Case, offset: timedelta) -> dict[str, Any]:
    exp, start = (
        case.evidence.fact("decode-token.exp"),
        case.evidence.fact("decode-token.nbf") or case.evidence.fact("decode-token.iat"),
    )
    ours, theirs = case.now, case.now + offset
    by_date = isinstance(exp, datetime) and exp <= theirs
    by_clock = isinstance(exp, datetime) and exp <= ours
    early_there = isinstance(start, datetime) and start > theirs + _TOLERANCE
    early_here = isinstance(start, datetime) and start > ours + _TOLERANCE
    return {
        "expired_by_date": by_date,
        "expired_by_clock": by_clock,
        "early_by_date": early_there,
        "clocks_disagree": by_date != by_clock or early_there != early_here,
    }


def _judged(facts: dict[str, Any]) -> Finding:
    words = (
        f"the server's Date is {abs(facts['offset_s'])} s {'ahead of' if facts['offset_s'] > 0 else 'behind'} our clock"
    )
    if facts["server_off"]:
        return fail(words, **facts)
    if facts["client_off"]:
        return fail(
            "what the client made is dated off from the server's clock, and the server's clock is right", **facts
        )
    return warn(words, **facts) if facts["clocks_disagree"] else passed(words, **facts)
