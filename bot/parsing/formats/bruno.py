"""Bruno: the requests of ``.bru`` files, which are blocks of lines (https://docs.usebruno.com/bru-lang/overview)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlencode

from bot.model import Format, Request, Transfer
from bot.parsing._reading import MAX_REQUESTS, NOTHING, Reading, make_request
from bot.parsing.formats.insomnia import auth_of

FORMAT = Format("bruno", "document")
ORDER = 11
_METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
MARKS = tuple(f"{method} {{\n" for method in _METHODS)
_OPENING = re.compile(r"(?P<name>[a-z]{2,20}(?::[a-z-]{2,30})?) \{\s*")
_FIELD = re.compile(r"\s+(?P<name>[^~\s:][^\s:]{0,99}|\"[^\"]{1,99}\"):[ \t]*(?P<value>.*)")
_SENT_AS = {
    "body:json": "application/json",
    "body:xml": "application/xml",
    "body:text": "text/plain",
    "body:form-urlencoded": "application/x-www-form-urlencoded",
}


class _Block(NamedTuple):
    name: str
    lines: tuple[str, ...]
    start: int
    end: int

    def fields(self) -> Iterator[tuple[str, str]]:
        """Its fields in order, without those that are switched off (``~``)."""
        for line in self.lines:
            if field := _FIELD.fullmatch(line):
                yield field["name"].strip('"'), field["value"].strip()


def read(text: str) -> Reading:
    """The requests in order: each is the block of its method and the blocks behind it, up to the next one's."""
    requests: list[Request] = []
    spans: list[tuple[int, int]] = []
    whole: list[_Block] = []
    for block in (*_blocks(text), None):
        if block is None or block.name in _METHODS:
            if whole and (request := _request(whole)) and len(requests) < MAX_REQUESTS:
                requests.append(request)
                spans.append((whole[0].start, whole[-1].end))
            whole = []
        if block and (whole or block.name in _METHODS):
            whole.append(block)
    return Reading(requests=tuple(requests), spans=tuple(spans)) if requests else NOTHING


def _blocks(text: str) -> Iterator[_Block]:
    name, lines, start, position = "", [""], 0, 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip()
        opening = None if name else _OPENING.fullmatch(bare)
        if opening:
            name, lines, start = opening["name"], [], position
        elif name and bare == "}":
            yield _Block(name, tuple(lines), start, position + len(bare))
            name = ""
        else:
            lines.append(bare)
        position += len(line)


def _request(blocks: list[_Block]) -> Request | None:
    asked = dict(blocks[0].fields())
    if not asked.get("url"):
        return None
    named = {block.name: block for block in blocks}
    headers = list(named["headers"].fields()) if "headers" in named else []
    kind = asked.get("auth", "")
    given = dict(named[f"auth:{kind}"].fields()) if f"auth:{kind}" in named else {}
    is_query = given.get("placement") == "queryparams"
    extra, query, scheme = auth_of({**given, "type": kind, "addTo": "queryParams" if is_query else ""})
    headers += [pair for pair in extra if not any(name.lower() == pair[0].lower() for name, _ in headers)]
    url = asked["url"]
    if query:
        url += ("&" if "?" in url else "?") + urlencode(query, quote_via=quote, safe="{}")
    body, sent_as = _body(named)
    if sent_as and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", sent_as))
    return make_request(FORMAT, blocks[0].name.upper(), url, headers, body, transfer=Transfer(scheme=scheme))


def _body(named: dict[str, _Block]) -> tuple[str | None, str]:
    """The body and the Content-Type that the client adds."""
    block = next((named[name] for name in _SENT_AS if name in named), None)
    if block is None:
        return None, ""
    if block.name == "body:form-urlencoded":
        return urlencode([*block.fields()], quote_via=quote), _SENT_AS[block.name]
    return "\n".join(line.removeprefix("  ") for line in block.lines), _SENT_AS[block.name]
