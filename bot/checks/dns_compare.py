"""Does the host's name resolve, here and for a public resolver?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 1
AFTER: tuple[str, ...] = ()
FACTS: dict[str, str] = {
    "resolves": "bool: it has addresses",
    "unresolvable": "bool: nobody knows the name",
    "differ": "bool: the two resolvers share no address",
    "only_here": "bool: only our resolver knows it",
    "only_public": "bool: only the public resolver knows it",
    "addresses": "int: how many addresses",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
