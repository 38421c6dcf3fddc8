"""What does the JWT say of itself, and is its time now? (RFC 7519 section 4.1; nothing is trusted, nothing
fetched)
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

from bot import model
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
from bot.model import Finding, Request
from bot.probing.net import Net
from bot.url import host_of
from bot.variants.credentials import Standing, standing, with_fragment

STAGE = 0
AFTER: tuple[str, ...] = ()


class _Head(model.Facts, frozen=True, kw_only=True):
    alg_none: Annotated[bool, "alg is none, or the signature is empty"]
    alg_symmetric: Annotated[bool, "alg is HS256, HS384 or HS512"]
    typ: Annotated[str, "the header's typ"]
    kid: Annotated[str, "the header's kid, cut to 80 characters"]
    has_kid: Annotated[bool, "the header has a kid"]
    signature_length_wrong: Annotated[bool, "the signature's length cannot be of its alg (truncated token)"]


class Claims(model.Facts, frozen=True, kw_only=True):
    """Its claims, but for the times."""

    iss: Annotated[str, "the issuer, cut to 200 characters"]
    aud: Annotated[tuple[str, ...], "the audiences"]
    scope: Annotated[tuple[str, ...], "scope, scp and scopes, split"]
    roles: Annotated[tuple[str, ...], "roles, permissions and groups, which some APIs ask for as they do for scopes"]
    has_exp: Annotated[bool, "it has an exp that is a number"]
    bad_claim: Annotated[str, "the time claim that is no number, ''"]
    milliseconds: Annotated[bool, "a time claim is in milliseconds, where RFC 7519 says seconds"]
    missing_claims: Annotated[tuple[str, ...], "of exp, iss, aud, sub those that it lacks"]
    aud_missing: Annotated[bool, "no aud"]


class _Times(model.Facts, frozen=True, kw_only=True):
    exp: Annotated[datetime | None, "when it expires"] = None
    nbf: Annotated[datetime | None, "not before"] = None
    iat: Annotated[datetime | None, "when it was issued"] = None
    reference: Annotated[str, "which clock it is compared with: 'the server's Date' or 'our clock'"]
    expired: Annotated[bool, "exp is past by the best clock known (the pasted Date, else when the paste was written)"]
    expired_since_writing: Annotated[bool, "exp was ahead when the paste was written and is past now"]
    late: Annotated[timedelta | None, "how long exp is past (negative: still ahead)"] = None
    clocks_disagree: Annotated[bool, "not valid by the pasted Date, and valid by the time of writing: a clock is wrong"]
    live: Annotated[bool, "exp is ahead and nbf past by the best clock known"]
    starts_in_milliseconds: Annotated[bool, "nbf is in milliseconds: a reader of seconds takes it for a far future"]
    not_yet: Annotated[bool, "nbf (or iat) is ahead of the best clock known"]
    early: Annotated[timedelta | None, "how far ahead it is"] = None
    early_small: Annotated[bool, "less than 5 minutes ahead: rather a clock than a plan"]
    iat_ahead: Annotated[bool, "iat is ahead of the best clock known"]
    age: Annotated[timedelta | None, "since iat"] = None
    lifetime: Annotated[timedelta | None, "exp minus iat"] = None


class _Kind(model.Facts, frozen=True, kw_only=True):
    id_token: Annotated[bool, "like an ID token (nonce, at_hash, token_use id, a client id as aud and no scope)"]
    refresh_token: Annotated[bool, "typ or token_use says refresh"]
    offline_token: Annotated[bool, "typ Offline (Keycloak's offline token)"]
    api_key_role: Annotated[str, "role claim of a key that is a JWT (anon, service_role), ''"]
    assertion: Annotated[bool, "it is minted by the client itself (iss equals sub, or aud is a token endpoint)"]
    binds_dpop: Annotated[bool, "cnf.jkt: it needs a DPoP proof (RFC 9449)"]
    binds_certificate: Annotated[bool, "cnf.x5t#S256: it needs a client certificate (RFC 8705)"]
    dpop_sent: Annotated[bool, "the request has a DPoP header"]


class _Homes(model.Facts, frozen=True, kw_only=True):
    iss_host: Annotated[str, "the host of an issuer that is a URL, ''"]
    iss_same_site: Annotated[bool, "the issuer is on the host's registrable domain"]
    aud_is_host: Annotated[bool, "an audience names the host that is asked"]
    aud_is_other_host: Annotated[bool, "every audience is a URL or host name, none of the host's registrable domain"]
    aud_is_client_id: Annotated[bool, "the only audience looks like a client id"]
    stage: Annotated[str, "the stage (test, staging, dev, sandbox, prod) that iss or aud names, ''"]
    host_stage: Annotated[str, "the stage that the host names, ''"]
    wrong_stage: Annotated[bool, "its stage is not the host's (one of the same site that names none is production)"]


class _Form(model.Facts, frozen=True, kw_only=True):
    is_jwt: Annotated[bool, "a credential is, or is meant to be, a JWT"]
    readable: Annotated[bool, "header and claims are JSON objects"]
    malformed: Annotated[bool, "meant to be a JWT, but does not parse, or its signature cannot be of its algorithm"]
    problem: Annotated[str, "what is wrong with its form, in words"]
    parts: Annotated[int, "how many parts the dots make"]
    encrypted: Annotated[bool, "five parts: a JWE, whose claims only the recipient reads"]
    alg: Annotated[str, "the header's alg"]


class Facts(model.Facts, frozen=True, kw_only=True):
    """What a token that can be read says of itself."""

    form: _Form
    head: _Head
    claims: Claims
    times: _Times
    kind: _Kind
    homes: _Homes


_USES = ("token_use", "typ", "tokenType", "token_type", "type")
_ROLES = ("roles", "role", "permissions", "authorities", "groups")
_MINUTE = timedelta(minutes=1)
_LITTLE = timedelta(minutes=5)
_TIMES = ("exp", "nbf", "iat")
_DOTS = (2, 4)  # of a JWS and of a JWE (RFC 7515 section 7.1, RFC 7516 section 7.1)
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
    head = _head(token)
    return _judged(
        Facts(
            form=_form(token, head),
            head=head,
            claims=_claims(token),
            times=_times(token, case),
            kind=_kind(token, one, case.request),
            homes=_homes(token, case.request.url),
        )
    )


def _jwt(case: Case) -> Standing | None:
    """The JWT that is the credential: Authorization's before any other's, a DPoP proof never."""
    stand = (replace(one, value=_alone(one)) for one in standing(case.request)) if case.request else ()
    found = [one for one in stand if like_jwt(one.value)]
    found = [one for one in found if one.location.lower() != "header:dpop" and not _is_session(one)]
    found.sort(key=lambda one: one.location.lower() != "header:authorization")
    return next(iter(found), None)


def _alone(one: Standing) -> str:
    """The value as a token: of a Basic pair it is the user name, where ``curl -u TOKEN:`` puts it."""
    return (one.value.partition(":")[0] if one.kind == "basic" else one.value).strip()


def _is_session(one: Standing) -> bool:
    """A cookie that only begins like a JWT: a session's own JSON begins so too, and is cut into other parts or none."""
    return one.location.startswith("cookie:") and one.value.count(".") not in _DOTS


def _unreadable(one: Standing, fault: NotTokenError) -> Finding:
    header = decode_header(one.value)
    encrypted = fault.parts == 5 and "enc" in header
    alg = header.get("alg")
    facts = _Form(
        is_jwt=True,
        readable=False,
        malformed=not encrypted,
        encrypted=encrypted,
        problem="" if encrypted else str(fault),
        parts=fault.parts,
        alg=alg[:80] if isinstance(alg, str) else "",
    )
    if encrypted:
        return passed("an encrypted token (JWE): only its recipient can read it", facts)
    return fail(f"meant to be a JWT, but {fault}", facts)


def _head(token: Token) -> _Head:
    alg = token.head("alg")
    lengths = SIGNATURE_BYTES.get(alg)
    none = alg.lower() == "none" or token.unsigned
    return _Head(
        alg_none=none,
        alg_symmetric=alg.startswith("HS"),
        typ=token.head("typ"),
        kid=token.head("kid"),
        has_kid=bool(token.head("kid")),
        signature_length_wrong=lengths is not None and len(token.signature) not in lengths and not none,
    )


def _form(token: Token, head: _Head) -> _Form:
    alg, wrong = token.head("alg"), head.signature_length_wrong
    fault = "its header has no alg" if not alg else "its signature has not the length of its algorithm" if wrong else ""
    return _Form(is_jwt=True, readable=True, malformed=bool(fault), problem=fault, parts=3, encrypted=False, alg=alg)


def _claims(token: Token) -> Claims:
    scope = [word for name in ("scope", "scp", "scopes") for text in token.texts(name) for word in text.split()]
    roles = [text for name in _ROLES for text in token.texts(name)]
    bad = next((name for name in _TIMES if name in token.claims and token.moment(name) is None), "")
    return Claims(
        iss=token.text("iss"),
        aud=token.texts("aud"),
        scope=tuple(dict.fromkeys(scope))[:60],
        roles=tuple(dict.fromkeys(roles))[:60],
        has_exp=token.moment("exp") is not None,
        bad_claim=bad,
        milliseconds=any(in_milliseconds(token.claims.get(name)) for name in _TIMES),
        missing_claims=tuple(name for name in ("exp", "iss", "aud", "sub") if name not in token.claims),
        aud_missing="aud" not in token.claims,
    )


def _times(token: Token, case: Case) -> _Times:
    """exp, nbf and iat against the pasted answer's Date, else against the time of writing."""
    date = date_of(case.report.observed) if case.report.observed is not None else None
    now, written = date or case.moment.written, case.moment.written
    exp, nbf, iat = map(token.moment, _TIMES)
    start = max((moment for moment in (nbf, iat) if moment is not None), default=None)
    early = start - now if start is not None else timedelta(0)
    expired = exp is not None and exp <= now
    by_ours = (exp is None or exp > written) and (start is None or start <= written + _MINUTE)
    # A server that reads seconds takes a start in milliseconds for a far future.
    is_far = any(in_milliseconds(token.claims.get(name)) for name in ("nbf", "iat"))
    return _Times(
        exp=exp,
        nbf=nbf,
        iat=iat,
        reference="the server's Date" if date else "our clock",
        expired=expired,
        expired_since_writing=exp is not None and not expired and exp <= case.now,
        late=now - exp if exp is not None else None,
        clocks_disagree=date is not None and by_ours and (expired or early > _MINUTE),
        live=exp is not None and not expired and early <= timedelta(0) and not is_far,
        starts_in_milliseconds=in_milliseconds(token.claims.get("nbf")),
        not_yet=early > timedelta(0),
        early=early if early > timedelta(0) else None,
        early_small=timedelta(0) < early <= _LITTLE,
        iat_ahead=iat is not None and iat > now,
        age=now - iat if iat is not None else None,
        lifetime=exp - iat if iat is not None and exp is not None else None,
    )


def _kind(token: Token, one: Standing, request: Request) -> _Kind:
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
    return _Kind(
        id_token=id_token and "access" not in use and token.head("typ").lower() != "at+jwt",
        refresh_token="refresh" in use or token.head("typ").lower() in ("refresh", "rt+jwt"),
        offline_token="offline" in use,
        api_key_role=token.text("role", 40) if token.text("iss") in ("supabase", "supabase-demo") else "",
        assertion=minted or to_endpoint or one.kind == "jwt-assertion",
        binds_dpop="jkt" in bound,
        binds_certificate="x5t#S256" in bound,
        dpop_sent=request.header("dpop") is not None,
    )


def _homes(token: Token, url: str) -> _Homes:
    """Whose token it is by iss and aud, beside the host that is asked."""
    host, issuer, audience = host_of(url), token.text("iss"), token.texts("aud")
    hosts = [_host_in(text) for text in audience]
    named = [one for one in hosts if one]
    stage, host_stage = (
        stage_of(issuer) or next(filter(None, map(stage_of, audience)), ""),
        stage_of(url.partition("?")[0]),
    )
    near = same_site(host_of(issuer), host) or any(same_site(one, host) for one in named)
    return _Homes(
        iss_host=host_of(issuer),
        iss_same_site=bool(host_of(issuer)) and same_site(host_of(issuer), host),
        aud_is_host=any(one == host for one in named),
        aud_is_other_host=bool(named)
        and len(named) == len(audience)
        and _is_host(host)  # an address or a name of the own network says nothing of whose API it is
        and not any(same_site(one, host) for one in named),
        aud_is_client_id=len(audience) == 1 and _CLIENT_ID.fullmatch(audience[0]) is not None,
        stage=stage,
        host_stage=host_stage,
        wrong_stage=bool(stage) and stage != host_stage and (bool(host_stage) or (stage != "prod" and near)),
    )


def _host_in(audience: str) -> str:
    """The host that an audience names; an identifier (``api://orders``, ``urn:orders``) names none."""
    if audience.lower().startswith(("http://", "https://")):
        return host_of(audience)
    return audience.lower() if _is_host(audience) else ""


def _is_host(text: str) -> bool:
    return re.fullmatch(r"(?:[a-z0-9-]+\.){1,6}[a-z]{2,12}", text, re.IGNORECASE) is not None


def _judged(facts: Facts) -> Finding:
    times, claims, now = facts.times, facts.claims, facts.times.reference
    if facts.form.malformed:
        return fail(f"meant to be a JWT, but {facts.form.problem}", facts)
    if times.expired and times.exp and times.late is not None:
        return fail(f"`exp` {_stamp(times.exp)}, {words(times.late)} before {now}", facts)
    if times.early is not None:
        return fail(f"`nbf` or `iat` is {words(times.early)} ahead of {now}", facts)
    if claims.bad_claim:
        return fail(f"`{claims.bad_claim}` is no time in seconds", facts)
    if odd := _odd(facts):
        return warn(odd, facts)
    if times.exp is None or times.late is None:
        return passed("it has no exp, so it does not expire by itself", facts)
    return passed(f"`exp` {_stamp(times.exp)}, {words(-times.late)} after {now}", facts)


def _odd(facts: Facts) -> str:
    if facts.claims.milliseconds:
        return "its times are in milliseconds, RFC 7519 says seconds"
    if facts.head.alg_none:
        return "it is not signed"
    if facts.homes.wrong_stage:
        return f"it is of stage {facts.homes.stage}, the host of {facts.homes.host_stage}"
    if facts.kind.id_token:
        return "it is an ID token"
    return "it is a refresh token" if facts.kind.refresh_token else ""


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%SZ")


def words(span: timedelta) -> str:
    """A time span in the unit that people would take."""
    seconds = abs(int(span.total_seconds()))
    for size, unit in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
