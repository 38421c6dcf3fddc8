"""YAML text -> plain values, by libyaml's events alone: no tags, no anchors, no key twice, no YAML 1.1 surprises.

About three times as fast as the usual constructor, and nothing in a file can name a Python type.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol, cast

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.events import MappingEndEvent, ScalarEvent, SequenceEndEvent

Path = tuple[str | int, ...]
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_WORDS: dict[str, Any] = {"": None, "null": None, "~": None, "true": True, "false": False}
_TRAPS = frozenset({"yes", "no", "on", "off"})
_LONGEST_TRAP = 3
_OF_NUMBERS = frozenset("-+0123456789")  # their first characters
_DEEPEST = 24
_LONGEST_NUMBER = 20
_DEEPEST_OF_OTHERS = 100
_MOST_COPIES = 200_000


class PlainError(Exception):
    """The text is no YAML, or more than plain YAML. ``line`` starts at 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class _Events(Protocol):
    def get_event(self) -> Any: ...

    def dispose(self) -> None: ...


def read(text: str) -> Any:
    """The one document in ``text`` as dicts, lists and scalars; None when it is empty. Raises PlainError."""
    return _Reader(text, None).document()


def read_loosely(text: str) -> Any:
    """As :func:`read` for a document that others wrote: aliases are followed, tags passed over, words stay words.

    Aliases may name what was written before, up to ``_MOST_COPIES`` values in all; ``<<`` is a key like any other.
    Raises PlainError.
    """
    return _LooseReader(text, None).document()


def lines_of(text: str) -> dict[Path, int]:
    """The line (from 1) on which each key and list item of ``text`` starts, by its path. Raises PlainError."""
    lines: dict[Path, int] = {}
    _Reader(text, lines).document()
    return lines


class _Reader:
    """One pass over the events. ``lines`` is filled when it is wanted, which only complaints need."""

    def __init__(self, text: str, lines: dict[Path, int] | None) -> None:
        self.events = cast(_Events, CParser(text))
        self._next = self.events.get_event
        self.lines = lines

    def document(self) -> Any:
        try:
            self._next()
            event = self._next()
            if isinstance(event, yaml.StreamEndEvent):
                return None
            value = self._value(self._next(), ())
            self._next()
            after = self._next()
            if not isinstance(after, yaml.StreamEndEvent):
                raise PlainError(after.start_mark.line + 1, "a second document; one entry a file is right")
            return value
        except yaml.YAMLError as fault:
            raise _told(fault) from None
        finally:
            self.events.dispose()

    def _value(self, event: Any, path: Path) -> Any:
        kind = type(event)
        if kind is ScalarEvent:
            return _scalar(event)
        if kind is yaml.AliasEvent or event.anchor is not None:
            raise PlainError(_line(event), "an anchor or alias (& or *); write the value out, or quote it")
        if event.tag is not None:
            raise PlainError(_line(event), f"a tag ({event.tag}); plain values only")
        if len(path) > _DEEPEST:
            raise PlainError(_line(event), f"nested deeper than {_DEEPEST} levels")
        return self._mapping(path) if kind is yaml.MappingStartEvent else self._sequence(path)

    def _mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while type(event := self._next()) is not MappingEndEvent:
            if type(event) is not ScalarEvent:
                raise PlainError(_line(event), "a key that is no plain text")
            key = event.value
            if key in found:
                raise PlainError(_line(event), f"the key {key} stands twice")
            if self.lines is not None:
                self.lines[*path, key] = _line(event)
            event = self._next()
            found[key] = _scalar(event) if type(event) is ScalarEvent else self._value(event, (*path, key))
        return found

    def _sequence(self, path: Path) -> list[Any]:
        found: list[Any] = []
        while type(event := self._next()) is not SequenceEndEvent:
            if self.lines is not None:
                self.lines[*path, len(found)] = _line(event)
            found.append(_scalar(event) if type(event) is ScalarEvent else self._value(event, (*path, len(found))))
        return found


class _LooseReader(_Reader):
    """YAML of strangers: what would be a fault in an entry is read, what would be a bomb is not."""

    def __init__(self, text: str, lines: dict[Path, int] | None) -> None:
        super().__init__(text, lines)
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.read = 0
        self.copied = 0

    def _value(self, event: Any, path: Path) -> Any:
        self.read += 1
        kind = type(event)
        if kind is yaml.AliasEvent:
            value, size = self.anchors.get(event.anchor, (None, 0))
            self.read += size
            self.copied += size
            if self.copied > _MOST_COPIES:
                raise PlainError(_line(event), f"aliases (*) that stand for more than {_MOST_COPIES} values")
            return value
        before = self.read
        if kind is ScalarEvent:
            text: str = event.value
            value = _WORDS.get(text, text) if event.implicit[0] else text
        elif len(path) > _DEEPEST_OF_OTHERS:
            raise PlainError(_line(event), f"nested deeper than {_DEEPEST_OF_OTHERS} levels")
        else:
            value = self._mapping(path) if kind is yaml.MappingStartEvent else self._sequence(path)
        if event.anchor is not None:
            self.anchors[event.anchor] = value, self.read - before + 1
        return value

    def _mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        here = (*path, "")
        while type(event := self._next()) is not MappingEndEvent:
            if type(event) is not ScalarEvent:
                raise PlainError(_line(event), "a key that is no plain text")
            found[event.value] = self._value(self._next(), here)
        return found

    def _sequence(self, path: Path) -> list[Any]:
        found: list[Any] = []
        here = (*path, 0)
        while type(event := self._next()) is not SequenceEndEvent:
            found.append(self._value(event, here))
        return found


def _scalar(event: Any) -> Any:
    value: str = event.value
    if event.anchor is not None or event.tag is not None:
        raise PlainError(_line(event), f"a tag or anchor before {value!r}; quote the value if it starts with ! or &")
    if not event.implicit[0]:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if len(value) <= _LONGEST_TRAP and value.lower() in _TRAPS:
        raise PlainError(_line(event), f"a bare {value}: write true or false, or quote the word")
    if value[0] not in _OF_NUMBERS or (number := _NUMBER.fullmatch(value)) is None:
        return value
    if len(value) > _LONGEST_NUMBER:
        raise PlainError(_line(event), f"a number of {len(value)} digits; quote it if it is text")
    return float(value) if number[1] else int(value)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _code_of(fault: yaml.reader.ReaderError) -> int:
    """The code of the character that was complained of."""
    return fault.character if isinstance(fault.character, int) else ord(fault.character[:1])


def _told(fault: yaml.YAMLError) -> PlainError:
    if isinstance(fault, yaml.reader.ReaderError):
        return PlainError(1, f"a character that may not stand in YAML (U+{_code_of(fault):04X})")
    mark = getattr(fault, "problem_mark", None)
    said: Sequence[str] = [part for part in (getattr(fault, "context", None), getattr(fault, "problem", None)) if part]
    return PlainError(mark.line + 1 if mark else 1, ", ".join(said) or "no YAML")
