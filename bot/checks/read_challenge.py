"""Which schemes does the pasted challenge ask for, and what does it say? (RFC 9110 section 11.6.1; RFC 6750, 9449,
9728)
"""

from __future__ import annotations

import re
from typing import Annotated

from bot import model
from bot.auth.challenge import Challenge, Challenges, parse
from bot.auth.names import KNOWN_SCHEMES
from bot.case import Case
from bot.checks import decode_token
from bot.checks._handshake import is_same_both_ways
from bot.checks._outcome import fail, passed, skip, warn
from bot.checks._probing import facts_of
from bot.model import Finding, Request
from bot.probing.net import Net

STAGE = 0
AFTER: tuple[str, ...] = ("decode-token",)


class _Wanted(model.Facts, frozen=True, kw_only=True):
    schemes: Annotated[tuple[str, ...], "its schemes, lower case, in order"]
    asks_bearer: Annotated[bool, "Bearer is among them"]
    asks_basic: Annotated[bool, "Basic is among them"]
    asks_digest: Annotated[bool, "Digest is among them"]
    asks_dpop: Annotated[bool, "DPoP is among them"]
    asks_negotiate: Annotated[bool, "Negotiate, NTLM or Kerberos"]
    asks_signature: Annotated[bool, "AWS4-HMAC-SHA256, Hawk, Signature, OAuth"]
    asks_key: Annotated[bool, "ApiKey or a challenge with name and in"]
    names_header: Annotated[str, "the header that the challenge names for the key (name=..., in=header), ''"]
    names_query: Annotated[str, "the query parameter that the challenge names, ''"]
    digest_only: Annotated[bool, "Digest is asked and nothing that a plain -u answers"]
    token_service: Annotated[bool, "Bearer with realm URL and service: an OCI registry's token flow"]
    resource_metadata: Annotated[bool, "it names a resource_metadata URL (RFC 9728)"]


class _Said(model.Facts, frozen=True, kw_only=True):
    realm: Annotated[str, "the first realm, cut"]
    error: Annotated[str, "RFC 6750's error, ''"]
    error_description: Annotated[str, "cut to 200 characters"]
    scope: Annotated[tuple[str, ...], "scopes that it names"]
    no_error: Annotated[bool, "Bearer without error: the server says that no token came (RFC 6750 section 3.1)"]
    use_dpop_nonce: Annotated[bool, "error use_dpop_nonce (RFC 9449 section 8)"]
    stale: Annotated[bool, "Digest stale=true: only the nonce was old"]
    step_up: Annotated[bool, "insufficient_user_authentication, insufficient_claims: sign in again (RFC 9470)"]


class _Leg(model.Facts, frozen=True, kw_only=True):
    scheme_sent: Annotated[str, "the scheme that the request used, lower case, ''"]
    mismatch: Annotated[bool, "the request's scheme is none that is asked"]
    handshake: Annotated[bool, "in the transcript a challenge is followed by an answer that was accepted"]
    handshake_unfinished: Annotated[bool, "the client would do a handshake (--ntlm ...), of which one leg is shown"]


class Facts(model.Facts, frozen=True, kw_only=True):
    """What the challenges of the pasted answer tell."""

    present: Annotated[bool, "the paste has a WWW-Authenticate"]
    unreadable: Annotated[bool, "the header does not follow the grammar"]
    proxy: Annotated[bool, "the paste has a Proxy-Authenticate"]
    proxy_schemes: Annotated[tuple[str, ...], "the schemes that it asks for"]
    scope_lacking: Annotated[tuple[str, ...], "scopes named that the token does not have"]
    wanted: _Wanted
    said: _Said
    leg: _Leg


_HANDSHAKES = frozenset({"digest", "negotiate", "ntlm", "kerberos"})
_SIGNATURES = frozenset({"aws4-hmac-sha256", "hawk", "signature", "oauth", "hmac"})


async def check(case: Case, _net: Net) -> Finding:
    """Read every WWW-Authenticate and Proxy-Authenticate of the pasted answer."""
    observed = case.report.observed
    if observed is None:
        return skip("there is no answer in the text")
    own, proxy = parse(observed.all("www-authenticate")), parse(observed.all("proxy-authenticate"))
    said = _said(own)
    needed = tuple(dict.fromkeys((*said.scope, *_named_after(_NEEDED, observed.body))))
    token = facts_of(case, "decode-token", decode_token.Facts)
    printed = f"{observed.body}\n{case.report.said_by('token', 'client')}"
    have = (token and token.claims.scope) or _named_after(_PROVIDED, printed)
    facts = Facts(
        present=bool(own.items),
        unreadable=own.malformed,
        proxy=bool(proxy.items),
        proxy_schemes=proxy.schemes,
        scope_lacking=tuple(scope for scope in needed if have and scope not in have),
        wanted=_wanted(own),
        said=said,
        leg=_leg(case, own),
    )
    if facts.present or facts.proxy:
        return _judged(facts)
    if facts.scope_lacking:
        return warn(f"the answer asks for scopes that the token lacks: {' '.join(facts.scope_lacking)[:120]}", facts)
    return skip("the answer has no challenge")


def _named_after(field: re.Pattern[str], text: str) -> tuple[str, ...]:
    """The scopes that stand in a field of an answer or of a token's claims, as one text or as a list."""
    found = field.search(text[:16_384])
    return tuple(re.findall(r"[\w:./-]{2,120}", found["list"] or found["text"])[:40]) if found else ()


_LIST = r"[\"']?\s{0,3}[:=]\s{0,3}(?:\[(?P<list>[^\]\n]{1,600})\]|[\"'](?P<text>[^\"'\n]{1,600})[\"'])"
_NEEDED = re.compile(
    rf"[\"']?\b(?:required_?scopes?|needed|scopes_required|missing_?scopes?|requiredScopes){_LIST}", re.I
)
_PROVIDED = re.compile(rf"[\"']?\b(?:provided|scopes?|scp|granted_?scopes?|token_?scopes?){_LIST}", re.I)


def _wanted(own: Challenges) -> _Wanted:
    schemes = own.schemes
    key = next((item for item in own.items if _names_key(item)), None)
    place = (key.get("in") or key.get("type")).lower() if key else ""
    header = next((item.header for item in own.items if item.header), "")
    return _Wanted(
        schemes=schemes,
        asks_bearer="bearer" in schemes,
        asks_basic="basic" in schemes,
        asks_digest="digest" in schemes,
        asks_dpop="dpop" in schemes,
        asks_negotiate=bool({"negotiate", "ntlm", "kerberos"}.intersection(schemes)),
        asks_signature=bool(_SIGNATURES.intersection(schemes)),
        asks_key=bool(key or header) or any("key" in scheme for scheme in schemes),
        names_header=header[:60],
        names_query=key.get("name")[:60] if key and place == "query" else "",
        digest_only="digest" in schemes and not {"basic", "bearer"}.intersection(schemes),
        token_service=any(
            item.scheme == "bearer" and item.get("service") and "://" in item.get("realm") for item in own.items
        ),
        resource_metadata=bool(own.get("resource_metadata")),
    )


def _names_key(item: Challenge) -> bool:
    return bool(item.get("name")) and item.scheme not in ("basic", "bearer", "digest")


def _said(own: Challenges) -> _Said:
    bearer = own.first("bearer", "dpop")
    error = own.get("error")
    return _Said(
        realm=own.get("realm")[:80],
        error=error[:80],
        error_description=own.get("error_description")[:200],
        scope=tuple(own.get("scope").split()[:40]),
        no_error=bearer is not None and not error,
        use_dpop_nonce=error == "use_dpop_nonce",
        stale=any(item.scheme == "digest" and item.get("stale").lower() == "true" for item in own.items),
        step_up=error in ("insufficient_user_authentication", "insufficient_claims", "interaction_required"),
    )


def _scheme_sent(request: Request | None) -> str:
    """The scheme of the request's Authorization, or the handshake that the client was told to use; ''."""
    if request is None:
        return ""
    if request.transfer.scheme in _HANDSHAKES:
        return request.transfer.scheme
    word = (request.header("authorization") or "").strip().partition(" ")[0].lower()
    return word if word in KNOWN_SCHEMES else ""


def _leg(case: Case, own: Challenges) -> _Leg:
    """Whether the refusal is the first leg of a handshake, and whether it went on (RFC 7616, RFC 4559)."""
    sent = _scheme_sent(case.request)
    statuses = [one.response.status for one in case.report.trail if one.response is not None]
    over = len(statuses) > 1 and 401 in statuses[:-1] and (statuses[-1] or 0) in range(200, 300)
    over = over and not is_same_both_ways(case.report.trail)
    unfinished = sent in _HANDSHAKES and bool(_HANDSHAKES.intersection(own.schemes)) and statuses.count(401) <= 1
    asked = set(own.schemes)
    covered = sent in asked or (sent == "dpop" and "bearer" in asked) or (sent == "token" and "bearer" in asked)
    return _Leg(
        scheme_sent=sent,
        handshake=over,
        handshake_unfinished=unfinished and not over,
        mismatch=bool(sent) and bool(asked) and not covered,
    )


def _judged(facts: Facts) -> Finding:
    asked = (
        ", ".join(facts.wanted.schemes)
        or (facts.wanted.names_header and f"the header {facts.wanted.names_header}")
        or f"{', '.join(facts.proxy_schemes)} for a proxy"
    )
    if facts.leg.mismatch:
        return fail(f"the challenge asks for {asked}, the request sends {facts.leg.scheme_sent}", facts)
    if facts.said.error:
        return warn(f"the challenge ({asked}) says {facts.said.error}", facts)
    return passed(f"the challenge asks for {asked}", facts)
