"""Units of a message -> does somebody report a refusal of an API that still stands? Each refusal in its own unit.

A program's line with an unmistakable code is a report. A person's clause is one when it says that they meet the refusal
("I get", "it gives me", "keeps returning"), or when a thing returns it and the message asks for help. Weak words
("unauthorized", "login failed") need an API beside them. What is supposed, explained, changed or solved is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Literal

from ahocorasick_rs import AhoCorasick, Implementation

from bot.parsing import _triage_words as words
from bot.parsing._triage_text import Unit, is_printed, units
from bot.regex import lazy

Strength = Literal["sure", "number", "weak"]
_NUMERAL = lazy("40[17]")
_NUMBERS = 8  # numbers that are looked at in one unit
_FOREIGN = 0x36F  # letters behind this are of a script of which codes and a few words are understood
_MOST = 8  # refusals that are judged in one message
_CONTRAST = lazy(r"(?:but|however|yet|aber|mais|pero|mas|porem)\b")
_MINE = lazy(r"\b(?:my|our|me|us|mein\w{0,2}|unser\w{0,2}|mon|ma|notre|mi|mis|meu|minha)\b")
_HEADLINE = lazy(
    r"(?:\w{1,20}[,:]? ){0,3}40[17]s? (?:un\w+ )?(?:on|from|when|with|for|in|at|after|since|using|as|errors?) "
)
_NEAR = 80  # characters between "it says" and the weak words that are said
_TERSE = 60  # characters of a clause that is little more than the refusal
_SHORT = 30  # characters of a clause that says nothing by itself
_LITERALS = AhoCorasick(words.LITERALS, implementation=Implementation.ContiguousNFA)
_STORY = 4000  # characters of a person's text that are searched for help, changes and solutions
_OPENING = lazy(
    r"^(?:\W{0,4}(?:[\w.-]{1,24}[:,]|@\S{1,40}|hm+|ok|so|and|also|odd|hi|hey|yes|yeah|nope|no)\W{1,4}){0,3}"
)
_ANSWER = lazy(
    r"[\"'](?:error|errors|message|msg|detail|details|reason|title|code|type|status|text|description"
    r"|error_description|err)\w{0,12}[\"'] ?: ?[\[{\"']"
)
_RETURNS = lazy(
    r"\b(?:returns?|returned|responds?|responded|answers?|answered|gives?|gave|says?|said|shows?|yields?|results? in"
    r"|ends? (?:up )?(?:in|with)|throws?|threw|comes?|came"
    r"|gets?|got|yields?|[\w)\"'][,:;-] (?:\w+ ){0,2}(?:http )?40[17]\W{0,4}$|= ?40[17]|refused|rejected|denied"
    r"|everything|liefert|gibt|kommt|antwortet|meldet|wirft|sagt"
    r"|renvoie|retourne|repond|donne|devuelve|responde|da|sale|retorna|devolve)\b|(?:->|→|=>)"
)
_IS = lazy(r"\b(?:is|was|are|am)(?: an?| still| always)? ?(?:http )?40[17]|\bis an?\b")
# What names the program whose words follow: "influx write:", "npm publish ->", "couchdb {"; no heading of a talk.
_LEAD = lazy(
    r"(?!(?:\w+ ){0,2}(?:fyi|til|notes?|docs?|question|adr|examples?|tests?|ideas?|feature|title|prs?|mr|todo|decision"
    r"|decided|agenda|topic|rules?|spec|faq|tip|standup|story|task|poll|review|reminder|heads[ -]up)\b[^:]{0,20}:)"
    r"(?:(?:[\w ./'→-]{0,30}(?::|=(?=\")|[-=]>|→|\b(?:says?|answers?|reports?|gives?|prints?|logs?):?) ?){1,2}?"
    r"|(?:(?!(?:the|an?|our|this|that|is|are|of|for|in|to|and|or|with|we|no)\b)[\w./-]+ ){1,4}(?=[\"'{\[(]))"
    r"(?:\(#?\d{1,6}\) )?[\"'(\[]{0,2}"
)
_AROUND = lazy(
    r"\b(?:from|on|in|when|while|with|trying|calling|at|for|mit|beim?|bei|auf|von|avec|sur|con|en|al|com|em|ao)\b|[:>]"
)
_INLINE_ERROR = lazy(
    r"\b(?:error|exception|abort|fatal|failed|failure|denied|err|fehler|erreur)\W{0,2}(?:\(\d{3}\)|code \d{3})?: ?\S"
)
_URL = lazy(
    r"https?://|/api/|/v\d/|\b[\w-]{2,40}\.(?:com|io|dev|org|net|example|test)/\w|\b(?:get|post|put|patch|delete) /"
)
_FORBIDDEN = lazy(r"(?<![\w.,:/#-])40[34](?![\w.,:/]\w)")
_OWN_SUBJECT = lazy(
    r"\b(?:on|in|from|for) (?:staging|prod\w*|ci|qa|dev|eu|us|the (?:new|old|private|dev|eu|us)\b)|\b(?:new"
    r"|fresh) (?:key|token|cluster|client)|\b(?:pull|push|publish|install|login|clone|apply|build)\b"
)
_ASKS = lazy(r"\?(?:\s|$)")
_IMPERATIVE = lazy(
    r"^(?:[-*•] |\d[.)] )?(?:return|send|respond|throw|raise|check|add|fix|handle|make|use|treat|redirect|remove"
    r"|improve|map|document|expect|assert|verify|ensure|remember|note"
    r"|don't|do not|detect|support|implement|allow|prevent|avoid|show|render|log|emit)\b"
)


def stands(told_in: Sequence[Unit]) -> bool:
    """Does a refusal that the units tell of stand, for whoever wrote them?"""
    marked = [index for index, unit in enumerate(told_in) if _is_marked(unit.text)]
    if len(marked) > 2 * _MOST:
        numbers = [index for index in marked if _NUMERAL.search(told_in[index].text)]
        marked = sorted({*numbers[:_MOST], *marked[: _MOST // 2], *marked[-_MOST // 2 :]})
    told = [(index, strength) for index in marked if (strength := strength_of(told_in[index]))][:_MOST]
    if not told:
        return False
    story = "\n".join(unit.text for unit in told_in if unit.kind == "person" and not unit.is_quoted)[:_STORY]
    message = _Message(told_in, story)
    if message.is_change:
        return False
    reporting = [index for index, strength in told if message.reports(index, strength)]
    return bool(reporting) and not message.is_over(reporting[-1])


def strength_of(unit: Unit) -> Strength | None:
    """How the unit speaks of a refusal: unmistakably, by the number, in words that mean other things too, or not."""
    text = unit.text
    if words.SURE.search(text) or _has_number(words.STATUS, text):
        return "sure"
    if _has_number(words.NUMBER, text):
        return "number"
    is_weak = words.WEAK.search(text) or words.REFUSED.search(text)
    return "weak" if is_weak or (not text.isascii() and words.FOREIGN_WEAK.search(text)) else None


def _has_number(pattern: re.Pattern[str], text: str) -> bool:
    """Does the pattern find a 401 that counts and names nothing else?"""
    for match in islice(pattern.finditer(text), _NUMBERS):
        at = _NUMERAL.search(text, match.start())
        start = at.start() if at else match.start()
        if not words.NO_STATUS.search(text[max(0, start - 32) : start]) and not words.COUNTED.match(text, start):
            return True
    return False


def tells_refusal(text: str) -> bool:
    """Does the plain ``text`` speak of a 401 or its like at all, whoever has it and whether or not it still stands?"""
    return any(_is_marked(unit.text) and _tells(unit) for unit in units(text))


def _tells(unit: Unit) -> bool:
    strength = strength_of(unit)
    return strength in ("sure", "number") or (strength == "weak" and words.API.search(unit.text) is not None)


def _is_marked(text: str) -> bool:
    return bool(_LITERALS.find_matches_as_indexes(text))


class _Message:
    """The units of one message and what the whole says about each."""

    def __init__(self, units: Sequence[Unit], story: str) -> None:
        self._units = units
        self._story = story
        self.is_change = bool(words.CHANGE.search(story))
        told = [unit.text for unit in units if unit.kind != "code"]
        self._is_forbidden = not any("401" in text or "407" in text for text in told) and any(
            _FORBIDDEN.search(text) for text in told
        )
        self._is_foreign = any(ord(letter) > _FOREIGN for letter in story if letter.isalpha())
        self._has_output = any(unit.kind != "person" for unit in units)
        self._is_helped = self._has_output or bool(_ASKS.search(story) or words.HELP.search(story))

    def reports(self, index: int, strength: Strength) -> bool:
        """Is the refusal in the unit at ``index`` reported, and not talked about?"""
        unit = self._units[index]
        if unit.kind == "code" or unit.is_quoted or (self._is_forbidden and strength != "number"):
            return False
        if unit.kind == "program":
            return self._is_printed(unit, strength, index) and not self._is_sample(index)
        if strength == "weak" and not self._is_of_api(index):
            return False
        if strength == "weak" and words.ANSWERED.search(unit.text):
            strength = "number"
        whole = self._with_opening(index)
        return not _IMPERATIVE.search(whole) and (self._is_met(unit.text, strength) or self._is_met(whole, strength))

    def _is_printed(self, unit: Unit, strength: Strength, index: int) -> bool:
        text = unit.text
        if words.CHANGE.search(text):
            return False
        if strength == "sure":
            return not _FORBIDDEN.search(text) or _NUMERAL.search(text) is not None
        if strength == "number" or _FORBIDDEN.search(text) or words.NOT_API.search(text):
            return False
        return bool(_ANSWER.search(text)) or ((is_printed(text) or len(text) < _SHORT) and self._is_of_api(index))

    def _is_sample(self, index: int) -> bool:
        """Do the words that lead to the output ("the specification has this:") say that nobody met it?"""
        before = next((unit for unit in reversed(self._units[:index]) if unit.kind == "person"), None)
        if before is None or not before.text.endswith(":") or words.MEETS.search(before.text):
            return False
        is_talk = words.TALK.search(before.text) or words.SUPPOSED.search(before.text)
        return bool(is_talk) and not (_RETURNS.search(before.text) or words.HELP.search(before.text))

    def _is_met(self, text: str, strength: Strength) -> bool:
        """Does the clause say that its writer meets the refusal, or that a thing gives it while they ask for help?"""
        error = _INLINE_ERROR.search(text) if strength == "sure" else None
        head = text[: error.start()] if error else text
        if words.SUPPOSED.search(head) or _IMPERATIVE.search(text):
            return False
        is_near = self._is_near(text, strength) or words.STARTS.search(text)
        if is_near or (strength != "weak" and words.ODDS.search(text)):
            return True
        if self._is_foreign and (strength != "weak" or words.FOREIGN_MEETS.search(text)):
            is_met = strength == "sure" or self._has_output or "?" in self._story or words.FOREIGN_MEETS.search(text)
            return bool(is_met) and not words.FOREIGN_TALK.search(text)
        return not words.TALK.search(head) and self._is_given(text, strength, is_error=error is not None)

    @staticmethod
    def _is_near(text: str, strength: Strength) -> bool:
        """Does the clause say that somebody meets the refusal; and where it is in weak words, right before them?"""
        met = words.MEETS.search(text)
        if met is None or strength != "weak":
            return met is not None
        refusal = words.WEAK.search(text)
        return refusal is not None and 0 <= refusal.start() - met.end() < _NEAR

    def _is_given(self, text: str, strength: Strength, *, is_error: bool) -> bool:
        """Does a thing give the refusal, and does the clause or the message want it explained?"""
        is_helped = self._is_helped or _CONTRAST.match(text) is not None
        if strength == "weak":
            is_told = is_error or (_RETURNS.search(text) and ('"' in text or text.endswith(":")))
            return bool((is_helped and is_told) or words.REFUSED.search(text) or self._is_led_answer(text))
        if text.endswith("?") and not words.NOW.search(text):
            return bool(is_error or (_RETURNS.search(text) and _MINE.search(text)))
        if is_error or self._is_literal(text):
            return True
        if words.NOW.search(text) and (is_helped or words.API.search(words.SURE.sub(" ", text))):
            return True
        if strength == "number" and _IS.search(text) and not _CONTRAST.match(text) and not _OWN_SUBJECT.search(text):
            return (is_helped and bool(words.API.search(text))) or bool(_URL.search(text))
        is_given = _RETURNS.search(text) or _IS.search(text) or (strength == "sure" and _AROUND.search(text))
        if is_given or _HEADLINE.match(text):
            return is_helped or bool(_URL.search(text) or _OWN_SUBJECT.search(text))
        return strength == "sure" and is_helped and len(_OPENING.sub("", text)) < _TERSE

    def _with_opening(self, index: int) -> str:
        """The unit's text; a short one ("auth failed.") with the clause that it goes on from."""
        unit = self._units[index]
        before = self._units[index - 1] if index else None
        if len(unit.text) < _SHORT and before and before.kind == "person" and before.line == unit.line:
            return f"{before.text} {unit.text}"
        return unit.text

    @staticmethod
    def _is_literal(text: str) -> bool:
        """Does the text begin with the words of a server or library, at once or behind a name?"""
        match = words.SURE.search(text)
        if match and (match.start() <= 2 or _is_lead(text[: match.start()])):
            return True
        lead = _LEAD.match(text)
        rest = text[lead.end() :] if lead else ""
        return is_printed(rest) or (rest.startswith(("40", "http")) and words.STATUS.match(rest) is not None)

    @staticmethod
    def _is_led_answer(text: str) -> bool:
        """Is it a name and a server's JSON?"""
        lead = _LEAD.match(text)
        rest = text[max(0, lead.end() - 1) :].lstrip() if lead else ""
        return rest.startswith(("{", "[")) and _ANSWER.search(text) is not None

    def _is_of_api(self, index: int) -> bool:
        """Does the unit, or a neighbour in the same breath, speak of an API, and of nothing else that refuses?"""
        unit = self._units[index]
        rest = words.WEAK.sub(" ", unit.text)
        if words.NOT_API.search(rest) or _FORBIDDEN.search(rest):
            return False
        if words.API.search(rest) or _ANSWER.search(unit.text):
            return True
        beside = [other for other in self._units[max(0, index - 2) : index + 2] if abs(other.line - unit.line) <= 2]
        return any(
            _URL.search(other.text) or (other.line == unit.line and words.API.search(other.text)) for other in beside
        )

    def is_over(self, last: int) -> bool:
        """Is it said, in the last refusal's unit or behind it, that it is solved, and nothing more?"""
        over = back = -1
        for index, unit in enumerate(self._units):
            if unit.kind != "person" or unit.is_quoted:
                continue
            is_solved = bool(words.SOLVED.search(unit.text)) and not unit.text.endswith("?")
            over = index if is_solved else over
            if over >= 0 and words.BACK.search(words.SOLVED.sub(" ", unit.text)):
                back = index
        return over > back and over >= last


def _is_lead(text: str) -> bool:
    """Does it name a program, of those that make requests, whose words follow?"""
    return _LEAD.fullmatch(text) is not None and not words.NOT_API.search(text)


def is_solved(told: Sequence[Unit]) -> bool:
    """Does a person say that it works now?"""
    return any(unit.kind == "person" and words.SOLVED.search(unit.text) for unit in told)
