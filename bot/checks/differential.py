"""What do the answers to nothing, to the credential and to noise say together?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = (
    "none-probe",
    "given-probe",
    "bogus-probe",
    "canonical-bogus",
    "redirect-trace",
    "waf-fingerprint",
    "cache-bust-probe",
)
FACTS: dict[str, str] = {
    "reading": "str: one of the words of READINGS",
    "mute": "bool: the server does not tell missing, unknown and given apart",
    "pattern": "str: the comparison in signs, for example G=B≠N",
    "refused": "bool: the request as pasted is refused here too",
    "accepted": "bool: the request as pasted is accepted here",
    "arrived": "bool: the server treats the credential otherwise than nothing",
    "unknown": "bool: the server treats it as it treats noise, and not as nothing",
    "known": "bool: the server treats it otherwise than noise and than nothing",
    "not_arrived": "bool: the server treats it as nothing, while noise in the named place is told apart",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
