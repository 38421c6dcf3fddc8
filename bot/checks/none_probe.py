"""What does the API say to the same request without any credential?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

from bot.auth.names import CHALLENGED
from bot.case import Case
from bot.checks._outcome import skip
from bot.checks._probing import ask, fact, followed, in_words
from bot.checks._response import Answer, Probed
from bot.model import Finding, Request
from bot.probing.net import Net
from bot.variants.probes import made_up, without_secrets

STAGE = 2
AFTER: tuple[str, ...] = ("dns-compare",)


class Facts(Probed, frozen=True, kw_only=True):
    """The plain refusal, or whatever comes without a credential, and the connection that it came by."""

    made_up: Annotated[bool, "what it says is about the noise in an id's place, not about the pasted resource"]
    unoffered: Annotated[bool, "the client waits for a scheme (--digest, --ntlm ...) that is not offered"]
    moved_to: Annotated[str | None, "where the client follows the redirect to, on the same origin"] = None
    received_at: Annotated[datetime, "our clock when the answer's head came"]
    round_trip: Annotated[timedelta, "from the request to it"]
    tls_not_after: Annotated[datetime | None, "until when the certificate is good"] = None
    tls_client_certificate: Annotated[bool | None, "the handshake asked for a client certificate"] = None
    tls_distrusted: Annotated[str | None, "why the certificate is not good, where -k passed over it, ''"] = None


async def check(case: Case, net: Net) -> Finding:
    """Ask without any credential, before the credential is risked: who answers, and how does a plain refusal look?"""
    why = _why_not(case)
    if why or case.request is None:
        return skip(why)
    sent = without_secrets(case)
    heard = await ask(case, net, "none-probe", sent, "nothing", about="bare")
    if isinstance(heard, Finding):
        return heard
    moved_to = followed(case, heard)
    if moved_to:
        there = await ask(case, net, "none-probe", replace(sent, url=moved_to), "nothing", about="bare")
        if isinstance(there, Finding) or there.answer.redirect or there.answer.login_page:
            moved_to = ""
        else:
            heard = there
    answer, tls = heard.answer, heard.outcome.tls
    words = f"without a credential: {in_words(answer)}"
    is_made_up = made_up(case) and not _before_the_resource(answer)
    if is_made_up:
        words = f"without a credential, and with a made-up id: {in_words(answer)}"
    facts = Facts(
        asked=heard.asked.but(answer=answer.but(not_found=answer.not_found and not is_made_up)),
        made_up=is_made_up,
        unoffered=_unoffered(case.request, answer),
        moved_to=moved_to or None,
        received_at=heard.outcome.received_at,
        round_trip=heard.outcome.elapsed,
        tls_not_after=tls.not_after if tls else None,
        tls_client_certificate=tls.client_certificate_requested if tls else None,
        tls_distrusted=tls.distrusted if tls else None,
    )
    return heard.ended("warn" if answer.waf or answer.redirect else "pass", words, facts)


def _before_the_resource(one: Answer) -> bool:
    """Whether the answer does not depend on which resource is asked for."""
    of_us = one.ok or one.refused or one.forbidden or one.waf or one.throttled or one.proxy_auth
    return of_us or one.redirect or one.server_error


def _why_not(case: Case) -> str:
    evidence = case.evidence
    if case.request is None:
        return "there is no request"
    if fact(evidence, "lint-url.unreadable") or fact(evidence, "lint-url.variable"):
        return "the URL cannot be asked as it stands"
    if fact(evidence, "lint-request.token_endpoint"):
        return "a token endpoint is never asked again: each attempt with a client secret counts"
    if fact(evidence, "dns-compare.unresolvable"):
        return "the host's name does not resolve"
    return ""


def _unoffered(request: Request, answer: Answer) -> bool:
    """Whether the client waits for a challenge of its scheme, and none comes (RFC 9110 section 11.6.1)."""
    told = request.transfer.scheme
    return bool(answer.schemes) and told not in answer.schemes and told in CHALLENGED and answer.refused
