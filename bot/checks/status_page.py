"""Does the provider report an incident?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 1
AFTER: tuple[str, ...] = (
    "none-probe",
    "given-probe",
)
FACTS: dict[str, str] = {
    "incident": "bool: incident",
    "indicator": "str: minor, major, critical",
    "checked": "bool: checked",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
