"""Which issuer, audience and proof does the API itself ask for? (RFC 9728)"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 1
AFTER: tuple[str, ...] = ("none-probe",)
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
    """Answer the question of this module."""
    return skip("not asked")
