"""Regular expressions that are compiled when they are first used: of the hundreds of ours, one paste needs a few."""

from __future__ import annotations

import gc
import re
from typing import Any, cast


class Lazy:
    """Stands for a ``re.Pattern``: its methods become this object's own when one is asked for.

    ``re`` itself takes it neither for a pattern nor for a text (``re.sub(lazy, …)``).
    """

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._given = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _OF_PATTERNS:
            raise AttributeError(name)
        self.compile()
        return self.__dict__[name]

    def compile(self) -> None:
        """Do it now. Raises re.error."""
        found = re.compile(self.pattern, self._given)
        self.__dict__.update({name: getattr(found, name) for name in _OF_PATTERNS})


_OF_PATTERNS = frozenset(name for name in dir(re.Pattern) if not name.startswith("_")) - {"pattern"}


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As ``re.compile``, but a fault in the pattern shows when it is first used."""
    return cast("re.Pattern[str]", Lazy(pattern, flags))


def compile_all() -> None:
    """Compile every one that there is, in a process from which others are forked."""
    for each in gc.get_objects():
        if isinstance(each, Lazy):
            each.compile()
