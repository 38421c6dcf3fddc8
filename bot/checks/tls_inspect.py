"""Did the handshake show a certificate that is good for this name, or ask for ours?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 1
AFTER: tuple[str, ...] = ("none-probe",)
FACTS: dict[str, str] = {
    "failed": "bool: the handshake failed",
    "words": "str: why",
    "expired": "bool: expired",
    "name_mismatch": "bool: name mismatch",
    "untrusted": "bool: self-signed or an unknown issuer",
    "not_after": "datetime",
    "days_left": "int",
    "client_certificate_requested": "bool: it asks for a client certificate",
    "version": "str",
    "plain_http_on_tls": "bool: the port speaks plain http, not TLS",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
