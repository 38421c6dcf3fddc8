"""Every file of the knowledge base proves itself: a new file is a new test, with no Python written."""

from __future__ import annotations

from functools import cache

import pytest

from bot.authoring.lint import Shelf, both_ways, lint_entry
from bot.authoring.rehearse import rehearse
from bot.authoring.survey import steps_named
from bot.knowledge.book import Book
from bot.knowledge.load import File, Library, builtin_folder, files_in, read_file, text_of
from tests._knowledge import shipped
from tests.checks._bench import undeclared
from tests.knowledge._told import faults, told_of

FILES = list(files_in(builtin_folder()))
CHECKLIST = {
    "Check that this is the right API key or token": "compare-with-dashboard",
    "look for typos": "compare-with-dashboard",
    "dashboard of your account": "compare-with-dashboard",
    "ask the provider": "compare-with-dashboard",
    "Put the token in the right header": "send-in-header",
    '-H "{header.start}$TOKEN"': "send-in-header",
    "refresh the expired": "refresh-token",
    "Follow the documentation of the API itself": "read-provider-page",
    "Correct the typo in the URL": "fix-host",
    "Flush the DNS cache": "flush-dns",
    "ipconfig /flushdns": "flush-dns",
    "dscacheutil -flushcache": "flush-dns",
    "killall -HUP mDNSResponder": "flush-dns",
    "resolvectl flush-caches": "flush-dns",
    "Clear cookies and cache": "clear-browser-cache",
    "Log out and log in again": "log-out-and-in",
    "Contact the administrator or the support when none of this helps": "contact-support-with-evidence",
}
SEED_CAUSES = (
    "credential-missing",
    "token-expired",
    "permission-insufficient",
    "ip-blocked",
    "cached-response",
    "server-misconfigured",
)


@cache
def shelf() -> Shelf:
    """What the entries may refer to."""
    book = shipped().book
    return Shelf(book, steps_named(book))


@pytest.mark.corpus
@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.kind}/{file.id}")
async def test_entry_is_clean_and_its_examples_hold(file: File, book: Book) -> None:
    """An entry has the right shape, refers to what exists, has examples either way, and each of them holds.

    What is said of each is short and shows no secret, and conditions can refer to all that its checks report.
    """
    entry, fault = read_file(file, examples=True)
    assert fault is None
    assert entry is not None
    assert [str(each) for each in lint_entry(entry, text_of(file.path), shelf())] == []
    assert both_ways(entry) == ""
    ran = [each async for each in rehearse(file.kind, entry, book)]
    assert [f"{verdict.example}: {verdict.words}" for verdict, _ in ran if not verdict.holds] == []
    told = [each for verdict, found in ran for each in told_of(verdict.example, found, book)]
    assert [(each.name, *fault) for each in told for fault in faults(each)] == []
    assert [(verdict.example, fact) for verdict, found in ran if found for fact in undeclared(found.evidence)] == []


def test_nothing_is_broken(library: Library) -> None:
    """All files of the built-in knowledge load."""
    assert library.faults == ()


@pytest.mark.parametrize("words", CHECKLIST, ids=CHECKLIST.values())
def test_the_checklist_is_findable_by_its_words(words: str, book: Book) -> None:
    """Each line of the support team's checklist stands in the step that it belongs to."""
    step = book.steps[CHECKLIST[words]]
    commands = step.commands
    assert words in "\n".join((step.text, commands.any, commands.windows, commands.macos, commands.linux))


@pytest.mark.parametrize("cause", SEED_CAUSES)
def test_the_causes_of_the_checklist_are_there(cause: str, book: Book) -> None:
    """The six causes that the support team works from are known, each with steps."""
    assert len(book.causes[cause].steps) >= 2


def test_the_contract_has_62_causes(book: Book) -> None:
    """The contract names 62 cause ids, and the knowledge has exactly as many."""
    assert len(book.causes) == 62


def test_there_is_common_ground(book: Book) -> None:
    """At least 130 providers and 30 frameworks or gateways are known."""
    assert len(book.providers) >= 130
    assert len(book.frameworks) >= 30
