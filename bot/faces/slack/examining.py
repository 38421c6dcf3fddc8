"""What is done in a worker: a text is examined and rendered, and what comes back is JSON without a secret in clear."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.faces.slack import addressing, changes, escalation, examples, live, rendering
from bot.faces.slack.addressing import Address, addressed
from bot.faces.slack.leaving import Said
from bot.faces.slack.whose import Read
from bot.model import Examination
from bot.parsing.follow_up import is_follow_up
from bot.parsing.triage import is_for_us
from bot.probing.net import Resolved
from bot.reply.blocks import message, notification
from bot.reply.compose import compose
from bot.service import Service, carried_by, name_of
from bot.url import url_of
from bot.workers import WorkerDiedError, Workplace, tell

LONG = 2000  # characters from which a text is judged in a worker, so that no ack waits for it
log = logging.getLogger("auth401.slack")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What to examine, for whom, and what is allowed. Plain values.

    ``asker`` is '' for a command, which offers and warns of nothing. ``live``: how far live checks go in the channel.
    ``pressed``: which offer was accepted, '' when none was.
    ``keeps``: may be kept what buttons show? ``resolved`` are the addresses by which the turn was judged.
    ``held_back``: words why the credential may not go out, '' when it may. ``voices``: what the team said of earlier
    answers (see :func:`bot.diagnosis.team`).
    """

    read: Mapping[str, Any] = field(repr=False)
    channel: str
    live: str
    asker: str = ""
    pressed: str = ""
    written: str = ""
    is_live: bool = False
    may_follow: bool = False
    may_open_internal: bool = False
    keeps: bool = True
    resolved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    held_back: str = ""
    voices: Mapping[str, tuple[int, int]] = field(default_factory=dict)


async def is_wanted(place: Workplace, text: str, *, below: bool = False) -> bool:
    """Is a long text of a channel for us, or does it bring something new ``below`` an answer?

    One that cannot be judged within the limits is neither.
    """
    try:
        return bool(await place.run(_is_follow_up if below else _is_for_us, text))
    except WorkerDiedError:
        log.error("a text of %d characters could not be judged within the limits of a worker", len(text))
        return False


def _is_follow_up(service: Service, text: str) -> bool:
    return is_follow_up(text)


def _is_for_us(service: Service, text: str) -> bool:
    return is_for_us(text)


async def examined(service: Service, task: Task) -> dict[str, Any]:
    """``said`` (a Said) and its ``states``, what to ``offer``, what was ``sent``, ``outcome`` and ``provider``; and of
    the first cause its id (``cause``), ``certainty`` and ``confidence``. ``site`` and ``evidence`` as in Diagnosis.

    ``prints``: the live credentials; whom they and the request concern here is ``live`` and ``owner`` (see addressing).
    ``behind``: what its buttons show; {} where nothing may be kept for them, and all steps stand in ``said``.
    ``summary`` is what the next examination is compared with, ``different`` how the request differs from the last.
    ``example``: the masked text, which its asker may give.
    ``ask``: origin and name of the API that can tell more, and whether what would go there is secret and a password.
    """
    read = Read.of(task.read)
    fixes = True if task.pressed == rendering.FIX and task.live == "auto" else None

    async def before(origin: tuple[str, ...], is_password: bool) -> str:
        return task.held_back

    examination = await service.examine(
        read.text,
        live=task.is_live,
        try_fixes=fixes,
        written=datetime.fromisoformat(task.written) if task.written else None,
        may_open_internal=task.may_open_internal,
        before=before,
        later=task.may_follow,
        watch=tell,
        resolved={host: Resolved(addresses=tuple(known)) for host, known in task.resolved.items()},
        channel=task.channel,
        voices=task.voices,
    )
    reply = compose(examination)
    causes = examination.diagnosis.causes
    prints, before_text = addressing.prints(live.live(examination, service)), str(read.before.get("text") or "")
    address = Address(read=task.read, channel=task.channel, asker=task.asker, live=prints)
    return {
        "said": Said(text=notification(reply), blocks=message(reply, is_whole=not task.keeps)).journaled(),
        "behind": rendering.behind(reply) if task.keeps else {},
        "states": rendering.states(examination) if task.keeps else [],
        "prints": prints,
        "offer": rendering.offers(task.live, task.pressed, examination),
        "escalation": escalation.prepared(examination, reply) if task.keeps else None,
        "summary": changes.summary(examination),
        "different": changes.of_request(before_text, examination) if before_text else "",
        "provider": (examination.diagnosis.provider or examination.diagnosis.entry or "")[:64],
        "site": examination.diagnosis.site,
        "evidence": examination.diagnosis.evidence,
        "example": examples.masked(examination) if task.keeps else "",
        "sent": examination.evidence.requests_sent,
        "outcome": examination.diagnosis.outcome,
        "cause": causes[0].id if causes else "",
        "certainty": causes[0].certainty if causes else "",
        "confidence": causes[0].confidence if causes else None,
        "ask": _ask(examination) if examination.is_open else None,
        **addressed(service, address, examination.report),
    }


def _ask(examination: Examination) -> dict[str, Any] | None:
    request = examination.report.request
    url = url_of(request.url if request else "")
    if request is None or url.fault:
        return None
    secret, password = carried_by(request)
    return {"origin": url.origin, "name": name_of(request), "secret": secret, "password": password}
