"""What does the pasted answer say, and who says it?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Annotated

from bot import model
from bot.case import Case
from bot.checks._handshake import is_same_both_ways
from bot.checks._outcome import fail, passed, skip, warn
from bot.checks._probing import by_statements, in_words, says_missing
from bot.checks._response import Answer, answer_in
from bot.checks._words import spoken_of
from bot.model import Exchange, Finding, Request, Response
from bot.probing.net import Net
from bot.url import host_of, joined, url_of

STAGE = 0
AFTER: tuple[str, ...] = ("lint-request", "lint-credential")


class _Trail(model.Facts, frozen=True, kw_only=True):
    redirected: Annotated[bool, "the transcript shows a redirect before the refusal"] = False
    redirect_cross_origin: Annotated[bool, "... to another origin"] = False
    redirect_to_https: Annotated[bool, "... from http to https of the same host"] = False
    redirect_slash: Annotated[bool, "... where only a trailing slash differs"] = False
    authorization_lost: Annotated[bool, "it shows the credential before the redirect and not after it"] = False
    authorization_sent: Annotated[bool, "it shows the credential's header as really sent (> Authorization)"] = False
    refused_before: Annotated[bool, "some exchange of the transcript was refused"] = False
    accepted_after: Annotated[bool, "the last exchange was accepted, after a refusal of another request"] = False
    alternates: Annotated[bool, "... of the same request, with a credential that does not answer a challenge"] = False
    curl_error: Annotated[int | None, "curl's exit code in the paste (6, 7, 28, 35, 60 ...)"] = None


class _InText(model.Facts, frozen=True, kw_only=True):
    present: bool
    in_text: bool
    says: tuple[str, ...]
    status: int | None = None
    refused: bool | None = None
    login_page: bool | None = None
    trail: _Trail


class Facts(model.Facts, frozen=True, kw_only=True):
    """What the pasted answer shows."""

    present: Annotated[bool, "an answer or an error message is in the paste"]
    in_text: Annotated[bool, "the words were found in prose or in a log, not in an HTTP answer"]
    says_missing_though_sent: Annotated[bool, "it says that no credential came though the request carries one"]
    answer: Answer
    trail: _Trail


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
    answer = answer_in(observed)
    carried = bool(case.evidence.fact("lint-request.has_credential")) and (
        case.evidence.fact("lint-credential.real") is not False
        or case.evidence.fact("lint-credential.maybe_redacted") is True
    )
    is_missing = carried and says_missing(answer)
    told = case.book.statements_in_text(_output(case), case.provider)
    statements = tuple(dict.fromkeys((*case.book.statements_in(observed, case.provider), *told)))
    answer = by_statements(case, answer, statements)
    if _is_log_in_instead(case, observed):
        answer = answer.but(login_page=True, refused=True, ok=False)
    facts = Facts(present=True, in_text=False, says_missing_though_sent=is_missing, answer=answer, trail=trail)
    judged = fail if answer.refused or answer.forbidden else passed
    found = judged(f"the pasted answer: {in_words(answer)}", facts)
    return replace(found, statements=statements, about="pasted", response=observed)


def _is_log_in_instead(case: Case, observed: Response) -> bool:
    """A page for logging in, where an address below the root that is no log-in itself was asked, is a refusal."""
    title = _LOG_IN_TITLE.search(observed.body[:16_384])
    if title is None or observed.status not in (None, 200, 401, 403):
        return False
    path = url_of(case.request.url).path if case.request else "/"
    return path not in ("", "/") and _LOG_IN_PATH.search(path) is None


def _output(case: Case) -> str:
    """What servers and programs say in the paste; what the asker tells is no server's word."""
    return case.report.said_by("server", "client")


def _from_text(case: Case, trail: _Trail) -> Finding:
    output = _output(case)
    statements = case.book.statements_in_text(output, case.provider)
    is_there = bool(statements)
    facts = _InText(present=is_there, in_text=is_there, says=spoken_of(f" {output.lower()[:16_384]} "), trail=trail)
    refused = _REFUSED.search(case.report.story) is not None
    status = _STATUS.search(case.report.story)
    if status or refused:
        number = 401 if refused or status is None else int(status[1] or status[2])
        facts = facts.but(present=True, in_text=True, status=number, refused=number == 401)
    elif _LOG_IN_TOLD.search(case.report.story):
        facts = facts.but(present=True, in_text=True, refused=True, login_page=True)
    if statements:
        found = warn(f"known words in the text: {statements[0].quote[:80]}", facts)
        return replace(found, statements=statements, about="pasted")
    if facts.present or trail.redirected or trail.curl_error is not None:
        return warn("the text mentions a refused request", facts)
    return skip("there is no answer in the text")


def _trail(case: Case) -> _Trail:
    exchanges = case.report.trail
    trail = _redirects(exchanges)
    statuses = [one.response.status or 0 for one in exchanges if one.response]
    refused_before = 401 in statuses[:-1]
    accepted = refused_before and 200 <= statuses[-1] < 300
    alternates = accepted and is_same_both_ways(exchanges)
    asked = [one.request for one in exchanges if one.request]
    found = _CURL_ERROR.search(case.report.text)
    return trail.but(
        refused_before=refused_before,
        alternates=alternates,
        accepted_after=accepted and not alternates,
        authorization_sent=any(one.format.kind in ("message", "document") and _carries(one) for one in asked),
        curl_error=int(found[1]) if found else None,
    )


def _redirects(exchanges: Sequence[Exchange]) -> _Trail:
    """The last redirect that was answered."""
    trail = _Trail()
    for before, after in pairwise(exchanges):
        location = before.response.header("location") if before.response else None
        if before.response and 300 <= (before.response.status or 0) < 400 and location and before.request:
            trail = _redirect(before.request, location, after)
    return trail


def _redirect(request: Request, location: str, after: Exchange) -> _Trail:
    target = joined(request.url, location)
    same_host = host_of(target) == host_of(request.url)
    return _Trail(
        redirected=True,
        redirect_cross_origin=not same_host,
        redirect_to_https=request.url.startswith("http:") and target.startswith("https:") and same_host,
        redirect_slash=target.partition("?")[0].rstrip("/") == request.url.partition("?")[0].rstrip("/"),
        authorization_lost=_carries(request) and after.request is not None and not _carries(after.request),
    )


def _carries(request: Request) -> bool:
    return bool(request.credentials) or request.header("authorization") is not None


_STATUS = re.compile(
    r"\b(?:HTTP(?:/\d(?:\.\d)?)?|status(?: ?code)?|error|code|got|returns?|with|a)\W{0,3}(401|403|407)\b"
    r"|\b(401|403|407)\b\W{0,3}(?:unauthori[sz]ed|forbidden|error|proxy|client|$)",
    re.IGNORECASE,
)
