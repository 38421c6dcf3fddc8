"""Every function of the house that takes one text, found by its annotation, and what has to be put together by hand."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache, partial

from bot.auth import challenge, jwt
from bot.case import Policy
from bot.checks._response import answer_in
from bot.examine import examine
from bot.knowledge.book import Book
from bot.masking import Scrubber, Secret, mask_headers
from bot.model import Examination, Moment, Response
from bot.parsing.spans import spans_of
from bot.probing.offline import Offline
from bot.probing.replay import Replay
from bot.reply import blocks, payload, terminal
from tests._knowledge import shipped
from tests.growth.patterns import modules

_NOW = datetime(2024, 1, 1, tzinfo=UTC)
_COMMAND = "curl https://api.example.com/me -H 'Authorization: Bearer k3y-of-nobody-98765432100fedcba'"
# No reader of foreign text: settings, files and trees of the knowledge, the store, and what starts a face.
_NOT_FOREIGN = (
    *("bot.faces.", "bot.engine.", "bot.fitting.", "bot.settings", "bot.logs", "bot.service", "bot.probing.rules"),
    *("bot.probing.wire.resolve", "bot.knowledge.load", "bot.authoring.lint", "bot.knowledge.plain"),
    *("bot.authoring.scaffold", "bot.knowledge.entries", "bot.knowledge.weights", "bot.knowledge._near"),
)
_OF_FILES = frozenset(
    (
        *("bot.knowledge.text.read", "bot.knowledge.text._weights_of", "bot.knowledge.linear.complaint"),
        *("bot.knowledge.linear.shape_of", "bot.knowledge._hosts.compile_host", "bot.knowledge.book.at_home"),
        "bot.parsing._triage_words._words",
    )
)
_PASTED = frozenset(("parsing.parse.parse", "parsing.triage.is_for_us"))
_EXAMINED = frozenset(("whole: examined by the text", "whole: examined by an answer"))


@cache
def book() -> Book:
    """The knowledge that is shipped."""
    return shipped().book


@cache
def found() -> Mapping[str, Callable[[str], object]]:
    """name -> reader, sorted; what is ``whole`` runs all of a stage."""
    return dict(sorted({**_by_annotation(), **_by_hand()}.items()))


def pasted() -> Mapping[str, Callable[[str], object]]:
    """What reads a whole paste."""
    return {name: read for name, read in found().items() if name in _PASTED}


def examined() -> Mapping[str, Callable[[str], object]]:
    """What examines a paste and shows what it found."""
    return {name: read for name, read in found().items() if name in _EXAMINED}


def whole() -> Mapping[str, Callable[[str], object]]:
    """All that run a whole stage."""
    return {**pasted(), **examined()}


def _by_annotation() -> dict[str, Callable[[str], object]]:
    readers: dict[str, Callable[[str], object]] = {}
    for module in modules():
        if module.__name__.startswith(_NOT_FOREIGN):
            continue
        for name, value in vars(module).items():
            full = f"{module.__name__}.{name}"
            if not callable(value) or getattr(value, "__module__", "") != module.__name__ or inspect.isclass(value):
                continue
            if full in _OF_FILES or name.startswith("_") or inspect.iscoroutinefunction(value):
                continue
            needed = [one for one in inspect.signature(value).parameters.values() if one.default is one.empty]
            if len(needed) == 1 and needed[0].annotation == "str":
                readers[full.removeprefix("bot.")] = partial(_drained, inspect.unwrap(value))
    return readers


def _drained(read: Callable[[str], object], text: str) -> None:
    """Call the reader; what it yields bit by bit is taken to the end."""
    made = read(text)
    if inspect.isgenerator(made):
        for _ in made:
            pass


def _by_hand() -> dict[str, Callable[[str], object]]:
    secrets = (Secret("k3y-of-nobody-98765432100fedcba"), Secret("hunter2hunter2"))
    return {
        "whole: examined by the text": lambda text: _shown(_examined(text)),
        "whole: examined by an answer": lambda text: _shown(_examined(_COMMAND, text)),
        "masking: scrub": lambda text: Scrubber(secrets).scrub(text),
        "masking: scrub what is itself secret": lambda text: Scrubber((*secrets, Secret(text))).scrub(text),
        "masking: header": lambda text: mask_headers((("X-Own", text), ("Cookie", text), ("Authorization", text))),
        "spans": lambda text: spans_of(text, (), ()),
        "auth: challenges": lambda text: challenge.parse([text]),
        "auth: challenge behind a scheme": lambda text: challenge.parse([f"Bearer {text}", f'Basic realm="{text}']),
        "auth: token": lambda text: jwt.decode(f"{text}.{text}.x"),
        "answer: body": lambda text: answer_in(Response(status=401, body=text)),
        "answer: page": lambda text: answer_in(
            Response(status=401, headers=(("Content-Type", "text/html"),), body=f"<html>{text}")
        ),
        "answer: headers": lambda text: answer_in(
            Response(
                status=401,
                headers=tuple(
                    (name, text) for name in ("WWW-Authenticate", "Set-Cookie", "Location", "Server", "Date", "Via")
                ),
            )
        ),
        "knowledge: forms": lambda text: book().formats_of(text),
        "knowledge: story": lambda text: book().story_model.scores({text: 1.0}),
    }


def _examined(text: str, answer: str | None = None) -> Examination:
    """The diagnosis of a paste without a network, or with one that answers 401 and ``answer`` to everything."""
    heads = {"WWW-Authenticate": answer[:8_192], "Content-Type": "application/json"} if answer is not None else {}
    send = {"status": 401, "headers": heads, "body": answer}
    net = Offline if answer is None else Replay({"send": send, "dns": {"addresses": ["192.0.2.1"]}}, now=_NOW)
    return asyncio.run(
        examine(
            text,
            book=book(),
            connect=net,
            moment=Moment(written=_NOW, now=_NOW),
            policy=Policy(live=answer is not None, try_fixes=None),
        )
    )


def _shown(examination: Examination) -> None:
    """Rendered in every form."""
    terminal.render(examination)
    blocks.render(examination)
    payload.check(examination, reply=True)
