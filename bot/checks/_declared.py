"""What a check declares: the facts that conditions in knowledge/ may name, read from the fields of its ``Facts``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import NoneType
from typing import Annotated, Literal, get_args, get_origin, get_type_hints

from bot.model import Facts


def declared(kind: type[Facts]) -> Mapping[str, str]:
    """name -> ``bool: the sentence``. A field without a sentence is no fact; of a group, its fields are."""
    return dict(_facts(kind))


def _facts(kind: type[Facts]) -> Iterator[tuple[str, str]]:
    for name, hint in get_type_hints(kind, include_extras=True).items():
        if get_origin(hint) is Annotated:
            told, sentence = get_args(hint)
            yield name, f"{_in_words(told)}: {sentence}"
        for each in (hint, *get_args(hint)):
            if isinstance(each, type) and issubclass(each, Facts):
                yield from _facts(each)


def _in_words(hint: type) -> str:
    """``tuple[str, ...] | None`` -> ``list of str``."""
    parts = [each for each in get_args(hint) if each not in (NoneType, ...)]
    if get_origin(hint) is Literal:
        return f"one of {', '.join(filter(None, parts))}"
    if get_origin(hint) is tuple:
        return f"list of {parts[0].__name__}"
    return _in_words(parts[0]) if NoneType in get_args(hint) else hint.__name__
