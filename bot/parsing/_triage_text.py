"""Text as triage compares it: lower case, no accents, straight quotes; and phrases found in it in one pass.

A phrase of a word table matches whole words. ``*`` at an end leaves that end open, and a phrase in a script without
spaces (Chinese, Japanese, Korean, Thai) is open at both.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation

_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'", "‘": "'", "ʼ": "'", "´": "'",
        "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-",
        "‑": "-", "−": "-", "\u00a0": " ",
        "\t": " ", "\r": "\n", "\u200b": "", "\u200d": "", "\ufeff": "", "।": ".", "؟": "?", "،": ",", "、": ",",
    }
)  # fmt: skip
_ACCENTS = re.compile("[\u0300-\u036f\u0640\u064b-\u0652]")
_TELLING = 5  # letters from which on a phrase tells the language
_EVERYWHERE = frozenset(("strong", "weak", "api", "person", "err-before", "err-after", "num-before", "num-after"))
_BLANKS = re.compile(r"  +")


def plain(text: str) -> str:
    """``text`` in lower case, compatibility forms and accents folded, runs of blanks made one; lines are kept."""
    lowered = text.lower()
    if not lowered.isascii():
        lowered = _ACCENTS.sub("", unicodedata.normalize("NFKD", lowered.translate(_LETTERS))).translate(_LETTERS)
    else:
        lowered = lowered.replace("\t", " ").replace("\r", "\n").replace("`", "'")
    return _BLANKS.sub(" ", lowered) if "  " in lowered else lowered


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A phrase of a feature in a text, by its place in the plain text."""

    start: int
    end: int
    feature: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    language: str
    feature: str
    opens_left: bool
    opens_right: bool


class Lexicon:
    """Phrases by language and feature, found all at once in time linear in the text.

    A language whose table has a ``hint`` (its commonest words) counts only where the text is written in it: its
    phrases may mean something else in another. ``always`` names the languages that count in every text.
    """

    def __init__(self, languages: Mapping[str, Mapping[str, str]], always: str) -> None:
        phrases: dict[str, list[_Phrase]] = {}
        for language, table in languages.items():
            for feature, words in table.items():
                for entry in entries(words):
                    bare = plain(entry.strip("*"))
                    unspaced = not _is_spaced(bare)
                    phrase = _Phrase(language, feature, unspaced or entry[0] == "*", unspaced or entry[-1] == "*")
                    phrases.setdefault(bare, []).append(phrase)
        self._phrases = list(phrases.values())
        self._automaton = AhoCorasick(list(phrases), implementation=Implementation.ContiguousNFA)
        self._guarded = frozenset(language for language, table in languages.items() if "hint" in table) - {always}
        self._always = always

    def hits(self, text: str) -> list[Hit]:
        """Every phrase in the plain ``text``, in order of its start, the longest of a feature at one place alone."""
        found: list[tuple[_Phrase, int, int]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            found += [(p, start, end) for p in self._phrases[index] if _stands_alone(text, start, end, p)]
        absent = self._guarded - self._spoken(found)
        longest: dict[tuple[int, str], int] = {}
        for phrase, start, end in found:
            is_telling = phrase.feature.startswith("num-") and end - start >= _TELLING - 1
            if phrase.feature != "hint" and (phrase.language not in absent or is_telling):
                key = (start, phrase.feature)
                longest[key] = max(end, longest.get(key, 0))
        return sorted(Hit(start, end, feature) for (start, feature), end in longest.items())

    def _spoken(self, found: Iterable[tuple[_Phrase, int, int]]) -> set[str]:
        """The languages that the text is written in, by the number of their own words; all when there are none."""
        counts = Counter(
            p.language
            for p, start, end in found
            if p.feature == "hint" or (end - start >= _TELLING and p.feature not in _EVERYWHERE)
        )
        most = max((counts[language] for language in self._guarded), default=0)
        if counts[self._always] > most:
            return set()
        return {language for language in self._guarded if counts[language] >= 0.7 * most}


def entries(words: str) -> list[str]:
    """The phrases of a table's value: one after another, set apart by ``|`` or a new line."""
    return [entry for line in words.splitlines() for entry in (part.strip() for part in line.split("|")) if entry]


def _is_spaced(text: str) -> bool:
    """Does the script of ``text`` put blanks between words?"""
    return all(
        ord(letter) < 0x0E00 or 0x0E7F < ord(letter) < 0x1100 or 0x11FF < ord(letter) < 0x2E80 for letter in text
    )


def _stands_alone(text: str, start: int, end: int, phrase: _Phrase) -> bool:
    if not phrase.opens_left and start and text[start].isalnum() and _joins(text[start - 1]):
        return False
    return phrase.opens_right or end >= len(text) or not text[end - 1].isalnum() or not _joins(text[end])


def _joins(letter: str) -> bool:
    return (letter.isalnum() and _is_spaced(letter)) or letter == "_"
