"""Two places of one paste that do not fit each other: what is read and what is set, what is named and what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

_MOST = 40
_KEYS = re.compile(r"(?:KEY|TOKEN|SECRET|PASSWORD|PASS|PAT)$")
_READ = re.compile(
    r"(?:process\.env\.|process\.env\[[\"']|os\.environ(?:\.get\(|\[)[\"']|\b(?:os\.)?getenv\([\"']"
    r"|\bENV(?:\[|\.fetch\()[\"']|(?<![\w.])env\([\"']|System\.getenv\(\"|Deno\.env\.get\([\"']|import\.meta\.env\.)"
    r"([A-Z][A-Z0-9_]{2,60})\b"
)
# Of the environment: NAME=value without blanks, ENV NAME value, $env:NAME = value, NAME: value in YAML
_PUT = re.compile(
    r"^[ \t>]*(?:\$ )?(?:(?:export |set )?(?=\w+=)|ENV (?=\w+[ =])|\$env:(?=\w+ ?=)|(?:- )?(?=\w+: ))"
    r"([A-Z][A-Z0-9_]{2,60})[=: ]{1,3}(?P<value>\S[^\n]{0,400})$",
    re.MULTILINE,
)
_IS_TAKEN = re.compile(r"[\"']?\$|.*(?:env\b|environ|secrets\.)", re.IGNORECASE)  # it comes from another variable
_ALL_ALIKE = frozenset(("API", "KEY", "TOKEN", "AUTH", "PAT", "VITE", "REACT", "APP", "NEXT", "NUXT", "PUBLIC", "EXPO"))
_USED = re.compile(r"imagePullSecrets\b(?:[^\w\n]{0,6}\s{0,4}[^\w]{0,12}name\W{1,6}[a-z0-9][\w.-]{1,60}){1,8}")
_ITEM = re.compile(r"name\W{1,6}([a-z0-9][\w.-]{1,60})")
_MADE = re.compile(r"create secret docker-registry ([a-z0-9][\w.-]{1,60})")
_LISTED = re.compile(r"^([a-z0-9][\w.-]{1,60})[ \t]{1,40}kubernetes\.io/dockerc", re.MULTILINE)
_DOCUMENT = re.compile(r"^---", re.MULTILINE)
_NAME = re.compile(r"^[ \t]{1,8}name: ([a-z0-9][\w.-]{1,60})", re.MULTILINE)
_STORED = re.compile(
    r"(?:local|session)Storage\.setItem\(\s?(['\"]\w{1,40}['\"])\s?,\s?JSON\.stringify\(\s?[\w.]{0,60}(?:token|jwt)\w{0,20}\s?\)",
    re.IGNORECASE,
)


def compared(text: str) -> Iterator[tuple[str, str]]:
    """(fact of shown-values, its words) for each such pair of places."""
    yield from _variables(text)
    listed = [name for match in islice(_USED.finditer(text), _MOST) for name in _ITEM.findall(match.group())]
    used = set(listed)
    there = set(_pull_secrets(text)) if used else set()
    is_elsewhere = any(_occurs(name, text) > listed.count(name) for name in used)  # where it may be made
    if there and not used & there and not is_elsewhere:
        yield "pull_secret", f"imagePullSecrets names {min(used)}, and the secret is called {min(there)}"
    for match in islice(_STORED.finditer(text), _MOST):
        if "JSON.parse(" not in text and f"Storage.getItem({match[1]}" in text:
            yield "quotes", "`JSON.stringify` puts quotation marks round the stored token, and they are sent with it"


def _variables(text: str) -> Iterator[tuple[str, str]]:
    """A credential's variable that the program reads and nothing sets, where one of nearly the same name is set."""
    reads = [match[1] for match in islice(_READ.finditer(text), _MOST)]
    read = set(reads)
    found = [match for match in islice(_PUT.finditer(text), _MOST) if read and not _IS_TAKEN.match(match["value"])]
    put = {match[1] for match in found}
    for name in sorted(read - put):
        if not _bare(name) or not _KEYS.search(name) or _occurs(name, text) > reads.count(name):
            continue  # it stands elsewhere too, so it may be set there
        alike = [one for one in put - read if _bare(one) == _bare(name) and not ("PUBLIC" in one and "SECRET" in name)]
        if len(alike) == 1 and _KEYS.search(alike[0]):
            yield "elsewhere", f"the program reads {name}, and what is set is {alike[0]}"


def _occurs(name: str, text: str) -> int:
    return len(re.findall(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", text))


def _bare(name: str) -> tuple[str, ...]:
    """The words of a variable's name that tell one credential from another: a SECRET is no KEY, a SECRET_KEY is one."""
    return tuple(word for word in name.replace("SECRET_KEY", "KEY").split("_") if word not in _ALL_ALIKE)


def _pull_secrets(text: str) -> Iterator[str]:
    """Names of registry logins that the paste makes, lists or describes; other types of secrets are none."""
    for pattern in (_MADE, _LISTED):
        yield from (match[1] for match in islice(pattern.finditer(text), _MOST))
    for document in _DOCUMENT.split(text)[:_MOST]:
        if "kind: Secret" in document and "kubernetes.io/dockerc" in document and (name := _NAME.search(document)):
            yield name[1]
