"""Does noise in the place that the API names look different from nothing?"""

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
    "location": "str: where the noise was put",
    "scheme": "str",
    "differs": "bool: the API tells it from nothing: the pasted place is wrong",
    "same": "bool: no difference",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
