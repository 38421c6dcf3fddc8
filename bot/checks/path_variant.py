"""Does the path with the trailing slash toggled exist instead?"""

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
    "differs": "bool: differs",
    "exists": "bool: the variant answers as an existing resource where the pasted path does not",
    "variant": "str: the path that was tried, masked",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
