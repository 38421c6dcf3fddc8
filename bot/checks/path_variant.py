"""Does the path with the trailing slash toggled exist instead?"""

from __future__ import annotations

from dataclasses import replace

from bot.case import Case
from bot.checks._outcome import skip
from bot.checks._probing import alike, answer_of, ask, ended, fact, in_words, not_after
from bot.checks._response import PROBE_FACTS
from bot.model import Finding
from bot.probing.net import Net
from bot.variants.command import shown_url
from bot.variants.fixes import toggled_slash
from bot.variants.probes import without_secrets

STAGE = 2
AFTER: tuple[str, ...] = (
    "given-probe",
    "bogus-probe",
)
FACTS: dict[str, str] = {
    **PROBE_FACTS,
    "differs": "bool: differs",
    "exists": "bool: the variant answers as an existing resource where the pasted path does not",
    "variant": "str: the path that was tried, masked",
}


async def check(case: Case, net: Net) -> Finding:
    """Ask without credential for the path with its trailing slash toggled, when the path itself is in doubt."""
    none = answer_of(case, "none-probe")
    why = not_after(case) or _why_not(case, none)
    if why or case.request is None or none is None or none.response is None:
        return skip(why)
    bare = without_secrets(case)
    variant = replace(bare, url=toggled_slash(bare.url))
    asked = await ask(case, net, "path-variant", variant, "nothing")
    if asked.response is None:
        return asked.finding
    differs = not alike(case, asked.response, none.response)
    there = not asked.facts["not_found"] and not asked.facts["redirect"] and not asked.facts["server_error"]
    exists = differs and there and (bool(none.facts.get("not_found")) or "typo-path" in _said(none))
    more = {"differs": differs, "exists": exists, "variant": shown_url(variant).partition("?")[0]}
    return ended(asked, "fail" if exists else "pass", f"with the slash toggled: {in_words(asked.facts)}", **more)


def _why_not(case: Case, none: Finding | None) -> str:
    if none is None or none.facts.get("made_up"):
        return "there is no answer to compare with"
    if none.facts.get("not_found") or "typo-path" in _said(none) or fact(case.evidence, "story.slash"):
        return ""
    return "nothing makes the path doubtful"


def _said(none: Finding) -> tuple[str, ...]:
    said = none.facts.get("says")
    return said if isinstance(said, tuple) else ()
