"""The text of a description -> its document, and what the references in it point to. Pure."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import yaml
from referencing import Registry, Resource, Specification
from referencing.exceptions import NoSuchResource, Unresolvable

from bot.knowledge.plain import PlainError, read_loosely
from bot.unicode import well_formed

_MOST_STEPS = 20
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_ROOT = "https://description.invalid/"
_BROKEN = "it points to nothing in the document"
Base = str  # the path of a file below the description's folder; '' for the description itself


def document_of(text: str) -> Any:
    """The document in a text of JSON or YAML, its texts well-formed. Raises ValueError with a sentence."""
    try:
        document = _read(well_formed(text))
        return _whole(document) if _HALF.search(text) else document
    except PlainError as fault:
        raise ValueError(f"cannot be read: line {fault.line}: {fault}") from None
    except (ValueError, RecursionError, yaml.YAMLError) as fault:
        said = "nested too deeply" if isinstance(fault, RecursionError) else str(fault).partition("\n")[0]
        raise ValueError(f"cannot be read: {said}") from None


def _read(text: str) -> Any:
    if text.lstrip()[:1] in ("{", "["):
        with suppress(ValueError):
            return json.loads(text)
    return read_loosely(text)  # YAML has braces too


def _whole(value: Any) -> Any:
    """Half of a surrogate pair, which an escape can be, as U+FFFD."""
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return {_whole(key): _whole(each) for key, each in value.items()} if isinstance(value, dict) else value


@dataclass
class References:
    """``$ref`` of a document, to itself and to files beside it. What may not be followed is told by name."""

    document: Mapping[str, Any]
    beside: Callable[[str], str] | None
    told: Callable[[str, str], None]
    known: dict[tuple[Base, str], tuple[Any, Base] | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        empty: Registry[Any] = Registry(retrieve=self._retrieve)  # type: ignore[call-arg]
        self.registry = empty.with_resource(_ROOT, _opaque(self.document))

    def at(self, value: Any, place: str, base: Base) -> tuple[Any, Base]:
        """What stands at a place, references followed; (None, base) when they lead nowhere, which is told."""
        seen: set[tuple[Base, str]] = set()
        while isinstance(value, Mapping) and isinstance(value.get("$ref"), str):
            ref = value["$ref"]
            if (base, ref) in seen:
                self.told(place, f"$ref {shortened(ref)} leads back to itself")
                return None, base
            seen.add((base, ref))
            found = self.found(ref, base)
            if isinstance(found, str):
                self.told(place, f"$ref {shortened(ref)}: {found}")
                return None, base
            value, base = found
        return value, base

    def quietly(self, value: Any, *, base: Base) -> Any:
        """What stands at a place where nobody is told of what cannot be followed; None for that."""
        for _ in range(_MOST_STEPS):
            if not (isinstance(value, Mapping) and isinstance(value.get("$ref"), str)):
                return value
            found = self.found(value["$ref"], base)
            if isinstance(found, str):
                return None
            value, base = found
        return None

    def found(self, ref: str, base: Base) -> tuple[Any, Base] | str:
        """What a reference points to and the file in which that stands; or why it is not followed."""
        if (base, ref) not in self.known:
            self.known[base, ref] = self._found(ref, base)
        return self.known[base, ref]

    def _found(self, ref: str, base: Base) -> tuple[Any, Base] | str:
        file, _, pointer = ref.partition("#")
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", file):
            return "not followed; a reference may point into the document, or to a file below its folder"
        inside = base
        if file:
            inside = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(file)))
            if file.startswith("/") or inside == ".." or inside.startswith("../") or "\\" in file or "\0" in inside:
                return "not followed, as it leaves the description's folder"
            if self.beside is None:
                return "not followed, as no file beside the description can be read here"
        try:
            resolved = self.registry.resolver(_ROOT + inside).lookup(f"#{pointer}")
        except Unresolvable as fault:
            cause = fault.__cause__ or fault.__context__
            reason = str(cause.__cause__ or "") if isinstance(cause, NoSuchResource) else ""
            return reason or _BROKEN
        except (ValueError, TypeError, AttributeError, RecursionError):
            return _BROKEN
        return resolved.contents, inside

    def _retrieve(self, uri: str) -> Resource[Any]:
        try:
            if self.beside is None:
                raise ValueError(_BROKEN)
            return _opaque(document_of(self.beside(uri.removeprefix(_ROOT))))
        except ValueError as fault:
            raise NoSuchResource(uri) from fault


def _opaque(contents: Any) -> Resource[Any]:
    return Specification.OPAQUE.create_resource(contents)


def shortened(text: str) -> str:
    """A foreign text for a sentence of ours: printable, 80 characters at most."""
    shown = "".join(char if char.isprintable() else "?" for char in well_formed(text))
    return shown if len(shown) <= 80 else f"{shown[:77]}..."
