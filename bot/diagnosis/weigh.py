"""Evidence -> candidates: each cause that has a sign, a statement or a proof, with how much it weighs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.case import Case
from bot.diagnosis.conditions import all_hold, any_group_holds
from bot.diagnosis.facts import fact, statements
from bot.diagnosis.talk import likeness
from bot.diagnosis.words import because
from bot.knowledge.schema import Cause, Sign, Situation
from bot.model import Certainty, Statement

PROOF = "scheme-variant"
MUTE_CAP = 0.5
PROVEN = 0.99
_SHARES = (1.0, 0.62, 0.45, 0.35, 0.28)
_AMBIGUOUS = 0.88
_SECOND = 0.4
_OVERHEARD = 0.75
_TOLD = 0.8
_OVERHEARD_TWICE = 0.4
_OF_A_VALUE = frozenset({"value", "token", "permission", "session"})
_OF_NOTHING = frozenset({"credential-missing", "credential-invalid", "credential-empty", "session-login-required"})
_IN_PASSING = 0.85
_PLAIN_WORDS = 0.7
_FAINTEST = 0.1
_TALKED = (0.45, 0.38, 0.31)
_WORDS = "words"
_BESIDE = frozenset({"report.has_request", "lint-credential.real", "decode-token.is_jwt", "lint-signature.signed"})
_RANK: dict[Certainty, int] = {"proven": 0, "observed": 1, "suspected": 2}


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence for a cause."""

    confidence: float
    certainty: Certainty
    words: str
    spoken: bool = False
    sole: bool = False
    settles: bool = False
    about: frozenset[str] = frozenset()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cause with all that speaks for it, the weightiest piece first.

    ``explicit``: a fact, or a statement that names it alone, speaks for it. ``prior_only``: nothing but its prior does.
    """

    cause: Cause
    certainty: Certainty
    confidence: float
    because: tuple[str, ...]
    steps: tuple[str, ...] = ()
    settles: bool = False
    explicit: bool = False
    prior_only: bool = False


def candidates(case: Case, now: Situation) -> list[Candidate]:
    """Every cause that fits the situation and has evidence of its own, most probable first."""
    said = statements(case)
    found = []
    for cause in case.book.causes.values():
        pieces = _pieces(cause, said, case)
        if _boilerplate(cause, case):
            pieces = [_faint(piece) for piece in pieces]
        if pieces and _possible(cause, pieces, now, case):
            found.append(_candidate(cause, pieces))
    if fact(case, "differential.mute") is True:
        found = [_capped(each) for each in found]
    return ranked(_residual_last(found))


def _boilerplate(cause: Cause, case: Case) -> bool:
    """Does the server say to nothing what it says to this credential? Then its words tell nothing about a value."""
    same = fact(case, "given-probe.same_as_none") is True or fact(case, "differential.mute") is True
    if fact(case, "lint-request.unsafe_method") is True:
        return False  # what was refused is the pasted write, which no probe repeats
    return same and cause.family in _OF_A_VALUE and cause.id not in _OF_NOTHING


def _faint(piece: Piece) -> Piece:
    """A piece that rests on words, as boilerplate; others stay."""
    if not piece.spoken:
        return piece
    return replace(piece, confidence=round(piece.confidence * _OVERHEARD_TWICE, 3), certainty="suspected")


def _possible(cause: Cause, pieces: list[Piece], now: Situation, case: Case) -> bool:
    """Proven; or not refuted, and fit for the situation.

    A 403 that nothing was compared with may be any refusal: some APIs answer 403 to everything. There, what was
    observed counts for every cause.
    """
    if any(piece.certainty == "proven" for piece in pieces):
        return True
    if any_group_holds(cause.refuted, case):
        return False
    uncompared = now == "forbidden" and fact(case, "given-probe.forbidden") is not True
    strong = any(piece.certainty == "observed" and piece.confidence >= _STRONG for piece in pieces)
    return now in cause.fits or (uncompared and strong)


def by_prior(case: Case, now: Situation) -> list[Candidate]:
    """The causes that fit, by prior alone: what is left when nothing tells them apart."""
    carries = fact(case, "lint-request.has_credential") is not False
    fitting = [
        cause
        for cause in case.book.causes.values()
        if cause.prior > 0 and now in cause.fits and not any_group_holds(cause.refuted, case)
    ]
    usual = [cause for cause in fitting if carries or cause.id == "credential-missing"]
    words = "Nothing in the paste or in the answers tells it from its neighbours; it is a frequent cause"
    made = [
        Candidate(cause, "suspected", round(min(MUTE_CAP, cause.prior * 2), 2), (words,), cause.steps, prior_only=True)
        for cause in usual
    ]
    talked = {} if fact(case, "given-probe.status") is not None else likeness(case.report.story, case.book.causes)
    made = [each for each in made if each.cause.id not in talked]
    return ranked([*made, *_by_talk(case, now, talked)])


def _by_talk(case: Case, now: Situation, talked: dict[str, float]) -> list[Candidate]:
    """The causes whose words the text uses, the three that it uses most, above those that are merely frequent."""
    fitting = [
        (weight, case.book.causes[cause])
        for cause, weight in talked.items()
        if cause in case.book.causes and now in case.book.causes[cause].fits
        if not any_group_holds(case.book.causes[cause].refuted, case)
    ]
    most = sorted(fitting, key=lambda each: (-each[0], -each[1].prior, each[1].id))[: len(_TALKED)]
    words = "The text speaks of what goes with it; nothing in the paste or in the answers shows it"
    return [
        Candidate(cause, "suspected", confidence, (words,), cause.steps, prior_only=True)
        for confidence, (_weight, cause) in zip(_TALKED, most, strict=False)
    ]


def ranked(found: list[Candidate]) -> list[Candidate]:
    """By confidence, then certainty, then prior."""
    kept = [each for each in found if each.confidence >= _FAINTEST]
    return sorted(kept, key=lambda each: (-each.confidence, _RANK[each.certainty], -each.cause.prior, each.cause.id))


def _pieces(cause: Cause, said: tuple[Statement, ...], case: Case) -> list[Piece]:
    pieces = [
        _seen(sign, cause.id, said, case)
        for sign in cause.signs
        if all_hold(sign.when, case) and not any_group_holds(sign.unless, case)
    ]
    pieces += [_spoken(statement, cause.id, said, case) for statement in said if cause.id in statement.causes]
    if fact(case, f"{PROOF}.cause") == cause.id and fact(case, f"{PROOF}.works") is True:
        change = str(fact(case, f"{PROOF}.change") or "the suspect put right")
        pieces.append(Piece(PROVEN, "proven", f"The same request with {change} was not refused"))
    return sorted(pieces, key=lambda piece: (-piece.confidence, _RANK[piece.certainty]))


def _seen(sign: Sign, cause: str, said: tuple[Statement, ...], case: Case) -> Piece:
    """What a sign weighs: less when it only classifies words whose speaker is known to mean something else."""
    heard = all(path.endswith(".says") or path in _BESIDE for path in sign.when)
    known = [each for each in said if each.source not in case.book.causes or each.confidence >= _PLAIN_WORDS]
    share = _share_of_heard(cause, known) if heard and known else 1.0
    words = because(sign.because, case)
    checks = {path.partition(".")[0] for path in sign.when} - {"answer", "report", "provider"}
    about = frozenset({_WORDS} if heard else checks or {words})
    return Piece(
        round(sign.confidence * share, 3), sign.certainty, words, heard, heard, sign.settles, about, sign.steps
    )


def _share_of_heard(cause: str, known: list[Statement]) -> float:
    """A class of words weighs in full only where a known speaker means that cause first."""
    if any(each.causes[0] == cause for each in known):
        return 1.0
    return _IN_PASSING if any(cause in each.causes for each in known) else _OVERHEARD


def _spoken(statement: Statement, cause: str, said: tuple[Statement, ...], case: Case) -> Piece:
    """What a literal statement weighs for one of its causes: the first more than the others, a sole one most."""
    place = statement.causes.index(cause)
    share = _SHARES[min(place, len(_SHARES) - 1)] * (_AMBIGUOUS if len(statement.causes) > 1 else 1.0)
    if statement.source in case.book.causes and any(_known_speaker(other, case) for other in said):
        share *= _OVERHEARD
    if _only_told(statement, case):
        share *= _TOLD
    certainty: Certainty = "observed" if place == 0 and len(statement.causes) <= 2 else "suspected"
    sole = len(statement.causes) == 1
    words = _quoted(statement, case)
    about = frozenset({_WORDS})
    return Piece(round(statement.confidence * share, 3), certainty, words, True, sole, about=about)


def _only_told(statement: Statement, case: Case) -> bool:
    """Is it found in the prose alone, though an answer with words of its own is there too?"""
    answer = case.report.observed
    if answer is None or not answer.body.strip():
        return False
    asked = fact(case, "given-probe.status") is not None or fact(case, "none-probe.status") is not None
    return not asked and not case.book.is_said(statement, answer)


def _known_speaker(statement: Statement, case: Case) -> bool:
    return statement.source not in case.book.causes and len(statement.causes) == 1


def _quoted(statement: Statement, case: Case) -> str:
    known = case.book.providers.get(statement.source) or case.book.frameworks.get(statement.source)
    speaker = f" (words of {known.name})" if known else ""
    return f"The answer says “{statement.quote}”{speaker}"


def _candidate(cause: Cause, pieces: list[Piece]) -> Candidate:
    """Pieces together: the weightiest one, raised by the best of the other sort, never above the cause's ceiling."""
    first = pieces[0]
    other = max((piece.confidence for piece in pieces[1:] if piece.spoken != first.spoken), default=0.0)
    confidence = 1 - (1 - first.confidence) * (1 - _SECOND * other)
    certainty = min((piece.certainty for piece in pieces[:3]), key=lambda word: _RANK[word])
    if certainty == "observed" and first.certainty == "suspected" and _weight_of_observed(pieces) < _FAINTEST * 3:
        certainty = "suspected"
    top = 1.0 if certainty == "proven" else cause.ceiling
    agreed = first.certainty == "observed" and other > 0 and any(p.spoken for p in pieces)
    return Candidate(
        cause=cause,
        certainty=certainty,
        confidence=round(min(confidence, top), 2),
        because=_reasons(pieces) or (cause.title,),
        steps=tuple(dict.fromkeys((*(step for piece in pieces for step in piece.steps), *cause.steps))),
        explicit=any(not piece.spoken or piece.sole for piece in pieces if piece.confidence >= _EXPLICIT),
        settles=any(piece.settles for piece in pieces) or (agreed and confidence >= _SETTLING),
    )


_SETTLING = 0.95
_STRONG = 0.66
_EXPLICIT = 0.55
_BELOW = 0.05


def _reasons(pieces: list[Piece]) -> tuple[str, ...]:
    """At most three sentences, weightiest first, none from facts of checks that already spoke; one quotation."""
    said: list[str] = []
    seen: set[str] = set()
    for piece in pieces:
        if piece.words and not (piece.about & seen):
            said.append(piece.words)
            seen |= piece.about
    return tuple(said[:3])


def _residual_last(found: list[Candidate]) -> list[Candidate]:
    """What is only left over stays below the best cause that something explicit speaks for."""
    explicit = [each.confidence for each in found if each.explicit and not each.cause.residual]
    best = max(explicit, default=0.0)
    if best < _EXPLICIT:
        return found
    top = round(best - _BELOW, 2)
    return [
        replace(each, confidence=min(each.confidence, top))
        if each.cause.residual and each.certainty != "proven"
        else each
        for each in found
    ]


def _weight_of_observed(pieces: list[Piece]) -> float:
    return max((piece.confidence for piece in pieces if piece.certainty == "observed"), default=0.0)


def _capped(each: Candidate) -> Candidate:
    if each.certainty != "suspected":
        return each
    return replace(each, confidence=min(each.confidence, MUTE_CAP - _BELOW if each.cause.residual else MUTE_CAP))
