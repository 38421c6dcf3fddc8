"""Where the credential should stand: by the challenge of the API first, by the provider's entry second.

Never a query parameter, a path or a userinfo: a secret there ends in logs.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.checks._case import Case
from bot.checks._challenge import Challenges, parse
from bot.checks._variant import basic, with_header
from bot.knowledge.schema import Provider
from bot.model import Request

_SCHEMES = {
    "bearer": "Bearer",
    "basic": "Basic",
    "token": "Token",
    "apikey": "ApiKey",
    "dpop": "DPoP",
    "jwt": "JWT",
    "key": "Key",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A header and, in Authorization's grammar, a scheme; ``source`` says who names it: challenge or provider."""

    header: str
    scheme: str
    source: str

    @property
    def location(self) -> str:
        """As ``Credential.location`` says it."""
        return f"header:{self.header}"

    def __str__(self) -> str:
        return f"{self.header}: {self.scheme} …" if self.scheme else f"{self.header}: …"


def canonical_place(case: Case) -> Place | None:
    """The place that the API (else the provider's entry) names, when the credential does not stand there already."""
    return next((place for place in named_places(case) if not _stands_there(case.request, place)), None)


def named_places(case: Case) -> tuple[Place, ...]:
    """Every place that is named, the challenge's first."""
    return (*_challenged(challenges_of(case)), *_provided(case.provider))


def challenges_of(case: Case) -> Challenges:
    """The challenges of the API: of the answer without credential, else of the pasted one."""
    none = case.finding("none-probe")
    values = none.response.all("www-authenticate") if none is not None and none.response is not None else ()
    if not values and case.report.observed is not None:
        values = case.report.observed.all("www-authenticate")
    return parse(values)


def put(request: Request, place: Place, value: str) -> Request:
    """``request`` with ``value`` (for Basic: ``user:password``) in ``place``."""
    if place.scheme.lower() == "basic":
        return with_header(request, place.header, basic(value))
    return with_header(request, place.header, f"{place.scheme} {value}".strip())


def _challenged(challenges: Challenges) -> tuple[Place, ...]:
    places: list[Place] = []
    for item in challenges.items:
        header = item.get("name") or item.get("header")
        if header and (item.get("in") or item.get("type")) in ("", "header") and item.scheme not in _SCHEMES:
            places.append(Place(header, "", "challenge"))
        elif item.scheme in _SCHEMES:
            places.append(Place("Authorization", _SCHEMES[item.scheme], "challenge"))
    return tuple(dict.fromkeys(places))


def _provided(provider: Provider | None) -> tuple[Place, ...]:
    places: list[Place] = []
    for placement in provider.placement if provider else ():
        if placement.place == "header":
            schemes = [scheme.strip() for scheme in placement.scheme.split("|")]
            places += [Place(placement.name or "Authorization", scheme, "provider") for scheme in schemes]
        elif placement.place == "basic":
            places.append(Place("Authorization", "Basic", "provider"))
    return tuple(dict.fromkeys(places))


def _stands_there(request: Request | None, place: Place) -> bool:
    value = request.header(place.header) if request else None
    if value is None:
        return False
    return value.strip().lower().startswith(f"{place.scheme.lower()} ") if place.scheme else True
