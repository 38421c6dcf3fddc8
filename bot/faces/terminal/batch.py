"""``--batch``: JSON lines in, one JSON line out for each, in any order; a broken line stops nothing."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.faces.terminal.cli import Emit
from bot.parsing.parse import parse as parse_text
from bot.parsing.triage import is_for_us
from bot.reply import payload
from bot.service import Service
from bot.unicode import well_formed

AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class InputLine:
    """One line of input."""

    id: object
    text: str
    bot: bool


def parse(lines: Iterable[str], emit: Emit, *, show_secrets: bool) -> None:
    """Answer each line with its ``id`` and the object of ``parse --json``."""
    for line in lines:
        entry = _entry(line)
        if isinstance(entry, InputLine):
            emit(_answer(entry.id, lambda text=entry.text: payload.parsed(parse_text(text), show_secrets)))  # type: ignore[misc]
        elif entry is not None:
            emit(entry)


async def check(lines: Iterable[str], emit: Emit, service: Service, *, live: bool, try_fixes: bool | None) -> None:
    """Answer each line with its ``id`` and the object of ``check --json``; up to eight are in work at once."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def answer(entry: InputLine) -> None:
        try:
            examination = await service.examine(entry.text, live=live, try_fixes=try_fixes)
            reply = is_for_us(entry.text, examination.report, bot=entry.bot)
            emit({"id": entry.id, **payload.check(examination, reply)})
        except Exception as fault:  # the last guard: the line is answered, and told by type alone
            emit(_failed(entry.id, fault))
        finally:
            slots.release()

    async with asyncio.TaskGroup() as group:
        for line in lines:
            entry = _entry(line)
            if isinstance(entry, InputLine):
                await slots.acquire()
                group.create_task(answer(entry))
            elif entry is not None:
                emit(entry)


def _entry(line: str) -> InputLine | dict[str, object] | None:
    """The line's entry, an answer that says what is wrong with it, or None for a blank line."""
    if not line.strip():
        return None
    try:
        value = json.loads(line, parse_constant=_refused, parse_float=_finite)
    except (ValueError, RecursionError):
        return {"id": None, "error": 'not JSON: each line holds one object {"id", "text"}'}
    if not isinstance(value, dict):
        return {"id": None, "error": 'not an object: each line holds one object {"id", "text"}'}
    if not isinstance(value.get("text"), str):
        return {"id": value.get("id"), "error": "text is missing or is no string"}
    return InputLine(value.get("id"), well_formed(value["text"]), value.get("bot") is True)


def _answer(key: object, produce: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return {"id": key, **produce()}
    except Exception as fault:  # as above
        return _failed(key, fault)


def _failed(key: object, fault: Exception) -> dict[str, Any]:
    return {"id": key, "error": f"this text could not be examined ({type(fault).__name__}); please report it"}


def _refused(constant: str) -> float:
    """NaN and Infinity are no JSON (RFC 8259 section 6), and an id would carry them into what we write."""
    raise ValueError(constant)


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refused(digits)
