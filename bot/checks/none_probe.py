"""What does the API say to the same request without any credential?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.checks._response import RESPONSE_FACTS
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = ("dns-compare",)
FACTS: dict[str, str] = {
    **RESPONSE_FACTS,
    "method": "str: the method that was sent",
    "unreachable": "bool: no answer came",
    "failure": "str: dns, connect, tls, timeout, protocol or ''",
    "not_allowed": "str: the rule by which nothing was sent, ''",
    "public": "bool: it answers 2xx without a credential",
    "received_at": "datetime: our clock when the answer's head came",
    "round_trip": "timedelta",
    "tls_version": "str",
    "tls_names": "list of str",
    "tls_issuer": "str",
    "tls_not_after": "datetime",
    "tls_client_certificate": "bool: the handshake asked for a client certificate",
    "tls_words": "str: why the handshake failed, ''",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
