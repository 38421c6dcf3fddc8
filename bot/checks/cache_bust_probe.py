"""Is the refusal a copy from a cache?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.checks._response import RESPONSE_FACTS
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = ("given-probe",)
FACTS: dict[str, str] = {
    **RESPONSE_FACTS,
    "cached": "bool: past the cache the answer is another",
    "accepted": "bool: past the cache the request is accepted",
    "same": "bool: past the cache it is refused alike",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
