"""The counterfactual: the best correction, sent once. What is not refused then proves its cause."""

from __future__ import annotations

from typing import Annotated

from bot.case import Case
from bot.checks._handshake import ready
from bot.checks._outcome import skip
from bot.checks._probing import Heard, alike, answer_of, ask, has_password, in_words, not_after, unrepeatable
from bot.checks._response import Probed
from bot.model import Finding
from bot.probing.net import Net
from bot.variants.fixes import Fix, fixes
from bot.variants.probes import asked as as_asked

_BAD_REQUEST = 400
OF_THE_VALUE = frozenset({"credential-malformed", "basic-encoding"})


class Corrected(Probed, frozen=True, kw_only=True):
    """The answer to the corrected request, against those that were given before."""

    cause: Annotated[str, "the cause id that the corrected request stands for"]
    works: Annotated[bool, "it was not refused, while the given request was: the cause is proven"]
    partly: Annotated[bool, "still refused, but known or told otherwise than before"]
    change: Annotated[str, "what was changed, in words"]
    is_bare: Annotated[bool, "the value is in another form, so the answer says nothing of how the place answers noise"]


async def tried(case: Case, net: Net) -> Finding:
    """The finding of the best correction that may be sent; ``skip`` in words when there is none."""
    fix = next((one for one in fixes(case) if one.sends), None)
    why = not_after(case) or unrepeatable(case) or _why_not(case, fix)
    none = answer_of(case, "none-probe")
    if why or fix is None or none is None:
        return skip(why or "nothing in the request suggests one correction")
    sent, words = ready(case, as_asked(fix.request), none.response)
    if sent is None:
        return skip(words)
    heard = await ask(case, net, "scheme-variant", sent, "credential")
    if isinstance(heard, Finding):
        return heard
    return judged(case, heard, cause=fix.cause, change=fix.change, is_bare=fix.is_bare)


def judged(case: Case, heard: Heard, *, cause: str, change: str, is_bare: bool) -> Finding:
    """Works: served, or known and not allowed, or past authentication, where the given request was not.

    What is served to nobody in particular is no proof where it is served without a credential too, and neither is a
    bare 400: by it servers refuse what they cannot read as a credential (RFC 6750 section 3.1, invalid_request). Where
    nothing met a redirect, it is not known what the final address says to nothing. What is not found at another
    address, or was not before, passed nothing.
    """
    given, none, now = answer_of(case, "given-probe"), answer_of(case, "none-probe"), heard.answer
    as_before = any(alike(case, heard.response, one.response) for one in (given, none) if one is not None)
    stopped = now.refused or now.redirect or now.server_error or now.throttled or now.status == _BAD_REQUEST
    stopped = stopped or (now.forbidden and none is not None and none.answer.redirect)
    served = now.ok and not (as_before and none is not None and none.answer.ok)
    before = given or none
    known = case.book.causes.get(cause)
    is_moved = known is not None and known.family == "address"
    stopped = stopped or (now.not_found and (is_moved or (before is not None and before.answer.not_found)))
    needed = given is None or not given.answer.ok
    works = needed and (served or not (now.ok or stopped or as_before))
    facts = Corrected(
        asked=heard.asked,
        cause=cause,
        works=works,
        partly=needed and not works and not as_before,
        change=change,
        is_bare=is_bare,
    )
    return heard.ended("fail" if works else "pass", f"with {change}: {in_words(now)}", facts)


def _why_not(case: Case, fix: Fix | None) -> str:
    if fix is None:
        return "nothing in the request suggests one correction"
    if case.policy.try_fixes is False:
        return "corrections are not tried here"
    asked = case.request.url if case.request else ""
    if fix.request.url == asked and case.evidence.fact("redirect-trace.to_https"):
        return "the address redirects to https, and the credential is not sent in clear"
    if has_password(case) and case.policy.try_fixes is not True:
        return "a user name with a password is tried once only, unless you want it"
    if case.evidence.fact("lint-request.cookie_only"):
        return "a session may be renewed by each request, so its cookie is sent once"
    given = answer_of(case, "given-probe")
    if given is not None and (given.answer.ok or given.answer.locked):
        return "your request needs no correction" if given.answer.ok else "the server counts attempts"
    if fix.cause not in OF_THE_VALUE and _known(case, given):
        return "the API knows the credential where it stands"
    if case.evidence.fact("lint-url.typo"):
        return "the host is not the one that was meant"
    if case.evidence.fact("lint-credential.real") is False and fix.cause not in OF_THE_VALUE:
        return "there is no real value to send"
    return ""


def _known(case: Case, given: Heard | None) -> bool:
    """Whether the given request was answered otherwise than nothing and than noise."""
    others = [one.response for check in ("none-probe", "bogus-probe") if (one := answer_of(case, check))]
    return given is not None and len(others) == 2 and not any(alike(case, given.response, other) for other in others)
