"""Requests of code snippets: put together from calls and assignments, then handed out as a Reading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from bot.auth.basic import basic
from bot.masking import Secret
from bot.model import Credential, CredentialKind, Format, Problem, Request, Transfer
from bot.parsing._reading import MAX_REQUESTS, NOTHING, PROBLEMS, Reading, make_request
from bot.parsing.formats._code_values import (
    Call,
    Items,
    Map,
    Text,
    Value,
    as_headers,
    plain_of,
    string_of,
    text_of,
    unset_in,
    unset_problems,
)
from bot.parsing.shell.words import line_end
from bot.regex import lazy
from bot.url import joined

_LOOKED_AT = 400  # characters of a line that decide
_ABSOLUTE = lazy(r"(?:http|ws)s?://\S", re.IGNORECASE)
_HOST = lazy(
    r"(?:(?:\$\{[^}]*\}|\{[^}]*\}|\$\w+|#\{[^}]*\})(?=[/:?])|[\w-]+(?:\.[\w-]+)+(?::\d+)?(?=[/?]|$)|localhost\b)"
)
_HOST_IN = lazy(r"(?:(?:http|ws)s?://(?:[^/?#@\s]*@)?([^/?#\s]+)|(\$\{[^}]*\}))", re.IGNORECASE)
_REST_CLIENT = lazy(r"\bRestClient(?:::\w+)?\.(?:get|post|put|patch|delete|head|execute)[ (]{1,3}[\"'a-z:]")
_CLOSED = lazy(r"[\s)\]};,]{0,12}")
_REFUSAL = lazy(r"(?<![\w.])40[137]\b|unauthori[sz]ed|unauthenticated", re.IGNORECASE)
_OF_HEADERS = lazy(r"(?:proxy-)?authorization$|x-(?:api-?key|auth(?:-\w+)?|access-token)$", re.IGNORECASE)
_TYPOGRAPHIC = lazy("[“”„‘’]")
_CODE_LINE = lazy(
    r"^\s*(?:$|<\?php|\?>|[\])}>]|//|\#(?!\#)|/\*|\*/|\$\w|@\w|(?:import|from|using|var|let|const|def|class|print|puts|p|func|package|public|private"
    r"|static|final|try|catch|except|finally|if|else|elif|for|with|async|await|return|defer|go|require|use|echo|raise|throw"
    r"|console|System|fmt|Console|response|res|resp|result|data|val|fun|end|do|begin|rescue|unset|namespace|log)\b[^?]*$)"
    r"|[;{(,\[]\s*$|^\s*[\w.$>\[\]'\"-]+\s*(?::=|=|->)|^\s*\.\w+\("
    r"|^\s*['\"][^'\"\n]{0,200}['\"]\s*(?::|=>|,?$)|^\s*\w+(?:(?:\.|->|::)\w+)+\(|^\s*[\w-]+\s*:\s*['\"\[{]"
)
_TELLING = lazy(r"(?:[A-Za-z'][a-z']{0,15}[ ,:]{1,2}){3,}\Z")
_TOLD = lazy(
    r"\s*(?:Invoke-(?:RestMethod|WebRequest)|(?:the )?"
    r"(?:response|resp|res|result|output|error|body|answer|antwort|réponse|respuesta|resposta|reply|log)"
    r"(?: body| text| is)?) ?(?::|->|→)\s*(?:$|[\[{<\"'\d])",
    re.IGNORECASE,
)


@dataclass
class Draft:
    """A request while it is put together from statements."""

    format: Format
    method: str = ""
    url: Text | None = None
    headers: list[tuple[str, Text]] = field(default_factory=list)
    params: list[tuple[str, Text]] = field(default_factory=list)
    body: Text | None = None
    basic: tuple[Text, Text] | None = None
    scheme: str = ""
    misplaced: bool = False  # headers stand where the client takes them for something else
    start: int = 0
    end: int = 0

    def begun(self, start: int, end: int) -> Draft:
        """A request of the client that was given this: its headers, parameters and authentication."""
        draft = Draft(self.format, headers=list(self.headers), params=list(self.params), start=start, end=end)
        draft.basic, draft.scheme = self.basic, self.scheme
        return draft

    def reach(self, start: int, end: int) -> None:
        """It stands at least from ``start`` to ``end``."""
        self.start, self.end = min(self.start, start), max(self.end, end)

    def has(self, name: str) -> bool:
        """Is a header field of this name (any case) set?"""
        return any(key.lower() == name.lower() for key, _ in self.headers)

    def put(self, name: str, value: Text | None) -> None:
        """Set a header field, in place of one of the same name."""
        if value is not None and name:
            self.headers = [pair for pair in self.headers if pair[0].lower() != name.lower()]
            self.headers.append((name, value))

    def put_all(self, value: Value | None) -> None:
        """Set every header field of a map, or of a list of ``Name: value`` lines or pairs."""
        for name, text in as_headers(value).items():
            self.put(name, text)
        if isinstance(value, Items):
            self._put_listed(value)
        elif isinstance(value, Text):
            self._put_lines(value)

    def _put_listed(self, value: Items) -> None:
        for item in value.values:
            if isinstance(item, Items) and len(item.values) == 2:
                self.put(string_of(item.values[0]), text_of(item.values[1]))
            elif (line := text_of(item)) is not None:
                self._put_lines(line)

    def _put_lines(self, text: Text) -> None:
        for line in text.value.splitlines():
            name, colon, content = line.partition(":")
            if colon:
                self.put(name.strip(), Text(content.strip(), tuple(name for name in text.unset if name in content)))

    def put_basic(self, user: Value | None, password: Value | None) -> None:
        """Authenticate with a user name and a password (RFC 7617)."""
        self.basic = (text_of(user) or Text(""), text_of(password) or Text(""))

    def put_pair(self, pair: Text) -> None:
        """Authenticate with ``user:password``."""
        user, _, password = pair.value.partition(":")
        self.put_basic(Text(user, pair.unset), Text(password))

    def put_bearer(self, token: Value | None) -> None:
        """Authenticate with a bearer token (RFC 6750 section 2.1)."""
        text = text_of(token)
        if text is not None:
            self.put("Authorization", Text(f"Bearer {text.value}", text.unset))

    def put_query(self, value: Value | None) -> None:
        """Append the pairs of a map to the query."""
        if isinstance(value, Map):
            self.misplaced = self.misplaced or has_headers(value)
            self.params += [(name, text) for name, inner in value.pairs if (text := text_of(inner)) is not None]

    def put_json(self, value: Value | None, *, compact: bool = False) -> None:
        """A body that is serialised as JSON; nothing for None."""
        if value is None or (not isinstance(value, Map | Items) and text_of(value) is None):
            return
        self.misplaced = self.misplaced or has_headers(value)
        content = json.dumps(plain_of(value), separators=(",", ":") if compact else None)
        self.body = Text(content, unset_in(value))
        if not self.has("Content-Type"):
            self.put("Content-Type", Text("application/json"))

    def put_form(self, value: Value | None) -> None:
        """A body that is a form, or a text as it is; nothing for None."""
        if isinstance(value, Map):
            self.misplaced = self.misplaced or has_headers(value)
            pairs = [(name, text_of(inner)) for name, inner in value.pairs]
            self.body = Text("&".join(f"{quote_plus(name)}={quote_plus(text.value)}" for name, text in pairs if text))
            if value.pairs and not self.has("Content-Type"):
                self.put("Content-Type", Text("application/x-www-form-urlencoded"))
        elif value is not None and not isinstance(value, Call):
            self.body = text_of(value)


@dataclass
class Snippet:
    """The requests that the statements so far describe, and what the client was given that sends them."""

    shared: Draft
    base: Text | None = None
    home: str = ""  # the host that what is shared goes to
    open: Draft | None = None  # which the next statements may go on with
    done: list[Draft] = field(default_factory=list)

    def renew(self, base: Text | None = None) -> None:
        """Another client is made, which has nothing of those before."""
        self.shared, self.base, self.home = Draft(self.shared.format), base, ""

    def begun(self, url: Text | None, start: int, end: int) -> Draft:
        """A request of the client to ``url``, with what it was given: that is for the host of its base or first call.

        What a client holds is never taken for another host's, though some programs send it to all.
        """
        asked = host_in(url)
        self.home = self.home or host_in(self.base) or asked
        return (self.shared if asked in ("", self.home) else Draft(self.shared.format)).begun(start, end)


def host_in(url: Text | None) -> str:
    """Host and port of an address, or the variable in their place; '' for a path."""
    found = _HOST_IN.match(url.value) if url else None
    return (found[1] or found[2]).lower() if found else ""


def statements(found: Iterable[re.Match[str]], done: Sequence[Draft]) -> Iterator[re.Match[str]]:
    """What is found in order, until more requests are ``done`` than are read."""
    for match in found:
        yield match
        if len(done) > MAX_REQUESTS:
            return


def is_rest_client(text: str) -> bool:
    """Whether the snippet calls Ruby's RestClient, whose names other languages' clients share."""
    return _REST_CLIENT.search(text) is not None


def has_headers(value: Value | None) -> bool:
    """Whether a map that is no header map holds headers: ``{headers: {…}}`` with a credential, or Authorization."""
    if not isinstance(value, Map):
        return False
    inner = value.get("headers")
    held = inner.pairs if isinstance(inner, Map) else ()
    return any(_OF_HEADERS.match(name) for name, _ in (*value.pairs, *held)) or isinstance(inner, Map)


def is_address(text: Text | None, base: Text | None = None) -> bool:
    """Could this be where a request goes?"""
    if text is None:
        return False
    return bool(_ABSOLUTE.match(text.value) or base or text.value.startswith("/") or _HOST.match(text.value))


def joined_url(base: Text | None, path: Text | None) -> Text | None:
    """``path`` as clients with a base address resolve it: put behind the base, which may be a name that both have."""
    if base is None or path is None or _ABSOLUTE.match(path.value) or (base.unset and base.value in path.value):
        return path if path is not None else base
    return Text(base.value.rstrip("/") + "/" + path.value.lstrip("/"), base.unset + path.unset)


def resolved_url(base: Text | None, path: Text | None) -> Text | None:
    """``path`` relative to ``base`` as RFC 3986 section 5.2 resolves it."""
    if base is None or path is None or _ABSOLUTE.match(path.value):
        return path if path is not None else base
    return Text(joined(base.value, path.value), base.unset + path.unset)


def reading(text: str, drafts: Iterable[Draft]) -> Reading:
    """The drafts that have an address, as requests; the code around them is consumed with them."""
    requests: list[Request] = []
    problems: list[Problem] = []
    spans: list[tuple[int, int]] = []
    floor = 0
    for draft in sorted(drafts, key=lambda draft: draft.start):
        if draft.url is None or not is_address(draft.url) or len(requests) >= MAX_REQUESTS:
            continue
        request, unset = request_of(draft, Transfer(scheme=draft.scheme))
        if draft.misplaced and not any(one.location.startswith("header:") for one in request.credentials):
            problems.append(Problem(code="headers-misplaced", text=PROBLEMS["headers-misplaced"]))
        requests.append(request)
        problems += unset_problems(unset)
        if request.url.startswith("/"):
            problems.append(Problem(code="relative-url", text=PROBLEMS["relative-url"]))
        span = _code_around(text, max(draft.start, floor), max(draft.end, draft.start, floor), floor)
        spans.append(span)
        floor = span[1]
    if not requests:
        return NOTHING
    if any(_TYPOGRAPHIC.search(text, *span) for span in spans):
        problems.append(Problem(code="smart-quotes", text=PROBLEMS["smart-quotes"]))
    return Reading(requests=tuple(requests), problems=tuple(dict.fromkeys(problems)), spans=tuple(spans))


def request_of(draft: Draft, transfer: Transfer) -> tuple[Request, list[str]]:
    """The request that the draft describes, and the names of what it does not know."""
    assert draft.url is not None
    unset = list(draft.url.unset)
    url = _with_query(draft.url.value.strip(), draft.params)
    if not _ABSOLUTE.match(url) and not url.startswith("/") and "://" not in url:
        url = f"https://{url}" if _HOST.match(url) and url[0] not in "${#" else url
    headers = [(name, value.value.replace("\r", "").replace("\n", " ")) for name, value in draft.headers]
    unset += [name for _, value in (*draft.headers, *draft.params) for name in value.unset]
    if draft.basic:
        user, password = draft.basic
        unset += user.unset + password.unset
        if draft.scheme in ("", "basic") and not draft.has("Authorization"):
            headers.append(("Authorization", basic(f"{user.value}:{password.value}")))
    placed = _challenged(draft)
    body = (draft.body.value or None) if draft.body else None
    unset += draft.body.unset if draft.body else ()
    method = draft.method.upper() or ("POST" if body else "GET")
    return make_request(draft.format, method, url, headers, body, credentials=placed, transfer=transfer), unset


def _challenged(draft: Draft) -> tuple[Credential, ...]:
    """The pair of a scheme that sends nothing before the challenge is known (RFC 7616 section 3.3)."""
    if draft.basic is None or draft.scheme in ("", "basic"):
        return ()
    user, password = draft.basic
    kind: CredentialKind = "digest" if draft.scheme == "digest" else "other"
    secret = Secret(f"{user.value}:{password.value}", kind)
    return (Credential(kind=kind, location="header:Authorization", secret=secret, scheme=draft.scheme),)


def _with_query(url: str, params: list[tuple[str, Text]]) -> str:
    if not params:
        return url
    query = "&".join(f"{quote_plus(name)}={quote_plus(value.value, safe='${}')}" for name, value in params)
    address, hash_mark, fragment = url.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{query}{hash_mark}{fragment}"


def _code_around(text: str, start: int, end: int, floor: int) -> tuple[int, int]:
    """The lines of code that ``start``:``end`` belongs to, none of them before ``floor``."""
    begin = text.rfind("\n", floor, start) + 1 or floor
    before = text[begin:start][-_LOOKED_AT:]
    if not _CODE_LINE.search(before) and (_REFUSAL.search(before) or _TELLING.match(before)):
        begin = floor = start - len(before.rpartition(" ")[2])  # told on the same line
    for _ in range(200):
        above = text.rfind("\n", floor, begin - 1) + 1 or floor
        if begin <= floor or above >= begin or not _CODE_LINE.search(text[above:begin].rstrip("\n")[:_LOOKED_AT]):
            break
        begin = above
    stop = line_end(text, end)
    closed = _CLOSED.match(text, end)
    if closed and _REFUSAL.search(text, closed.end(), stop):
        return begin, closed.end()
    for _ in range(200):
        below = line_end(text, stop + 1)
        line = text[stop + 1 : below]
        if stop >= len(text) or not _CODE_LINE.search(line[:_LOOKED_AT]) or line.lstrip().startswith(("{", "[", "<")):
            break
        if _TOLD.match(line) and not line[:1].isspace():  # what came back, not an entry of a table
            break
        stop = below
    return begin, stop
