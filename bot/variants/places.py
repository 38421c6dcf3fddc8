"""Where the credential should stand: by the challenge of the API first, by the provider's entry second.

Never a query parameter, a path or a userinfo: a secret there ends in logs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from bot.auth.basic import basic
from bot.auth.challenge import Challenges, parse
from bot.auth.demand import demands
from bot.auth.names import KNOWN_SCHEMES, SCHEMES
from bot.case import Case
from bot.knowledge.schema import Placement
from bot.model import Request
from bot.regex import lazy
from bot.variants.credentials import standing
from bot.variants.probes import with_header

_SCHEMES = {name.lower(): name for name in ("Bearer", "Basic", "Token", "ApiKey", "DPoP", "JWT", "Key")}
_ITS_OWN = lazy(r"[A-Za-z][A-Za-z0-9_-]{1,31}")
_KEY_MISSED = lazy(
    r"\b(?:no|missing|requires?|provide|without)\b[^.\n]{0,30}api[-_ ]?key"
    r"|api[-_ ]?key\b[^.\n]{0,20}(?:missing|required|not (?:found|provided|supplied))",
    re.IGNORECASE,
)
_CITED = lazy(
    r"^[^\n]{0,80}\b(?:docs?|documentation|manual|readme)\b[^\n]{0,40}?(?::|\bsays?\b|\btells?\b|\bwants?\b)([^\n]{4,200})",
    re.IGNORECASE | re.MULTILINE,
)
_NAME = lazy(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")
_MOST_LINES = 8


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
    """The place that the API, its words or the provider's entry name, when the credential does not stand there already.

    When nobody names one, the place where most APIs of this kind look: noise tells whether this one does.
    """
    named = named_places(case)
    if named:
        return next((place for place in named if not _stands_there(case.request, place)), None)
    return _usual(case.request)


def named_places(case: Case) -> tuple[Place, ...]:
    """Every place that is named: by the challenge first, then by the answer's words, then by the provider's entry."""
    named = (*_challenged(challenges_of(case)), *_worded(case), *_provided(case))
    return tuple(dict.fromkeys(named)) or _cited(case) or _missed(case)


def challenges_of(case: Case) -> Challenges:
    """The challenges of the API: of the answer without credential, else of the pasted one."""
    none = case.finding("none-probe")
    values = none.response.all("www-authenticate") if none is not None and none.response is not None else ()
    if not values and case.report.observed is not None:
        values = case.report.observed.all("www-authenticate")
    return parse(values)


def own_scheme(case: Case) -> str:
    """The scheme of the API's challenge, as it writes it, that is known from nowhere else; ''."""
    asked = (item.written for item in challenges_of(case).items if item.scheme not in KNOWN_SCHEMES and not item.header)
    return next(filter(_ITS_OWN.fullmatch, asked), "")


def known_schemes(case: Case) -> dict[str, str]:
    """Lower case -> as it is written: the schemes of the registry and our list, and those of the provider's entry.

    Only these stand in a command; what an answer alone calls a scheme is for prose, unless the API has taken it.
    """
    places = case.provider.placement if case.provider else ()
    own = [scheme.strip() for place in places for scheme in place.scheme.split("|")]
    taken = own_scheme(case) if case.evidence.fact("scheme-variant.works") is True else ""
    own.append(taken if case.mask(taken) == taken else "")
    return {scheme.lower(): scheme for scheme in (*own, *reversed(SCHEMES)) if scheme}


def put(request: Request, place: Place, value: str) -> Request:
    """``request`` with ``value`` (for Basic: ``user:password``) in ``place``."""
    if place.scheme.lower() == "basic":
        return with_header(request, place.header, basic(value))
    return with_header(request, place.header, f"{place.scheme} {value}".strip())


def _challenged(challenges: Challenges) -> tuple[Place, ...]:
    places: list[Place] = []
    for item in challenges.items:
        if _NAME.fullmatch(item.header):
            places.append(Place(item.header, "", "challenge"))
        elif item.scheme == "key":  # Kong's key-auth, which looks in its own header (Kong Docs, Key Authentication)
            places.append(Place("apikey", "", "challenge"))
        elif item.scheme in _SCHEMES:
            places.append(Place("Authorization", _SCHEMES[item.scheme], "challenge"))
    return tuple(dict.fromkeys(places))


def _worded(case: Case) -> tuple[Place, ...]:
    """A header, or Authorization with a scheme, that the refusal's own words name."""
    probes = (case.finding("given-probe"), case.finding("none-probe"))
    answers = [*(probe.response for probe in probes if probe is not None), case.report.observed]
    return next(filter(None, (_headers(answer.body[:4096]) for answer in answers if answer is not None)), ())


def _cited(case: Case) -> tuple[Place, ...]:
    """What the asker cites of the API's documentation."""
    text = case.report.said_by("asker", "documentation", "server")[:16_384]
    said = (_headers(f"use {line[1]}") for line in islice(_CITED.finditer(text), _MOST_LINES))
    return next(filter(None, said), ())


def _headers(words: str) -> tuple[Place, ...]:
    """The headers that words demand; Authorization only with its scheme."""
    named = [each for needed in demands(words) for each in needed if each.where == "header"]
    return tuple(
        Place(each.name, scheme, "words")
        for each in named
        for scheme in (each.schemes if each.name == "Authorization" else ("",))
    )


def _missed(case: Case) -> tuple[Place, ...]:
    """The usual header of an API key, when the answer without a credential misses one and says no more."""
    none = case.finding("none-probe")
    body = none.response.body[:4096] if none is not None and none.response is not None else ""
    return (Place("X-API-Key", "", "words"),) if _KEY_MISSED.search(body) else ()


def _usual(request: Request | None) -> Place | None:
    """Bearer for what stands elsewhere, the bare value for what has a scheme."""
    if request is None:
        return None
    value = request.header("authorization")
    if value is None:
        return Place("Authorization", "Bearer", "habit")
    return Place("Authorization", "" if " " in value.strip() else "Bearer", "habit")


def wanted(case: Case) -> list[Placement]:
    """The provider's places for what is sent: those that name its form, else those that name none; all for no form."""
    if case.provider is None:
        return []
    places = [place for place in case.provider.placement if place.place != "body"]
    sent = standing(case.request) if case.request is not None else ()
    values = [part for one in sent for part in (one.value, *_pair(one.kind, one.value)) if part]
    forms = [form for value in values for form in case.book.formats_of(value)]
    mine = {form.id for form in forms if form.provider == case.provider.id}
    if not mine:
        return places
    fit = [place for place in places if mine.intersection(place.forms)]
    return fit or [place for place in places if not place.forms] or places


def _pair(kind: str, value: str) -> tuple[str, ...]:
    """User name and password of Basic, each of which may be the token."""
    return (value.partition(":")[0], value.partition(":")[2]) if kind == "basic" else ()


def _provided(case: Case) -> tuple[Place, ...]:
    places: list[Place] = []
    for placement in wanted(case):
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
    scheme, blank, _ = value.strip().lower().partition(" ")
    return scheme == place.scheme.lower() if place.scheme else not blank or place.header.lower() != "authorization"
