"""Does the request, alike but for the suspect, get through?"""

from __future__ import annotations

from bot.case import Case
from bot.checks._counterfactual import Corrected, judged, tried
from bot.checks._probing import answer_of
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = (
    "early-variant",
    "given-probe",
    "bogus-probe",
    "canonical-bogus",
    "redirect-trace",
    "cache-bust-probe",
    "whoami-probe",
    "path-variant",
    "jwks-compare",
)
Facts = Corrected


async def check(case: Case, net: Net) -> Finding:
    """The counterfactual: what early-variant has sent already is judged, else the best correction is sent now."""
    early = answer_of(case, "early-variant")
    if early is not None and isinstance(early.facts, Corrected):
        facts = early.facts
        return judged(case, early, cause=facts.cause, change=facts.change, is_bare=facts.is_bare)
    return await tried(case, net)
