"""Some facts of a check, as a test tells them; each is one that the check declares, if there is such a check."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.checks._declared import declared
from bot.checks._run import registered
from bot.model import Facts
from tests._knowledge import shipped


class Said(Facts, frozen=True, kw_only=True):
    """Facts by name, as ``facts_of`` took them."""

    known: Mapping[str, object]

    def told(self) -> dict[str, object]:
        """The facts that are there, by name."""
        return dict(self.known)


def facts_of(check: str, known: Mapping[str, object]) -> Facts:
    """These facts and no others."""
    undeclared = known.keys() - names_of(check) if check in registered() else ()
    assert not undeclared, f"{check} has no fact {', '.join(undeclared)}"
    return Said(known=known)


@cache
def names_of(check: str) -> frozenset[str]:
    """The facts that conditions in knowledge/ may name of a check."""
    names = frozenset(declared(registered()[check].facts))
    return names | frozenset(shipped().book.stories) if check == "story" else names
