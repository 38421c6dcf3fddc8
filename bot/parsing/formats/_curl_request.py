"""One operation of curl -> the requests that it sends: each URL, each glob of it (src/tool_operate.c)."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

from bot.model import Format, Request, Transfer
from bot.parsing._netrc import UNSEEN
from bot.parsing._reading import PROBLEMS, make_request
from bot.parsing.credentials import credentials_of
from bot.parsing.formats._curl_args import CurlOperation
from bot.parsing.formats._curl_auth import authorization, credentials, transfer_of
from bot.parsing.formats._curl_body import Body, read_body, upload_body, urlencoded
from bot.parsing.formats._curl_headers import headers_of
from bot.parsing.formats._curl_notes import Notes
from bot.parsing.formats._curl_url import (
    MAX_URLS,
    Target,
    UnaskedError,
    globbed,
    holds_place,
    plain_url,
    read_url,
    through_gateway,
    with_query,
)
from bot.parsing.shell.words import Word
from bot.unicode import as_bytes

FORMAT = Format("curl", "command")
_BLANK = re.compile(r"[\x00-\x20\x7f]")
_LONE = re.compile(r"[\ud800-\udfff]")
_MOST_PROBLEMS = 40
_READ = ("etag-compare", "hsts")  # files on which the request depends
_NO_UPLOAD = ("",)
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|(?<![\[{])<[A-Za-z][\w .-]*>")


def requests_of(operation: CurlOperation, notes: Notes) -> list[Request]:
    """Every request of the operation in curl's order, at most 20 for a URL; [] when curl refuses it."""
    body = read_body(operation, notes)
    if body is None:
        return []
    transfer = transfer_of(operation)
    if transfer.netrc:
        notes.add(UNSEEN.code, UNSEEN.text)
    for name in _READ:
        if operation.last.get(name):
            notes.file(name, operation.last[name])
    if not operation.last.get("request-target", "/").startswith("/"):
        notes.add("request-target", PROBLEMS["request-target"])
    query = body.query if body.query is not None else _url_query(operation, notes)
    uploads = operation.of("upload-file")
    found: list[Request] = []
    for index, (_, word) in enumerate(operation.of("url")):
        if len(found) > MAX_URLS or len(notes.problems) > _MOST_PROBLEMS:
            break
        for upload in _uploads(uploads[index][1], operation, notes) if index < len(uploads) else _NO_UPLOAD:
            sent = upload_body(upload, notes) if upload else body
            for target in _targets(word, operation, upload, query, notes):
                found.append(_request(operation, target, sent, bool(upload), transfer, notes))  # noqa: PERF401
    return found


def _uploads(word: Word, operation: CurlOperation, notes: Notes) -> list[str]:
    """The files of one ``-T``, which is globbed too."""
    try:
        return [word.text] if operation.switches.get("globoff") or word.unset else globbed(word.text)[0]
    except UnaskedError as refusal:
        notes.add(refusal.code, str(refusal))
        return []


def _request(
    operation: CurlOperation, target: Target, body: Body, upload: bool, transfer: Transfer, notes: Notes
) -> Request:
    headers = headers_of(operation, body, authorization(operation, target, notes), notes)
    for _, word in operation.of("cookie"):
        if "=" not in word.text and word.text:
            notes.file("cookie", word.text)
    made = make_request(
        FORMAT,
        _method(operation, body, upload),
        target.url if target.url.isascii() else _clean(target.url),
        [(_clean(n), _clean(v)) for n, v in headers] if [n for n, v in headers if not (n + v).isascii()] else headers,
        body.content,
        credentials=credentials(operation, target, headers),
        transfer=transfer,
    )
    beside = credentials_of("", (), body.beside)
    return replace(made, credentials=(*made.credentials, *beside)) if beside else made


def _method(operation: CurlOperation, body: Body, upload: bool) -> str:
    if "request" in operation.last:
        return _clean(operation.last["request"])
    if operation.switches.get("head"):
        return "HEAD"
    if upload:
        return "PUT"
    return "POST" if body.sent else "GET"


def _targets(word: Word, operation: CurlOperation, upload: str, query: str | None, notes: Notes) -> list[Target]:
    """The URLs that ``word`` stands for; one that holds a variable or a template is taken as it is."""
    if query is None and not upload and "request-target" not in operation.last:
        plain = plain_url(word.text)
        if plain is not None:
            return [plain]
    if word.text.startswith("@") and not word.unset:
        notes.file("url", word.text[1:])
        return []
    literal = bool(word.unset) or bool(_TEMPLATE.search(word.text))
    found: list[Target] = []
    try:
        urls, more = ([word.text], False) if literal or operation.switches.get("globoff") else globbed(word.text)
        if more:
            notes.add("too-many-requests", "only the first 20 URLs of the glob are read")
        for url in urls:
            found.append(_target(url, operation, upload, query, checked=not literal))  # noqa: PERF401 - a later one may be refused
    except UnaskedError as refusal:
        notes.add(refusal.code, str(refusal))
        if not found and holds_place(word.text):
            found.append(_target(word.text, operation, upload, query, checked=False))
    return found


def _target(text: str, operation: CurlOperation, upload: str, query: str | None, *, checked: bool) -> Target:
    scheme = operation.last.get("proto-default", "")
    as_is = bool(operation.switches.get("path-as-is")) and query is None
    text = through_gateway(text, operation.last.get("ipfs-gateway", ""))
    target = read_url(text, default_scheme=scheme, path_as_is=as_is, checked=checked)
    if target.user is not None and operation.switches.get("disallow-username-in-url"):
        raise UnaskedError("it holds a user name, and --disallow-username-in-url is given")
    if upload not in {"", "-", "."} and target.query is None and target.path.endswith("/"):
        # A -T to a folder asks for the file's name in it.
        name = quote(as_bytes(re.split(r"[/\\]", upload)[-1]), safe="-._~")
        target = target._replace(url=target.url + name)
    if operation.last.get("request-target", "").startswith("/"):
        origin = "/".join(target.url.split("/", 3)[:3])
        return target._replace(url=origin + operation.last["request-target"])
    if query is None:
        return target
    if checked and _BLANK.search(query):
        raise UnaskedError("-G puts a blank or a control character into it")
    return target._replace(url=with_query(target.url, target.query, query))


def _url_query(operation: CurlOperation, notes: Notes) -> str | None:
    pieces = []
    for _, word in operation.of("url-query"):
        raw = word.text.startswith("+")
        pieces.append(word.text[1:] if raw else urlencoded("url-query", word.text, notes) or "")
    return "&".join(pieces) if pieces else None


def _clean(text: str) -> str:
    """``text`` with the bytes of ``$'\\xff'`` put together to characters where they make some."""
    return as_bytes(text).decode("utf-8", "replace") if _LONE.search(text) else text
