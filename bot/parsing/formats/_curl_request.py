"""One operation of curl -> the requests that it sends: each URL, each glob of it (src/tool_operate.c)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from bot.model import Request
from bot.parsing._reading import make_request
from bot.parsing.formats._curl_args import Operation
from bot.parsing.formats._curl_auth import authorization, credentials
from bot.parsing.formats._curl_body import Body, read_body, to_bytes, upload_body, urlencoded
from bot.parsing.formats._curl_headers import headers_of, own_headers
from bot.parsing.formats._curl_notes import Notes
from bot.parsing.formats._curl_transfer import transfer_of
from bot.parsing.formats._curl_url import MAX_URLS, RefusedError, Target, globbed, read_url, with_query
from bot.parsing.shell.words import Word

_BLANK = re.compile(r"[\x00-\x20\x7f]")
_LONE = re.compile(r"[\ud800-\udfff]")
_MOST_PROBLEMS = 40
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|<[A-Za-z][\w .-]*>")


def requests_of(operation: Operation, notes: Notes) -> list[Request]:
    """Every request of the operation in curl's order, at most 20 for a URL; [] when curl refuses it."""
    parts: dict[str, list[Word]] = {}
    for name, word in operation.parts:
        parts.setdefault(name, []).append(word)
    body = read_body(operation, notes)
    if body is None:
        return []
    query = body.query if body.query is not None else _url_query(parts.get("url-query", ()), notes)
    uploads = parts.get("upload-file", ())
    found: list[Request] = []
    for index, word in enumerate(parts.get("url", ())):
        if len(found) > MAX_URLS or len(notes.problems) > _MOST_PROBLEMS:
            break
        for upload in _uploads(uploads[index], operation, notes) if index < len(uploads) else ("",):
            sent = upload_body(upload, notes) if upload else body
            targets = _targets(word, operation, upload, query, notes)
            found.extend(_request(operation, parts, target, sent, bool(upload), notes) for target in targets)
    return found


def _uploads(word: Word, operation: Operation, notes: Notes) -> list[str]:
    """The files of one ``-T``, which is globbed too."""
    try:
        return [word.text] if operation.switches.get("globoff") or word.unset else globbed(word.text)[0]
    except RefusedError as refusal:
        notes.add(refusal.code, str(refusal))
        return []


def _request(
    operation: Operation, parts: dict[str, list[Word]], target: Target, body: Body, upload: bool, notes: Notes
) -> Request:
    own = own_headers(parts.get("header", ()), body, notes)
    headers = headers_of(operation, parts.get("cookie", ()), own, body, authorization(operation, target, notes))
    for word in parts.get("cookie", ()):
        if "=" not in word.text and word.text:
            notes.file("cookie", word.text)
    return make_request(
        "curl",
        _method(operation, body, upload),
        _clean(target.url),
        [(_clean(name), _clean(value)) for name, value in headers],
        body.content,
        credentials=credentials(operation, target, headers),
        transfer=transfer_of(operation, parts),
    )


def _method(operation: Operation, body: Body, upload: bool) -> str:
    if "request" in operation.last:
        return _clean(operation.last["request"])
    if operation.switches.get("head"):
        return "HEAD"
    if upload:
        return "PUT"
    return "POST" if body.sent else "GET"


def _targets(word: Word, operation: Operation, upload: str, query: str | None, notes: Notes) -> Iterator[Target]:
    """The URLs that ``word`` stands for; one that holds a variable or a template is taken as it is."""
    if word.text.startswith("@") and not word.unset:
        notes.file("url", word.text[1:])
        return
    literal = bool(word.unset) or bool(_TEMPLATE.search(word.text))
    try:
        urls, more = ([word.text], False) if literal or operation.switches.get("globoff") else globbed(word.text)
        if more:
            notes.add("too-many-requests", "only the first 20 URLs of the glob are read")
        for url in urls:
            yield _target(url, operation, upload, query, checked=not literal)
    except RefusedError as refusal:
        notes.add(refusal.code, str(refusal))


def _target(text: str, operation: Operation, upload: str, query: str | None, *, checked: bool) -> Target:
    scheme = operation.last.get("proto-default", "")
    as_is = bool(operation.switches.get("path-as-is")) and query is None
    target = read_url(text, default_scheme=scheme, path_as_is=as_is, checked=checked)
    if upload not in {"", "-", "."} and target.query is None and target.path.endswith("/"):
        # A -T to a folder asks for the file's name in it.
        name = quote(re.split(r"[/\\]", upload)[-1], safe="-._~", errors="surrogateescape")
        target = target._replace(url=target.url + name)
    if query is None:
        return target
    if checked and _BLANK.search(query):
        raise RefusedError("-G puts a blank or a control character into it")
    return target._replace(url=with_query(target.url, target.query, query))


def _url_query(words: Sequence[Word], notes: Notes) -> str | None:
    if not words:
        return None
    pieces = []
    for word in words:
        raw = word.text.startswith("+")
        pieces.append(word.text[1:] if raw else urlencoded("url-query", word.text, notes) or "")
    return "&".join(pieces)


def _clean(text: str) -> str:
    return to_bytes(text).decode("utf-8", "replace") if not text.isascii() and _LONE.search(text) else text
