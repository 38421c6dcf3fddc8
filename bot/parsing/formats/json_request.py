"""A request as one object of JSON: no-code tools, workflow engines and REST clients keep theirs so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from bot.auth.basic import basic
from bot.model import Format, Request
from bot.parsing._reading import MAX_REQUESTS, NOTHING, Reading, make_request
from bot.parsing.formats._documents import whole
from bot.parsing.formats._http import METHODS

FORMAT = Format("json-request", "message")
MARKS = ()
LATE_MARKS = ('"method":', '"method" :')  # what no tool's own format has read

_URL = re.compile(r"https?://\S+")
_METHOD = re.compile(METHODS, re.IGNORECASE)
_DEEPEST = 12
_ANSWERED = frozenset({"status", "statuscode", "status_code", "response", "error", "errors", "message", "code"})

Parts = Mapping[str, object]


def read(text: str) -> Reading:
    """The requests of the text's first document, in order: objects with an address, a method, and no answer in them."""
    document = whole(text)
    if document is None:
        return NOTHING
    found = [_request(one) for one in _objects(document[0])]
    requests = tuple(request for request in found if request is not None)[:MAX_REQUESTS]
    return Reading(requests=requests, spans=((document[1], document[2]),)) if requests else NOTHING


def _objects(value: object, depth: int = 0) -> Iterator[Parts]:
    """Every object that is a request, outermost first; none in one that tells an answer."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        members = {str(key).lower(): inner for key, inner in value.items()}
        if members.keys() & _ANSWERED:
            return
        if _url(members) and _METHOD.fullmatch(str(members.get("method", ""))):
            yield members
            return
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner, depth + 1)


def _url(members: Parts) -> str:
    named = (str(members.get(name, "")) for name in ("url", "uri", "endpoint", "apiendpoint"))
    return next((url for url in named if _URL.fullmatch(url)), "")


def _request(members: Parts) -> Request | None:
    """None where the tool keeps the credential elsewhere: what it sends is not known then."""
    headers = list(_headers(members.get("headers")))
    auth = members.get("authentication") or members.get("auth")
    if auth and not any(name.lower() == "authorization" for name, _ in headers):
        held = list(_authorization(auth)) if isinstance(auth, dict) else []
        if not held:
            return None
        headers += held
    body = members.get("body")
    sent = json.dumps(body, ensure_ascii=False) if isinstance(body, (dict, list)) else str(body or "") or None
    return make_request(FORMAT, str(members["method"]).upper(), _url(members), headers, sent)


def _headers(held: object) -> Iterator[tuple[str, str]]:
    """The fields of an object, or of a list of names and values."""
    if isinstance(held, dict):
        yield from ((str(name), str(value)) for name, value in held.items() if not isinstance(value, (dict, list)))
    for item in held if isinstance(held, list) else ():
        fields = item if isinstance(item, dict) and not (item.get("disabled") or item.get("isDisabled")) else {}
        name = fields.get("name") or fields.get("keyValue") or fields.get("key")  # keyValue: Node-RED
        if name:
            yield str(name), str(fields.get("value") or fields.get("valueValue") or "")


def _authorization(auth: Parts) -> Iterator[tuple[str, str]]:
    """What an auth helper makes of its fields: ``type`` names the scheme."""
    auth = {str(name).lower(): value for name, value in auth.items()}
    kind = str(auth.get("type", "")).lower()
    if kind == "bearer":
        token = auth.get("token") or auth.get("bearer") or auth.get("value")
        yield from [("Authorization", f"Bearer {token}")] if isinstance(token, str) else ()
    elif kind == "raw" and isinstance(auth.get("value"), str):
        yield "Authorization", str(auth["value"])
    elif kind == "basic" and {"username", "password"} <= auth.keys():
        yield "Authorization", basic(f"{auth['username']}:{auth['password']}")
