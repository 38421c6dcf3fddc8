"""text -> Report: the chat layer, every paste format whose marks occur, and the merge of what they found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from types import ModuleType

from ahocorasick_rs import AhoCorasick

import bot.parsing.formats as formats
from bot.listing import modules
from bot.masking import Secret, is_harmless_header, is_plain, is_plain_name, is_scheme, parts_of, secrets_in
from bot.model import Exchange, Headers, Problem, Report, Request, Response, Span, Speaker
from bot.parsing import _prose, _sdk, chat
from bot.parsing._body_fields import texts_of
from bot.parsing._merge import Merged, merge, observed_in
from bot.parsing._netrc import passwords_in, problems_of, with_netrc
from bot.parsing._printed import fragment_of, with_printed
from bot.parsing._reading import MAX_FILE, MAX_HEADERS, MAX_REQUESTS, MAX_TEXT, PROBLEMS, Reading, make_request
from bot.parsing.spans import Claim, spans_of
from bot.unicode import well_formed
from bot.url import host_of

_DEFAULT_ORDER, _LATE = 50, 55
_DOCUMENT = re.compile(r'\{\s*"(?:log|info|item)"\s*:\s*\{')
_MASKED = re.compile(
    r"https?://(?P<user>[^\s:/@\"'<>]{0,200}):(?:\*{2,}|x{3,}|\.{3}|…|\[?[A-Z_]{0,20}(?:REDACTED|MASKED|FILTERED)\]?|<\w{1,20}>)"
    r"@(?P<host>[\w.-]{1,253})",
    re.IGNORECASE,
)
_WITH_PASSWORD = re.compile(
    r"https?://(?P<user>[^\s:/@\"'<>]{0,200}):(?P<password>[^\s/@\"'<>]{1,400})@(?P<host>[\w.-]{1,253})"
)
_IGNORING = re.compile(
    r"\.openStream\(|\.openConnection\(|java\.net\.http|HttpURLConnection|\burlopen\(|urllib\.(?:request|error)|\bfetch\("
    r"|URLSession|HttpClient\.newHttpClient"
)
_LONG_WORD = re.compile(r"(?<![A-Za-z])(?:[A-Z]?[a-z]{9,20}|[A-Z]{9,20})(?![A-Za-z0-9])")
_IN_DOUBT = re.compile(r"(?!https?:|[$\[{<])[^\s<>{}]{4,4096}")
_UNBROKEN = re.compile(r"(?!https?:)(?!.*\$)[^\s<>{}]{9,4096}")


def parse(text: str) -> Report:
    """The Report of a message as Slack or a terminal delivered it. Never raises; what could not be read is said."""
    text = well_formed(text)
    cut, too_long = _cut(text)
    restored, problems, fenced = chat.restore(cut)
    readings, claims, rest = _read_all(restored)
    story = "\n".join(line for raw in rest.split("\n") if (line := raw.strip()))
    merged = merge(readings)
    spans = spans_of(restored, claims, fenced)
    told = _blank(rest, _of(spans, "server", "documentation", "token"))
    sdk = _sdk.shown_in(told)
    requests = _unmasked(merged.requests, restored) or _told_request(told, story, sdk)
    left = _blank(rest, _of(spans, "documentation"))
    requests = with_printed(_sdk.with_keys(requests, sdk), left, restored, spans)
    requests, is_lacking = with_netrc(requests, restored)
    logged = _blank(restored, tuple((start, end) for start, end, speaker in claims if speaker != "client"))
    last = requests[-1] if requests else None
    is_shown = last is not None and bool(not last.format.is_mention or last.headers or last.credentials)
    fragment = None if is_shown else _fragment(_blank(logged, _of(spans, "documentation")), spans, sdk, last)
    noticed = problems_of(_problems(readings, requests), requests, lacking=is_lacking)
    return Report(
        text=text,
        requests=tuple(requests[:MAX_REQUESTS]),
        observed=_observed(merged, story, _blank(rest, _of(spans, "asker"))),
        trail=tuple(merged.trail),
        fragment=fragment,
        story=story,
        spans=spans,
        problems=tuple(dict.fromkeys((*too_long, *problems, *noticed, *_ignored(requests, restored)))),
        secrets=tuple(dict.fromkeys(_secrets(restored, [*requests, *([fragment] if fragment else [])], merged.trail))),
    )


def _cut(text: str) -> tuple[str, tuple[Problem, ...]]:
    """What is looked at: 64 KiB of a message; 1 MiB where it is, or brings, an archive or a collection in JSON."""
    is_document = text.lstrip()[:1] in {"{", "["} or _DOCUMENT.search(text, 0, 4096)
    limit = MAX_FILE if is_document else MAX_TEXT
    if len(text) <= limit:
        return text, ()
    return text[:limit], (Problem(code="too-long", text=PROBLEMS["too-long"]),)


class _Formats:
    """Every paste format in the order in which they run, and which of them a text's marks wake."""

    def __init__(self) -> None:
        items = modules(formats).items()
        found = [(getattr(module, "ORDER", _DEFAULT_ORDER), name, module, module.MARKS) for name, module in items]
        found += [(_LATE, name, module, getattr(module, "LATE_MARKS", ())) for name, module in items]
        found.sort(key=lambda item: item[:2])
        self.modules: tuple[tuple[int, str, ModuleType], ...] = tuple(item[:3] for item in found)
        marks = [(mark, index) for index, (*_, waking) in enumerate(found) for mark in waking]
        self._owners = [index for _, index in marks]
        self._marks = AhoCorasick([mark for mark, _ in marks])

    def woken(self, lower: str) -> list[tuple[int, str, ModuleType]]:
        """The formats that have a mark in ``lower``, in order, each with its place in it."""
        seen = {self._owners[mark] for mark, _, _ in self._marks.find_matches_as_indexes(lower, overlapping=True)}
        return [self.modules[index] for index in sorted(seen)]


_formats = cache(_Formats)


def _read_all(text: str) -> tuple[list[Reading], list[Claim], str]:
    """What each format found, who speaks where it found it, and the text with all that they consumed blank."""
    readings: list[Reading] = []
    claims: list[Claim] = []
    for order, name, module in _formats().woken(text.lower()):
        if order == _LATE and any(reading.requests for reading in readings):
            continue
        reading = _guarded(name, module, text)
        readings.append(reading)
        claims += [(start, end, module.FORMAT.speaker) for start, end in reading.spans]
        text = _blank(text, reading.spans)
    return readings, claims, text


def _guarded(name: str, module: ModuleType, text: str) -> Reading:
    try:
        reading: Reading = module.read(text)
    except Exception as error:  # strangers' text: one format's fault must not lose the others' reading
        problem = Problem(code="unreadable", text=f"the text could not be read as {name} ({type(error).__name__})")
        return Reading(problems=(problem,))
    return reading


def _blank(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """``text`` with the spans overwritten by spaces, its line ends kept."""
    parts: list[str] = []
    position = 0
    for start, end in sorted(spans):
        start = max(start, position)
        if end > start:
            parts += (text[position:start], "\n".join(" " * len(line) for line in text[start:end].split("\n")))
            position = end
    return "".join((*parts, text[position:])) if parts else text


def _unmasked(requests: list[Request], text: str) -> list[Request]:
    """A URL whose password a client's error has masked, as the code beside it shows it."""
    return [_shown_whole(request, text) if _MASKED.match(request.url) else request for request in requests]


def _shown_whole(request: Request, text: str) -> Request:
    masked = _MASKED.match(request.url)
    user, host = (masked["user"], masked["host"]) if masked else ("", "")
    for found in _WITH_PASSWORD.finditer(text):
        if found["host"] == host and found["user"] == user and not _MASKED.match(found.group()):
            url = f"{found.group()}{request.url[masked.end() if masked else 0 :]}"
            return make_request(request.format, request.method, url, request.headers, request.body)
    return request


def _of(spans: Iterable[Span], *speakers: Speaker) -> tuple[tuple[int, int], ...]:
    """Where these speak. An address in the words of an answer or a manual is no request of the asker's."""
    return tuple((span.start, span.start + len(span.text)) for span in spans if span.speaker in speakers)


def _told_request(told: str, story: str, sdk: _sdk.SdkKeys) -> list[Request]:
    request = _prose.request_in(told, is_refused=_prose.status_in(story) is not None)
    if sdk.credentials and not (request and request.headers):
        request = _sdk.request_of(sdk, request)
    return [request] if request else []


def _fragment(told: str, spans: tuple[Span, ...], sdk: _sdk.SdkKeys, asked: Request | None) -> Request | None:
    """The credentials that the paste shows without the request that they belong to."""
    found = fragment_of(told, spans, is_asked=asked is not None)
    return _sdk.fragment_of(sdk) if sdk.credentials and not (found and found.headers) else found


def _observed(merged: Merged, story: str, output: str) -> Response | None:
    """The response that was pasted; where it shows no status, or none was pasted, what the prose tells of it.

    ``output`` is the story without what the asker says.
    """
    shown = observed_in(merged.trail)
    if shown and shown.status is not None:
        return shown
    told = _prose.told(story, output)
    if shown is None or told is None:
        return shown or told
    return replace(shown, status=told.status, headers=(*shown.headers, *told.headers))


def _problems(readings: list[Reading], requests: list[Request]) -> Iterator[Problem]:
    for reading in readings:
        yield from reading.problems
    if len(requests) > MAX_REQUESTS:
        yield Problem(code="too-many-requests", text=PROBLEMS["too-many-requests"])
    if any("\n" in value or "\r" in value for request in requests for _, value in request.headers):
        yield Problem(code="line-end-in-header", text=PROBLEMS["line-end-in-header"])
    if any(len(request.headers) >= MAX_HEADERS for request in requests):
        yield Problem(code="too-many-headers", text=PROBLEMS["too-many-headers"])


def _ignored(requests: list[Request], text: str) -> Iterator[Problem]:
    """What stands before the @ of a URL, where the client that asks does not send it."""
    asked = [one for one in requests if any(credential.location == "userinfo" for credential in one.credentials)]
    if not asked or any(one.header("authorization") for one in requests):
        return
    sends = asked[-1].format.userinfo
    is_ignored = sends == "ignored" or (sends == "by-library" and _IGNORING.search(text))
    if is_ignored and not re.search(r"Authenticator|getUserInfo|\.username|\.auth\b", text):
        yield Problem(code="userinfo-ignored", text=PROBLEMS["userinfo-ignored"])


def _secrets(text: str, requests: list[Request], trail: list[Exchange]) -> Iterator[Secret]:
    """Every secret of the text: the credentials, then what is not known to be harmless, then what looks like one."""
    asked = (*requests, *(exchange.request for exchange in trail if exchange.request))
    for request in asked:
        yield from (credential.secret for credential in request.credentials if credential.secret)
        if request.transfer.proxy:
            yield request.transfer.proxy
    for exchange in trail:
        for value in exchange.response.all("set-cookie") if exchange.response else ():
            yield Secret(value.partition(";")[0].partition("=")[2], "cookie")
    for request in asked:
        body = (request.body or b"")[: 256 * 1024].decode("utf-8", "replace")
        yield from doubtful(request.headers, body, request.url)
    yield from (Secret(password, "password") for password in passwords_in(text))
    yield from (secret for secret in secrets_in(text) if secret)


def doubtful(headers: Headers, body: str, url: str = "") -> Iterator[Secret]:
    """What nobody knows to be harmless in headers, cookies, URL and body: in doubt each is a secret.

    Words are masked where they stand alone: hidden wherever they occur they would leave no sentence readable.
    """
    host = host_of(url)
    for name, value in headers:
        if not is_plain_name(name):
            yield from _unless_plain(name, "name")
        if name.lower() == "cookie":
            for pair in value.split(";")[:MAX_HEADERS]:
                yield from (found for text in pair.strip().split("=", 1) for found in _unless_plain(text, "cookie"))
        elif not is_harmless_header(name) and _UNBROKEN.fullmatch(value) and value not in url and not is_scheme(value):
            yield Secret(value, "header")
    for part in parts_of(url)[: 8 * MAX_HEADERS]:
        if part.kind and part.value not in host:
            yield from _unless_plain(part.value, part.kind)
            if part.kind == "query" and _UNBROKEN.fullmatch(part.value):
                yield Secret(part.value, "query")
    for text in texts_of(body):
        yield from _unless_plain(text, "field")


def _unless_plain(text: str, kind: str) -> Iterator[Secret]:
    """``text`` as a secret, unless it is words, too short to be told from one, a link or a sentence."""
    text = text.strip()
    word = _LONG_WORD.search(text)
    if len(text) > 3 and _IN_DOUBT.fullmatch(text) and not is_plain(text) and not (word and is_plain(word.group())):
        yield Secret(text, kind)
