"""Cases for headlines: rows of headlines.yaml, and examples of the knowledge as the program diagnoses them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import msgspec

from bot.authoring.rehearse import NOW, case_of
from bot.case import Case
from bot.diagnosis.headline import check_by, headline, line, sayable
from bot.knowledge.book import Book
from bot.knowledge.schema import LONGEST_CHECK_BY, LONGEST_HEADLINE, LONGEST_LINE, Cause, Step
from bot.masking import Scrubber
from bot.model import Evidence, Examination, Finding, Moment, Report, Request, Statement
from bot.parsing.formats.curl import FORMAT
from bot.parsing.parse import parse
from tests._facts import facts_of

MASK = re.compile(r"\[[^\]]{0,80}characters?\]|…[A-Za-z0-9]{4}\b")
STOCK = ("https://api.example.com", "YOUR_API_KEY", "the API's host", "://}", ":///")


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Facts as checks report them (``check-id.fact``; ``{seconds: 5400}`` is a span), and the headline that they make.

    ``text`` is the paste where its own words matter, ``statement``: the cause that a known literal of the answer
    names.
    """

    cause: str
    says: str
    facts: dict[str, Any] = {}
    host: str = ""
    provider: str = ""
    method: str = "GET"
    headers: dict[str, str] = {}
    text: str = ""
    statement: str = ""


@dataclass(frozen=True)
class Told:
    """One example of one entry, with the cause that came first."""

    name: str
    cause: Cause
    case: Case


def case_for(row: Row, book: Book) -> Case:
    """The case of a row: a request to its host, and findings with its facts."""
    found: dict[str, dict[str, Any]] = {}
    for path, value in row.facts.items():
        check, _, name = path.partition(".")
        found.setdefault(check, {})[name] = timedelta(**value) if isinstance(value, dict) else value
    findings = {
        check: Finding(status="fail", summary="", facts=facts_of(check, facts)) for check, facts in found.items()
    }
    if row.statement:
        words = Statement(source="nginx", quote="its words", causes=(row.statement,), confidence=1)
        findings["words"] = Finding(status="fail", summary="", statements=(words,), about="pasted")
    report = parse(row.text) if row.text else Report(text="")
    if row.host:
        request = Request(
            method=row.method, url=f"https://{row.host}/me", headers=tuple(row.headers.items()), format=FORMAT
        )
        report = replace(report, requests=(request,))
    provider = book.providers.get(row.provider)
    return Case(
        report=report,
        request=report.request,
        provider=provider,
        book=book,
        moment=Moment(written=NOW, now=NOW),
        evidence=Evidence(findings=findings),
    )


def told_of(name: str, found: Examination | None, book: Book) -> Iterator[Told]:
    """The example of this name, when it has a cause."""
    if found is not None and found.diagnosis.causes:
        yield Told(name, book.causes[found.diagnosis.causes[0].id], case_of(found, book))


def headline_of(each: Told) -> tuple[str, int]:
    """The cause, and the place of its headline that is said."""
    places = (place for place, said in sayable(each.cause, each.case) if len(said) <= LONGEST_HEADLINE)
    return each.cause.id, next(places, -1)


def lines_of(each: Told) -> Iterator[tuple[Step, str]]:
    """Each step of the cause, and its line here."""
    signs = (name for sign in each.cause.signs for name in sign.steps)
    for name in dict.fromkeys((*each.cause.steps, *signs)):
        entry = each.case.book.steps[name]
        yield entry, line(entry, each.case)


def faults(each: Told) -> Iterator[tuple[str, str]]:
    """What is wrong with headline, clause and lines: (what, the words).

    They fit their bounds; headline and clause hold no mask and no stock host and need no scrubbing; a line is one
    line, whole, without a secret.
    """
    secrets, scrubber = each.case.report.secrets, Scrubber(each.case.report.secrets)
    said, clause = headline(each.cause, each.case), check_by(each.cause, each.case)
    for words, longest in ((said, LONGEST_HEADLINE), (clause, LONGEST_CHECK_BY)):
        if not 0 < len(words) <= longest:
            yield "length", words
        if MASK.search(words):
            yield "mask", words
        if any(stock in words and stock not in each.case.report.text for stock in STOCK):
            yield "stock", words
        if scrubber.scrub_ours(words) != words:
            yield "secret", words
        if "{" in re.sub(r"[$#]?\{ ?\}|\{\{ \}\}", "", words):
            yield "template", words
    whole = [secret.reveal() for secret in secrets if len(secret.reveal()) > 8]
    for _, words in lines_of(each):
        if not 20 <= len(words) <= LONGEST_LINE:
            yield "length of a line", words
        if re.search(r"\n|  | [.,;:](?: |$)|:/{3}|: $", words):
            yield "torn line", words
        if any(secret in words for secret in whole):
            yield "secret in a line", words
