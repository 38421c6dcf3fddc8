"""Which schemes does the pasted challenge ask for, and what does it say? (RFC 9110 section 11.6.1; RFC 6750, 9449,
9728)
"""

from __future__ import annotations

import re
from typing import Any

from bot.auth.challenge import Challenge, Challenges, parse
from bot.auth.names import KNOWN_SCHEMES
from bot.case import Case
from bot.checks._handshake import is_same_both_ways
from bot.checks._outcome import fail, passed, skip, warn
from bot.model import Finding, Request
from bot.probing.net import Net

STAGE = 0
AFTER: tuple[str, ...] = ("decode-token",)
FACTS: dict[str, str] = {
    "present": "bool: the paste has a WWW-Authenticate",
    "schemes": "list of str: its schemes, lower case, in order",
    "realm": "str: the first realm, cut",
    "error": "str: RFC 6750's error, ''",
    "error_description": "str: cut to 200 characters",
    "scope": "list of str: scopes that it names",
    "resource_metadata": "bool: it names a resource_metadata URL (RFC 9728)",
    "asks_bearer": "bool: asks bearer",
    "asks_basic": "bool: asks basic",
    "asks_digest": "bool: asks digest",
    "asks_dpop": "bool: asks dpop",
    "asks_negotiate": "bool: Negotiate, NTLM or Kerberos",
    "asks_signature": "bool: AWS4-HMAC-SHA256, Hawk, Signature, OAuth",
    "asks_key": "bool: ApiKey or a challenge with name and in",
    "names_header": "str: the header that the challenge names for the key (name=..., in=header), ''",
    "names_query": "str: the query parameter that the challenge names, ''",
    "no_error": "bool: a Bearer challenge without error: the server says that no token came (RFC 6750 section 3.1)",
    "use_dpop_nonce": "bool: error use_dpop_nonce (RFC 9449 section 8)",
    "stale": "bool: Digest stale=true: only the nonce was old",
    "step_up": (
        "bool: error insufficient_user_authentication or insufficient_claims: sign in again, stronger (RFC 9470)"
    ),
    "token_service": "bool: Bearer with realm URL and service: an OCI registry's token flow",
    "proxy": "bool: the paste has a Proxy-Authenticate",
    "proxy_schemes": "list of str",
    "scheme_sent": "str: the scheme that the request used, lower case, ''",
    "mismatch": "bool: the request's scheme is none that is asked",
    "digest_only": "bool: Digest is asked and nothing that a plain -u answers",
    "handshake": "bool: in the transcript a challenge is followed by an answer that was accepted",
    "handshake_unfinished": (
        "bool: the client holds a handshake credential (--digest, --ntlm, --negotiate) and only the first leg "
        "is in the paste"
    ),
    "scope_lacking": "list of str: scopes named that the token does not have",
    "unreadable": "bool: the header does not follow the grammar",
}


_HANDSHAKES = frozenset({"digest", "negotiate", "ntlm", "kerberos"})
_SIGNATURES = frozenset({"aws4-hmac-sha256", "hawk", "signature", "oauth", "hmac"})


async def check(case: Case, _net: Net) -> Finding:
    """Read every WWW-Authenticate and Proxy-Authenticate of the pasted answer."""
    observed = case.report.observed
    if observed is None:
        return skip("there is no answer in the text")
    own, proxy = parse(observed.all("www-authenticate")), parse(observed.all("proxy-authenticate"))
    sent = _scheme_sent(case.request)
    facts: dict[str, Any] = {
        "present": bool(own.items),
        "unreadable": own.malformed,
        "proxy": bool(proxy.items),
        "proxy_schemes": proxy.schemes,
        "scheme_sent": sent,
        **_asked(own),
        **_said(own),
        **_handshake(case, own, sent),
    }
    needed = tuple(dict.fromkeys((*facts["scope"], *_named_after(_NEEDED, observed.body))))
    scopes = case.evidence.fact("decode-token.scope")
    have = set(scopes) if isinstance(scopes, tuple) else set()
    have = have or set(_named_after(_PROVIDED, f"{observed.body}\n{case.report.said_by('token', 'client')}"))
    facts["scope_lacking"] = tuple(scope for scope in needed if have and scope not in have)
    if not (own.items or proxy.items) and facts["scope_lacking"]:
        return warn(
            f"the answer asks for scopes that the token lacks: {' '.join(facts['scope_lacking'])[:120]}", **facts
        )
    if not (own.items or proxy.items):
        return skip("the answer has no challenge")
    return _judged(facts)


def _named_after(field: re.Pattern[str], text: str) -> tuple[str, ...]:
    """The scopes that stand in a field of an answer or of a token's claims, as one text or as a list."""
    found = field.search(text[:16_384])
    return tuple(re.findall(r"[\w:./-]{2,120}", found["list"] or found["text"])[:40]) if found else ()


_LIST = r"[\"']?\s{0,3}[:=]\s{0,3}(?:\[(?P<list>[^\]\n]{1,600})\]|[\"'](?P<text>[^\"'\n]{1,600})[\"'])"
_NEEDED = re.compile(
    rf"[\"']?\b(?:required_?scopes?|needed|scopes_required|missing_?scopes?|requiredScopes){_LIST}", re.I
)
_PROVIDED = re.compile(rf"[\"']?\b(?:provided|scopes?|scp|granted_?scopes?|token_?scopes?){_LIST}", re.I)


def _asked(own: Challenges) -> dict[str, Any]:
    schemes = own.schemes
    key = next((item for item in own.items if _names_key(item)), None)
    place = (key.get("in") or key.get("type")).lower() if key else ""
    header = next((item.header for item in own.items if item.header), "")
    return {
        "schemes": schemes,
        "asks_bearer": "bearer" in schemes,
        "asks_basic": "basic" in schemes,
        "asks_digest": "digest" in schemes,
        "asks_dpop": "dpop" in schemes,
        "asks_negotiate": bool({"negotiate", "ntlm", "kerberos"}.intersection(schemes)),
        "asks_signature": bool(_SIGNATURES.intersection(schemes)),
        "asks_key": bool(key or header) or any("key" in scheme for scheme in schemes),
        "names_header": header[:60],
        "names_query": key.get("name")[:60] if key and place == "query" else "",
        "digest_only": "digest" in schemes and not {"basic", "bearer"}.intersection(schemes),
        "token_service": any(
            item.scheme == "bearer" and item.get("service") and "://" in item.get("realm") for item in own.items
        ),
        "resource_metadata": bool(own.get("resource_metadata")),
    }


def _names_key(item: Challenge) -> bool:
    return bool(item.get("name")) and item.scheme not in ("basic", "bearer", "digest")


def _said(own: Challenges) -> dict[str, Any]:
    bearer = own.first("bearer", "dpop")
    error = own.get("error")
    return {
        "realm": own.get("realm")[:80],
        "error": error[:80],
        "error_description": own.get("error_description")[:200],
        "scope": tuple(own.get("scope").split()[:40]),
        "no_error": bearer is not None and not error,
        "use_dpop_nonce": error == "use_dpop_nonce",
        "stale": any(item.scheme == "digest" and item.get("stale").lower() == "true" for item in own.items),
        "step_up": error in ("insufficient_user_authentication", "insufficient_claims", "interaction_required"),
    }


def _scheme_sent(request: Request | None) -> str:
    """The scheme of the request's Authorization, or the handshake that the client was told to use; ''."""
    if request is None:
        return ""
    if request.transfer.scheme in _HANDSHAKES:
        return request.transfer.scheme
    word = (request.header("authorization") or "").strip().partition(" ")[0].lower()
    return word if word in KNOWN_SCHEMES else ""


def _handshake(case: Case, own: Challenges, sent: str) -> dict[str, Any]:
    """Whether the refusal is the first leg of a handshake, and whether it went on (RFC 7616, RFC 4559)."""
    statuses = [one.response.status for one in case.report.trail if one.response is not None]
    over = len(statuses) > 1 and 401 in statuses[:-1] and (statuses[-1] or 0) in range(200, 300)
    over = over and not is_same_both_ways(case.report.trail)
    unfinished = sent in _HANDSHAKES and bool(_HANDSHAKES.intersection(own.schemes)) and statuses.count(401) <= 1
    asked = set(own.schemes)
    covered = sent in asked or (sent == "dpop" and "bearer" in asked) or (sent == "token" and "bearer" in asked)
    return {
        "handshake": over,
        "handshake_unfinished": unfinished and not over,
        "mismatch": bool(sent) and bool(asked) and not covered,
    }


def _judged(facts: dict[str, Any]) -> Finding:
    asked = (
        ", ".join(facts["schemes"])
        or (facts["names_header"] and f"the header {facts['names_header']}")
        or f"{', '.join(facts['proxy_schemes'])} for a proxy"
    )
    if facts["mismatch"]:
        return fail(f"the challenge asks for {asked}, the request sends {facts['scheme_sent']}", **facts)
    if facts["error"]:
        return warn(f"the challenge ({asked}) says {facts['error']}", **facts)
    return passed(f"the challenge asks for {asked}", **facts)
