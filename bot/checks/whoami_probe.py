"""Is the credential good for the provider's own identity call?"""

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
    "accepted": "bool: the credential is good",
    "refused": "bool: the credential is not known there either",
    "path": "str: the path asked",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
