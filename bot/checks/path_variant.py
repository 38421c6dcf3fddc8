"""Does the path with the trailing slash toggled exist instead?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.case import Case
from bot.checks._outcome import skip
from bot.checks._probing import Heard, alike, answer_of, ask, fact, in_words, not_after
from bot.checks._response import Probed
from bot.model import Finding
from bot.probing.net import Net
from bot.variants.fixes import toggled_slash
from bot.variants.probes import without_secrets

STAGE = 2
AFTER: tuple[str, ...] = ("given-probe", "bogus-probe")


class Facts(Probed, frozen=True, kw_only=True):
    """The answer at the other path."""

    exists: Annotated[bool, "the variant answers as an existing resource where the pasted path does not"]


async def check(case: Case, net: Net) -> Finding:
    """Ask without credential for the path with its trailing slash toggled, when the path itself is in doubt."""
    none = answer_of(case, "none-probe")
    why = not_after(case) or _why_not(case, none)
    if why or none is None:
        return skip(why)
    bare = without_secrets(case)
    variant = replace(bare, url=toggled_slash(bare.url))
    heard = await ask(case, net, "path-variant", variant, "nothing")
    if isinstance(heard, Finding):
        return heard
    now = heard.answer
    there = not (now.not_found or now.redirect or now.server_error)
    exists = there and _is_doubtful(none) and not alike(case, heard.response, none.response)
    facts = Facts(asked=heard.asked, exists=exists)
    return heard.ended("fail" if exists else "pass", f"with the slash toggled: {in_words(now)}", facts)


def _why_not(case: Case, none: Heard | None) -> str:
    if none is None or fact(case.evidence, "none-probe.made_up"):
        return "there is no answer to compare with"
    if fact(case.evidence, "lint-request.unsafe_method"):
        return "a GET does not tell whether a write has this path"
    if _is_doubtful(none) or fact(case.evidence, "story.slash"):
        return ""
    return "nothing makes the path doubtful"


def _is_doubtful(none: Heard) -> bool:
    return none.answer.not_found or "typo-path" in none.answer.says
