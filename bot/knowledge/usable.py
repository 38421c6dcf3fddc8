"""An operator's entry -> why no Book can be made with it: an expression that may stand still, a value that fails."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from bot.knowledge._hosts import LONGEST_HOST
from bot.knowledge.book import Book, at_home
from bot.knowledge.linear import LONGEST_TEXT, complaint
from bot.knowledge.schema import CredentialFormat, Entry, Provider
from bot.model import Report, Response

_SHOWN = 80
_HOST, _VALUE = "api.example.test", "0" * 40


def unusable(kind: str, name: str, entry: Entry) -> tuple[str, str]:
    """The value that is at fault, or '' when it is no single one, and the sentence; ('', '') for a good entry.

    Tests hold the built-in entries to the same, so that this need not be asked of them.
    """
    for shown, regex, longest in _expressions(entry):
        if wrong := complaint(regex, longest):
            return shown, f"{shown[:_SHOWN]} {wrong}"
    try:
        _use(Book(entries=MappingProxyType({kind: MappingProxyType({name: entry})})))
    except Exception as fault:  # whatever it is: one entry must not stop the program
        return "", f"cannot be used ({type(fault).__name__})"
    return "", ""


def _expressions(entry: Entry) -> Iterator[tuple[str, str, int]]:
    """Every pattern that an entry brings, as it is written and as a regular expression, and the longest text for it."""
    if isinstance(entry, CredentialFormat):
        yield entry.regex, entry.regex, LONGEST_TEXT
    elif isinstance(entry, Provider):
        yield from ((form.regex, form.regex, LONGEST_TEXT) for form in entry.credentials)
        yield from ((host, at_home(host).pattern, LONGEST_HOST) for home in entry.homes for host in home.hosts)


def _use(book: Book) -> None:
    """Make every index of a Book, and ask each."""
    book.formats_of(_VALUE)
    book.prefix_of(_VALUE)
    book.provider_at(f"https://{_HOST}/a?b=c")
    book.near_host(_HOST)
    book.home_of(_HOST)
    book.contact_for(_HOST)
    book.provider_of(Report(text=_VALUE))
    book.statements_in(Response(status=401, headers=(("A", _VALUE),), body=_VALUE), None)
    book.marks_in(Response(status=401))
