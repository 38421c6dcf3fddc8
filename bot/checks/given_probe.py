"""What does the API say to the request as pasted?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot import model
from bot.case import Case
from bot.checks._handshake import ready
from bot.checks._outcome import skip
from bot.checks._probing import (
    Heard,
    alike,
    answer_of,
    ask,
    fact,
    has_password,
    in_words,
    is_cached_refusal,
    not_after,
    nothing_to_ask,
    says_missing,
)
from bot.checks._response import Answer, Probed
from bot.checks._words import spoken_of
from bot.model import Finding, Request, Response
from bot.probing.net import Net
from bot.url import joined
from bot.variants.probes import as_pasted, without_secrets
from bot.variants.probes import asked as as_asked

STAGE = 2
AFTER: tuple[str, ...] = ("none-probe", "redirect-trace", "waf-fingerprint")

_ANY_FAILURE = "unauthenticated"  # Apollo's code, gRPC's status 16 and Laravel's message, whatever was wrong
_IN_WORDS = "not authenticated"  # the message that stands beside the code


class _Unanswered(model.Facts, frozen=True, kw_only=True):
    asked: model.Facts | None
    handshake: str


class Facts(Probed, frozen=True, kw_only=True):
    """The answer to the credential, against the one without it."""

    accepted: Annotated[bool, "2xx that is no error in disguise"]
    same_as_none: Annotated[bool, "the answer is that of none-probe"]
    says_missing_though_sent: Annotated[bool, "it says in words that no credential came"]
    handshake: Annotated[str, "digest, sigv4 or token when a second leg was needed, ''"]
    left_out: Annotated[tuple[str, ...], "headers of the paste that were not sent along"]


async def check(case: Case, net: Net) -> Finding:
    """Ask with the user's credential, once, at the pasted origin alone."""
    none = answer_of(case, "none-probe")
    why = not_after(case) or nothing_to_ask(case) or _repaired(case) or _redirected(case, none) or _cached(case, none)
    if why or case.request is None or none is None:
        return skip(why or "nothing to compare with")
    request, handshake = _request(case, none.response)
    if request is None:
        return skip(handshake)
    heard = await ask(case, net, "given-probe", request, "credential", about="pasted")
    if isinstance(heard, Finding):
        return replace(heard, facts=_Unanswered(asked=heard.facts, handshake=handshake))
    same = alike(case, heard.response, none.response)
    facts = Facts(
        asked=heard.asked,
        accepted=heard.answer.ok,
        same_as_none=same,
        says_missing_though_sent=_says_missing(heard.answer),
        handshake=handshake,
        left_out=heard.outcome.left_out,
    )
    words = f"with the credential: {in_words(heard.answer)}{', as without it' if same else ''}"
    return heard.ended("pass" if heard.answer.ok else "fail", words, facts)


def _says_missing(answer: Answer) -> bool:
    """Whether it says that nothing came, in more than the one word that stands for every failure."""
    told = " ".join((answer.message, answer.error_description, answer.code, answer.error)).lower()
    beside = told.replace(_ANY_FAILURE, " ").replace(_IN_WORDS, " ")
    is_plain = _ANY_FAILURE in told and "missing" not in spoken_of(beside)
    return says_missing(answer) and not is_plain


def _repaired(case: Case) -> str:
    """Why the value is not sent as pasted: the reading took out what no header may hold, so it is a correction."""
    if any(problem.code.endswith("-in-credential") for problem in case.report.problems):
        return "the value was repaired in reading, so what would be sent is not what was pasted"
    return ""


def _cached(case: Case, none: Heard | None) -> str:
    """Why a password, which is sent once, is not sent into a cache that answers by itself."""
    if (
        none is not None
        and has_password(case)
        and is_cached_refusal(none.answer)
        and not fact(case.evidence, "lint-signature.signed")
    ):
        return "a cache answers, and the password goes past it"
    return ""


def _redirected(case: Case, none: Heard | None) -> str:
    """Why a redirect keeps the credential at home; '' when it is asked at the pasted origin all the same.

    Who sends nobody but the nameless to a login page may serve a credential at once; a scheme that changes for all
    keeps it, for in clear it would tell nothing.
    """
    if none is None or not none.answer.redirect or _is_followed(case) or _is_to_login(case):
        return ""
    return "the address answers with a redirect, and the credential does not follow it"


def _is_followed(case: Case) -> bool:
    """Whether the client follows the redirect with its credential: -L, on the same origin, to no login page."""
    follows = case.request is not None and case.request.transfer.follow_redirects
    same = fact(case.evidence, "redirect-trace.same_origin")
    return follows and same and not fact(case.evidence, "redirect-trace.login")


def _is_to_login(case: Case) -> bool:
    return fact(case.evidence, "redirect-trace.login") and not fact(case.evidence, "redirect-trace.to_https")


def _request(case: Case, none: Response) -> tuple[Request | None, str]:
    """What is sent, and the handshake it belongs to; None with the reason when it cannot be made."""
    assert case.request is not None  # check() has looked
    request = as_asked(case.request)
    if none.header("location") and _is_followed(case):
        location = joined(without_secrets(case).url, none.header("location") or "")
        request = replace(request, url=as_pasted(case, location))
    return ready(case, request, none)
