"""Whose clock is wrong: the server's, ours, or the asker's?"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from bot import model
from bot.case import Case
from bot.checks import decode_token, lint_signature, none_probe
from bot.checks._outcome import fail, passed, skip, warn
from bot.checks._probing import facts_of
from bot.checks._response import date_of
from bot.model import Finding
from bot.probing.net import Net

STAGE = 1
AFTER: tuple[str, ...] = ("none-probe",)


class Facts(model.Facts, frozen=True, kw_only=True):
    """The clocks, one against the other."""

    offset: Annotated[timedelta, "the server's Date minus our clock"]
    offset_s: Annotated[int, "the same in whole seconds"]
    server_off: Annotated[bool, "the server's clock is off by more than 60 s"]
    server_fast: Annotated[bool, "it is ahead by so much"]
    server_slow: Annotated[bool, "it is behind by so much"]
    pasted_offset: Annotated[timedelta | None, "the pasted Date minus the time of writing"] = None
    pasted_off: Annotated[bool, "a pasted Date is more than 60 s after the time of writing; an earlier one is just old"]
    client_off: Annotated[bool, "what the client minted (iat, signature time) is off from the server's right clock"]
    client_offset: Annotated[timedelta | None, "the client's minted time minus the server's Date"] = None
    expired_by_date: Annotated[bool, "the token is expired by the server's Date"]
    expired_by_clock: Annotated[bool, "the token is expired by our clock"]
    early_by_date: Annotated[bool, "nbf or iat is more than 60 s ahead of the server's Date"]
    clocks_disagree: Annotated[bool, "the two clocks disagree about the token's validity"]


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
    made, client_off = _minted(case, offset, off)
    token = facts_of(case, "decode-token", decode_token.Facts)
    exp, start = (token.times.exp, token.times.nbf or token.times.iat) if token else (None, None)
    ours, theirs = case.now, case.now + offset
    by_date, by_clock = exp is not None and exp <= theirs, exp is not None and exp <= ours
    early_there, early_here = (start is not None and start > clock + _TOLERANCE for clock in (theirs, ours))
    return _judged(
        Facts(
            offset=offset,
            offset_s=int(offset.total_seconds()),
            server_off=off,
            server_fast=off and offset > timedelta(0),
            server_slow=off and offset < timedelta(0),
            pasted_offset=pasted,
            pasted_off=ahead,
            client_off=client_off,
            client_offset=made,
            expired_by_date=by_date,
            expired_by_clock=by_clock,
            early_by_date=early_there,
            clocks_disagree=by_date != by_clock or early_there != early_here,
        )
    )


def _live_offset(case: Case) -> timedelta | None:
    """The server's Date minus our clock at half the round trip; Date has whole seconds."""
    none = facts_of(case, "none-probe", none_probe.Facts)
    date = none.asked.answer.date if none is not None else None
    if none is None or date is None:
        return None
    return date - none.received_at + none.round_trip / 2


def _pasted_offset(case: Case) -> timedelta | None:
    """The pasted Date minus the time of writing. A paste may be of any age, so only a future one tells."""
    date = date_of(case.report.observed) if case.report.observed is not None else None
    if date is None:
        return None
    return date - case.moment.written


def _minted(case: Case, offset: timedelta, off: bool) -> tuple[timedelta | None, bool]:
    """The time that the client itself put into what it minted, against the server's clock; whether it is off."""
    signature = facts_of(case, "lint-signature", lint_signature.Facts)
    token = facts_of(case, "decode-token", decode_token.Facts)
    signed = signature.time if signature else None
    made, tolerance = signed.signed_at if signed else None, _SIGNED_TOLERANCE
    if made is None and token is not None and token.kind.assertion:
        made, tolerance = token.times.iat, _MINTED_TOLERANCE
    if made is None:
        return None, False
    difference = made - (case.moment.written + offset)
    return difference, not off and (difference > tolerance or (signed is not None and signed.skewed))


def _judged(facts: Facts) -> Finding:
    words = f"the server's Date is {abs(facts.offset_s)} s {'ahead of' if facts.offset_s > 0 else 'behind'} our clock"
    if facts.server_off:
        return fail(words, facts)
    if facts.client_off:
        return fail("what the client made is dated off from the server's clock, and the server's clock is right", facts)
    return warn(words, facts) if facts.clocks_disagree else passed(words, facts)
