"""Is the credential good for the provider's own identity call?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.case import Case
from bot.checks._outcome import skip
from bot.checks._probing import answer_of, ask, fact, in_words, not_after, nothing_to_send
from bot.checks._response import Probed
from bot.model import Finding
from bot.probing.net import Net
from bot.url import is_same_origin
from bot.variants.probes import asked as as_asked

STAGE = 2
AFTER: tuple[str, ...] = ("given-probe", "bogus-probe")


class Facts(Probed, frozen=True, kw_only=True):
    """The answer to the provider's identity call."""

    accepted: Annotated[bool, "the credential is good"]


async def check(case: Case, net: Net) -> Finding:
    """Ask the provider's identity call on the same host, when the resource itself cannot tell about the credential."""
    url = _identity_call(case)
    why = (
        not_after(case)
        or nothing_to_send(case)
        or _why_not(case)
        or ("" if url else "no identity call of this host is known")
    )
    if why or case.request is None or not url:
        return skip(why)
    request = replace(as_asked(case.request), url=url, method="GET")
    heard = await ask(case, net, "whoami-probe", request, "credential")
    if isinstance(heard, Finding):
        return heard
    accepted, words = heard.answer.ok, f"the provider's identity call: {in_words(heard.answer)}"
    facts = Facts(asked=heard.asked, accepted=accepted)
    return heard.ended("pass" if accepted else "fail", words, facts)


def _why_not(case: Case) -> str:
    given = answer_of(case, "given-probe")
    if given is None:
        return "the request itself was not asked with the credential"
    if given.answer.ok or given.answer.locked:
        return "the answer to the request itself is enough"
    permission = {"permission", "scope"}.intersection(given.answer.says)
    if fact(case.evidence, "lint-request.unsafe_method") or permission or given.answer.not_found:
        return ""
    return "the answer does not mention permissions"


def _identity_call(case: Case) -> str:
    """The provider's harmless GET, when it is on the very origin that was pasted."""
    if case.provider is None or case.request is None:
        return ""
    for call in case.provider.whoami:
        fixed = "<" not in call.url and "{" not in call.url
        if call.method == "GET" and fixed and is_same_origin(call.url, case.request.url):
            return call.url
    return ""
