"""How right the program is on labelled cases: first, first three, what is called observed, and whether odds hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """One case judged: was the first cause right, or one of three; with what probability; was it called observed?"""

    first: bool
    three: bool
    confidence: float
    observed: bool
    provider: bool | None = None  # right or wrong; None: not measured


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of 1; ``error`` is the expected calibration error over ten bins; a bin is (cases, said, right)."""

    cases: int
    first: float
    three: float
    observed: int
    observed_right: float
    error: float
    bins: tuple[tuple[int, float, float], ...]
    provider: float

    def line(self, name: str) -> str:
        """One line for people."""
        return (
            f"{name:<28}{self.cases:5} cases  first {self.first:6.1%}  three {self.three:6.1%}  "
            f"observed {self.observed:4} right {self.observed_right:6.1%}  calibration error {self.error:.3f}  "
            f"provider {self.provider:6.1%}"
        )

    def reliability(self) -> str:
        """How often what is said with a probability is right, by tenths."""
        lines = [
            f"  said {place * 10:3}-{place * 10 + 10:3} %: {cases:4} cases, mean {said:5.1%}, right {right:5.1%}"
            for place, (cases, said, right) in enumerate(self.bins)
            if cases
        ]
        return "\n".join(lines)


def figures(judged: Sequence[Judged]) -> Figures:
    """The figures of these cases."""
    seen = [each for each in judged if each.observed]
    known = [each.provider for each in judged if each.provider is not None]
    bins = tuple(
        _bin([each for each in judged if place <= min(each.confidence * BINS, BINS - 1e-9) < place + 1])
        for place in range(BINS)
    )
    return Figures(
        cases=len(judged),
        first=_share([each.first for each in judged]),
        three=_share([each.three for each in judged]),
        observed=len(seen),
        observed_right=_share([each.first for each in seen]),
        error=sum(cases * abs(said - right) for cases, said, right in bins) / max(1, len(judged)),
        bins=bins,
        provider=_share(known),
    )


def _bin(inside: list[Judged]) -> tuple[int, float, float]:
    said = sum(each.confidence for each in inside) / len(inside) if inside else 0.0
    return len(inside), said, _share([each.first for each in inside])


def _share(held: Sequence[bool]) -> float:
    return sum(held) / len(held) if held else 0.0
