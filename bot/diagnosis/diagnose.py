"""Case -> Diagnosis: what became of the request, the causes that fit, most probable first, and what to do."""

from __future__ import annotations

from dataclasses import replace

from bot.auth.names import UNSENT
from bot.case import NO_VOICES, Case
from bot.diagnosis.compared import compared
from bot.diagnosis.facts import fact, heard
from bot.diagnosis.headline import check_by, headline, line
from bot.diagnosis.outcome import only_here, outcome_of
from bot.diagnosis.own_words import own_step, own_words
from bot.diagnosis.situation import is_like_a_report, is_only_told, refusal_in_paste, situation
from bot.diagnosis.surroundings import command_system, is_of_another, is_suitable, shown_by
from bot.diagnosis.team import site
from bot.diagnosis.templates import command_for, step, value_of
from bot.diagnosis.weigh import PROOF, Candidate, candidates, is_unsent, read_words, was_asked
from bot.knowledge.schema import Situation
from bot.masking import Scrubber
from bot.model import Cause, Diagnosis, OutcomeWord, Step
from bot.variants.fixes import Fix, fixes

MOST = 5
_HEADS = 3  # of which one must have evidence of its own
_DOUBT = 0.5
_SETTLED = 0.85
_OUT_OF_REACH = "I cannot reach {host} from here, where you got an answer, so this is by the text alone."
_UNKNOWN_VALUE = (
    "The credential is a variable of your shell, so I could not send it: one that is not set there sends nothing. "
    "`echo ${#NAME}` prints how long its value is."
)
_BARRED = "{host} forbids me whatever I send, but said 401 to you, so this is by the text alone."


def diagnose(case: Case) -> Diagnosis:
    """Causes most probable first, at most five; none when there is neither a refusal nor a fault."""
    case = read_words(heard(replace(case, mask=Scrubber(case.report.secrets).scrub)))
    if case.request is None and not (refusal_in_paste(case) or is_like_a_report(case.report.text)):
        return Diagnosis(outcome="nothing-to-check", provider=_provider(case), entry=_entry(case))
    now = situation(case)
    weighed = candidates(case, now)
    found = _kept(weighed, now, case)
    outcome: OutcomeWord = _outcome(
        found, now, told=case.request is None or is_only_told(case) or outcome_of(case, "none-probe") == "refused"
    )
    if outcome == "inconclusive":
        found = [replace(each, confidence=min(each.confidence, _DOUBT)) for each in found]
    corrections = {fix.cause: fix for fix in reversed(fixes(case)) if fix.command and not _changed_nothing(fix, case)}
    causes = tuple(_cause(each, case, corrections.get(each.cause.id)) for each in found[:MOST])
    return Diagnosis(
        outcome=outcome,
        causes=causes,
        provider=_provider(case),
        entry=_entry(case),
        compared=compared(case),
        notes=_notes(found, causes, case),
        pages=_pages(case),
        site=site(case),
        evidence=weighed[0].evidence if weighed else "",
    )


def settled(case: Case) -> bool:
    """Is nothing left to ask? So when a fact of the request decides, or a statement and a decoded fact agree.

    What a correction can prove is worth asking. What a team said of other answers settles nothing.
    """
    case = heard(replace(case, voices=NO_VOICES))
    found = candidates(case, situation(case))
    if not found or not found[0].decisive or found[0].certainty == "suspected" or found[0].confidence < _SETTLED:
        return False
    return not any(fix.sends and fix.cause == found[0].cause.id for fix in fixes(case))


def _kept(found: list[Candidate], now: Situation, case: Case) -> list[Candidate]:
    """Where the request is accepted now, what is left are suspicions of the client's side; a proof stays.

    Where the API itself was asked, nothing is named that no answer, no fact and no word of the paste speaks for.
    """
    if now in ("refused", "forbidden") or (now != "accepted" and is_only_told(case)):
        founded = [each for each in found if not each.prior_only]
        return founded if founded and was_asked(case) and not is_unsent(case) else found
    if now == "unknown" and is_unsent(case):
        return found
    found = [each for each in found if (each.seen if now == "failed" else not each.prior_only)]
    if now != "accepted":
        return found
    return [
        each
        if each.certainty == "proven"
        else replace(each, certainty="suspected", confidence=min(each.confidence, _DOUBT))
        for each in found
    ]


def _outcome(found: list[Candidate], now: Situation, *, told: bool) -> OutcomeWord:
    """``told``: somebody tells of a refusal and shows no request, or the API refuses whoever sends nothing."""
    if now == "accepted":
        return "diagnosed" if any(each.certainty == "proven" for each in found) else "not-reproduced"
    if any(not each.prior_only for each in found[:_HEADS]):
        return "diagnosed"
    return "inconclusive" if told or now in ("refused", "forbidden") else "not-reproduced"


def _changed_nothing(fix: Fix, case: Case) -> bool:
    """Was this very correction tried, and refused as the request is that was pasted?"""
    tried = fact(case, f"{PROOF}.change") == fix.change and fact(case, f"{PROOF}.partly") is not True
    return tried and any(fact(case, f"{PROOF}.{word}") is True for word in ("refused", "forbidden"))


def _cause(each: Candidate, case: Case, fix: Fix | None) -> Cause:
    return Cause(
        id=each.cause.id,
        title=each.cause.title,
        certainty=each.certainty,
        confidence=each.confidence,
        because=each.because,
        steps=_steps(each, case),
        corrected=fix.command if fix else None,
        headline=headline(each.cause, case),
        check_by=check_by(each.cause, case),
        change=case.mask(fix.change) if fix else "",
    )


def _steps(each: Candidate, case: Case) -> tuple[Step, ...]:
    known, shown = case.book.steps, shown_by(case)
    entries = [known[name] for name in each.steps if name in known and not is_of_another(known[name], shown)]
    steps = [
        own_step(
            replace(
                step(entry, case),
                line=line(entry, case),
                command=command_for(entry, command_system(shown), case),
                suits=is_suitable(entry, shown),
            ),
            case,
        )
        for entry in entries
    ]
    return tuple(sorted(steps, key=lambda each: not each.suits))


def _provider(case: Case) -> str | None:
    return case.provider.public_id if case.provider else None


def _entry(case: Case) -> str | None:
    return case.provider.id if case.provider else None


def _pages(case: Case) -> tuple[str, ...]:
    named = [value_of(page, case) for page in ("provider.auth", "provider.rotate", "provider.status")]
    own = [each.docs for each in case.provider.steps.values()] if case.provider else []
    return tuple(dict.fromkeys(filter(None, (*named, str(fact(case, "own-facts.incident_link") or ""), *own))))


def _notes(found: list[Candidate], causes: tuple[Cause, ...], case: Case) -> tuple[str, ...]:
    notes = []
    if only_here(case):
        barred = any(fact(case, f"{check}.status") == 403 for check in ("none-probe", "given-probe"))
        notes.append((_BARRED if barred else _OUT_OF_REACH).format(host=value_of("host", case)))
    if is_unsent(case) or (not found and fact(case, "lint-credential.variable_unknown")):
        notes.append(_UNKNOWN_VALUE)
    notes += own_words(next(iter(causes), None), case)
    if found and _is_about_sending(found[0]) and fact(case, "lint-request.unsent"):
        unsent = [problem.text for problem in case.report.problems if problem.code in UNSENT]
        notes += [f"{text[:1].upper()}{text[1:]}." for text in unsent]
    left_out = case.evidence.fact("given-probe.left_out")
    if isinstance(left_out, tuple) and left_out and fact(case, "given-probe.refused") is True:
        named = ", ".join(case.mask(str(name)[:40]) for name in left_out[:5])
        notes.append(f"My test requests left out {named}, as I send only headers that are known to be harmless.")
    trap = _trap(found, case)
    if trap:
        notes.append(trap)
    return tuple(notes)


def _is_about_sending(each: Candidate) -> bool:
    return each.cause.id == "credential-missing" or each.cause.family == "placement"


def _trap(found: list[Candidate], case: Case) -> str:
    """What the provider's entry warns of for the first cause, '' when nothing."""
    if not found or case.provider is None:
        return ""
    warnings = [trap.text for trap in case.provider.traps if found[0].cause.id in trap.causes]
    return f"{case.provider.name}: {warnings[0]}" if warnings else ""
