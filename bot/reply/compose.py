"""Examination -> Reply: what is said, in which order. The one place where the words of an answer are chosen."""

from __future__ import annotations

from dataclasses import replace

from bot.masking import Scrubber
from bot.model import Cause, Certainty, Diagnosis, Evidence, Examination, Finding, OutcomeWord, Reply, Step

CERTAINTY: dict[Certainty, str] = {
    "proven": "Proven: changing only this makes the refusal go away, or a key or signature was verified.",
    "observed": "Observed: a check saw it.",
    "suspected": "Suspected: it fits, and nothing here proves it.",
}

WITHOUT_CAUSE: dict[OutcomeWord, tuple[str, str]] = {
    "inconclusive": (
        "The API refuses the request, and nothing it shows tells the causes apart",
        "What is listed is what such a refusal most often is, not what a check found.",
    ),
    "not-reproduced": (
        "Nothing refuses this request as seen from here",
        "If it still fails for you, the difference lies on your side: another value is sent than the one you pasted, "
        "a proxy or a redirect changes it, or the fault comes and goes.",
    ),
    "nothing-to-check": (
        "No request and no refusal found in this text",
        "Paste the whole curl command, or the response with its status line and headers (curl -i).",
    ),
    "diagnosed": ("No fault found", ""),
}

TOLD: frozenset[str] = frozenset({"fail", "warn", "error"})


def compose(examination: Examination) -> Reply:
    """The reply to one examined message, scrubbed of every secret of its text."""
    diagnosis = examination.diagnosis
    first, others = _first(diagnosis), diagnosis.causes[1:]
    if first is None:
        headline, verdict = WITHOUT_CAUSE[diagnosis.outcome]
        reply = Reply(headline=headline, verdict=verdict, others=diagnosis.causes)
    else:
        reply = Reply(
            headline=first.title,
            verdict=f"{CERTAINTY[first.certainty]} Confidence {percent(first.confidence)}.",
            because=first.because,
            steps=first.steps,
            corrected=first.corrected,
            others=others,
        )
    reply = replace(reply, asked=_asked(examination.evidence), notes=_notes(examination))
    return scrubbed(reply, Scrubber(examination.report.secrets))


def percent(confidence: float) -> str:
    """``0.954`` -> ``95 %``; never 100 % below certainty itself."""
    return f"{min(99, round(confidence * 100)) if confidence < 1 else 100} %"


def scrubbed(reply: Reply, scrubber: Scrubber) -> Reply:
    """The same reply with every text passed through ``scrubber``."""
    scrub = scrubber.scrub
    return Reply(
        headline=scrubber.scrub_ours(reply.headline),
        verdict=reply.verdict,
        because=tuple(map(scrub, reply.because)),
        steps=_scrubbed_steps(reply.steps, scrubber),
        corrected=scrubber.scrub_ours(reply.corrected) if reply.corrected is not None else None,
        others=tuple(scrubbed_cause(cause, scrubber) for cause in reply.others),
        asked=tuple(map(scrub, reply.asked)),
        notes=tuple(map(scrub, reply.notes)),
    )


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


def _notes(examination: Examination) -> tuple[str, ...]:
    notes = [*examination.diagnosis.notes, *(problem.text for problem in examination.report.problems)]
    if (sent := examination.evidence.requests_sent) > 0:
        notes.append(f"{sent} request{'s' if sent != 1 else ''} sent.")
    return tuple(dict.fromkeys(notes))
