"""Does the token's issuer exist, and is it who the token says? (OIDC Discovery; RFC 8414)"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 1
AFTER: tuple[str, ...] = ()
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
    """Answer the question of this module."""
    return skip("not asked")
