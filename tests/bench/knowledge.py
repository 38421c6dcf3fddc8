"""How long all knowledge takes to load and one text to match, and what ten and a hundred times as many entries cost."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import msgspec

from bot.knowledge.book import Book, Entries
from bot.knowledge.load import Library
from bot.knowledge.schema import Entry, Framework, Provider
from bot.model import Response
from tests.bench._table import Row

_TIMES = 10
_FEW = 3  # where one time is seconds
_LOADED_MS = 250
_TEXT = (
    "Since this morning our nightly job gets 401 from https://api.githib.com/user\n"
    'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token"\n\n'
    '{"message": "Bad credentials", "documentation_url": "https://docs.github.com/rest"}\n'
) * 20


def run() -> Iterator[Row]:
    """Loading and matching, each beside the same with the entries as they are."""
    gc.set_threshold(100_000)  # as ``auth401 check`` does: what is loaded stays
    library = Library()
    number = sum(map(len, library.book.entries.values()))
    yield Row(f"load {number} entries, files to Book and indexes", _best(_loaded), "ms", most=_LOADED_MS)
    yield Row("look for changes", _best(library.refresh), "ms")
    one = library.book
    for times in (10, 100):
        entries = multiplied(one, times)
        yield Row(
            f"indexes of {times} times the providers, literals",
            _best(lambda entries=entries: _everything(Book(entries=entries)), _FEW),  # type: ignore[misc]
            "ms",
            _best(lambda: _everything(Book(entries=one.entries)), _FEW),
            "as they are",
            times,
        )
        many = Book(entries=entries)
        for name, work in _WORK.items():
            work(one), work(many)
            yield Row(
                f"{name}, {times} times",
                _best(partial(work, many)),
                "ms",
                _best(partial(work, one)),
                "as they are",
                times,
            )


def multiplied(book: Book, times: int) -> Entries:
    """The book's entries, and ``times`` - 1 renamed copies of each provider and framework, with words of their own."""
    entries: Entries = {kind: dict(found) for kind, found in book.entries.items()}
    for kind in ("providers", "frameworks"):
        for name, entry in book.entries[kind].items():
            for number in range(1, times):
                entries[kind][f"{name}-{number}"] = _renamed(entry, number)
    return entries


def _renamed(entry: Entry, number: int) -> Entry:
    assert isinstance(entry, Provider | Framework)
    answers = tuple(msgspec.structs.replace(each, match=f"{each.match} {number}") for each in entry.answers)
    changed: dict[str, Any] = {"id": f"{entry.id}-{number}", "answers": answers}
    if isinstance(entry, Provider):
        changed["hosts"] = tuple(_other(host, number) for host in entry.hosts)
        changed["credentials"] = tuple(
            msgspec.structs.replace(form, regex=f"x{number}{form.regex}") for form in entry.credentials
        )
    return msgspec.structs.replace(entry, **changed)


def _other(host: str, number: int) -> str:
    labels = host.split(".")
    labels[-2] = f"{labels[-2]}{number}" if "*" not in labels[-2] else labels[-2]
    return ".".join(labels)


def _loaded() -> None:
    book = Library().book
    _everything(book)


def _everything(book: Book) -> None:
    response = Response(status=401, headers=(("WWW-Authenticate", "Bearer"),), body=_TEXT)
    book.statements_in(response, None)
    book.provider_at("https://api.github.com/user")
    book.near_host("api.githib.com")
    book.formats_of("ghp_" + "0" * 36)


_WORK: dict[str, Callable[[Book], object]] = {
    "words of a text of 4 KB": lambda book: book.statements_in_text(_TEXT[:4096], None),
    "whose host it is": lambda book: book.provider_at("https://api.github.com/user"),
    "which host it looks like": lambda book: book.near_host("api.githib.com"),
    "which form a credential has": lambda book: book.formats_of("ghp_" + "0" * 36),
    "all of it": _everything,
}


def _best(work: Callable[[], object], runs: int = _TIMES) -> float:
    """Milliseconds of processor time, the best of several runs."""
    times = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        times.append((time.process_time() - begun) * 1000)
    return min(times)
