"""What a piece of evidence is worth: one number for each kind of observer and each word of strength.

The numbers are log-odds, fitted on labelled cases by ``auth401 knowledge fit`` and kept in
``knowledge/fitted/weights.json``. They are few on purpose: one for each kind and word, none for a single sign.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["proof", "described", "live", "request", "answer", "story", "team", "provider", "library", "common"]
Strength = Literal["decisive", "strong", "fair", "weak"]
KINDS: tuple[Kind, ...] = ("live", "request", "answer", "story", "provider", "library", "common")
STRENGTHS: tuple[Strength, ...] = ("decisive", "strong", "fair", "weak")
KINDS_OF_WORDS: frozenset[Kind] = frozenset({"answer", "team", "provider", "library", "common"})
PROOF_WORTH = 9.0
TEXT = "text"
SLOPE, OFFSET = "sure slope", "sure offset"
_EDGE = 1e-4
_FLOOR = 1e-4
_GUESS = {"decisive": 4.0, "strong": 2.5, "fair": 1.5, "weak": 0.7}
# No labelled report has its API's description or its team's entry beside it, so nothing is fitted here. What the team
# itself documents outweighs what words make likely (at most log 1/_FLOOR, times the row TEXT) and a sign besides.
_DESCRIBED_GUESS = {"decisive": 20.0, "strong": 15.0, "fair": 8.0, "weak": 3.0}


def rows() -> tuple[str, ...]:
    """The name of every row of the table."""
    pairs = [(kind, strength) for kind in KINDS for strength in STRENGTHS]
    return (TEXT, *(f"{kind} {word}" for kind, word in pairs), *(f"{kind} {word} against" for kind, word in pairs))


def log_chance(by_words: float) -> float:
    """The log of a probability by words, bounded below: no word rules a cause out."""
    return math.log(by_words + _FLOOR)


@dataclass(frozen=True)
class Weights:
    """row -> log-odds. A row that was never fitted has a guess by its word alone."""

    table: Mapping[str, float] = field(default_factory=dict)

    def total(self, by_words: float, keys: Iterable[str], share: float = 1.0) -> float:
        """The log-odds of a cause with this probability by words, of which a ``share`` counts, and these rows."""
        return share * self.table.get(TEXT, 1.0) * log_chance(by_words) + sum(map(self.worth, sorted(keys)))

    def confidence(self, share: float) -> float:
        """How often a cause with this share of the odds is right: logistic calibration (Platt, 1999)."""
        inside = min(max(share, _EDGE), 1 - _EDGE)
        odds = self.slope * math.log(inside / (1 - inside)) + self.table.get(OFFSET, 0.0)
        return 1 / (1 + math.exp(-odds))

    @property
    def slope(self) -> float:
        """By how much the log-odds of a confidence move with those of its share."""
        return self.table.get(SLOPE, 1.0)

    def worth(self, key: str) -> float:
        """The log-odds of one row."""
        if key.startswith("proof"):
            return PROOF_WORTH
        known = self.table.get(key)
        if known is not None:
            return known
        kind, word = key.split(" ")[:2]
        guess = (_DESCRIBED_GUESS if kind in ("described", "team") else _GUESS)[word]
        return -guess if key.endswith("against") else guess


def read(text: str) -> Weights:
    """The table of a JSON text. Raises ValueError."""
    return Weights({str(name): float(value) for name, value in json.loads(text).items()})


def written(weights: Weights) -> str:
    """The table as JSON, a row a line."""
    return json.dumps({name: round(value, 3) for name, value in weights.table.items()}, indent=1) + "\n"
