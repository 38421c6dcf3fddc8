"""What ``.netrc`` says that is pasted beside a command which reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.auth.basic import basic
from bot.model import Problem, Request
from bot.parsing._reading import PROBLEMS, make_request
from bot.regex import lazy
from bot.url import host_of

UNSEEN = Problem(code="file", text="--netrc takes the user name and password from a file, which is not in the paste")
LACKING = Problem(code="no-netrc-entry", text=PROBLEMS["no-netrc-entry"])
_ENTRY = lazy(
    r"(?<!\S)(?:machine\s{1,9}(?P<host>[\w.:-]{1,253})|default)"
    r"(?P<rest>(?:\s{1,9}(?:login|password|account)\s{1,9}(?:\"[^\"\n]{1,400}\"|[^\s\"]\S{0,400})){1,3}+)"
)
_FIELD = lazy(r"(?P<name>login|password|account)\s{1,9}(?:\"(?P<quoted>[^\"\n]{1,400})\"|(?P<bare>\S{1,401}))")


def with_netrc(requests: list[Request], text: str) -> tuple[list[Request], bool]:
    """``requests`` with what the pasted entry for their host adds; whether there are entries, and none for any host."""
    if not any(map(_reads, requests)):
        return requests, False
    entries = [*_entries(text)]
    found = [_with(request, entries) if _reads(request) else request for request in requests]
    return found, bool(entries) and found == requests


def problems_of(problems: Iterable[Problem], requests: list[Request], *, lacking: bool) -> Iterator[Problem]:
    """``problems`` without the word that the file is not there, where it is."""
    is_read = any(request.transfer.netrc and request.header("authorization") for request in requests)
    for problem in problems:
        if problem != UNSEEN:
            yield problem
        elif not is_read:
            yield LACKING if lacking else problem


def passwords_in(text: str) -> tuple[str, ...]:
    """Those of all entries, whoever reads them."""
    return tuple(pair.partition(":")[2] for _, pair in _entries(text)) if "login" in text else ()


def _reads(request: Request) -> bool:
    """Whether its client would look the host up, and ask with nothing else: a user name alone is looked up with it."""
    is_open = all(one.location == "userinfo" and one.secret.reveal().endswith(":") for one in request.credentials)
    return request.transfer.netrc and is_open and request.transfer.scheme in ("", "basic")


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """(host, ``user:password``) in order; the host of the entry for all others is ''."""
    for entry in _ENTRY.finditer(text):
        fields = {one["name"]: one["quoted"] or one["bare"] for one in _FIELD.finditer(entry["rest"])}
        if fields.keys() >= {"login", "password"}:
            yield (entry["host"] or "").lower(), f"{fields['login']}:{fields['password']}"


def _with(request: Request, entries: list[tuple[str, str]]) -> Request:
    user = next((one.secret.reveal() for one in request.credentials), "")
    asked = host_of(request.url).lower()
    pairs = [pair for host in (asked, "") for name, pair in entries if name == host and pair.startswith(user)]
    if not pairs:
        return request
    headers = (*request.headers, ("Authorization", basic(pairs[0])))
    made = make_request(request.format, request.method, request.url, headers, request.body, transfer=request.transfer)
    return replace(made, shell=request.shell)
