"""Postman: a collection (v2.0, v2.1), one item of it, and the environment that fills its ``{{placeholders}}``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

from bot.auth.basic import basic
from bot.model import Exchange, Format, Problem, Request, Response, Transfer
from bot.parsing._reading import MAX_REQUESTS, NOTHING, Reading, make_request
from bot.parsing.formats._documents import objects_after, whole
from bot.parsing.formats._http import BOUNDARY, multipart

FORMAT = Format("postman", "document", system="postman")
ORDER = 11
MARKS = ('"request"', '"header"', '"urlencoded"')
_PLACEHOLDER = re.compile(r"\{\{([^{}\n]{1,100})\}\}")
_DEEPEST = 32
_LISTS = re.compile(r'"(?:values|variable)"\s*:\s*\[')

Parts = Mapping[str, object]


def read(text: str) -> Reading:
    """The items in order, with the saved answer of each. Placeholders are filled where the paste sets them."""
    document = whole(text)
    variables = dict(variables_in(text))
    inherited = dict(_inherited(document[0])) if document else {}
    requests: list[Request] = []
    problems: list[Problem] = []
    last = 0
    found = [*objects_after(text, "request")]
    if not found and document and isinstance(document[0], dict):
        found = [(document[0], *document[1:])]
    for value, _, end in found:
        request = _request(value, variables, inherited.get(_key(value)))
        if request is None or len(requests) >= MAX_REQUESTS:
            continue
        requests.append(request)
        if request.body is None and _sends_file(value.get("body")):
            problems.append(Problem(code="file", text="the body is read from a file, which is not in the paste"))
        last = max(last, end)
    if not requests:
        return NOTHING
    response = _saved(text)
    trail = (Exchange(request=requests[-1], response=response),) if response else ()
    start = document[1] if document else max(0, text.find("{"))
    end = document[2] if document else max(last, text.rfind("}") + 1)
    said = tuple(dict.fromkeys(problems))
    return Reading(requests=tuple(requests), trail=trail, problems=said, spans=((start, end),))


def _inherited(item: object, auth: object = None, depth: int = 0) -> Iterator[tuple[str, object]]:
    """(request, the auth helper of the nearest folder above that sets one) of every request of a collection."""
    if not isinstance(item, dict) or depth > _DEEPEST:
        return
    auth = item.get("auth") or auth
    request = item.get("request")
    yield _key(request if isinstance(request, dict) else item), auth
    inner = item.get("item")
    for one in inner if isinstance(inner, list) else ():
        yield from _inherited(one, auth, depth + 1)


def _key(request: Parts) -> str:
    """What a request is known by, wherever it was decoded."""
    return json.dumps(request, sort_keys=True)


def variables_in(text: str) -> Iterator[tuple[str, str]]:
    """(name, value) of every variable that is switched on in a collection or an environment."""
    for match in list(_LISTS.finditer(text))[:20]:
        found = whole(text[match.end() - 1 : match.end() + 100_000])
        for item in found[0] if found and isinstance(found[0], list) else ():
            if isinstance(item, dict) and "key" in item and item.get("enabled", True):
                yield str(item["key"]), str(item.get("value", ""))


def filled(text: str, variables: Mapping[str, str]) -> str:
    """``text`` with every ``{{placeholder}}`` that is set."""
    return _PLACEHOLDER.sub(lambda match: variables.get(match[1].strip(), match.group()), text)


def _request(value: Parts, variables: Mapping[str, str], inherited: object) -> Request | None:
    url = _url(value.get("url"), variables)
    if not url or not (inherited or _is_of_postman(value)) or isinstance(value.get("headers"), list):
        return None
    entries = _entries(value.get("header"))
    headers = [(filled(name, variables), filled(content, variables)) for name, content in entries if name]
    body, kind = _body(value.get("body"), variables)
    if kind and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", kind))
    auth = value.get("auth") or inherited
    extra, query, scheme = _auth(auth, variables) if isinstance(auth, dict) else ((), "", "")
    headers += [pair for pair in extra if not any(name.lower() == pair[0].lower() for name, _ in headers)]
    url += ("&" if "?" in url else "?") + query if query else ""
    method = str(value.get("method") or "GET")
    return make_request(FORMAT, method, url, headers, body, transfer=Transfer(scheme=scheme))


def _is_of_postman(value: Parts) -> bool:
    """Whether the names are those of its schema, in which a request need not have ``header``."""
    url, body = value.get("url"), value.get("body")
    return "header" in value or (isinstance(url, dict) and "raw" in url) or (isinstance(body, dict) and "mode" in body)


def _url(value: object, variables: Mapping[str, str]) -> str:
    raw = value.get("raw") if isinstance(value, dict) else value
    url = filled(raw, variables) if isinstance(raw, str) else ""
    return url if not url or re.match(r"[A-Za-z][\w+.-]*://|\{\{", url) else f"http://{url}"


def _entries(value: object) -> list[tuple[str, str]]:
    """``key`` and ``value`` of a list of entries that are not switched off, or of an object."""
    if isinstance(value, dict):
        return [(str(key), str(inner)) for key, inner in value.items()]
    if not isinstance(value, list):
        return []
    return [
        (str(item["key"]), str(item.get("value") or ""))
        for item in value
        if isinstance(item, dict) and "key" in item and not item.get("disabled")
    ]


def _body(value: object, variables: Mapping[str, str]) -> tuple[str | None, str]:
    """The body and the content type that its mode implies."""
    if not isinstance(value, dict):
        return None, ""
    mode = value.get("mode")
    if mode == "raw" and value.get("raw"):
        options = str(value.get("options"))
        return filled(str(value["raw"]), variables), "application/json" if "json" in options else ""
    if mode == "urlencoded":
        pairs = [(filled(name, variables), filled(content, variables)) for name, content in _entries(value[mode])]
        return urlencode(pairs, quote_via=quote), "application/x-www-form-urlencoded"
    if mode == "formdata":
        pairs = [(filled(name, variables), filled(text, variables)) for name, text in _entries(value[mode])]
        return None if _sends_file(value) else multipart(pairs), f"multipart/form-data; boundary={BOUNDARY}"
    return None, ""


def _sends_file(body: object) -> bool:
    fields = body.get("formdata") if isinstance(body, dict) else None
    return isinstance(fields, list) and any(isinstance(item, dict) and item.get("type") == "file" for item in fields)


def _auth(auth: Parts, variables: Mapping[str, str]) -> tuple[tuple[tuple[str, str], ...], str, str]:
    """(header fields, query parameter, scheme that the client negotiates) of an auth helper."""
    kind = str(auth.get("type", ""))
    fields = {name: filled(content, variables) for name, content in _entries(auth.get(kind))}
    pair = f"{fields.get('username', '')}:{fields.get('password', '')}"
    if kind == "bearer":
        return (("Authorization", f"Bearer {fields.get('token', '')}"),), "", ""
    if kind == "basic":
        return (("Authorization", basic(pair)),), "", ""
    if kind == "oauth2" and fields.get("accessToken"):
        prefix = fields.get("headerPrefix", "Bearer").strip() or "Bearer"
        return (("Authorization", f"{prefix} {fields['accessToken']}"),), "", ""
    if kind == "apikey" and fields.get("key"):
        if fields.get("in") == "query":
            return (), f"{quote(fields['key'])}={quote(fields.get('value', ''))}", ""
        return ((fields["key"], fields.get("value", "")),), "", ""
    return (), "", kind if kind in {"digest", "ntlm"} else ""


def _saved(text: str) -> Response | None:
    """The last saved answer of an item."""
    found = None
    for match in list(re.finditer(r'"response"\s*:\s*(?=\[)', text))[:20]:
        answers = whole(text[match.end() : match.end() + 200_000])
        for item in answers[0] if answers and isinstance(answers[0], list) else ():
            if isinstance(item, dict) and isinstance(item.get("code"), int):
                headers = tuple(_entries(item.get("header")))
                found = Response(status=item["code"], headers=headers, body=str(item.get("body") or ""))
    return found
