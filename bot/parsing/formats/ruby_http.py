"""Ruby snippets -> requests: Net::HTTP, HTTParty, Faraday, RestClient, http.rb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model import Format
from bot.parsing._reading import Reading
from bot.parsing.formats._code import Source
from bot.parsing.formats._code_language import Language
from bot.parsing.formats._code_values import Items, Map, Text, Value, string_of, text_of
from bot.parsing.formats._snippet import Draft, Snippet, is_address, joined_url, reading, statements

FORMAT = Format("ruby-http", "code")
MARKS = (
    *("uri.open(", "net::http", "httparty", "faraday", "restclient", "http.auth", "http.headers"),
    *("http.basic_auth", "typhoeus", "excon"),
)
_LANGUAGE = Language(
    interpolates=re.compile(r"#\{([^{}\n]{1,120})\}"),
    in_quotes='"',
    comments=("#",),
    symbols=True,
)
_STATEMENT_END = re.compile(r"(?<![,\s])[ \t]*\n")
_IN_JSON = re.compile(r"\brequest[ (]:json\b")  # of Faraday's middleware
_VERBS = "get|post|put|patch|delete|head|options"
_EVENT = re.compile(
    r"\bNet::HTTP::(?P<new>Get|Post|Put|Patch|Delete|Head|Options)\.new\s*(?P<b1>\()?"
    rf"|\b(?P<client>Net::HTTP|HTTParty|Faraday|RestClient|HTTP|Typhoeus|Excon|URI)\.(?P<verb>{_VERBS}|open|new|get_response|auth|basic_auth"
    r"|headers)[ \t]*(?P<b2>\()?"
    r"|\bRestClient::Request\.(?P<execute>execute|new)[ \t]*(?P<b3>\()?"
    rf"|(?<![\w:])(?:conn|connection|client|http|faraday|self\.class|c)\.(?P<conn>{_VERBS})[ \t]*(?P<b4>\()?"
    rf"|\)\.(?P<chained>{_VERBS}|headers|auth|basic_auth)[ \t]*(?P<b5>\()?"
    r"|\.(?:request\s*:|request\s)?(?P<basic>(?:set_)?basic_auth|authorization|digest_auth|(?<=request :)digest)"
    r"[ \t]*,?(?P<b6>\()?[ \t]*(?!=)"
    r"|\b\w+(?:\.headers)?\[(?P<key>['\"][A-Za-z][\w-]{1,60}['\"])\]\s*=\s*(?!=)"
    r"|^[ \t]+(?P<of_class>base_uri|headers)[ \t]+(?=[\"':])"  # of a class that includes HTTParty
    r"|\.(?P<attribute>body|set_form_data|form_data)\s*(?:=\s*(?!=)|\()",
    re.MULTILINE,
)


def read(text: str) -> Reading:
    """Every request that a Ruby snippet makes."""
    source = Source(text, _LANGUAGE)
    builder = _Builder(Draft(FORMAT), serialises=_IN_JSON.search(text) is not None)
    reach = 0
    for match in statements(_EVENT.finditer(source.text), builder.done):
        if match.start() < reach:
            continue
        if match["key"] or match["attribute"]:
            value, end = source.value_at(match.end())
            builder.set(match["key"][1:-1] if match["key"] else "", value, end)
            continue
        if match["of_class"]:
            args, named, _ = source.arguments(match.end(), close="\n")
            builder.declared(match["of_class"], args, named)
            continue
        opened = any(match[group] for group in ("b1", "b2", "b3", "b4", "b5", "b6"))
        args, named, end = source.arguments(match.end(), close=")" if opened else "\n")
        reach = reach if opened else min(end, _line_end(source.text, match.end()))
        if not opened and not args and not named.pairs:
            continue
        builder.take(match, args, named, (match.start(), end))
    return reading(text, builder.done)


def _line_end(text: str, position: int) -> int:
    """Where the statement at ``position`` ends: with its line, unless a comma ends that."""
    match = _STATEMENT_END.search(text, position)
    return match.start() if match else len(text)


@dataclass
class _Builder(Snippet):
    serialises: bool = False  # what a request is given goes out as JSON
    began: int | None = None  # where the connection of the next request is made

    def declared(self, name: str, args: tuple[Value, ...], named: Map) -> None:
        """What a class that includes HTTParty says of all its requests."""
        if name == "headers":
            self.shared.put_all(named if named.pairs else args[0] if args else None)
        elif args:
            self.base = text_of(args[0])

    def take(self, match: re.Match[str], args: tuple[Value, ...], named: Map, span: tuple[int, int]) -> None:
        """One call."""
        verb = match["verb"] or match["conn"] or match["chained"] or ""
        maps = [named, *(arg for arg in args if isinstance(arg, Map))]
        if match["new"]:
            self._request(match["new"], args, maps, span, of_library=False)
        elif match["basic"] or verb in ("auth", "basic_auth"):
            self._auth(args, maps, span[1], scheme="digest" if "digest" in (match["basic"] or "") else "")
        elif verb == "headers":
            self.shared.put_all(next((found for found in maps if found.pairs), None))
        elif verb == "new":
            self.began = span[0]
            self._connection(match["client"], args, named)
        elif match["execute"]:
            self._executed(named if named.pairs else next(iter(maps[1:]), Map()), span)
        else:
            verb = "get" if verb in ("get_response", "open") else verb
            self._request(verb, args, maps, span, of_library=match["client"] is not None)

    def _draft(self, url: Text | None, span: tuple[int, int], *, of_library: bool) -> Draft:
        start, self.began = span[0] if self.began is None else self.began, None
        return Draft(FORMAT, start=start, end=span[1]) if of_library else self.begun(url, start, span[1])

    def _request(
        self, verb: str, args: tuple[Value, ...], maps: list[Map], span: tuple[int, int], *, of_library: bool
    ) -> None:
        url = text_of(args[0]) if args else None
        if not is_address(url) and not (self.base and url and "${" not in url.value):
            return
        draft = self._draft(url, span, of_library=of_library)
        draft.url, draft.method = joined_url(self.base, url), verb
        options = next((found for found in maps if found.get("headers", *_SENT)), None)
        if options is not None:
            _options(draft, options)
            if options.get("headers") is None and options.get("params") is not None:  # RestClient: all else is a header
                for name, value in options.pairs:
                    if name not in _OPTIONS:
                        draft.put(_header_name(name), text_of(value))
        else:
            self._by_place(draft, verb, args, maps)
        self.done.append(draft)

    def _by_place(self, draft: Draft, verb: str, args: tuple[Value, ...], maps: list[Map]) -> None:
        rest = args[1:]
        if verb in ("post", "put", "patch") and rest and not isinstance(rest[0], Map):
            draft.body = text_of(rest[0])
        elif verb in ("post", "put", "patch") and rest:
            draft.put_json(rest[0], compact=True) if self.serialises else draft.put_form(rest[0])
            rest = rest[1:]
        elif verb == "get" and len(rest) >= 2:
            draft.put_query(rest[0])
            rest = rest[1:]
        for found in (*rest, maps[0]):
            if isinstance(found, Map):
                for name, value in found.pairs:
                    draft.put(_header_name(name), text_of(value))

    def _connection(self, client: str, args: tuple[Value, ...], named: Map) -> None:
        if client == "Net::HTTP":
            return
        url = text_of(named.get("url")) or (text_of(args[0]) if args and not isinstance(args[0], Map) else None)
        options = named if named.pairs else next((arg for arg in args if isinstance(arg, Map)), Map())
        self.renew(url or text_of(options.get("url")) or self.base)
        _options(self.shared, options)

    def _executed(self, options: Map, span: tuple[int, int]) -> None:
        url = text_of(options.get("url"))
        if not is_address(url):
            return
        draft = self._draft(url, span, of_library=True)
        draft.url = url
        draft.method = string_of(options.get("method"))
        _options(draft, options)
        if options.get("user") is not None:
            draft.put_basic(options.get("user"), options.get("password"))
        draft.put_form(options.get("payload"))
        self.done.append(draft)

    def _auth(self, args: tuple[Value, ...], maps: list[Map], end: int, *, scheme: str) -> None:
        target = self.done[-1] if self.done else self.shared
        target.scheme = scheme or target.scheme
        first = text_of(args[0]) if args and not isinstance(args[0], Map) else None
        pair = next((found for found in maps if found.get("user", "username")), None)
        if pair is not None:
            target.put_basic(pair.get("user", "username"), pair.get("pass", "password"))
        elif first and first.value.lower() == "bearer" and len(args) > 1:
            target.put_bearer(args[1])
        elif first and first.value.lower() == "basic" and len(args) > 2:
            target.put_basic(*args[1:3])
        elif len(args) >= 2:
            target.put_basic(*args[:2])
        elif first:
            target.put("Authorization", first)
        target.end = max(target.end, end)

    def set(self, header: str, value: Value, end: int) -> None:
        """One assignment to a header, or to the body."""
        target = self.done[-1] if self.done else self.shared
        if header:
            target.put(header, text_of(value))
        elif isinstance(value, Map | Text):
            target.put_form(value)
        target.end = max(target.end, end)


_SENT = ("params", "query", "body", "json", "form", "basic_auth", "digest_auth")
_OPTIONS = frozenset({*_SENT, "timeout", "ssl"})


def _options(draft: Draft, options: Map) -> None:
    headers = options.get("headers")
    if isinstance(headers, Map):
        for name, value in headers.pairs:
            draft.put(_header_name(name), text_of(value))
        draft.put_query(headers.get("params"))
    draft.put_query(options.get("query", "params"))
    basic = options.get("basic_auth", "digest_auth")
    if basic is not None and options.get("basic_auth") is None:
        draft.scheme = "digest"
    if isinstance(basic, Map):
        draft.put_basic(basic.get("username", "user"), basic.get("password", "pass"))
    elif isinstance(basic, Items) and len(basic.values) >= 2:
        draft.put_basic(*basic.values[:2])
    draft.put_json(options.get("json"), compact=True)
    for name in ("body", "form"):
        draft.put_form(options.get(name))


def _header_name(name: str) -> str:
    """``:content_type`` -> ``Content-Type``, as these clients turn symbols into names; a string stays."""
    bare = name.strip(":'\"")
    is_symbol = re.fullmatch(r"[a-z]+(?:_[a-z]+)*", bare) is not None
    return "-".join(part.capitalize() for part in bare.split("_")) if is_symbol else bare
