"""(Examination, Book) -> how it is known, as a plain value: checks, requests, answers, and what weighed how much.

The one place from which the terminal's ``--verbose`` and the demo's pane take it. Everything in it has passed the mask.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bot.case import Case
from bot.checks._run import registered
from bot.diagnosis.facts import heard, statements
from bot.diagnosis.weigh import Piece, checks_of, gathered, holds, kind_of, read_words
from bot.knowledge.book import Book
from bot.knowledge.schema import Cause as CauseEntry
from bot.knowledge.schema import Sign
from bot.masking import Scrubber, Shown, mask_answer, mask_headers
from bot.model import Carries, Cause, Evidence, Examination, Finding, Moment, Response, Sent
from bot.reply.compose import Say, composed_by

Json = dict[str, Any]
MOST_CAUSES = 3
_QUOTED = 200  # characters of an answer
_REFUSED = 400
_HOW: dict[Carries, str] = {"nothing": "nothing", "credential": "yours", "noise": "made-up"}
_HOW_OF_CHECK = {  # those that change more than the credential
    "scheme-variant": "corrected",
    "path-variant": "other path",
    "cache-bust-probe": "past the cache",
    "repeat-probe": "yours again",
    "preflight-probe": "preflight",
}
_COMPARED = ("none-probe", "given-probe", "cache-bust-probe", "bogus-probe", "scheme-variant", "repeat-probe")


def explain(examination: Examination, book: Book, moment: Moment) -> Json:
    """How the diagnosis came about; JSON.

    ``checks``, in the order in which they began: ``id``, ``question``, ``status``, ``summary``, ``begun_ms`` after the
    first, ``elapsed_ms``, and ``asked``: its requests (``how`` it differed in what it carried, ``change`` in words,
    ``method``, ``url``, ``headers``, masked; ``answer``; ``elapsed_ms``). An answer has ``status`` or, without one, the
    word why; the headers that tell of its ``challenge``, and the first 200 characters of the ``body`` of a refusal.
    ``skipped``: ids of the checks that were not needed, by the reason. ``compared``: [how, answer] of the requests that
    differ in the credential alone, and ``reading``, what that says.
    ``causes``, at most three: ``id``, ``title``, ``certainty``, ``confidence``, ``by_words`` (its probability by the
    words of the paste), and ``signs``: what spoke for and against it (``number`` in the entry's list from 1, or None
    for a proof or known words; ``kind``, ``strength``, ``weight`` in log-odds, whether it ``counts``, since of each
    kind the strongest does; ``words``, and ``facts`` with the values that held).
    ``noticed`` in the paste; ``entries``: [kind, id] of the entries that spoke; ``requests_sent``.
    """
    report, evidence = examination.report, examination.evidence
    scrubber = Scrubber(report.secrets)
    case = read_words(heard(_case(examination, book, moment, scrubber)))
    say = composed_by(scrubber)
    ran = {name: found for name, found in evidence.findings.items() if found.status != "skip"}
    first = min((found.begun for found in ran.values()), default=timedelta(0))
    ordered = sorted(ran.items(), key=lambda item: item[1].begun)
    reading = examination.diagnosis.compared.partition(" → ")[2]
    return {
        "outcome": examination.diagnosis.outcome,
        "checks": [_check(name, found, first, evidence, scrubber) for name, found in ordered],
        "skipped": _skipped(evidence, scrubber),
        "compared": _compared(evidence.record),
        "reading": say(reading),
        "causes": [_cause(cause, case, say) for cause in examination.diagnosis.causes[:MOST_CAUSES]],
        "noticed": [scrubber.shown(problem.text) for problem in report.problems],
        "entries": list(map(list, _entries(examination, case))),
        "requests_sent": evidence.requests_sent,
    }


def _case(examination: Examination, book: Book, moment: Moment, scrubber: Scrubber) -> Case:
    """The case of which the diagnosis was made."""
    report = examination.report
    return Case(
        report=report,
        request=report.request,
        provider=book.provider_of(report),
        book=book,
        moment=moment,
        evidence=examination.evidence,
        mask=scrubber.scrub,
    )


def _check(name: str, found: Finding, first: timedelta, evidence: Evidence, scrubber: Scrubber) -> Json:
    known = registered().get(name)
    return {
        "id": name,
        "question": known.question if known else "",
        "status": found.status,
        "summary": scrubber.shown(found.summary),
        "begun_ms": _ms(found.begun - first),
        "elapsed_ms": _ms(found.elapsed),
        "asked": [_asked(line, found, scrubber) for line in evidence.record if line.purpose == name],
    }


def _skipped(evidence: Evidence, scrubber: Scrubber) -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for name, found in evidence.findings.items():
        if found.status == "skip":
            reasons.setdefault(scrubber.shown(found.summary), []).append(name)
    return reasons


def _asked(line: Sent, found: Finding, scrubber: Scrubber) -> Json:
    return {
        "how": _how(line),
        "change": scrubber.shown(str(found.told.get("change") or "")),
        "method": scrubber.shown(line.method),
        "url": scrubber.shown(line.url),
        "headers": _headers(line.headers, scrubber),
        "answer": _answer(line, scrubber),
        "is_sent": line.sent,
        "elapsed_ms": _ms(line.elapsed),
    }


def _how(line: Sent) -> str:
    return _HOW_OF_CHECK.get(line.purpose, _HOW[line.carries])


def _answer(line: Sent, scrubber: Scrubber) -> Json:
    answer: Json = {"status": line.outcome, "challenge": [], "body": ""}
    if line.response is not None:
        answer["challenge"] = _challenges(line.response, scrubber)
        if (line.response.status or 0) >= _REFUSED:  # what the API gives to whom it knows is not ours to show
            answer["body"] = scrubber.shown(mask_answer(line.response.body.strip())).cut(_QUOTED)
    return answer


def _challenges(response: Response, scrubber: Scrubber) -> list[str]:
    named = ("www-authenticate", "proxy-authenticate", "location", "x-cache", "age")
    told = [(name, value) for name, value in response.headers if name.lower() in named]
    return [f"{name}: {value}" for name, value in _headers(tuple(told), scrubber)]


def _headers(headers: tuple[tuple[str, str], ...], scrubber: Scrubber) -> list[list[Shown]]:
    return [[scrubber.shown(name), scrubber.shown(value)] for name, value in mask_headers(headers)]


def _compared(record: tuple[Sent, ...]) -> list[list[str]]:
    last = {line.purpose: line for line in record if line.sent}
    return [[_how(last[check]), last[check].outcome] for check in _COMPARED if check in last]


def _cause(cause: Cause, case: Case, say: Say) -> Json:
    entry = case.book.causes[cause.id]
    return {
        "id": cause.id,
        "title": say(cause.title),
        "certainty": cause.certainty,
        "confidence": round(cause.confidence, 3),
        "by_words": round((case.by_words or {}).get(cause.id, 0.0), 3),
        "signs": [*_signs(entry, case, say)],
    }


def _signs(entry: CauseEntry, case: Case, say: Say) -> Iterator[Json]:
    """What spoke for and against a cause, the strongest first, each with its place in the entry."""
    held = {number: sign for number, sign in enumerate(entry.signs, 1) if holds(sign, case)}
    counted: set[tuple[str, bool]] = set()
    for piece in gathered(entry, case):
        number = next((number for number, sign in held.items() if _is_of(piece, sign, case)), None)
        sign = held.pop(number) if number is not None else None
        weight = case.book.weights.worth(piece.key)
        yield {
            "number": number,
            "kind": piece.kind,
            "strength": piece.strength,
            "weight": round(weight, 2),
            "counts": (piece.kind, piece.against) not in counted,
            "words": say(piece.words),
            "facts": [*sign.when] if sign else [],
        }
        counted.add((piece.kind, piece.against))


def _is_of(piece: Piece, sign: Sign, case: Case) -> bool:
    """Is this the piece that the sign gave?"""
    checks = checks_of(sign)
    weighs = f"{piece.strength}{'-against' if piece.against else ''}"
    is_about = not checks or piece.about == checks
    return piece.kind == kind_of(sign, case) and sign.weighs == weighs and is_about


def _entries(examination: Examination, case: Case) -> Iterator[tuple[str, str]]:
    """The entries that spoke: the first causes, whose API it is, and whose words were found."""
    named = [("causes", cause.id) for cause in examination.diagnosis.causes[:MOST_CAUSES]]
    named += [("providers", case.provider.id)] if case.provider else []
    for each in statements(case):
        kind = "providers" if each.source in case.book.providers else "frameworks"
        named.append((kind, each.source))
    return iter(dict.fromkeys(named))


def _ms(span: timedelta) -> float:
    return round(span.total_seconds() * 1000, 1)
