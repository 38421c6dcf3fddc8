"""JavaScript snippets -> requests: axios, got, ky, superagent, jQuery, node's http, XMLHttpRequest, test tools."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.model import Format
from bot.parsing._reading import NOTHING, Reading
from bot.parsing.formats._code import Source
from bot.parsing.formats._code_language import Language
from bot.parsing.formats._code_values import Items, Map, Text, Value, string_of, text_of
from bot.parsing.formats._snippet import (
    Draft,
    Snippet,
    has_headers,
    is_address,
    is_rest_client,
    joined_url,
    reading,
    statements,
)

FORMAT = Format("javascript-axios", "code")
MARKS = (
    *("axios", "got(", "got.", "ky.", "ky(", "superagent", "xmlhttprequest", "http.request", "https.request"),
    *("http.get", "https.get", "$.ajax", "jquery.ajax", "request(", "undici", "needle", "settings = {"),
    *("options = {", "urlfetchapp", "httpheaders(", "graphqlclient(", "ofetch"),
    *(f"request.{verb}(" for verb in ("get", "post", "put", "patch", "delete")),
    *("http.post(", "http.put(", "http.patch(", "http.delete(", "http.del(", "newcontext("),
)
LANGUAGE = Language(
    interpolates=re.compile(r"\$\{([^{}\n]{1,120})\}"),
    in_quotes="`",
    quotes="'\"`",
    comments=("//", "/*"),
    variable=r"[A-Za-z_$][\w$]*",
    objects=True,
    spreads=".",
)
_VERBS = "get|post|put|patch|delete|del|head|options"
_EVENT = re.compile(
    rf"(?<![\w.$])(?P<client>[A-Za-z_$][\w$.]{{0,200}})(?:\n[ \t]{{0,40}})?"
    rf"\.(?P<verb>{_VERBS}|request|create|extend|newContext|ajax)\s*+(?:<[\w\s\[\]{{}},.:;|]{{0,80}}>\s*+)?\("
    r"|(?<![\w.$])(?P<free>axios|got|ky|request|rp|needle|superagent|supertest|\$http|ofetch|\$fetch|UrlFetchApp\.fetch|GraphQLClient)\s*+(?:<[\w\s\[\],.|]{0,80}>)?\("
    r"|\.defaults\.headers(?:\.\w+)?(?:\.(?P<common>\w+)|\[(?P<key>['\"][^'\"\n]{1,80}['\"])\])\s*=\s*(?!=)"
    r"|\.defaults\.(?P<default>baseURL)\s*=\s*"
    r"|\.headers[!?]?(?:\.common)?(?:\??\.(?P<field>[A-Za-z]\w{1,60})|\[(?P<name>['\"][^'\"\n]{1,80}['\"])\])\s*=\s*(?!=)"
    r"|\.headers\s*=\s*(?P<fields>(?=\{|new ))|\.headers\??\.(?P<put>set(?:Authorization)?)\("
    rf"|(?<=\))\s*\.(?P<path>{_VERBS})\("
    r"|(?<![\w.$])(?P<printed>config): (?=\{)"
    r"|(?<![\w.$])(?P<instance>[A-Za-z_$][\w$]{0,40})\((?=[\"'`{])"
    r"|(?<!stdout)\.(?P<xhr>open|setRequestHeader|send|set|auth|query|write|field)\s*\("
)
_CLIENTS = frozenset(
    (
        "axios",
        "got",
        "ky",
        "superagent",
        "request",
        "rp",
        "needle",
        "undici",
        "ofetch",
        "$",
        "jquery",
        "https",
        "http",
        "cy",
    )
)
_CLIENT_LIKE = re.compile(r"axios|api|client|instance|http|agent")
_ASSIGNED = re.compile(r"([A-Za-z_$][\w$]{0,60})\s{0,3}=\s{0,3}(?:await\s{1,3})?\Z")
_CLASS = re.compile(r"(?:Object )?\[AxiosHeaders\] |AxiosHeaders (?=\{)")  # what Node prints before an object
_BODILESS = frozenset({"get", "delete", "head", "options"})  # axios takes two arguments there, and no third
_METHODS = frozenset(_VERBS.split("|"))
_AXIOS = re.compile(r"axios|api|instance|^\$?http$", re.IGNORECASE)


_LIBRARIES = frozenset({"axios", "got", "ky", "ofetch", "$fetch", "superagent", "needle", "rp", "https", "http"})
_OWNER = re.compile(r"([\w$]{1,60})\Z")
_INTERCEPTED = re.compile(r"([\w$]{1,60})\.interceptors\.request")
_NEAR = 600  # characters in which an interceptor has its say


@dataclass
class _State(Snippet):
    intercepts: bool = False  # what is put into a config's headers is put into every request's
    contexts: set[str] = field(default_factory=set)  # names of Playwright's, which take what "request" takes
    instances: set[str] = field(default_factory=set)  # names of clients that create or extend has made
    common: Draft = field(default_factory=lambda: Draft(FORMAT))  # what each call of the library itself sends

    def renew(self, base: Text | None = None) -> None:
        """An instance is made, which has what the library was given before."""
        super().renew(base)
        self.shared = self.common.begun(0, 0)

    def given(self, source: Source, match: re.Match[str], of: re.Pattern[str]) -> tuple[Draft, ...]:
        """What a statement before whose end ``of`` finds the client's name puts into: an instance, or all."""
        owner = [*of.finditer(source.text, max(0, match.start() - _NEAR), match.start())]
        is_librarys = not owner or (owner[-1][1] in _LIBRARIES and owner[-1][1] not in self.instances)
        return (self.shared, self.common) if is_librarys else (self.shared,)


_PAIR = re.compile(r"[\"'][\w-]{1,60}[\"']\s{0,3}=>\s{0,3}[\"']")  # Julia's, Ruby's and PHP's: no arrow of JavaScript


def read(text: str) -> Reading:
    """Every request that a JavaScript snippet makes; ``fetch`` has a format of its own."""
    if is_rest_client(text) or _PAIR.search(text):
        return NOTHING
    is_printed = "AxiosError" in text
    source = Source(_CLASS.sub(lambda name: " " * len(name[0]), text) if is_printed else text, LANGUAGE)
    state = _State(Draft(FORMAT), intercepts="interceptors.request" in text)
    for match in statements(_EVENT.finditer(source.text), state.done):
        if match["printed"]:
            _printed(source, match, state, is_error=is_printed)
        else:
            _take(source, match, state)
    return reading(text, state.done)


def _printed(source: Source, match: re.Match[str], state: _State, *, is_error: bool) -> None:
    """The request of an error that axios made and Node printed."""
    options, end = source.value_at(match.end())
    url = _address(options) if is_error and isinstance(options, Map) else None
    if isinstance(options, Map) and is_address(url):
        draft = Draft(FORMAT, method="GET", url=url, start=match.start(), end=end)
        _options(draft, options)
        state.done.append(draft)


def _take(source: Source, match: re.Match[str], state: _State) -> None:
    if match["common"] or match["key"]:
        value, _ = source.value_at(match.end())
        for draft in state.given(source, match, _OWNER):
            draft.put(match["common"] or match["key"][1:-1], text_of(value))
    elif match["default"]:
        value, _ = source.value_at(match.end())
        state.base = text_of(value)
    elif match["field"] or match["name"] or match["fields"] is not None or match["put"]:
        _intercepted(source, match, state)
    elif not match["instance"] or match["instance"] in state.instances:
        args, _, end = source.arguments(match.end())
        if match["verb"] in ("create", "extend") and (named := _ASSIGNED.search(source.text, *_just_before(match))):
            state.instances.add(named[1])
        if match["instance"]:
            _asked("", match["instance"], args, state, (match.start(), end))
        elif match["path"]:
            _asked_below(match["path"], args, state, end)
        elif match["xhr"]:
            _continued(match["xhr"], args, state, (match.start(), end))
        elif match["free"]:
            _asked("", match["free"], args, state, (match.start(), end))
        elif match["verb"] == "newContext" and (named := _ASSIGNED.search(source.text, *_just_before(match))):
            state.contexts.add(named[1])
            _asked(match["verb"], "request", args, state, (match.start(), end))
        elif match["client"].rpartition(".")[2] in state.contexts:
            _asked(match["verb"], "request", args, state, (match.start(), end))
        elif _is_client(match["client"].lower()):
            _asked(match["verb"], match["client"], args, state, (match.start(), end))


def _intercepted(source: Source, match: re.Match[str], state: _State) -> None:
    """What an interceptor puts into the headers of each request."""
    for draft in state.given(source, match, _INTERCEPTED) if state.intercepts else ():
        if match["put"]:
            args, _, _ = source.arguments(match.end())
            args = args if match["put"] == "set" else (Text("Authorization"), *args)
            draft.put(string_of(args[0]), text_of(args[1])) if len(args) > 1 else None
        elif match["fields"] is None:
            draft.put(match["field"] or match["name"][1:-1], text_of(source.value_at(match.end())[0]))
        else:
            draft.put_all(source.value_at(match.end())[0])


def _asked_below(verb: str, args: tuple[Value, ...], state: _State, end: int) -> None:
    """supertest's ``request('https://…').post('/path')``."""
    path = text_of(args[0]) if args else None
    if state.open is not None and path and path.value.startswith("/"):
        state.open.url, state.open.method, state.open.end = joined_url(state.open.url, path), verb, end


def _just_before(match: re.Match[str]) -> tuple[int, int]:
    return max(0, match.start() - 80), match.start()


def _is_client(name: str) -> bool:
    """Whether the name, or the last part of it, is that of an HTTP client."""
    last = re.split(r"[.$]", name)[-1]
    return name in _CLIENTS or last == "request" or _CLIENT_LIKE.search(last) is not None


def _continued(step: str, args: tuple[Value, ...], state: _State, span: tuple[int, int]) -> None:
    """A statement that adds to a request begun before: of XMLHttpRequest, superagent or node's http."""
    if step == "open" and len(args) >= 2:
        method, url = text_of(args[0]), text_of(args[1])
        if method and is_address(url):
            state.open = Draft(FORMAT, method=method.value, url=url, start=span[0], end=span[1])
            state.done.append(state.open)
        return
    if state.open is None:
        return
    state.open.end = span[1]
    if step in ("setRequestHeader", "set") and len(args) >= 2:
        state.open.put(string_of(args[0]), text_of(args[1]))
    elif step == "set" and args:
        state.open.put_all(args[0])
    elif step == "auth" and args:
        _superagent_auth(state.open, args)
    elif step == "query" and args:
        state.open.put_query(args[0])
    elif step in ("send", "write") and args:
        _sent(state.open, args[0])


def _superagent_auth(draft: Draft, args: tuple[Value, ...]) -> None:
    options = args[-1]
    kind = text_of(options.get("type")) if isinstance(options, Map) else None
    if kind and kind.value == "bearer":
        draft.put_bearer(args[0])
    elif len(args) >= 2:
        draft.put_basic(*args[:2])


def _sent(draft: Draft, value: Value) -> None:
    if isinstance(value, Map):
        draft.put_json(value, compact=True)
    else:
        draft.body = text_of(value)


def _asked(verb: str, client: str, args: tuple[Value, ...], state: _State, span: tuple[int, int]) -> None:
    if client == "cy" and len(args) > 1 and string_of(args[0]).lower() in _METHODS:
        verb, args = string_of(args[0]).lower(), args[1:]
    options = next((arg for arg in args if isinstance(arg, Map)), None)
    if verb in ("create", "extend", "newContext"):
        if options is not None:
            state.renew(text_of(options.get("baseURL", "prefixUrl", "baseUrl")) or state.base)
            _options(state.shared, options)
        return
    url = text_of(args[0]) if args and not isinstance(args[0], Map | Items) else None
    if url is None and options is not None:
        url = _address(options)
    is_config = not verb and url is not None and url.value in [f"${{{name}}}" for name in url.unset]  # axios(config)
    is_known = is_address(url) or (state.base is not None and url is not None and "." not in client and not is_config)
    if not is_known or (url and not is_address(url, state.base)):
        return
    is_librarys = client in _LIBRARIES and client not in state.instances
    draft = state.common.begun(*span) if is_librarys else state.begun(url, *span)
    draft.url = joined_url(state.base, url)
    draft.method = {"del": "delete", "request": "", "ajax": ""}.get(verb, "post" if client == "GraphQLClient" else verb)
    configured = _config(verb, client, args)
    if configured is not None:
        _options(draft, configured)
        draft.misplaced = draft.misplaced or (configured.get("headers") is None and has_headers(configured))
    if len(args) > 2 and args[-1] is not configured and has_headers(args[-1]):
        draft.misplaced = True
    _body_by_place(draft, verb, client, args)
    draft.method = draft.method or ("POST" if draft.body else "GET")
    state.done.append(draft)
    state.open = draft


def _config(verb: str, client: str, args: tuple[Value, ...]) -> Map | None:
    """The argument that holds the options: for axios' post, put and patch the third, else the last map."""
    if verb in _BODILESS and _AXIOS.search(client) and len(args) > 2:
        return args[1] if isinstance(args[1], Map) else None
    takes_body = verb in ("post", "put", "patch") and re.search(r"axios|api|client|instance|http|^cy$", client, re.I)
    if takes_body and len(args) <= 3 and client != "https":
        found = args[2] if len(args) > 2 else None
        return found if isinstance(found, Map) else None
    return next((arg for arg in reversed(args) if isinstance(arg, Map)), None)


def _body_by_place(draft: Draft, verb: str, client: str, args: tuple[Value, ...]) -> None:
    if verb in ("post", "put", "patch") and len(args) >= 2 and not client.startswith(("got", "ky", "request")):
        if draft.body is None and text_of(args[1]) is not None:
            draft.body = text_of(args[1])
        elif isinstance(args[1], Map):
            draft.put_json(args[1], compact=True)


def _address(options: Map) -> Text | None:
    url = text_of(options.get("url", "uri"))
    base = text_of(options.get("baseURL", "baseUrl"))
    if url is not None:
        return joined_url(base, url)
    host, path = text_of(options.get("hostname", "host")), text_of(options.get("path"))
    if host is None:
        return None
    port, scheme = text_of(options.get("port")), text_of(options.get("protocol"))
    prefix = (scheme.value if scheme else "https:") + "//"
    number = f":{port.value}" if port and port.value not in ("443", "80") else ""
    if isinstance(options.get("path"), Items):
        path = None
    return Text(f"{prefix}{host.value}{number}{path.value if path else '/'}", host.unset + (path.unset if path else ()))


def _options(draft: Draft, options: Map) -> None:
    method = text_of(options.get("method", "type"))
    if method and method.value.isalpha():
        draft.method = method.value
    headers = options.get("headers", "extraHTTPHeaders")
    draft.put_all(headers)
    draft.put_all(headers.get("common") if isinstance(headers, Map) else None)
    draft.put_query(options.get("params", "qs", "searchParams", "query"))
    auth = options.get("auth")
    if isinstance(auth, Map):
        if auth.get("bearer") is not None:
            draft.put_bearer(auth.get("bearer"))
        else:
            draft.put_basic(auth.get("username", "user"), auth.get("password", "pass"))
    elif isinstance(auth, Text):
        draft.put_pair(auth)
    elif options.get("username") is not None and options.get("password") is not None:
        draft.put_basic(options.get("username"), options.get("password"))
    _body(draft, options)


def _body(draft: Draft, options: Map) -> None:
    data = options.get("data", "body")
    if isinstance(data, Map | Items):
        draft.put_json(data, compact=True)
    elif data is not None:
        draft.body = text_of(data)
    structured = options.get("json")
    if isinstance(structured, Map | Items):
        draft.put_json(structured, compact=True)
    for name in ("form", "payload"):  # the latter is Apps Script's
        draft.put_form(options.get(name))
    kind = text_of(options.get("contentType"))
    if draft.body and kind and "/" in kind.value:
        draft.put("Content-Type", kind)
