"""What does the API say to the same request without any credential?"""

from __future__ import annotations

from collections.abc import Mapping

from bot.auth.names import CHALLENGED
from bot.case import Case
from bot.checks._outcome import skip
from bot.checks._probing import ask, ended, fact, in_words
from bot.checks._response import PROBE_FACTS
from bot.model import Finding, Request
from bot.probing.net import Answered, Net
from bot.variants.probes import made_up, without_secrets

STAGE = 2
AFTER: tuple[str, ...] = ("dns-compare",)
FACTS: dict[str, str] = {
    **PROBE_FACTS,
    "made_up": "bool: what it says is about the noise in an id's place, not about the pasted resource",
    "unoffered": (
        "bool: the client was told a scheme (--digest, --ntlm, --negotiate) that this answer does not ask for, so that "
        "it sends no credential either"
    ),
    "public": "bool: it answers 2xx without a credential",
    "received_at": "datetime: our clock when the answer's head came",
    "round_trip": "timedelta",
    "tls_version": "str",
    "tls_names": "list of str",
    "tls_issuer": "str",
    "tls_not_after": "datetime",
    "tls_client_certificate": "bool: the handshake asked for a client certificate",
    "tls_distrusted": "str: why the certificate is not good for this name, where -k passed over that, ''",
}


# Answers that do not depend on which resource is asked for.
_BEFORE_THE_RESOURCE = ("ok", "refused", "forbidden", "redirect", "waf", "throttled", "proxy_auth", "server_error")


async def check(case: Case, net: Net) -> Finding:
    """Ask without any credential, before the credential is risked: who answers, and how does a plain refusal look?"""
    why = _why_not(case)
    if why or case.request is None:
        return skip(why)
    asked = await ask(case, net, "none-probe", without_secrets(case), "nothing", about="bare")
    if asked.answered is None:
        return asked.finding
    facts = {**_connection(asked.answered), "public": bool(asked.facts["ok"]), "made_up": False}
    facts["unoffered"] = _unoffered(case.request, asked.facts)
    words = f"without a credential: {in_words(asked.facts)}"
    if made_up(case) and not any(asked.facts[name] for name in _BEFORE_THE_RESOURCE):
        facts |= {"made_up": True, "not_found": False}
        words = f"without a credential, and with a made-up id: {in_words(asked.facts)}"
    return ended(asked, "warn" if asked.facts["waf"] or asked.facts["redirect"] else "pass", words, **facts)


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


def _unoffered(request: Request, facts: Mapping[str, object]) -> bool:
    """Whether the client waits for a challenge of its scheme, and none comes (RFC 9110 section 11.6.1)."""
    offered, told = facts.get("schemes"), request.transfer.scheme
    asks = isinstance(offered, tuple) and bool(offered) and told not in offered
    return asks and told in CHALLENGED and bool(facts["refused"])


def _connection(answered: Answered) -> dict[str, object]:
    """Clock and handshake of the answer, for clock-skew and tls-inspect."""
    facts: dict[str, object] = {"received_at": answered.received_at, "round_trip": answered.elapsed}
    tls = answered.tls
    if tls is not None:
        facts |= {
            "tls_version": tls.version,
            "tls_names": tls.subject_names,
            "tls_issuer": tls.issuer,
            "tls_client_certificate": tls.client_certificate_requested,
            "tls_distrusted": tls.distrusted,
        }
        if tls.not_after is not None:
            facts["tls_not_after"] = tls.not_after
    return facts
