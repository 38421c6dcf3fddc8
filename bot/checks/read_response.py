"""What does the pasted answer say, and who says it?"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

from bot.case import Case
from bot.checks._handshake import is_same_both_ways
from bot.checks._outcome import fail, passed, skip, warn
from bot.checks._probing import by_statements, in_words, says_missing
from bot.checks._response import RESPONSE_FACTS, facts_of
from bot.checks._words import spoken_of
from bot.model import Exchange, Finding, Request, Response
from bot.probing.net import Net
from bot.url import host_of, joined, url_of

STAGE = 0
AFTER: tuple[str, ...] = ("lint-request", "lint-credential")
FACTS: dict[str, str] = {
    **RESPONSE_FACTS,
    "present": "bool: an answer or an error message is in the paste",
    "in_text": "bool: the words were found in prose or in a log, not in an HTTP answer",
    "redirected": "bool: the transcript shows a redirect before the refusal",
    "redirect_cross_origin": "bool: ... to another origin",
    "redirect_to_https": "bool: ... from http to https of the same host",
    "redirect_slash": "bool: ... where only a trailing slash differs",
    "authorization_lost": "bool: the transcript shows the credential before the redirect and not after it",
    "authorization_sent": "bool: the transcript shows the credential's header as really sent (> Authorization)",
    "says_missing_though_sent": "bool: it says that no credential came though the request carries one",
    "refused_before": "bool: some exchange of the transcript was refused",
    "accepted_after": "bool: the last exchange of the transcript was accepted after a refusal of another request",
    "alternates": "bool: ... of the same request, with a credential that does not answer a challenge",
    "curl_error": "int: curl's exit code in the paste (6, 7, 28, 35, 60 ...)",
}


_LOG_IN_TITLE = re.compile(
    r"<title>[^<]{0,60}\b(?:log-?in|log in|sign-?in|sign in|log on|anmelde\w*|connexion|se connecter"
    r"|iniciar sesi[oó]n|entrar)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"(?<![\w.:/-])401(?:\.[1-9])?(?:/403)?(?![\w:-]|\.\d)")
_LOG_IN_TOLD = re.compile(
    r"\bhtml\b[^.\n]{0,60}\b(?:log-?in|sign-?in|anmelde\w*)[- ]?(?:page|form|seite)"
    r"|\b(?:log-?in|sign-?in|anmelde)[- ]?(?:page|form|seite)\b[^.\n]{0,40}\b(?:instead|statt)\b",
    re.IGNORECASE,
)
_LOG_IN_PATH = re.compile(r"/(?:log-?in|sign-?in|sso|saml|oauth2?|authorize)\b", re.IGNORECASE)
_CURL_ERROR = re.compile(r"curl: \((\d{1,3})\)")


async def check(case: Case, _net: Net) -> Finding:
    """Read the pasted answer; without one, look for known words in the text."""
    observed = case.report.observed
    trail = _trail(case)
    if observed is None or (observed.status is None and not observed.headers and not observed.body.strip()):
        return _from_text(case, trail)
    facts: dict[str, Any] = {**facts_of(observed), **trail, "present": True, "in_text": False}
    carried = bool(case.evidence.fact("lint-request.has_credential")) and (
        case.evidence.fact("lint-credential.real") is not False
        or case.evidence.fact("lint-credential.maybe_redacted") is True
    )
    facts["says_missing_though_sent"] = carried and says_missing(facts)
    told = case.book.statements_in_text(_output(case), case.provider)
    statements = tuple(dict.fromkeys((*case.book.statements_in(observed, case.provider), *told)))
    facts |= by_statements(case, facts, statements)
    facts |= _log_in_instead(case, observed)
    words = f"the pasted answer: {in_words(facts)}"
    judged = fail if facts["refused"] or facts["forbidden"] else passed
    return replace(judged(words, **facts), statements=statements, about="pasted", response=observed)


def _log_in_instead(case: Case, observed: Response) -> dict[str, Any]:
    """A page for logging in, where an address below the root that is no log-in itself was asked, is a refusal."""
    title = _LOG_IN_TITLE.search(observed.body[:16_384])
    if title is None or observed.status not in (None, 200, 401, 403):
        return {}
    path = url_of(case.request.url).path if case.request else "/"
    if path in ("", "/") or _LOG_IN_PATH.search(path):
        return {}
    return {"login_page": True, "refused": True, "ok": False}


def _output(case: Case) -> str:
    """What servers and programs say in the paste; what the asker tells is no server's word."""
    return case.report.said_by("server", "client")


def _from_text(case: Case, trail: dict[str, Any]) -> Finding:
    output = _output(case)
    statements = case.book.statements_in_text(output, case.provider)
    facts: dict[str, Any] = {"present": bool(statements), "in_text": bool(statements), **trail}
    facts["says"] = spoken_of(f" {output.lower()[:16_384]} ")
    refused = _REFUSED.search(case.report.story) is not None
    status = _STATUS.search(case.report.story)
    if status or refused:
        number = "401" if refused or status is None else status[1] or status[2]
        facts |= {"status": int(number), "refused": number == "401", "present": True, "in_text": True}
    elif _LOG_IN_TOLD.search(case.report.story):
        facts |= {"refused": True, "login_page": True, "present": True, "in_text": True}
    if statements:
        found = warn(f"known words in the text: {statements[0].quote[:80]}", **facts)
        return replace(found, statements=statements, about="pasted")
    if facts["present"] or trail["redirected"] or "curl_error" in trail:
        return warn("the text mentions a refused request", **facts)
    return skip("there is no answer in the text")


def _trail(case: Case) -> dict[str, Any]:
    """What the transcript shows: redirects, a credential that got lost on the way, a refusal overcome."""
    facts: dict[str, Any] = dict.fromkeys(_TRAIL, False)
    exchanges = case.report.trail
    for before, after in pairwise(exchanges):
        location = before.response.header("location") if before.response else None
        if before.response and 300 <= (before.response.status or 0) < 400 and location and before.request:
            facts |= _redirect(before.request, location, after)
    statuses = [one.response.status or 0 for one in exchanges if one.response]
    facts["refused_before"] = 401 in statuses[:-1]
    accepted = facts["refused_before"] and 200 <= statuses[-1] < 300
    facts["alternates"] = accepted and is_same_both_ways(exchanges)
    facts["accepted_after"] = accepted and not facts["alternates"]
    asked = [one.request for one in exchanges if one.request]
    facts["authorization_sent"] = any(one.format.kind in ("message", "document") and _carries(one) for one in asked)
    found = _CURL_ERROR.search(case.report.text)
    return {**facts, "curl_error": int(found[1])} if found else facts


def _redirect(request: Request, location: str, after: Exchange) -> dict[str, Any]:
    target = joined(request.url, location)
    facts: dict[str, Any] = {
        "redirected": True,
        "redirect_cross_origin": host_of(target) != host_of(request.url),
        "redirect_to_https": request.url.startswith("http:")
        and target.startswith("https:")
        and host_of(target) == host_of(request.url),
        "redirect_slash": target.partition("?")[0].rstrip("/") == request.url.partition("?")[0].rstrip("/"),
    }
    facts["authorization_lost"] = _carries(request) and after.request is not None and not _carries(after.request)
    return facts


def _carries(request: Request) -> bool:
    return bool(request.credentials) or request.header("authorization") is not None


_TRAIL = (
    "redirected",
    "redirect_cross_origin",
    "redirect_to_https",
    "redirect_slash",
    "authorization_lost",
    "authorization_sent",
    "refused_before",
    "accepted_after",
    "alternates",
)
_STATUS = re.compile(
    r"\b(?:HTTP(?:/\d(?:\.\d)?)?|status(?: ?code)?|error|code|got|returns?|with|a)\W{0,3}(401|403|407)\b"
    r"|\b(401|403|407)\b\W{0,3}(?:unauthori[sz]ed|forbidden|error|proxy|client|$)",
    re.IGNORECASE,
)
