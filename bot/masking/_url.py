"""A URL, or a part of one, cut into what is known to be harmless and what may be secret. Everything that shows a URL or
sends one asks here: the parse output, commands, the record, and the probes that carry nothing secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from bot.lists import words_of
from bot.masking._harmless import is_flag, is_harmless_query, is_plain, is_plain_name
from bot.masking._secret import is_sample, mask
from bot.masking._shapes import find
from bot.url import ends_early

_URL = re.compile(
    r"(?P<head>[A-Za-z][\w+.-]*:/{0,3})?(?:(?P<userinfo>[^/?#\s]*)@)?(?P<rest>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.S,
)
_HOST = re.compile(
    r"(?:[\w.{}$<>…-]+|\[[0-9A-Fa-f:.]{2,45}\]|\[[A-Za-z_ -]{1,40}\])(?::(?:\d{0,5}|[{$<][\w{}$<>]{1,40}))?"
)
_BOT = re.compile(r"(?i:bot)(?=\d+:)")
# Behind these the next path segment is a secret, unless it is a word of _ORDINARY; behind a hook all further are.
_BEFORE = words_of("""
access-token access_token activate api-key api_key apikey auth cap capability code codes confirm d feed ical ics
invitation invitations invite invites j k key keys l link links login magic magic-link nonce otp p pass passcode
passphrase passwd password passwords pin private psw pwd r reset s secret secrets session sessions share shared sig
signature signin sso t ticket tickets token tokens u unsubscribe verification verify
""")
_HOOKS = words_of("hook hooks incoming-webhook incoming-webhooks triggers webhook webhookb2 webhooks")
_ORDINARY = words_of("""
access access_token all api authorization authorize callback catch certs changes check config create current data
default deliveries events github gitlab index info introspect introspection issue jwks key keys list login logout me
metadata new oauth oauth2 openid password payments permissions pings preview public realms refresh register reset
revoke rotate saml search secret secrets self services session sessions settings sign slack start state status stripe
test tests ticket tickets token tokens types url urls user userinfo users validate validity verify version versions
web whoami
""")


@dataclass(frozen=True, slots=True)
class UrlPart:
    """A piece of a URL as it stands. ``kind`` '' is known harmless; else userinfo, host, path, name, query, fragment.

    ``name`` is that of a parameter whose value it is; of a path the segment before it.
    """

    text: str
    kind: str = ""
    name: str = ""

    @property
    def value(self) -> str:
        """The text without its escapes, however often they were put."""
        return undone(self.text)


def undone(text: str) -> str:
    """``text`` without percent escapes, however often they were put (three times at most)."""
    for _ in range(3):
        bare = unquote(text)
        if bare == text:
            return text
        text = bare
    return text


def parts_of(url: str) -> tuple[UrlPart, ...]:
    """The pieces of a URL in order; their texts together are the URL."""
    match = _URL.fullmatch(url)
    if match is None or ends_early(url):
        return (UrlPart(url, "url"),)
    return tuple(_parts(match))


def rebuilt(url: str, change: Callable[[UrlPart], str]) -> str:
    """``url`` with ``change`` of each piece that is not known to be harmless in its place."""
    return "".join(change(part) if part.kind else part.text for part in parts_of(url))


def mask_url(url: str) -> str:
    """``url`` with everything masked that is not known to be harmless."""
    return rebuilt(url, lambda part: mask(part.text, part.kind))


def dotted_url(url: str) -> str:
    """``url`` with an ellipsis for everything that is not known to be harmless, and no userinfo."""
    shown = "".join("…" if part.kind else part.text for part in parts_of(url) if part.kind != "userinfo")
    return shown.replace("://@", "://")


def _parts(match: re.Match[str]) -> Iterator[UrlPart]:
    head, rest = match["head"] or "", match["rest"]
    yield UrlPart(head)
    if match["userinfo"] is not None:
        yield from _doubted(match["userinfo"], "userinfo")
        yield UrlPart("@")
    has_host = bool(head.rstrip("/") != head or match["userinfo"] is not None or _is_host(rest.partition("/")[0]))
    if has_host:
        host = rest.partition("/")[0]
        cut = "@" in rest and "." not in host  # a userinfo that a slash in its password has cut in two
        yield UrlPart(host, "host" if host and (cut or not _HOST.fullmatch(host)) else "")
        rest = rest[len(host) :]
    yield from _path(rest)
    if match["query"]:
        yield UrlPart("?")
        yield from _query(match["query"][1:])
    if match["fragment"]:
        yield UrlPart("#")
        yield from _doubted(match["fragment"][1:], "fragment")


def _is_host(text: str) -> bool:
    return bool(_HOST.fullmatch(text)) and ("." in text.strip(".") or text.lower().startswith("localhost"))


def _doubted(text: str, kind: str, name: str = "") -> Iterator[UrlPart]:
    yield UrlPart(text, "" if not text or is_sample(undone(text)) else kind, name)


def _path(path: str) -> Iterator[UrlPart]:
    before, opaque, hook = "", 0, False
    for index, whole in enumerate(path.split("/")):
        if index:
            yield UrlPart("/")
        segment, *matrix = whole.split(";")
        word = undone(segment)
        is_told = before in _BEFORE or hook or opaque > 1
        is_known = is_plain(word) and "@" not in word[1:] and not find(word)
        is_secret = not (is_known and (not is_told or _is_told_plain(word)))
        yield from _segment(segment, "path" if is_secret else "", before)
        for parameter in matrix:
            yield UrlPart(";")
            yield from _parameter(parameter)
        opaque = opaque + 1 if is_secret else 0
        hook = hook or word.lower() in _HOOKS
        before = word.lower()


def _is_told_plain(word: str) -> bool:
    """Whether a word stays one behind what announces a secret."""
    lower = word.lower()
    return not lower or lower in _ORDINARY or lower in _BEFORE or lower in _HOOKS or is_sample(word) or _is_v(lower)


def _is_v(word: str) -> bool:
    return re.fullmatch(r"v\d{1,2}(?:\.\d{1,2})?|\d", word) is not None


def _segment(segment: str, kind: str, name: str) -> Iterator[UrlPart]:
    bot = _BOT.match(segment) if kind else None
    if bot:
        yield UrlPart(bot.group())
    yield UrlPart(segment[bot.end() if bot else 0 :], kind, name)


def _query(query: str) -> Iterator[UrlPart]:
    for piece in re.split(r"([&;])", query):
        if piece in {"&", ";"}:
            yield UrlPart(piece)
        else:
            yield from _parameter(piece)


def _parameter(pair: str) -> Iterator[UrlPart]:
    name, equals, value = pair.partition("=")
    if not equals:
        yield UrlPart(name, "" if not name or is_flag(name) else "query")
        return
    shown = is_plain_name(undone(name)) or is_sample(undone(name))
    yield UrlPart(name, "" if shown else "name")
    yield UrlPart("=")
    is_harmless = shown and is_harmless_query(undone(name), value) and not find(undone(value))
    yield from ([UrlPart(value)] if is_harmless else _doubted(value, "query", undone(name)))
