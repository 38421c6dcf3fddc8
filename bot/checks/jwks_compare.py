"""Is the token signed by a key that its issuer publishes?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 1
AFTER: tuple[str, ...] = ("issuer-discovery",)
FACTS: dict[str, str] = {
    "keys": "int",
    "kid_known": "bool: kid known",
    "key_unknown": "bool: no published key has the token's kid",
    "verified": "bool: the signature is right",
    "signature_bad": "bool: it is wrong under that very key",
    "alg_mismatch": "bool: the token's alg does not go with the key's type",
    "unreachable": "bool: unreachable",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
