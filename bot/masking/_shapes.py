"""The forms by which a secret is known though nobody named it: prefixes, JWTs, PEM blocks, assignments, random runs.

Most patterns are for small letters and run on the text in small letters, which is many times faster than ignoring case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from bot.lists import phrases
from bot.masking import _placed
from bot.masking._harmless import is_harmless_query
from bot.masking._prefixes import PREFIX
from bot.masking._random import is_random
from bot.masking._secret import Secret, is_sample, is_secretive
from bot.masking._views import View, layers
from bot.url import ends_early

Span = tuple[int, int, str]  # start, end, kind

# What the name of a secret ends with.
_NAMES = (
    r"(?:key(?:[_-]?id)?|token|secret|passw(?:or)?d|passphrase|pwd|credentials?|signature|assertion|jwt|session(?:[_-]?id)?|"
    r"sessid)"
)
NAME_WORDS = phrases("""
    key, token, secret, passw, passphrase, pwd, credential, signature, assertion, jwt, sess
""")
_JWT = re.compile(r"eyJ(?<![A-Za-z0-9_-]eyJ)[\w-]{4,}\.[\w-]{2,}(?:\.[\w-]*){0,3}")
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{1,40}-----")
SCHEME_WORDS = (
    *("bearer", "basic", "token", "digest", "apikey", "api-key", "dpop", "negotiate", "ntlm", "hmac", "sso-key"),
    *("genie-key", "geniekey", "bot", "key"),
)
_SCHEME = re.compile(
    rf"(?P<scheme>{'|'.join(SCHEME_WORDS)})"
    r"(?:[ \t]+|%20|\+)(?P<value>(?!--?[a-z])[a-z0-9\-._~+/%!|:]{8,}=*)"
)
_QUOTED = re.compile(
    rf"[\"'][a-z0-9_.-]{{0,60}}?{_NAMES}[\"']\s{{0,8}}(?::|=>|=)\s{{0,8}}[bu]?"
    r"([\"'])(?P<value>[^\"'\n]{4,4096})\1"
)
_ESCAPED = re.compile(
    rf"\\{{1,3}}\"[a-z0-9_.-]{{0,60}}?{_NAMES}\\{{1,3}}\"\s{{0,8}}:\s{{0,8}}\\{{1,3}}\"(?P<value>[^\"\\\n]{{4,4096}})"
)
_ASSIGNED = re.compile(
    rf"{_NAMES}(?P<op>[ \t]{{0,4}}(?::=|=>|[=:])[ \t]{{0,4}})(?P<quote>[\"']?)"
    r"(?P<value>[^\s\"'<>&,;(){}\[\]]{4,4096})"
)
_SAID = re.compile(
    r"(?:key|token|secret|password|passphrase|pass|pw)[ \t]{0,3}(?:\b(?:is|was|here|like|below)|=|:)[ \t:]{1,4}[\"'`]?"
    r"(?P<value>[^\s\"'`<>,;()]{6,4096})"
)
_PROVIDED = re.compile(
    r"(?:key|token|secret|password|credential)s?\b[^\n:.]{0,20}\b(?:provided|supplied|given|received|submitted|used)\s{0,3}:"
    r"\s{0,3}[\"'`]?(?P<value>[^\s\"'`<>]{6,4096})"
)
_USERINFO = re.compile(r"://(?P<value>[^\s/?#@\"'<>]{1,1024})@[\w\[]")
_TO_THE_LAST_AT = re.compile(r"://(?P<value>[^\s\"'<>`]{1,1024})@[\w-]{1,64}(?:\.[\w-]{1,64}){0,9}")
_BASIC_OPTION = re.compile(
    r"(?<![\w-])(?:-u|--user|--oauth2-bearer|--proxy-user|-U)(?:[ \t]+|=)[\"']?(?P<value>(?!\[)[^\s\"']{3,1024})"
)
_QUERY = re.compile(r"[?&;](?P<name>[A-Za-z0-9_.~\[\]%-]{1,64})=(?P<value>(?!\[)[^\s&#\"'<>`;\\)\]]{1,4096})")
# What od -c, xxd and hexdump print of a value
_DUMPED = re.compile(
    r"^[ \t]{0,8}[0-9a-f]{7,8}(?P<value>(?:[ \t]{1,4}\S{1,3}){4,16}"
    r"|:?[ \t]{1,3}(?:[0-9a-f]{2,4}[ \t]{1,2}){4,16}[^\n]{0,40})"
    r"[ \t]{0,8}$",
    re.MULTILINE,
)
_SHORTEST = 4  # ?a=b
TOKEN = re.compile(r"[A-Za-z0-9_.~+-]{10,}|1//0[A-Za-z0-9_-]{10,}")
RUN = re.compile(r"[A-Za-z0-9_+/=.~%-]{20,}")
_WORD_AFTER_SCHEME = re.compile(
    r"(?:auth\w*|realm.*|scheme\w*|token\w*|credential\w*|header\w*|challenge\w*|access|error.*|methods?|"
    r"format\w*|required|"
    r"missing|invalid|expired|value\w*|instead|prefix\w*|placeholder|followed|together|whatever|security|"
    r"verification|"
    r"[a-z]{1,14}['’]?[a-z]{0,2}[.,:!?]?)",
    re.IGNORECASE,
)


def find(text: str) -> list[Span]:
    """The spans of ``text`` that look like secrets, in order and without overlaps. Linear in the text."""
    if len(text) < _SHORTEST:
        return []
    (_, plain), *undone = _seen(text)
    if not undone:
        return plain
    return _joined([*plain, *((*view.span(start, end), kind) for view, found in undone for start, end, kind in found)])


def _seen(text: str) -> Iterator[tuple[View, list[Span]]]:
    """What looks like a secret, in the text as it stands; and with its escapes undone, where only a secret's own form
    is looked at: an ``@`` that was escaped parts nothing."""
    for view in layers(text):
        yield view, _joined(_candidates(text) if view.chars is text else _formed(view.chars))


def _joined(found: Iterable[Span]) -> list[Span]:
    spans: list[Span] = []
    position = -1
    for start, end, kind in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= position:
            spans.append((start, end, kind))
            position = end
        elif end > position:
            first, _, known = spans[-1]
            spans[-1] = (first, end, known)
            position = end
    return spans


def secrets_in(text: str) -> tuple[Secret, ...]:
    """What looks like a secret in a text, in order, each once.

    The value of an unknown parameter is masked where it stands, but known as a secret only when it looks like one:
    its parts would else be hidden everywhere, and a link's are those of host names.
    """
    found = ((view.chars[start:end], kind) for view, spans in _seen(text) for start, end, kind in spans)
    return tuple(dict.fromkeys(Secret(value, kind) for value, kind in found if kind != "query" or _is_no_link(value)))


def _is_no_link(value: str) -> bool:
    return is_secretive(value) and "://" not in value and "%3a" not in value.lower()


def _candidates(text: str) -> Iterator[Span]:
    lower = lowered(text)
    if "-----BEGIN " in text:
        yield from _pems(text)
    if "0000000" in text:
        yield from ((*match.span("value"), "dump") for match in _DUMPED.finditer(text))
    if "@" in text:
        yield from ((*match.span("value"), "userinfo") for match in _USERINFO.finditer(text))
        yield from (
            (*match.span("value"), "userinfo") for match in _TO_THE_LAST_AT.finditer(text) if ends_early(f"x{match[0]}")
        )
    yield from _schemed(text, lower)
    if any(word in lower for word in NAME_WORDS):
        yield from _named(text, lower)
    if "-u" in lower or "--" in text:
        yield from _optional(text)
    if "=" in text:
        yield from _queried(text)
    yield from _placed.find(text, lower)
    yield from _formed(text)


def _formed(text: str) -> Iterator[Span]:
    if "eyJ" in text:
        yield from ((*match.span(), "jwt") for match in _JWT.finditer(text))
    yield from _runs(text)


def lowered(text: str) -> str:
    """``text`` in small letters, each where it was: what would grow (``İ``) stays as it is."""
    lower = text.lower()
    return (
        lower
        if len(lower) == len(text)
        else "".join(small if len(small := char.lower()) == 1 else char for char in text)
    )


_NAME = r"(?:(?:[A-Za-z0-9_-]{1,63}\.){1,8}[A-Za-z]{2,24}|localhost|\d{1,3}(?:\.\d{1,3}){3})"
_BEHIND_SCHEME = re.compile(rf"//{_NAME}(?![^/])")
_PORT, _BEFORE_PORT = re.compile(r"\d{2,5}/"), re.compile(rf"(?<![A-Za-z0-9_.-]){_NAME}:\Z")
_HOST_BEHIND_USER = re.compile(r"(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w.-])")
_USER_BEFORE = re.compile(r"://[^\s/?#@]{0,200}@\Z")
_LONGEST_HOST = 256
_SEGMENT = re.compile(r"[^/]+")


def _runs(text: str) -> Iterator[Span]:
    """Unbroken runs that begin with a public prefix or look random."""
    for match in TOKEN.finditer(text):
        if is_prefixed(match):
            yield *match.span(), "token"
    for match in RUN.finditer(text):
        path = _path_in(match)
        if path is not None:
            yield from _pieces(text, path, match.end())
        elif is_random(match.group()):
            yield *match.span(), "secret"


def _path_in(run: re.Match[str]) -> int | None:
    """Where the path begins in a run that is the rest of an address (``//host/path``, ``8080/path``), or None."""
    text, start = run.string, run.start()
    if text[start - 1 : start] == "@":
        host = _HOST_BEHIND_USER.match(text, start, run.end())
        return host.end() if host and _USER_BEFORE.search(text, max(0, start - _LONGEST_HOST), start) else None
    if text[start - 1 : start] != ":":
        return None
    host = _BEHIND_SCHEME.match(text, start, run.end())
    if host is not None:
        return host.end()
    port = _PORT.match(text, start, run.end())
    return port.end() if port and _BEFORE_PORT.search(text, max(0, start - _LONGEST_HOST), start) else None


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """The segments of a path that look random; the host before it is no secret."""
    for piece in _SEGMENT.finditer(text, start, end):
        if is_random(piece.group()):
            yield *piece.span(), "secret"


def is_prefixed(token: re.Match[str]) -> bool:
    """Whether a match of ``TOKEN`` begins with a public prefix, with enough behind it to be a secret."""
    prefix = PREFIX.match(token.string, token.start())
    return prefix is not None and token.end() - prefix.end() >= 10


def _pems(text: str) -> Iterator[Span]:
    position = 0
    while opening := _PEM.search(text, position):
        close = text.find("-----END ", opening.end())
        end = text.find("-----", close + 9) + 5 if close >= 0 else 0
        position = end if end > 4 else len(text)
        yield opening.start(), position, "pem"


def _schemed(text: str, lower: str) -> Iterator[Span]:
    """The value after an auth-scheme: no word of a sentence about schemes."""
    for match in _SCHEME.finditer(lower):
        start, end = match.span("value")
        before = lower[match.start() - 1 : match.start()]
        if before.isalnum() or (before in {"_", "-", "["} and before):
            continue
        if not _WORD_AFTER_SCHEME.fullmatch(text, start, end) and not is_sample(text[start:end]):
            yield start, end, match["scheme"]


def _named(text: str, lower: str) -> Iterator[Span]:
    """Values that a name or a sentence calls secret."""
    for match in chain(_QUOTED.finditer(lower), _ESCAPED.finditer(lower)):
        start, end = match.span("value")
        if not is_sample(text[start:end]):
            yield start, end, "secret"
    for match in _ASSIGNED.finditer(lower):
        start, end = match.span("value")
        is_set = match["op"] in {"=", ":="} or match["quote"] or is_secretive(text[start:end])
        if is_set and not is_sample(text[start:end]):
            yield start, end, "secret"
    for match in _PROVIDED.finditer(lower):
        start, end = match.span("value")
        if not is_sample(text[start:end]):
            yield start, end, "secret"
    for match in _SAID.finditer(lower):
        start, end = match.span("value")
        if is_secretive(text[start:end]):
            yield start, end, "secret"


def _optional(text: str) -> Iterator[Span]:
    """The arguments of options that take a user and a password."""
    for match in _BASIC_OPTION.finditer(text):
        user, colon, password = match["value"].partition(":")
        if (colon and not (password and is_sample(password))) or is_random(user):
            yield *match.span("value"), "userinfo"


def _queried(text: str) -> Iterator[Span]:
    """The values of query parameters that nobody knows to be harmless."""
    for match in _QUERY.finditer(text):
        if not is_harmless_query(match["name"], match["value"]) and not is_sample(match["value"]):
            yield *match.span("value"), "query"
