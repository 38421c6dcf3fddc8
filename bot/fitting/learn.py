"""Samples -> models and weights, by maximum likelihood. Needs NumPy, SciPy and scikit-learn (a development dependency).

1. The text model: multinomial logistic regression, complement naive Bayes (Rennie et al., 2003), and a regression
   through a bottleneck with dropout, all over the same features, each row of length 1, features of two cases and more.
   All three are linear, so their mean is one model. A number for each cause makes it as frequent as in real reports.
2. The model of stories: one logistic regression for each thing that a sentence may tell, among sentences of reports.
   Its bias is set so that of a thousand of those some three are taken to tell it.
3. The weights: conditional logit over the rows of evidence and the log of the text model's probability for cases that
   it was not learned from. A row that speaks for a cause never has a negative number, and one against it no positive.
"""

from __future__ import annotations

import math
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB

from bot.fitting.cases import fold_of
from bot.fitting.evidence import Sample
from bot.knowledge.schema import Story
from bot.knowledge.text import FAR, TextModel, grams, weights_line
from bot.knowledge.weights import OFFSET, SLOPE, STRENGTHS, TEXT, log_chance, rows

FOLDS = 5
_STRICTNESS = 400.0  # inverse of the regularisation: chosen by cross-validation
_BAYES, _SHARPNESS = 0.6, 8.0  # the share of naive Bayes in the text model, and what sharpens its scores
_SMOOTHING = 0.1
_NARROW = 0.65  # the share of the bottleneck in the text model
_WIDTH, _ROUNDS_OF_NARROW, _BATCH, _SEEDS = 128, 10, 64, range(4)
_UNSEEN, _UNHEARD = 0.4, 0.5  # of the features and of the bottleneck, so many are dropped in each step
_GAIN, _SPREAD = 3.0, 0.05
_STEPS = (0.01, 0.003)  # of what a feature says and of the rest, at the start: they shrink to nothing
_EDGE = 1e-4
_STORY_STRICTNESS = 50.0
_QUIET = 0.9965  # of the sentences of reports, so many do not tell a given thing
_LEAST = 0.15  # nor does one whose own probability is below this
_TOLD = 0.6  # the probability from which a sentence is taken to tell it (bot/checks/story.py)
_SURELY_TOLD = 15  # sentences of reports that look most like telling it are no examples of the contrary
_OTHERS = 0.2  # what a sentence of another story counts, which may tell this one as well
_ROUNDS = 60
_ALSO = 0.3  # of a case, for the causes that may stand first as well
# What a case counts beside a real one: for the text model, and for the weights. Reports that we wrote teach words, but
# their evidence is as clear as we made it; an example must be answered as its entry says.
_COUNTS = {"own": 1.0, "example": 4.0}
_COUNTS_AS_EVIDENCE = {"own": 0.02, "example": 1.0}
_STILL = 3.0  # towards no change of a cause's frequency
_PULL = 0.3  # towards the guess by the word alone
_GUESS = dict(zip(STRENGTHS, (3.0, 2.0, 1.2, 0.6), strict=True))
_LIVE_GUESS = dict(zip(STRENGTHS, (9.0, 7.5, 4.5, 3.0), strict=True))  # reports show few answers to our own questions
_TEXT_GUESS = 0.8
_LEAST_FAR = 3
_MANY = 100_000  # numbers in a matrix, from which processes of their own learn faster
_SMALLEST_IN_STORIES = 0.7  # smaller weights are not kept
_LARGEST, _OF_A_LINE, _OF_A_WEIGHT = 20_300_000, 5, 2  # bytes of the model; of a line beside its name and weights
Matrix = Any


@dataclass(frozen=True)
class Table:
    """Features as a sparse matrix: a row a sample, a column a feature."""

    matrix: Matrix
    names: tuple[str, ...]

    @staticmethod
    def of(rows_of_features: Iterable[Mapping[str, float]]) -> Table:
        """The matrix of these rows: what each feature counts in each."""
        places: dict[str, int] = {}
        row, column, value, number = [], [], [], 0
        for number, found in enumerate(rows_of_features, 1):
            for feature in sorted(found):  # the columns stand in the same order each time, and so do the lots drawn
                row.append(number - 1)
                column.append(places.setdefault(feature, len(places)))
                value.append(found[feature])
        shape = (number, len(places))
        return Table(csr_matrix((value, (row, column)), shape=shape, dtype=float), tuple(places))


def text_model(samples: Sequence[Sample], frequency: Mapping[str, float]) -> TextModel:
    """The model of all causes, learned from these samples, each cause moved by its ``frequency``."""
    table = Table.of(_common(samples))
    fitted = Linear.of(table.matrix, samples)
    names = [table.names[place] for place in fitted.kept]
    bias = fitted.bias + [frequency.get(name, 0.0) for name in fitted.classes]
    moves = np.abs(fitted.weights) * _typical(_scaled(table.matrix[:, fitted.kept], fitted.rarity))
    room = (_LARGEST - sum(len(name.encode()) + _OF_A_LINE for name in names)) // _OF_A_WEIGHT
    return _model(fitted.classes, fitted.weights, bias, names, fitted.rarity, moves >= _least(moves, room))


def _typical(scaled: Matrix) -> Matrix:
    """What each feature amounts to in the rows that have it, on average."""
    return np.asarray(scaled.sum(0)).ravel() / np.maximum(np.asarray((scaled > 0).sum(0)).ravel(), 1)


def _least(moves: Matrix, room: int) -> float:
    """By how much a weight must typically move its cause, so that no more of them are kept than there is room for."""
    sizes = moves[moves > 0]
    return float(np.partition(sizes, -room)[-room]) if 0 < room < len(sizes) else 0.0


def held_out(samples: Sequence[Sample], causes: Sequence[str]) -> tuple[Matrix, dict[str, float]]:
    """For each sample the probabilities of a model that has not seen its source; and what moved each cause."""
    matrix = Table.of(_common(samples)).matrix
    folds = np.array([fold_of(sample.source, FOLDS) for sample in samples])
    found = np.zeros((len(samples), len(causes)))
    place = {cause: number for number, cause in enumerate(causes)}
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        if len(outside):
            fitted = Linear.of(matrix[inside], [samples[int(row)] for row in inside])
            found[np.ix_(outside, [place[name] for name in fitted.classes])] = fitted.chances(matrix[outside])
    scores = np.log(found + _EDGE)
    right = np.array([[cause in sample.right for cause in causes] for sample in samples])
    real = np.array([sample.part in ("real", "seen") for sample in samples])
    for fold in range(FOLDS):
        found[folds == fold] = _softmax(scores[folds == fold] + _frequency(scores, right, real & (folds != fold)))
    return found, dict(zip(causes, map(float, _frequency(scores, right, real)), strict=True))


def _common(samples: Sequence[Sample]) -> list[dict[str, float]]:
    """The features of each, without the pairs of distant words that fewer than three have: they are too many."""
    far = Counter(name for sample in samples for name in sample.features if FAR in name)
    return [
        {name: counts for name, counts in sample.features.items() if FAR not in name or far[name] >= _LEAST_FAR}
        for sample in samples
    ]


def _frequency(scores: Matrix, right: Matrix, chosen: Matrix) -> Matrix:
    """What is added to each cause's score, so that the chosen samples are most probable.

    What we wrote ourselves tells of rare causes as often as of common ones; real reports do not (Saerens et al.,
    Adjusting the Outputs of a Classifier to New a Priori Probabilities, 2002).
    """
    scores, right = scores[chosen], right[chosen]

    def loss(moved: Matrix) -> tuple[float, Matrix]:
        shares = _softmax(scores + moved)
        hit = (shares * right).sum(1) + 1e-12
        slope = (shares - shares * right / hit[:, None]).sum(0)
        return float(-np.log(hit).sum() + _STILL * moved @ moved), slope + 2 * _STILL * moved

    return minimize(loss, np.zeros(scores.shape[1]), jac=True, method="L-BFGS-B").x


def _softmax(scores: Matrix) -> Matrix:
    raised = np.exp(scores - scores.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)


def story_model(stories: Mapping[str, Story], background: Sequence[str]) -> TextModel:
    """The model of all stories: for each ``fact yes`` and ``fact no`` whether a sentence says it.

    ``background``: sentences of reports, of which nearly all tell nothing of a given thing.
    """
    rows_of = [(name, way, sentence) for name, story in stories.items() for way, sentence in _sentences(story)]
    table = Table.of(dict.fromkeys(grams(sentence), 1.0) for sentence in (*(row[2] for row in rows_of), *background))
    kept, rarity = _kept(table.matrix)
    scaled, number = _scaled(table.matrix[:, kept], rarity), len(rows_of)
    classes, weights, biases = [], [], []
    for name, story in stories.items():
        own = np.array([1.0 if row[0] == name else _OTHERS for row in rows_of] + [1.0] * len(background))
        for way in ("yes", "no") if story.no else ("yes",):
            says = np.array([row[:2] == (name, way) for row in rows_of] + [False] * len(background))
            heard = _unheard(scaled, says, own, number)
            surely = number + np.argsort(heard)[-_SURELY_TOLD:]
            fitted = _teller(scaled, says, np.where(np.isin(np.arange(len(own)), surely), 0.0, own))
            aside = max(np.quantile(heard, _QUIET), _logit(_LEAST)) - _logit(_TOLD) if len(heard) else 0.0
            classes.append(f"{name} {way}")
            weights.append(fitted.coef_[0])
            biases.append(fitted.intercept_[0] - aside)
    names = [table.names[place] for place in kept]
    worth = np.array(weights)
    return _model(classes, worth, np.array(biases), names, rarity, np.abs(worth * rarity) >= _SMALLEST_IN_STORIES)


def _logit(chance: float) -> float:
    return math.log(chance / (1 - chance))


def _unheard(matrix: Matrix, says: Matrix, counts: Matrix, number: int) -> Matrix:
    """The score of each sentence of the background, by a model that learned from the other half of it."""
    background = np.arange(number, len(counts))
    scores = np.zeros(len(background))
    for half in np.array_split(background, 2) if len(background) > 1 else ():
        fitted = _teller(matrix, says, np.where(np.isin(np.arange(len(counts)), half), 0.0, counts))
        scores[half - number] = fitted.decision_function(matrix[half])
    return scores


def _teller(matrix: Matrix, says: Matrix, counts: Matrix) -> LogisticRegression:
    return LogisticRegression(C=_STORY_STRICTNESS, solver="liblinear").fit(matrix, says, sample_weight=counts)


def sureness(shares: Matrix, right: Matrix) -> dict[str, float]:
    """The rows of the table that turn the share of a first cause into how often such a one is right."""
    first = np.clip(shares.max(1), _EDGE, 1 - _EDGE)
    held = right[np.arange(len(shares)), shares.argmax(1)]
    fitted = LogisticRegression(C=1e3).fit(np.log(first / (1 - first))[:, None], held)
    return {SLOPE: float(fitted.coef_[0][0]), OFFSET: float(fitted.intercept_[0])}


@dataclass(frozen=True)
class Linear:
    """``classes``; weights classes × features and a bias for each class; the ``kept`` columns and their ``rarity``."""

    classes: tuple[str, ...]
    weights: Matrix
    bias: Matrix
    kept: Matrix
    rarity: Matrix

    @staticmethod
    def of(matrix: Matrix, samples: Sequence[Sample]) -> Linear:
        """What these samples teach."""
        kept, rarity = _kept(matrix)
        taught = [(row, *lesson) for row, sample in enumerate(samples) for lesson in _lessons(sample)]
        scaled = _scaled(matrix[:, kept], rarity)
        rows_of = scaled[[row for row, _, _ in taught]]
        right, counts = [cause for _, cause, _ in taught], [count for _, _, count in taught]
        bayes = ComplementNB(alpha=_SMOOTHING).fit(rows_of, right, sample_weight=counts)
        says = bayes.feature_log_prob_ - bayes.feature_log_prob_.mean(0)
        wanted: Matrix = np.zeros((len(samples), len(bayes.classes_)), np.float32)
        for row, cause, count in taught:
            wanted[row, np.searchsorted(bayes.classes_, cause)] += count
        broad, *narrow = Parallel(n_jobs=-1 if scaled.nnz > _MANY else 1)(
            [delayed(_broad)(rows_of, right, counts), *(delayed(_narrow)(scaled, wanted, seed) for seed in _SEEDS)]
        )
        wide, share = 1 - _NARROW, _NARROW / len(_SEEDS)
        weights = wide * ((1 - _BAYES) * broad[0] + _BAYES * _SHARPNESS * says)
        weights += share * sum(each for each, _ in narrow)
        return Linear(
            classes=tuple(map(str, bayes.classes_)),
            weights=weights - np.median(weights, axis=0),  # the same for all classes changes nothing, and most are none
            bias=wide * (1 - _BAYES) * broad[1] + share * sum(bias for _, bias in narrow),
            kept=kept,
            rarity=rarity,
        )

    def chances(self, matrix: Matrix) -> Matrix:
        """For each row the probability of each class."""
        return _softmax(_scaled(matrix[:, self.kept], self.rarity) @ self.weights.T + self.bias)


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
        counts = np.array([_COUNTS_AS_EVIDENCE.get(sample.part, 1.0) for sample in samples])
        return Design(evidence, possible, right, counts)

    def shares(self, weights: Matrix) -> Matrix:
        """Each cause's probability under these weights."""
        return _softmax(np.where(self.possible, self.evidence @ weights, -1e9))

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


def _lessons(sample: Sample) -> Iterable[tuple[str, float]]:
    """(cause, what it counts): the true cause, and a share for those that the text cannot tell from it."""
    count = _COUNTS.get(sample.part, 1.0)
    best, *also = sample.right
    yield best, count * (1 - _ALSO) if also else count
    for cause in also:
        yield cause, count * _ALSO / len(also)


def _broad(matrix: Matrix, right: Sequence[str], counts: Sequence[float]) -> tuple[Matrix, Matrix]:
    """(weights classes × features, biases) of logistic regression."""
    regression = LogisticRegression(C=_STRICTNESS, max_iter=_ROUNDS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopping early is a regularisation of its own
        regression.fit(matrix, right, sample_weight=counts)
    return regression.coef_, regression.intercept_


def _narrow(matrix: Matrix, wanted: Matrix, seed: int) -> tuple[Matrix, Matrix]:
    """(weights classes × features, biases) of a softmax regression whose features meet in a few numbers.

    ``wanted``: what each class of each row counts.
    What is learned of rare words is what they share with others (Joulin et al., Bag of Tricks for Efficient Text
    Classification, 2016); dropout keeps it from trusting single words (Srivastava et al., 2014).
    """
    dice = np.random.default_rng(seed)
    number, classes = matrix.shape[1], wanted.shape[1]
    says = _Moving(dice.normal(0, _SPREAD, (number, _WIDTH)), _STEPS[0])
    middle = _Moving(np.zeros(_WIDTH), _STEPS[1])
    out = _Moving(dice.uniform(-1, 1, (_WIDTH, classes)) / math.sqrt(_WIDTH), _STEPS[1])
    bias = _Moving(np.zeros(classes), _STEPS[1])
    for turn in range(_ROUNDS_OF_NARROW):
        order = dice.permutation(matrix.shape[0])
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            left = 1 - (turn + start / len(order)) / _ROUNDS_OF_NARROW
            part = matrix[chosen]
            columns, inside = np.unique(part.indices, return_inverse=True)
            seen = part.data * (dice.random(len(part.data)) >= _UNSEEN) * (_GAIN / (1 - _UNSEEN))
            rows_of = csr_matrix((seen.astype(np.float32), inside, part.indptr), shape=(len(chosen), len(columns)))
            heard = (dice.random((len(chosen), _WIDTH)) >= _UNHEARD) / np.float32(1 - _UNHEARD)
            hidden = (rows_of @ says.value[columns] + middle.value) * heard
            scores = hidden @ out.value + bias.value
            slope = np.exp(scores - scores.max(1, keepdims=True))
            slope *= wanted[chosen].sum(1, keepdims=True) / slope.sum(1, keepdims=True)
            slope = (slope - wanted[chosen]) / len(chosen)
            back = (slope @ out.value.T) * heard
            out.move(left, hidden.T @ slope)
            bias.move(left, slope.sum(0))
            middle.move(left, back.sum(0))
            says.move(left, rows_of.T @ back, columns)
    return (_GAIN * says.value @ out.value).T, middle.value @ out.value + bias.value


class _Moving:
    """A matrix that Adam moves (Kingma and Ba, 2015), by a share of its step; ``rows`` alone, where the rest rests."""

    def __init__(self, value: Matrix, step: float) -> None:
        self.value = value.astype(np.float32)
        self._step, self._times = step, 0
        self._mean, self._square = np.zeros_like(self.value), np.zeros_like(self.value)

    def move(self, share: float, slope: Matrix, rows: Any = slice(None)) -> None:
        self._times += 1
        mean = self._mean[rows] = 0.9 * self._mean[rows] + 0.1 * slope
        square = self._square[rows] = 0.999 * self._square[rows] + 0.001 * slope**2
        size = share * self._step * math.sqrt(1 - 0.999**self._times) / (1 - 0.9**self._times)
        self.value[rows] -= size * mean / (np.sqrt(square) + 1e-8)


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


def _model(
    classes: Iterable[str], weights: Matrix, biases: Matrix, names: Sequence[str], rarity: Matrix, kept: Matrix
) -> TextModel:
    table = {}
    for place, name in enumerate(names):
        worth = weights[:, place] * rarity[place]
        table[name] = weights_line(rarity[place], ((int(at), worth[at]) for at in np.flatnonzero(kept[:, place])))
    return TextModel(tuple(map(str, classes)), tuple(map(float, biases)), table)
