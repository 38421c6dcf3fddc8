"""Reply -> plain text, for a terminal, a log of the answer and the notification of a Slack message."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from bot.masking import visible
from bot.model import Also, Examination, Reply
from bot.reply.compose import compose

WIDTH = 100


def render(examination: Examination) -> str:
    """The whole answer as text, at most 100 columns but for commands, without a trailing newline."""
    return page(compose(examination))


def page(reply: Reply) -> str:
    """A composed reply as text."""
    return visible("\n".join(_lines(reply)))


def _lines(reply: Reply) -> Iterator[str]:
    yield reply.headline
    yield from _filled(reply.verdict, "  ")
    for sentence in reply.because:
        yield from _filled(sentence, "  - ", "    ")
    if reply.steps:
        yield from ("", "What to do")
        for number, step in enumerate(reply.steps, 1):
            yield from _step(step, f"  {number}. ")
    if reply.corrected:
        yield from ("", "Corrected command", textwrap.indent(reply.corrected, "  "))
    if reply.others:
        yield from ("", "Also possible" if reply.steps else "Most often it is")
        for cause in reply.others:
            yield from _other(cause)
    if reply.asked:
        yield from ("", "What the checks saw")
        for line in reply.asked:
            yield from _filled(line, "  - ", "    ")
    if reply.notes:
        yield ""
        for note in reply.notes:
            yield from _filled(note, "Note: ", "      ")


def _step(text: str, bullet: str) -> Iterator[str]:
    """The first line filled behind its number; further lines (commands per system) stand as they are."""
    first, *rest = text.split("\n")
    yield from _filled(first, bullet, " " * len(bullet))
    for line in rest:
        yield " " * len(bullet) + line


def _other(cause: Also) -> Iterator[str]:
    yield from _filled(cause.title, "  - ", "    ")
    if cause.because:
        yield from _filled(cause.because, "    ")


def _filled(text: str, first: str, further: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if further is None else further,
        break_long_words=False,
        break_on_hyphens=False,
    )


def understood(parsed: Mapping[str, Any]) -> str:
    """The object of ``parse --json`` as text: requests with headers and credentials, the response, the problems."""
    return visible("\n".join(_understood(parsed))) or "Nothing was understood."


def _understood(parsed: Mapping[str, Any]) -> Iterator[str]:
    for request in parsed["requests"]:
        yield f"{request['method']} {request['url']}"
        yield from (f"  {name}: {value}" for name, value in request["headers"])
        if request["body"] is not None:
            yield f"  body: {request['body']}"
        for credential in request["credentials"]:
            yield f"  credential: {credential['kind']} in {credential['location']}: {credential['value']}"
    if observed := parsed["observed"]:
        yield f"Answered: {observed['status'] or 'no status'}"
        yield from (f"  {name}: {value}" for name, value in observed["headers"])
        if observed["body"]:
            yield textwrap.indent(observed["body"], "  ")
    yield from (f"Problem: {problem}" for problem in parsed["problems"])
