"""text -> Report: the chat layer, every paste format whose marks occur, and the merge of what they found."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import bot.parsing.formats as formats
from bot.listing import modules
from bot.model import Exchange, Problem, Report, Request
from bot.parsing import chat
from bot.parsing._reading import MAX_REQUESTS, MAX_TEXT, Reading

_DEFAULT_ORDER = 50


def parse(text: str) -> Report:
    """The Report of a message as Slack or a terminal delivered it. Never raises; what could not be read is said."""
    restored, problems = chat.restore(text[:MAX_TEXT])
    readings, rest = _read_all(restored)
    requests, trail = _merge(readings)
    observed = next((exchange.response for exchange in reversed(trail) if exchange.response), None)
    secrets = tuple(credential.secret for request in requests for credential in request.credentials)
    return Report(
        text=text,
        requests=requests[:MAX_REQUESTS],
        observed=observed,
        trail=trail,
        story="\n".join(line.strip() for line in rest.splitlines() if line.strip()),
        problems=(*problems, *(problem for reading in readings for problem in reading.problems)),
        secrets=tuple(dict.fromkeys(secrets)),
    )


def _formats() -> list[tuple[str, ModuleType]]:
    return sorted(modules(formats).items(), key=lambda item: (getattr(item[1], "ORDER", _DEFAULT_ORDER), item[0]))


def _read_all(text: str) -> tuple[list[Reading], str]:
    readings = []
    lower = text.lower()
    for name, module in _formats():
        if not any(mark in lower for mark in module.MARKS):
            continue
        reading = _guarded(name, module, text)
        readings.append(reading)
        text = _blank(text, reading.spans)
    return readings, text


def _guarded(name: str, module: ModuleType, text: str) -> Reading:
    try:
        reading: Reading = module.read(text)
    except Exception as error:  # strangers' text: one format's fault must not lose the others'
        problem = Problem(code="unreadable", text=f"the text could not be read as {name} ({type(error).__name__})")
        return Reading(problems=(problem,))
    return reading


def _blank(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in spans:
        hole = "".join("\n" if char == "\n" else " " for char in text[start:end])
        text = text[:start] + hole + text[end:]
    return text


def _merge(readings: list[Reading]) -> tuple[tuple[Request, ...], tuple[Exchange, ...]]:
    requests: list[Request] = []
    trail: list[Exchange] = []
    for _, item in sorted((event for reading in readings for event in _events(reading)), key=lambda event: event[0]):
        if isinstance(item, Request):
            requests.append(item)
            continue
        if item.request and not requests:
            requests.append(item.request)
        trail.append(item if item.request or not requests else Exchange(request=requests[-1], response=item.response))
    return tuple(requests), tuple(trail)


def _events(reading: Reading) -> Iterator[tuple[int, Request | Exchange]]:
    starts = [start for start, _ in reading.spans] or [0]
    for items in (reading.requests, reading.trail):
        own = starts if len(starts) == len(items) else [starts[0]] * len(items)
        yield from zip(own, items, strict=True)
