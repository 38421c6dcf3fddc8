"""text -> Report: the chat layer, every paste format whose marks occur, and the merge of what they found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from types import ModuleType
from urllib.parse import unquote

from ahocorasick_rs import AhoCorasick

import bot.parsing.formats as formats
from bot.listing import modules
from bot.masking import Secret, is_harmless_header, is_harmless_query, secrets_in
from bot.model import Exchange, Problem, Report, Request, Response
from bot.parsing import _plain_curl, _prose, chat
from bot.parsing._merge import Merged, host_of, merge, observed_in
from bot.parsing._reading import MAX_FILE, MAX_HEADERS, MAX_REQUESTS, MAX_TEXT, PROBLEMS, Reading

_DEFAULT_ORDER = 50
_DOCUMENT = re.compile(r'\{\s*"(?:log|info|item)"\s*:\s*\{')
_UNBROKEN = re.compile(r"(?!https?:)(?!.*\$)[^\s<>{}]{9,4096}")


def parse(text: str) -> Report:
    """The Report of a message as Slack or a terminal delivered it. Never raises; what could not be read is said."""
    return parse_plain(text) or parse_at_length(text)


def parse_plain(text: str) -> Report | None:
    """The Report of a text that is one plain curl command and nothing else, or None: the long way must be gone."""
    return _plain_curl.read(text, _formats().before_curl)


def parse_at_length(text: str) -> Report:
    """The same without the short way for a plain curl command."""
    cut, too_long = _cut(text)
    restored, problems = chat.restore(cut)
    readings, rest = _read_all(restored)
    story = "\n".join(line for raw in rest.split("\n") if (line := raw.strip()))
    merged = merge(readings)
    requests = merged.requests or _told_request(story)
    return Report(
        text=text,
        requests=tuple(requests[:MAX_REQUESTS]),
        observed=_observed(merged, story),
        trail=tuple(merged.trail),
        story=story,
        problems=tuple(dict.fromkeys((*too_long, *problems, *_problems(readings, requests)))),
        secrets=tuple(dict.fromkeys(_secrets(restored, requests, merged.trail))),
    )


def _cut(text: str) -> tuple[str, tuple[Problem, ...]]:
    """What is looked at: 64 KiB of a message; 1 MiB where it is, or brings, an archive or a collection in JSON."""
    is_document = text.lstrip()[:1] in {"{", "["} or _DOCUMENT.search(text, 0, 4096)
    limit = MAX_FILE if is_document else MAX_TEXT
    if len(text) <= limit:
        return text, ()
    return text[:limit], (Problem(code="too-long", text=PROBLEMS["too-long"]),)


class _Formats:
    """Every paste format in the order in which they run, and which of them a text's marks wake."""

    def __init__(self) -> None:
        found = sorted(modules(formats).items(), key=lambda item: (getattr(item[1], "ORDER", _DEFAULT_ORDER), item[0]))
        self.modules: tuple[tuple[str, ModuleType], ...] = tuple(found)
        marks = [(mark, index) for index, (_, module) in enumerate(found) for mark in module.MARKS]
        self._owners = [index for _, index in marks]
        self._marks = AhoCorasick([mark for mark, _ in marks])
        names = [name for name, _ in found]
        earlier = {mark for name, module in found[: names.index("curl")] if name != "raw-http" for mark in module.MARKS}
        self.before_curl = tuple(sorted(mark for mark in earlier if "<" not in mark and ">" not in mark))

    def woken(self, lower: str) -> list[tuple[str, ModuleType]]:
        """The formats that have a mark in ``lower``, in order."""
        seen = {self._owners[mark] for mark, _, _ in self._marks.find_matches_as_indexes(lower, overlapping=True)}
        return [self.modules[index] for index in sorted(seen)]


_formats = cache(_Formats)


def _read_all(text: str) -> tuple[list[Reading], str]:
    """What each format found, and the text with all that they consumed blank."""
    readings = []
    for name, module in _formats().woken(text.lower()):
        reading = _guarded(name, module, text)
        readings.append(reading)
        text = _blank(text, reading.spans)
    return readings, text


def _guarded(name: str, module: ModuleType, text: str) -> Reading:
    try:
        reading: Reading = module.read(text)
    except Exception as error:  # strangers' text: one format's fault must not lose the others' reading
        problem = Problem(code="unreadable", text=f"the text could not be read as {name} ({type(error).__name__})")
        return Reading(problems=(problem,))
    return reading


def _blank(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """``text`` with the spans overwritten by spaces, its line ends kept."""
    parts: list[str] = []
    position = 0
    for start, end in sorted(spans):
        start = max(start, position)
        if end > start:
            parts += (text[position:start], "\n".join(" " * len(line) for line in text[start:end].split("\n")))
            position = end
    return "".join((*parts, text[position:])) if parts else text


def _told_request(story: str) -> list[Request]:
    request = _prose.request_in(story)
    return [request] if request else []


def _observed(merged: Merged, story: str) -> Response | None:
    """The response that was pasted; where it shows no status, or none was pasted, what the prose tells of it."""
    shown = observed_in(merged.trail)
    if shown and shown.status is not None:
        return shown
    told = _prose.told(story)
    if shown is None or told is None:
        return shown or told
    return replace(shown, status=told.status, headers=(*shown.headers, *told.headers))


def _problems(readings: list[Reading], requests: list[Request]) -> Iterator[Problem]:
    for reading in readings:
        yield from reading.problems
    if len(requests) > MAX_REQUESTS:
        yield Problem(code="too-many-requests", text=PROBLEMS["too-many-requests"])
    if any("\n" in value or "\r" in value for request in requests for _, value in request.headers):
        yield Problem(code="line-end-in-header", text=PROBLEMS["line-end-in-header"])
    if any(len(request.headers) >= MAX_HEADERS for request in requests):
        yield Problem(code="too-many-headers", text=PROBLEMS["too-many-headers"])


def _secrets(text: str, requests: list[Request], trail: list[Exchange]) -> Iterator[Secret]:
    """Every secret of the text: the credentials, then what is not known to be harmless, then what looks like one."""
    asked = (*requests, *(exchange.request for exchange in trail if exchange.request))
    for request in asked:
        yield from (credential.secret for credential in request.credentials if credential.secret)
        if request.transfer.proxy:
            yield request.transfer.proxy
    for exchange in trail:
        for value in exchange.response.all("set-cookie") if exchange.response else ():
            yield Secret(value.partition(";")[0].partition("=")[2], "cookie")
    for request in asked:
        yield from _doubtful(request)
    yield from (secret for secret in secrets_in(text) if secret)


def _doubtful(request: Request) -> Iterator[Secret]:
    """Header and query values that nobody knows to be harmless: in doubt each is a secret. Words and links are not."""
    for name, value in request.headers:
        if not is_harmless_header(name) and _UNBROKEN.fullmatch(value) and value not in request.url:
            yield Secret(value, "header")
    for pair in request.url.partition("#")[0].partition("?")[2].split("&")[:MAX_HEADERS]:
        name, _, value = pair.partition("=")
        if (
            not is_harmless_query(name)
            and _UNBROKEN.fullmatch(unquote(value))
            and unquote(value) not in host_of(request.url)
        ):
            yield Secret(unquote(value), "query")
