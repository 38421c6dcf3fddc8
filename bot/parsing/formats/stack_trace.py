"""What HTTP clients print when they are refused: exceptions and stack traces -> method, URL, status and message."""

from __future__ import annotations

import re

from bot.model import Exchange, Format, Response
from bot.parsing._reading import Reading, make_request
from bot.parsing.shell.words import line_end
from bot.regex import lazy

FORMAT = Format("stack-trace", "log", userinfo="by-library")
ORDER = 60
MARKS = (
    *("client error", "status code", "statuscode", "httperror", "http error", "exception", "error:", "server returned"),
    *("responded with", "unexpected status", "requested url returned", "response status", "unauthorized for"),
    *("request failed", "err!", "http status", " 401 (", "error 401", "status(4", ": 401 "),
)
_URL = r"(?P<url>https?://[^\s'\"<>)\]},;`]{1,2000}|/[\w./%?&=+:@~-]{1,500})"
_STATUS = r"(?P<status>[1-5]\d\d)(?!\d)"
_METHOD = r"(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)"
_REASON = r"(?P<reason>[A-Z][A-Za-z']{1,20}(?: [A-Z][A-Za-z']{1,20}){0,3})"
# client: how it prints a refusal. Each pattern holds one line's words; what it does not name stays unknown.
_PATTERNS = tuple(
    lazy(pattern)
    for pattern in (
        rf"{_STATUS} (?:Client|Server) Error: (?:{_REASON} )?for url: {_URL}",  # requests, niquests
        rf"(?:Client|Server) error '{_STATUS} {_REASON}' for url '{_URL}'",  # httpx
        rf"{_STATUS}, message='(?P<message>[^'\n]{{0,200}})', url=(?:URL\(')?['\"]?{_URL}",  # aiohttp
        rf"HTTP Error {_STATUS}: {_REASON}?",  # urllib
        rf"HTTP status client error \({_STATUS} {_REASON}\) for url \({_URL}",  # reqwest
        rf"\bStatus\({_STATUS}\)(?:, url: \"{_URL})?",  # reqwest, as its debug form
        rf"(?i:{_METHOD}) \"?{_URL}\"?: (?:unexpected (?:HTTP )?status(?: code)?:? )?{_STATUS} {_REASON}",  # Go
        rf"Server returned HTTP response code: {_STATUS} for URL: {_URL}",  # HttpURLConnection
        rf"(?:HttpClientErrorException|WebClientResponseException)(?:\$\w+)?: {_STATUS} {_REASON}"
        rf"(?: (?:from|on) {_METHOD} (?:request for )?\"?{_URL})?",
        rf"FeignException(?:\$\w+)?: \[{_STATUS}(?: {_REASON})?\] during \[{_METHOD}\] to \[{_URL}\]",
        rf"`?{_METHOD} {_URL}`? resulted in a `?{_STATUS} {_REASON}`? response",  # Guzzle
        rf"(?:Request|request) failed with status code {_STATUS}",  # axios
        rf"Response code {_STATUS} \({_REASON}\)",  # got
        rf"Request failed with status code {_STATUS} {_REASON}: {_METHOD} {_URL}",  # ky
        rf"{_METHOD} {_URL} (?:net::ERR_ABORTED )?{_STATUS}(?: \({_REASON}\))?",  # a browser's console
        rf"Failed to load resource: the server responded with a status of {_STATUS}(?: \({_REASON}\))?",
        rf"Response status code does not indicate success: {_STATUS} \({_REASON}\)",  # HttpClient of .NET
        rf"[Tt]he remote server returned an error: \({_STATUS}\) {_REASON}?",  # HttpWebRequest, PowerShell
        rf"Request failed with status code {_STATUS}",  # RestSharp
        rf"[Tt]he requested URL returned error: {_STATUS}",  # curl -f, git
        rf"unexpected (?:HTTP )?(?:status|status code|response)(?: code)?:? {_STATUS}(?: {_REASON})?",  # Go, registries
        rf"\b(?:Unauthorized\w*|HTTPError)(?: \(|: ){_STATUS} {_REASON}",  # Ruby's clients
        rf"the server responded with status {_STATUS}(?: for {_METHOD} {_URL})?",  # Faraday
        rf"npm (?:ERR!|error) {_STATUS} {_REASON}(?: - {_METHOD} {_URL})?",
        rf"AuthenticationError: Error code: {_STATUS} - (?P<body>\{{[^\n]{{1,2000}})",  # model APIs
        rf"Error: {_STATUS} {_REASON}",
        rf"ERROR {_STATUS}: {_REASON}",  # wget
    )
)


def read(text: str) -> Reading:
    """Every refusal that a client's error names, as an exchange; the request only where its URL is told."""
    found: dict[int, tuple[int, Exchange]] = {}
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            taken = any(
                start <= match.start() < end or match.start() <= start < match.end()
                for start, (end, _) in found.items()
            )
            if not taken and len(found) < 20:
                found[match.start()] = (match.end(), _exchange(match))
    places = sorted(found.items())
    return Reading(
        trail=tuple(exchange for _, (_, exchange) in places),
        spans=tuple(_lines(text, start, end) for start, (end, _) in places),
    )


def _exchange(match: re.Match[str]) -> Exchange:
    told = {name: value for name, value in match.groupdict().items() if value}
    response = Response(status=int(told["status"]), body=told.get("body", told.get("message", "")))
    url = told.get("url", "").rstrip(".:")
    if not url.startswith("http"):
        return Exchange(request=None, response=response)
    return Exchange(request=make_request(FORMAT, told.get("method", "GET").upper(), url), response=response)


def _lines(text: str, start: int, end: int) -> tuple[int, int]:
    """The error's line, and the frames of the stack directly above or below it."""
    begin = text.rfind("\n", 0, start) + 1
    while begin > 0 and _FRAME.match(text, above := text.rfind("\n", 0, begin - 1) + 1, begin):
        begin = above
    stop = line_end(text, end)
    while stop < len(text) and _FRAME.match(text, stop + 1, below := line_end(text, stop + 1)):
        stop = below
    return begin, stop


_FRAME = lazy(
    r"[ \t]+at |[ \t]*File \"|Traceback |[ \t]{4}\S|[ \t]*\.\.\. \d+|Caused by"
    r"|[ \t]*from \S+:\d+:in|#\d+ |goroutine |npm (?:ERR|err)"
)
