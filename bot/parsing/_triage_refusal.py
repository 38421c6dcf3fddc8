"""Where a text speaks of a refusal (401, 407, or their words), and how surely it is one and not a mere number."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.parsing._triage_text import Hit

Strength = Literal["strong", "likely", "clause", "worded", "final", "bare"]

# A number that stands alone: not part of an amount, a time, an address, a version, an identifier or a longer number.
_BEFORE = r"(?<![0-9a-z_$€£¥₹#+.\-/:,(~@&?=])"
_NOT_MORE = r"(?![0-9a-z_$€£%°²]|[.,:/][0-9]|-[0-9]|\(k|'?k\b| ?[€$%°])"
_SUFFIX = (
    r"(?:s|'s|er|ern|'er|-er|es|'?ing|'?ed|'d|'lendi|'ler|ler|'u|'i|'e|'den|'ten"
    r"|:an|:or|:a|-es|-et|-ek|-ki|-tki|-ka|-ку|-ка|-ки|-ая|-ю|-й|-е)"
)
_NUMBER = re.compile(
    rf"{_BEFORE}40[17](?={_SUFFIX}?{_NOT_MORE})"
    rf"|(?<=[^0-9a-z][=:\"'(/>-])40[17]{_NOT_MORE}"
    rf"|(?<=[a-z]\()40[17](?=\))"
    rf"|(?<=[^\x00-\x7f],)40[17]{_NOT_MORE}"
    rf"|(?<=\bre-)40[17]{_NOT_MORE}"
    rf"|(?<=[a-z\"]: )40[17]{_NOT_MORE}"
)
_SUFFIX_AT = re.compile(rf"{_SUFFIX}\b")
_OPENS_JSON = re.compile(
    r"(?:status|code|statuscode|status_code|http_status|error|err)['\"]?\s*[:=>]+\s*['\"]?40[17]\b"
)
_FAILURE_NAMED = re.compile(
    r"\b(?:auth\w{0,30}|\w{1,40}(?:error|exception|failed|failure|denied|fault)): ?40[17]\b(?![.:/-]\w)"
)
_LOG_LINE = re.compile(
    r"\b(?:get|post|put|patch|delete|head|options) (?:https?:/)?/[^\s]{0,300} "
    r"[^\n]{0,80}?(?<![0-9.:/])(?<![\"'] [1-5]\d\d )40[17]\b(?![.:/][0-9])"
)
_BEFORE_ERROR = ("err-before", "persist", "again", "mine", "acts", "since")
_AFTER_ERROR = ("err-after", "persist", "again", "since", "ask")
_ARTICLE = re.compile(r"(?:\b(?:an?|any|single|more|the|einen?|une?|el|umas?|il|d')) ?$")
_ANSWERS = re.compile(r"\b(?:step|job|run|build|task|tests?|process|call|case|node)$")  # the build is 401
_QUOTED = re.compile(r" ?[\"'(\[{]\w{3}")  # 401 "The grant is invalid"
_PLACED = re.compile(r"\b(?:in|at|to|for|by|near|than|nach|zu|fur|an|a|en|em|na|w|do|в|на|до|te|voor)[ #]*$")  # in 401
_QUOTES = " \"'*_"
_WORD_AFTER = re.compile(r" ?[^\W\d_]{3}")
_COPULA = re.compile(r" (?:is|was|ist|war|est|es|e|=|are|number|nr\.?|no\.?|numero|номер|to|to jest) ?$")
_COUNTED = re.compile(r"[\"']? ?[:=x×] ?\d+(?:[.,]\d+)?(?: ?%|k\b|\b(?![-/:.]\d))")  # 401: 13, 404: 88
_SIZE = re.compile(r"[\"'] [1-5]\d\d $")  # "GET / HTTP/1.1" 200 401: the bytes sent
_LASTED = re.compile(
    r"\b(?:took|takes|lasted|waited|ran|duration|latency|elapsed|done|built|finished|timeout|total|sleep|in)"
    r"(?: of| in| for)?:? $"
)
_EQUALS = re.compile(r" (?:=|->|=>|→) ?$")
_ABOUT = re.compile(r"\b(?:complain\w*|ask\w*|tickets?|alerts?|emails?|calls?|question|issue|problem) about (?:an? )?$")
_CLAUSE_ENDS = ".,;:!?)]}>\n-|"
_NEAR = 2


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal spoken of at ``start``:``end`` of the plain text."""

    start: int
    end: int
    strength: Strength


def refusals(text: str, hits: Sequence[Hit]) -> list[Refusal]:
    """Every refusal in the plain ``text`` that is not denied right there ("not a 401"), in order."""
    beside = _Beside(text, hits)
    persons = [(hit.start, hit.end) for hit in hits if hit.feature == "person"][:50]
    found = [
        Refusal(hit.start, hit.end, "strong")
        for hit in hits
        if hit.feature == "strong" and not _is_within(hit, persons) and not _is_stem(text, hit)
    ]
    for pattern in (_OPENS_JSON, _FAILURE_NAMED, _LOG_LINE):
        found += [Refusal(match.start(), match.end(), "strong") for match in pattern.finditer(text)]
    for hit in hits:
        if hit.feature == "weak" and not _is_within(hit, persons):
            found.append(Refusal(hit.start, hit.end, "worded"))
    for match in _NUMBER.finditer(text):
        strength = beside.strength_of(match.start(), match.end())
        if strength:
            found.append(Refusal(match.start(), match.end(), strength))
    return sorted(
        (refusal for refusal in found if not beside.is_denied(refusal.start, refusal.end)),
        key=lambda refusal: refusal.start,
    )


def _is_within(hit: Hit, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)


def _is_stem(text: str, hit: Hit) -> bool:
    """Is it the name of a family of codes ("AADSTS") without the number?"""
    return (
        text[hit.end - 1].isalpha()
        and text[hit.start : hit.end] == "aadsts"
        and not text[hit.end : hit.end + 1].isdigit()
    )


class _Beside:
    """What stands directly before and after a place."""

    def __init__(self, text: str, hits: Sequence[Hit]) -> None:
        self._text = text
        self._ends: dict[str, list[int]] = {}
        self._starts: dict[str, list[int]] = {}
        for hit in hits:
            self._ends.setdefault(hit.feature, []).append(hit.end)
            self._starts.setdefault(hit.feature, []).append(hit.start)
        for places in self._ends.values():
            places.sort()

    def strength_of(self, start: int, end: int) -> Strength | None:
        """How surely the number is a refusal; None when it counts or names something else."""
        after = end + self._suffix(end)
        if (
            _SIZE.search(self._text, max(0, start - 7), start)
            or _COUNTED.match(self._text, after)
            or self._lasts(start, end, after)
        ):
            return None
        if not self._is_plural(start, end, after) and (self._is_named(start) or self._starts_after("num-after", after)):
            return None
        is_error = any(
            self._ends_before(feature, start) or self._ends_at(feature, end) for feature in _BEFORE_ERROR
        ) or any(self._starts_after(feature, after) for feature in _AFTER_ERROR)
        if self._is_clause(start, after):
            return "clause"
        if is_error or after > end or _QUOTED.match(self._text, after):
            return "likely"
        is_final = self._text[after : after + 3].lstrip(" ")[:1] in _CLAUSE_ENDS
        return "final" if is_final and not _PLACED.search(self._text, max(0, start - 12), start) else "bare"

    def _is_plural(self, start: int, end: int, after: int) -> bool:
        """Are several refusals meant ("all 401s"), and no seconds ("took 401s")?"""
        return self._text[end:after] == "s" and not self._lasts(start, end, after)

    def _lasts(self, start: int, end: int, after: int) -> bool:
        return self._text[end:after] == "s" and _LASTED.search(self._text, max(0, start - 16), start) is not None

    def _is_named(self, start: int) -> bool:
        """Does the number name a thing: "room 401", "my locker is 401"?"""
        if _EQUALS.search(self._text, max(0, start - 3), start):
            return False
        if _ABOUT.search(self._text, max(0, start - 40), start):
            return False
        copula = _COPULA.search(self._text, max(0, start - 12), start)
        if copula and not _ANSWERS.search(self._text, max(0, copula.start() - 12), copula.start()):
            return self._ends_before("num-before", start) or self._ends_before("num-before", copula.start())
        return self._ends_before("num-before", start)

    def _is_clause(self, start: int, end: int) -> bool:
        """Does the number stand alone between marks: "rebooted. 401." """
        before, after = (
            self._text[max(0, start - 3) : start].rstrip(" ")[-1:],
            self._text[end : end + 3].lstrip(" ")[:1],
        )
        return before in f"([{_CLAUSE_ENDS}" and after in _CLAUSE_ENDS

    def is_denied(self, start: int, end: int) -> bool:
        """Is it said right before, or right after, that there is none?"""
        if self._starts_after("negate-after", end):
            return True
        article = _ARTICLE.search(self._text, max(0, start - 12), start)
        return self._ends_before("negate", start, _QUOTES) or bool(
            article and self._ends_before("negate", article.start(), _QUOTES)
        )

    def _suffix(self, end: int) -> int:
        match = _SUFFIX_AT.match(self._text, end)
        return len(match.group()) if match else 0

    def _ends_before(self, feature: str, place: int, between: str = " \"'*_:#.([=") -> bool:
        ends = self._ends.get(feature, [])
        at = bisect_left(ends, place + 1) - 1
        if at < 0 or place - ends[at] > _NEAR + 1:
            return False
        gap = self._text[ends[at] : place]
        return gap.strip(between) == "" and (":" not in gap or self._text[ends[at] - 1].isascii())

    def _ends_at(self, feature: str, place: int) -> bool:
        """Does a phrase of the feature hold the number itself ("back to 401")?"""
        ends = self._ends.get(feature, [])
        at = bisect_left(ends, place)
        return at < len(ends) and ends[at] == place

    def _starts_after(self, feature: str, place: int) -> bool:
        starts = self._starts.get(feature, [])
        at = bisect_left(starts, place)
        if at >= len(starts) or starts[at] - place > _NEAR + 2:
            return False
        return not any(letter.isalnum() or letter == "\n" for letter in self._text[place : starts[at]])
