"""Whose clock is wrong: the server's, ours, or the asker's?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 1
AFTER: tuple[str, ...] = (
    "none-probe",
    "given-probe",
    "issuer-discovery",
)
FACTS: dict[str, str] = {
    "server_date": "datetime",
    "offset": "timedelta: the server's Date minus our clock",
    "offset_s": "int: the same in whole seconds",
    "server_off": "bool: the server's clock is off by more than 60 s",
    "server_fast": "bool: server fast",
    "server_slow": "bool: server slow",
    "confirmed": "bool: a second server agrees with our clock",
    "pasted_offset": "timedelta: the pasted Date minus the time of writing",
    "pasted_off": "bool: a pasted Date is off by more than 60 s from the time of writing",
    "client_off": (
        "bool: what the client itself minted (iat, signature time) is off from the server's Date by more than "
        "the tolerance, and the server's clock is right"
    ),
    "client_offset": "timedelta: the client's minted time minus the server's Date",
    "expired_by_date": "bool: the token is expired by the server's Date",
    "expired_by_clock": "bool: the token is expired by our clock",
    "clocks_disagree": "bool: the two clocks disagree about the token's validity",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
