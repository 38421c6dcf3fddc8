"""What does the API say to noise of the same shape in the same place?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.checks._response import RESPONSE_FACTS
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = (
    "none-probe",
    "waf-fingerprint",
)
FACTS: dict[str, str] = {
    **RESPONSE_FACTS,
    "same_as_none": "bool: same as none",
    "same_as_given": "bool: same as given",
    "accepted": "bool: noise is accepted: the API does not look",
    "unreachable": "bool: unreachable",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
