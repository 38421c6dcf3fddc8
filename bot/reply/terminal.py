"""Reply -> plain text, for a log of the answer, ``answer`` in JSON, and a terminal (whose face adds colours)."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.masking import Shown, ours, visible
from bot.model import Advice, Examination, Reply
from bot.reply.compose import compose

WIDTH = 100
Role = Literal["headline", "sure", "text", "heading", "item", "command", "run", "aside", "hint"]
_OTHERS, _OFTEN, _FOUND = ours("It could also be"), ours("Most often it is"), ours("How this was found")
_ALL_STEPS = ours("All steps: {title}")
_RUN = re.compile(r"[A-Za-z][\w ().]{0,30}: `[^`]+`")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and what it is. ``first`` and ``further`` are what its lines begin with, blanks and a dash.

    ``text`` is one paragraph of prose, which may be wrapped. A "command" is copied as it stands, and a "run" holds one
    behind its system's name: those may not.
    """

    role: Role
    text: Shown
    first: str = ""
    further: str = ""


Group = tuple[Paragraph, ...]


def render(examination: Examination) -> str:
    """The whole answer as text, at most 100 columns but for commands, without a trailing newline."""
    return page(compose(examination))


def page(reply: Reply, *, verbose: bool = False, how: Sequence[Group] = ()) -> str:
    """A composed reply as text; ``verbose`` adds how it was found out (``how``, or else in short), and all steps."""
    return visible("\n\n".join("\n".join(_lines(group)) for group in groups(reply, verbose=verbose, how=how)))


def groups(reply: Reply, *, verbose: bool = False, how: Sequence[Group] = ()) -> Iterator[Group]:
    """The parts of a page in their order; between two groups is an empty line."""
    sure = (Paragraph("sure", reply.sure, "  ", "  "),) if reply.sure else ()
    yield (Paragraph("headline", reply.headline), *sure)
    if reply.fix:
        command = (Paragraph("command", reply.command, "  ", "  "),) if reply.command else ()
        yield (Paragraph("text", reply.fix), *command)
    if reply.further:
        yield tuple(_items(reply.further))
    if reply.others:
        yield (Paragraph("heading", _OTHERS if reply.fix else _OFTEN), *_items(reply.others))
    yield from ((Paragraph("aside", line),) for line in (*filter(None, [reply.compared]), *reply.notes))
    if verbose:
        yield from how
        if reply.details and not how:
            yield (Paragraph("heading", _FOUND), *_items(reply.details))
        yield from (tuple(_advice(advice)) for advice in reply.checklist if advice.steps)


def _items(lines: Iterable[Shown]) -> Iterator[Paragraph]:
    return (Paragraph("item", line, "  - ", "    ") for line in lines)


def _advice(advice: Advice) -> Iterator[Paragraph]:
    """All steps of a cause, numbered; a step's commands on lines of their own."""
    yield Paragraph("heading", _ALL_STEPS.filled(title=advice.title))
    for number, step in enumerate(advice.steps, 1):
        first = f"{number:3}. "
        for line in filter(str.strip, step.pieces("\n")):
            yield Paragraph("run" if _RUN.fullmatch(line) else "item", line, first, "     ")
            first = "     "


def _lines(group: Group) -> Iterator[str]:
    for part in group:
        if part.role in ("command", "run"):
            yield textwrap.indent(part.text, part.first)
        elif part.role == "headline":
            yield part.text
        else:
            yield from _filled(part)


def _filled(part: Paragraph) -> list[str]:
    return textwrap.wrap(
        part.text,
        WIDTH,
        initial_indent=part.first,
        subsequent_indent=part.further,
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
