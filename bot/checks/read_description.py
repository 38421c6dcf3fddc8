"""What does the API's own description want of this request, and in what does the request differ first?

The description is an entry of the operator, made from OpenAPI. One difference is told, in the order in which an API
would meet them: the host, the path, the method, the credentials, the token.
"""

from __future__ import annotations

import re
from typing import Any

from bot.case import Case
from bot.checks._outcome import fail, passed, skip
from bot.knowledge.described import Call, Described, Near
from bot.knowledge.schema import Provider, Scheme
from bot.knowledge.sites import same_site, stage_of
from bot.model import Finding, Request
from bot.probing.net import Net
from bot.url import host_of, url_of
from bot.variants.misplaced import (
    LONGEST,
    MISPLACED,
    carries,
    is_shown,
    misplaced,
    place_of,
    scheme_word,
    stands,
    words_of,
)

STAGE = 0
AFTER: tuple[str, ...] = ("decode-token", "lint-request", "lint-credential")
FACTS: dict[str, str] = {
    "fault": (
        "str: in what the request differs first: host, environment, path, method, unneeded, missing, second, "
        "header-name, scheme-missing, scheme, place, deprecated-scheme, deprecated-place, issuer, audience, scope, "
        "plain (http where only https is described); ''"
    ),
    "api": "str: the name of the described API",
    "operation": "str: the described operation that the request asks, for example GET /orders/{id}",
    "unknown": "bool: operations are described, and the request asks none of them",
    "open": "bool: the operation needs no credential",
    "nearest": "str: the described operation that was probably meant",
    "nearest_path": "str: the path as it should have been",
    "methods": "list of str: the methods that are described for this path",
    "host": "str: a host of the described API, where another of its site is asked",
    "stage": "str: the environment that the asked host names and the description does not",
    "placed": "bool: all credentials that the operation needs stand where they belong",
    **MISPLACED,
    "deprecated": "str: the described scheme that is used and deprecated",
    "scopes_lacking": "list of str: scopes that the operation needs and the token does not have",
    "token_scopes": "list of str: the scopes and roles that the token has; none are told as (none)",
    "issuers": "list of str: the issuers of tokens that the description names",
    "audiences": "list of str: the audiences that the description names, else its hosts",
}

_TOKENS = ("oauth2", "openIdConnect")
_GENERIC_ISSUERS = re.compile(r"(?:.*\.)?(?:amazonaws\.com|googleusercontent\.com)")


async def check(case: Case, _net: Net) -> Finding:
    """Compare the request with what is described of its operation."""
    request = case.request
    if request is None:
        return skip("there is no request in the text")
    url = url_of(request.url)
    described = case.book.described(case.provider.id) if case.provider is not None else None
    if described is None:
        beside = case.book.described_beside(url.name)
        return _elsewhere(*beside, request, url.name) if beside else skip("no description of this API is known")
    facts: dict[str, Any] = {"fault": "", "api": described.provider.name}
    method = request.method.upper()
    here = described.at(url.name, url.path)
    call = here.get(method) or (here.get("GET") if method == "HEAD" else None)
    if call is None:
        if method == "OPTIONS" and here:
            return passed("the path is described", **facts)
        return _judged(facts | _unknown(described, request, url.name, url.path))
    if (near := described.slipped(url.name, call.method, url.path, call)) is not None:
        return _judged(facts | {"unknown": True, "operation": "", "fault": "path"} | _nearest(near))
    facts |= {"operation": str(call)[:LONGEST], "open": call.open, "unknown": False}
    compared = _credentials(case, request, described.provider, call)
    if not is_shown(case, compared["fault"]):
        return passed("the operation is described, and the request is not shown as a whole", **facts)
    facts |= compared
    if not facts["fault"] or (facts["fault"] == "unneeded" and call.security):
        facts |= _token(case, described.provider, call)
    if facts["fault"] in ("", "unneeded") and url.scheme == "http" and described.is_only_encrypted(url.name):
        facts["fault"] = "plain"
    return _judged(facts)


def _judged(facts: dict[str, Any]) -> Finding:
    if facts["fault"]:
        return fail(f"differs from the description of {facts['api']}: {facts['fault']}", **facts)
    return passed("as the description wants it", **facts)


# ---- the address ---------------------------------------------------------------------------------------------------


def _elsewhere(described: Described, known: str, request: Request, host: str) -> Finding:
    """Another host than the description's, of its site or of nearly its name: an environment that it does not name, or
    a wrong host.
    """
    stage, path = stage_of(host), url_of(request.url).path
    is_slip = not same_site(known, host)
    if not is_slip and not any(described.at(one, path) for one in described.provider.hosts):
        return skip("a host of the same site as a described API, at another path")
    facts: dict[str, Any] = {"api": described.provider.name, "host": known, "stage": stage}
    is_stage = bool(stage) and not is_slip and stage != stage_of(known)
    return _judged(facts | {"fault": "environment" if is_stage else "host"})


def _unknown(described: Described, request: Request, host: str, path: str) -> dict[str, Any]:
    here = described.at(host, path)
    facts: dict[str, Any] = {"unknown": True, "operation": ""}
    if here:
        shown = next(iter(here.values()))
        return facts | {"fault": "method", "methods": tuple(here), "nearest": str(shown)[:LONGEST]}
    near: Near | None = described.near(host, request.method.upper(), path)
    if near is None:
        return facts | {"fault": "path"}
    return facts | {"fault": "path"} | _nearest(near)


def _nearest(near: Near) -> dict[str, Any]:
    return {"nearest": str(near.call)[:LONGEST], "nearest_path": near.path}


# ---- the credentials -----------------------------------------------------------------------------------------------


def _credentials(case: Case, request: Request, provider: Provider, call: Call) -> dict[str, Any]:
    """What is wrong with where the credentials stand; {"fault": ""} when one alternative has all that it needs."""
    needs = [need for need in call.security or () if need and all(name in provider.schemes for name in need)]
    if call.open and (not needs or not carries(case, request)):
        return {"fault": "unneeded"}
    if not needs:
        return {"fault": ""}
    alternatives = [[provider.schemes[name] for name in need] for need in needs]
    complete = [each for each in alternatives if all(stands(request, scheme) for scheme in each)]
    if complete:
        return {"fault": "unneeded"} if call.open else _deprecated(alternatives, complete)
    return misplaced(case, request, alternatives, provider.schemes.values())


def _deprecated(alternatives: list[list[Scheme]], complete: list[list[Scheme]]) -> dict[str, Any]:
    old = next((scheme for scheme in complete[0] if scheme.deprecated), None)
    better = [each for each in alternatives if not any(scheme.deprecated for scheme in each)]
    if not all(any(scheme.deprecated for scheme in each) for each in complete) or old is None or not better:
        return {"fault": "", "placed": True}
    new = better[0][0]
    return {
        "fault": "deprecated-scheme" if place_of(old) == place_of(new) else "deprecated-place",
        "deprecated": words_of(old),
        "wanted": " and ".join(words_of(scheme) for scheme in better[0])[:LONGEST],
        "wanted_places": tuple(filter(None, map(place_of, better[0]))),
        "wanted_scheme": scheme_word(new),
    }


# ---- the token -----------------------------------------------------------------------------------------------------


def _token(case: Case, provider: Provider, call: Call) -> dict[str, Any]:
    """What the token that is sent lacks of what is described, {} for nothing; only of one whose time is now."""
    if case.evidence.fact("decode-token.readable") is not True:
        return {}
    if any(case.evidence.fact(f"decode-token.{fact}") for fact in ("expired", "not_yet", "malformed", "alg_none")):
        return {}
    used = [scheme for need in call.security or () for name in need if (scheme := provider.schemes.get(name))]
    tokens = [scheme for scheme in used if scheme.type in _TOKENS or scheme.scheme.lower() == "bearer"]
    if not tokens and not call.scopes:
        return {}
    return _issuer(case, tokens) or _audience(case, provider) or _scopes(case, call)


def _issuer(case: Case, schemes: list[Scheme]) -> dict[str, Any]:
    told = str(case.evidence.fact("decode-token.iss") or "")
    if not told or case.evidence.fact("decode-token.assertion"):
        return {}
    named = tuple(dict.fromkeys(scheme.issuer for scheme in schemes if scheme.issuer))
    if named and all(scheme.issuer for scheme in schemes):
        same = {issuer.rstrip("/") for issuer in named}
        return {} if told.rstrip("/") in same else {"fault": "issuer", "issuers": named}
    addresses = [
        url for scheme in schemes for url in (scheme.issuer, scheme.token_url, scheme.authorization_url) if url
    ]
    hosts = tuple(dict.fromkeys(host for url in addresses if (host := host_of(url))))
    asked = host_of(case.request.url) if case.request else ""
    theirs = host_of(told)
    if not hosts or "." not in theirs:
        return {}
    if any(same_site(theirs, host) for host in (*hosts, asked)) or _GENERIC_ISSUERS.fullmatch(theirs):
        return {}
    return {"fault": "issuer", "issuers": hosts}


def _audience(case: Case, provider: Provider) -> dict[str, Any]:
    told = [str(each) for each in case.evidence.fact("decode-token.aud") or ()]  # type: ignore[attr-defined]
    if not told:
        return {}
    if provider.audiences:
        right = {each.rstrip("/") for each in provider.audiences}
        return (
            {}
            if right & {each.rstrip("/") for each in told}
            else {"fault": "audience", "audiences": provider.audiences}
        )
    hosts = [
        host_of(each) if "://" in each else each if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", each) else ""
        for each in told
    ]
    asked = host_of(case.request.url) if case.request else ""
    if not all(hosts) or any(same_site(host, known) for host in hosts for known in (asked, *provider.hosts)):
        return {}
    authorities = [scheme.issuer or scheme.token_url for scheme in provider.schemes.values()]
    if any(same_site(host, host_of(url)) for host in hosts for url in authorities if url):
        return {}
    return {"fault": "audience", "audiences": (asked,)}


def _scopes(case: Case, call: Call) -> dict[str, Any]:
    """The scopes that the alternative which lacks fewest of them lacks."""
    told = [case.evidence.fact(f"decode-token.{name}") for name in ("scope", "roles")]
    has = [str(each) for many in told if isinstance(many, list | tuple) for each in many]
    needs = [[scope for scopes in need.values() for scope in scopes] for need in call.security or ()] or [
        list(call.scopes)
    ]
    lacking = min(([scope for scope in need if not any(_covers(one, scope) for one in has)] for need in needs), key=len)
    if not lacking:
        return {}
    return {"fault": "scope", "scopes_lacking": tuple(lacking[:5]), "token_scopes": tuple(has[:6]) or ("no scope",)}


def _covers(has: str, needed: str) -> bool:
    """Is a scope the needed one, its last part after a resource's address, or a wider one of the same family?"""
    if has == needed or has.endswith(f"/{needed}") or needed.endswith(f"/{has}"):
        return True
    if has.endswith("*") and len(has) > 1:
        return needed.startswith(has[:-1])
    return has == "*" or needed.startswith((f"{has}:", f"{has}.", f"{has}/"))
