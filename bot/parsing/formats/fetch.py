"""``fetch(url, {…})``: the browser's and Node's "Copy as fetch", and fetch calls as people write them."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from bot.model import Format, Problem, Request
from bot.parsing._reading import MAX_REQUESTS, NOTHING, PROBLEMS, Reading, make_request
from bot.parsing.formats._code import Source
from bot.parsing.formats._code_values import Call, Items, Map, Text, Value, text_of
from bot.parsing.formats._http import BOUNDARY, multipart
from bot.parsing.formats._snippet import Draft
from bot.parsing.formats.javascript_axios import LANGUAGE

FORMAT = Format("fetch", "code", userinfo="ignored", system="browser")
MARKS = ("fetch(", "fetch (", "new websocket(", "new eventsource(")

_CALL = re.compile(
    r"(?<![\w$.])(?:(?:window|globalThis|self)\.|\$)?(?:node-?|ofetch\.|cross-?)?fetch\s*\("
    r"|(?<![\w$.])(?P<socket>new (?:window\.)?(?:WebSocket|EventSource))\(",
    re.IGNORECASE,
)
_IN_BROWSER = re.compile(
    r"WebSocket connection to '|EventSource's response has|\b(?:local|session)Storage\b|\b(?:window|document)\."
    r"|\b(?:browser|chrome|firefox|safari)\b",
    re.IGNORECASE,
)
_IN_NODE = re.compile(
    r"(?:require\(|\bfrom )['\"](?:ws|undici|websocket|[\w-]{0,20}event-?source[\w-]{0,20})['\"]"
    r"|Unexpected server response: \d"
)
_STATEMENT = re.compile(
    r"(?:(?:const|let|var)\s{1,8}[\w${}, ]{1,80}\s{0,8}=\s{0,8})?(?:return\s{1,8})?(?:await\s{1,8})?\Z"
)
_TAIL = re.compile(r"\s*\)?;?")
_NAMED = re.compile(r"\s*[A-Za-z_$][\w$.?!]{0,200}(?:\([^()\n]{0,80}\))?\s*[,)]")
_UPPER = frozenset({"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"})  # others are sent as they are written
_SAFELISTED = frozenset({"accept", "accept-language", "content-language", "content-type"})


def read(text: str) -> Reading:
    """One request for each call that names an address."""
    source = Source(text, LANGUAGE)
    requests: list[Request] = []
    spans: list[tuple[int, int]] = []
    problems: list[str] = []
    for call in _CALL.finditer(source.text):
        if (spans and call.start() < spans[-1][1]) or len(requests) >= MAX_REQUESTS:
            continue
        arguments, _, end = source.arguments(call.end())
        if source.text[end - 1] != ")":
            continue
        found = (
            _opening(arguments, call["socket"], text)
            if call["socket"]
            else _request(arguments, serialises="$" in call[0] or "ofetch" in call[0])
        )
        if found is None or not (isinstance(arguments[0], Text | Call) or _NAMED.match(source.text, call.end())):
            continue
        request, problem = found
        problems += [problem] * bool(problem) + ["relative-url"] * request.url.startswith("/")
        before = _STATEMENT.search(text, max(0, call.start() - 120), call.start())
        tail = _TAIL.match(text, end)
        requests.append(request)
        spans.append((before.start() if before else call.start(), tail.end() if tail else end))
    said = tuple(Problem(code=code, text=PROBLEMS[code]) for code in problems)
    return Reading(requests=tuple(requests), spans=tuple(spans), problems=said) if requests else NOTHING


def _request(arguments: tuple[Value, ...], *, serialises: bool) -> tuple[Request, str] | None:
    """The request as a browser sends it, and why a header that is written is not sent ('').

    The options of the call go before those of its ``new Request(…)``.
    """
    asked, *others = arguments or (None,)
    options = _fields(others[0]) if others else Map()
    if isinstance(asked, Call) and asked.name == "Request" and asked.args:
        options = Map((*(pair for inner in asked.args[1:2] for pair in _fields(inner).pairs), *options.pairs))
        asked = asked.args[0]
    given = dict(options.pairs)  # whose names are those of JavaScript: Headers is none of them
    url, method, mode = text_of(asked), text_of(given.get("method")), text_of(given.get("mode"))
    if url is None:
        return None
    draft, headers = Draft(FORMAT), given.get("headers")
    draft.put_all(headers if isinstance(headers, Items) else _fields(headers))
    if serialises and isinstance(given.get("body"), Map | Items):
        draft.put_json(given.get("body"), compact=True)
    else:
        _put_body(draft, given.get("body"))
    named = method.value if method else "GET"
    verb = named.upper() if named.upper() in _UPPER else named
    sent = [(name, value.value) for name, value in draft.headers]
    body = draft.body.value if draft.body else None
    request = make_request(FORMAT, verb, url.value, sent, body)
    if request.credentials and mode and mode.value == "no-cors":
        kept = [pair for pair in sent if pair[0].lower() in _SAFELISTED]
        return make_request(FORMAT, verb, url.value, kept, body), "no-cors"
    is_misplaced = len(arguments) > 2 or options.get("authorization", "x-api-key") is not None
    return request, "headers-misplaced" if is_misplaced and not request.credentials else ""


def _fields(value: Value | None) -> Map:
    """The pairs of an object, of a Headers, a FormData or a URLSearchParams."""
    if isinstance(value, Call) and value.name in ("Headers", "FormData", "URLSearchParams"):
        return Map((*(pair for arg in value.args[:1] for pair in _fields(arg).pairs), *value.named.pairs))
    return value if isinstance(value, Map) else Map()


def _opening(arguments: tuple[Value, ...], call: str, text: str) -> tuple[Request, str] | None:
    """The request that opens a WebSocket or an EventSource, and why its headers are not sent ('').

    Headers, which packages take and browsers do not, are in the last argument.
    """
    url = text_of(arguments[0]) if arguments else None
    if url is None:
        return None
    draft = Draft(FORMAT)
    draft.put_all(_fields(_fields(arguments[-1]).get("headers")))
    if draft.headers and _IN_BROWSER.search(text) and not _IN_NODE.search(text):
        why = "eventsource-headers" if "event" in call.lower() else "websocket-headers"
        return make_request(FORMAT, "GET", url.value), why
    return make_request(FORMAT, "GET", url.value, [(name, value.value) for name, value in draft.headers]), ""


def _put_body(draft: Draft, body: Value | None) -> None:
    pairs = [(name, text.value) for name, inner in _fields(body).pairs if (text := text_of(inner))]
    kind = body.name if isinstance(body, Call) else ""
    if kind == "FormData":
        draft.body, implied = Text(multipart(pairs)), f"multipart/form-data; boundary={BOUNDARY}"
    elif kind == "URLSearchParams":
        draft.body, implied = Text(urlencode(pairs)), "application/x-www-form-urlencoded;charset=UTF-8"
    else:
        draft.body = text_of(body)
        return
    if not draft.has("Content-Type"):
        draft.put("Content-Type", Text(implied))
