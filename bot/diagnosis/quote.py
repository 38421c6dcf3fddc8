"""The words of the paste that speak most for a cause: a reason that is true because it is a quotation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.case import Case
from bot.diagnosis.facts import answered_now
from bot.diagnosis.repeated import repeatable
from bot.diagnosis.templates import bare
from bot.knowledge.book import Book
from bot.knowledge.schema import Cause
from bot.knowledge.text import grams, rules_out, sentences, words
from bot.model import Speaker

_SPEAKERS: dict[Speaker, str] = {
    "asker": "You write",
    "server": "The answer says",
    "client": "The program says",
}
_OF_ANY_REFUSAL_WORDS = """
http https 401 403 407 unauthorized unaut~ forbidden forbi~ error errors status statu~ code get zurl api
i we it is a an the and but me my our with for of on in to this that am are was when still always just now here why only
getting getti~ gets got return returns retur~ response respo~ request reque~ requests call calls
"""
_OF_ANY_REFUSAL = frozenset(_OF_ANY_REFUSAL_WORDS.split())
# Fields that describe an answer and refuse nothing (RFC 9110 sections 6, 8 and 10).
_OF_ANY_ANSWER = re.compile(
    r"(?:content-(?!security)|access-control-|date:|connection:|keep-alive:|vary:|allow:|etag:|transfer-encoding:|cache-control:"
    r"|expires:|last-modified:|server:|x-powered-by:|age:)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[^<>]{0,400}>?")
_ON_THE_POINT = 12.0  # so much must the words do alone that the cause is described in
_TELLING = 1.5  # how much a sentence must raise a cause above the mean of all
_LONGEST = 140
_STEM, _STEPS, _SHARE = 5, 3, 6
_SPANS = 40
# A line of the asker's part that nobody may have written: as output begins, or as code and settings look
_PRINTED = re.compile(
    r"\W{0,8}(?:[\w.:/-]{1,40} )?(?:(?:an )?error|err|exception|fail(?:ed|ure)|fatal|warning|warn|info|debug"
    r"|trace(?:back)?|code|status|detail|message|http status)\b(?:\W{0,4}[:=\[(\d]| occurred| \w{1,20}:)"
    r"|\W{0,8}(?:[\w.]{1,30}=|[45]\d\d\b|(?:docker|kubectl|git|curl|helm|npm|pip) (?:[a-z-]{2,20} )?-|[\w.-]{1,40}: )"
    r"|[^\n\"']{0,80}[\"']https?://",
    re.IGNORECASE,
)
_CODE = re.compile(r"=> |\{:|\\\"|\w\(\S{0,80}\)[.;]|[;{(]$|^\W{0,3}\w{1,30} = ")
_SENTENCE = re.compile(r"[^\W\d_]{1,30} [^\W\d_]{1,30},? [^\W\d_]{2,30}|\b[a-z]{1,3} [a-z]{2,30}|[^\x00-\u024f]{3}")


def quotation(case: Case, cause: str) -> str:
    """``You write “…”``: of the sentences that speak of the cause, the one that raises it most; '' without any."""
    about, model = _subjects(case.book).get(cause, frozenset()), case.book.text_model
    best, found = _ON_THE_POINT, ""
    for quote, speaker in _telling(case, cause):
        named = [word for word in grams(quote) if word[:_STEM] in about and " " not in word]
        weight = model.speaks_for(named, cause)
        is_reason = not quote.endswith((":", "：")) and not (speaker == "asker" and rules_out(quote))
        if weight > best and is_reason and _is_harmless(quote, speaker, case):
            best, found = weight, told(quote, speaker)
    return found


def _is_harmless(quote: str, speaker: Speaker, case: Case) -> bool:
    """Is there nothing in it to hide? A line with a gap shows little."""
    return (case.mask(quote) if speaker == "server" else masked(quote, case)) == quote


def is_told(case: Case, cause: str) -> bool:
    """Does any sentence raise the cause, be it in words that show nobody why?"""
    return any(_telling(case, cause))


def told(quote: str, speaker: Speaker) -> str:
    """The words and who says them: what may be output or code is nobody's own words, though it stands in prose."""
    is_written = _SENTENCE.search(quote) and not _PRINTED.match(quote) and not _CODE.search(quote)
    return f"{_SPEAKERS[speaker] if speaker != 'asker' or is_written else 'The paste says'} “{quote}”"


def _telling(case: Case, cause: str) -> Iterator[tuple[str, Speaker]]:
    """The sentences that raise the cause in the text model, and whose they seem to be."""
    model = case.book.text_model
    for text, speaker in _spoken(case):
        for start, end in sentences(text[:4000]):
            said = text[start:end].strip()
            is_empty = len(said) < 8 or len(_MARKUP.sub("", said)) < 4
            if is_empty or (speaker == "server" and _OF_ANY_ANSWER.match(said)):
                continue
            if model.speaks_for(filter(_tells, grams(said)), cause) > _TELLING:
                yield shortened(said), speaker


def _spoken(case: Case) -> Iterator[tuple[str, Speaker]]:
    """What was said and by whom, our own answer of the API at last."""
    yield from ((span.text, span.speaker) for span in case.report.spans[:_SPANS] if span.speaker in _SPEAKERS)
    yield answered_now(case), "server"


@lru_cache(maxsize=2)
def _subjects(book: Book) -> Mapping[str, frozenset[str]]:
    """Each cause's own words, by its title, headlines, reasons and first steps; not those that most causes share."""
    stems = {name: _stems(" ".join(_written(cause, book))) for name, cause in book.causes.items()}
    shared = Counter(stem for found in stems.values() for stem in found)
    most = max(2, len(stems) // _SHARE)
    return {name: frozenset(stem for stem in found if shared[stem] <= most) for name, found in stems.items()}


def _written(cause: Cause, book: Book) -> Iterator[str]:
    yield from (cause.title, *(bare(each.say) for each in cause.headlines), *map(bare, cause.checks_by))
    yield from (bare(sign.because) for sign in cause.signs if not sign.weighs.endswith("-against"))
    for name in cause.steps[:_STEPS]:
        if name in book.steps:
            yield from map(bare, book.steps[name].lines)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words(text) if len(word) > 1)


def _tells(gram: str) -> bool:
    """Does a word, or a pair of them, say more than that something is refused?"""
    return not _OF_ANY_REFUSAL.issuperset(gram.split(" "))


def masked(quote: str, case: Case) -> str:
    """The words as they may be repeated: no secret, and no word that may be one."""
    return repeatable(case.mask(quote), case.book.text_model.table)


def shortened(text: str) -> str:
    """A quotation on one line, cut at a word where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST].rpartition(" ")[0] + " …"
