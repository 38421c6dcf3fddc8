"""Does the provider report an incident?"""

from __future__ import annotations

from typing import Annotated

from bot import model
from bot.auth.strict_json import NotJsonError, read_object
from bot.case import Case
from bot.checks._outcome import error, passed, skip, warn
from bot.checks._probing import answer_of, fact
from bot.model import Finding
from bot.probing.net import Failed, Net, NotAllowed, Probe

STAGE = 1
AFTER: tuple[str, ...] = ("none-probe", "given-probe")


class Facts(model.Facts, frozen=True, kw_only=True):
    """What the page says."""

    incident: Annotated[bool, "it reports one"]
    indicator: Annotated[str, "minor, major, critical"]


_WORST = ("minor", "major", "critical")


async def check(case: Case, net: Net) -> Finding:
    """Fetch the provider's known status page when the server fails, or everybody is said to be affected."""
    if case.provider is None or not case.provider.status_page:
        return skip("no status page is known for this API")
    none = answer_of(case, "none-probe")
    fails = none is not None and (none.answer.server_error or none.answer.throttled)
    if not (fails or fact(case.evidence, "story.everybody") or fact(case.evidence, "story.status_page")):
        return skip("nothing points to an incident")
    outcome = await net.ask(Probe(purpose="status-page", method="GET", url=case.provider.status_page, derived=True))
    if isinstance(outcome, NotAllowed):
        return skip(outcome.words)
    if isinstance(outcome, Failed) or outcome.response.status != 200:
        return error("the status page could not be fetched")
    try:
        status = read_object(outcome.response.body).get("status")
    except NotJsonError:
        return error("the status page is none that a program can read")
    indicator = status.get("indicator") if isinstance(status, dict) else None
    word = indicator if isinstance(indicator, str) and indicator in _WORST else ""
    facts = Facts(incident=bool(word), indicator=word)
    if word:
        return warn(f"the provider's status page reports an incident ({word})", facts)
    return passed("the provider's status page reports no incident", facts)
