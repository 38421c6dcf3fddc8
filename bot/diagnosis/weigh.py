"""Evidence -> candidates: what speaks for and against each cause, added up as log-odds, most probable first.

A piece of evidence says in one word how strong it is; of which kind it is follows from who observed it. What a kind
and a word are worth together is a number of the table ``knowledge/fitted/weights.json``, fitted on labelled cases. The
text model gives the probability by words alone, to which the pieces add.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec

from bot.case import Case, once
from bot.diagnosis import team
from bot.diagnosis.conditions import all_hold, any_group_holds
from bot.diagnosis.facts import fact, statements
from bot.diagnosis.features import features
from bot.diagnosis.outcome import is_beside, only_here
from bot.diagnosis.quote import is_told, masked, quotation, told
from bot.diagnosis.templates import because, filled
from bot.knowledge.schema import Cause, Framework, Sign, Situation
from bot.knowledge.text import chances
from bot.knowledge.weights import KINDS_OF_WORDS, STRENGTHS, Kind, Strength
from bot.lists import words_of
from bot.model import Certainty, Statement

PROOF = "scheme-variant"
_FURTHER = (
    "it gets there, and the API says “{scheme-variant.error_description}”",
    "it gets there, and the API says “{scheme-variant.message}”",
    "it gets there, and the API says {scheme-variant.error}",
    "the API answers otherwise than to nothing",
)
MUTE_CAP = 0.5
PROVEN = 0.99
# Below this probability something else is likelier, and nothing is claimed to be seen. What the pasted request alone
# shows is a fault in four of five reports only, while nobody was asked: of the others another request was refused.
_OBSERVED_FROM, _SHOWN_FROM = 0.5, 0.95
_FAINTEST, _AT_LEAST = 0.02, 3  # by the text alone three are named, however faint: the first may be wrong
_WORD = re.compile(r"[^\W_](?:[\w'-]*\w)?")
_OF_JSON = frozenset({"message", "error", "detail", "code"})  # before the words
_CUT = re.compile(r"\s{0,4}\"(?:https?://)?$")  # where what is known of a sentence ends inside its own quotation
_SHORT = 2  # words that many servers may say, be they known from one; and more, where all are everybody's
_ANYBODYS = words_of("""
a access an api are auth authentication authorization bad been client credential credentials denied error expired
failed failure forbidden has have header id in incorrect invalid is key login malformed missing no not of or password
permission provided refresh request required secret session signature the token unauthorized user username was wrong
""")
_GAPS = 2  # words that may not be repeated, from which a sentence shows nothing
_READS_ALIKE = "Reports that read like yours often had this cause"
_BY_FREQUENCY = "Nothing you posted says which it is: this goes by how often it is the cause"
_SURE, _RATHER_SURE = 0.85, 0.75
_FEW_WORDS = 0.5  # where the API itself was asked, or nobody tells anything, words are little beside what was seen
_TELLING = 0.3  # by words alone, a cause is taken up from this probability on
_OF_THE_SENT = frozenset({"value", "token", "permission", "session", "placement"})
_OF_NOTHING = frozenset(
    {"credential-missing", "credential-invalid", "credential-empty", "header-stripped", "session-login-required"}
)
_RANK: Mapping[Certainty, int] = {"proven": 0, "observed": 1, "suspected": 2}
_ORDER: Mapping[Strength, int] = {"decisive": 3, "strong": 2, "fair": 1, "weak": 0}
_BESIDE = frozenset(
    {"report.has_request", "report.refused", "report.status", "lint-credential.real", "report.has_answer"}
)
_ANY_REFUSAL: frozenset[Situation] = frozenset({"forbidden", "failed"})
_LIVE = ("-probe", "-variant", "-trace", "-compare", "-inspect", "-fingerprint", "-discovery", "-bogus")
_MISSING = "credential-missing"
_SAID_OF_ANY = frozenset({"credential-invalid"})
_DESCRIBED = ("read-description.", "own-facts.")
_LIVE_TOO = frozenset({"differential", "status-page", "resource-metadata"})
_OF_REQUEST = (
    "report",
    "provider",
    "lint-",
    "echo-compare",
    "shown-values",
    "refused-preflight",
    "decode-",
    "clock-skew",
    "read-challenge",
    "challenge",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence for a cause, or against it. ``sign``: which one it is, by the knowledge alone."""

    kind: Kind
    strength: Strength
    words: str = ""
    against: bool = False
    steps: tuple[str, ...] = ()
    about: frozenset[str] = frozenset()
    sign: str = ""

    @property
    def key(self) -> str:
        """Its row in the table of weights."""
        return f"{self.kind} {self.strength}{' against' if self.against else ''}"

    @property
    def is_seen(self) -> bool:
        """Did a check, a server or a client say so, and clearly? Stories never do; common words only when decisive."""
        least: Strength = "decisive" if self.kind in ("library", "common") else "strong"
        return self.kind != "story" and not self.against and _ORDER[self.strength] >= _ORDER[least]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cause with its probability and all that speaks for it.

    ``decisive``: a piece of evidence that settles it. ``seen``: a check, a server or a client said so clearly.
    ``prior_only``: nothing but its frequency speaks for it. ``evidence``: the fingerprint of all that was seen.
    """

    cause: Cause
    certainty: Certainty
    confidence: float
    because: tuple[str, ...]
    steps: tuple[str, ...] = ()
    decisive: bool = False
    seen: bool = False
    prior_only: bool = False
    evidence: str = ""


def candidates(case: Case, now: Situation) -> list[Candidate]:
    """Every cause that fits the situation, most probable first; those that nothing speaks for only by frequency."""
    case = read_words(case)
    pieces = {cause.id: gathered(cause, case) for cause in case.book.causes.values()}
    by_words = case.by_words or {}
    possible = [cause for cause in case.book.causes.values() if is_possible(cause, pieces[cause.id], now, case)]
    scores = {
        cause.id: score(case, _by_words(cause.id, pieces[cause.id], case), pieces[cause.id]) for cause in possible
    }
    shares = chances(scores)
    sure = _calibrated(shares, case)
    found = [
        _candidate(cause, pieces[cause.id], shares[cause.id], sure[cause.id], by_words.get(cause.id, 0.0), case)
        for cause in possible
    ]
    found = _as_the_team_says(found, scores, evidence_of(pieces), case)
    is_mute = fact(case, "differential.mute") is True or _is_forbidden_to_all(case) or _is_untold(case)
    if is_mute:
        found = _capped(found)
    return ranked(found, _AT_LEAST if is_mute or not was_asked(case) else 0)


def _is_forbidden_to_all(case: Case) -> bool:
    return fact(case, "differential.reading") == "forbidden-to-all"


def _is_untold(case: Case) -> bool:
    """Does nothing tell what becomes of the request? Its value is nowhere, or it is good once and shows no answer."""
    if is_unsent(case):
        return True
    is_good_once = fact(case, "lint-signature.signed") is True or fact(case, "lint-request.kind") == "digest"
    return is_good_once and fact(case, "differential.reading") == "withheld" and case.report.observed is None


@once
def is_unsent(case: Case) -> bool:
    """Is the credential a variable whose value the paste does not show, where the API refuses whoever sends nothing?"""
    is_variable = fact(case, "lint-credential.variable_unknown") is True
    is_refused = fact(case, "none-probe.refused") is True or fact(case, "none-probe.forbidden") is True
    return is_variable and is_refused and fact(case, "given-probe.status") is None


def _as_the_team_says(
    found: list[Candidate], scores: Mapping[str, float], evidence: str, case: Case
) -> list[Candidate]:
    """Moved by what people said of earlier answers (see diagnosis.team), and with that in the reason."""
    found = [replace(each, evidence=evidence) for each in found]
    voices = {name: votes for name, votes in team.heard(case, evidence).items() if name in scores}
    if not voices or any(each.certainty == "proven" for each in found):
        return found
    ease = 1.0 if was_asked(case) else case.book.weights.slope  # what is said of it afterwards moves by the shift
    moved = {name: score + team.shift(*voices.get(name, (0, 0))) / ease for name, score in scores.items()}
    sure = _calibrated(chances(moved), case)
    first = max(moved, key=lambda name: moved[name])
    return [_moved(each, sure[each.cause.id], voices.get(each.cause.id), each.cause.id == first) for each in found]


def _moved(each: Candidate, sure: float, votes: tuple[int, int] | None, is_first: bool) -> Candidate:
    """``votes``: how many confirmed and refuted this cause; None = nobody, and it moves as the others do.

    Votes alone found only the cause that comes first by them: behind another, they would found that one too.
    """
    most = max(team.MOST_SURE, each.confidence)
    moved = replace(each, confidence=round(min(sure, most), 3))
    if votes is None:
        return moved
    said = team.told(*votes)
    if each.prior_only and votes[0] > votes[1]:
        because = f"For such a refusal by this API it was {said}"
        return replace(moved, because=(because,), prior_only=not is_first)
    return replace(moved, because=(f"{each.because[0]}; {said}", *each.because[1:]))


def evidence_of(pieces: Mapping[str, Iterable[Piece]]) -> str:
    """The fingerprint of all that was seen. What the asker tells is left out: the same refusal is told in many ways."""
    return team.fingerprint(
        f"{cause} {piece.sign}" for cause, held in pieces.items() for piece in held if piece.kind != "story"
    )


def _calibrated(shares: Mapping[str, float], case: Case) -> Mapping[str, float]:
    """The shares as what one may bet on: the first as often right as such a one was, the others in what is left.

    Where the API itself was asked, its answers hold as they are: reports show none of them.
    """
    first = max(shares, key=lambda name: shares[name], default="")
    if was_asked(case) or not first or shares[first] >= 1:
        return shares
    held = case.book.weights.confidence(shares[first])
    left = (1 - held) / (1 - shares[first])
    return {name: held if name == first else share * left for name, share in shares.items()}


def read_words(case: Case) -> Case:
    """The case with what the text model says of it, asked once."""
    if case.by_words is not None:
        return case
    return replace(case, by_words=chances(case.book.text_model.scores(features(case))))


def _by_words(name: str, pieces: Iterable[Piece], case: Case) -> float:
    """A cause's probability by words. Of one that no report taught they say nothing: what speaks for it decides."""
    chance = case.by_words or {}
    if case.book.text_model.is_learned(name) or all(piece.against for piece in pieces):
        return chance.get(name, 0.0)
    return max(chance.values(), default=0.0)


def score(case: Case, by_words: float, pieces: Iterable[Piece]) -> float:
    """Log-odds of a cause: its probability by words, and the strongest piece of each kind for and against it."""
    share = _FEW_WORDS if was_asked(case) or not is_anything_told(case) else 1.0
    return case.book.weights.total(by_words, keys_of(pieces), share)


def keys_of(pieces: Iterable[Piece]) -> set[str]:
    """The rows of the table that count: of each kind, the strongest for and the strongest against."""
    best: dict[tuple[Kind, bool], Piece] = {}
    for piece in pieces:
        place = (piece.kind, piece.against)
        if place not in best or _ORDER[piece.strength] > _ORDER[best[place].strength]:
            best[place] = piece
    return {piece.key for piece in best.values()}


def observed_from(cause: Cause, pieces: Iterable[Piece]) -> float | None:
    """The probability from which the cause is observed; None where no check, server or client said so.

    That a credential is wrong is no word on why: a check must see it.
    """
    kinds = {piece.kind for piece in pieces if piece.is_seen}
    if cause.id in _SAID_OF_ANY:
        kinds -= KINDS_OF_WORDS
    return None if not kinds else _SHOWN_FROM if kinds == {"request"} else _OBSERVED_FROM


def is_possible(cause: Cause, pieces: list[Piece], now: Situation, case: Case) -> bool:
    """Proven; or not ruled out, and fit for the situation.

    A status that is only pasted rules nothing out: many APIs answer 403, 400 or 404 to whoever is not authenticated.
    Nor does a 403 that everybody gets: who sends nothing, and who sends noise where that was tried.
    """
    if any(piece.kind == "proof" for piece in pieces):
        return True
    if any_group_holds(cause.ruled_out, case):
        return False
    is_anyones = fact(case, "none-probe.status") == 403 and fact(case, "bogus-probe.status") in (None, 403)
    return now in cause.fits or (
        now in _ANY_REFUSAL and "refused" in cause.fits and (is_anyones or not was_asked(case))
    )


def gathered(cause: Cause, case: Case) -> list[Piece]:
    """All that speaks for and against one cause, the strongest first."""
    pieces = [_seen(sign, case) for sign in cause.signs if holds(sign, case)]
    pieces += [
        _spoken(statement, cause.id, case) for statement in statements(case) if _speaks_of(statement, cause.id, case)
    ]
    if only_here(case):
        pieces = [piece for piece in pieces if piece.kind != "live"]
    elif is_beside(case):
        pieces = [piece for piece in pieces if not any(map(_is_live, piece.about))]
    if _is_boilerplate(cause, case):
        pieces = [piece for piece in pieces if piece.kind not in KINDS_OF_WORDS]
    pieces += _tried(cause, case)
    return sorted(pieces, key=lambda piece: (piece.kind != "proof", -_ORDER[piece.strength]))


def _tried(cause: Cause, case: Case) -> Iterator[Piece]:
    """The correction that was tried: not refused, it proves its cause; refused, it speaks against it.

    Where the given credential did not get there, and the corrected one is refused in other words, that one does.
    """
    if fact(case, f"{PROOF}.cause") != cause.id:
        return
    if fact(case, f"{PROOF}.works") is True:
        change = str(fact(case, f"{PROOF}.change") or "the suspect put right")
        yield Piece("proof", "decisive", f"The same request with {change} was not refused", sign="proof")
    elif further := gets_further(case):
        change = filled("With {scheme-variant.change}", case)
        yield Piece("live", "strong", f"{change}, {further}", about=frozenset({PROOF}), sign="further")
    elif fact(case, f"{PROOF}.refused") is True or fact(case, f"{PROOF}.forbidden") is True:
        yield Piece("live", "weak", against=True, sign="refused")


@once
def gets_further(case: Case) -> str:
    """What the API says to the corrected request, where it answered the given one as if nothing had been sent; ''."""
    if fact(case, f"{PROOF}.partly") is not True or fact(case, "differential.reading") != "not-arrived":
        return ""
    return next(words for template in _FURTHER if (words := filled(template, case)))


def holds(sign: Sign, case: Case) -> bool:
    """Is all so that it asks for?"""
    return all_hold(sign.when, case) and not any_group_holds(sign.unless, case)


def checks_of(sign: Sign) -> frozenset[str]:
    """The checks whose facts it asks for."""
    return frozenset(path.partition(".")[0] for path in sign.when) - {"answer", "report", "provider"}


def _seen(sign: Sign, case: Case) -> Piece:
    strength, _, against = sign.weighs.partition("-")
    checks = checks_of(sign)
    kind = kind_of(sign, case)
    words = because(sign.because, case) if sign.because else ""
    if kind == "story" and words:
        words = _told(sign, words, case)
    about, name = checks or frozenset({words}), _name_of(sign)
    return Piece(kind, strength, words, bool(against), sign.steps, about, name)  # type: ignore[arg-type]


def _name_of(sign: Sign) -> str:
    """By what it asks for, so that another order of the signs in the file, or other words, change nothing."""
    asked = msgspec.json.encode((sign.when, sign.unless), order="deterministic")
    return hashlib.sha256(asked).hexdigest()[:16]


def kind_of(sign: Sign, case: Case) -> Kind:
    """Who observed it: the API's description, a live check, the story, the request as pasted, or the pasted answer.

    Once the API was asked, a fact of the request is one of what it refused, and its challenge and what its words
    demand are what it says.
    """
    paths = tuple(sign.when)
    if any(path.startswith(_DESCRIBED) for path in paths):
        return "described"
    if any(path.startswith("story.") for path in paths):
        return "story"
    of_request = any(path.startswith(_OF_REQUEST) for path in paths if path not in _BESIDE)
    demanded = any(path.startswith("demand.") for path in paths)
    if any(_is_live(path) for path in paths) or ((of_request or demanded) and was_asked(case)):
        return "live"
    if of_request:
        return "request"
    return "answer"


def _is_live(path: str) -> bool:
    check = path.partition(".")[0]
    return (check.endswith(_LIVE) and check != "echo-compare") or check in _LIVE_TOO


def was_asked(case: Case) -> bool:
    """Did the API answer questions of ours, so that the request as pasted could be compared?"""
    return fact(case, "differential.reading") is not None and not only_here(case)


@once
def is_anything_told(case: Case) -> bool:
    """Does the asker say anything, beside the request and its answer?"""
    return re.search(r"[^\W\d_]", case.report.said_by("asker")) is not None


def _told(sign: Sign, words: str, case: Case) -> str:
    """A reason out of the story, with the sentence that tells it, unless little of that may be repeated."""
    names = [path.partition(".")[2] for path in sign.when if path.startswith("story.")]
    quotes = fact(case, "story.quotes")
    said = [masked(quotes[name], case) for name in names if isinstance(quotes, Mapping) and name in quotes]
    is_shown = bool(said) and said[0].count("[word …") < _GAPS
    return f"{told(said[0], 'asker')}: {words[:1].lower()}{words[1:]}" if is_shown else words


@once
def _is_shown(case: Case) -> bool:
    """Does the request show a credential, be it a variable's, and no answer say that none arrived?"""
    said = fact(case, "answer.says")
    is_shown = fact(case, "lint-request.has_credential") is True and fact(case, "lint-credential.empty") is False
    return is_shown and not (isinstance(said, list | tuple) and "missing" in said)


def _speaks_of(statement: Statement, cause: str, case: Case) -> bool:
    """Does a literal statement name the cause? Words that may mean others too do not say that nothing was sent
    where the request shows a credential.
    """
    if cause == _MISSING and len(statement.causes) > 1 and _is_shown(case):
        return False
    return cause in statement.causes


def _spoken(statement: Statement, cause: str, case: Case) -> Piece:
    """What a literal statement weighs for one of its causes.

    The first weighs more than the others, a sole one most; and less where its entry is not sure, or where it is common.
    """
    place, number = statement.causes.index(cause), len(statement.causes)
    kind = _speaker(statement, case)
    rank = min(number - 1, 2) if place == 0 else min(place + number - 1, 3)
    doubt = 0 if statement.confidence >= _SURE else 1 if statement.confidence >= _RATHER_SURE else 2
    strength = STRENGTHS[min(rank + doubt, len(STRENGTHS) - 1)]
    said = f"{statement.source}: {', '.join(statement.causes)}"
    return Piece(kind, strength, _quoted(statement, case), about=frozenset({"words"}), sign=said)


def _speaker(statement: Statement, case: Case) -> Kind:
    if case.provider and statement.source == case.provider.id:
        return "provider" if f"p:{case.provider.id}" in case.book.text_model.table else "team"
    known = case.book.frameworks.get(statement.source)
    return "common" if known is not None and known.kind == "common" else "library"


def _quoted(statement: Statement, case: Case) -> str:
    known = case.book.providers.get(statement.source) or case.book.frameworks.get(statement.source)
    common = isinstance(known, Framework) and known.kind == "common"
    names = known.name.partition(" (")[0].split(", ") if known else []
    is_own = case.provider is not None and case.provider.id == statement.source
    words = [word for word in _WORD.findall(statement.quote.lower()) if word not in _OF_JSON]
    is_anyones = common or (not is_own and (len(words) == _SHORT or _ANYBODYS.issuperset(words)))
    speaker = f", as {' or '.join(names)} words it" if len(names) in (1, 2) and not is_anyones else ""
    quote = _CUT.sub("", statement.quote) if statement.quote.count('"') % 2 else statement.quote.rstrip(" ([{")
    return f"The error says “{quote}”{speaker}"


def _is_boilerplate(cause: Cause, case: Case) -> bool:
    """Does the server say to nothing what it says to this credential? Then its words tell nothing about a value."""
    same = fact(case, "given-probe.same_as_none") is True or fact(case, "differential.mute") is True
    if fact(case, "lint-request.unsafe_method") is True:
        return False  # what was refused is the pasted write, which no probe repeats
    return same and cause.family in _OF_THE_SENT and cause.id not in _OF_NOTHING


def _candidate(cause: Cause, pieces: list[Piece], share: float, sure: float, by_words: float, case: Case) -> Candidate:
    proven = any(piece.kind == "proof" for piece in pieces)
    for_it = [piece for piece in pieces if not piece.against]
    least = observed_from(cause, pieces)
    reasons = _reasons(for_it)
    is_observed = least is not None and bool(reasons) and share >= least
    certainty: Certainty = "proven" if proven else "observed" if is_observed else "suspected"
    if not reasons and by_words >= _TELLING and is_told(case, cause.id):
        reasons = (quotation(case, cause.id) or _READS_ALIKE,)
    return Candidate(
        cause=cause,
        certainty=certainty,
        confidence=round(PROVEN if proven else min(sure, PROVEN), 3),
        because=reasons or (_BY_FREQUENCY,),
        steps=tuple(dict.fromkeys((*(step for piece in for_it for step in piece.steps), *cause.steps))),
        decisive=any(piece.strength == "decisive" and piece.kind != "story" for piece in for_it),
        seen=least is not None,
        prior_only=not reasons,
    )


def _reasons(pieces: list[Piece]) -> tuple[str, ...]:
    """At most three sentences, strongest first, none from facts of checks that already spoke; one quotation."""
    said: list[str] = []
    seen: set[str] = set()
    for piece in pieces:
        if piece.words and not (piece.about & seen):
            said.append(piece.words)
            seen |= piece.about
    return tuple(said[:3])


def ranked(found: Iterable[Candidate], least: int) -> list[Candidate]:
    """By confidence, then certainty, then name: ``least`` of them, and all that are not faint."""
    order = sorted(found, key=lambda each: (-each.confidence, _RANK[each.certainty], each.cause.id))
    return [each for place, each in enumerate(order) if place < least or each.confidence >= _FAINTEST]


def _capped(found: list[Candidate]) -> list[Candidate]:
    """None that is merely suspected above the cap; what the first had beyond it falls to the others."""
    first = max((each.confidence for each in found if each.certainty == "suspected"), default=0.0)
    left = (1 - MUTE_CAP) / (1 - first) if MUTE_CAP < first < 1 else 1.0
    return [
        each
        if each.certainty != "suspected"
        else replace(each, confidence=round(min(each.confidence * left, MUTE_CAP), 3))
        for each in found
    ]
