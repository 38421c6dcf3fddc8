"""Labelled reports -> everything in ``knowledge/fitted``, and how right it is on reports that it never saw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from bot.diagnosis.situation import is_like_a_report
from bot.fitting import learn
from bot.fitting.cases import Labelled, fold_of, read_cases
from bot.fitting.evidence import Sample, answers, public, samples, told_in
from bot.fitting.made_from import STAMP, stamp
from bot.fitting.report import Figures, Judged, figures
from bot.knowledge import text, weights
from bot.knowledge.book import Book
from bot.knowledge.load import FITTED, builtin_folder, load
from bot.knowledge.text import TextModel
from bot.knowledge.weights import Weights

Say = Callable[[str], None]


@dataclass(frozen=True)
class Fit:
    """What was learned, and the figures by part of the corpus."""

    stories: TextModel
    causes: TextModel
    weights: Weights
    held_out: dict[str, Figures]
    blind: Figures


def fit(folder: Path, say: Say) -> Fit:
    """Learn from the cases below ``folder`` and the examples of the knowledge. ``say`` hears what is being done."""
    with threadpool_limits(limits=1):  # the matrices are small and sparse: threads would wait for each other
        return _fit(folder, say)


def _fit(folder: Path, say: Say) -> Fit:
    book = load()
    cases = read_cases(folder, datetime.now(UTC))
    say("learning the stories …")
    stories = learn.story_model(book.stories, told_in(cases)) if book.stories else TextModel()
    book = replace(book, story_model=stories)
    say("examining the cases …")
    known = samples((case for case in cases if case.part != "blind"), book)
    causes = sorted(book.causes)
    say(f"learning from {len(known)} cases, {learn.FOLDS} times without a fifth of the sources …")
    by_words, frequency = learn.held_out(known, causes)
    judged = HeldOut.of(known, by_words, causes)
    say("learning from all of them …")
    model, table = learn.text_model(known, frequency), judged.weights()
    say("asking about the blind fifth …")
    book = replace(book, text_model=model, weights=table)
    blind = _blind((case for case in cases if case.part == "blind"), book)
    return Fit(stories, model, table, judged.figures(known, causes), blind)


def write(made: Fit, cases: Path, folder: Path | None = None) -> Path:
    """Write models, weights and what they were made from into ``knowledge/fitted``."""
    target = (folder or builtin_folder()) / FITTED
    target.mkdir(parents=True, exist_ok=True)
    _put(target / "causes.txt", text.written(made.causes))
    _put(target / "story.txt", text.written(made.stories))
    _put(target / "weights.json", weights.written(made.weights))
    _put(target / STAMP, stamp(cases) + "\n")
    return target


def _put(file: Path, content: str) -> None:
    """A new file in place of the old one, which a process that runs may have mapped."""
    new = file.with_name(f"{file.name}.new")
    new.write_text(content, encoding="utf-8")
    new.replace(file)


@dataclass(frozen=True)
class HeldOut:
    """Samples as evidence, and their shares of the odds by weights that have not seen their source."""

    design: learn.Design
    folds: learn.Matrix
    shares: learn.Matrix
    measured: learn.Matrix

    @staticmethod
    def of(known: Sequence[Sample], chances: learn.Matrix, causes: Sequence[str]) -> HeldOut:
        """``chances``: each sample's probabilities by words, of a model that has not seen its source."""
        design = learn.Design.of(known, chances, causes)
        folds = np.array([fold_of(sample.source, learn.FOLDS) for sample in known])
        shares = np.zeros(design.possible.shape)
        for fold in set(folds.tolist()):
            shares[folds == fold] = design.shares(design.fitted(folds != fold))[folds == fold]
        return HeldOut(design, folds, shares, np.array([sample.part in ("real", "seen") for sample in known]))

    def weights(self) -> Weights:
        """The table that all of them teach."""
        table = dict(zip(weights.rows(), map(float, self.design.fitted(np.ones(len(self.folds), bool))), strict=True))
        return Weights(table | self._sureness(self.measured))

    def figures(self, known: Sequence[Sample], causes: Sequence[str]) -> dict[str, Figures]:
        """Figures of the real reports, by part of the corpus."""
        judged: dict[str, list[Judged]] = {}
        for fold in range(learn.FOLDS):
            table = Weights(self._sureness(self.measured & (self.folds != fold)))
            for number in np.flatnonzero(self.measured & (self.folds == fold)).tolist():
                sample = known[number]
                judged.setdefault(sample.part, []).append(_judged(sample, self.shares[number], causes, table))
        return {part: figures(rows) for part, rows in sorted(judged.items())}

    def _sureness(self, chosen: learn.Matrix) -> dict[str, float]:
        return learn.sureness(self.shares[chosen], self.design.right[chosen]) if chosen.sum() > 1 else {}


def _blind(cases: Iterable[Labelled], book: Book) -> Figures:
    """How right the program's own answers are, to reports that nothing was learned from."""
    judged = []
    for case, said in answers(cases, book):
        first = said.causes[0] if said.causes else None
        judged.append(
            Judged(
                first=first is not None and first.id in case.right,
                three=any(cause.id in case.right for cause in said.causes[:3]),
                confidence=first.confidence if first else 0.0,
                observed=first is not None and first.certainty != "suspected",
                provider=None if case.row.provider_unsure else said.provider == public(case.row.provider, book),
            )
        )
    return figures(judged)


def _judged(sample: Sample, shares: learn.Matrix, causes: Sequence[str], table: Weights) -> Judged:
    row = sample.case.row if sample.case else None
    provider = sample.provider == sample.wanted if row is not None and not row.provider_unsure else None
    if not (sample.is_told or is_like_a_report(sample.case.text if sample.case else "")):
        return Judged(first=False, three=False, confidence=0.0, observed=False, provider=provider)
    order = [causes[place] for place in np.argsort(-shares)[:3]]
    share = float(shares.max())
    return Judged(
        first=order[0] in sample.right,
        three=any(cause in sample.right for cause in order),
        confidence=table.confidence(share),
        observed=share >= sample.seen.get(order[0], 1.0),
        provider=provider,
    )
