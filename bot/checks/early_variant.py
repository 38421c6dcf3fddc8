"""Is one correction so plain, before the given request was answered, that it can be tried beside it?"""

from __future__ import annotations

from bot.case import Case
from bot.checks._counterfactual import Corrected, tried
from bot.checks._outcome import skip
from bot.checks._probing import answer_of
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = ("none-probe", "redirect-trace", "waf-fingerprint")
Facts = Corrected


async def check(case: Case, net: Net) -> Finding:
    """Send the correction that stage 0 and none-probe suggest; scheme-variant gives the verdict, once all is there."""
    none = answer_of(case, "none-probe")
    if none is None or not (none.answer.refused or none.answer.redirect):
        return skip("nothing was refused yet")
    if none.answer.cached:
        return skip("a cache may have answered")
    return await tried(case, net)
