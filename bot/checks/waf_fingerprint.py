"""Who answers: the API, or something in front of it?"""

from __future__ import annotations

import re
from typing import Any

from bot.case import Case
from bot.checks._marks import GATEWAYS, LOGIN_GATEWAYS, WAFS, first_mark
from bot.checks._outcome import passed, skip, warn
from bot.checks._probing import answer_of
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


_INCIDENT = re.compile(r"ray id|incident id|reference #|support id|event id|request id:", re.IGNORECASE)


async def check(case: Case, net: Net) -> Finding:
    """Look at none-probe's answer; asks nobody."""
    none = answer_of(case, "none-probe")
    if none is None or none.response is None or case.request is None:
        return skip("the target did not answer")
    response, facts = none.response, none.facts
    firewall = first_mark(WAFS, response) if facts.get("waf") else ""
    denied = bool(facts.get("refused") or facts.get("forbidden") or facts.get("redirect"))
    gateway = first_mark(LOGIN_GATEWAYS, response) if denied else ""
    wants_json = "json" in (case.request.header("accept") or "") or "/api" in case.request.url
    found: dict[str, Any] = {
        "in_front": firewall or gateway or first_mark(GATEWAYS, response),
        "blocked": bool(firewall),
        "login_gateway": bool(gateway),
        "html_for_json": wants_json and facts.get("format") == "html",
        "incident_id": facts.get("format") == "html" and _INCIDENT.search(response.body[:32_768]) is not None,
        "proxy_answers": bool(facts.get("proxy_auth")),
    }
    if firewall:
        return warn(f"a firewall answers ({firewall}), not the API", **found)
    if gateway:
        return warn(f"an access gateway answers ({gateway}), not the API", **found)
    if found["proxy_answers"]:
        return warn("a proxy answers, not the API", **found)
    return passed(f"{found['in_front'] or 'the API itself'} answers", **found)
