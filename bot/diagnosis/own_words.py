"""Case and first cause -> what the team's own entry adds to the answer, a line each, the most helpful first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.case import Case
from bot.diagnosis.facts import fact
from bot.diagnosis.templates import because, filled, names_in, value_of
from bot.model import Cause, Step

MOST = 3
_SEEN = 4  # steps that a reader sees at once
_INCIDENT = "Known incident of {api} since {own-facts.incident_since}: {own-facts.incident}"
_PAGE = "More on the incident: {own-facts.incident_link}"
_CODE = "The description of {api} says of {own-facts.code}: {own-facts.documented}"
_STATUS = "The description of {api} says of this answer: {own-facts.documented}"
_WHOAMI = "To test the credential alone, ask {provider.whoami} with it, which changes nothing."
_LIFETIME = "Tokens of {api} live {own-facts.lifetime}."
_NETWORKS = "Only these addresses may call {api}: {own-facts.networks}"
_PAGE_OF_STATUS = "Status page of {api}: {provider.status}"
_CONTACT = "Whom to ask about {api}: {contact}"
_OF_VALUES = frozenset({"credential-invalid", "credential-revoked", "permission-insufficient"})
_BY_CAUSE: dict[str, str] = {
    **dict.fromkeys(_OF_VALUES, _WHOAMI),
    **dict.fromkeys(("token-expired", "token-claim-missing"), _LIFETIME),
    **dict.fromkeys(("server-incident", "server-misconfigured"), _PAGE_OF_STATUS),
    "ip-blocked": _NETWORKS,
}
_SAYS_NOTHING = re.compile(
    r"(?:not |un)?(?:authori[sz]ed|authenticated)(?: (?:error|request|access))?"
    r"|(?:access |permission |authorization )?(?:forbidden|denied)"
    r"|(?:an? )?(?:default |unexpected |client )?(?:errors?|response|failure)"
    r"|(?:authentication|authorization) (?:error|failed|failure|required)",
    re.IGNORECASE,
)


def own_words(first: Cause | None, case: Case) -> tuple[str, ...]:
    """What the entry says of an incident, of the answer, and of what helps with the first cause; at most three lines.

    Nothing that a reason or a step of that cause says already.
    """
    return tuple(dict.fromkeys(line for line in _lines(first, case) if line))[:MOST]


def _lines(first: Cause | None, case: Case) -> Iterator[str]:
    shown = " ".join((*first.because, *(step.line for step in first.steps[:_SEEN]))) if first else ""
    for template in _templates(first, case):
        names = [name for name in names_in(template) if name != "api"]
        values = [value_of(name, case) for name in names]
        if all(values) and not all(value in shown for value in values):
            yield filled(template, case)


def _templates(first: Cause | None, case: Case) -> Iterator[str]:
    yield from (_INCIDENT, _PAGE)
    if not _SAYS_NOTHING.fullmatch(str(fact(case, "own-facts.documented") or "").strip(" .!")):
        yield _CODE if fact(case, "own-facts.code") else _STATUS
    if first is not None:
        if first.id in _BY_CAUSE and not (first.id in _OF_VALUES and fact(case, "whoami-probe.status") is not None):
            yield _BY_CAUSE[first.id]
        yield _CONTACT


def own_step(step: Step, case: Case) -> Step:
    """The step as the team words it for its API, with the team's page on it."""
    own = case.provider.steps.get(step.id) if case.provider else None
    if own is None:
        return step
    said = because(own.say, case)
    line, text = said or step.line, f"{said}\n{step.text}" if said else step.text
    if own.docs:
        line, text = f"{line.rstrip('.')}: {own.docs}", f"{text}\n{own.docs}"
    return replace(step, line=line, text=text, command="" if said else step.command)
