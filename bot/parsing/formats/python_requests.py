"""Python snippets -> requests: requests, httpx, aiohttp, urllib, http.client, as people and Postman write them."""

from __future__ import annotations

import re

from bot.model import Format
from bot.parsing._reading import NOTHING, Reading
from bot.parsing.formats._code import Source
from bot.parsing.formats._code_language import Language
from bot.parsing.formats._code_values import Call, Items, Map, Text, Value, string_of, text_of
from bot.parsing.formats._snippet import Draft, Snippet, is_address, is_rest_client, joined_url, reading, statements

FORMAT = Format("python-requests", "code", userinfo="by-library")
MARKS = (
    *("requests", "httpx", "aiohttp", "niquests", "session.", "client."),
    *("urllib", "urlopen", "http.client", "websocket"),
)
_LANGUAGE = Language(
    interpolates=re.compile(r"\{\{|\}\}|\{([^{}\n]{1,120}?)(?:![rsa])?(?::[^{}]{0,20})?\}"),
    prefixes="f",
    adjacent=True,
    joins="+%|",
    spreads="*",
    comments=("#",),
)
_VERBS = "get|post|put|patch|delete|head|options"
_EVENT = re.compile(
    rf"(?<!@)(?P<receiver>\b[\w.]{{0,120}}\w(?:\([^()\n]{{0,200}}\))?)\.(?P<verb>{_VERBS}|request|stream|urlopen|Request)\s*\("
    r"|\b(?P<made>(?:requests\.|httpx\.|aiohttp\.|niquests\.)?(?:Session|Client|AsyncClient|ClientSession))\s*\("
    r"|\b(?P<free>urlopen|Request|HTTPSConnection|HTTPConnection)\s*\("
    r"|\b(?P<socket>create_connection|WebSocketApp|ws_connect|(?<=websockets\.)connect)\s*\("
    r"|\.(?P<update>headers\.update|add_header|add_unredirected_header)\s*\("
    r"|\.headers\[(?P<key>['\"][^'\"\n]{1,80}['\"])\]\s*=\s*"
    r"|\b\w+\.(?P<attribute>auth|params|base_url|cookies)\s*=\s*(?!=)"
    r"|^[ \t]+(?P<host>host)[ \t]*=[ \t]*(?=['\"])",  # of a Locust user
    re.MULTILINE,
)
_WITH_URL_FIRST = frozenset(_VERBS.split("|"))
_DIGEST = re.compile(r"Digest")
_LIBRARIES = frozenset(("requests", "httpx", "aiohttp", "niquests", "urllib.request", "request", "urllib2"))


def read(text: str) -> Reading:
    """Every request that a Python snippet makes."""
    if is_rest_client(text):
        return NOTHING
    source = Source(text, _LANGUAGE)
    state = Snippet(Draft(FORMAT))
    for match in statements(_EVENT.finditer(source.text), state.done):
        _take(source, match, state)
    return reading(text, state.done)


def _take(source: Source, match: re.Match[str], state: Snippet) -> None:
    if match["verb"] or match["free"]:
        args, named, end = source.arguments(match.end())
        verb = match["verb"] or match["free"]
        _asked(verb, match["receiver"] or "", args, named, state, (match.start(), end))
    elif match["socket"]:
        args, named, end = source.arguments(match.end())
        _opened(args, named, state, (match.start(), end))
    elif match["made"]:
        args, named, _ = source.arguments(match.end())
        state.renew(text_of(named.get("base_url")) or (text_of(args[0]) if args else None) or state.base)
        _options(state.shared, named)
    elif match["update"]:
        args, named, end = source.arguments(match.end())
        _headers_given(match["update"], args, named, state, end)
    elif match["key"]:
        value, end = source.value_at(match.end())
        _target(state).put(match["key"][1:-1], text_of(value))
    else:
        value, _ = source.value_at(match.end())
        if match["host"]:
            host = text_of(value)
            if host and host.value.startswith("http"):
                state.renew(host)
        elif match["attribute"] == "base_url":
            state.base = text_of(value)
        else:
            _options(state.shared, Map(((match["attribute"], value),)))


def _target(state: Snippet) -> Draft:
    return state.open if state.open is not None else state.shared


def _headers_given(how: str, args: tuple[Value, ...], named: Map, state: Snippet, end: int) -> None:
    if how.startswith("add") and len(args) >= 2:
        _target(state).put(string_of(args[0]), text_of(args[1]))
    elif args:
        _target(state).put_all(args[0])
    else:
        _target(state).put_all(named)
    if state.open is not None:
        state.open.end = end


def _asked(
    verb: str, receiver: str, args: tuple[Value, ...], named: Map, state: Snippet, span: tuple[int, int]
) -> None:
    if verb in ("HTTPSConnection", "HTTPConnection"):
        host = text_of(args[0]) if args else None
        scheme = "https" if verb[4] == "S" else "http"
        state.base = Text(f"{scheme}://{host.value}", host.unset) if host else None
        return
    if verb == "urlopen" and args and isinstance(args[0], Call) and args[0].name.endswith("Request"):
        return
    is_low_level = verb == "request" and bool(state.base) and "requests" not in receiver and len(args) > 1
    position = 0 if verb in _WITH_URL_FIRST or verb in ("urlopen", "Request") else 1
    url = text_of(named.get("url")) or (text_of(args[position]) if len(args) > position else None)
    if not is_address(url, None) and not (state.base and url and url.value.startswith(("/", "?"))):
        return
    is_librarys = (receiver in _LIBRARIES and not isinstance(named.get("auth"), Call)) or verb == "urlopen"
    draft = Draft(FORMAT, start=span[0], end=span[1]) if is_librarys else state.begun(url, *span)
    draft.url = joined_url(state.base, url)
    given = named.get("method") or (args[0] if position == 1 and args else None)
    draft.method = verb if verb in _WITH_URL_FIRST else string_of(given)
    rest = args[position + 1 :]
    if verb in ("urlopen", "Request"):
        _urllib(draft, rest, named)
    elif is_low_level:
        _low_level(draft, rest, named)
    else:
        _options(draft, named)
        _by_place(draft, verb, rest)
    state.done.append(draft)
    state.open = draft if verb == "Request" else None


def _opened(args: tuple[Value, ...], named: Map, state: Snippet, span: tuple[int, int]) -> None:
    """A WebSocket, by websocket-client, websockets or aiohttp: a GET with an upgrade (RFC 6455 section 4.1)."""
    url = text_of(named.get("url") or named.get("uri") or (args[0] if args else None))
    if url is None or not url.value.lower().startswith(("ws://", "wss://")):
        return
    draft = state.begun(url, *span)
    draft.url, draft.method = url, "GET"
    for name in ("headers", "header", "additional_headers", "extra_headers"):
        draft.put_all(named.get(name))
    state.done.append(draft)


def _urllib(draft: Draft, rest: tuple[Value, ...], named: Map) -> None:
    draft.put_all(named.get("headers") or (rest[1] if len(rest) > 1 else None))
    draft.put_form(named.get("data") or (rest[0] if rest else None))


def _low_level(draft: Draft, rest: tuple[Value, ...], named: Map) -> None:
    draft.put_all(named.get("headers") or (rest[1] if len(rest) > 1 else None))
    body = named.get("body") or (rest[0] if rest else None)
    if body is not None and not isinstance(body, Map):
        draft.body = text_of(body)


def _by_place(draft: Draft, verb: str, rest: tuple[Value, ...]) -> None:
    if not rest:
        return
    if verb == "get":
        draft.put_query(rest[0])
    else:
        draft.put_form(rest[0])
    if len(rest) > 1 and verb != "get":
        draft.put_json(rest[1])


def _options(draft: Draft, named: Map) -> None:
    draft.put_all(named.get("headers"))
    draft.put_query(named.get("params"))
    cookies = named.get("cookies")
    if isinstance(cookies, Map):
        pairs = [(name, text_of(value)) for name, value in cookies.pairs]
        draft.put("Cookie", Text("; ".join(f"{name}={value.value}" for name, value in pairs if value)))
    _auth(draft, named.get("auth"))
    for name in ("data", "content"):
        draft.put_form(named.get(name))
    draft.put_json(named.get("json"))


def _auth(draft: Draft, value: Value | None) -> None:
    if isinstance(value, Items) and len(value.values) == 2:
        draft.put_basic(*value.values)
    elif isinstance(value, Call) and len(value.args) >= 2:
        draft.put_basic(*value.args[:2])
        draft.scheme = "digest" if _DIGEST.search(value.name) else draft.scheme
    elif isinstance(value, Call) and len(value.named.pairs) >= 2:
        draft.put_basic(value.named.pairs[0][1], value.named.pairs[1][1])
