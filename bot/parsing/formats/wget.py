"""wget commands -> requests (GNU Wget 1.x and wget2)."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field

from bot.model import Format, Problem, Request, Transfer
from bot.parsing._reading import MAX_REQUESTS, NOTHING, Reading
from bot.parsing.formats._code_values import Text
from bot.parsing.formats._place import commands, is_option, options_in, problems_of, unread
from bot.parsing.formats._snippet import Draft, request_of
from bot.parsing.shell.words import Word

FORMAT = Format("wget", "command")
MARKS = ("wget",)
_NAME = re.compile(r"(?<![\w./:\\-])(?:/usr/(?:local/)?bin/)?wget2?(?:\.exe)?(?=[ \t]+(?:\\\r?\n[ \t]*)?[\w'\"$-])")
_WITH_VALUE = frozenset("OoaUPtTwiBlARDQIXe") | frozenset(
    (
        *("header", "user", "password", "http-user", "http-password", "method", "post-data", "post-file"),
        *("body-data", "body-file", "user-agent", "referer", "load-cookies", "save-cookies", "output-document"),
        *("output-file", "append-output", "tries", "timeout", "wait", "input-file", "base", "level", "accept"),
        *("reject", "domains", "quota", "directory-prefix", "execute", "certificate", "private-key"),
        *("ca-certificate", "proxy-user", "proxy-password", "limit-rate", "bind-address", "max-redirect"),
        *("dns-timeout", "connect-timeout", "read-timeout", "waitretry", "secure-protocol", "ciphers"),
    )
)
_URL = re.compile(r"(?:https?://\S|localhost\b|[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?]|$)|\$\{?\w+)", re.IGNORECASE)
_FILES = ("post-file", "body-file", "load-cookies", "input-file", "i", "certificate", "private-key")


@dataclass
class _Command:
    urls: list[Word] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    prose: int | None = None  # where a word begins that is no argument any more


def read(text: str) -> Reading:
    """Every wget command that names an address."""
    requests: list[Request] = []
    problems: list[Problem] = []
    spans: list[tuple[int, int]] = []
    for command in commands(text, _NAME):
        parsed = _parsed(command.words[1:])
        if len(requests) >= MAX_REQUESTS or not parsed.urls:
            continue
        for url in parsed.urls[: MAX_REQUESTS - len(requests)]:
            requests.append(_request(parsed, url))
            spans.append((command.start, parsed.prose or command.end))
        problems += [*problems_of(command), *unread(filter(None, map(parsed.options.get, _FILES)))]
    return Reading(requests=tuple(requests), problems=tuple(problems), spans=tuple(spans)) if requests else NOTHING


def _parsed(words: tuple[Word, ...]) -> _Command:
    found = _Command()
    waiting = deque(words)
    while waiting:
        word = waiting.popleft()
        if is_option(word):
            for name, value in options_in(word.text, waiting, _WITH_VALUE):
                found.headers += [value] * (name == "header")
                found.options[name] = value
        elif _URL.match(word.text):
            found.urls.append(word)
        elif found.urls:
            found.prose = word.start
            break
    return found


def _request(command: _Command, word: Word) -> Request:
    options = command.options
    url = word.text if "://" in word.text else f"http://{word.text}"
    draft = Draft(FORMAT, url=Text(url), method=options.get("method", ""))
    for line in command.headers:
        name, _, value = line.partition(":")
        draft.put(name.strip(), Text(value.strip()))
    for name in ("post-data", "body-data"):
        if name in options:
            draft.body = Text(options[name])
            draft.method = draft.method or "POST"
            if name == "post-data" and not draft.has("Content-Type"):
                draft.put("Content-Type", Text("application/x-www-form-urlencoded"))
    draft.method = draft.method or ("POST" if "post-file" in options else "GET")
    agent = options.get("user-agent", options.get("U"))
    draft.put("User-Agent", Text(agent) if agent else None)
    user = options.get("http-user", options.get("user"))
    if user is not None:
        draft.put_basic(Text(user), Text(options.get("http-password", options.get("password", ""))))
    insecure = "no-check-certificate" in options
    client_certificate = "certificate" in options
    transfer = Transfer(follow_redirects=True, insecure=insecure, client_certificate=client_certificate, netrc=True)
    return request_of(draft, transfer)[0]
