"""What does the API say to the request as pasted?"""

from __future__ import annotations

from dataclasses import replace

from bot.case import Case
from bot.checks._handshake import ready
from bot.checks._outcome import skip
from bot.checks._probing import (
    alike,
    answer_of,
    ask,
    ended,
    fact,
    has_password,
    in_words,
    is_cached_refusal,
    not_after,
    nothing_to_ask,
    says_missing,
)
from bot.checks._response import PROBE_FACTS
from bot.model import Finding, Request, Response
from bot.probing.net import Net
from bot.url import joined
from bot.variants.probes import as_pasted, without_secrets
from bot.variants.probes import asked as as_asked

STAGE = 2
AFTER: tuple[str, ...] = (
    "none-probe",
    "redirect-trace",
    "waf-fingerprint",
)
FACTS: dict[str, str] = {
    **PROBE_FACTS,
    "accepted": "bool: 2xx that is no error in disguise",
    "refused": "bool: it means 'not authenticated', whatever the status",
    "forbidden": "bool: it knows the caller and does not allow this",
    "same_as_none": "bool: the answer is that of none-probe",
    "in_clear": "bool: the credential travelled over plain http",
    "followed": "bool: a same-origin redirect was followed as -L asks",
    "says_missing_though_sent": "bool: it says in words that no credential came",
    "handshake": "str: digest, sigv4 or token when a second leg was needed, ''",
    "left_out": "list of str: headers of the paste that were not sent along",
    "hangs": "bool: none-probe was answered, and this was not in time",
}


async def check(case: Case, net: Net) -> Finding:
    """Ask with the user's credential, once, at the pasted origin alone."""
    none = answer_of(case, "none-probe")
    why = not_after(case) or nothing_to_ask(case) or _repaired(case) or _redirected(case, none) or _cached(case, none)
    if why or case.request is None or none is None or none.response is None:
        return skip(why or "nothing to compare with")
    request, handshake = _request(case, none.response)
    if request is None:
        return skip(handshake)
    asked = await ask(case, net, "given-probe", request, "credential", about="pasted")
    more: dict[str, object] = {
        "followed": request.url != as_asked(case.request).url and fact(case.evidence, "redirect-trace.redirected"),
        "in_clear": request.url.lower().startswith("http:"),
        "handshake": handshake,
    }
    if asked.response is None:
        return replace(asked.finding, facts={**asked.facts, **more, "hangs": asked.facts.get("failure") == "timeout"})
    more["left_out"] = asked.answered.left_out if asked.answered is not None else ()
    same = alike(case, asked.response, none.response)
    more |= {"accepted": bool(asked.facts["ok"]), "same_as_none": same, "hangs": False}
    more["says_missing_though_sent"] = says_missing(asked.facts)
    words = f"with the credential: {in_words(asked.facts)}{', as without it' if same else ''}"
    return ended(asked, "pass" if asked.facts["ok"] else "fail", words, **more)


def _repaired(case: Case) -> str:
    """Why the value is not sent as pasted: the reading took out what no header may hold, so it is a correction."""
    if any(problem.code.endswith("-in-credential") for problem in case.report.problems):
        return "the value was repaired in reading, so what would be sent is not what was pasted"
    return ""


def _cached(case: Case, none: Finding | None) -> str:
    """Why a password, which is sent once, is not sent into a cache that answers by itself."""
    if (
        none is not None
        and has_password(case)
        and is_cached_refusal(none)
        and not fact(case.evidence, "lint-signature.signed")
    ):
        return "a cache answers, and the password goes past it"
    return ""


def _redirected(case: Case, none: Finding | None) -> str:
    """Why a redirect keeps the credential at home; '' when there is none, or -L may be followed on the same origin."""
    if none is None or not none.facts.get("redirect"):
        return ""
    follows = case.request is not None and case.request.transfer.follow_redirects
    if (
        follows
        and fact(case.evidence, "redirect-trace.same_origin")
        and not fact(case.evidence, "redirect-trace.login")
    ):
        return ""
    return "the address answers with a redirect, and the credential does not follow it"


def _request(case: Case, none: Response) -> tuple[Request | None, str]:
    """What is sent, and the handshake it belongs to; None with the reason when it cannot be made."""
    assert case.request is not None  # check() has looked
    request = as_asked(case.request)
    if none.status and 300 <= none.status < 400 and none.header("location"):
        location = joined(without_secrets(case).url, none.header("location") or "")
        request = replace(request, url=as_pasted(case, location))
    return ready(case, request, none)
