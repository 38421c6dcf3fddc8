"""Does the request, alike but for the suspect, get through?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = (
    "given-probe",
    "bogus-probe",
    "canonical-bogus",
    "redirect-trace",
    "cache-bust-probe",
    "whoami-probe",
    "path-variant",
)
FACTS: dict[str, str] = {
    "cause": "str: the cause id that the corrected request stands for",
    "works": "bool: it was not refused: the cause is proven",
    "partly": "bool: still refused, but known or told otherwise than before",
    "change": "str: what was changed, in words",
    "status": "int: the status that it got",
    "forbidden": "bool: it was answered as known and not allowed",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
