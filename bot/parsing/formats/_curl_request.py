"""One operation of curl -> the requests that it sends (src/tool_operate.c, src/config2setopts.c, lib/http.c)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bot.masking import Secret
from bot.model import Credential, CredentialKind, Problem, Request
from bot.parsing._reading import make_request
from bot.parsing.formats._curl_args import Operation
from bot.parsing.formats._curl_form import BOUNDARY, body_of, read_form
from bot.parsing.formats._curl_transfer import auth_schemes, transfer_of
from bot.parsing.formats._curl_url import RefusedError, Target, globbed, read_url, with_query
from bot.parsing.shell.words import Word

_DATA = frozenset({"data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "json"})
_CONTROL = re.compile(r"[\r\n\0]")
_LONE = re.compile(r"[\ud800-\udfff]")
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}")
_TIME_CONDITION = {"-": "If-Unmodified-Since", "=": "Last-Modified"}


@dataclass(slots=True)
class Body:
    """What an operation sends; ``content`` None with ``sent`` is a file's. ``query`` is what -G moves to the URL."""

    sent: bool = False
    content: str | bytes | None = None
    media_type: str = ""
    query: str | None = None
    is_json: bool = False


class Reader:
    """Reads one operation; what curl would refuse or cannot be known is added to ``problems``."""

    def __init__(self, operation: Operation, stdin: str | None, problems: list[Problem]) -> None:
        self.operation = operation
        self.last = operation.last
        self.switches = operation.switches
        self.stdin = stdin
        self.problems = problems

    def problem(self, code: str, text: str) -> None:
        self.problems.append(Problem(code=code, text=text))

    def file(self, option: str, name: str) -> None:
        shown = "standard input" if name == "-" else name
        self.problem("file", f"--{option} reads {shown}, which is not in the paste")

    def requests(self) -> list[Request]:
        """Every request of the operation in curl's order, at most 20 per URL."""
        by_name: dict[str, list[Word]] = {}
        for name, word in self.operation.parts:
            by_name.setdefault(name, []).append(word)
        urls = by_name.get("url", [])
        body = self.body(by_name)
        if body is None:
            return []
        uploads = [word.text for word in by_name.get("upload-file", [])]
        found: list[Request] = []
        for index, url in enumerate(urls):
            upload = uploads[index] if index < len(uploads) else None
            targets = self.targets(url, body, by_name, upload)
            found.extend(self.request(target, body, by_name, upload) for target in targets)
        return found

    # ---- the URL

    def targets(self, word: Word, body: Body, by_name: dict[str, list[Word]], upload: str | None) -> Iterator[Target]:
        text = word.text
        if text.startswith("@") and not word.unset:
            self.file("url", text[1:])
            return
        template = bool(word.unset) or bool(_TEMPLATE.search(text))
        try:
            if self.switches.get("globoff") or template:
                urls, more = [text], False
            else:
                urls, more = globbed(text)
            if more:
                self.problem("too-many-requests", "only the first 20 URLs of the glob are read")
            for url in urls:
                yield self.target(url, body, by_name, upload, checked=not template)
        except RefusedError as refusal:
            self.problem("curl-refuses", f"curl refuses this URL: {refusal}")

    def target(
        self, text: str, body: Body, by_name: dict[str, list[Word]], upload: str | None, *, checked: bool
    ) -> Target:
        query = self.more_query(body, by_name)
        as_is = bool(self.switches.get("path-as-is")) and query is None
        scheme = self.last.get("proto-default", "")
        target = read_url(text, default_scheme=scheme, path_as_is=as_is, checked=checked)
        if target.scheme not in {"http", "https"}:
            self.problem("unsupported-scheme", f"{target.scheme} is no HTTP; only http and https are understood")
            raise RefusedError(f"{target.scheme} is not asked over HTTP")
        if upload and upload not in {"-", "."}:
            target = _with_file_name(target, upload)
        if query is not None:
            if checked and re.search(r"[\x00-\x20\x7f]", query):
                raise RefusedError("-G puts a blank or a control character into the URL")
            target = Target(
                with_query(target.url, target.query, query),
                *(target.scheme, target.path, query, target.user, target.password),
            )
        return target

    def more_query(self, body: Body, by_name: dict[str, list[Word]]) -> str | None:
        if body.query is not None:
            return body.query
        parts = [
            word.text[1:] if word.text.startswith("+") else self.urlencoded("url-query", word.text)
            for word in by_name.get("url-query", [])
        ]
        return "&".join(part or "" for part in parts) if parts else None

    # ---- the body

    def body(self, by_name: dict[str, list[Word]]) -> Body | None:
        """The body, or None when curl refuses the combination."""
        data = [(name, word.text) for name, word in self.operation.parts if name in _DATA]
        form = [(name, word.text) for name, word in self.operation.parts if name in {"form", "form-string"}]
        get, head = self.switches.get("get"), self.switches.get("head")
        if (form and (get or head or data)) or (data and head and not get):
            self.problem("curl-refuses", "curl refuses this: only one of -d, -F, -G and -I may be asked for")
            return None
        if data:
            return self.data(data, to_query=bool(get))
        if form:
            return self.form(form)
        return self.upload(by_name)

    def upload(self, by_name: dict[str, list[Word]]) -> Body:
        uploads = by_name.get("upload-file", [])
        if not uploads or not uploads[0].text:
            return Body()
        name = uploads[0].text
        if name in {"-", "."} and self.stdin is not None:
            return Body(sent=True, content=self.stdin)
        self.file("upload-file", name)
        return Body(sent=True)

    def data(self, parts: Sequence[tuple[str, str]], *, to_query: bool) -> Body:
        is_json = any(name == "json" for name, _ in parts)
        whole = ""
        known = True
        for name, text in parts:
            value = self.datum(name, text)
            known = known and value is not None
            if whole and name != "json":
                whole += "&"
            whole += value or ""
        if to_query:
            return Body(query=whole, is_json=is_json)
        media_type = "" if is_json else "application/x-www-form-urlencoded"
        return Body(sent=True, content=whole if known else None, media_type=media_type, is_json=is_json)

    def datum(self, name: str, text: str) -> str | None:
        """What one data option adds, or None when it would be read from a file."""
        if name == "data-urlencode":
            return self.urlencoded(name, text)
        if name == "data-raw" or not text.startswith("@"):
            return text
        if text != "@-" or self.stdin is None:
            self.file(name, text[1:])
            return None
        return _CONTROL.sub("", self.stdin) if name in {"data", "data-ascii"} else self.stdin

    def urlencoded(self, option: str, text: str) -> str | None:
        """``content``, ``=content``, ``name=content``, ``@file`` or ``name@file``; a blank becomes a plus."""
        name, equals, content = text.partition("=")
        if not equals:
            name, at, content = text.partition("@")
            if not at:
                name, content = "", text
            elif content == "-" and self.stdin is not None:
                content = self.stdin
            else:
                self.file(option, content)
                return None
        encoded = quote(content, safe="-._~", errors="surrogateescape").replace("%20", "+")
        return f"{name}={encoded}" if name else encoded

    def form(self, fields: Sequence[tuple[str, str]]) -> Body | None:
        form = read_form(fields, self.stdin)
        for name in form.files:
            self.file("form", name)
        if form.refused:
            self.problem("curl-refuses", "curl refuses a -F without an equals sign")
            return None
        content = body_of(form.parts, escaped=bool(self.switches.get("form-escape")))
        return Body(sent=True, content=content, media_type=f"multipart/form-data; boundary={BOUNDARY}")

    # ---- the request

    def request(self, target: Target, body: Body, by_name: dict[str, list[Word]], upload: str | None) -> Request:
        own = self.own_headers(by_name, body)
        names = {name.lower() for name, _ in own}
        implied = self.implied_headers(target, body, by_name, upload)
        headers = [(name, value) for name, value in implied if name.lower() not in names]
        headers += [(name, value) for name, value in own if value is not None]
        headers += self.media_type_header(body, own)
        content = body.content
        if isinstance(content, str):
            content = _bytes(content)
        return make_request(
            "curl",
            self.method(body, upload),
            _clean(target.url),
            [(_clean(name), _clean(value)) for name, value in headers],
            content,
            credentials=self.credentials(target, headers),
            transfer=transfer_of(self.last, self.switches, by_name),
        )

    def method(self, body: Body, upload: str | None) -> str:
        if "request" in self.last:
            return self.last["request"]
        if self.switches.get("head"):
            return "HEAD"
        if upload:
            return "PUT"
        return "POST" if body.sent else "GET"

    def own_headers(self, by_name: dict[str, list[Word]], body: Body) -> list[tuple[str, str | None]]:
        """The headers of ``-H`` in order; a value of None is one that curl leaves out, and its own with it."""
        found: list[tuple[str, str | None]] = []
        for word in by_name.get("header", []):
            if word.text.startswith("@"):
                found += self.headers_of_file(word.text[1:])
            else:
                found += self.header(word.text)
        if body.is_json:
            names = {name.lower() for name, _ in found}
            found += [(name, "application/json") for name in ("Content-Type", "Accept") if name.lower() not in names]
        return found

    def headers_of_file(self, name: str) -> list[tuple[str, str | None]]:
        if name != "-" or self.stdin is None:
            self.file("header", name)
            return []
        return [header for line in self.stdin.splitlines() for header in self.header(line)]

    def header(self, text: str) -> list[tuple[str, str | None]]:
        name, colon, value = text.partition(":")
        if not colon:
            if text.endswith(";") and text.count(";") == 1:
                return [(text[:-1], "")]
            self.problem("header-without-colon", "a header without a colon is not sent")
            return []
        value = value.strip(" \t\r\n")
        return [(name.strip(" \t"), value or None)]

    def implied_headers(
        self, target: Target, body: Body, by_name: dict[str, list[Word]], upload: str | None
    ) -> Iterator[tuple[str, str]]:
        authorization = self.authorization(target)
        if authorization:
            yield "Authorization", authorization
        if "range" in self.last and not upload:
            yield "Range", f"bytes={self.last['range']}"
        if self.last.get("user-agent"):
            yield "User-Agent", self.last["user-agent"]
        if self.switches.get("tr-encoding"):
            yield "Connection", "TE"
            yield "TE", "gzip"
        if self.switches.get("compressed"):
            yield "Accept-Encoding", "deflate, gzip, br, zstd"
        referer = self.last.get("referer", "").removesuffix(";auto")
        if referer:
            yield "Referer", referer
        cookies = [word.text for word in by_name.get("cookie", []) if "=" in word.text]
        if cookies:
            yield "Cookie", "; ".join(cookie.lstrip(" \t") if index else cookie for index, cookie in enumerate(cookies))
        yield from self.time_condition()

    def time_condition(self) -> Iterator[tuple[str, str]]:
        return iter(())

    def media_type_header(self, body: Body, own: Sequence[tuple[str, str | None]]) -> list[tuple[str, str]]:
        """The Content-Type that the body implies; that of ``-H`` keeps its place, a form's gets the boundary."""
        if not body.media_type or any(name.lower() == "content-type" for name, _ in own):
            return []
        return [("Content-Type", body.media_type)]

    # ---- who is asking

    def authorization(self, target: Target) -> str:
        """The Authorization that curl makes of -u, userinfo and --oauth2-bearer; '' when it sends none at first."""
        schemes = auth_schemes(self.last, self.switches)
        if schemes == ["bearer"]:
            return f"Bearer {self.last['oauth2-bearer']}"
        pair = self.pair(target)
        if pair is None or schemes != ["basic"]:
            return ""
        return "Basic " + base64.b64encode(_bytes(pair)).decode()

    def pair(self, target: Target) -> str | None:
        """``user:password`` of -u, else of the URL's userinfo, or None."""
        if "user" in self.last:
            user, _, password = self.last["user"].partition(":")
            return f"{user}:{password}"
        if target.user is None:
            return None
        return f"{target.user}:{target.password or ''}"

    def credentials(self, target: Target, headers: Sequence[tuple[str, str]]) -> list[Credential]:
        """Those that no header shows: userinfo, what is kept for a challenge or a signature, a client certificate."""
        found = []
        pair = self.pair(target)
        schemes = auth_schemes(self.last, self.switches)
        if pair is not None and not any(name.lower() == "authorization" for name, _ in headers):
            kind: CredentialKind = _kind(schemes)
            found.append(_credential(kind, self.place(), pair))
        elif pair is not None and self.place() == "userinfo":
            found.append(_credential("basic", "userinfo", pair, "Basic"))
        if "cert" in self.last:
            found.append(_credential("mtls", "certificate", self.last["cert"]))
        return found

    def place(self) -> str:
        return "header:Authorization" if "user" in self.last else "userinfo"


def _kind(schemes: Sequence[str]) -> CredentialKind:
    if "aws-sigv4" in schemes:
        return "sigv4"
    if "digest" in schemes:
        return "digest"
    return "basic" if schemes == ["basic"] else "other"


def _credential(kind: CredentialKind, location: str, value: str, scheme: str = "") -> Credential:
    return Credential(kind=kind, location=location, secret=Secret(value, kind), scheme=scheme)


def _with_file_name(target: Target, upload: str) -> Target:
    """``-T file`` to a URL whose path ends in a slash asks for the file's name there."""
    if target.query is not None or not target.path.endswith("/"):
        return target
    name = quote(re.split(r"[/\\]", upload)[-1], safe="-._~")
    return Target(target.url + name, target.scheme, target.path + name, None, target.user, target.password)


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _clean(text: str) -> str:
    return _bytes(text).decode("utf-8", "replace") if _LONE.search(text) else text
