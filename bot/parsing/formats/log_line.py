"""Access logs and client logs, line by line -> method, URL and status of the refused request.

A line may be JSON (pino, zap, logrus, Elastic Common Schema): of that the headers are told too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from bot.model import Exchange, Format, Headers, Response
from bot.parsing._reading import Reading, make_request
from bot.parsing.formats._documents import decoded
from bot.parsing.formats._http import METHODS, header
from bot.parsing.formats.json_error import is_error
from bot.parsing.shell.words import line_end
from bot.regex import lazy

FORMAT = Format("log-line", "log", userinfo="by-library")
ORDER = 65
MARKS = (" 401", "=401", ":401", " 403", "=403", " 407", "=407", ":403", ":407", '"401', "(401", "[401")
_METHOD = r"(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)"
_TARGET = r"(?P<url>https?://[^\s\"'<>|]{1,2000}|/[^\s\"'<>|]{0,1000})"
_REFUSED = r"(?P<status>40[137])(?![\d.:/-]*\d)"
_METHOD_IS = rf"\bmethod\"?[=:] ?\"?{_METHOD}\"?"
_TARGET_IS = rf"\b(?:path|url|uri|request_uri)\"?[=:] ?\"?{_TARGET}\"?"
_STATUS_IS = rf"\bstatus(?:_?[cC]ode)?\"?[=:] ?\"?{_REFUSED}"
_GAP = r"[^\n]{0,120}?"
_ANSWERED = r"(?:->|=>|→|returned|responded(?: with)?|failed(?: with)?:?|status[ :=])?"
_DEFAULT_PORT = lazy(r"^(https://.*):443$|^(http://.*):80$")
_PATTERNS = tuple(
    lazy(pattern)
    for pattern in (
        # Apache, nginx, Envoy: "GET /path HTTP/1.1" 401 172; urllib3 with the origin before it
        rf"(?:(?P<origin>https?://[^\s\"'<>|/]{{1,300}})[ \t]+)?\"{_METHOD} {_TARGET} HTTP/\d(?:\.\d)?\" {_REFUSED}\b",
        # key=value and JSON lines, in either order
        rf"{_METHOD_IS}{_GAP}{_TARGET_IS}{_GAP}{_STATUS_IS}",
        rf"{_STATUS_IS}\"?{_GAP}{_METHOD_IS}{_GAP}{_TARGET_IS}",
        # Gin: | 401 |  1.2ms | 10.0.0.1 | GET  "/path"
        rf"\| ?{_REFUSED} \|[^\n]{{0,120}}\| ?{_METHOD} +\"?{_TARGET}",
        # GET /path 401 12ms; POST https://host/path -> 401 (Unauthorized); GET /path failed: 401
        rf"\b{_METHOD} {_TARGET}(?: HTTP/\d(?:\.\d)?)?\"?(?:[ \t,:|]|-(?!>)){{0,40}}+{_ANSWERED}[ \t:(\[]{{0,40}}+"
        rf"(?:HTTP[ /]?)?(?:status |code ){{0,2}}{_REFUSED}\b",
    )
)
_OPENING = re.compile(r"^[^\n{]{0,200}(?=\{)", re.MULTILINE)
_NAMED_METHOD = re.compile(METHODS)
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+|/[^\s\"'<>]*")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?")
_REFUSALS = frozenset({"401", "403", "407"})
_ADDRESSES = (
    *("url", "full", "original", "uri", "request_uri", "requesturi", "path", "request_path"),
    *("target", "endpoint"),
)
_STATUSES = ("status", "statuscode", "status_code", "http_status", "response_code", "code")
_OF_RESPONSES = frozenset({"www-authenticate", "proxy-authenticate", "server", "set-cookie", "retry-after", "date"})
_MOST, _MOST_FIELDS, _MOST_DEPTH = 40, 400, 6

Fields = list[tuple[str, object]]  # dotted path in small letters, value


def read(text: str) -> Reading:
    """Every refused exchange that a log line tells; lines of other outcomes are left alone."""
    found: dict[int, tuple[int, Exchange]] = {}
    inside: list[tuple[int, int]] = []
    for start, end, exchange in _in_json(text) if "{" in text else ():
        found[start] = (end, exchange)
        inside.append((start, end))
    for pattern in _PATTERNS:
        start = seen = 0
        for match in pattern.finditer(text):
            start = text.rfind("\n", seen, match.start()) + 1 or start
            seen = match.start()
            if start not in found and len(found) < 20 and not any(a <= match.start() < b for a, b in inside):
                found[start] = (line_end(text, match.end()), _exchange(match))
    places = sorted(found.items())
    return Reading(
        trail=tuple(exchange for _, (_, exchange) in places), spans=tuple((start, end) for start, (end, _) in places)
    )


def _exchange(match: re.Match[str]) -> Exchange:
    response = Response(status=int(match["status"]))
    origin = _DEFAULT_PORT.sub(r"\1\2", match.groupdict().get("origin") or "")
    url = match["url"] if match["url"].startswith("http") else origin + match["url"]
    if not url.startswith("http"):
        return Exchange(request=None, response=response)
    return Exchange(request=make_request(FORMAT, match["method"], url.rstrip(",;:")), response=response)


def _in_json(text: str) -> Iterator[tuple[int, int, Exchange]]:
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
        exchange = _told(list(islice(_fields(found[0], "", 0), _MOST_FIELDS)), whole)
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


def _told(fields: Fields, whole: str) -> Exchange | None:
    """``whole`` is the object's text where it reads as an error: it is the answer's body when it shows no other."""
    method = _first(fields, ("method", "http_method", "request_method", "verb"), _NAMED_METHOD.fullmatch)
    url = _first(fields, _ADDRESSES, _ADDRESS.fullmatch)
    status = next((str(value) for path, value in fields if _last(path) in _STATUSES and str(value) in _REFUSALS), None)
    if not (method and url and status):
        return None
    sent, received = _headers(fields)
    body = next((value for path, value in fields if "res" in path and path.endswith("body")), None)
    if body is None and not (sent or received):
        body = whole
    response = Response(status=int(status), headers=received, body=body if isinstance(body, str) else "")
    if url.startswith("/"):
        host = _first(fields, ("host", "hostname", "domain", "authority"), _HOST.fullmatch) or header(sent, "host")
        url = f"https://{host}{url}" if host else ""
    return Exchange(request=make_request(FORMAT, method, url, sent) if url else None, response=response)


def _first(fields: Fields, names: tuple[str, ...], fits: Callable[[str], object]) -> str:
    """The value of the first of ``names`` that fits, ''."""
    named = (value for name in names for path, value in fields if _last(path) == name)
    return next((value for value in named if isinstance(value, str) and fits(value)), "")


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
