"""Access logs and client logs, line by line -> method, URL and status of the refused request."""

from __future__ import annotations

import re

from bot.model import Exchange, Response
from bot.parsing._reading import NOTHING, Reading, make_request
from bot.parsing.formats._json_log import FORMAT, exchanges
from bot.regex import lazy

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


def read(text: str) -> Reading:
    """Every refused exchange that a log line tells; lines of other outcomes are left alone."""
    found: dict[int, tuple[int, Exchange]] = {}
    inside: list[tuple[int, int]] = []
    for start, end, exchange in exchanges(text) if "{" in text else ():
        found[start] = (end, exchange)
        inside.append((start, end))
    for pattern in _PATTERNS:
        start = seen = 0
        for match in pattern.finditer(text):
            start = text.rfind("\n", seen, match.start()) + 1 or start
            seen = match.start()
            if start not in found and len(found) < 20 and not any(a <= match.start() < b for a, b in inside):
                end = text.find("\n", match.end())
                found[start] = (len(text) if end < 0 else end, _exchange(match))
    if not found:
        return NOTHING
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
