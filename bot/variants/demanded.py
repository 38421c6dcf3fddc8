"""Case -> what a refusal's own words demand, and in what the request differs from that first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from bot.auth.demand import Demand, demands
from bot.case import Case, once
from bot.knowledge.schema import Scheme
from bot.model import Facts
from bot.variants.misplaced import ANY_SCHEME, Misplaced, is_shown, misplaced, stands

_TO_YOURS, _TO_NOTHING = ("given-probe", "read-response"), ("none-probe",)
_LOOKED_AT = 4_096


class Demanded(Facts, frozen=True, kw_only=True):
    """What the words demand, and the first difference from it."""

    placed: Annotated[bool | None, "all that the words demand stands where they want it"] = None
    insists: Annotated[bool, "an answer to the credential itself demands it, not only one to a request without it"]
    differs: Misplaced


@once
def demand(case: Case) -> Demanded | None:
    """The first answer's demand, None when none demands anything.

    What others demand and the request has is met, so that the first one's is wanted besides.
    """
    request = case.request
    own = [found for found in map(demands, _words(case, _TO_YOURS)) if found]
    others = [*map(demands, _words(case, _TO_NOTHING)), demands(case.report.said_by("server", "client")[:_LOOKED_AT])]
    first, *rest = [*own, *filter(None, others)] or [()]
    if request is None or not first:
        return None
    alternatives = [[_scheme(each) for each in needed] for needed in first]
    if any(all(stands(request, scheme) for scheme in each) for each in alternatives):
        return Demanded(placed=True, insists=bool(own), differs=Misplaced(fault=""))
    wanted = [_scheme(each) for found in rest for needed in found for each in needed]
    met = [scheme for scheme in dict.fromkeys(wanted) if stands(request, scheme)]
    differs = misplaced(case, request, [[*met, *each] for each in alternatives], ())
    return Demanded(insists=bool(own), differs=differs) if is_shown(case, differs.fault) else None


def _words(case: Case, checks: Iterable[str]) -> Iterator[str]:
    """What the refusals say that these checks heard."""
    for answer in (finding.response for check in checks if (finding := case.finding(check)) is not None):
        if answer is not None and (answer.status or 401) >= 400:
            yield answer.body[:_LOOKED_AT]


def _scheme(demand: Demand) -> Scheme:
    is_authorization = demand.name == "Authorization"
    told = " | ".join(demand.schemes) or ANY_SCHEME
    return Scheme(type="apiKey", place=demand.where, name=demand.name, scheme=told if is_authorization else "")
