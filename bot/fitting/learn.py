"""Samples -> models and weights, by maximum likelihood. Needs NumPy, SciPy and scikit-learn (a development dependency).

1. The text model: multinomial logistic regression over features, each row of length 1, features of two cases and more.
2. The model of stories: one logistic regression for each thing that a sentence may tell.
3. The weights: conditional logit over the rows of evidence and the log of the text model's probability for cases that
   it was not learned from. A row that speaks for a cause never has a negative number, and one against it no positive.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from bot.fitting.cases import fold_of
from bot.fitting.evidence import Sample
from bot.knowledge.schema import Story
from bot.knowledge.text import SCALE, TextModel, grams
from bot.knowledge.weights import STRENGTHS, TEXT, Weights, log_chance, rows

FOLDS = 5
_STRICTNESS = 150.0  # inverse of the regularisation: chosen by cross-validation
_STORY_STRICTNESS = 6.0
_OTHERS = 0.2  # what a sentence of another story counts, which may tell this one as well
_ROUNDS = 60
_ALSO = 0.3  # of a case, for the causes that may stand first as well
_OWN = 0.6  # what a case of our own counts beside a real one, for the text model …
_OWN_EVIDENCE = 0.15  # … and for the weights
_PULL = 0.3  # towards the guess by the word alone
_GUESS = dict(zip(STRENGTHS, (3.0, 2.0, 1.2, 0.6), strict=True))
_LIVE_GUESS = dict(zip(STRENGTHS, (9.0, 7.5, 4.5, 3.0), strict=True))  # reports show few answers to our own questions
_TEXT_GUESS = 0.8
_SMALLEST = 1.0  # smaller weights are not kept: nine in ten, and no figure changes
Matrix = Any


@dataclass(frozen=True)
class Table:
    """Features as a sparse matrix: a row a sample, a column a feature."""

    matrix: Matrix
    names: tuple[str, ...]

    @staticmethod
    def of(rows_of_features: Iterable[Iterable[str]]) -> Table:
        """The matrix of these rows."""
        places: dict[str, int] = {}
        row, column, number = [], [], 0
        for number, found in enumerate(rows_of_features, 1):
            for feature in found:
                row.append(number - 1)
                column.append(places.setdefault(feature, len(places)))
        shape = (number, len(places))
        return Table(csr_matrix((np.ones(len(row)), (row, column)), shape=shape), tuple(places))


def text_model(samples: Sequence[Sample]) -> TextModel:
    """The model of all causes, learned from these samples."""
    table = Table.of(sample.features for sample in samples)
    fitted, kept, rarity = _regression(table.matrix, samples)
    return _model(fitted.classes_, fitted.coef_, fitted.intercept_, [table.names[place] for place in kept], rarity)


def held_out(samples: Sequence[Sample], causes: Sequence[str]) -> Matrix:
    """For each sample the probabilities of a model that has not seen its source."""
    matrix = Table.of(sample.features for sample in samples).matrix
    folds = np.array([fold_of(sample.source, FOLDS) for sample in samples])
    found = np.zeros((len(samples), len(causes)))
    place = {cause: number for number, cause in enumerate(causes)}
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        if len(outside):
            fitted, kept, rarity = _regression(matrix[inside], [samples[int(row)] for row in inside])
            chances = fitted.predict_proba(_scaled(matrix[outside][:, kept], rarity))
            found[np.ix_(outside, [place[name] for name in fitted.classes_])] = chances
    return found


def story_model(stories: Mapping[str, Story]) -> TextModel:
    """The model of all stories: for each ``fact yes`` and ``fact no`` whether a sentence says it."""
    rows_of = [(name, way, sentence) for name, story in stories.items() for way, sentence in _sentences(story)]
    table = Table.of(set(grams(sentence)) for _, _, sentence in rows_of)
    kept, rarity = _kept(table.matrix)
    scaled = _scaled(table.matrix[:, kept], rarity)
    classes, weights, biases = [], [], []
    for name, story in stories.items():
        for way in ("yes", "no") if story.no else ("yes",):
            fitted = LogisticRegression(C=_STORY_STRICTNESS, max_iter=200, class_weight="balanced")
            counts = [1.0 if row[0] == name else _OTHERS for row in rows_of]
            fitted.fit(scaled, [row[:2] == (name, way) for row in rows_of], sample_weight=counts)
            classes.append(f"{name} {way}")
            weights.append(fitted.coef_[0])
            biases.append(fitted.intercept_[0])
    return _model(classes, np.array(weights), np.array(biases), [table.names[place] for place in kept], rarity)


def weights(samples: Sequence[Sample], chances: Matrix, causes: Sequence[str], inside: Any = None) -> Weights:
    """The table of weights under which the right causes of these samples are most probable."""
    design = Design.of(samples, chances, causes)
    chosen = np.ones(len(samples), bool) if inside is None else inside
    return Weights(dict(zip(rows(), map(float, design.fitted(chosen)), strict=True)))


@dataclass(frozen=True)
class Design:
    """Samples × causes × rows of evidence; which causes are possible and which right; what each sample counts."""

    evidence: Matrix
    possible: Matrix
    right: Matrix
    counts: Matrix

    @staticmethod
    def of(samples: Sequence[Sample], chances: Matrix, causes: Sequence[str]) -> Design:
        """The design of these samples, with each one's probabilities by words."""
        place = {row: number for number, row in enumerate(rows())}
        evidence = np.zeros((len(samples), len(causes), len(place)))
        possible: Matrix = np.zeros((len(samples), len(causes)), bool)
        right: Matrix = np.zeros((len(samples), len(causes)), bool)
        for number, sample in enumerate(samples):
            for at, cause in enumerate(causes):
                evidence[number, at, place[TEXT]] = log_chance(chances[number, at])
                possible[number, at], right[number, at] = cause in sample.possible, cause in sample.right
                for key in sample.keys.get(cause, ()):
                    if key in place:
                        evidence[number, at, place[key]] = 1
        counts = np.array([_OWN_EVIDENCE if sample.part == "own" else 1.0 for sample in samples])
        return Design(evidence, possible, right, counts)

    def shares(self, weights: Matrix) -> Matrix:
        """Each cause's probability under these weights."""
        scores = np.where(self.possible, self.evidence @ weights, -1e9)
        raised = np.exp(scores - scores.max(1, keepdims=True))
        return raised / raised.sum(1, keepdims=True)

    def fitted(self, chosen: Matrix) -> Matrix:
        """The weights that fit the chosen samples best; samples whose right cause is not possible teach nothing."""
        chosen = chosen & (self.right & self.possible).any(1)
        part = Design(self.evidence[chosen], self.possible[chosen], self.right[chosen], self.counts[chosen])
        guess = np.array([_guess(row) for row in rows()])

        def loss(weights: Matrix) -> tuple[float, Matrix]:
            shares = part.shares(weights)
            hit = (shares * part.right).sum(1) + 1e-12
            slope = np.einsum("ij,ijk,i->k", shares - shares * part.right / hit[:, None], part.evidence, part.counts)
            away = weights - guess
            return float(-(part.counts * np.log(hit)).sum() + _PULL * away @ away), slope + 2 * _PULL * away

        bounds = [(None, 0) if row.endswith("against") else (0, None) for row in rows()]
        return minimize(loss, guess, jac=True, method="L-BFGS-B", bounds=bounds).x


def _guess(row: str) -> float:
    if row == TEXT:
        return _TEXT_GUESS
    kind, strength, *_ = row.split(" ")
    word = (_LIVE_GUESS if kind == "live" else _GUESS)[strength]  # type: ignore[index]
    return -word if row.endswith("against") else word


def _sentences(story: Story) -> Iterable[tuple[str, str]]:
    for way, said in (("yes", story.yes), ("no", story.no), ("near", story.near)):
        yield from ((way, sentence) for sentence in said)


def _regression(matrix: Matrix, samples: Sequence[Sample]) -> tuple[LogisticRegression, Matrix, Matrix]:
    kept, rarity = _kept(matrix)
    taught = [(row, *lesson) for row, sample in enumerate(samples) for lesson in _lessons(sample)]
    fitted = LogisticRegression(C=_STRICTNESS, max_iter=_ROUNDS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopping early is a regularisation of its own
        fitted.fit(
            _scaled(matrix[:, kept], rarity)[[row for row, _, _ in taught]],
            [cause for _, cause, _ in taught],
            sample_weight=[count for _, _, count in taught],
        )
    return fitted, kept, rarity


def _lessons(sample: Sample) -> Iterable[tuple[str, float]]:
    """(cause, what it counts): the true cause, and a share for those that the text cannot tell from it."""
    count = _OWN if sample.part == "own" else 1.0
    best, *also = sample.right
    yield best, count * (1 - _ALSO) if also else count
    for cause in also:
        yield cause, count * _ALSO / len(also)


def _kept(matrix: Matrix) -> tuple[Matrix, Matrix]:
    """The features of two samples and more, and how rare each is (inverse document frequency, smoothed)."""
    frequency = np.asarray((matrix > 0).sum(0)).ravel()
    kept = np.flatnonzero(frequency >= 2)
    return kept, np.log((1 + matrix.shape[0]) / (1 + frequency[kept])) + 1


def _scaled(matrix: Matrix, rarity: Matrix) -> Matrix:
    """Rows of length 1, each feature by its rarity."""
    scaled = matrix.multiply(rarity).tocsr()
    length = np.sqrt(np.asarray(scaled.multiply(scaled).sum(1)).ravel())
    length[length == 0] = 1
    return scaled.multiply(1 / length[:, None]).tocsr()


def _model(classes: Iterable[str], weights: Matrix, biases: Matrix, names: Sequence[str], rarity: Matrix) -> TextModel:
    table = {}
    for place, name in enumerate(names):
        worth = weights[:, place] * rarity[place]
        line = ",".join(f"{at}:{round(each * SCALE)}" for at, each in enumerate(worth) if abs(each) >= _SMALLEST)
        table[name] = f"{round(rarity[place] * SCALE)}|{line}"
    return TextModel(tuple(map(str, classes)), tuple(map(float, biases)), table)
