"""Which issuer, audience and proof does the API itself ask for? (RFC 9728)"""

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
from bot.probing.net import Failed, Net, NotAllowed, Probe
from bot.url import host_of
from bot.variants.places import challenges_of

STAGE = 1
AFTER: tuple[str, ...] = ("none-probe", "jwks-compare")


class Facts(model.Facts, frozen=True, kw_only=True):
    """What the API publishes of itself, against the token."""

    resource: Annotated[str, "the audience that it names, cut"]
    audience_differs: Annotated[bool, "the token's aud is not it"]
    issuer_not_listed: Annotated[bool, "the token's iss is none of its authorization servers"]
    authorization_servers: Annotated[tuple[str, ...], "the issuers that it takes tokens of"]
    dpop_required: Annotated[bool, "it takes tokens only with a DPoP proof (RFC 9449)"]
    certificate_bound: Annotated[bool, "it takes tokens only with the client certificate that they name (RFC 8705)"]
    header_only: Annotated[bool, "bearer_methods_supported does not name query"]


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
        return error("the API's metadata could not be fetched")
    try:
        document = read_object(outcome.response.body, 65_536)
    except NotJsonError:
        return error("the API's metadata is no JSON")
    return _compared(case, document)


def _address(case: Case) -> str:
    """The challenge's own word alone: a well-known address that nobody names costs a request for nothing."""
    return challenges_of(case).get("resource_metadata")[:500]


def _compared(case: Case, document: dict[str, object]) -> Finding:
    resource, methods = document.get("resource"), texts_of(document.get("bearer_methods_supported"))
    servers = texts_of(document.get("authorization_servers"))
    token = facts_of(case, "decode-token", decode_token.Facts)
    audience, issuer = (token.claims.aud, token.claims.iss) if token else ((), "")
    named = audience if isinstance(resource, str) else ()
    facts = Facts(
        resource=resource[:200] if isinstance(resource, str) else "",
        audience_differs=bool(named) and not any(_same(one, str(resource)) for one in named),
        issuer_not_listed=bool(issuer and servers) and not any(_same(issuer, one) for one in servers),
        authorization_servers=servers,
        dpop_required=document.get("dpop_bound_access_tokens_required") is True,
        certificate_bound=document.get("tls_client_certificate_bound_access_tokens") is True,
        header_only=bool(methods) and "query" not in methods,
    )
    if facts.audience_differs:
        return fail("the token's aud is not the resource that the API names", facts)
    if facts.issuer_not_listed:
        return fail("the token's iss is none of the API's authorization servers", facts)
    return passed("the API's metadata fits the token", facts)


def _same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")
