"""A log line in JSON (pino, zap, logrus, Elastic Common Schema) -> the refused exchange that it tells, headers too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.model import Exchange, Format, Headers, Response
from bot.parsing._reading import make_request
from bot.parsing.formats._documents import decoded
from bot.parsing.formats._http import METHODS, header
from bot.parsing.formats.json_error import is_error

FORMAT = Format("log-line", "log", userinfo="by-library")
_OPENING = re.compile(r"^[^\n{]{0,200}(?=\{)", re.MULTILINE)
_METHOD = re.compile(METHODS)
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+|/[^\s\"'<>]*")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?")
_REFUSED = frozenset({"401", "403", "407"})
_ADDRESSES = (
    *("url", "full", "original", "uri", "request_uri", "requesturi", "path", "request_path"),
    *("target", "endpoint"),
)
_STATUSES = ("status", "statuscode", "status_code", "http_status", "response_code", "code")
_OF_RESPONSES = frozenset({"www-authenticate", "proxy-authenticate", "server", "set-cookie", "retry-after", "date"})
_MOST, _MOST_FIELDS, _MOST_DEPTH = 40, 400, 6

Fields = list[tuple[str, object]]  # dotted path in small letters, value


def exchanges(text: str) -> Iterator[tuple[int, int, Exchange]]:
    """(start, end, exchange) of each JSON object at a line's first brace that tells method, address and a refusal."""
    reach = 0
    for count, match in enumerate(_OPENING.finditer(text)):
        if match.start() < reach or count >= _MOST:
            continue
        found = decoded(text, match.end())
        if found is None or not isinstance(found[0], dict):
            continue
        reach = found[1]
        whole = text[match.end() : reach] if is_error(found[0]) else ""
        exchange = _exchange(list(islice(_fields(found[0], "", 0), _MOST_FIELDS)), whole)
        if exchange:
            yield match.start(), reach, exchange


def _fields(value: object, path: str, depth: int) -> Iterator[tuple[str, object]]:
    """Every member of the object and of those in it; the members of header objects stay together."""
    if not isinstance(value, dict) or depth > _MOST_DEPTH:
        return
    for key, inner in value.items():
        name = f"{path}.{key}".lower() if path else str(key).lower()
        yield name, inner
        if not name.endswith("headers"):
            yield from _fields(inner, name, depth + 1)


def _exchange(fields: Fields, whole: str) -> Exchange | None:
    """``whole`` is the object's text where it reads as an error: it is the answer's body when it shows no other."""
    method = _first(fields, ("method", "http_method", "request_method", "verb"), _METHOD)
    url = _first(fields, _ADDRESSES, _ADDRESS)
    status = next((str(value) for path, value in fields if _last(path) in _STATUSES and str(value) in _REFUSED), None)
    if not (method and url and status):
        return None
    sent, received = _headers(fields)
    body = next((value for path, value in fields if "res" in path and path.endswith("body")), None)
    if body is None and not (sent or received):
        body = whole
    response = Response(status=int(status), headers=received, body=body if isinstance(body, str) else "")
    if url.startswith("/"):
        host = _first(fields, ("host", "hostname", "domain", "authority"), _HOST) or header(sent, "host")
        url = f"https://{host}{url}" if host else ""
    return Exchange(request=make_request(FORMAT, method, url, sent) if url else None, response=response)


def _first(fields: Fields, names: tuple[str, ...], form: re.Pattern[str]) -> str:
    """The value of the first of ``names`` that has the form, ''."""
    for name in names:
        for path, value in fields:
            if _last(path) == name and isinstance(value, str) and form.fullmatch(value):
                return value
    return ""


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def _headers(fields: Fields) -> tuple[Headers, Headers]:
    """Those that were sent and those that were received, told by the object's path or by their names."""
    sent: list[tuple[str, str]] = []
    received: list[tuple[str, str]] = []
    for path, value in fields:
        if not path.endswith("headers") or not isinstance(value, dict):
            continue
        pairs = [(str(name), _text(inner)) for name, inner in value.items()]
        names = {name.lower() for name, _ in pairs}
        is_response = "res" in path if "req" in path or "res" in path else bool(names & _OF_RESPONSES)
        (received if is_response else sent).extend(pairs)
    return tuple(sent), tuple(received)


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
