"""Whether the credential stands where the provider's entry puts it."""

from __future__ import annotations

from typing import Any

from bot.case import Case
from bot.knowledge.schema import Placement
from bot.model import Request
from bot.variants.places import wanted as wanted_places


def expected_facts(case: Case, request: Request) -> dict[str, Any]:
    """Whether the credential stands where the provider's entry puts it."""
    wanted = wanted_places(case)
    facts: dict[str, Any] = {
        "right_place": False,
        "expected_location": "",
        "expected_scheme": "",
        "wrong_location": False,
        "wrong_scheme": False,
    }
    headers = [place for place in wanted if place.place == "header"]
    if not wanted or not request.credentials or case.provider is None:
        return facts
    if headers:
        facts |= {"expected_location": f"header:{headers[0].name}", "expected_scheme": headers[0].scheme}
    fits = [place for place in wanted if _stands(request, place)]
    facts["right_place"] = bool(fits)
    facts["wrong_location"] = not fits and bool(headers) and not _elsewhere(request)
    schemes = {
        scheme.strip().lower() for place in fits if place.place == "header" for scheme in place.scheme.split("|")
    }
    if fits and all(place.place == "header" for place in fits):
        facts["wrong_scheme"] = not any(_has_scheme(request, place.name, schemes) for place in fits)
    return facts


def _stands(request: Request, place: Placement) -> bool:
    """Whether some credential stands in the place, whatever its scheme."""
    if place.place == "header":
        names = {one.location[7:].lower() for one in request.credentials if one.location.startswith("header:")}
        return (place.name or "authorization").lower() in names
    if place.place == "basic":
        return any(one.kind == "basic" for one in request.credentials)
    if place.place in ("query", "cookie"):
        return any(one.location.lower() == f"{place.place}:{place.name}".lower() for one in request.credentials)
    return place.place in ("path", "client-certificate", "digest", "signature")


def _elsewhere(request: Request) -> bool:
    """Places of which a provider's entry says nothing: bodies, paths, an SDK's argument, a key in prose."""
    return any(one.location.partition(":")[0] in ("body", "path", "text") for one in request.credentials)


def _has_scheme(request: Request, name: str, schemes: set[str]) -> bool:
    value = (request.header(name or "authorization") or "").strip().lower()
    word, blank, _ = value.partition(" ")
    return (word in schemes) if blank else "" in schemes
