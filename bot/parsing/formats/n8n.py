"""n8n: the HTTP Request nodes of a workflow, as copied from its canvas. Their stored credentials are not in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from bot.model import Format, Request
from bot.parsing._reading import MAX_REQUESTS, NOTHING, Reading, make_request
from bot.parsing.formats._documents import objects_after, whole

FORMAT = Format("n8n", "message")
ORDER = 11
MARKS = ("n8n-nodes-base.httprequest",)

Parts = Mapping[str, object]


def read(text: str) -> Reading:
    """The nodes in order. What n8n computes (``={{ … }}``) stays as it is."""
    found = [(_request(value), end) for value, _, end in objects_after(text, "parameters")]
    requests = [(request, end) for request, end in found if request is not None][:MAX_REQUESTS]
    if not requests:
        return NOTHING
    document = whole(text)
    start = document[1] if document else max(0, text.find("{"))
    end = document[2] if document else max(requests[-1][1], text.rfind("}") + 1)
    return Reading(requests=tuple(request for request, _ in requests), spans=((start, end),))


def _request(value: Parts) -> Request | None:
    url = _text(value.get("url"))
    if not url.startswith(("http://", "https://", "{{")):
        return None
    headers = _pairs(value, "headerParameters")
    if query := _pairs(value, "queryParameters"):
        url += ("&" if "?" in url else "?") + urlencode(query, quote_via=quote, safe="{}$")
    body, kind = _body(value)
    if kind and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", kind))
    method = _text(value.get("method") or value.get("requestMethod")) or "GET"
    return make_request(FORMAT, method, url, headers, body)


def _body(value: Parts) -> tuple[str | None, str]:
    """The body and the content type that it implies."""
    written = _text(value.get("jsonBody") or value.get("bodyParametersJson"))
    pairs = _pairs(value, "bodyParameters")
    if written:
        return written, "application/json"
    if not pairs:
        return None, ""
    if value.get("contentType") == "form-urlencoded":
        return urlencode(pairs, quote_via=quote), "application/x-www-form-urlencoded"
    return json.dumps(dict(pairs), ensure_ascii=False), "application/json"


def _pairs(value: Parts, key: str) -> list[tuple[str, str]]:
    """Names and values under ``key``, as this and the older versions of the node keep them."""
    held = value.get(key) or value.get(f"{key}Ui")
    listed = (held.get("parameters") or held.get("parameter")) if isinstance(held, dict) else None
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    return [(_text(item.get("name")), _text(item.get("value"))) for item in items if item.get("name")]


def _text(value: object) -> str:
    """A parameter as text, without the sign of equality that marks an expression."""
    return "" if value is None else str(value).removeprefix("=").strip()
