"""Who answers: the API, or something in front of it?"""

from __future__ import annotations

from typing import Annotated

from bot import model
from bot.case import Case
from bot.checks._marks import GATEWAYS, LOGIN_GATEWAYS, WAFS, first_mark
from bot.checks._outcome import passed, skip, warn
from bot.checks._probing import answer_of
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = ("none-probe",)


class Facts(model.Facts, frozen=True, kw_only=True):
    """Who it is."""

    in_front: Annotated[str, "the gateway or WAF that answered, ''"]
    blocked: Annotated[bool, "a WAF or bot protection blocked us"]
    login_gateway: Annotated[bool, "an access gateway wants a log-in of its own (Cloudflare Access, IAP, oauth2-proxy)"]
    html_for_json: Annotated[bool, "HTML came although JSON was asked for"]
    proxy_answers: Annotated[bool, "407, or a proxy's own realm"]


async def check(case: Case, net: Net) -> Finding:
    """Look at none-probe's answer; asks nobody."""
    none = answer_of(case, "none-probe")
    if none is None or case.request is None:
        return skip("the target did not answer")
    response, answer = none.response, none.answer
    firewall = first_mark(WAFS, response) if answer.waf else ""
    denied = answer.refused or answer.forbidden or answer.redirect
    gateway = first_mark(LOGIN_GATEWAYS, response) if denied else ""
    wants_json = "json" in (case.request.header("accept") or "") or "/api" in case.request.url
    facts = Facts(
        in_front=firewall or gateway or first_mark(GATEWAYS, response),
        blocked=bool(firewall),
        login_gateway=bool(gateway),
        html_for_json=wants_json and answer.format == "html",
        proxy_answers=answer.proxy_auth,
    )
    if firewall:
        return warn(f"a firewall answers ({firewall}), not the API", facts)
    if gateway:
        return warn(f"an access gateway answers ({gateway}), not the API", facts)
    if facts.proxy_answers:
        return warn("a proxy answers, not the API", facts)
    return passed(f"{facts.in_front or 'the API itself'} answers", facts)
