"""The Headers tab of a browser's developer tools, copied as text: General, Response Headers, Request Headers."""

from __future__ import annotations

import re

from bot.model import Exchange, Format, Headers, Response
from bot.parsing._reading import NOTHING, Reading, make_request
from bot.parsing.formats._http import headers_of, without_pseudo

FORMAT = Format("devtools", "message", system="browser")
ORDER = 25
MARKS = ("request url",)

_URL = re.compile(r"^[ \t]*Request URL:?\s+(\S+)", re.IGNORECASE | re.MULTILINE)
_METHOD = re.compile(r"^[ \t]*Request Method:?\s+([A-Za-z]+)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"^[ \t]*Status(?: Code)?:?\s+\W{0,3}(\d{3})\b[^\n]*", re.IGNORECASE | re.MULTILINE)
_SECTION = re.compile(r"^[ \t]*(General|Response Headers|Request Headers)\b[^\n]*", re.IGNORECASE | re.MULTILINE)


def read(text: str) -> Reading:
    """The request and its answer. The newer tools put each value on the line after its name; both are read."""
    url = _URL.search(text)
    if url is None:
        return NOTHING
    method, status = _METHOD.search(text), _STATUS.search(text)
    ends = [match.end() for match in (url, method, status) if match]
    sections: dict[str, Headers] = {}
    for match in _SECTION.finditer(text, url.start()):
        sections[match[1].lower()], end = _fields(text, match.end())
        ends.append(end)
    request = make_request(
        FORMAT,
        method[1].upper() if method else "GET",
        url[1],
        without_pseudo(sections.get("request headers", ())),
    )
    answer = Response(status=int(status[1]), headers=sections.get("response headers", ())) if status else None
    return Reading(trail=(Exchange(request=request, response=answer),), spans=((url.start(), max(ends)),))


def _fields(text: str, start: int) -> tuple[Headers, int]:
    """The fields of a section, and where they end."""
    stop = _SECTION.search(text, start)
    block = text[start : stop.start() if stop else len(text)]
    lines = [line for line in block.split("\n") if line.strip()]
    joined: list[str] = []
    for line in lines:
        if joined and re.fullmatch(r"[ \t]*:?[A-Za-z][\w-]*:", joined[-1]):
            joined[-1] = f"{joined[-1].strip()} {line.strip()}"
        else:
            joined.append(line.strip())
    headers, count = headers_of(joined)
    if count < len(joined) or not headers:
        pairs = headers or _alternating(lines)
        last = pairs[-1][1] if pairs else ""
        end = block.find(last) + len(last) if last else 0
        return pairs, start + end
    return headers, start + len(block)


def _alternating(lines: list[str]) -> Headers:
    """Name and value on alternating lines, without colons."""
    names = [line.strip() for line in lines[::2]]
    values = [line.strip() for line in lines[1::2]]
    if len(names) != len(values) or not all(re.fullmatch(r":?[A-Za-z][\w-]*", name) for name in names):
        return ()
    return tuple(zip(names, values, strict=True))
