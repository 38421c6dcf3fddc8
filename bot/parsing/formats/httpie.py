"""HTTPie and xh commands -> requests: ``http POST host/path Name:value key==query field=text -a user:password``."""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from bot.model import Format, Problem, Request, Transfer
from bot.parsing._reading import MAX_REQUESTS, NOTHING, Reading
from bot.parsing.formats._code_values import Text
from bot.parsing.formats._place import commands, is_option, options_in, problems_of, unread
from bot.parsing.formats._snippet import Draft, request_of
from bot.parsing.shell.words import Word

FORMAT = Format("httpie", "command")
MARKS = ("http ", "https ", "xh ", "xhs ")
_NAME = re.compile(r"(?<![\w./:\\-])(?:https?|xhs?)(?=[ \t]+(?:\\\r?\n[ \t]*)?[\w'\"$:/{<-])")
_WITH_VALUE = frozenset(
    (
        *("a", "A", "p", "s", "o", "P", "auth", "auth-type", "bearer", "print", "style", "session"),
        *("session-read-only", "proxy", "max-redirects", "timeout", "output", "verify", "ssl", "ciphers", "cert"),
        *("cert-key", "default-scheme", "raw", "pretty", "format-options", "boundary", "response-charset"),
        *("response-mime", "max-headers", "cert-key-pass", "resolve", "interface", "http-version"),
    )
)
_ITEM = re.compile(r"(?P<name>(?:[^\\:=@;\s]|\\.)++)(?P<kind>:=@|=@|:=|==|:|=|@|;$)(?P<value>.*)\Z", re.DOTALL)
_ADDRESS = re.compile(
    r"(?:https?://\S|:\d*(?:/|$)|localhost\b|[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?]|$)|[$%{][\w:{]\S*/|\$\w+$)", re.I
)
_FORM = frozenset({"form", "multipart", "f"})
_METHOD = re.compile(r"[A-Za-z]{3,10}\Z")


@dataclass
class _Command:
    address: Word | None = None
    method: str = ""
    items: list[tuple[str, str, str]] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    prose: int | None = None  # where a word begins that is no argument any more


def read(text: str) -> Reading:
    """Every HTTPie or xh command; prose that has the word http in it gives none."""
    requests: list[Request] = []
    problems: list[Problem] = []
    spans: list[tuple[int, int]] = []
    for command in commands(text, _NAME):
        parsed = _parsed(command.words[1:])
        if parsed is None or len(requests) >= MAX_REQUESTS:
            continue
        requests.append(_request(parsed, is_secure=command.words[0].text.startswith(("https", "xhs"))))
        files = (value for _, kind, value in parsed.items if "@" in kind)
        problems += [*problems_of(command), *unread(files)]
        ends = [at for at in (parsed.prose, command.end) if at is not None and at > command.start]
        spans.append((command.start, ends[0] if ends else command.start))
    return Reading(requests=tuple(requests), problems=tuple(problems), spans=tuple(spans)) if requests else NOTHING


def _parsed(words: tuple[Word, ...]) -> _Command | None:
    """The command, or None when the words are no command but prose."""
    found = _Command()
    waiting = deque(words)
    positional: list[Word] = []
    while waiting:
        word = waiting.popleft()
        if is_option(word):
            found.options |= options_in(word.text, waiting, _WITH_VALUE)
        elif found.address is None and not positional and _METHOD.match(word.text) and not _ADDRESS.match(word.text):
            positional.append(word)
        elif found.address is None:
            if not _ADDRESS.match(word.text):
                return None
            found.address = word
        elif item := _ITEM.match(word.text):
            found.items.append((re.sub(r"\\(.)", r"\1", item["name"]), item["kind"], item["value"]))
        else:
            found.prose = word.start
            return None if not (found.items or found.options) and not positional else _with_method(found, positional)
    return _with_method(found, positional)


def _with_method(found: _Command, positional: list[Word]) -> _Command | None:
    if found.address is None:
        return None
    found.method = positional[0].text.upper() if positional else ""
    return found


def _request(command: _Command, *, is_secure: bool) -> Request:
    draft = Draft(FORMAT, method=command.method, url=Text(_url(command, is_secure=is_secure)))
    data = [item for item in command.items if item[1] in ("=", ":=")]
    for name, kind, value in command.items:
        if kind == ":" and value:
            draft.put(name, Text(value.strip()))  # as HTTPie finalises it
        elif kind == ";":
            draft.put(name, Text(""))
        elif kind == "==":
            draft.params.append((name, Text(value)))
    if "raw" in command.options:
        draft.body = Text(command.options["raw"])
    elif data:
        _data(draft, data, is_form=not _FORM.isdisjoint(command.options))
    has_file = any("@" in kind for _, kind, _ in command.items)
    draft.method = draft.method or ("POST" if draft.body or has_file else "GET")
    _auth(draft, command.options)
    proxied = "verify" in command.options and command.options["verify"].lower() in ("no", "false")
    follow = "follow" in command.options or "F" in command.options
    return request_of(draft, Transfer(scheme=draft.scheme, insecure=proxied, follow_redirects=follow, netrc=True))[0]


def _url(command: _Command, *, is_secure: bool) -> str:
    assert command.address is not None
    url = command.address.text
    if "://" in url:
        return url
    scheme = command.options.get("default-scheme", "https" if is_secure else "http")
    if url.startswith(":"):
        rest = url[1:]
        return f"{scheme}://localhost{':' if rest[:1].isdigit() else ''}{rest}"
    return f"{scheme}://{url}"


def _data(draft: Draft, data: list[tuple[str, str, str]], *, is_form: bool) -> None:
    if is_form:
        draft.body = Text("&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, _, value in data))
        if not draft.has("Content-Type"):
            draft.put("Content-Type", Text("application/x-www-form-urlencoded; charset=utf-8"))
        return
    content = {name: _json(value) if kind == ":=" else value for name, kind, value in data}
    draft.body = Text(json.dumps(content))
    if not draft.has("Content-Type"):
        draft.put("Content-Type", Text("application/json"))


def _json(value: str) -> object:
    try:
        return json.loads(value) if value.count("[") + value.count("{") < 32 else value
    except (ValueError, RecursionError):
        return value


def _auth(draft: Draft, options: dict[str, str]) -> None:
    kind = (options.get("A") or options.get("auth-type") or "basic").lower()
    given = options.get("a") or options.get("auth")
    token = options.get("bearer")
    if token or (given and kind in ("bearer", "jwt")):  # the plug-in for JWTs takes a colon behind the token
        value = token or (given or "").removesuffix(":")
        draft.put_bearer(Text(value) if value else None)
    elif given:
        draft.put_pair(Text(given))
        draft.scheme = kind
