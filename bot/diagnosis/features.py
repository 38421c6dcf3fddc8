"""Case -> the features that the text model of causes reads: words, and what the checks saw of the request.

What somebody else wrote and the asker only quotes (documentation) is left out. Features that also said *who* speaks a
word were tried: twice the size, and no figure better.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.case import Case
from bot.diagnosis.facts import answered_now, statements
from bot.knowledge.text import far_pairs, grams, pieces
from bot.model import Report, Speaker

_LOOKED_AT = 12_000  # characters of each group of speakers
# Who speaks, and what their words count; then what the checks saw. Chosen by cross-validation, as is the root: a long
# log must not drown the one sentence beside it, nor may a sentence count as much as the whole log.
_GROUPS: tuple[tuple[float, tuple[Speaker, ...]], ...] = (
    (1.5, ("asker",)),
    (1.0, ("server", "client")),
    (0.7, ("request", "configuration", "token")),
)
_SEEN = 2.0
_ROOT = 0.25
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


def features(case: Case) -> dict[str, float]:
    """All features of a case, and what each counts."""
    return words_of(case.report, answered_now(case)) | _counted([*_shape(case), *_known(case)], _SEEN)


def words_of(report: Report, answer: str = "") -> dict[str, float]:
    """The words of every speaker, pairs of them and pieces of the long ones, and what each counts.

    ``answer``: what the API said to us, which counts as if it had been pasted.
    """
    found: dict[str, float] = {}
    for counts, speakers in _GROUPS:
        said = "\n".join((report.said_by(*speakers), answer if "server" in speakers else ""))[:_LOOKED_AT]
        for name, value in _counted([*grams(said), *far_pairs(said), *pieces(said)], counts).items():
            found[name] = max(value, found.get(name, 0.0))
    return found


def _counted(names: list[str], counts: float) -> dict[str, float]:
    """Each name once; of many, each counts less."""
    return dict.fromkeys(names, counts * max(len(set(names)), 1) ** -_ROOT)


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
