"""The words of the paste that speak most for a cause: a reason that is true because it is a quotation."""

from __future__ import annotations

from bot.case import Case
from bot.knowledge.text import grams, sentences
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
_TELLING = 1.5  # how much a sentence must raise a cause above the mean of all
_LONGEST = 140
_SPANS = 40


def quotation(case: Case, cause: str) -> str:
    """``You write “…”``: the sentence or line that raises the cause most in the text model, '' when none does."""
    best, words = _TELLING, ""
    for span in case.report.spans[:_SPANS]:
        if span.speaker not in _SPEAKERS:
            continue
        weight, quote = _strongest(span, cause, case)
        if weight > best:
            best, words = weight, f"{_SPEAKERS[span.speaker]} “{case.mask(quote)}”"
    return words


def _strongest(span: Span, cause: str, case: Case) -> tuple[float, str]:
    model = case.book.text_model
    found = [(0.0, "")]
    for start, end in sentences(span.text[:4000]):
        said = span.text[start:end].strip()
        if len(said) >= 8:
            found.append((model.speaks_for(filter(_tells, grams(said)), cause), shortened(said)))
    return max(found)


def _tells(gram: str) -> bool:
    """Does a word, or a pair of them, say more than that something is refused?"""
    return not _OF_ANY_REFUSAL.issuperset(gram.split(" "))


def shortened(text: str) -> str:
    """A quotation on one line, cut at a word where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST].rpartition(" ")[0] + " …"
