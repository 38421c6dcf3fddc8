"""Changes: what is different from the last time, where the same thing was examined before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.masking import Scrubber, Shown, mask_name, ours, restored
from bot.model import Examination, Request
from bot.parsing.parse import parse
from bot.reply.compose import composed_by

Summary = Mapping[str, Any]
_WAS_IS = ours("What changed: was {before}, is {now} now.")
_NOW = ours("What changed: it is {now} now.")
_STILL = ours("Nothing changed: still {now}.")
_UNSENT = ours("The API was not asked this time, so nothing new is known.")
_UNANSWERED = ours("What changed: was {before}, and now the API gives no answer.")
_SAME_CAUSE = ours("The cause is the same.")
_OTHER_CAUSE = ours("Before it was: {before}.")
_NO_CAUSE = ours("Before no cause was found.")
_DIFFERENT = ours("Different in the request: {parts}.")
_SAME_REQUEST = ours("The request is the same as before.")
_METHOD, _ADDRESS, _CREDENTIAL = ours("the method"), ours("the address"), ours("the credential")
_PLACE, _HEADER, _NO_HEADER = ours("where the credential goes"), ours("{name} is new"), ours("{name} is gone")
_BETWEEN, _AND = ours(" "), ours(", ")
_HEADERS = 3


def summary(examination: Examination) -> dict[str, Any]:
    """What is compared the next time: the ``status``, the first ``cause`` with its ``title``, and the ``outcome``."""
    evidence, report = examination.evidence, examination.report
    is_bare = report.request is not None and not report.request.credentials
    asked = evidence.fact("given-probe.status") or (evidence.fact("none-probe.status") if is_bare else None)
    told = report.observed.status if report.observed else None
    is_unanswered = any(evidence.fact(f"{probe}.failure") for probe in ("none-probe", "given-probe"))
    causes = examination.diagnosis.causes if examination.diagnosis.outcome == "diagnosed" else ()
    say = composed_by(Scrubber(examination.report.secrets))
    return {
        "status": asked if isinstance(asked, int) else None if is_unanswered else told,
        "is_unanswered": is_unanswered,
        "sent": evidence.requests_sent,
        "outcome": examination.diagnosis.outcome,
        "cause": causes[0].id if causes else "",
        "title": say(causes[0].title) if causes else "",
    }


def said(before: Summary, now: Summary, *, is_asked: bool = False) -> Shown:
    """The sentences about status and cause; ``before`` and ``now`` are summaries. ``is_asked``: the API was to be."""
    sentences = [_UNSENT] if is_asked and not now["sent"] else [_status(before, now), *_cause(before, now)]
    return _BETWEEN.between([one for one in sentences if one])


def of_request(before: str, examination: Examination) -> Shown:
    """What is different in the request from that of the text ``before``; '' when either has none."""
    old, new = parse(before).request, examination.report.request
    if old is None or new is None:
        return ours("")
    scrubber = Scrubber(examination.report.secrets)
    parts = list(_parts(old, new, scrubber))
    return _DIFFERENT.filled(parts=_AND.between(parts)) if parts else _SAME_REQUEST


def _status(before: Summary, now: Summary) -> Shown:
    was, is_ = before["status"], now["status"]
    if is_ is None:
        return _UNANSWERED.filled(before=was) if was is not None and now["is_unanswered"] else ours("")
    if was is None:
        return _NOW.filled(now=is_)
    return _STILL.filled(now=is_) if was == is_ else _WAS_IS.filled(before=was, now=is_)


def _cause(before: Summary, now: Summary) -> Iterator[Shown]:
    if before["cause"] == now["cause"]:
        if now["cause"]:
            yield _SAME_CAUSE
    elif before["cause"]:
        yield _OTHER_CAUSE.filled(before=restored(before["title"]))
    else:
        yield _NO_CAUSE


def _parts(old: Request, new: Request, scrubber: Scrubber) -> Iterator[Shown]:
    if old.method != new.method:
        yield _METHOD
    if old.url != new.url:
        yield _ADDRESS
    olds, news = ([(one.location, one.kind) for one in request.credentials] for request in (old, new))
    if olds != news:
        yield _PLACE
    elif [one.secret.reveal() for one in old.credentials] != [one.secret.reveal() for one in new.credentials]:
        yield _CREDENTIAL
    names = [{name.lower(): name for name, _ in request.headers} for request in (old, new)]
    for sentence, here, there in ((_HEADER, names[1], names[0]), (_NO_HEADER, names[0], names[1])):
        for name in [here[one] for one in here if one not in there][:_HEADERS]:
            yield sentence.filled(name=scrubber.shown(mask_name(name)))
