"""Reply -> plain text, for a terminal, a log of the answer and the notification of a Slack message."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from bot.masking import visible
from bot.model import Examination, Reply
from bot.reply.compose import compose

WIDTH = 100
_OTHERS, _OFTEN = "It could also be", "Most often it is"


def render(examination: Examination) -> str:
    """The whole answer as text, at most 100 columns but for commands, without a trailing newline."""
    return page(compose(examination))


def page(reply: Reply) -> str:
    """A composed reply as text."""
    return visible("\n".join(_lines(reply)))


def _lines(reply: Reply) -> Iterator[str]:
    yield reply.headline
    yield from _filled(reply.sure, "  ")
    if reply.fix:
        yield ""
        yield from _filled(reply.fix, "")
    if reply.command:
        yield textwrap.indent(reply.command, "  ")
    if reply.further:
        yield ""
        for line in reply.further:
            yield from _filled(line, "  - ", "    ")
    if reply.others:
        yield from ("", _OTHERS if reply.fix else _OFTEN)
        for line in reply.others:
            yield from _filled(line, "  - ", "    ")
    for line in (*filter(None, [reply.compared]), *reply.notes):
        yield ""
        yield from _filled(line, "")


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
