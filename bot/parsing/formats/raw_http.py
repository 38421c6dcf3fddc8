"""HTTP messages as such: ``curl -i`` output, requests with a request line, files of REST clients (RFC 9112, 9113)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from urllib.parse import urlencode

from bot.auth.basic import basic
from bot.model import Exchange, Format, Headers, Problem, Response
from bot.parsing._reading import PROBLEMS, Reading, ends_of, make_request
from bot.parsing.formats._http import METHODS, STATUS_LINE, body_end, head_in, header, url_of, without_pseudo
from bot.parsing.formats.postman import filled, variables_in

FORMAT = Format("raw-http", "message")
ORDER = 30
MARKS = ("http/", "get ", "post ", "put ", "patch ", "delete ", "head ", "options ", ":authority")

_START = re.compile(
    rf"^[ \t]*(?:{STATUS_LINE.pattern}"
    rf"|(?P<method>{METHODS})[ \t]+(?P<target>(?:https?://|/|\{{\{{)[^\s\"'<>]*)"
    r"(?P<protocol>[ \t]+HTTP/\d(?:\.\d)?)?[ \t]*$"
    r"|(?=:(?:method|authority|path|scheme)[ \t]*:))",
    re.MULTILINE,
)

_QUERY_LINE = re.compile(r"\r?\n[ \t]+([?&][^\s\"'<>]*)(?:[ \t]+HTTP/\d(?:\.\d)?)?[ \t]*(?=\r?\n|\Z)")
_SECTION = re.compile(r"\[(BasicAuth|Query|Form|Cookies)(?:StringParams|Params)?\][ \t]*\r?\n")  # Hurl's
_PAIR = re.compile(r"[Bb]asic[ ]+([^\s:{]{1,200})[ ]+(\S{1,200})")
_OF_A_FILE = re.compile(r"[Bb]asic[ ]+([^\s:{]{1,200})(?:[ ]+|:)(\S{1,200})")
_SEPARATOR = re.compile(r"^###|^@\w", re.MULTILINE)
_SET = re.compile(r"^@(?P<name>[\w.-]{1,60})[ \t]{0,20}=[ \t]{0,20}(?P<value>\S[^\n]{0,4096})$", re.MULTILINE)


def read(text: str) -> Reading:
    """Every request and response that stands at a line's start, in order; placeholders as the paste sets them."""
    set_here = dict((*variables_in(text), *((match["name"], match["value"].strip()) for match in _SET.finditer(text))))
    variables = {name: filled(value, set_here) for name, value in set_here.items()}
    trail: list[Exchange] = []
    spans: list[tuple[int, int]] = []
    problems: list[Problem] = []
    starts = ends_of(list(_START.finditer(text)))
    for index, match in enumerate(starts):
        if spans and match.start() < spans[-1][1]:
            continue
        following: Iterable[re.Match[str]] = starts[index + 1 :]
        if not match["status"]:  # the pseudo-header fields of one request are no further starts
            following = (one for one in following if one["method"] or one["status"])
        limit = next((one.start() for one in following), len(text))
        exchange, end = _response(text, match, limit) if match["status"] else _request(text, match, limit, variables)
        if exchange is None:
            continue
        if exchange.request and exchange.request.url.startswith("/"):
            problems.append(Problem(code="relative-url", text=PROBLEMS["relative-url"]))
        trail.append(exchange)
        spans.append((match.start(), end))
    return Reading(trail=tuple(trail), spans=tuple(spans), problems=tuple(problems))


def _below(text: str, position: int, limit: int) -> int:
    """Where the line below the one of ``position`` begins."""
    line_end = text.find("\n", position, limit)
    return limit if line_end < 0 else line_end + 1


def _query_lines(text: str, position: int) -> tuple[str, int]:
    """The query that stands on indented lines below the start line, as files of REST clients have it, and its end."""
    parts = []
    while line := _QUERY_LINE.match(text, position):
        parts.append(line[1])
        position = line.end()
    return "".join(parts), position


def _sections(text: str, position: int, limit: int) -> tuple[dict[str, Headers], int]:
    """The pairs of Hurl's sections below the header fields, by the section's name, and where they end."""
    found: dict[str, Headers] = {}
    while section := _SECTION.match(text, position, limit):
        found[section[1]], position = head_in(text, section.end(), limit)
    return found, position


def _told_by(sections: Mapping[str, Headers], headers: Headers) -> tuple[str, Headers, str]:
    """(query, header fields with those that they imply, form) of Hurl's sections."""
    more = [("Authorization", basic(f"{name}:{value}")) for name, value in sections.get("BasicAuth", ())[:1]]
    cookies = "; ".join(f"{name}={value}" for name, value in sections.get("Cookies", ()))
    more += [("Cookie", cookies)] if cookies else []
    more += [("Content-Type", "application/x-www-form-urlencoded")] if "Form" in sections else []
    return urlencode(sections.get("Query", ())), (*headers, *more), urlencode(sections.get("Form", ()))


def _response(text: str, match: re.Match[str], limit: int) -> tuple[Exchange | None, int]:
    status = int(match["status"])
    headers, body_start = head_in(text, _below(text, match.end(), limit), limit)
    end = body_end(text, body_start, headers, limit)
    if status < 200:  # an interim response is none (RFC 9110 section 15.2)
        return None, body_start
    response = Response(status=status, headers=headers, body=text[body_start:end].strip())
    return Exchange(request=None, response=response), max(end, match.end())


def _encoded(pair: re.Pattern[str], value: str) -> str:
    """What a REST client makes of ``Basic user password`` in its file: it encodes the pair itself."""
    found = pair.fullmatch(value)
    return basic(f"{found[1]}:{found[2]}") if found else value


def _request(text: str, match: re.Match[str], limit: int, variables: Mapping[str, str]) -> tuple[Exchange | None, int]:
    continued, below = _query_lines(text, match.end()) if match["method"] else ("", match.end())
    headers, end = head_in(text, _below(text, below, limit) if match["method"] else match.start(), limit)
    target = (match["target"] or header(headers, ":path")) + continued
    if not target or (match["method"] and not match["protocol"] and not headers and not target.startswith("http")):
        return None, match.end()
    sections, end = _sections(text, end, limit)
    query, headers, form = _told_by(sections, headers)
    target += f"{'&' if '?' in target else '?'}{query}" if query else ""
    body, end = _body(text, end, limit, headers, match["method"] or header(headers, ":method") or "GET")
    is_of_a_file = not match["protocol"] and target.startswith(("http", "{{"))
    encode = partial(_encoded, _OF_A_FILE if _SEPARATOR.search(text) else _PAIR) if is_of_a_file else str
    request = make_request(
        FORMAT,
        match["method"] or header(headers, ":method") or "GET",
        url_of(filled(target, variables), headers),
        tuple((name, encode(filled(value, variables))) for name, value in without_pseudo(headers)),
        filled(body, variables) if body else form or None,
    )
    return Exchange(request=request, response=None), end


def _body(text: str, start: int, limit: int, headers: Headers, method: str) -> tuple[str | None, int]:
    """The body of a request: as long as Content-Length says, else the document or paragraph after the blank line."""
    if text[start : start + 1] != "\n" or (method in {"GET", "HEAD"} and not header(headers, "content-length")):
        return None, start
    length = header(headers, "content-length")
    if length.isdigit() and len(length) < 8:
        limit = min(limit, start + 1 + int(length))
    end = body_end(text, start + 1, headers, limit)
    return (text[start + 1 : end].rstrip("\n"), end) if end > start + 1 else (None, start)
