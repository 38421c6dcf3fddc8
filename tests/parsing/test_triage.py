"""Triage against messages kept as data: what the bot answers in a channel, and what it leaves alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.parsing.triage import is_for_us

_FOLDER = Path(__file__).parent / "triage"


@dataclass(frozen=True)
class Score:
    """How triage did on one folder: counts of right answers and the texts that it got wrong."""

    right: int
    interrupted: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        """The share of its answers that were wanted."""
        return self.right / max(1, self.right + len(self.interrupted))

    @property
    def recall(self) -> float:
        """The share of wanted answers that it gave."""
        return self.right / max(1, self.right + len(self.missed))

    def __str__(self) -> str:
        wrong = [f"  interrupts: {text!r}" for text in self.interrupted] + [
            f"  misses: {text!r}" for text in self.missed
        ]
        return "\n".join([f"precision {self.precision:.3f}, recall {self.recall:.3f}", *wrong])


def _messages(folder: str) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    for path in sorted((_FOLDER / folder).glob("*.yaml")):
        table = yaml.safe_load(path.read_text("utf-8"))
        assert table["answer"], path
        assert table["silent"], path
        found += [(text, True) for text in table["answer"]] + [(text, False) for text in table["silent"]]
    return found


def score(folder: str) -> Score:
    """Triage of every message in ``tests/parsing/triage/<folder>``."""
    judged = [(text, wanted, is_for_us(text)) for text, wanted in _messages(folder)]
    return Score(
        right=sum(wanted and said for _, wanted, said in judged),
        interrupted=tuple(text for text, wanted, said in judged if said and not wanted),
        missed=tuple(text for text, wanted, said in judged if wanted and not said),
    )


@pytest.mark.parametrize("folder", ["tuning", "held_out"])
def test_it_answers_reports_and_leaves_chatter_alone(folder: str) -> None:
    """At least 99 in 100 of its answers are wanted, and it misses at most 3 in 100 of those that are."""
    result = score(folder)
    print(f"{folder}: {result}")
    assert result.precision >= 0.99, str(result)
    assert result.recall >= 0.97, str(result)
