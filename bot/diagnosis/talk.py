"""What people talk of when a cause is at work: the ``talk`` of each cause, for texts that nothing else tells apart.

The words only order the frequent causes of an inconclusive case; they are no evidence and settle nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from bot.knowledge.schema import Cause

_SEARCHED = 16_384
_ENOUGH = 0.9
_ADDRESS = re.compile(r"https?://[^\s'\"<>)]{1,400}")
Talk = tuple[tuple[str, tuple[str, ...]], ...]


def likeness(text: str, causes: Mapping[str, Cause]) -> dict[str, float]:
    """The causes whose words occur in ``text`` enough to order by, with their weight (a word of one alone = 1)."""
    talk = tuple((name, cause.talk) for name, cause in causes.items() if cause.talk)
    patterns, shared = _indexed(talk)
    lowered = _ADDRESS.sub(" ", text[:_SEARCHED].lower())
    weights = {
        name: round(
            sum(1 / shared.get(_stem(hit), 1) for hit in {found.group() for found in pattern.finditer(lowered)}), 3
        )
        for name, pattern in patterns.items()
    }
    return {name: weight for name, weight in weights.items() if weight >= _ENOUGH}


@lru_cache(maxsize=4)
def _indexed(talk: Talk) -> tuple[dict[str, re.Pattern[str]], Counter[str]]:
    """A pattern for each cause, and by how many causes a word is used."""
    patterns = {name: re.compile("|".join(map(_regex, sorted(words, key=len, reverse=True)))) for name, words in talk}
    return patterns, Counter(stem for _, words in talk for stem in set(map(_stem, words)))


def _stem(word: str) -> str:
    return word.replace("-", " ")


def _regex(word: str) -> str:
    """The beginning of a word; a blank stands for a hyphen too."""
    body = re.escape(word).replace(r"\ ", "[ -]")
    return rf"(?<!\w){body}" if word[0].isalnum() else body
