"""Does the same request get the same answer again?"""

from __future__ import annotations

from typing import Annotated

from bot.case import Case
from bot.checks._outcome import skip
from bot.checks._probing import Heard, answer_of, ask, fact, has_password, in_words, nothing_to_ask
from bot.checks._response import Probed
from bot.model import Finding
from bot.probing.net import Net
from bot.variants.probes import asked as as_asked

STAGE = 2
AFTER: tuple[str, ...] = ("given-probe", "bogus-probe")


class Facts(Probed, frozen=True, kw_only=True):
    """The answer to the same request once more."""

    alternates: Annotated[bool, "accepted once and refused once"]


async def check(case: Case, net: Net) -> Finding:
    """Ask once more when the user's 401 and our answer disagree, or the story says that it comes and goes."""
    given = answer_of(case, "given-probe")
    why = nothing_to_ask(case) or _why_not(case, given)
    if why or case.request is None or given is None:
        return skip(why)
    heard = await ask(case, net, "repeat-probe", as_asked(case.request), "credential")
    if isinstance(heard, Finding):
        return heard
    alternates = heard.answer.ok != given.answer.ok
    words = f"asked again: {in_words(heard.answer)}{', other than before' if alternates else ', as before'}"
    facts = Facts(asked=heard.asked, alternates=alternates)
    return heard.ended("warn" if alternates else "pass", words, facts)


def _why_not(case: Case, given: Heard | None) -> str:
    if given is None:
        return "there is no first answer"
    if fact(case.evidence, "given-probe.handshake") or given.answer.throttled or given.answer.locked:
        return "it may not be asked again"
    if fact(case.evidence, "lint-request.cookie_only") or has_password(case):
        return "its credential is sent once only"
    if fact(case.evidence, "story.intermittent"):
        return ""
    return "the answer is steady as far as the text tells"
