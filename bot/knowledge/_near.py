"""Names that are nearly a known one: by what is left when letters are taken out, so that the cost does not grow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from rapidfuzz.distance import OSA

_SHORT, _LONG = 5, 8
_LONGEST = 40


@dataclass(frozen=True)
class NearIndex:
    """Words, and by every word with one or two letters less the words that it may be."""

    words: frozenset[str]
    _by_rest: dict[str, set[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_rest: dict[str, set[str]] = {}
        for word in self.words:
            for rest in _rests(word, allowed(word)):
                by_rest.setdefault(rest, set()).add(word)
        object.__setattr__(self, "_by_rest", by_rest)

    def near(self, word: str) -> list[str]:
        """The words that ``word`` may be a slip of, nearest first; itself first when it is one."""
        if len(word) > _LONGEST:
            return []
        found = {known for rest in _rests(word, 2) for known in self._by_rest.get(rest, ())}
        rated = sorted((OSA.distance(word, known), known) for known in found)
        return [known for distance, known in rated if distance <= allowed(known) or _swapped(word, known, distance)]


def allowed(word: str) -> int:
    """How many slips of the finger still leave a name recognisable: none in short ones, two from eight letters on."""
    return 0 if len(word) < _SHORT else 1 if len(word) < _LONG else 2


def _swapped(word: str, known: str, distance: int) -> bool:
    return distance == 1 and len(known) >= _SHORT - 1 and sorted(word) == sorted(known)


def _rests(word: str, depth: int) -> Iterator[str]:
    """``word``, and what is left of it without each one (and each two) of its letters."""
    yield word
    places = range(len(word))
    for count in range(1, max(depth, 1) + 1):
        for gone in combinations(places, count):
            yield "".join(letter for place, letter in enumerate(word) if place not in gone)


def squeezed(hosts: Iterable[str]) -> dict[str, str]:
    """host without dots and hyphens -> host."""
    return {host.replace(".", "").replace("-", ""): host for host in hosts}
