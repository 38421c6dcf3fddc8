"""Where does the redirect lead, without the credential?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = ("none-probe",)
FACTS: dict[str, str] = {
    "redirected": "bool: the address answers with a redirect",
    "hops": "int",
    "final_url": "str: without query, masked",
    "final_status": "int",
    "final_origin": "str",
    "same_origin": "bool: it stays on the pasted origin",
    "to_https": "bool: only the scheme changes to https on the same host",
    "cross_origin": "bool: another host or port",
    "slash_only": "bool: only a trailing slash differs",
    "login": "bool: it leads to a log-in page",
    "loop": "bool: loop",
    "not_followed": "str: why the chain ended early, ''",
    "downgrade": "bool: from https to http",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
