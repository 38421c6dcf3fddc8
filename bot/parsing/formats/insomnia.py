"""Insomnia: the requests of an export in JSON (version 4), with the environment that fills their placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

from bot.auth.basic import basic
from bot.model import Format, Request, Transfer
from bot.parsing._reading import MAX_REQUESTS, NOTHING, Reading, make_request
from bot.parsing.formats._documents import whole

FORMAT = Format("insomnia", "document")
ORDER = 11
MARKS = ('"_type"', "__export_format")
_PLACEHOLDER = re.compile(r"\{\{\s*(?:_\.)?([\w.-]{1,100})\s*\}\}")

Parts = Mapping[str, object]


def read(text: str) -> Reading:
    """The requests in order. Placeholders are filled where an environment of the export sets them."""
    document = whole(text)
    if document is None:
        return NOTHING
    resources = [*_resources(document[0])]
    variables = dict(pair for one in resources if one.get("_type") == "environment" for pair in _set_in(one))
    found = [_request(one, variables) for one in resources if one.get("_type") == "request"]
    requests = tuple(request for request in found if request is not None)[:MAX_REQUESTS]
    return Reading(requests=requests, spans=((document[1], document[2]),)) if requests else NOTHING


def _resources(value: object) -> Iterator[Parts]:
    listed = value.get("resources", [value]) if isinstance(value, dict) else value
    yield from (item for item in listed if isinstance(item, dict)) if isinstance(listed, list) else ()


def _set_in(environment: Parts) -> Iterator[tuple[str, str]]:
    data = environment.get("data")
    yield from ((str(name), str(value)) for name, value in data.items()) if isinstance(data, dict) else ()


def _request(value: Parts, variables: Mapping[str, str]) -> Request | None:
    def filled(text: object) -> str:
        known = _PLACEHOLDER.sub(lambda match: variables.get(match[1], match.group()), str(text or ""))
        return known.strip()

    def pairs(key: str, holder: Parts = value) -> list[tuple[str, str]]:
        listed = holder.get(key)
        items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
        return [
            (filled(item["name"]), filled(item.get("value")))
            for item in items
            if item.get("name") and not item.get("disabled")
        ]

    url = filled(value.get("url"))
    if not url:
        return None
    headers, query = pairs("headers"), pairs("parameters")
    body = value.get("body")
    content: str | None = None
    if isinstance(body, dict):
        content = filled(body.get("text")) or urlencode(pairs("params", body), quote_via=quote) or None
    auth = value.get("authentication")
    given = {name: filled(item) for name, item in auth.items()} if isinstance(auth, dict) else {}
    is_off = isinstance(auth, dict) and auth.get("disabled") is True
    extra, in_query, scheme = ((), [], "") if is_off else _auth(given)
    headers += [pair for pair in extra if not any(name.lower() == pair[0].lower() for name, _ in headers)]
    if query := [*query, *in_query]:
        url += ("&" if "?" in url else "?") + urlencode(query, quote_via=quote, safe="{}")
    method = str(value.get("method") or "GET")
    return make_request(FORMAT, method, url, headers, content, transfer=Transfer(scheme=scheme))


def _auth(given: Mapping[str, str]) -> tuple[tuple[tuple[str, str], ...], list[tuple[str, str]], str]:
    """(header fields, query parameters, scheme that the client negotiates) of an auth helper."""
    kind = given.get("type", "")
    if kind == "bearer":
        return (("Authorization", f"{given.get('prefix') or 'Bearer'} {given.get('token', '')}".strip()),), [], ""
    if kind == "basic":
        return (("Authorization", basic(f"{given.get('username', '')}:{given.get('password', '')}")),), [], ""
    if kind == "apikey" and given.get("key"):
        pair = (given["key"], given.get("value", ""))
        return ((), [pair], "") if given.get("addTo") == "queryParams" else ((pair,), [], "")
    return (), [], kind if kind in {"digest", "ntlm"} else ""
