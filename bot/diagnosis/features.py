"""Case -> the features that the text model of causes reads: words, and what the checks saw of the request.

What somebody else wrote and the asker only quotes (documentation) is left out. Features that also said *who* speaks a
word were tried: twice the size, and no figure better.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.case import Case
from bot.diagnosis.facts import statements
from bot.knowledge.text import far_pairs, grams, pieces
from bot.model import Report, Speaker

_LOOKED_AT = 12_000  # characters of each group of speakers
_GROUPS: tuple[tuple[Speaker, ...], ...] = (
    ("asker",),
    ("server", "client"),
    ("request", "configuration", "token"),
)
_SHAPE = (
    "lint-",
    "shown-values",
    "refused-preflight",
    "decode-token",
    "read-challenge",
    "read-response",
    "clock-skew",
    "story",
)
_SHORT = 24
_OF_ONE_CASE = frozenset({"host", "quotes"})  # who is asked is the provider's feature


def features(case: Case) -> list[str]:
    """All features of a case, each once."""
    return list(dict.fromkeys((*words_of(case.report), *_shape(case), *_known(case))))


def words_of(report: Report) -> Iterator[str]:
    """The words of every speaker, pairs of them and pieces of the long ones."""
    for speakers in _GROUPS:
        said = report.said_by(*speakers)[:_LOOKED_AT]
        yield from grams(said)
        yield from far_pairs(said)
        yield from pieces(said)


def _shape(case: Case) -> Iterator[str]:
    """Facts of the checks that ask nobody: those that hold, and short words and numbers of them."""
    for check, finding in case.evidence.findings.items():
        if not check.startswith(_SHAPE):
            continue
        for name, value in finding.told.items():
            if name in _OF_ONE_CASE:
                continue
            if value is True:
                yield f"f:{check}.{name}"
            elif isinstance(value, str) and 0 < len(value) <= _SHORT:
                yield f"f:{check}.{name}={value.lower()}"
            elif isinstance(value, int) and value is not False and value < 1000:
                yield f"f:{check}.{name}={value}"
            elif isinstance(value, list | tuple):
                yield from (f"f:{check}.{name}={each.lower()}" for each in value if _is_short(each))


def _known(case: Case) -> Iterator[str]:
    """Whose API it is, what form the paste has, and what known words mean."""
    if case.provider is not None:
        yield f"p:{case.provider.id}"
    yield f"k:{case.request.format if case.request else ''}"
    for statement in statements(case):
        yield from (f"m:{cause}" for cause in statement.causes[:1])
        yield f"m:{statement.source}"


def _is_short(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _SHORT
