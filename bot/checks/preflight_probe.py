"""Does the API let the browser's preflight pass without a credential?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.checks._response import RESPONSE_FACTS
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = ("none-probe",)
FACTS: dict[str, str] = {
    **RESPONSE_FACTS,
    "rejected": "bool: OPTIONS is refused with 401, 403, 405 or a redirect",
    "allow_origin": "str",
    "no_allow_origin": "bool: no allow origin",
    "header_not_allowed": "bool: Authorization (or the key's header) is not in Access-Control-Allow-Headers",
    "passes": "bool: passes",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
