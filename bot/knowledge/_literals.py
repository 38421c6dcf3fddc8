"""Every literal that is known, found in one pass over a text (Aho-Corasick), and what each of them means."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from ahocorasick_rs import AhoCorasick, Implementation

from bot.knowledge.schema import Framework, Mark, Provider
from bot.model import Response, Statement

Speaker = Literal["provider", "framework", "anyone"]
_TRUST = {"high": 0.92, "medium": 0.86, "low": 0.7}
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})
_ESCAPED = re.compile(r"\\(?:u0027|u0022|u003[cCeE]|u0026|[\"'/nrt])")
_UNESCAPED = {
    "u0027": "'",
    "u0022": '"',
    "u003c": "<",
    "u003e": ">",
    "u0026": "&",
    '"': '"',
    "'": "'",
    "/": "/",
    "n": " ",
    "r": " ",
    "t": " ",
}
_BLANKS = re.compile(r"\s+")
# Where a status line ends and a header line begins: no words run on there, as they do where a terminal breaks a line.
_BORDER = re.compile(
    r"(?<=\n)(?=[<>*\s]{0,4}[A-Za-z]{1,30}(?:-[A-Za-z]{1,30}){1,6}: )|(?<=HTTP/)[\d.]{1,3} \d{3}[^\n]{0,99}(?=\n)"
)
_APART = "\x00"
_QUOTE = re.compile(r"(?<![A-Za-z0-9])'|'(?![A-Za-z0-9])")
_COLON = re.compile(r'" ?: ?(?=["0-9\[{])')
_LONGEST_TEXT = 1 << 20
_MOST_OF_ONE = 8  # a literal that comes again says no more, and hits are compared with one another


@dataclass(frozen=True, slots=True)
class Known:
    """One literal with its meaning. ``exact`` = a code: compared with its case. ``common``: for its owner alone."""

    speaker: Speaker
    owner: str
    text: str
    where: str
    status: tuple[int, ...]
    causes: tuple[str, ...]
    confidence: float
    exact: bool
    common: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A literal found at ``start``..``end`` of the normalised text, which ``said`` it so."""

    literal: Known
    start: int
    end: int
    said: str = ""


@dataclass(frozen=True)
class LiteralIndex:
    """All literals of providers, frameworks and causes."""

    literals: tuple[Known, ...]
    _keys: tuple[str, ...] = field(init=False, repr=False)
    _by_key: dict[str, list[Known]] = field(init=False, repr=False)
    _machine: AhoCorasick | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_key: dict[str, list[Known]] = {}
        for literal in self.literals:
            by_key.setdefault(literal.text.lower(), []).append(literal)
        keys = tuple(by_key)
        object.__setattr__(self, "_by_key", by_key)
        object.__setattr__(self, "_keys", keys)
        object.__setattr__(
            self, "_machine", AhoCorasick(list(keys), implementation=Implementation.ContiguousNFA) if keys else None
        )

    def hits(self, text: str, where: Iterable[str]) -> Iterator[Hit]:
        """Every literal in ``text`` that may stand in one of the places ``where``."""
        if self._machine is None or not text:
            return
        shown = normalise(_BORDER.sub(rf"\g<0>{_APART}", text[:_LONGEST_TEXT]))
        places = frozenset(where)
        seen: Counter[int] = Counter()
        for key, start, end in self._machine.find_matches_as_indexes(lowered(shown), overlapping=True):
            seen[key] += 1
            if seen[key] > _MOST_OF_ONE:
                continue
            for literal in self._by_key[self._keys[key]]:
                if literal.where in places and _stands(literal, shown, start, end):
                    yield Hit(literal, start, end, shown[start:end])


def statements(hits: Iterable[Hit], *, provider: str, named: bool, status: int | None) -> tuple[Statement, ...]:
    """What the hits say, most telling first: the provider's own answers, then frameworks', then anyone's.

    ``provider`` is the id of the one that is asked, or ''. ``named``: it is known who is asked, so that what other
    providers say does not count. A literal inside a longer one of the same text is left out.
    """
    kept = _longest([hit for hit in hits if _counts(hit.literal, provider, named, status)])
    rows: dict[tuple[str, str, tuple[str, ...]], tuple[tuple[int, float], int, Statement]] = {}
    for hit in kept:
        literal = hit.literal
        own = literal.speaker == "provider" and literal.owner == provider
        sure = _confidence(literal, own, status)
        rank = (0 if own else 1 if literal.speaker == "framework" else 2 if literal.speaker == "anyone" else 3, -sure)
        key = (literal.owner, literal.text, literal.causes)
        statement = Statement(
            source=literal.owner, quote=hit.said or literal.text, causes=literal.causes, confidence=sure
        )
        rows.setdefault(key, (rank, -len(literal.text), statement))
    return tuple(row[2] for row in sorted(rows.values(), key=lambda row: row[:2]))


def literals_of(providers: Mapping[str, Provider], frameworks: Mapping[str, Framework]) -> tuple[Known, ...]:
    """Every literal of both kinds of entries."""
    found = [each for owner, entry in providers.items() for each in _known("provider", owner, entry)]
    found += [each for owner, entry in frameworks.items() for each in _known("framework", owner, entry)]
    return tuple(literal for literal in found if literal.text)


def marked(frameworks: Mapping[str, Framework], response: Response) -> tuple[str, ...]:
    """Ids of the frameworks and gateways whose marks the response has."""
    return tuple(owner for owner, entry in frameworks.items() if any(_has(mark, response) for mark in entry.marks))


def is_code(literal: str) -> bool:
    """Is it one word (a code), to be compared with its case and at its boundaries?"""
    return len(literal.split(None, 2)) < 2


def normalise(text: str) -> str:
    """``text`` with escapes undone and blanks made one; quotes are all double, ``"a" : 1`` is written ``"a":1``."""
    shown = text.translate(_QUOTES)
    if "\\" in shown:
        shown = _ESCAPED.sub(lambda found: _UNESCAPED[found[0][1:].lower()], shown)
    if "&" in shown and ";" in shown:
        shown = html.unescape(shown)
    shown = _BLANKS.sub(" ", shown)
    if "'" in shown:
        shown = _QUOTE.sub('"', shown)
    return _COLON.sub('":', shown) if '"' in shown else shown


def lowered(text: str) -> str:
    """Lower case of the same length: ``str.lower`` may lengthen a text, which would shift places."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(a.lower() if len(a.lower()) == 1 else a for a in text)


def _known(speaker: Speaker, owner: str, entry: Provider | Framework) -> Iterator[Known]:
    if isinstance(entry, Framework) and entry.kind == "common":
        speaker = "anyone"
    for answer in entry.answers:
        status = () if answer.status is None else (answer.status,)
        sure = _TRUST[answer.confidence]
        for match in answer.literals:
            text, code = normalise(match), is_code(match)
            yield Known(speaker, owner, text, answer.where, status, answer.causes, sure, code, answer.common)
    if isinstance(entry, Provider):
        told = {match for answer in entry.answers for match in answer.literals}
        yield from _documented(owner, entry, told)


def _documented(owner: str, entry: Provider, told: set[str]) -> Iterator[Known]:
    """The codes of documented refusals, but for those that a person's answers name. Others may use the same."""
    for refusal in {refusal for operation in entry.operations for refusal in operation.refusals}:
        for code in refusal.codes if refusal.causes else ():
            if code not in told:
                text, status = normalise(code), (refusal.status,)
                yield Known(
                    "provider", owner, text, "body", status, refusal.causes, _TRUST["high"], is_code(text), common=True
                )


def _stands(literal: Known, text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    first, last = literal.text[0], literal.text[-1]
    if _word(first) and before and _word(before):
        return False
    return not literal.exact or (text[start:end] == literal.text and not (_word(last) and _word(after)))


def _word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _counts(literal: Known, provider: str, named: bool, status: int | None) -> bool:
    if literal.speaker == "provider" and literal.owner != provider and (named or provider or literal.common):
        return False
    succeeded = status is not None and status < 300
    return not succeeded or status in literal.status


def _confidence(literal: Known, own: bool, status: int | None) -> float:
    sure = literal.confidence
    if literal.speaker == "provider" and not own:
        sure *= 0.7
    if literal.status and status is not None and status not in literal.status:
        sure *= 0.85
    return round(sure, 3)


def _longest(hits: list[Hit]) -> list[Hit]:
    """The hits that no longer one holds; anyone's only where they meet none of somebody's. One pass over the places.

    A common phrase covers nobody's own words.
    """
    kept: list[Hit] = []
    covers = {True: _Cover(), False: _Cover()}  # by anyone, by somebody
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        is_anyones = hit.literal.speaker == "anyone"
        if not (covers[False].holds(hit) or (is_anyones and covers[True].holds(hit))):
            covers[is_anyones].add(hit)
            kept.append(hit)
    owned = [hit for hit in kept if hit.literal.speaker != "anyone"]
    starts, reach = [hit.start for hit in owned], list(accumulate((hit.end for hit in owned), max))
    return [hit for hit in kept if hit.literal.speaker != "anyone" or not _meets(hit, starts, reach)]


@dataclass(slots=True)
class _Cover:
    """How far the hits so far reach, which come by their start, the longest first: those that start where the last did,
    and those before.
    """

    start: int = -1
    here: int = -1
    before: int = -1

    def add(self, hit: Hit) -> None:
        if hit.start != self.start:
            self.start, self.before, self.here = hit.start, max(self.before, self.here), -1
        self.here = max(self.here, hit.end)

    def holds(self, hit: Hit) -> bool:
        """Is there a longer one that holds this?"""
        if hit.start == self.start:
            return self.here > hit.end or self.before >= hit.end
        return max(self.before, self.here) >= hit.end


def _meets(hit: Hit, starts: list[int], reach: list[int]) -> bool:
    """Does one of the hits that start at ``starts``, in order, and reach so far all together, share a place?"""
    before = bisect_left(starts, hit.end)
    return before > 0 and reach[before - 1] > hit.start


def _has(mark: Mark, response: Response) -> bool:
    if mark.header:
        wanted = mark.contains.lower()
        return any(wanted in value.lower() for value in response.all(mark.header))
    return bool(mark.body) and mark.body.lower() in response.body.lower()
