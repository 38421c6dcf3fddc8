"""What does the API's own description want of this request, and in what does the request differ first?

The description is an entry of the operator, made from OpenAPI. One difference is told, in the order in which an API
would meet them: the host, the path, the method, the credentials, the token.
"""

from __future__ import annotations

import re
from typing import Annotated

from bot import model
from bot.case import Case
from bot.checks import decode_token
from bot.checks._outcome import fail, passed, skip
from bot.checks._probing import facts_of
from bot.knowledge.described import Described, DescribedCall, Near
from bot.knowledge.schema import Provider, Scheme
from bot.knowledge.sites import same_site, stage_of
from bot.model import Finding, Request
from bot.probing.net import Net
from bot.url import host_of, url_of
from bot.variants.misplaced import (
    LONGEST,
    Misplaced,
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


_NOT_AT_ALL = Misplaced(fault="")


class Facts(model.Facts, frozen=True, kw_only=True):
    """The description's operation, and the first difference from it."""

    api: Annotated[str, "the name of the described API"]
    operation: Annotated[str | None, "the described operation that the request asks, for example GET /orders/{id}"] = (
        None
    )
    unknown: Annotated[bool | None, "operations are described, and the request asks none of them"] = None
    nearest: Annotated[str | None, "the described operation that was probably meant"] = None
    nearest_path: Annotated[str | None, "the path as it should have been"] = None
    methods: Annotated[tuple[str, ...] | None, "the methods that are described for this path"] = None
    host: Annotated[str | None, "a host of the described API, where another of its site is asked"] = None
    stage: Annotated[str | None, "the environment that the asked host names and the description does not"] = None
    placed: Annotated[bool | None, "all credentials that the operation needs stand where they belong"] = None
    deprecated: Annotated[str | None, "the described scheme that is used and deprecated"] = None
    scopes_lacking: Annotated[tuple[str, ...] | None, "scopes that the operation needs and the token does not have"] = (
        None
    )
    token_scopes: Annotated[tuple[str, ...] | None, "the scopes and roles that the token has, or (no scope)"] = None
    issuers: Annotated[tuple[str, ...] | None, "the issuers of tokens that the description names"] = None
    audiences: Annotated[tuple[str, ...] | None, "the audiences that the description names, else its hosts"] = None
    differs: Misplaced = _NOT_AT_ALL


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
    facts = Facts(api=described.provider.name)
    method = request.method.upper()
    here = described.at(url.name, url.path)
    call = here.get(method) or (here.get("GET") if method == "HEAD" else None)
    if call is None:
        if method == "OPTIONS" and here:
            return passed("the path is described", facts)
        return _judged(_unknown(facts, described, request, url.name, url.path))
    if (near := described.slipped(url.name, call.method, url.path, call)) is not None:
        return _judged(_nearest(facts, near))
    facts = facts.but(operation=str(call)[:LONGEST], unknown=False)
    compared = _credentials(case, request, described.provider, call, facts)
    if not is_shown(case, compared.differs.fault):
        return passed("the operation is described, and the request is not shown as a whole", facts)
    facts = compared
    if not facts.differs.fault or (facts.differs.fault == "unneeded" and call.security):
        facts = _token(case, described.provider, call, facts)
    if facts.differs.fault in ("", "unneeded") and url.scheme == "http" and described.is_only_encrypted(url.name):
        facts = _at_fault(facts, "plain")
    return _judged(facts)


def _at_fault(facts: Facts, fault: str) -> Facts:
    return facts.but(differs=facts.differs.but(fault=fault))


def _judged(facts: Facts) -> Finding:
    if facts.differs.fault:
        return fail(f"differs from the description of {facts.api}: {facts.differs.fault}", facts)
    return passed("as the description wants it", facts)


# ---- the address ---------------------------------------------------------------------------------------------------


def _elsewhere(described: Described, known: str, request: Request, host: str) -> Finding:
    """Another host than the description's, of its site or of nearly its name: an environment that it does not name, or
    a wrong host.
    """
    stage, path = stage_of(host), url_of(request.url).path
    is_slip = not same_site(known, host)
    if not is_slip and not any(described.at(one, path) for one in described.provider.hosts):
        return skip("a host of the same site as a described API, at another path")
    is_stage = bool(stage) and not is_slip and stage != stage_of(known)
    facts = Facts(api=described.provider.name, host=known, stage=stage)
    return _judged(_at_fault(facts, "environment" if is_stage else "host"))


def _unknown(facts: Facts, described: Described, request: Request, host: str, path: str) -> Facts:
    here = described.at(host, path)
    if here:
        nearest = str(next(iter(here.values())))[:LONGEST]
        facts = facts.but(unknown=True, operation="", methods=tuple(here), nearest=nearest)
        return _at_fault(facts, "method")
    near = described.near(host, request.method.upper(), path)
    return _nearest(facts, near) if near else _at_fault(facts.but(unknown=True, operation=""), "path")


def _nearest(facts: Facts, near: Near) -> Facts:
    nearest = str(near.call)[:LONGEST]
    return _at_fault(facts.but(unknown=True, operation="", nearest=nearest, nearest_path=near.path), "path")


# ---- the credentials -----------------------------------------------------------------------------------------------


def _credentials(case: Case, request: Request, provider: Provider, call: DescribedCall, facts: Facts) -> Facts:
    """What is wrong with where the credentials stand: nothing when one alternative has all that it needs."""
    needs = [need for need in call.security or () if need and all(name in provider.schemes for name in need)]
    if call.open and (not needs or not carries(case, request)):
        return _at_fault(facts, "unneeded")
    if not needs:
        return facts
    alternatives = [[provider.schemes[name] for name in need] for need in needs]
    complete = [each for each in alternatives if all(stands(request, scheme) for scheme in each)]
    if complete:
        return _at_fault(facts, "unneeded") if call.open else _deprecated(facts, alternatives, complete)
    return facts.but(differs=misplaced(case, request, alternatives, provider.schemes.values()))


def _deprecated(facts: Facts, alternatives: list[list[Scheme]], complete: list[list[Scheme]]) -> Facts:
    old = next((scheme for scheme in complete[0] if scheme.deprecated), None)
    better = [each for each in alternatives if not any(scheme.deprecated for scheme in each)]
    if not all(any(scheme.deprecated for scheme in each) for each in complete) or old is None or not better:
        return facts.but(placed=True)
    new = better[0][0]
    differs = Misplaced(
        fault="deprecated-scheme" if place_of(old) == place_of(new) else "deprecated-place",
        wanted=" and ".join(words_of(scheme) for scheme in better[0])[:LONGEST],
        wanted_places=tuple(filter(None, map(place_of, better[0]))),
        wanted_scheme=scheme_word(new),
    )
    return facts.but(deprecated=words_of(old), differs=differs)


# ---- the token -----------------------------------------------------------------------------------------------------


def _token(case: Case, provider: Provider, call: DescribedCall, facts: Facts) -> Facts:
    """What the token that is sent lacks of what is described; only of one whose time is now."""
    token = facts_of(case, "decode-token", decode_token.Facts)
    if token is None or token.times.expired or token.times.not_yet or token.form.malformed or token.head.alg_none:
        return facts
    used = [scheme for need in call.security or () for name in need if (scheme := provider.schemes.get(name))]
    tokens = [scheme for scheme in used if scheme.type in _TOKENS or scheme.scheme.lower() == "bearer"]
    if not tokens and not call.scopes:
        return facts
    asked = host_of(case.request.url) if case.request else ""
    claims = token.claims
    differs = None if token.kind.assertion else _issuer(asked, claims.iss, tokens, facts)
    return differs or _audience(asked, claims.aud, provider, facts) or _scopes(claims, call, facts) or facts


def _issuer(asked: str, told: str, schemes: list[Scheme], facts: Facts) -> Facts | None:
    if not told:
        return None
    named = tuple(dict.fromkeys(scheme.issuer for scheme in schemes if scheme.issuer))
    if named and all(scheme.issuer for scheme in schemes):
        same = {issuer.rstrip("/") for issuer in named}
        return None if told.rstrip("/") in same else _at_fault(facts.but(issuers=named), "issuer")
    addresses = [
        url for scheme in schemes for url in (scheme.issuer, scheme.token_url, scheme.authorization_url) if url
    ]
    hosts = tuple(dict.fromkeys(host for url in addresses if (host := host_of(url))))
    theirs = host_of(told)
    if not hosts or "." not in theirs:
        return None
    if any(same_site(theirs, host) for host in (*hosts, asked)) or _GENERIC_ISSUERS.fullmatch(theirs):
        return None
    return _at_fault(facts.but(issuers=hosts), "issuer")


def _audience(asked: str, told: tuple[str, ...], provider: Provider, facts: Facts) -> Facts | None:
    if not told:
        return None
    if provider.audiences:
        right = {each.rstrip("/") for each in provider.audiences}
        is_right = bool(right & {each.rstrip("/") for each in told})
        return None if is_right else _at_fault(facts.but(audiences=provider.audiences), "audience")
    hosts = [
        host_of(each) if "://" in each else each if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", each) else ""
        for each in told
    ]
    if not all(hosts) or any(same_site(host, known) for host in hosts for known in (asked, *provider.hosts)):
        return None
    authorities = [scheme.issuer or scheme.token_url for scheme in provider.schemes.values()]
    if any(same_site(host, host_of(url)) for host in hosts for url in authorities if url):
        return None
    return _at_fault(facts.but(audiences=(asked,)), "audience")


def _scopes(claims: decode_token.Claims, call: DescribedCall, facts: Facts) -> Facts | None:
    """The scopes that the alternative which lacks fewest of them lacks."""
    has = [*claims.scope, *claims.roles]
    needs = [[scope for scopes in need.values() for scope in scopes] for need in call.security or ()] or [
        list(call.scopes)
    ]
    lacking = min(([scope for scope in need if not any(_covers(one, scope) for one in has)] for need in needs), key=len)
    if not lacking:
        return None
    told = tuple(has[:6]) or ("no scope",)
    return _at_fault(facts.but(scopes_lacking=tuple(lacking[:5]), token_scopes=told), "scope")


def _covers(has: str, needed: str) -> bool:
    """Is a scope the needed one, its last part after a resource's address, or a wider one of the same family?"""
    if has == needed or has.endswith(f"/{needed}") or needed.endswith(f"/{has}"):
        return True
    if has.endswith("*") and len(has) > 1:
        return needed.startswith(has[:-1])
    return has == "*" or needed.startswith((f"{has}:", f"{has}.", f"{has}/"))
