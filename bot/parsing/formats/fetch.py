"""``fetch(url, {…})``: the browser's and Node's "Copy as fetch", and fetch calls as people write them."""

from __future__ import annotations

import re

from bot.model import Format, Problem, Request
from bot.parsing._reading import MAX_REQUESTS, PROBLEMS, Reading, make_request
from bot.parsing.formats import _js

FORMAT = Format("fetch", "code", userinfo="ignored", system="browser")
MARKS = ("fetch(", "fetch (")

_CALL = re.compile(
    r"(?<![\w$.])(?:(?:window|globalThis|self)\.|\$)?(?:node-?|ofetch\.|cross-?)?fetch\s*\(", re.IGNORECASE
)
_STATEMENT = re.compile(
    r"(?:(?:const|let|var)\s{1,8}[\w${}, ]{1,80}\s{0,8}=\s{0,8})?(?:return\s{1,8})?(?:await\s{1,8})?\Z"
)
_TAIL = re.compile(r"\s*\)?;?")


def read(text: str) -> Reading:
    """One request for each call whose arguments can be read."""
    names = _js.names_in(text)
    requests: list[Request] = []
    spans: list[tuple[int, int]] = []
    problems: list[Problem] = []
    for call in _CALL.finditer(text):
        if spans and call.start() < spans[-1][1]:
            continue
        if len(problems) >= MAX_REQUESTS:
            break
        try:
            arguments, end = _js.arguments_at(text, call.end(), names)
        except _js.NotReadable:
            problems.append(Problem(code="unreadable", text="a fetch call could not be read"))
            continue
        request = _request(arguments)
        if request is None or len(requests) >= MAX_REQUESTS:
            continue
        request, problem = _sent(request, arguments)
        problems += [Problem(code=problem, text=PROBLEMS[problem])] if problem else []
        if request.url.startswith("/"):
            problems.append(Problem(code="relative-url", text=PROBLEMS["relative-url"]))
        before = _STATEMENT.search(text, max(0, call.start() - 120), call.start())
        tail = _TAIL.match(text, end)
        requests.append(request)
        spans.append((before.start() if before else call.start(), tail.end() if tail else end))
    return Reading(requests=tuple(requests), spans=tuple(spans), problems=tuple(problems))


def _request(arguments: list[_js.Value]) -> Request | None:
    if not arguments or not isinstance(arguments[0], str):
        return None
    options = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], dict) else {}
    if isinstance(arguments[0], _js.Asked):
        options = {**arguments[0].options, **options}
    body = options.get("body")
    method = str(options.get("method") or "GET")
    headers = _js.pairs(options.get("headers"))
    implied = _js.content_type(body)
    if implied and not any(name.lower() == "content-type" for name, _ in headers):
        headers = (*headers, ("Content-Type", implied))
    return make_request(
        FORMAT,
        method.upper() if method.upper() in {"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"} else method,
        str(arguments[0]),
        headers,
        None if body in (None, "undefined") else _js.shown(body),
    )


def _sent(request: Request, arguments: list[_js.Value]) -> tuple[Request, str]:
    """The request as a browser sends it, and why a header that is written is not sent ('')."""
    options = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], dict) else {}
    if str(options.get("mode")) == "no-cors" and request.credentials:
        headers = [pair for pair in request.headers if pair[0].lower() in _SAFELISTED]
        return make_request(FORMAT, request.method, request.url, headers, request.body), "no-cors"
    is_named = any(str(name).lower() in ("authorization", "x-api-key") for name in options)
    if not request.credentials and (is_named or len(arguments) > 2):
        return request, "headers-misplaced"
    return request, ""


_SAFELISTED = frozenset({"accept", "accept-language", "content-language", "content-type"})
