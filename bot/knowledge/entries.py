"""The text of one file -> its entry, or a EntryError that says where, what was found, and what would be right."""

from __future__ import annotations

import re
from typing import Any, cast

import msgspec
from rapidfuzz import process

from bot.knowledge.plain import Path as KeyPath
from bot.knowledge.plain import PlainError, lines_of, read
from bot.knowledge.schema import KINDS, Cause, Entry

_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_AT = re.compile(r"^(?P<words>.*?) - at `(?:key in )?\$?(?P<path>[^`]*)`$", re.DOTALL)
_PART = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")


class EntryError(Exception):
    """A fault of one file, in words. ``line`` starts at 1."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line = line


def entry_of(
    text: str,
    *,
    kind: str,
    id: str,  # noqa: A002
    family: str = "",
    examples: bool = True,
    generated: str = "",
) -> Entry:
    """The entry that ``text`` holds. Raises EntryError. Without ``examples`` the file is read up to them only.

    ``generated`` is the text of what was generated for the same entry: its keys count where ``text`` has none.
    """
    if not _ID.fullmatch(id):
        raise EntryError(1, f"the file's name is the id: {id} should be lower-case words joined by -")
    shape = KINDS[kind]
    try:
        value = read(text if examples else without_examples(text))
    except PlainError as fault:
        raise EntryError(fault.line, str(fault)) from None
    if generated:
        value = _beneath(value, generated, examples=examples)
    if not isinstance(value, dict):
        raise EntryError(1, "no entry here: keys and values are right")
    if "id" in value or "family" in value:
        raise EntryError(_line(text, ("id",)), "id: the file's name is the id; leave the key out")
    names: dict[str, Any] = {"id": id, "family": family} if shape is Cause else {"id": id}
    try:
        return msgspec.convert({**value, **names}, shape)
    except msgspec.ValidationError as fault:
        raise _explained(str(fault), text, shape) from None


def is_id(name: str) -> bool:
    """May an entry be called so?"""
    return _ID.fullmatch(name) is not None


def without_examples(text: str) -> str:
    """``text`` up to the key ``examples`` at its beginning of a line, which is the last one by our order of keys."""
    cut = text.find("\nexamples:")
    return text if cut < 0 else text[: cut + 1]


def nearest(word: str, words: list[str]) -> str:
    """``; did you mean X?`` for the word that is nearest, or ''."""
    found = process.extractOne(word, words, score_cutoff=65)
    return f"; did you mean {found[0]}?" if found else ""


def _beneath(value: Any, generated: str, *, examples: bool) -> Any:
    """What a person wrote, above what was generated."""
    try:
        beneath = read(generated if examples else without_examples(generated))
    except PlainError as fault:
        raise EntryError(1, f"what was generated for it cannot be read: line {fault.line}: {fault}") from None
    if not isinstance(beneath, dict) or not isinstance(value, dict | None):
        return value
    return {**beneath, **(value or {})}


def _explained(told: str, text: str, shape: type[Entry]) -> EntryError:
    parts = _AT.match(told)
    words, where = (parts["words"], parts["path"]) if parts else (told, "")
    path: list[str | int] = [name or _number(index) for name, index in _PART.findall(where)]
    unknown = _UNKNOWN.fullmatch(words)
    if unknown:
        return _unknown_key(unknown[1], path, text, shape)
    line = _line(text, tuple(path))
    shown = _dotted(path)
    return EntryError(line, f"{shown}: {_plainly(words)}" if shown else _plainly(words))


def _unknown_key(key: str, path: list[str | int], text: str, shape: type[Entry]) -> EntryError:
    known = _keys_at(shape, path)
    shown = _dotted([*path, key])
    may = nearest(key, known) or f"; known are {', '.join(known)}"
    return EntryError(_line(text, (*path, key)), f"{shown}: no such key{may}")


def _keys_at(shape: type[Entry], path: list[str | int]) -> list[str]:
    """The keys that may stand at a path, by walking the types."""
    here: Any = shape
    for part in path:
        if isinstance(part, str):
            fields = {field.encode_name: field.type for field in msgspec.structs.fields(here)}
            here = fields.get(part, here)
        here = _struct_in(here) or here
    struct = _struct_in(here) or shape
    hidden = {"id", "family"} if not path else set[str]()
    return [field.encode_name for field in msgspec.structs.fields(struct) if field.encode_name not in hidden]


def _struct_in(kind: Any) -> type[Entry] | None:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return cast("type[Entry]", kind)
    for inner in getattr(kind, "__args__", ()):
        if found := _struct_in(inner):
            return found
    return None


def _plainly(words: str) -> str:
    """msgspec's sentence in the words of YAML."""
    said = words.replace("`object`", "keys and values").replace("`array`", "a list").replace("`str`", "text")
    said = said.replace("`null`", "nothing").replace("`int`", "a number").replace("`float`", "a number")
    said = said.replace("`bool`", "true or false").replace("Object missing required field", "the key is missing:")
    return said[:1].lower() + said[1:]


def _dotted(path: list[str | int]) -> str:
    return ".".join(str(part) for part in path)


def _number(index: str) -> str | int:
    return int(index) if index.isdigit() else index


def _line(text: str, path: KeyPath) -> int:
    """The line of the longest part of ``path`` that the text has."""
    try:
        lines = lines_of(text)
    except PlainError as fault:
        return fault.line
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1
