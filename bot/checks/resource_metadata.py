"""Which issuer, audience and proof does the API itself ask for? (RFC 9728)"""

from __future__ import annotations

from typing import Any, cast

from bot.auth.jwt import texts_of
from bot.auth.strict_json import NotJsonError, read_object
from bot.case import Case
from bot.checks._outcome import error, fail, passed, skip
from bot.knowledge.sites import same_site
from bot.model import Finding
from bot.probing.net import Failed, Net, NotAllowed, Probe
from bot.url import host_of
from bot.variants.places import challenges_of

STAGE = 1
AFTER: tuple[str, ...] = ("none-probe", "jwks-compare")
FACTS: dict[str, str] = {
    "found": "bool: found",
    "resource": "str: the audience that it names, cut",
    "audience_matches": "bool: audience matches",
    "audience_differs": "bool: the token's aud is not it",
    "issuer_listed": "bool: issuer listed",
    "issuer_not_listed": "bool: the token's iss is none of its authorization servers",
    "authorization_servers": "list of str",
    "scopes": "list of str",
    "dpop_required": "bool: dpop required",
    "certificate_bound": "bool: certificate bound",
    "header_only": "bool: bearer_methods_supported does not name query",
}


async def check(case: Case, net: Net) -> Finding:
    """Fetch the metadata that the challenge names, else the well-known one when a bearer token is asked for."""
    url = _address(case)
    if not url or case.request is None:
        return skip("nothing tells that the API publishes metadata")
    if not same_site(host_of(url), host_of(case.request.url)) and host_of(url) not in case.book.issuers:
        return skip("the metadata is on a host that is not on the list of those that are asked")
    outcome = await net.ask(Probe(purpose="resource-metadata", method="GET", url=url, derived=True))
    if isinstance(outcome, NotAllowed):
        return skip(outcome.words)
    if isinstance(outcome, Failed) or outcome.response.status != 200:
        return error("the API's metadata could not be fetched", found=False)
    try:
        document = read_object(outcome.response.body, 65_536)
    except NotJsonError:
        return error("the API's metadata is no JSON", found=False)
    return _compared(case, document)


def _address(case: Case) -> str:
    """The challenge's own word alone: a well-known address that nobody names costs a request for nothing."""
    return challenges_of(case).get("resource_metadata")[:500]


def _compared(case: Case, document: dict[str, object]) -> Finding:
    resource = document.get("resource")
    servers, methods = (
        texts_of(document.get("authorization_servers")),
        texts_of(document.get("bearer_methods_supported")),
    )
    audience, issuer = case.evidence.fact("decode-token.aud"), case.evidence.fact("decode-token.iss")
    known = isinstance(audience, tuple) and bool(audience) and isinstance(resource, str)
    matches = known and any(_same(one, str(resource)) for one in cast("tuple[str, ...]", audience))
    listed = isinstance(issuer, str) and bool(issuer) and bool(servers)
    facts: dict[str, Any] = {
        "found": True,
        "resource": resource[:200] if isinstance(resource, str) else "",
        "audience_matches": matches,
        "audience_differs": known and not matches,
        "issuer_listed": listed and issuer in servers,
        "issuer_not_listed": listed and not any(_same(str(issuer), one) for one in servers),
        "authorization_servers": servers,
        "scopes": texts_of(document.get("scopes_supported")),
        "dpop_required": document.get("dpop_bound_access_tokens_required") is True,
        "certificate_bound": document.get("tls_client_certificate_bound_access_tokens") is True,
        "header_only": bool(methods) and "query" not in methods,
    }
    if facts["audience_differs"]:
        return fail("the token's aud is not the resource that the API names", **facts)
    if facts["issuer_not_listed"]:
        return fail("the token's iss is none of the API's authorization servers", **facts)
    return passed("the API's metadata fits the token", **facts)


def _same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")
