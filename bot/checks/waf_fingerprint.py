"""Who answers: the API, or something in front of it?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = ("none-probe",)
FACTS: dict[str, str] = {
    "in_front": "str: the gateway or WAF that answered, ''",
    "blocked": "bool: a WAF or bot protection blocked us",
    "login_gateway": "bool: an access gateway wants a log-in of its own (Cloudflare Access, IAP, oauth2-proxy)",
    "html_for_json": "bool: HTML came although JSON was asked for",
    "incident_id": "bool: the page has an incident or ray id",
    "proxy_answers": "bool: 407, or a proxy's own realm",
}


async def check(case: Case, net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
