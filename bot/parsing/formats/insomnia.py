"""Insomnia: the requests of an export in JSON (version 4) or YAML (5), with what fills their placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

import yaml

from bot.auth.basic import basic
from bot.model import Format, Request, Transfer
from bot.parsing._reading import MAX_REQUESTS, NOTHING, Reading, make_request
from bot.parsing.formats._documents import whole

FORMAT = Format("insomnia", "document")
ORDER = 11
MARKS = ('"_type"', "__export_format", "type: collection.insomnia")
_COLLECTION = re.compile(r"^type: collection\.insomnia", re.MULTILINE)
_DEEPEST = 8  # folders in folders
_PLACEHOLDER = re.compile(r"\{\{\s*(?:_\.)?([\w.-]{1,100})\s*\}\}")

Parts = Mapping[str, object]


def read(text: str) -> Reading:
    """The requests in order. Placeholders are filled where an environment of the export sets them."""
    document = _collection(text) or whole(text)
    if document is None:
        return NOTHING
    resources = [*_resources(document[0])]
    variables = dict(pair for one in resources if one.get("_type") == "environment" for pair in _set_in(one))
    found = [_request(one, variables) for one in resources if one.get("_type") == "request"]
    requests = tuple(request for request in found if request is not None)[:MAX_REQUESTS]
    return Reading(requests=requests, spans=((document[1], document[2]),)) if requests else NOTHING


def _collection(text: str) -> tuple[object, int, int] | None:
    """The resources of the collection in YAML that the text ends with, and where it stands; None where none does."""
    head = _COLLECTION.search(text)
    try:
        document = yaml.load(text[head.start() :], yaml.CSafeLoader) if head else None
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    if head is None or not isinstance(document, dict):
        return None
    set_there = document.get("environments")
    environment = {**set_there, "_type": "environment"} if isinstance(set_there, dict) else {}
    return [environment, *_asked_in(document.get("collection"))], head.start(), len(text)


def _asked_in(listed: object, depth: int = 0) -> Iterator[Parts]:
    for item in listed if isinstance(listed, list) and depth < _DEEPEST else ():
        if isinstance(item, dict):
            yield {**item, "_type": "request"}
            yield from _asked_in(item.get("children"), depth + 1)


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
    extra, in_query, scheme = ((), [], "") if is_off else auth_of(given)
    headers += [pair for pair in extra if not any(name.lower() == pair[0].lower() for name, _ in headers)]
    if query := [*query, *in_query]:
        url += ("&" if "?" in url else "?") + urlencode(query, quote_via=quote, safe="{}")
    method = str(value.get("method") or "GET")
    return make_request(FORMAT, method, url, headers, content, transfer=Transfer(scheme=scheme))


def auth_of(given: Mapping[str, str]) -> tuple[tuple[tuple[str, str], ...], list[tuple[str, str]], str]:
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
