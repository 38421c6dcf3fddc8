"""Examination -> Reply: what is said, in which order. The one place where the words of an answer are chosen."""

from __future__ import annotations

from dataclasses import replace

from bot.masking import Scrubber, Shown, ours
from bot.model import Also, Cause, Certainty, Diagnosis, Evidence, Examination, Finding, OutcomeWord, Reply, Step

CERTAINTY: dict[Certainty, Shown] = {
    "proven": ours("Proven: changing only this makes the refusal go away, or a key or signature was verified."),
    "observed": ours("Observed: a check saw it."),
    "suspected": ours("Suspected: it fits, and nothing here proves it."),
}

WITHOUT_CAUSE: dict[OutcomeWord, tuple[Shown, Shown]] = {
    "inconclusive": (
        ours("The API refuses the request, and nothing it shows tells the causes apart"),
        ours("What is listed is what such a refusal most often is, not what a check found."),
    ),
    "not-reproduced": (
        ours("Nothing refuses this request as seen from here"),
        ours(
            "If it still fails for you, the difference lies on your side: another value is sent than the one you "
            "pasted, a proxy or a redirect changes it, or the fault comes and goes."
        ),
    ),
    "nothing-to-check": (
        ours("No request and no refusal found in this text"),
        ours("Paste the whole curl command, or the response with its status line and headers (curl -i)."),
    ),
    "diagnosed": (ours("No fault found"), ours("")),
}
_VERDICT = ours("{certainty} Confidence {confidence} %.")
_ALSO = ours("{title} ({certainty}, {confidence} %)")
_SENT_ONE, _SENT = ours("1 request sent."), ours("{number} requests sent.")

_FAILED = ours("Something went wrong on our side, not on yours")
_IN_THE_LOG = ours("The operator finds it in the log under {id}.")
TOLD: frozenset[str] = frozenset({"fail", "warn", "error"})


def compose(examination: Examination) -> Reply:
    """The reply to one examined message, without any secret of its text."""
    diagnosis, scrubber = examination.diagnosis, Scrubber(examination.report.secrets)
    first = _first(diagnosis)
    if first is None:
        failed = _FAILED, _IN_THE_LOG.filled(id=scrubber.shown_ours(examination.failed))
        headline, verdict = failed if examination.failed else WITHOUT_CAUSE[diagnosis.outcome]
        reply = Reply(headline=headline, verdict=verdict)
    else:
        reply = Reply(
            headline=scrubber.shown_ours(first.headline or first.title),
            verdict=_VERDICT.filled(certainty=CERTAINTY[first.certainty], confidence=percent(first.confidence)),
            because=tuple(map(scrubber.shown, first.because)),
            steps=tuple(scrubber.shown_ours(step.text) for step in first.steps),
            corrected=scrubber.shown_ours(first.corrected) if first.corrected is not None else None,
        )
    others = diagnosis.causes if first is None else diagnosis.causes[1:]
    return replace(
        reply,
        others=tuple(_also(cause, scrubber) for cause in others),
        asked=tuple(map(scrubber.shown, _asked(examination.evidence))),
        notes=_notes(examination, scrubber),
    )


def percent(confidence: float) -> int:
    """``0.954`` -> ``95``; never 100 below certainty itself."""
    return min(99, round(confidence * 100)) if confidence < 1 else 100


def _also(cause: Cause, scrubber: Scrubber) -> Also:
    certainty = scrubber.shown_ours(cause.certainty)
    title = _ALSO.filled(
        title=scrubber.shown_ours(cause.title), certainty=certainty, confidence=percent(cause.confidence)
    )
    return Also(title=title, because=scrubber.shown(cause.because[0]) if cause.because else None)


def scrubbed_cause(cause: Cause, scrubber: Scrubber) -> Cause:
    """The same cause with its evidence, steps and command scrubbed."""
    return replace(
        cause,
        title=scrubber.scrub_ours(cause.title),
        because=tuple(map(scrubber.scrub, cause.because)),
        steps=_scrubbed_steps(cause.steps, scrubber),
        corrected=scrubber.scrub_ours(cause.corrected) if cause.corrected is not None else None,
    )


def _scrubbed_steps(steps: tuple[Step, ...], scrubber: Scrubber) -> tuple[Step, ...]:
    return tuple(replace(step, text=scrubber.scrub_ours(step.text)) for step in steps)


def _first(diagnosis: Diagnosis) -> Cause | None:
    """The cause that the reply is about: only a diagnosed fault is asserted, the rest is listed."""
    return diagnosis.causes[0] if diagnosis.causes and diagnosis.outcome == "diagnosed" else None


def _asked(evidence: Evidence) -> tuple[str, ...]:
    return tuple(f"{name}: {finding.summary}" for name, finding in evidence.findings.items() if _worth_telling(finding))


def _worth_telling(finding: Finding) -> bool:
    return finding.status in TOLD or finding.response is not None


def _notes(examination: Examination, scrubber: Scrubber) -> tuple[Shown, ...]:
    said = (*examination.diagnosis.notes, *(problem.text for problem in examination.report.problems))
    notes = [*map(scrubber.shown, said)]
    if (sent := examination.evidence.requests_sent) > 0:
        notes.append(_SENT_ONE if sent == 1 else _SENT.filled(number=sent))
    return tuple(dict.fromkeys(notes))
