"""Keys, tokens and passwords that settings hold: whose place in a request is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.auth.names import is_of_a_store
from bot.masking import KNOWN_SCHEMES, Secret, is_password_name
from bot.model import Credential
from bot.parsing.credentials import is_key_name
from bot.regex import lazy

SCHEMES = "|".join(map(re.escape, sorted(KNOWN_SCHEMES, key=len, reverse=True)))
_KIND_NAME = lazy(r"auth(?:enti|$)", re.IGNORECASE)  # as a setting it names a way, not a credential
_KIND = lazy(
    r"[a-z]{2,20}(?:[A-Z][a-z]{1,20}){1,4}2?"
    r"|(?i:required|optional|enabled|disabled|anonymous|generic|none|oauth2?|jwt|api[-_]?key"
    rf"|{SCHEMES})"
)
_SETTING = lazy(
    r"^[ \t]*(?:-[ \t]+)?(?:export[ \t]+|set[ \t]+|\$env:)?"
    r"[\"']?(?://[^\s:=]{1,200}/:)?(?P<name>[A-Za-z_][\w./@-]{2,120})[\"']?[ \t]*(?P<mark>=>|[:=])[ \t]*"
    r"(?:[\"'](?P<quoted>[^\"'\n]{0,4096})[\"']|(?P<bare>[^\s\"'#{\[|>&*][^\n#]{0,4096}+))?"
    r"[ \t]*+[,;]?[ \t]*+(?:#[^\n]{0,200})?$",
    re.MULTILINE,
)
_BEFORE_COMMAND = lazy(  # NAME=value, maybe others, and a program or path: the value ends at the blank (POSIX, 2.9.1)
    r"(?P<value>(?=\S*\d)\S+)[ \t]+(?:[A-Za-z_]\w*=\S*[ \t]+)*+"
    r"(?:[a-z][a-z_+-]{1,20}[\d.]{0,5}|\S{0,80}/\S*)(?:[ \t].*)?"
)
_KEBAB = lazy(r"[a-z]+(?:-[a-z]+)+")
_NESTED = lazy(r"[ \t]{0,200}(?:- )?[\"']?[\w.-]{1,60}[\"']?:[ \t]{0,20}")
_LONGEST = 2_000  # characters above a field in which its section is looked for
_OF_SETTINGS = frozenset({"credentials", "bearer_token", "authtoken", "pat", "password", "api_key", "apikey"})
SWITCHES = frozenset({"true", "false", "yes", "no", "on", "off", "read", "write"})
_OF_FILES = lazy(
    r"file|path|phrase|url|uri|name$|type|id$|helper|store|public|provider|length|expir|ttl", re.IGNORECASE
)


def of_use(keys: Iterable[Credential]) -> tuple[Credential, ...]:
    """The keys that are set; where none is, those that are left empty."""
    found = tuple(keys)
    return tuple(key for key in found if key.secret.reveal()) or found


def settings(text: str) -> Iterator[Credential]:
    """The values of keys, tokens and passwords in settings; a name without a value has more below it."""
    for match in _SETTING.finditer(text):
        name = match["name"].rpartition("/")[2].lstrip("_")
        is_key = is_key_name(name) or name.lower() in _OF_SETTINGS or name.startswith("httpHeaderValue")
        if not is_key or _OF_FILES.search(name) or is_of_a_store(name, text):
            continue
        value = match["quoted"] if match["quoted"] is not None else _bare(match)
        if (not value and match["quoted"] is None and "=" not in match["mark"]) or value.lower() in SWITCHES:
            continue
        if names_kind(name, value):
            continue
        yield Credential(kind="api-key", location="text", secret=Secret(value.strip(), "token"))


def _bare(match: re.Match[str]) -> str:
    """A value without quotes; of one that is set for a command alone, without that command. Passwords hold blanks."""
    value = match["bare"] or ""
    is_shell = match.string[match.end("name") : match.start("bare")] == "=" and not is_password_name(match["name"])
    command = _BEFORE_COMMAND.fullmatch(value) if is_shell else None
    return command["value"] if command else value


def is_of_section(name: str, text: str, start: int) -> bool:
    """Is the name at ``start``, as settings are written (client-secret), nested in a section that holds no headers?"""
    if not _KEBAB.fullmatch(name) or name.startswith("x-"):
        return False
    *above, own = text[max(0, start - _LONGEST) : start].split("\n")
    deep = len(own) - len(own.lstrip(" \t"))
    for line in reversed(above):
        if line.strip() and len(line) - len(line.lstrip(" \t")) < deep:
            return "header" not in line.lower() and _NESTED.fullmatch(line) is not None
    return False


def names_kind(name: str, value: str) -> bool:
    """Does a setting of this name and value choose a way of authentication?"""
    return _KIND_NAME.match(name) is not None and _KIND.fullmatch(value) is not None
