"""PHP snippets -> requests: the curl extension, Guzzle, Laravel's Http, WordPress, stream contexts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.model import Format
from bot.parsing._reading import NOTHING, Reading
from bot.parsing.formats._code import Source
from bot.parsing.formats._code_language import Language
from bot.parsing.formats._code_values import Call, Items, Map, Text, Unknown, Value, string_of, text_of
from bot.parsing.formats._snippet import Draft, Snippet, is_address, joined_url, reading, resolved_url, statements

FORMAT = Format("php-curl", "code")
MARKS = (
    *("curl_setopt", "curl_init", "guzzle", "new client", "->request(", "http::", "wp_remote_"),
    *("stream_context_create", "new request(", "file_get_contents", "->get(", "->post("),
)
_LANGUAGE = Language(
    interpolates=re.compile(r"\{\$([A-Za-z_][\w>\[\]'-]{0,80})\}|\$\{(\w{1,80})\}|\$([A-Za-z_]\w*(?:\[\w+\]|->\w+)?)"),
    in_quotes='"', joins=".", comments=("//", "#", "/*"),
)  # fmt: skip
_VERBS = "get|post|put|patch|delete|head|options"
_EVENT = re.compile(
    r"\b(?P<free>curl_init|curl_setopt_array|curl_setopt|wp_remote_get|wp_remote_post|wp_remote_request|stream_context_create"
    r"|file_get_contents)\s*\("
    rf"|(?:->|\bHttp::)(?P<step>request|requestAsync|{_VERBS}|withToken|withHeaders|withHeader|withBasicAuth|withDigestAuth|baseUrl"
    r"|acceptJson|setHeader|addHeader)\s*\("
    r"|\bnew\s+(?:\\?[A-Za-z_\\]*\\)?(?P<new>Client|Request)\s*\("
)
_OPTION = re.compile(r"CURLOPT_(\w+)")


def read(text: str) -> Reading:
    """Every request that a PHP snippet makes."""
    if "LWP::" in text:  # Perl's
        return NOTHING
    source = Source(text, _LANGUAGE)
    builder = _Builder(Draft(FORMAT))
    for match in statements(_EVENT.finditer(source.text), builder.done):
        args, _, end = source.arguments(match.end())
        if match.group().startswith("Http::"):
            builder.renew()
        builder.take(match["free"] or match["new"] or match["step"], args, (match.start(), end))
    return reading(text, builder.finished())


@dataclass
class _Builder(Snippet):
    joins: Callable[[Text | None, Text | None], Text | None] = joined_url  # how the client puts a path behind it
    context: Draft | None = None  # the stream context that the next read uses

    def finished(self) -> list[Draft]:
        """Every request."""
        if self.open is not None:
            self.done.append(self.open)
        return [draft for draft in self.done if draft.url is not None]

    def take(self, name: str, args: tuple[Value, ...], span: tuple[int, int]) -> None:
        """One call."""
        if name.startswith("curl_"):
            self._curl(name, args, span)
        elif name in ("Client", "Request"):
            self._new(name, args, span)
        elif name == "stream_context_create":
            self._context(args, span)
        elif name == "file_get_contents":
            self._read(args, span)
        elif name.startswith("wp_remote_"):
            verb = name.rpartition("_")[2]
            self._send("" if verb == "request" else verb, args, span)
        elif name in ("request", "requestAsync"):
            self._send(string_of(args[0]) if args else "", args[1:], span)
        elif name in _VERBS.split("|"):
            self._send(name, args, span)
        else:
            self._share(name, args)

    def _curl(self, name: str, args: tuple[Value, ...], span: tuple[int, int]) -> None:
        if name == "curl_init" or self.open is None:
            if self.open is not None:
                self.done.append(self.open)
            self.open = Draft(FORMAT, start=span[0])
        self.open.end = span[1]
        if name == "curl_init" and args:
            self._address(self.open, args[0])
        elif name == "curl_setopt" and len(args) >= 3:
            self._option(self.open, _name_of(args[1]), args[2])
        elif name == "curl_setopt_array" and len(args) >= 2 and isinstance(args[1], Map):
            for option, value in args[1].pairs:
                self._option(self.open, option, value)

    def _address(self, draft: Draft, value: Value) -> None:
        text = text_of(value)
        if is_address(text):
            draft.url = text

    def _option(self, draft: Draft, option: str, value: Value) -> None:
        match = _OPTION.search(option)
        name, text = (match[1] if match else ""), text_of(value)
        if name == "URL":
            self._address(draft, value)
        elif name == "HTTPHEADER":
            draft.put_all(value)
        elif name == "CUSTOMREQUEST" and text:
            draft.method = text.value
        elif name == "POST" and text and text.value.lower() not in ("0", "false"):
            draft.method = draft.method or "POST"
        elif name == "POSTFIELDS":
            draft.put_form(value)
            draft.method = draft.method or "POST"
            if draft.body and draft.body.value and not draft.has("Content-Type"):
                draft.put("Content-Type", Text("application/x-www-form-urlencoded"))
        elif name in ("COOKIE", "USERAGENT", "XOAUTH2_BEARER"):
            draft.put_bearer(value) if name[0] == "X" else draft.put({"C": "Cookie", "U": "User-Agent"}[name[0]], text)
        elif name == "USERPWD" and text:
            draft.put_pair(text)
        elif name == "HTTPAUTH" and "DIGEST" in _name_of(value):
            draft.scheme = "digest"

    def _new(self, name: str, args: tuple[Value, ...], span: tuple[int, int]) -> None:
        if name == "Client":
            options = args[0] if args and isinstance(args[0], Map) else Map()
            self.renew(text_of(options.get("base_uri", "base_url")))
            self.joins = resolved_url
            _options(self.shared, options)
            return
        url = text_of(args[1]) if len(args) > 1 else None
        if is_address(url) or self.base:
            draft = self.begun(url, *span)
            draft.url, draft.method = self.joins(self.base, url), string_of(args[0]) if args else ""
            draft.put_all(args[2] if len(args) > 2 else None)
            draft.body = text_of(args[3]) if len(args) > 3 else None
            self.done.append(draft)

    def _context(self, args: tuple[Value, ...], span: tuple[int, int]) -> None:
        http = args[0].get("http", "https") if args and isinstance(args[0], Map) else None
        is_read = bool(self.done) and span[0] < self.done[-1].end  # by the call that it stands in
        if isinstance(http, Map) and not is_read:
            self.context = Draft(FORMAT, start=span[0])
            self.context.method = string_of(http.get("method"))
            self.context.put_all(http.get("header"))
            self.context.body = text_of(http.get("content"))

    def _read(self, args: tuple[Value, ...], span: tuple[int, int]) -> None:
        url = text_of(args[0]) if args else None
        inner = args[2] if len(args) > 2 else None
        if isinstance(inner, Call) and inner.name == "stream_context_create":
            self._context(inner.args, span)
        if isinstance(url, Text) and url.value.startswith("http"):
            draft = (self.context if len(args) > 2 else None) or Draft(FORMAT, start=span[0])
            draft.url, draft.end = url, span[1]
            self.done.append(draft)
            self.context = None

    def _send(self, verb: str, args: tuple[Value, ...], span: tuple[int, int]) -> None:
        url = text_of(args[0]) if args else None
        options = args[1] if len(args) > 1 else None
        is_path = isinstance(options, Map) or (url is not None and "/" in url.value)
        if url is None or not (is_address(url) or (self.base and is_path)):
            return
        draft = self.begun(url, *span)
        draft.url, draft.method = self.joins(self.base, url), verb
        if isinstance(options, Map):
            if options.get("headers", "auth", "json", "form_params", "query", "body", "timeout", *_AUTH) is not None:
                _options(draft, options)
            elif self.joins is resolved_url:
                pass  # Guzzle's options, none of which goes out
            elif verb == "get":
                draft.put_query(options)
            else:
                draft.put_json(options, compact=True)
        self.done.append(draft)

    def _share(self, name: str, args: tuple[Value, ...]) -> None:
        first = args[0] if args else None
        if name == "withToken":
            self.shared.put_bearer(first)
        elif name in ("withBasicAuth", "withDigestAuth") and len(args) >= 2:
            self.shared.put_basic(*args[:2])
            self.shared.scheme = "digest" if "Digest" in name else ""
        elif name == "baseUrl":
            self.base, self.joins = text_of(first), joined_url
        elif len(args) >= 2 and (label := text_of(first)):
            self.shared.put(label.value, text_of(args[1]))
        else:
            self.shared.put_all(first)


_AUTH = ("auth_bearer", "auth_basic")  # Symfony's


def _options(draft: Draft, options: Map) -> None:
    draft.put_all(options.get("headers"))
    draft.put_query(options.get("query"))
    draft.method = draft.method or string_of(options.get("method"))
    auth = options.get("auth")
    if isinstance(auth, Items) and len(auth.values) >= 2:
        draft.put_basic(*auth.values[:2])
        kind = string_of(auth.values[2]) if len(auth.values) > 2 else ""
        draft.scheme = kind if kind in ("digest", "ntlm") else ""
    draft.put_bearer(options.get("auth_bearer"))
    pair = options.get("auth_basic")
    if isinstance(pair, Items) and len(pair.values) == 2:
        draft.put_basic(*pair.values)
    elif (joined := text_of(pair)) is not None:
        draft.put_pair(joined)
    draft.put_json(options.get("json"), compact=True)
    for name in ("form_params", "body"):
        draft.put_form(options.get(name))


def _name_of(value: Value) -> str:
    return value.source if isinstance(value, Unknown) else ""
