"""Does the same request get the same answer again?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.checks._response import RESPONSE_FACTS
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = (
    "given-probe",
    "bogus-probe",
)
FACTS: dict[str, str] = {
    **RESPONSE_FACTS,
    "alternates": "bool: accepted once and refused once",
    "accepted": "bool: accepted again",
    "asked": "int",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
