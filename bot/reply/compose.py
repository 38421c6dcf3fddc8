"""Examination -> Reply: what is said, in which order. The one place where the words of an answer are chosen.

Sentences come composed: words of ours, never masked, and foreign values, each masked where it was put in. The mask goes
over the whole once more and looks for whole secrets alone; it has nothing to do, unless something is wrong.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

from bot.masking import Scrubber, Shown, ours
from bot.model import (
    Advice,
    Carries,
    Cause,
    Certainty,
    Diagnosis,
    Evidence,
    Examination,
    OutcomeWord,
    Reply,
    Sent,
    Step,
)

FURTHER, OTHERS, NOTES, ADVISED = 3, 2, 4, 3
_FAINTEST = 0.02  # what is less probable is said once it comes first, as the others were not it
CERTAINTY: dict[Certainty, Shown] = {
    "proven": ours("Proven"),
    "observed": ours("Observed"),
    "suspected": ours("Suspected"),
}
WITHOUT_CAUSE: dict[OutcomeWord, tuple[Shown, Shown]] = {
    "inconclusive": (
        ours("The API says 401, and nothing here shows why"),
        ours("What follows is what it most often is; no check found it."),
    ),
    "not-reproduced": (
        ours("This request is not refused when I send it"),
        ours(
            "If it still fails for you, the difference is on your side: another value is sent than the one you posted, "
            "a proxy or a redirect changes it, or the fault comes and goes."
        ),
    ),
    "nothing-to-check": (
        ours("I found no request and no 401 in this text"),
        ours("Send the whole curl command, or the answer with its status line and headers (curl -i)."),
    ),
    "diagnosed": (ours("No fault found"), ours("")),
}
_UNANSWERED_HEAD = (
    ours("I have no answer of this API to go by, and see no fault in the text"),
    ours("Post what it answered, with the status line and headers (curl -i): that tells most."),
)
_ACCEPTED_THERE = ours("The answer in your paste accepts this request, and I have sent nothing")
_FAILED_THERE = ours("The answer in your paste is no 401 ({status}), and I have sent nothing")
_ANOTHER = ours("If another one is refused, post that one with its answer: its status line and headers (curl -i).")
_NONE_LISTED = ours("Post the request and its answer, with the status line and headers (curl -i): that tells most.")
_NO_STATUS = ours("Nothing here shows why this is refused")
_OTHERWISE = ours("It answers me {status}, which is no 401: that is no matter of a credential")
_HIDDEN = ours("It answers me 404, which is no 401: the path is wrong, or hidden from who may not see it")
_UNASKED = ours("It answers me {status} without a credential, and yours was not sent")
_ONLY_READ = ours("A GET of this address is accepted; a {method} I do not repeat")
_READ_OTHERWISE = ours("A GET of this address answers me {status}; a {method} I do not repeat")
_POST_IT = ours(
    "If it answered you 401, post that answer, with its status line and headers (curl -i): that tells most."
)
_VARIABLE = re.compile(r"(?:\$(?:\{env:)?|%)(?!(?:TOKEN|API_USER|API_PASSWORD)\b)[A-Z][A-Z0-9_]{1,40}[}%]?")
_TO_FILL_IN = ours("In the command, {names}: what your own request has there.")
_UNHEARD = ours(
    "If it did answer you, its name is known in your network alone, and I cannot ask it: post that answer with its "
    "status line and headers (curl -i), and I go by it."
)
_PROBABLY, _PERHAPS, _EVEN = ours("Probably: {headline}"), ours("Perhaps: {headline}"), 0.5
_SURE = ours("{certainty}, {confidence} %: {reason}")
_UNSURE = ours("{certainty}, {confidence} %.")
_CORRECTED, _CHANGED = ours("Use this command:"), ours("Send it with {change}:")
_OTHER = ours("{title}: {check}")
_REASON = ours("Also: {reason}")
_SENT_ONE, _SENT = ours("1 request sent."), ours("{number} requests sent.")
CHECK, SKIPPED = ours("{id} ({ms} ms): {summary}"), ours("Not run, as {why}: {ids}")
ASKED = ours("Sent {how}: {method} {url} → {answer} ({ms} ms)")
HOW: dict[Carries, Shown] = {
    "nothing": ours("without a credential"),
    "credential": ours("with your credential"),
    "noise": ours("with a made-up credential"),
}
_HOW_OF_CHECK: dict[str, Shown] = {  # those that change more than the credential
    "scheme-variant": ours("with the correction"),
    "path-variant": ours("with the other path"),
    "cache-bust-probe": ours("past the cache"),
    "preflight-probe": ours("as a browser's preflight"),
}
UNANSWERED = ours("no answer ({kind})")
BETWEEN = ours(", ")
_FAILED = ours("Something went wrong on our side, not on yours")
_IN_THE_LOG = ours("The operator finds it in the log under {id}.")
_log = logging.getLogger(__name__)
Say = Callable[[str], Shown]


def compose(examination: Examination) -> Reply:
    """The reply to one examined message, without any secret of its text."""
    diagnosis, scrubber = examination.diagnosis, Scrubber(examination.report.secrets)
    say = composed_by(scrubber)
    first = _first(diagnosis)
    rest = diagnosis.causes if first is None else diagnosis.causes[1:]
    others = tuple(cause for cause in rest if cause.confidence >= _FAINTEST)
    headline, sure = _headed(examination, first, say)
    used, fix, command = _fix(first, say)
    named = OTHERS if first else FURTHER
    return Reply(
        headline=headline,
        sure=sure,
        fix=fix,
        command=command,
        further=tuple(say(line) for line in _lines(first, used) if line.strip())[: _further(first)],
        others=tuple(_other(cause, say) for cause in others[:named] if cause.title.strip()),
        compared=say(diagnosis.compared) if diagnosis.compared else None,
        notes=(*_unheard(examination), *_to_fill_in(examination, first, say), *map(say, diagnosis.notes))[:NOTES],
        details=tuple(_details(examination, first, others[named:], scrubber, say)),
        checklist=tuple(_advice(cause, say) for cause in diagnosis.causes[:ADVISED]),
        pages=tuple(map(say, diagnosis.pages)),
    )


def composed_by(scrubber: Scrubber) -> Say:
    """What shows composed text. A whole secret in it is our fault: the log tells it, and it becomes an ellipsis."""

    def say(text: str) -> Shown:
        shown, had_secret = scrubber.composed(text)
        if had_secret:
            _log.error("a secret was in a composed sentence of %d characters, and was left out", len(text))
        return shown

    return say


def percent(confidence: float) -> int:
    """``0.954`` -> ``95``; never 100 below certainty itself, and never 0."""
    return min(99, max(1, round(confidence * 100))) if confidence < 1 else 100


def _first(diagnosis: Diagnosis) -> Cause | None:
    """The cause that the reply is about: only a diagnosed fault is asserted, the rest is listed."""
    return diagnosis.causes[0] if diagnosis.causes and diagnosis.outcome == "diagnosed" else None


def _headed(examination: Examination, first: Cause | None, say: Say) -> tuple[Shown, Shown]:
    """The headline, and how sure it is with the one reason that carries it."""
    if first is None:
        if examination.failed:
            return _FAILED, _IN_THE_LOG.filled(id=say(examination.failed))
        if examination.diagnosis.outcome == "not-reproduced" and not _is_answered(examination):
            return _UNANSWERED_HEAD
        if examination.diagnosis.outcome == "not-reproduced" and not _heard(examination):
            return _answered_there(examination, say)
        if examination.diagnosis.outcome == "inconclusive":
            return _undecided(examination)
        return _not_sent(examination, say) or WITHOUT_CAUSE[examination.diagnosis.outcome]
    certainty, confidence = CERTAINTY[first.certainty], percent(first.confidence)
    headline = say(first.headline or first.title)
    if first.certainty == "suspected" and "probably" not in headline:
        headline = (_PROBABLY if first.confidence > _EVEN else _PERHAPS).filled(headline=headline)
    reason = next((each for each in first.because if each != first.headline), "")
    if not reason:
        return headline, _UNSURE.filled(certainty=certainty, confidence=confidence)
    return headline, _SURE.filled(certainty=certainty, confidence=confidence, reason=say(reason))


def _answered_there(examination: Examination, say: Say) -> tuple[Shown, Shown]:
    """The answer that the paste shows is no refusal: it accepts, or is about something else."""
    status = examination.report.observed.status if examination.report.observed else None
    if status is None or 200 <= status < 300:
        return _ACCEPTED_THERE, _ANOTHER
    return _FAILED_THERE.filled(status=say(str(status))), _ANOTHER


def _undecided(examination: Examination) -> tuple[Shown, Shown]:
    """Nothing shows why; 401 is only said where it is told."""
    headline, sure = WITHOUT_CAUSE["inconclusive"]
    sure = sure if examination.diagnosis.causes else _NONE_LISTED
    told = examination.report.observed
    is_told = "401" in examination.report.text if told is None or told.status is None else told.status == 401
    return (headline if is_told else _NO_STATUS), sure


def _not_sent(examination: Examination, say: Say) -> tuple[Shown, Shown] | None:
    """What is said instead of "not refused when I send it", where it was not sent as it is, or not accepted."""
    findings, request = examination.evidence.findings, examination.report.request
    probes = [findings[name] for name in ("given-probe", "none-probe") if name in findings]
    seen = next((probe for probe in probes if probe.response is not None and not probe.told.get("refused")), None)
    if examination.diagnosis.outcome != "not-reproduced" or request is None or seen is None:
        return None
    asked = findings.get("lint-request")
    method, status = say(request.method.upper()), say(str(seen.told.get("status")))
    is_other = asked is not None and asked.told.get("unsafe_method") is True
    is_ok = seen.told.get("ok") is True
    if is_other and not is_ok:
        return _READ_OTHERWISE.filled(status=status, method=method), _POST_IT
    if seen is not probes[0] and request.credentials:
        return _UNASKED.filled(status=status), _POST_IT
    if not is_ok:
        return (_HIDDEN if status == "404" else _OTHERWISE.filled(status=status)), _POST_IT
    return (_ONLY_READ.filled(method=method), _POST_IT) if is_other else None


def _is_answered(examination: Examination) -> bool:
    """Did anybody answer us, or does the paste tell of an answer?"""
    return examination.report.observed is not None or _heard(examination)


def _heard(examination: Examination) -> bool:
    return any(line.response is not None for line in examination.evidence.record)


def _unheard(examination: Examination) -> tuple[Shown, ...]:
    """The limit of what we see where nobody here knows the host's name, and the paste shows no whole answer."""
    looked_up, told = examination.evidence.findings.get("dns-compare"), examination.report.observed
    is_known = looked_up is None or looked_up.status == "skip" or looked_up.told.get("resolves") is not False
    is_whole = told is not None and bool(told.headers or told.body)
    return () if is_known or is_whole or _heard(examination) else (_UNHEARD,)


def _to_fill_in(examination: Examination, first: Cause | None, say: Say) -> tuple[Shown, ...]:
    """Which variables of a corrected command stand for what the asker's own request has in their place."""
    named = dict.fromkeys(match.group() for match in _VARIABLE.finditer(first.corrected or "" if first else ""))
    unknown = [name for name in named if name.strip("%") not in examination.report.text]
    return (_TO_FILL_IN.filled(names=say(", ".join(unknown))),) if unknown else ()


def _fix(first: Cause | None, say: Say) -> tuple[Step | None, Shown | None, Shown | None]:
    """The step that is used up, what to do first, and its command: the corrected one, else that of the first step."""
    if first is None:
        return None, None, None
    if first.corrected is not None:
        intro = _CHANGED.filled(change=say(first.change)) if first.change else _CORRECTED
        return None, intro, say(first.corrected)
    step = next((step for step in first.steps if step.suits and _line(step)), None)
    if step is None:
        return None, None, None
    return step, say(_line(step)), say(step.command) if step.command else None


def _lines(first: Cause | None, used: Step | None) -> Iterator[str]:
    """The further steps, a line each; what one step says, no other repeats."""
    said = {_line(used)} if used else set()
    for step in first.steps if first else ():
        if step is not used and step.suits and _line(step) not in {*said, ""}:
            said.add(_line(step))
            yield _line(step)


def _further(first: Cause | None) -> int:
    """How many further steps are worth reading: few beside a corrected command, one beside one that is proven."""
    if first is None or first.corrected is None:
        return FURTHER
    return 1 if first.certainty == "proven" else FURTHER - 1


def _line(step: Step) -> str:
    return step.line or step.text.partition("\n")[0]


def _other(cause: Cause, say: Say) -> Shown:
    title = say(cause.title)
    return _OTHER.filled(title=title, check=say(cause.check_by)) if cause.check_by else title


def _details(
    examination: Examination, first: Cause | None, rest: tuple[Cause, ...], scrubber: Scrubber, say: Say
) -> Iterator[Shown]:
    """Further reasons, less probable causes, what was noticed in the paste, what was sent, each check with its time."""
    yield from (_REASON.filled(reason=say(reason)) for reason in (_behind(first) if first else ()))
    yield from (_other(cause, say) for cause in rest)
    yield from (scrubber.shown(problem.text) for problem in examination.report.problems)
    yield from (_asked(line, scrubber, say) for line in examination.evidence.record if line.sent)
    if number := examination.evidence.requests_sent:
        yield requests_sent(number)
    yield from _checks(examination.evidence, scrubber, say)


def _behind(first: Cause) -> Iterator[str]:
    """The reasons that stand neither in the headline nor below it."""
    yield from [each for each in first.because if each != first.headline][1:]


def _checks(evidence: Evidence, scrubber: Scrubber, say: Say) -> Iterator[Shown]:
    """Each check that ran, with its time; those that were not needed, together where the reason is the same."""
    skipped: dict[str, list[Shown]] = {}
    for name, finding in evidence.findings.items():
        if finding.status == "skip":
            skipped.setdefault(finding.summary, []).append(say(name))
        else:
            summary = scrubber.shown(finding.summary)
            yield CHECK.filled(id=say(name), ms=_milliseconds(finding.elapsed), summary=summary)
    for why, names in skipped.items():
        yield SKIPPED.filled(why=scrubber.shown(why), ids=BETWEEN.between(names))


def _asked(line: Sent, scrubber: Scrubber, say: Say) -> Shown:
    """One request as it was sent, and its answer: method, masked address, what was different in it, status."""
    return ASKED.filled(
        how=_HOW_OF_CHECK.get(line.purpose, HOW[line.carries]),
        method=scrubber.shown(line.method),
        url=scrubber.shown(line.url),
        answer=say(line.outcome) if line.outcome.isdigit() else UNANSWERED.filled(kind=say(line.outcome)),
        ms=_milliseconds(line.elapsed),
    )


def _milliseconds(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)


def requests_sent(number: int) -> Shown:
    """How many, in a sentence."""
    return _SENT_ONE if number == 1 else _SENT.filled(number=number)


def _advice(cause: Cause, say: Say) -> Advice:
    return Advice(title=say(cause.title), steps=tuple(say(step.text) for step in cause.steps))
