"""Where the credentials of a request stand, against where an API wants them: the first difference, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated
from urllib.parse import parse_qsl, unquote_plus

from rapidfuzz.distance import OSA

from bot.auth.names import HARMLESS, KNOWN_SCHEMES, meant_header
from bot.case import Case
from bot.knowledge.schema import Scheme
from bot.model import Facts, Request
from bot.url import url_of
from bot.variants.credentials import cookies_of, standing

ANY_SCHEME = "*"  # what stands before an apiKey in Authorization is not told

LONGEST = 100
_SHOWN = ("header-name", "place", "scheme", "scheme-missing")  # whatever else there may be, this is wrong
_SHORT = 3  # a name of so few letters is near to many
_TOKENS = ("oauth2", "openIdConnect")


class Misplaced(Facts, frozen=True, kw_only=True):
    """The first difference, and what is wanted instead."""

    fault: Annotated[
        str,
        "in what the request differs first from what is wanted: missing, second, header-name, scheme-missing, scheme, "
        "place; from a description also: host, environment, path, method, unneeded, deprecated-scheme, "
        "deprecated-place, issuer, audience, scope, plain (http where only https is described); ''",
    ]
    wanted: Annotated[
        str | None, "what the operation wants, in words: the header X-Api-Key and the query parameter app"
    ] = None
    wanted_places: Annotated[
        tuple[str, ...] | None, "where what is lacking goes: header:X-Api-Key, query:app, cookie:sid"
    ] = None
    wanted_scheme: Annotated[
        str | None, "the auth-scheme that is wanted in the first of them, when that is a header, ''"
    ] = None
    sent: Annotated[str | None, "what the request has in its stead, in words"] = None
    missing: Annotated[str | None, "the credential that is needed besides those that are there, in words"] = None
    typed: Annotated[str | None, "the header whose name is a slip of a described one"] = None
    meant: Annotated[str | None, "the described header that was probably meant"] = None


def is_shown(case: Case, fault: str) -> bool:
    """Is the request shown well enough to say this of it, and not only told of?"""
    if any(case.evidence.fact(f"lint-request.{fact}") for fact in ("mentioned", "unsent")):
        return False
    return not case.evidence.fact("lint-request.unseen") or fault in _SHOWN


def carries(case: Case, request: Request) -> bool:
    """Does the request have a credential, be it one that is only told of?"""
    return bool(case.evidence.fact("lint-request.has_credential")) or bool(request.credentials)


def misplaced(case: Case, request: Request, alternatives: list[list[Scheme]], known: Iterable[Scheme]) -> Misplaced:
    """The first difference from alternatives of which ``request`` has none as a whole.

    ``known`` are all schemes of the API: a header of theirs is no slip of another.
    """
    wanted = _preferred(request, alternatives)
    lacking = [scheme for scheme in wanted if not stands(request, scheme)]
    there = [scheme for scheme in wanted if stands(request, scheme)]
    facts = Misplaced(
        fault="missing",
        wanted=" and ".join(words_of(scheme) for scheme in wanted)[:LONGEST],
        wanted_places=tuple(filter(None, map(place_of, lacking))),
        wanted_scheme=scheme_word(lacking[0]),
    )
    every = [*lacking, *(scheme for each in alternatives for scheme in each)]
    slip = _slip(request, [scheme for scheme in every if not stands(request, scheme)], known)
    if slip is not None:
        return facts.but(fault="header-name", typed=slip[0][:60], meant=slip[1])
    absent = [scheme for scheme in every if not stands(request, scheme)]
    moved = next(filter(None, (_moved(request, scheme) or _typed(request, scheme) for scheme in absent)), "") or (
        _stray(request, alternatives) if there else ""
    )
    value = (request.header("authorization") or "").strip()
    in_its_place = [scheme for scheme in lacking if place_of(scheme) == "header:Authorization"]
    if value and in_its_place and not moved:
        told = _scheme_fault(case, value, in_its_place, facts)
        if told.fault:
            return told
    if there and not moved:
        return facts.but(fault="second", missing=" and ".join(map(words_of, lacking))[:LONGEST])
    of_authorization = [
        scheme for each in alternatives for scheme in each if place_of(scheme) == "header:Authorization"
    ]
    if value and of_authorization and not there:
        return _scheme_fault(case, value, of_authorization, facts)
    if moved or carries(case, request):
        return facts.but(fault="place", sent=moved or _sent(request))
    return facts


def _preferred(request: Request, alternatives: list[list[Scheme]]) -> list[Scheme]:
    """The alternative that the request comes nearest to: most of it there, least missing, nothing deprecated."""
    return min(
        alternatives,
        key=lambda each: (
            -sum(stands(request, scheme) for scheme in each),
            any(scheme.deprecated for scheme in each),
            sum(not stands(request, scheme) for scheme in each),
        ),
    )


def _scheme_fault(case: Case, value: str, wanted: list[Scheme], facts: Misplaced) -> Misplaced:
    """Authorization is there, and not as it is wanted."""
    word, blank, _ = value.partition(" ")
    known = ("scheme_duplicated", "scheme_and_key_glued", "header_duplicated")
    is_bare_scheme = not blank and word.lower() in KNOWN_SCHEMES  # and nothing after it
    if is_bare_scheme or any(case.evidence.fact(f"lint-request.{fact}") for fact in known):
        return facts.but(fault="")
    return facts.but(
        fault="scheme" if blank else "scheme-missing",
        wanted=words_of(wanted[0]),
        wanted_places=("header:Authorization",),
        wanted_scheme=scheme_word(wanted[0]),
        sent=word[:40] if blank else None,
    )


def stands(request: Request, scheme: Scheme) -> bool:
    """Is a credential of this scheme where it belongs? Its value is another question."""
    authorization = (request.header("authorization") or "").strip()
    word = authorization.partition(" ")[0].lower()
    used = request.transfer.scheme
    if scheme.type == "mutualTLS":
        return request.transfer.client_certificate
    if scheme.type == "signature":
        return bool(authorization or request.transfer.sigv4 or used == "aws-sigv4")
    if scheme.type == "apiKey":
        if scheme.place == "query":
            return scheme.name in _parameters(request)
        if scheme.place == "cookie":
            return scheme.name in dict(cookies_of(request))
        value = request.header(scheme.name)
        if value is None or scheme.name.lower() != "authorization":
            return value is not None
        if scheme.scheme == ANY_SCHEME:
            return True
        allowed = {each.strip().lower() for each in scheme.scheme.split("|")}
        return (word in allowed) if " " in authorization else "" in allowed or word in allowed
    if scheme.type == "http":
        if scheme.scheme in ("basic", "digest", "negotiate") and used in (scheme.scheme, "anyauth"):
            return True
        userinfo = any(one.location == "userinfo" for one in request.credentials)
        return word == scheme.scheme or (scheme.scheme == "basic" and userinfo and not authorization)
    return word in ("bearer", "dpop")


def _parameters(request: Request) -> dict[str, str]:
    return dict(parse_qsl(url_of(request.url).query or "", keep_blank_values=True))


def place_of(scheme: Scheme) -> str:
    """``header:NAME``, ``query:NAME`` or ``cookie:NAME``; '' for a certificate."""
    if scheme.type == "apiKey":
        name = "Authorization" if scheme.name.lower() == "authorization" else scheme.name
        return f"{scheme.place or 'header'}:{name}"
    return "" if scheme.type == "mutualTLS" else "header:Authorization"


def scheme_word(scheme: Scheme) -> str:
    """The auth-scheme before the value, as it is usually spelled; '' for a bare value."""
    if scheme.type == "apiKey":
        return scheme.scheme.partition("|")[0].strip().strip(ANY_SCHEME)
    if scheme.type == "http":
        return scheme.scheme[:1].upper() + scheme.scheme[1:]
    return "Bearer" if scheme.type in _TOKENS else ""


def words_of(scheme: Scheme) -> str:
    """The credential and its place, as a sentence has them: the query parameter key, Authorization: Bearer …"""
    if scheme.type == "mutualTLS":
        return "a client certificate"
    if scheme.type == "signature":
        return "a signature in Authorization"
    where, _, name = place_of(scheme).partition(":")
    word = scheme_word(scheme)
    if where == "header":
        return f"{name}: {word} …" if word else f"the header {name}"
    return f"the {'query parameter' if where == 'query' else 'cookie'} {name}"


def _sent(request: Request) -> str:
    """Where the first credential of the request stands, in words."""
    return next((_at(one.location) for one in standing(request)), "") or "another place"


def _at(location: str) -> str:
    where, _, name = location.partition(":")
    words = {"header": "the header", "query": "the query parameter", "cookie": "the cookie", "body": "the field"}
    if where == "userinfo":
        return "the URL before the @"
    return f"{words[where]} {name[:40]}" + (" of the body" if where == "body" else "") if where in words else ""


def _slip(request: Request, lacking: Iterable[Scheme], known: Iterable[Scheme]) -> tuple[str, str] | None:
    """The header whose name is a slip of a header that is lacking, and that header."""
    wanted = {name: None for scheme in lacking if (name := place_of(scheme)).startswith("header:")}
    theirs = {scheme.name.lower() for scheme in known} | HARMLESS | {"authorization"}
    for place in wanted:
        meant = place[7:]
        for name, value in request.headers:
            if name.lower() in theirs or not value.strip():
                continue
            if _is_slip(name, meant):
                return name, meant
    return None


def _is_slip(name: str, meant: str) -> bool:
    if meant == "Authorization":
        return meant_header(name) == meant or _letters(name) == f"x{meant.lower()}"
    ours, theirs = _letters(name), _letters(meant)
    if ours == theirs or (len(theirs) >= 5 and ours.removeprefix("x") == theirs.removeprefix("x")):
        return True
    words, wanted = _words(name), _words(meant)
    if min(len(words), len(wanted)) > 1 and (words < wanted or wanted < words):
        return True
    allowed = 1 if len(theirs) < 6 else 2 if len(theirs) < 14 else 3
    return OSA.distance(ours, theirs, score_cutoff=allowed) <= allowed


def _words(name: str) -> frozenset[str]:
    """The words of a header's name, less the X- of old."""
    return frozenset(re.split(r"[^a-z0-9]+", name.lower())) - {"x", ""}


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _moved(request: Request, scheme: Scheme) -> str:
    """Where a credential stands under the name that is wanted elsewhere, in words; ''."""
    place, _, name = place_of(scheme).partition(":")
    names = {_letters(name)} if name != "Authorization" else {"authorization", "accesstoken", "bearertoken"}
    found = [("query", key) for key in _parameters(request)]
    found += [("cookie", key) for key in dict(cookies_of(request)) if key]
    found += [("header", key) for key, _ in request.headers]
    found += [("body", key) for key in _fields(request)]
    for where, key in found:
        if where != place and _letters(key) in names:
            return _at(f"{where}:{key}")
    return ""


def _typed(request: Request, scheme: Scheme) -> str:
    """The query parameter or cookie whose name is a slip of the wanted one, in words; ''."""
    place, _, name = place_of(scheme).partition(":")
    known = _parameters(request) if place == "query" else dict(cookies_of(request)) if place == "cookie" else {}
    return next((_at(f"{place}:{key}") for key in known if len(name) > _SHORT and _is_slip(key, name)), "")


def _stray(request: Request, alternatives: list[list[Scheme]]) -> str:
    """A credential at a place that no alternative names, in words; ''."""
    places = {place_of(scheme).lower() for each in alternatives for scheme in each}
    return next((_at(one.location) for one in standing(request) if one.location.lower() not in places), "")


def _fields(request: Request) -> list[str]:
    body = (request.body or b"")[:20_000].decode("utf-8", "replace")
    if body.lstrip().startswith("{"):
        return re.findall(r'"([\w-]{1,60})"\s*:', body)
    return [unquote_plus(pair.partition("=")[0]) for pair in body.split("&")[:50] if "=" in pair]
