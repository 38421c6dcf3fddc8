"""The words of the paste that speak most for a cause: a reason that is true because it is a quotation."""

from __future__ import annotations

import re

from bot.case import Case
from bot.knowledge.text import grams, sentences
from bot.masking import mask
from bot.model import Span, Speaker

_SPEAKERS: dict[Speaker, str] = {
    "asker": "You write",
    "server": "The answer says",
    "client": "The program says",
}
_OF_ANY_REFUSAL = frozenset(
    [
        "http",
        "https",
        "401",
        "403",
        "407",
        "unauthorized",
        "unaut~",
        "forbidden",
        "forbi~",
        "error",
        "errors",
        "status",
        "statu~",
        "code",
        "get",
        "zurl",
        "api",
    ]
)
# Fields that describe an answer and refuse nothing (RFC 9110 sections 6, 8 and 10).
_OF_ANY_ANSWER = re.compile(
    r"(?:content-(?!security)|date:|connection:|keep-alive:|vary:|allow:|etag:|transfer-encoding:|cache-control:"
    r"|expires:|last-modified:|server:|x-powered-by:|age:)",
    re.IGNORECASE,
)
_TELLING = 1.5  # how much a sentence must raise a cause above the mean of all
_LONGEST = 140
_SPANS = 40
_WORD = re.compile(r"[^\s\"'`“”<>,;()\[\]{}/:=|…]{8,}")
_NAMED = re.compile(
    r"(?P<name>(?:pass(?:w(?:or)?d)?|pwd?|token|key|secret|auth)\w{0,10}[\"']?\s{0,2}(?:[:=(]|\bis\b|,)\s{0,2}[\"']?"
    r"(?:\w{1,12}:)?)(?P<value>[^\s\"'`“”<>,;()\[\]{}…]{6,200})",
    re.IGNORECASE,
)
_PIECE = re.compile(r"[A-Za-z0-9]{6,}")
_SIGN = re.compile(r"\w[!@#$%^*+~]\w")


def quotation(case: Case, cause: str) -> str:
    """``You write “…”``: the sentence or line that raises the cause most in the text model, '' when none does."""
    best, words = _TELLING, ""
    for span in case.report.spans[:_SPANS]:
        if span.speaker not in _SPEAKERS:
            continue
        weight, quote = _strongest(span, cause, case)
        if weight > best:
            hidden = case.mask(quote) if span.speaker == "server" else masked(quote, case)
            best, words = weight, f"{_SPEAKERS[span.speaker]} “{hidden}”"
    return words


def _strongest(span: Span, cause: str, case: Case) -> tuple[float, str]:
    model = case.book.text_model
    found = [(0.0, "")]
    for start, end in sentences(span.text[:4000]):
        said = span.text[start:end].strip()
        if len(said) >= 8 and not (span.speaker == "server" and _OF_ANY_ANSWER.match(said)):
            found.append((model.speaks_for(filter(_tells, grams(said)), cause), shortened(said)))
    return max(found)


def _tells(gram: str) -> bool:
    """Does a word, or a pair of them, say more than that something is refused?"""
    return not _OF_ANY_REFUSAL.issuperset(gram.split(" "))


def masked(quote: str, case: Case) -> str:
    """The words as they may be repeated: no secret, and nothing that looks like a password that nobody called one."""
    table = case.book.text_model.table

    def shown(word: re.Match[str]) -> str:
        pieces = [piece for piece in _PIECE.findall(word[0]) if piece.lower() not in table]
        is_odd = any(map(_is_mixed, pieces)) or (bool(pieces) and bool(_SIGN.search(word[0])))
        return mask(word[0], "word") if is_odd else word[0]

    def named(said: re.Match[str]) -> str:
        value = said["value"]
        return said[0] if value.strip(".,:;!?").lower() in table else f"{said['name']}{mask(value, 'word')}"

    return _NAMED.sub(named, _WORD.sub(shown, case.mask(quote)))


def _is_mixed(piece: str) -> bool:
    return any(map(str.isdigit, piece)) and any(map(str.isalpha, piece))


def shortened(text: str) -> str:
    """A quotation on one line, cut at a word where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST].rpartition(" ")[0] + " …"
