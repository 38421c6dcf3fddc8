"""Shown: text that may leave the program. The mask alone makes it, so a plain ``str`` at an exit is a fault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn, Self


class Shown(str):
    """Text without secrets and without characters that steer a terminal or reorder it.

    It comes from ``Scrubber.shown`` (foreign words), from :func:`ours` (a sentence as it stands in the source) and from
    :func:`restored` (the sealed journal). What is taken out of it or filled into it stays Shown; every other method of
    ``str`` gives a plain one back.
    """

    __slots__ = ()

    def __new__(cls, *_: object, **__: object) -> Self:
        raise TypeError("only the mask makes text that may be shown: Scrubber.shown, ours")

    @classmethod
    def _of(cls, text: str) -> Self:
        return str.__new__(cls, text)

    def cut(self, limit: int) -> Self:
        """At most ``limit`` characters, the last one an ellipsis where something was left out."""
        return self if len(self) <= limit else self._of(self[: limit - 1] + "…")

    def pieces(self, separator: str) -> list[Self]:
        """Split at ``separator``."""
        return [self._of(piece) for piece in self.split(separator)]

    def on_one_line(self) -> Self:
        """Every line break as a blank."""
        return self._of(" ".join(self.splitlines()))

    def between(self, parts: Iterable[Shown]) -> Self:
        """The parts with this between them."""
        return self._of(self.join(map(self._fitted, parts)))

    def filled(self, **values: Shown | int) -> Self:
        """The sentence with its ``{names}`` filled in. Raises TypeError for a value that did not pass the mask."""
        return self._of(self.format_map({name: self._fitted(value) for name, value in values.items()}))

    @classmethod
    def _fitted(cls, value: Shown | int) -> str:
        """A value as it stands in a text of this kind."""
        if not isinstance(value, Shown | int):
            raise TypeError(f"a {type(value).__name__} did not pass the mask")
        return str(value)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: Any) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("what was shown is kept as JSON and restored, not pickled")


def ours(sentence: str) -> Shown:
    """A sentence of our own, given as a literal (tests/test_house.py reads the calls). ``{names}`` are filled later."""
    return Shown._of(sentence)


def restored(text: str) -> Shown:
    """What was Shown when it was journaled or sent by a worker. Both are ours, and the journal is sealed."""
    return Shown._of(text)
