"""What does the API say to the request as pasted?"""

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
    "method": "str",
    "accepted": "bool: 2xx that is no error in disguise",
    "refused": "bool: it means 'not authenticated', whatever the status",
    "forbidden": "bool: it knows the caller and does not allow this",
    "same_as_none": "bool: the answer is that of none-probe",
    "in_clear": "bool: the credential travelled over plain http",
    "followed": "bool: a same-origin redirect was followed as -L asks",
    "unreachable": "bool: no answer came",
    "failure": "str",
    "not_allowed": "str: the rule by which nothing was sent, ''",
    "handshake": "str: digest, sigv4 or token when a second leg was needed, ''",
    "hangs": "bool: none-probe was answered, and this was not in time",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
