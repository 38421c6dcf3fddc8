"""Pasted texts with the causes that they must be named: a team's own regression test. Nothing is sent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.faces.terminal.paste import MOST_BYTES
from bot.knowledge.load import UnreadableError, text_of
from bot.knowledge.plain import PlainError, read
from bot.service import Service

_MOST = 5_000
_ENDINGS = (".yaml", ".yml")


class _Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One case as YAML has it. ``cause`` '' is a paste of which nothing may be said for sure."""

    name: str
    paste: str
    cause: str


class _Cases(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    cases: tuple[_Case, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """A paste, where it stands, and the cause that must be named first, '' for none."""

    where: str
    paste: str
    cause: str


def is_there(text: str) -> bool:
    """Is it the path of a file or folder, and no paste?"""
    return "\n" not in text and len(text) < 4096 and "\0" not in text and os.path.exists(text)


def cases_at(path: Path, causes: frozenset[str]) -> list[Expected]:
    """The cases of a file or of a folder, by path. Raises ValueError in words; there is at least one case."""
    found = list(_of_file(path, path.name) if path.is_file() else _of_folder(path))
    if not found:
        raise ValueError(
            f"{path}: no cases here; a file with `cases:`, or texts in folders called like causes, is right"
        )
    for case in found:
        if case.cause and case.cause not in causes:
            raise ValueError(
                f"{case.where}: no such cause: {case.cause}; `auth401 knowledge list causes` names them all"
            )
    return found


async def differences(cases: list[Expected], service: Service) -> list[str]:
    """A line for each case that is answered otherwise than expected."""
    lines = []
    for case in cases:
        diagnosis = (await service.examine(case.paste, live=False)).diagnosis
        said = [cause.id for cause in diagnosis.causes] if diagnosis.outcome == "diagnosed" else []
        first = next(iter(said), "")
        if first != case.cause:
            place = f" (it is number {said.index(case.cause) + 1})" if case.cause in said else ""
            lines.append(f"{case.where}: {case.cause or 'no cause'} expected, {first or 'no cause'} said{place}")
    return lines


def _of_folder(folder: Path) -> Iterator[Expected]:
    for number, path in enumerate(sorted(each for each in folder.rglob("*") if each.is_file())):
        inside = path.relative_to(folder)
        if number >= _MOST or any(part.startswith(".") for part in inside.parts):
            continue
        if path.suffix in _ENDINGS:
            yield from _of_file(path, str(inside))
        elif len(inside.parts) > 1:
            yield Expected(str(inside), _text(path), inside.parts[-2])


def _of_file(path: Path, shown: str) -> Iterator[Expected]:
    try:
        cases = msgspec.convert(read(_text(path)), _Cases).cases
    except PlainError as fault:
        raise ValueError(f"{shown}:{fault.line}: {fault}") from None
    except msgspec.ValidationError as fault:
        raise ValueError(f"{shown}: {fault}; cases with name, paste and cause are right") from None
    for case in cases:
        yield Expected(f"{shown}: {case.name}", case.paste, case.cause)


def _text(path: Path) -> str:
    try:
        return text_of(path, MOST_BYTES)
    except UnreadableError as fault:
        raise ValueError(f"{path}: {fault}") from None
