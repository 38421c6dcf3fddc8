"""Does the request, alike but for the suspect, get through?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._handshake import ready
from bot.checks._outcome import skip
from bot.checks._probing import (
    Asked,
    alike,
    answer_of,
    ask,
    ended,
    fact,
    has_password,
    in_words,
    not_after,
    unrepeatable,
)
from bot.checks._variant import asked as as_asked
from bot.diagnosis.fixes import Fix, fixes
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = (
    "given-probe",
    "bogus-probe",
    "canonical-bogus",
    "redirect-trace",
    "cache-bust-probe",
    "whoami-probe",
    "path-variant",
)
FACTS: dict[str, str] = {
    "cause": "str: the cause id that the corrected request stands for",
    "works": "bool: it was not refused: the cause is proven",
    "partly": "bool: still refused, but known or told otherwise than before",
    "change": "str: what was changed, in words",
    "status": "int: the status that it got",
    "forbidden": "bool: it was answered as known and not allowed",
}


_OF_THE_VALUE = frozenset({"credential-malformed", "basic-encoding"})


async def check(case: Case, net: Net) -> Finding:
    """The counterfactual: send the best correction once; what is not refused proves its cause."""
    fix = next((one for one in fixes(case) if one.sends), None)
    why = not_after(case) or unrepeatable(case) or _why_not(case, fix)
    if why or fix is None or case.request is None:
        return skip(why or "nothing in the request suggests one correction")
    request = as_asked(fix.request)
    none = answer_of(case, "none-probe")
    sent, words = ready(case, request, none.response) if none and none.response else (request, "")
    if sent is None:
        return skip(words)
    asked = await ask(case, net, "scheme-variant", sent, "credential")
    if asked.response is None:
        return asked.finding
    return _judged(case, fix, asked)


def _judged(case: Case, fix: Fix, asked: Asked) -> Finding:
    """Works: served, or known and not allowed, or past authentication, where the given request was refused."""
    assert asked.response is not None  # check() has looked
    before = [one for one in (answer_of(case, "given-probe"), answer_of(case, "none-probe")) if one and one.response]
    as_before = any(one.response is not None and alike(case, asked.response, one.response) for one in before)
    denied = bool(asked.facts["refused"])
    passed = (
        not denied and not asked.facts["redirect"] and not asked.facts["server_error"] and not asked.facts["throttled"]
    )
    works = bool(asked.facts["ok"]) or (passed and not as_before)
    more = {
        "cause": fix.cause,
        "works": works,
        "partly": not works and not as_before,
        "change": fix.change,
        "forbidden": bool(asked.facts["forbidden"]),
    }
    words = f"with {fix.change}: {in_words(asked.facts)}"
    return ended(asked, "fail" if works else "pass", words, **more)


def _why_not(case: Case, fix: Fix | None) -> str:
    if fix is None:
        return "nothing in the request suggests one correction"
    if case.policy.try_fixes is False:
        return "corrections are not tried here"
    if has_password(case) and case.policy.try_fixes is not True:
        return "a user name with a password is tried once only, unless the asker wants it"
    given = answer_of(case, "given-probe")
    if given is not None and (given.facts.get("ok") or given.facts.get("locked")):
        return "the request as pasted needs no correction" if given.facts.get("ok") else "the server counts attempts"
    if fix.cause not in _OF_THE_VALUE and _known(case, given):
        return "the API knows the credential where it stands"
    if fact(case.evidence, "lint-url.typo"):
        return "the host is not the one that was meant"
    if case.evidence.fact("lint-credential.real") is False and fix.cause not in _OF_THE_VALUE:
        return "there is no real value to send"
    return ""


def _known(case: Case, given: Finding | None) -> bool:
    """Whether the given request was answered otherwise than nothing and than noise."""
    none, bogus = answer_of(case, "none-probe"), answer_of(case, "bogus-probe")
    if given is None or given.response is None:
        return False
    others = [one.response for one in (none, bogus) if one is not None and one.response is not None]
    return len(others) == 2 and not any(alike(case, given.response, other) for other in others)
