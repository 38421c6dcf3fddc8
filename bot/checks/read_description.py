"""What does the API's own description want of this request, and in what does the request differ first?

The description is an entry of the operator, made from OpenAPI. One difference is told, in the order in which an API
would meet them: the host, the path, the method, the credentials, the token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from rapidfuzz.distance import OSA

from bot.auth.names import HARMLESS, KNOWN_SCHEMES, meant_header
from bot.case import Case
from bot.checks._outcome import fail, passed, skip
from bot.knowledge.described import Call, Described, Near
from bot.knowledge.schema import Provider, Scheme
from bot.knowledge.sites import same_site, stage_of
from bot.model import Finding, Request
from bot.probing.net import Net
from bot.url import host_of, url_of
from bot.variants.credentials import standing

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
    "wanted": "str: what the operation wants, in words: the header X-Api-Key and the query parameter app",
    "wanted_places": "list of str: where what is lacking goes: header:X-Api-Key, query:app, cookie:sid",
    "wanted_scheme": "str: the auth-scheme that is wanted in the first of them, when that is a header, ''",
    "sent": "str: what the request has in its stead, in words",
    "missing": "str: the credential that is needed besides those that are there, in words",
    "typed": "str: the header whose name is a slip of a described one",
    "meant": "str: the described header that was probably meant",
    "deprecated": "str: the described scheme that is used and deprecated",
    "scopes_lacking": "list of str: scopes that the operation needs and the token does not have",
    "token_scopes": "list of str: the scopes and roles that the token has; none are told as (none)",
    "issuers": "list of str: the issuers of tokens that the description names",
    "audiences": "list of str: the audiences that the description names, else its hosts",
}

_SHOWN = ("header-name", "place", "scheme", "scheme-missing")  # whatever else there may be, this is wrong
_TOKENS = ("oauth2", "openIdConnect")
_LONGEST = 100
_SHORT = 3  # a name of so few letters is near to many
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
    facts |= {"operation": str(call)[:_LONGEST], "open": call.open, "unknown": False}
    compared = _credentials(case, request, described.provider, call)
    if _is_mentioned(case) or (case.evidence.fact("lint-request.unseen") and compared["fault"] not in _SHOWN):
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


def _is_mentioned(case: Case) -> bool:
    """Is only told which operation was asked, and not what was sent?"""
    return any(case.evidence.fact(f"lint-request.{fact}") for fact in ("mentioned", "unsent"))


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
        return facts | {"fault": "method", "methods": tuple(here), "nearest": str(shown)[:_LONGEST]}
    near: Near | None = described.near(host, request.method.upper(), path)
    if near is None:
        return facts | {"fault": "path"}
    return facts | {"fault": "path"} | _nearest(near)


def _nearest(near: Near) -> dict[str, Any]:
    return {"nearest": str(near.call)[:_LONGEST], "nearest_path": near.path}


# ---- the credentials -----------------------------------------------------------------------------------------------


def _credentials(case: Case, request: Request, provider: Provider, call: Call) -> dict[str, Any]:
    """What is wrong with where the credentials stand; {"fault": ""} when one alternative has all that it needs."""
    needs = [need for need in call.security or () if need and all(name in provider.schemes for name in need)]
    anything = bool(case.evidence.fact("lint-request.has_credential")) or bool(request.credentials)
    if call.open and (not needs or not anything):
        return {"fault": "unneeded"}
    if not needs:
        return {"fault": ""}
    alternatives = [[provider.schemes[name] for name in need] for need in needs]
    complete = [each for each in alternatives if all(_stands(request, scheme) for scheme in each)]
    if complete:
        return {"fault": "unneeded"} if call.open else _deprecated(alternatives, complete)
    wanted = _preferred(request, alternatives)
    lacking = [scheme for scheme in wanted if not _stands(request, scheme)]
    there = [scheme for scheme in wanted if _stands(request, scheme)]
    first = lacking[0]
    facts: dict[str, Any] = {
        "wanted": " and ".join(_words(scheme) for scheme in wanted)[:_LONGEST],
        "wanted_places": tuple(filter(None, map(_place, lacking))),
        "wanted_scheme": _scheme_word(first),
    }
    every = [*lacking, *(scheme for each in alternatives for scheme in each)]
    slip = _slip(request, [scheme for scheme in every if not _stands(request, scheme)], provider)
    if slip is not None:
        return facts | {"fault": "header-name", "typed": slip[0][:60], "meant": slip[1]}
    absent = [scheme for scheme in every if not _stands(request, scheme)]
    moved = next(filter(None, (_moved(request, scheme) or _typed(request, scheme) for scheme in absent)), "") or (
        _stray(request, alternatives) if there else ""
    )
    value = (request.header("authorization") or "").strip()
    in_its_place = [scheme for scheme in lacking if _place(scheme) == "header:Authorization"]
    if value and in_its_place and not moved:
        told = _scheme_fault(case, value, in_its_place)
        if told["fault"]:
            return facts | told
    if there and not moved:
        return facts | {"fault": "second", "missing": " and ".join(map(_words, lacking))[:_LONGEST]}
    of_authorization = [scheme for each in alternatives for scheme in each if _place(scheme) == "header:Authorization"]
    if value and of_authorization and not there:
        return facts | _scheme_fault(case, value, of_authorization)
    if anything or moved:
        return facts | {"fault": "place", "sent": moved or _sent(request)}
    return facts | {"fault": "missing"}


def _preferred(request: Request, alternatives: list[list[Scheme]]) -> list[Scheme]:
    """The alternative that the request comes nearest to: most of it there, least missing, nothing deprecated."""
    return min(
        alternatives,
        key=lambda each: (
            -sum(_stands(request, scheme) for scheme in each),
            any(scheme.deprecated for scheme in each),
            sum(not _stands(request, scheme) for scheme in each),
        ),
    )


def _deprecated(alternatives: list[list[Scheme]], complete: list[list[Scheme]]) -> dict[str, Any]:
    old = next((scheme for scheme in complete[0] if scheme.deprecated), None)
    better = [each for each in alternatives if not any(scheme.deprecated for scheme in each)]
    if not all(any(scheme.deprecated for scheme in each) for each in complete) or old is None or not better:
        return {"fault": "", "placed": True}
    new = better[0][0]
    return {
        "fault": "deprecated-scheme" if _place(old) == _place(new) else "deprecated-place",
        "deprecated": _words(old),
        "wanted": " and ".join(_words(scheme) for scheme in better[0])[:_LONGEST],
        "wanted_places": tuple(filter(None, map(_place, better[0]))),
        "wanted_scheme": _scheme_word(new),
    }


def _scheme_fault(case: Case, value: str, wanted: list[Scheme]) -> dict[str, Any]:
    """Authorization is there, and not as it is wanted."""
    first = wanted[0]
    word, blank, _ = value.partition(" ")
    about = {
        "wanted": _words(first),
        "wanted_places": ("header:Authorization",),
        "wanted_scheme": _scheme_word(first),
    }
    known = (
        "scheme_duplicated",
        "scheme_and_key_glued",
        "header_duplicated",
    )
    if any(case.evidence.fact(f"lint-request.{fact}") for fact in known):
        return {"fault": ""}
    if not blank and word.lower() not in KNOWN_SCHEMES:
        return about | {"fault": "scheme-missing"}
    if not blank:
        return {"fault": ""}  # a scheme and nothing after it
    return about | {"fault": "scheme", "sent": word[:40]}


def _stands(request: Request, scheme: Scheme) -> bool:
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
            return scheme.name in _cookies(request)
        value = request.header(scheme.name)
        if value is None or scheme.name.lower() != "authorization":
            return value is not None
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


def _cookies(request: Request) -> dict[str, str]:
    pairs = [part.partition("=") for part in (request.header("cookie") or "").split(";")]
    return {name.strip(): value for name, _, value in pairs}


def _place(scheme: Scheme) -> str:
    if scheme.type == "apiKey":
        name = "Authorization" if scheme.name.lower() == "authorization" else scheme.name
        return f"{scheme.place or 'header'}:{name}"
    return "" if scheme.type == "mutualTLS" else "header:Authorization"


def _scheme_word(scheme: Scheme) -> str:
    """The auth-scheme before the value, as it is usually spelled; '' for a bare value."""
    if scheme.type == "apiKey":
        return scheme.scheme.partition("|")[0].strip()
    if scheme.type == "http":
        return scheme.scheme[:1].upper() + scheme.scheme[1:]
    return "Bearer" if scheme.type in _TOKENS else ""


def _words(scheme: Scheme) -> str:
    if scheme.type == "mutualTLS":
        return "a client certificate"
    if scheme.type == "signature":
        return "a signature in Authorization"
    where, _, name = _place(scheme).partition(":")
    word = _scheme_word(scheme)
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


def _slip(request: Request, lacking: Iterable[Scheme], provider: Provider) -> tuple[str, str] | None:
    """The header whose name is a slip of a header that is lacking, and that header."""
    wanted = {name: None for scheme in lacking if (name := _place(scheme)).startswith("header:")}
    known = {scheme.name.lower() for scheme in provider.schemes.values()} | HARMLESS | {"authorization"}
    for place in wanted:
        meant = place[7:]
        for name, value in request.headers:
            if name.lower() in known or not value.strip():
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
    allowed = 1 if len(theirs) < 6 else 2 if len(theirs) < 14 else 3
    return OSA.distance(ours, theirs, score_cutoff=allowed) <= allowed


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _moved(request: Request, scheme: Scheme) -> str:
    """Where a credential stands under the name that is wanted elsewhere, in words; ''."""
    place, _, name = _place(scheme).partition(":")
    names = {_letters(name)} if name != "Authorization" else {"authorization", "accesstoken", "bearertoken"}
    found = [("query", key) for key in _parameters(request)]
    found += [("cookie", key) for key in _cookies(request) if key]
    found += [("header", key) for key, _ in request.headers]
    found += [("body", key) for key in _fields(request)]
    for where, key in found:
        if where != place and _letters(key) in names:
            return _at(f"{where}:{key}")
    return ""


def _typed(request: Request, scheme: Scheme) -> str:
    """The query parameter or cookie whose name is a slip of the wanted one, in words; ''."""
    place, _, name = _place(scheme).partition(":")
    names = {"query": _parameters, "cookie": _cookies}
    known = names[place](request) if place in names else {}
    return next((_at(f"{place}:{key}") for key in known if len(name) > _SHORT and _is_slip(key, name)), "")


def _stray(request: Request, alternatives: list[list[Scheme]]) -> str:
    """A credential at a place that no alternative names, in words; ''."""
    places = {_place(scheme).lower() for each in alternatives for scheme in each}
    return next((_at(one.location) for one in standing(request) if one.location.lower() not in places), "")


def _fields(request: Request) -> list[str]:
    body = (request.body or b"")[:20_000].decode("utf-8", "replace")
    if body.lstrip().startswith("{"):
        return re.findall(r'"([\w-]{1,60})"\s*:', body)
    return [unquote_plus(pair.partition("=")[0]) for pair in body.split("&")[:50] if "=" in pair]


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
