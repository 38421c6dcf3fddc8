"""Cases for headlines: rows of headlines.yaml, and every example of the knowledge as the program diagnoses it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import msgspec

from bot.case import Case
from bot.knowledge.book import Book
from bot.knowledge.load import builtin_folder, files_in, read_file
from bot.knowledge.rehearse import NOW, case_of, diagnosed
from bot.knowledge.schema import Cause, Examples
from bot.model import Evidence, Finding, Moment, Report, Request, Statement
from bot.parsing.formats.curl import FORMAT
from bot.parsing.parse import parse


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
    findings = {check: Finding(status="fail", summary="", facts=facts) for check, facts in found.items()}
    if row.statement:
        words = Statement(source="nginx", quote="its words", causes=(row.statement,), confidence=1)
        findings["words"] = Finding(status="fail", summary="", statements=(words,))
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


async def told(book: Book) -> AsyncIterator[Told]:
    """Every example of every entry that has a cause."""
    for file in files_in(builtin_folder()):
        entry, _ = read_file(file, examples=True)
        examples: Examples = getattr(entry, "examples", Examples())
        for example in (*examples.match, *examples.no_match):
            found = await diagnosed(example, book)
            if found.diagnosis.causes:
                first = book.causes[found.diagnosis.causes[0].id]
                yield Told(f"{file.kind}/{file.id}: {example.name}", first, case_of(found, book))
