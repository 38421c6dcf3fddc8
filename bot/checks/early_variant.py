"""Is one correction so plain, before the given request was answered, that it can be tried beside it?"""

from __future__ import annotations

from bot.case import Case
from bot.checks._counterfactual import tried
from bot.checks._outcome import skip
from bot.checks._probing import answer_of
from bot.checks._response import PROBE_FACTS
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = ("none-probe", "redirect-trace", "waf-fingerprint")
FACTS: dict[str, str] = {
    **PROBE_FACTS,
    "cause": "str: the cause id that the corrected request stands for",
    "works": "bool: it was not refused",
    "partly": "bool: refused otherwise than before",
    "change": "str: what was changed, in words",
    "is_bare": "bool: see scheme-variant",
}


async def check(case: Case, net: Net) -> Finding:
    """Send the correction that stage 0 and none-probe suggest; scheme-variant gives the verdict, once all is there."""
    none = answer_of(case, "none-probe")
    if none is None or not (none.facts.get("refused") or none.facts.get("redirect")):
        return skip("nothing was refused yet")
    if none.facts.get("cached"):
        return skip("a cache may have answered")
    return await tried(case, net)
