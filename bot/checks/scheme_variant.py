"""Does the request, alike but for the suspect, get through?"""

from __future__ import annotations

from bot.case import Case
from bot.checks._counterfactual import judged, tried
from bot.checks._probing import Probed
from bot.checks._response import PROBE_FACTS
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
FACTS: dict[str, str] = {
    **PROBE_FACTS,
    "cause": "str: the cause id that the corrected request stands for",
    "works": "bool: it was not refused, while the given request was: the cause is proven",
    "partly": "bool: still refused, but known or told otherwise than before",
    "change": "str: what was changed, in words",
    "is_bare": "bool: the value stands in another form, so the answer says nothing of how the place answers noise",
}


async def check(case: Case, net: Net) -> Finding:
    """The counterfactual: what early-variant has sent already is judged, else the best correction is sent now."""
    early = case.finding("early-variant")
    if early is not None and early.response is not None:
        facts = dict(early.facts)
        fix = {name: facts[name] for name in ("cause", "change", "is_bare")}
        return judged(case, Probed(early, facts), early.response, fix)
    return await tried(case, net)
