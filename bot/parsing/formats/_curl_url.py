"""The text of a URL -> what curl asks for: globs, scheme, userinfo, normal form (lib/urlapi.c, src/tool_urlglob.c)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv6Address
from itertools import islice, product
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

import idna

from bot.regex import lazy
from bot.unicode import as_bytes
from bot.url import ends_early, without_dot_segments

MAX_URLS = 20
_URL = lazy(
    r"(?:([A-Za-z][A-Za-z0-9+.-]{0,39}):(/{1,3})(?!/))?([^/?#]*+)([^?#]*+)(?:\?([^#]*+))?(?:#.*+)?\Z", re.DOTALL
)
_PLAIN = lazy(
    r"(https?)://[a-z][a-z0-9-]*+(?:\.[a-z0-9-]++)*+(/(?!\.)(?:[A-Za-z0-9_~,:@!$&'()*+;=.-]++|/(?!\.))*+)?"
    r"(?:\?([!-\"$-Z\\^-z|~]*+))?\Z"
)
_JUNK = lazy(r"[\x00-\x20\x7f]")
_HOST_PORT = lazy(r"(\[[^\]]*+\]|[^:]*+)(?::([0-9]*+))?\Z")
_BAD_HOST = lazy(r"[ \r\n\t/:#?!@{}\[\]\\$'\"^`*<>=;,+&()|%]|\.\.\Z|\A\.?\Z")
_NUMBER = lazy(r"(?:0[xX]([0-9A-Fa-f]{1,8})|0([0-7]{1,11})|(\d{1,10}))\Z")
_GUESSED = {"ftp.": "ftp", "dict.": "dict", "ldap.": "ldap", "imap.": "imap", "smtp.": "smtp", "pop3.": "pop3"}
_PORTS = {"http": "80", "https": "443"}
_PLACEHOLDER = lazy(
    r"\{(?:[A-Za-z][\w.-]*+ [\w .-]*+)?\}|\[(?:[A-Z][A-Z0-9]|[A-Za-z][a-z0-9]{0,40}[ _](?=\w))[\w .-]*+\]"
)
_ESCAPE = lazy(r"%[0-9a-fA-F]{2}")
_NOT_ASCII = lazy(r"[^\x00-\x7f]++")
_GLOB = lazy(
    r"(?P<text>[^\\\[\]{}]++|\[(?=[^\]:]*+:[^\]:]*+:)[0-9A-Fa-f:.]++(?:%[\w.-]*+)?\]|\[\])"
    r"|\\(?P<escaped>[\[\]{}])|(?P<backslash>\\)"
    r"|\{(?:<[^>]{1,64}>)?(?P<set>(?:[^\\{}\[\]]++|\\.)++)\}"
    r"|\[(?:<[^>]{1,64}>)?(?:(?P<first>\d{1,19})-[ ]*(?P<last>\d{1,19})(?::(?P<step>\d{1,19}))?"
    r"|(?P<from>[A-Za-z])-(?P<to>[A-Za-z])(?::(?P<by>\d{1,3}))?)\]"
)
_SET_ITEM = lazy(r"(?:[^\\,]++|\\.)*+")
_ESCAPED = lazy(r"\\(.)")
_IPFS = lazy(r"(ip[fn]s)://([^/?#]++)(?:/(?=[?#]|\Z))?(.*+)\Z", re.DOTALL | re.IGNORECASE)


class UnaskedError(ValueError):
    """curl itself does not ask for this URL; the message says why, without quoting it. ``code`` is a Problem's."""

    def __init__(self, why: str, code: str = "curl-refuses") -> None:
        super().__init__(why if code != "curl-refuses" else f"curl refuses this URL: {why}")
        self.code = code


class Target(NamedTuple):
    """One URL in its normal form, without userinfo and fragment; ``user`` and ``password`` are percent-decoded."""

    url: str
    scheme: str
    path: str
    query: str | None
    user: str | None = None
    password: str | None = None


def globbed(text: str) -> tuple[list[str], bool]:
    """The URLs that curl's globbing makes of ``text``, at most ``MAX_URLS``, and whether there were more.

    Raises ``RefusedError`` for a glob that curl does not take.
    """
    if "[" not in text and "{" not in text and "}" not in text and "]" not in text:
        return [text], False
    pieces: list[list[str]] = []
    position = 0
    while position < len(text):
        match = _GLOB.match(text, position)
        if match is None:
            raise UnaskedError("the URL holds a brace or bracket that is no glob; curl wants it escaped, or -g")
        pieces.append(_choices(match))
        position = match.end()
    found = list(islice(product(*pieces), MAX_URLS + 1))
    return ["".join(parts) for parts in found[:MAX_URLS]], len(found) > MAX_URLS


def holds_place(text: str) -> bool:
    """Whether a placeholder such as ``{API key}`` stands in ``text`` behind its host."""
    authority = (text.partition("://")[2] or text).partition("/")[0]
    return _PLACEHOLDER.search(text) is not None and not _PLACEHOLDER.search(authority) and not _JUNK.search(authority)


def _choices(match: re.Match[str]) -> list[str]:
    if match["set"] is not None:
        return _set(match["set"])
    if match["first"] is not None:
        return _numbers(match["first"], match["last"], match["step"])
    if match["from"] is not None:
        letters = _steps(ord(match["from"]), ord(match["to"]), match["by"])
        return [chr(letter) for letter in letters]
    return [match["text"] or match["escaped"] or match["backslash"]]


def _set(inner: str) -> list[str]:
    items, position = [], 0
    while position <= len(inner):
        match = _SET_ITEM.match(inner, position)
        if match is None:
            break
        items.append(_ESCAPED.sub(r"\1", match[0]))
        position = match.end() + 1
    return items[: MAX_URLS + 1]


def _numbers(first: str, last: str, step: str | None) -> list[str]:
    width = len(first) if first[0] == "0" else 0
    return [f"{number:0{width}d}" for number in _steps(int(first), int(last), step)]


def _steps(first: int, last: int, step: str | None) -> Iterator[int]:
    by = int(step) if step else 1
    if by == 0 or first > last or (first == last and by != 1) or (first != last and by > last - first):
        raise UnaskedError("the range in the URL goes nowhere")
    return islice(range(first, last + 1, by), MAX_URLS + 1)


def plain_url(text: str) -> Target | None:
    """The Target of a URL in which nothing is left to guess or to put in order: the way of nearly all; else None."""
    match = _PLAIN.match(text)
    if match is None:
        return None
    scheme, path, query = match.groups()
    if path is None:
        at = len(text) if query is None else match.start(3) - 1
        return Target(f"{text[:at]}/{text[at:]}", scheme, "/", query)
    return Target(text, scheme, path, query)


def through_gateway(text: str, gateway: str) -> str:
    """What is asked of the gateway for an ``ipfs://`` or ``ipns://`` URL; any other as it is (src/tool_ipfs.c)."""
    match = _IPFS.match(text)
    if match is None or not gateway:
        return text
    if "?" in gateway:
        raise UnaskedError("the gateway's URL has a query")
    return f"{gateway}{'' if gateway.endswith('/') else '/'}{match[1].lower()}/{match[2]}{match[3]}"


def read_url(text: str, *, default_scheme: str = "", path_as_is: bool = False, checked: bool = True) -> Target:
    """The URL ``text`` as curl reads it; raises ``RefusedError`` with curl's reason.

    One whose userinfo ends early is given as it stands: what curl takes for its host is a piece of a password.

    ``checked`` is false for a URL that holds an unset variable: then its host may have any form.
    """
    if checked and _JUNK.search(text):
        raise UnaskedError("the URL holds a blank or a control character")
    match = _URL.match(text)
    if match is None:
        raise UnaskedError("the URL has a wrong number of slashes")
    scheme, _, authority, path, query = match.groups()
    user, password, rest = _userinfo(authority)
    if ends_early(text):
        user, password, _ = _userinfo(authority if "@" in authority else f"{authority}@")
        return Target(text, (scheme or "").lower(), path, query, user, password)
    host, port = _host_port(rest, checked=checked)
    scheme = (scheme or default_scheme or _guess(host)).lower()
    if scheme not in _PORTS:
        shown = f"{scheme}:" if len(scheme) <= 8 else "the URL"
        raise UnaskedError(f"{shown} is not HTTP; only http and https are understood", "unsupported-scheme")
    path = _normal_path(path or "/")
    if not path_as_is:
        path = without_dot_segments(path)
    shown = f":{port}" if port and port != _PORTS.get(scheme) else ""
    url = f"{scheme}://{host}{shown}{path}" + ("" if query is None else f"?{query}")
    return Target(url, scheme, path, query, user, password)


def _normal_path(path: str) -> str:
    """``path`` as it is sent: bytes beyond ASCII escaped, escapes in capitals."""
    if not path.isascii():
        path = _NOT_ASCII.sub(lambda match: quote(as_bytes(match[0])), path)
    return _ESCAPE.sub(lambda match: match[0].upper(), path) if "%" in path else path


def _userinfo(authority: str) -> tuple[str | None, str | None, str]:
    info, at, rest = authority.partition("@")
    if not at:
        return None, None, authority
    user, colon, password = info.partition(":")
    return _decoded(user), _decoded(password) if colon else None, rest


def _decoded(text: str) -> str:
    return unquote_to_bytes(as_bytes(text)).decode("utf-8", "surrogateescape") if "%" in text else text


def _host_port(text: str, *, checked: bool) -> tuple[str, str]:
    match = _HOST_PORT.match(text)
    if match is None:
        if not checked:
            return text, ""
        raise UnaskedError("the port is not a number")
    host, port = match[1], match[2]
    if not checked:
        return host, port or ""
    if not host:
        raise UnaskedError("the URL names no host")
    if port and (len(port) > 5 or int(port) > 65535):
        raise UnaskedError("the port is beyond 65535")
    return _normal_host(host), str(int(port)) if port else ""


def _normal_host(host: str) -> str:
    if host[0] == "[":
        return _ipv6(host[1:-1])
    if "%" in host:
        host = _decoded(host)
    if _BAD_HOST.search(host) or _JUNK.search(host):
        raise UnaskedError("the host name holds a character that no host name has")
    if not host.isascii():
        return _ascii_host(host)
    return (_ipv4(host) or host) if host[0].isdigit() else host


def _ascii_host(host: str) -> str:
    try:
        return idna.encode(host, uts46=True, transitional=False).decode()
    except (idna.IDNAError, UnicodeError):
        raise UnaskedError("the host name is no valid internationalised name") from None


def _ipv6(inner: str) -> str:
    address = inner.partition("%")[0]
    try:
        return f"[{IPv6Address(address).compressed}]"
    except ValueError:
        raise UnaskedError("the address in brackets is no IPv6 address") from None


def _ipv4(host: str) -> str | None:
    """The dotted form of a numeric address (``2130706433``, ``0x7f.1``, ``127.1``), or None when it is a name."""
    parts = host.removesuffix(".").split(".")
    if len(parts) > 4:
        return None
    numbers = []
    for part in parts:
        match = _NUMBER.match(part)
        if match is None:
            return None
        hexadecimal, octal, decimal = match.groups()
        numbers.append(int(hexadecimal, 16) if hexadecimal else int(octal, 8) if octal else int(decimal))
    *head, last = numbers
    if any(number > 255 for number in head) or last >= 256 ** (5 - len(numbers)):
        return None
    value = sum(number << (24 - 8 * index) for index, number in enumerate(head)) + last
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def _guess(host: str) -> str:
    return next((scheme for prefix, scheme in _GUESSED.items() if host[:5].lower().startswith(prefix)), "http")


def with_query(url: str, query: str | None, more: str) -> str:
    """``url`` (without fragment) with ``more`` added to its query, up to a ``#``; escapes in ``more`` in capitals."""
    more = more.partition("#")[0]
    more = _ESCAPE.sub(lambda match: match[0].upper(), more)
    if not (query or more):
        return url.removesuffix("?")
    if query is None:
        return f"{url}?{more}"
    return f"{url}{'&' if query and not query.endswith('&') else ''}{more}"
