"""Rows of the history -> Stats: what a terminal, Slack and Home tell of them. Pure; counts and ids alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

_BUCKETS = 10


class AnswerRow(NamedTuple):
    """The columns of an answer that are counted."""

    id: str
    outcome: str
    cause: str
    certainty: str
    provider: str
    site: str
    asked: float | None
    answered: float | None


class Opinion(NamedTuple):
    """The columns of a vote that are counted."""

    answer: str
    cause: str
    vote: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Unsolved:
    """How often one API was asked about in vain: nothing told why, or what was named first was wrong (``cause``)."""

    provider: str
    site: str
    cause: str
    number: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of first causes called with a probability from ``low`` to ``high``, ``voted`` on, how many were confirmed."""

    low: float
    high: float
    voted: int
    confirmed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What was asked within ``days``. ``confirmed`` and ``refuted`` are answers, by their first cause.

    ``median_s``: from the question to its first answer, None where that is not known. Of outcomes, certainties and
    causes it is told how often; ``providers``: the causes of each, by its id, else by the registrable domain, the most
    asked first. ``unsolved``: the entries worth writing, the most frequent first.
    """

    days: int
    asked: int
    answered: int
    confirmed: int
    refuted: int
    median_s: float | None
    outcomes: Mapping[str, int]
    certainties: Mapping[str, int]
    causes: Mapping[str, int]
    providers: Mapping[str, Mapping[str, int]]
    unsolved: Sequence[Unsolved]
    calibration: Sequence[Calibration]


def counted(answers: Sequence[AnswerRow], opinions: Sequence[Opinion], *, days: int) -> Stats:
    """``opinions`` oldest first: of several on one answer and cause the last holds."""
    said = {(one.answer, one.cause): one for one in opinions}
    done = [one for one in answers if one.outcome]
    named = [one for one in done if one.outcome == "diagnosed" and one.cause]
    verdicts = Counter(said[one.id, one.cause].vote for one in done if (one.id, one.cause) in said)
    waited = [max(0.0, one.answered - one.asked) for one in done if one.answered and one.asked]
    by_whom = defaultdict[str, Counter[str]](Counter)
    for one in named:
        by_whom[one.provider or one.site][one.cause] += 1
    return Stats(
        days=days,
        asked=len(answers),
        answered=len(done),
        confirmed=verdicts["right"],
        refuted=verdicts["wrong"],
        median_s=median(waited) if waited else None,
        outcomes=_sorted(Counter(one.outcome for one in done)),
        certainties=_sorted(Counter(one.certainty for one in named)),
        causes=_sorted(Counter(one.cause for one in named)),
        providers={
            whose: _sorted(by_whom[whose]) for whose in sorted(by_whom, key=lambda one: (-by_whom[one].total(), one))
        },
        unsolved=_unsolved(done, said),
        calibration=_calibration(said.values()),
    )


def _unsolved(done: Iterable[AnswerRow], said: Mapping[tuple[str, str], Opinion]) -> list[Unsolved]:
    """Nothing told why; or the first cause was struck, and no other one was confirmed."""
    solved = {answer for (answer, _), one in said.items() if one.vote == "right"}
    found = Counter[tuple[str, str, str]]()
    for one in done:
        struck = said.get((one.id, one.cause))
        is_wrong = struck is not None and struck.vote == "wrong"
        if one.id not in solved and (is_wrong or one.outcome == "inconclusive"):
            found[one.provider, one.site, one.cause if is_wrong else ""] += 1
    return [Unsolved(*key, number) for key, number in sorted(found.items(), key=lambda one: (-one[1], one[0]))]


def _calibration(said: Iterable[Opinion]) -> list[Calibration]:
    rows = defaultdict[int, list[bool]](list)
    for one in said:
        if one.confidence is not None:
            rows[min(int(one.confidence * _BUCKETS + 1e-9), _BUCKETS - 1)].append(one.vote == "right")
    return [
        Calibration(place / _BUCKETS, (place + 1) / _BUCKETS, len(rows[place]), sum(rows[place]))
        for place in sorted(rows)
    ]


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
