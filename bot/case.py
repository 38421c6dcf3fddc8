"""Case: everything that a check may look at. A plain value; the network comes beside it as ``net``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import update_wrapper
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.knowledge.book import Book
from bot.knowledge.schema import Provider
from bot.model import Evidence, Finding, Moment, Report, Request

_P = ParamSpec("_P")
_T = TypeVar("_T")

# "whose evidence cause" -> how many people confirmed and refuted it here: see diagnosis.team
Voices = Mapping[str, tuple[int, int]]
NO_VOICES: Voices = MappingProxyType({})
Watch = Callable[[tuple[str, ...]], None]  # hears the ids of the checks that run, whenever one begins or ends


def unwatched(_: tuple[str, ...]) -> None:
    """The Watch of who does not look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the operator and the asker allow. ``try_fixes`` None = the default: tokens and keys yes, passwords no.

    ``later``: nothing is asked now, and whoever looks decides by what is seen whether the API is.
    """

    live: bool = True
    later: bool = False
    try_fixes: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One diagnosis in work: the report, who is asked, what is known, and what was found so far."""

    report: Report
    request: Request | None
    provider: Provider | None
    book: Book
    moment: Moment
    policy: Policy = Policy()
    channel: str = ""  # the id of the channel in which it was asked, '' outside of Slack
    evidence: Evidence = field(default_factory=Evidence)
    by_words: Mapping[str, float] | None = None  # each cause's probability by the text model, once it was asked
    voices: Voices = field(default_factory=lambda: NO_VOICES)  # what the team said of earlier answers
    mask: Callable[[str], str] = str  # what hides this paste's secrets in a foreign value, where sentences are made
    memo: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)  # of ``once``

    @property
    def now(self) -> datetime:
        """The clock, as the rim gave it."""
        return self.moment.now

    def finding(self, check: str) -> Finding | None:
        """The finding of another check, None when it has not run."""
        return self.evidence.findings.get(check)


def once(work: Callable[Concatenate[Case, _P], _T]) -> Callable[Concatenate[Case, _P], _T]:
    """A function of a case (and of names), worked out once for each: a case never changes, and many signs ask it."""

    def known(case: Case, /, *names: _P.args, **none: _P.kwargs) -> _T:
        key, memo = (work, *names), case.memo
        if key not in memo:
            memo[key] = work(case, *names, **none)
        found: _T = memo[key]
        return found

    return update_wrapper(known, work)
