"""Does the token's issuer exist, and is it who the token says? (OIDC Discovery; RFC 8414)"""

from __future__ import annotations

from typing import Annotated

from bot import model
from bot.auth.jwt import texts_of
from bot.auth.strict_json import NotJsonError, read_object
from bot.case import Case
from bot.checks import decode_token
from bot.checks._outcome import error, fail, passed, skip
from bot.checks._probing import facts_of
from bot.knowledge.sites import same_site
from bot.model import Finding
from bot.probing.net import Answered, Failed, Net, NotAllowed, Probe
from bot.url import host_of, url_of

STAGE = 1
AFTER: tuple[str, ...] = ("decode-token", "lint-request")


class Facts(model.Facts, frozen=True, kw_only=True):
    """The issuer's own description."""

    found: Annotated[bool, "it publishes one"]
    unreachable: Annotated[bool, "no answer came"]
    differs: Annotated[bool | None, "its issuer is not iss to the letter"] = None
    issuer: Annotated[str | None, "as the document says, cut"] = None
    jwks_uri: Annotated[str | None, "where its keys are, as the document says, cut"] = None
    algs: Annotated[tuple[str, ...] | None, "the algorithms that it signs with"] = None
    alg_listed: Annotated[bool | None, "the token's alg is among them"] = None


async def check(case: Case, net: Net) -> Finding:
    """Fetch the issuer's own description; only where the issuer is of the target's site or on the list."""
    token = facts_of(case, "decode-token", decode_token.Facts)
    why = _why_not(case, token)
    if why or token is None:
        return skip(why)
    issuer = token.claims.iss
    document: dict[str, object] | None = None
    words = ""
    for url in _addresses(issuer):
        outcome = await net.ask(Probe(purpose="issuer-discovery", method="GET", url=url, derived=True))
        if isinstance(outcome, NotAllowed):
            return skip(outcome.words)
        if isinstance(outcome, Failed):
            return error(outcome.words, Facts(found=False, unreachable=True))
        words = f"{outcome.response.status}"
        document = _document(outcome)
        if document is not None:
            break
    if document is None:
        return error(f"the issuer publishes no description ({words})", Facts(found=False, unreachable=False))
    return _compared(token, document)


def _why_not(case: Case, token: decode_token.Facts | None) -> str:
    issuer = token.claims.iss if token else ""
    if token is None or url_of(issuer).fault or url_of(issuer).userinfo is not None:
        return "no token here names an issuer that is a URL"
    if token.head.alg_symmetric and not token.head.kid:
        return "the token is signed with a shared secret, which nobody publishes"
    if token.times.expired or not _arrives(case):
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


def _compared(token: decode_token.Facts, document: dict[str, object]) -> Finding:
    said, keys = document.get("issuer"), document.get("jwks_uri")
    algs = texts_of(document.get("id_token_signing_alg_values_supported"))
    issuer, alg = token.claims.iss, token.form.alg
    facts = Facts(
        found=True,
        unreachable=False,
        differs=isinstance(said, str) and said != issuer,
        issuer=said[:200] if isinstance(said, str) else "",
        jwks_uri=keys[:500] if isinstance(keys, str) else "",
        algs=algs,
        alg_listed=not algs or alg in algs,
    )
    if facts.differs:
        return fail("the token's iss and the issuer's own name are not the same to the letter", facts)
    return passed("the issuer exists and calls itself as the token does", facts)
