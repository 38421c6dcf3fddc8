"""HTTP messages as such: ``curl -i`` output, requests with a request line, files of REST clients (RFC 9112, 9113)."""

from __future__ import annotations

import re

from bot.model import Exchange, Problem, Response
from bot.parsing._reading import PROBLEMS, Reading, make_request
from bot.parsing.formats._http import METHODS, STATUS_LINE, body_end, header, headers_of, url_of, without_pseudo

ORDER = 30
SPEAKER = "mixed"
MARKS = ("http/", "get ", "post ", "put ", "patch ", "delete ", "head ", "options ", ":authority")

_START = re.compile(
    rf"^[ \t]*(?:{STATUS_LINE.pattern}"
    rf"|(?P<method>{METHODS})[ \t]+(?P<target>(?:https?://|/|\{{\{{)[^\s\"'<>]*)"
    r"(?P<protocol>[ \t]+HTTP/\d(?:\.\d)?)?[ \t]*$"
    r"|(?=:(?:method|authority|path|scheme)[ \t]*:))",
    re.MULTILINE,
)


def read(text: str) -> Reading:
    """Every request and response that stands at a line's start, in order."""
    trail: list[Exchange] = []
    spans: list[tuple[int, int]] = []
    problems: list[Problem] = []
    starts = list(_START.finditer(text))
    for index, match in enumerate(starts):
        if spans and match.start() < spans[-1][1]:
            continue
        limit = starts[index + 1].start() if index + 1 < len(starts) else len(text)
        exchange, end = _response(text, match, limit) if match["status"] else _request(text, match, len(text))
        if exchange is None:
            continue
        if exchange.request and exchange.request.url.startswith("/"):
            problems.append(Problem(code="relative-url", text=PROBLEMS["relative-url"]))
        trail.append(exchange)
        spans.append((match.start(), end))
    return Reading(trail=tuple(trail), spans=tuple(spans), problems=tuple(problems))


def _head(text: str, start: int) -> tuple[list[str], int]:
    """The lines from the one after ``start``'s, and where they begin."""
    begin = text.find("\n", start) + 1
    return (text[begin : begin + 65536].split("\n"), begin) if begin else ([], len(text))


def _response(text: str, match: re.Match[str], limit: int) -> tuple[Exchange | None, int]:
    status = int(match["status"])
    lines, begin = _head(text[:limit], match.end())
    headers, count = headers_of(lines)
    body_start = min(begin + sum(len(line) + 1 for line in lines[:count]), limit)
    end = body_end(text, body_start, headers, limit)
    if status < 200:  # an interim response is none (RFC 9110 section 15.2)
        return None, body_start
    response = Response(status=status, headers=headers, body=text[body_start:end].strip())
    return Exchange(request=None, response=response), max(end, match.end())


def _request(text: str, match: re.Match[str], limit: int) -> tuple[Exchange | None, int]:
    lines, begin = _head(text, match.end()) if match["method"] else (text[match.start() :].split("\n"), match.start())
    headers, count = headers_of(lines)
    target = match["target"] or header(headers, ":path")
    if not target or (match["method"] and not match["protocol"] and not headers and not target.startswith("http")):
        return None, match.end()
    end = begin + sum(len(line) + 1 for line in lines[:count])
    body, end = _body(text, min(end, limit), headers, match["method"] or header(headers, ":method") or "GET")
    request = make_request(
        "raw-http",
        match["method"] or header(headers, ":method") or "GET",
        url_of(target, headers),
        without_pseudo(headers),
        body,
    )
    return Exchange(request=request, response=None), end


def _body(text: str, start: int, headers: tuple[tuple[str, str], ...], method: str) -> tuple[str | None, int]:
    """The body of a request: as long as Content-Length says, else the document or paragraph after the blank line."""
    if text[start : start + 1] != "\n" or (method in {"GET", "HEAD"} and not header(headers, "content-length")):
        return None, start
    length = header(headers, "content-length")
    limit = len(text)
    if length.isdigit() and len(length) < 8:
        limit = min(limit, start + 1 + int(length))
    end = body_end(text, start + 1, headers, limit)
    return (text[start + 1 : end].rstrip("\n"), end) if end > start + 1 else (None, start)
