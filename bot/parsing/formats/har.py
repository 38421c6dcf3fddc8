"""HTTP Archive: a whole file, one entry, or a file that was cut off (the format's version 1.2)."""

from __future__ import annotations

import base64
import binascii
import re

from bot.model import Exchange, Format, Headers, Request, Response
from bot.parsing._reading import MAX_REQUESTS, NOTHING, Reading, make_request
from bot.parsing.formats._documents import objects_after, whole
from bot.parsing.formats._http import without_pseudo

FORMAT = Format("har", "document", system="browser")
ORDER = 10
MARKS = ('"request"', '"entries"')
_REFUSED = frozenset({401, 403, 407})


def read(text: str) -> Reading:
    """Every entry in order; of more than twenty the refused ones, else the last twenty."""
    answers = [(value, start, end) for value, start, end in objects_after(text, "response") if "status" in value]
    found: list[tuple[Exchange, tuple[int, int]]] = []
    for value, start, end in objects_after(text, "request"):
        request = _request(value)
        if request is None:
            continue
        answer = next((item for item in answers if item[1] >= end), None)
        found.append((Exchange(request=request, response=_response(answer[0]) if answer else None), (start, end)))
    if not found:
        return NOTHING
    kept = _most_telling([exchange for exchange, _ in found])
    return Reading(
        requests=tuple(exchange.request for exchange in kept if exchange.request),
        trail=tuple(kept),
        spans=(_extent(text, found[0][1], found[-1][1]),),
    )


def _most_telling(exchanges: list[Exchange]) -> list[Exchange]:
    if len(exchanges) <= MAX_REQUESTS:
        return exchanges
    refused = [item for item in exchanges if item.response and item.response.status in _REFUSED]
    return (refused or exchanges)[-MAX_REQUESTS:]


def _extent(text: str, first: tuple[int, int], last: tuple[int, int]) -> tuple[int, int]:
    """What the archive takes of the text: the JSON value round it, or to the last bracket when it is cut off."""
    document = whole(text)
    if document and document[1] <= first[0] and last[1] <= document[2]:
        return document[1], document[2]
    opening = text.find("{")
    return (opening if 0 <= opening < first[0] else first[0]), max(text.rfind("}") + 1, last[1])


def _request(value: dict[str, object]) -> Request | None:
    method, url, fields = value.get("method"), value.get("url"), value.get("headers")
    if not isinstance(method, str) or not isinstance(url, str) or not isinstance(fields, list):
        return None
    headers = without_pseudo(_pairs(fields))
    cookies = _pairs(value.get("cookies"))
    if cookies and not any(name.lower() == "cookie" for name, _ in headers):
        headers = (*headers, ("Cookie", "; ".join(f"{name}={content}" for name, content in cookies)))
    return make_request(FORMAT, method, url, headers, _body(value.get("postData")))


def _body(data: object) -> str | None:
    if not isinstance(data, dict):
        return None
    if isinstance(data.get("text"), str):
        return str(data["text"])
    params = _pairs(data.get("params"))
    return "&".join(f"{name}={content}" for name, content in params) if params else None


def _pairs(fields: object) -> Headers:
    listed = fields if isinstance(fields, list) else []
    items = [item for item in listed if isinstance(item, dict) and "name" in item]
    return tuple((str(item["name"]), str(item.get("value", ""))) for item in items)


def _response(value: dict[str, object]) -> Response | None:
    status = value.get("status")
    if not isinstance(status, int) or not 100 <= status <= 599:  # 0: the browser got or showed no answer
        return None
    content = value.get("content")
    body = str(content.get("text", "")) if isinstance(content, dict) else ""
    if isinstance(content, dict) and content.get("encoding") == "base64":
        body = _plain(body)
    return Response(status=status, headers=without_pseudo(_pairs(value.get("headers"))), body=body)


def _plain(encoded: str) -> str:
    try:
        return base64.b64decode(re.sub(r"\s", "", encoded), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return encoded
