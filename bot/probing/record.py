"""record: who was asked what. One line per request that a check wanted, sent or not, without any secret."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.masking import dotted_url, mask_headers
from bot.model import Sent
from bot.probing.net import Answered, Failed, Outcome, Probe


def line_of(probe: Probe, outcome: Outcome, at: datetime) -> Sent:
    """The line for a probe and its outcome. The outcome's word is the status, the failure's kind or the rule's id."""
    return Sent(
        at=at,
        purpose=probe.purpose,
        method=probe.method,
        url=dotted_url(probe.url.partition("#")[0]),
        carries=probe.carries,
        outcome=_word(outcome),
        elapsed=outcome.elapsed if isinstance(outcome, (Answered, Failed)) else timedelta(0),
        sent=isinstance(outcome, (Answered, Failed)),
        headers=mask_headers(probe.headers),
        response=outcome.response if isinstance(outcome, Answered) else None,
    )


def _word(outcome: Outcome) -> str:
    if isinstance(outcome, Answered):
        return str(outcome.response.status)
    return outcome.kind if isinstance(outcome, Failed) else outcome.rule
