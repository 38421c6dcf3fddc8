"""Does the token's issuer exist, and is it who the token says? (OIDC Discovery; RFC 8414)"""

from __future__ import annotations

from typing import Any

from bot.auth.jwt import texts_of
from bot.auth.strict_json import NotJsonError, read_object
from bot.case import Case
from bot.checks._outcome import error, fail, passed, skip
from bot.knowledge.sites import same_site
from bot.model import Finding
from bot.probing.net import Answered, Failed, Net, NotAllowed, Probe
from bot.url import host_of, url_of

STAGE = 1
AFTER: tuple[str, ...] = ("decode-token", "lint-request")
FACTS: dict[str, str] = {
    "found": "bool: found",
    "same": "bool: its issuer equals iss to the letter",
    "differs": "bool: differs",
    "issuer": "str: as the document says, cut",
    "jwks_uri": "str",
    "algs": "list of str",
    "alg_listed": "bool: the token's alg is among them",
    "unreachable": "bool: unreachable",
}


async def check(case: Case, net: Net) -> Finding:
    """Fetch the issuer's own description; only where the issuer is of the target's site or on the list."""
    issuer = case.evidence.fact("decode-token.iss")
    why = _why_not(case, issuer)
    if why or not isinstance(issuer, str):
        return skip(why)
    document: dict[str, object] | None = None
    words = ""
    for url in _addresses(issuer):
        outcome = await net.ask(Probe(purpose="issuer-discovery", method="GET", url=url, derived=True))
        if isinstance(outcome, NotAllowed):
            return skip(outcome.words)
        if isinstance(outcome, Failed):
            return error(outcome.words, found=False, unreachable=True)
        words = f"{outcome.response.status}"
        document = _document(outcome)
        if document is not None:
            break
    if document is None:
        return error(f"the issuer publishes no description ({words})", found=False, unreachable=False)
    return _compared(case, issuer, document)


def _why_not(case: Case, issuer: object) -> str:
    if not isinstance(issuer, str) or url_of(issuer).fault or url_of(issuer).userinfo is not None:
        return "no token here names an issuer that is a URL"
    if case.evidence.fact("decode-token.alg_symmetric"):
        return "the token is signed with a shared secret, which nobody publishes"
    if case.evidence.fact("decode-token.expired") or not _arrives(case):
        return "its signature is not the question here"
    target = host_of(case.request.url) if case.request else ""
    if not same_site(host_of(issuer), target) and host_of(issuer) not in case.book.issuers:
        return "the issuer is not on the list of those that are asked"
    return ""


def _arrives(case: Case) -> bool:
    """Whether the token stands where resource servers take it; else its place comes before its signature."""
    location, scheme = case.evidence.fact("lint-request.location"), case.evidence.fact("lint-request.scheme")
    return (
        location == "header:Authorization"
        and scheme in ("bearer", "dpop")
        and case.evidence.fact("lint-request") == "pass"
    )


def _addresses(issuer: str) -> tuple[str, str]:
    """OIDC Discovery section 4 appends, RFC 8414 section 3 inserts."""
    url = url_of(issuer)
    base, path = url.origin, url.path.rstrip("/")
    return f"{base}{path}/.well-known/openid-configuration", f"{base}/.well-known/oauth-authorization-server{path}"


def _document(answered: Answered) -> dict[str, object] | None:
    if answered.response.status != 200:
        return None
    try:
        return read_object(answered.response.body, 65_536)
    except NotJsonError:
        return None


def _compared(case: Case, issuer: str, document: dict[str, object]) -> Finding:
    said, keys = document.get("issuer"), document.get("jwks_uri")
    algs = texts_of(document.get("id_token_signing_alg_values_supported"))
    alg = case.evidence.fact("decode-token.alg")
    facts: dict[str, Any] = {
        "found": True,
        "unreachable": False,
        "same": said == issuer,
        "differs": isinstance(said, str) and said != issuer,
        "issuer": said[:200] if isinstance(said, str) else "",
        "jwks_uri": keys[:500] if isinstance(keys, str) else "",
        "algs": algs,
        "alg_listed": not algs or alg in algs,
    }
    if facts["differs"]:
        return fail("the token's iss and the issuer's own name are not the same to the letter", **facts)
    return passed("the issuer exists and calls itself as the token does", **facts)
