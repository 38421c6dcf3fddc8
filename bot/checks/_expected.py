"""Whether the credential stands where the provider's entry puts it."""

from __future__ import annotations

from typing import Annotated

from bot.case import Case
from bot.knowledge.schema import Placement
from bot.model import Facts, Request
from bot.variants.places import wanted as wanted_places


class ExpectedPlace(Facts, frozen=True, kw_only=True):
    """Where the provider's entry puts the credential, and whether it stands there."""

    expected_location: Annotated[str, "where the provider's entry says that the credential goes, ''"] = ""
    expected_scheme: Annotated[str, "the scheme that the provider's entry says, ''"] = ""
    right_place: Annotated[bool, "the credential stands where the provider's entry puts it"] = False
    wrong_location: Annotated[bool, "the credential stands nowhere where the provider's entry puts it"] = False
    wrong_scheme: Annotated[bool, "the place is right and the scheme is another than the provider's entry says"] = False


def expected_place(case: Case, request: Request) -> ExpectedPlace:
    """Whether the credential stands where the provider's entry puts it."""
    wanted = wanted_places(case)
    headers = [place for place in wanted if place.place == "header"]
    if not wanted or not request.credentials or case.provider is None:
        return ExpectedPlace()
    fits = [place for place in wanted if _stands(request, place)]
    in_headers = [place for place in fits if place.place == "header"]
    schemes = {scheme.strip().lower() for place in in_headers for scheme in place.scheme.split("|")}
    return ExpectedPlace(
        expected_location=f"header:{headers[0].name}" if headers else "",
        expected_scheme=headers[0].scheme if headers else "",
        right_place=bool(fits),
        wrong_location=not fits and bool(headers) and not _elsewhere(request),
        wrong_scheme=bool(fits)
        and fits == in_headers
        and not any(_has_scheme(request, place.name, schemes) for place in fits),
    )


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
