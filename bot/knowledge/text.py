"""A small linear text model: features -> a score for each class. Pure; learned by fit.py, read from a file.

Two of them are shipped in ``knowledge/fitted/``: ``causes`` (features of a whole case -> the 62 causes) and ``story``
(a sentence of the asker's -> what it tells). A model is a table ``feature -> class:weight``, so that what speaks for a
class can be shown. ``taught`` learns examples of an overlay on top, without a new fit.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from mmap import mmap

from bot.regex import lazy

SCALE = 20.0  # rarities are written as whole numbers of 1/SCALE
_LEAST, _STEP = 0.1, 1.15  # weights are written as a letter for their size: the least, then each by so much larger
_SIZES = "".join(map(chr, (*range(0x21, 0x7C), 0x7D)))  # the first half is for a cause, the second against it
_HALF = len(_SIZES) // 2
_WORTH = {
    letter: _LEAST * _STEP ** (place % _HALF) * (1 if place < _HALF else -1) for place, letter in enumerate(_SIZES)
}
_SIGNS = "".join(map(chr, (*range(0x3A, 0x7F), *range(0x100, 0x400))))  # one for each class
_PLACES = {sign: place for place, sign in enumerate(_SIGNS)}
_JWT = re.compile(r"eyJ[\w-]{5,}(?:\.[\w-]*)*")
_URL = re.compile(r"(?:https?|wss?)://[^\s'\"<>`)\]}]+")
# As a program writes it, with the time of day: which day it was says nothing of a cause, and "since Tuesday" does
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_DATE = re.compile(
    rf"(?:\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},? {{1,2}})?"
    rf"(?:\b\d{{1,2}}[ /-]{_MONTH}[ /-]\d{{2,4}}|\b{_MONTH} {{1,2}}\d{{1,2}}|\b\d{{4}}-\d\d-\d\d)"
    r"[ :t]{1,2}\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:z\b| ?(?:gmt|utc)\b| ?[+-]\d\d:?\d\d)?(?: \d{4}\b)?",
    re.IGNORECASE,
)
_OPAQUE = re.compile(r"[\w+/=-]{20,}")
_WORD = re.compile(r"[^\W\d_](?:[\w']|-(?=\w))*|[1-5]\d\d(?!\d)|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE = re.compile(r"[.!?;](?=\s)|\n|[。！？]|(?<=,) (?=but |however |aber |mais |pero |mas |yet |while |whereas )")
_LONGEST_WORD = 24
_STEM = 5
FAR = " _ "  # between the words of a pair that are not neighbours
_APART = (2, 3)
_LONGEST_SENTENCE = 60
PIECE = "~"  # before a run of letters
_RUN = 4
_SYLLABLES = "\u3000"
_STEPS = 30
_MARGIN = 2.0
_MOST = 3.0
_BLOCK = 4096  # bytes


def words(text: str) -> list[str]:
    """The words of a text, lower case: tokens, addresses, dates and long runs stand as what they are."""
    text = _DATE.sub(" zdate ", text)
    text = _JWT.sub(" zjwt ", text)
    text = _URL.sub(" zurl ", text)
    text = _OPAQUE.sub(_shape, text)
    return [word[:_LONGEST_WORD] for word in _WORD.findall(text.lower())]


def _shape(found: re.Match[str]) -> str:
    run = found.group()
    return " zopaque " if any(letter.isdigit() for letter in run) else run


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every sentence or line; "…, but …" is two."""
    start = 0
    for found in _SENTENCE.finditer(text):
        if text[start : found.start()].strip():
            yield start, found.end()
        start = found.end()
    if text[start:].strip():
        yield start, len(text)


def grams(text: str) -> Iterator[str]:
    """Words, the beginnings of long words (a cache, caches, caching), and pairs of neighbouring words.

    A letter of a script without blanks says too little alone.
    """
    found = words(text)
    yield from (word for word in found if len(word) > 1 or word < _SYLLABLES)
    yield from (f"{word[:_STEM]}~" for word in found if len(word) > _STEM)
    for first, second in pairwise(found):
        yield f"{first} {second}"


def pieces(text: str) -> Iterator[str]:
    """Runs of four letters of long words: what compounds, names in code, related languages and slips share."""
    for word in dict.fromkeys(words(text)):
        if len(word) >= _STEM:
            whole = f"<{word}>"
            yield from (f"{PIECE}{whole[at : at + _RUN]}" for at in range(len(whole) - _RUN + 1))


def far_pairs(text: str) -> Iterator[str]:
    """Pairs of words of one sentence with one or two others between them: what is denied, and who is refused."""
    for start, end in sentences(text):
        found = words(text[start:end])[:_LONGEST_SENTENCE]
        for apart in _APART:
            for first, second in zip(found, found[apart:], strict=False):
                yield f"{first}{FAR}{second}"


Lesson = tuple[Mapping[str, float], str, bool]  # features, a class, and whether it is so


@dataclass(frozen=True, eq=False)
class TextModel:
    """``classes``, a bias for each, and for each feature a line ``rarity|weights`` that is read when needed.

    Features count by their rarity (inverse document frequency) and by what whoever found them says, and all of a text
    together as a vector of length 1, so that long texts weigh no more than short ones. ``extra`` holds what was taught
    on top, and ``new`` the classes that are only there by it.
    """

    classes: tuple[str, ...] = ()
    bias: tuple[float, ...] = ()
    table: Mapping[str, str] = field(default_factory=dict, repr=False)
    extra: Mapping[str, Mapping[int, float]] = field(default_factory=dict, repr=False)
    new: frozenset[str] = frozenset()

    def is_learned(self, name: str) -> bool:
        """Did many texts teach this class? A few examples say where it is right, and hardly where it is not."""
        return name in self.classes and name not in self.new

    def scores(self, features: Mapping[str, float]) -> dict[str, float]:
        """The score of each class, by features and what each counts."""
        found = list(self.bias)
        lines = ((name, self.table.get(name)) for name in sorted(features))
        known = {name: line or "" for name, line in lines if line is not None or name in self.extra}
        unit = _unit(known, features)
        for feature, line in known.items():
            counts = features[feature] * unit
            for place, weight in _weights_of(line):
                found[place] += weight * counts
            for place, weight in self.extra.get(feature, {}).items():
                found[place] += weight * counts
        return dict(zip(self.classes, found, strict=True))

    def weights(self, feature: str) -> Iterator[tuple[int, float]]:
        """(place of the class, weight by rarity) of one feature."""
        yield from _weights_of(self.table.get(feature, ""))
        yield from self.extra.get(feature, {}).items()

    def speaks_for(self, features: Iterable[str], name: str) -> float:
        """How much these features raise one class above the mean of all."""
        if name not in self.classes:
            return 0.0
        own, total = self.classes.index(name), 0.0
        for feature in set(features):
            for place, weight in self.weights(feature):
                total += weight * ((place == own) - 1 / len(self.classes))
        return total

    def taught(self, examples: Iterable[Lesson], *, against_rivals: bool) -> TextModel:
        """A model that also tells these examples: a few steps of a passive-aggressive learner on top.

        ``against_rivals``: the class of an example must beat every other by a margin (one of many is right); else its
        own score must be clearly above zero, or below it where the example is not of that class. A new class begins at
        the lowest bias. (Crammer et al., Online Passive-Aggressive Algorithms, 2006: PA-I.)
        """
        given = [(features, name, so) for features, name, so in examples if features]
        new = [name for name in dict.fromkeys(name for _, name, _ in given) if name not in self.classes]
        extra = {feature: dict(row) for feature, row in self.extra.items()}
        bias = (*self.bias, *(min(self.bias, default=0.0) for _ in new))
        model = TextModel((*self.classes, *new), bias, self.table, extra, self.new | {*new})
        for _ in range(_STEPS):
            wrong = [each for each in given if model._step(each, extra, against_rivals)]
            if not wrong:
                break
        return model

    def _step(self, lesson: Lesson, extra: dict[str, dict[int, float]], against_rivals: bool) -> bool:
        """Move by what one example is short of its margin; False when it is not."""
        features, name, so = lesson
        for feature in features:
            if feature not in self.table:
                extra.setdefault(feature, {})
        scores = self.scores(features)
        rival = max((each for each in scores if each != name), key=lambda each: scores[each], default=None)
        held = scores[name] - (scores[rival] if against_rivals and rival is not None else 0.0)
        loss = _MARGIN - (held if so else -held)
        if loss <= 0:
            return False
        moved = {self.classes.index(name): 1.0 if so else -1.0}
        if against_rivals and rival is not None:
            moved[self.classes.index(rival)] = -1.0 if so else 1.0
        unit = _unit({feature: self.table.get(feature, "") for feature in features}, features)
        length = sum(counts * counts for counts in features.values())
        step = min(_MOST, loss / (len(moved) * length * unit * unit)) * unit
        for feature, counts in features.items():
            row = extra.setdefault(feature, {})
            for place, way in moved.items():
                row[place] = row.get(place, 0.0) + step * counts * way
        return True


def _unit(lines: Mapping[str, str], features: Mapping[str, float]) -> float:
    """What brings the vector of these features to length 1."""
    length = 0.0
    for feature, line in lines.items():
        rarity = line.partition("|")[0]
        length += ((int(rarity) / SCALE if rarity else 1.0) * features[feature]) ** 2
    return 1 / math.sqrt(length) if length else 0.0


@lru_cache(maxsize=20_000)
def _weights_of(line: str) -> tuple[tuple[int, float], ...]:
    """``rarity|weights`` -> (place of the class, weight) of each; ``weights_line`` makes it."""
    pairs = line.partition("|")[2]
    return tuple((_PLACES[pairs[at]], _WORTH[pairs[at + 1]]) for at in range(0, len(pairs), 2))


def weights_line(rarity: float, weights: Iterable[tuple[int, float]]) -> str:
    """The line of a feature: its rarity, then two letters for each class, as there are millions of them.

    The first is the class, the second the size of its weight, to a thirteenth of it; what is smaller than the least is
    left out.
    """
    signs = "".join(_SIGNS[place] + _size(weight) for place, weight in weights if abs(weight) >= _LEAST)
    return f"{round(rarity * SCALE)}|{signs}"


def _size(weight: float) -> str:
    place = min(round(math.log(abs(weight) / _LEAST, _STEP)), _HALF - 1)
    return _SIZES[place if weight > 0 else place + _HALF]


def chances(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores as probabilities that add up to 1 (softmax)."""
    top = max(scores.values(), default=0.0)
    raised = {name: math.exp(score - top) for name, score in scores.items()}
    total = sum(raised.values())
    return {name: value / total for name, value in raised.items()}


def written(model: TextModel) -> str:
    """The model as text: a line of classes, a line of biases, then a line per feature, sorted."""
    head = ["\t".join(model.classes), "\t".join(f"{value:.3f}" for value in model.bias)]
    return "\n".join([*head, *(f"{feature}\t{line}" for feature, line in sorted(model.table.items()))]) + "\n"


Text = bytes | mmap


class Table(Mapping[str, str]):
    """The lines ``feature<tab>value`` of a text in UTF-8 from ``start`` on, sorted by feature, each found when needed.

    A paste needs some hundreds of a hundred thousand, and as strings they are slow to make and several times as large.
    """

    def __init__(self, text: Text, start: int) -> None:
        self._text, self._start = text, start - 1  # of the line feed before

    @cached_property
    def _blocks(self) -> tuple[list[bytes], list[int]]:
        """The first feature of every few lines; and where the line feed before it stands, at last the end of all."""
        starts = [self._start]
        while (start := self._text.find(b"\n", starts[-1] + _BLOCK, -1)) > 0:
            starts.append(start)
        firsts = [self._text[start + 1 : self._text.find(b"\t", start)] for start in starts]
        return firsts, [*starts, len(self._text)]

    def __getitem__(self, feature: str) -> str:
        key = feature.encode("utf-8", "surrogatepass")
        firsts, starts = self._blocks
        block = bisect_right(firsts, key) - 1
        if block < 0 or b"\n" in key or b"\t" in key:
            raise KeyError(feature)
        lines = self._text[starts[block] : starts[block + 1]]  # bytes are searched faster than what is mapped
        found = lines.find(b"\n%b\t" % key)
        if found < 0:
            raise KeyError(feature)
        begun = found + len(key) + 2
        stop = lines.find(b"\n", begun)
        return lines[begun : stop if stop >= 0 else None].decode()

    def __iter__(self) -> Iterator[str]:
        return (line.partition(b"\t")[0].decode() for line in self._text[self._start :].split(b"\n") if line)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def read(text: Text) -> TextModel:
    """The model of a text that ``written`` made, in UTF-8. Raises ValueError for any other."""
    first = text.find(b"\n")
    second = text.find(b"\n", first + 1)
    if first < 0 or second < 0:
        raise ValueError("no text model: a line of classes and a line of biases are missing")
    classes = tuple(text[:first].decode().split("\t")) if first else ()
    bias = tuple(map(float, text[first + 1 : second].split(b"\t"))) if second > first + 1 else ()
    if len(classes) != len(bias):
        raise ValueError(f"no text model: {len(classes)} classes and {len(bias)} biases")
    return TextModel(classes, bias, Table(text, second + 1))


_RIGHT = r"(?:right|correct|fine|okay|ok|good|valid|in sync|synced|up to date|not expired|active)\b"
_RULED_OUT = lazy(
    rf"\b(?:is|are|was|were|looks?|seems?)(?: (?!not\b)\w{{1,12}}){{0,2}} {_RIGHT}"
    r"|\b(?:not|no|isn'?t|aren'?t|wasn'?t) (?:\w{1,12} ){0,3}(?:problem|issue|matter|question)\b"
    r"|\bneither\b[^.;]{1,60}\bnor\b"
    r"|\b(?:ist|sind) (?!nicht\b)(?:\w{1,12} ){0,2}(?:richtig|korrekt|in Ordnung|gültig)\b|\bstimmt (?!nicht)"
    r"|\best (?:bien )?(?:correcte?|bonne?|juste|valide)\b|\b(?:es|está|é) (?:bien|correct[ao]|válid[ao]|certo)\b",
    re.IGNORECASE,
)


def rules_out(sentence: str) -> bool:
    """Does a sentence say of what it is about that it is right, so that it speaks against it?"""
    return _RULED_OUT.search(sentence) is not None
