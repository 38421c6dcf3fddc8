"""Does the same request get the same answer again?"""

from __future__ import annotations

from bot.case import Case
from bot.checks._outcome import skip
from bot.checks._probing import answer_of, ask, ended, fact, has_password, in_words, nothing_to_ask
from bot.checks._response import PROBE_FACTS
from bot.model import Finding
from bot.probing.net import Net
from bot.variants.probes import asked as as_asked

STAGE = 2
AFTER: tuple[str, ...] = (
    "given-probe",
    "bogus-probe",
)
FACTS: dict[str, str] = {
    **PROBE_FACTS,
    "alternates": "bool: accepted once and refused once",
    "accepted": "bool: accepted again",
    "asked": "int",
}


async def check(case: Case, net: Net) -> Finding:
    """Ask once more when the user's 401 and our answer disagree, or the story says that it comes and goes."""
    given = answer_of(case, "given-probe")
    why = nothing_to_ask(case) or _why_not(case, given)
    if why or case.request is None or given is None:
        return skip(why)
    asked = await ask(case, net, "repeat-probe", as_asked(case.request), "credential")
    if asked.response is None:
        return asked.finding
    accepted = bool(asked.facts["ok"])
    alternates = accepted != bool(given.facts.get("ok"))
    words = f"asked again: {in_words(asked.facts)}{', other than before' if alternates else ', as before'}"
    return ended(asked, "warn" if alternates else "pass", words, alternates=alternates, accepted=accepted, asked=2)


def _why_not(case: Case, given: Finding | None) -> str:
    if given is None:
        return "there is no first answer"
    if given.facts.get("handshake") or given.facts.get("throttled") or given.facts.get("locked"):
        return "it may not be asked again"
    if fact(case.evidence, "lint-request.cookie_only") or has_password(case):
        return "its credential is sent once only"
    if fact(case.evidence, "story.intermittent"):
        return ""
    return "the answer is steady as far as the text tells"
