"""record: who was asked what. One line per request that a check wanted, sent or not, without any secret."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.probing.net import Answered, Carries, Failed, Outcome, Probe

_OPAQUE = re.compile(r"(?=[^/]*[0-9])[A-Za-z0-9_~.:=+%-]{16,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """When, for which check, what was asked (masked), and the outcome in a word. ``sent`` False: we refused."""

    at: datetime
    purpose: str
    method: str
    url: str
    carries: Carries
    outcome: str
    elapsed: timedelta
    sent: bool


def line_of(probe: Probe, outcome: Outcome, at: datetime) -> Sent:
    """The line for a probe and its outcome. The outcome's word is the status, the failure's kind or the rule's id."""
    return Sent(
        at=at,
        purpose=probe.purpose,
        method=probe.method,
        url=masked_url(probe.url),
        carries=probe.carries,
        outcome=_word(outcome),
        elapsed=outcome.elapsed if isinstance(outcome, (Answered, Failed)) else timedelta(0),
        sent=isinstance(outcome, (Answered, Failed)),
    )


def masked_url(url: str) -> str:
    """Scheme, host, port and path; every query value, the fragment, a userinfo and opaque path parts are left out."""
    try:
        parts = urlsplit(url)
        path = "/".join("…" if _OPAQUE.fullmatch(part) else part for part in parts.path.split("/"))
        names = [part.partition("=")[0][:40] for part in parts.query.split("&")] if parts.query else []
        query = "?" + "&".join(f"{name}=…" for name in names[:20]) if names else ""
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{path}{query}"
    except ValueError:
        return "…"


def _word(outcome: Outcome) -> str:
    if isinstance(outcome, Answered):
        return str(outcome.response.status)
    return outcome.kind if isinstance(outcome, Failed) else outcome.rule
