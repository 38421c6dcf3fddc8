"""Case -> what a refusal's own words demand, and in what the request differs from that first."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.auth.demand import Demand, demands
from bot.case import Case, once
from bot.knowledge.schema import Scheme
from bot.variants.misplaced import ANY_SCHEME, MISPLACED, is_shown, misplaced, stands

DEMAND: dict[str, str] = {
    "fault": (
        "str: in what the request differs from what an answer's words demand: missing, second, header-name, "
        "scheme-missing, scheme, place; ''"
    ),
    "placed": "bool: all that the words demand stands where they want it",
    **MISPLACED,
}
_HEARD = ("given-probe", "read-response", "none-probe")
_LOOKED_AT = 4_096


@once
def demand(case: Case) -> Mapping[str, object]:
    """The facts of DEMAND, by the first answer that demands something; {} when none does."""
    request = case.request
    found = next(filter(None, map(demands, _words(case))), ())
    if request is None or not found:
        return MappingProxyType({})
    alternatives = [[_scheme(each) for each in needed] for needed in found]
    if any(all(stands(request, scheme) for scheme in each) for each in alternatives):
        return MappingProxyType({"fault": "", "placed": True})
    facts = misplaced(case, request, alternatives, ())
    return MappingProxyType(facts if is_shown(case, str(facts["fault"])) else {})


def _words(case: Case) -> list[str]:
    """What refusals say, of the request as it was pasted first."""
    answers = [finding.response for check in _HEARD if (finding := case.finding(check)) is not None]
    refusals = [answer.body[:_LOOKED_AT] for answer in answers if answer is not None and (answer.status or 401) >= 400]
    return [*refusals, case.report.said_by("server", "client")[:_LOOKED_AT]]


def _scheme(demand: Demand) -> Scheme:
    is_authorization = demand.name == "Authorization"
    told = " | ".join(demand.schemes) or ANY_SCHEME
    return Scheme(type="apiKey", place=demand.where, name=demand.name, scheme=told if is_authorization else "")
