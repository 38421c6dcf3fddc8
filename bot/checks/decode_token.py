"""What does the JWT say of itself, and is its time now? (RFC 7519 section 4.1; nothing is trusted, nothing
fetched)
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from bot.auth.jwt import (
    SIGNATURE_BYTES,
    NotTokenError,
    Token,
    decode,
    decode_header,
    in_milliseconds,
    like_jwt,
)
from bot.case import Case
from bot.checks._outcome import fail, passed, skip, warn
from bot.checks._response import date_of
from bot.knowledge.sites import same_site, stage_of
from bot.model import Finding
from bot.probing.net import Net
from bot.url import host_of
from bot.variants.credentials import Standing, standing, with_fragment

STAGE = 0
AFTER: tuple[str, ...] = ()
FACTS: dict[str, str] = {
    "is_jwt": "bool: a credential is, or is meant to be, a JWT",
    "readable": "bool: header and claims are JSON objects",
    "malformed": "bool: meant to be a JWT, but it does not parse or its signature cannot be one of its algorithm",
    "problem": "str: what is wrong with its form, in words",
    "parts": "int: how many parts the dots make",
    "encrypted": "bool: five parts: a JWE, whose claims only the recipient reads",
    "alg": "str: the header's alg",
    "alg_none": "bool: alg is none, or the signature is empty",
    "alg_symmetric": "bool: alg is HS256, HS384 or HS512",
    "typ": "str: the header's typ",
    "kid": "str: the header's kid, cut to 80 characters",
    "has_kid": "bool: the header has a kid",
    "iss": "str: the issuer, cut to 200 characters",
    "iss_host": "str: the host of an issuer that is a URL, ''",
    "aud": "list of str: the audiences",
    "scope": "list of str: scope, scp and scopes, split",
    "roles": "list of str: roles, permissions and groups, which some APIs ask for as they do for scopes",
    "exp": "datetime: when it expires",
    "nbf": "datetime: not before",
    "iat": "datetime: when it was issued",
    "has_exp": "bool: it has an exp that is a number",
    "reference": "str: which clock it is compared with: 'the server's Date' or 'our clock'",
    "expired": "bool: exp is past by the best clock known (the pasted Date header, else when the paste was written)",
    "expired_since_writing": "bool: exp was ahead when the paste was written and is past now",
    "late": "timedelta: how long exp is past (negative: still ahead)",
    "clocks_disagree": "bool: by the pasted Date it is not valid, and by the time of writing it is: a clock is wrong",
    "live": "bool: exp is ahead and nbf past by the best clock known",
    "not_yet": "bool: nbf (or iat) is ahead of the best clock known",
    "early": "timedelta: how far ahead it is",
    "early_small": "bool: less than 5 minutes ahead: rather a clock than a plan",
    "iat_ahead": "bool: iat is ahead of the best clock known",
    "age": "timedelta: since iat",
    "lifetime": "timedelta: exp minus iat",
    "milliseconds": "bool: a time claim is in milliseconds, where RFC 7519 says seconds",
    "bad_claim": "str: the time claim that is no number, ''",
    "id_token": "bool: it looks like an ID token (nonce, at_hash, token_use id, aud is a client id and no scope)",
    "refresh_token": "bool: typ or token_use says refresh",
    "offline_token": "bool: typ Offline (Keycloak's offline token)",
    "api_key_role": "str: role claim of a key that is a JWT (anon, service_role), ''",
    "assertion": "bool: it is minted by the client itself (iss equals sub, or aud is a token endpoint)",
    "binds_dpop": "bool: cnf.jkt: it needs a DPoP proof (RFC 9449)",
    "binds_certificate": "bool: cnf.x5t#S256: it needs a client certificate (RFC 8705)",
    "missing_claims": "list of str: of exp, iss, aud, sub those that it lacks",
    "aud_is_host": "bool: an audience names the host that is asked",
    "aud_is_other_host": "bool: every audience is a URL or host name, and none is of the host's registrable domain",
    "aud_is_client_id": "bool: the only audience looks like a client id",
    "aud_missing": "bool: no aud",
    "iss_same_site": "bool: the issuer is on the host's registrable domain",
    "stage": "str: the stage (test, staging, dev, sandbox, prod) that iss or aud names, ''",
    "host_stage": "str: the stage that the host names, ''",
    "wrong_stage": "bool: the token's stage is not the host's (a host of the same site that names none is production)",
    "signature_length_wrong": "bool: the signature's length cannot be of its alg (truncated token)",
    "dpop_sent": "bool: the request has a DPoP header",
}


_USES = ("token_use", "typ", "tokenType", "token_type", "type")
_ROLES = ("roles", "role", "permissions", "authorities", "groups")
_MINUTE = timedelta(minutes=1)
_LITTLE = timedelta(minutes=5)
_TIMES = ("exp", "nbf", "iat")
_TOKEN_URL = re.compile(r"/token/?$|/oauth2?(?:/|$)|/realms/", re.IGNORECASE)
_CLIENT_ID = re.compile(
    r"[\w-]+\.apps\.googleusercontent\.com|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[A-Za-z0-9]{20,40}|0oa[A-Za-z0-9]{17}"
)


async def check(case: Case, _net: Net) -> Finding:
    """Decode the first JWT of the request and hold its times against the best clock that is known."""
    case = with_fragment(case)
    one = _jwt(case)
    if one is None or case.request is None:
        return skip("the request carries no JWT")
    if one.value.endswith(("…", "..")):
        return skip("the token is not shown whole")
    try:
        token = decode(one.value)
    except NotTokenError as fault:
        if case.book.formats_of(one.value):
            return skip("the value has a provider's own form, which is no JWT")
        return _unreadable(one, fault)
    facts = {
        **_form(token),
        **_claims(token),
        **_times(token, case),
        **_kind(token, one),
        **_homes(token, case.request.url),
    }
    facts["dpop_sent"] = case.request.header("dpop") is not None
    return _judged(facts)


def _jwt(case: Case) -> Standing | None:
    """The JWT that is the credential: Authorization's before any other's, a DPoP proof never."""
    found = [one for one in standing(case.request) if like_jwt(one.value.strip())] if case.request else []
    found = [one for one in found if one.location.lower() != "header:dpop"]
    found.sort(key=lambda one: one.location.lower() != "header:authorization")
    return next((Standing(one.kind, one.location, one.scheme, one.raw, one.value.strip()) for one in found), None)


def _unreadable(one: Standing, fault: NotTokenError) -> Finding:
    header = decode_header(one.value)
    encrypted = fault.parts == 5 and "enc" in header
    alg = header.get("alg")
    facts: dict[str, Any] = {
        "is_jwt": True,
        "readable": False,
        "malformed": not encrypted,
        "encrypted": encrypted,
        "problem": "" if encrypted else str(fault),
        "parts": fault.parts,
        "alg": alg[:80] if isinstance(alg, str) else "",
    }
    if encrypted:
        return passed("an encrypted token (JWE): only its recipient can read it", **facts)
    return fail(f"meant to be a JWT, but {fault}", **facts)


def _form(token: Token) -> dict[str, Any]:
    alg = token.head("alg")
    lengths = SIGNATURE_BYTES.get(alg)
    wrong = lengths is not None and len(token.signature) not in lengths
    none = alg.lower() == "none" or token.unsigned
    return {
        "is_jwt": True,
        "readable": True,
        "parts": 3,
        "encrypted": False,
        "alg": alg,
        "alg_none": none,
        "alg_symmetric": alg.startswith("HS"),
        "typ": token.head("typ"),
        "kid": token.head("kid"),
        "has_kid": bool(token.head("kid")),
        "signature_length_wrong": wrong and not none,
        "malformed": not alg or (wrong and not none),
        "problem": "its header has no alg"
        if not alg
        else "its signature has not the length of its algorithm"
        if wrong and not none
        else "",
    }


def _claims(token: Token) -> dict[str, Any]:
    scope = [word for name in ("scope", "scp", "scopes") for text in token.texts(name) for word in text.split()]
    roles = [text for name in _ROLES for text in token.texts(name)]
    bad = next((name for name in _TIMES if name in token.claims and token.moment(name) is None), "")
    return {
        "iss": token.text("iss"),
        "aud": token.texts("aud"),
        "scope": tuple(dict.fromkeys(scope))[:60],
        "roles": tuple(dict.fromkeys(roles))[:60],
        "has_exp": token.moment("exp") is not None,
        "bad_claim": bad,
        "milliseconds": any(in_milliseconds(token.claims.get(name)) for name in _TIMES),
        "missing_claims": tuple(name for name in ("exp", "iss", "aud", "sub") if name not in token.claims),
        "aud_missing": "aud" not in token.claims,
    }


def _times(token: Token, case: Case) -> dict[str, Any]:
    """exp, nbf and iat against the pasted answer's Date, else against the time of writing."""
    date = date_of(case.report.observed) if case.report.observed is not None else None
    now = date or case.moment.written
    moments = {name: moment for name in _TIMES if (moment := token.moment(name)) is not None}
    exp, iat = moments.get("exp"), moments.get("iat")
    start = max((moments[name] for name in ("nbf", "iat") if name in moments), default=None)
    early = start - now if start is not None else timedelta(0)
    expired = exp is not None and exp <= now
    written = case.moment.written
    by_ours = (exp is None or exp > written) and (start is None or start <= written + _MINUTE)
    facts: dict[str, Any] = {
        **moments,
        "clocks_disagree": date is not None and by_ours and (expired or early > _MINUTE),
        "reference": "the server's Date" if date else "our clock",
        "expired": expired,
        "expired_since_writing": exp is not None and not expired and exp <= case.now,
        "not_yet": early > timedelta(0),
        "early_small": timedelta(0) < early <= _LITTLE,
        "iat_ahead": iat is not None and iat > now,
        # A server that reads seconds takes a start in milliseconds for a far future.
        "live": exp is not None
        and not expired
        and early <= timedelta(0)
        and not any(in_milliseconds(token.claims.get(name)) for name in ("nbf", "iat")),
    }
    if exp is not None:
        facts["late"] = now - exp
    if early > timedelta(0):
        facts["early"] = early
    if iat is not None:
        facts["age"] = now - iat
    if iat is not None and exp is not None:
        facts["lifetime"] = exp - iat
    return facts


def _kind(token: Token, one: Standing) -> dict[str, Any]:
    """Which sort of token it is: access, ID, refresh, assertion; and what it is bound to."""
    use = " ".join(token.text(name) for name in _USES).lower().split()
    scoped = any(name in token.claims for name in ("scope", "scp", "scopes", "roles", "permissions"))
    marks = any(name in token.claims for name in ("nonce", "at_hash", "c_hash"))
    id_token = "id" in use or (marks and not scoped) or (marks and token.text("typ") == "ID")
    issuer, audience = token.text("iss"), token.texts("aud")
    minted = bool(issuer) and issuer == token.text("sub")
    to_endpoint = any(_TOKEN_URL.search(text) for text in audience) and bool(issuer) and not issuer.startswith("http")
    cnf = token.claims.get("cnf")
    bound = cnf if isinstance(cnf, dict) else {}
    return {
        "id_token": id_token and "access" not in use and token.head("typ").lower() != "at+jwt",
        "refresh_token": "refresh" in use or token.head("typ").lower() in ("refresh", "rt+jwt"),
        "offline_token": "offline" in use,
        "api_key_role": token.text("role", 40) if token.text("iss") in ("supabase", "supabase-demo") else "",
        "assertion": minted or to_endpoint or one.kind == "jwt-assertion",
        "binds_dpop": "jkt" in bound,
        "binds_certificate": "x5t#S256" in bound,
    }


def _homes(token: Token, url: str) -> dict[str, Any]:
    """Whose token it is by iss and aud, beside the host that is asked."""
    host, issuer, audience = host_of(url), token.text("iss"), token.texts("aud")
    hosts = [_host_in(text) for text in audience]
    named = [one for one in hosts if one]
    stage, host_stage = (
        stage_of(issuer) or next(filter(None, map(stage_of, audience)), ""),
        stage_of(url.partition("?")[0]),
    )
    near = same_site(host_of(issuer), host) or any(same_site(one, host) for one in named)
    return {
        "iss_host": host_of(issuer),
        "iss_same_site": bool(host_of(issuer)) and same_site(host_of(issuer), host),
        "aud_is_host": any(one == host for one in named),
        "aud_is_other_host": bool(named)
        and len(named) == len(audience)
        and _is_host(host)  # an address or a name of the own network says nothing of whose API it is
        and not any(same_site(one, host) for one in named),
        "aud_is_client_id": len(audience) == 1 and _CLIENT_ID.fullmatch(audience[0]) is not None,
        "stage": stage,
        "host_stage": host_stage,
        "wrong_stage": bool(stage) and stage != host_stage and (bool(host_stage) or (stage != "prod" and near)),
    }


def _host_in(audience: str) -> str:
    """The host that an audience names; an identifier (``api://orders``, ``urn:orders``) names none."""
    if audience.lower().startswith(("http://", "https://")):
        return host_of(audience)
    return audience.lower() if _is_host(audience) else ""


def _is_host(text: str) -> bool:
    return re.fullmatch(r"(?:[a-z0-9-]+\.){1,6}[a-z]{2,12}", text, re.IGNORECASE) is not None


def _judged(facts: dict[str, Any]) -> Finding:
    now = facts["reference"]
    if facts["malformed"]:
        return fail(f"meant to be a JWT, but {facts['problem']}", **facts)
    if facts["expired"]:
        return fail(f"`exp` {_stamp(facts['exp'])}, {words(facts['late'])} before {now}", **facts)
    if facts["not_yet"]:
        return fail(f"`nbf` or `iat` is {words(facts['early'])} ahead of {now}", **facts)
    if facts["bad_claim"]:
        return fail(f"`{facts['bad_claim']}` is no time in seconds", **facts)
    if (
        facts["milliseconds"]
        or facts["alg_none"]
        or facts["id_token"]
        or facts["refresh_token"]
        or facts["wrong_stage"]
    ):
        return warn(_odd(facts), **facts)
    if not facts["has_exp"]:
        return passed("it has no exp, so it does not expire by itself", **facts)
    return passed(f"`exp` {_stamp(facts['exp'])}, {words(-facts['late'])} after {now}", **facts)


def _odd(facts: dict[str, Any]) -> str:
    if facts["milliseconds"]:
        return "its times are in milliseconds, RFC 7519 says seconds"
    if facts["alg_none"]:
        return "it is not signed"
    if facts["wrong_stage"]:
        return f"it is of stage {facts['stage']}, the host of {facts['host_stage']}"
    return "it is an ID token" if facts["id_token"] else "it is a refresh token"


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%SZ")


def words(span: timedelta) -> str:
    """A time span in the unit that people would take."""
    seconds = abs(int(span.total_seconds()))
    for size, unit in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
