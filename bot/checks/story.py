"""What does the asker tell? Each sentence of the prose is read by the model of stories (``knowledge/story/``)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Annotated

from bot import model
from bot.case import Case
from bot.checks._outcome import passed, skip
from bot.knowledge.text import grams, rules_out, sentences, words
from bot.model import Finding
from bot.probing.net import Net

_LOOKED_AT = 8_000  # characters of prose
_TOLD_FROM = 0.6
_FEWEST = 3  # words that a sentence has beside numbers: a shorter one tells nothing
_MOST_TOLD = 3  # a sentence that seems to tell more tells nothing
_APART = 0.1  # by which yes and no of one sentence must differ
_LONGEST = 140
STAGE = 0
AFTER: tuple[str, ...] = ()


class Facts(model.Facts, frozen=True, kw_only=True):
    """Each entry of knowledge/story is a fact of its own name: true, false (the contrary is told), or absent."""

    said: Mapping[str, bool]
    quotes: Annotated[Mapping[str, str], "of each fact, the sentence that tells it"]

    def told(self) -> dict[str, object]:
        """The facts that are there, by name."""
        return {**self.said, "quotes": self.quotes}


async def check(case: Case, _net: Net) -> Finding:
    """Read the asker's words alone: commands, answers and logs are not part of it."""
    prose = case.report.said_by("asker")[:_LOOKED_AT]
    if not prose.strip():
        return skip("there is no prose around the paste")
    found = _told(case, prose)
    told = [name.replace("_", " ") for name, (_, said, _) in found.items() if said]
    summary = f"the text tells: {', '.join(told[:6])}" if told else "the text tells nothing more"
    said = {name: said for name, (_, said, _) in found.items()}
    return passed(summary, Facts(said=said, quotes={name: quote for name, (_, _, quote) in found.items()}))


def _told(case: Case, prose: str) -> dict[str, tuple[float, bool, str]]:
    """fact -> (how likely, yes or no, the sentence): of several sentences the one that says it most clearly."""
    model = case.book.story_model
    found: dict[str, tuple[float, bool, str]] = {}
    for sentence in spoken(prose):
        chances = {name: _chance(score) for name, score in model.scores(dict.fromkeys(grams(sentence), 1.0)).items()}
        told = [name for name, chance in chances.items() if chance >= _TOLD_FROM]
        if len(told) > _MOST_TOLD:
            continue
        for name in told:
            chance = chances[name]
            fact, _, way = name.partition(" ")
            other = chances.get(f"{fact} {'yes' if way == 'no' else 'no'}", 0.0)
            if way == "yes" and case.book.stories[fact].suspect and rules_out(sentence):
                way, other = "no", 0.0
            if chance >= other + _APART and chance > found.get(fact, (0.0, True, ""))[0]:
                found[fact] = (chance, way != "no", _shortened(sentence))
    return found


def spoken(prose: str) -> Iterator[str]:
    """The sentences of prose that are long enough to tell something."""
    for start, end in sentences(prose):
        sentence = prose[start:end].strip()
        if sum(not word.isdigit() for word in words(sentence)) >= _FEWEST:
            yield sentence


def _chance(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _shortened(sentence: str) -> str:
    line = " ".join(sentence.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST].rpartition(" ")[0] + " …"
