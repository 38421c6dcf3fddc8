"""Is the credential good for the provider's own identity call?"""

from __future__ import annotations

from dataclasses import replace

from bot.case import Case
from bot.checks._outcome import skip
from bot.checks._probing import answer_of, ask, ended, fact, in_words, not_after, nothing_to_send
from bot.checks._response import PROBE_FACTS
from bot.model import Finding
from bot.probing.net import Net
from bot.url import is_same_origin, url_of
from bot.variants.probes import asked as as_asked

STAGE = 2
AFTER: tuple[str, ...] = (
    "given-probe",
    "bogus-probe",
)
FACTS: dict[str, str] = {
    **PROBE_FACTS,
    "accepted": "bool: the credential is good",
    "refused": "bool: the credential is not known there either",
    "path": "str: the path asked",
}


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
    asked = await ask(case, net, "whoami-probe", request, "credential")
    if asked.response is None:
        return asked.finding
    accepted = bool(asked.facts["ok"])
    more = {"accepted": accepted, "refused": bool(asked.facts["refused"]), "path": url_of(url).path[:100]}
    return ended(
        asked, "pass" if accepted else "fail", f"the provider's identity call: {in_words(asked.facts)}", **more
    )


def _why_not(case: Case) -> str:
    given = answer_of(case, "given-probe")
    if given is None:
        return "the request itself was not asked with the credential"
    if given.facts.get("ok") or given.facts.get("locked"):
        return "the answer to the request itself is enough"
    said = given.facts.get("says")
    permission = isinstance(said, tuple) and bool({"permission", "scope"}.intersection(said))
    if fact(case.evidence, "lint-request.unsafe_method") or permission or given.facts.get("not_found"):
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
