"""Cases for tests: facts as checks report them, and whole examinations against a described world."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.case import Case, Policy
from bot.examine import examine
from bot.knowledge.book import Book
from bot.knowledge.schema import Cause
from bot.model import Diagnosis, Evidence, Finding, Moment, Report, Request, Statement
from bot.probing.offline import Offline
from bot.probing.replay import Replay
from tests._facts import facts_of
from tests._knowledge import shipped

BOOK = shipped().book
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
MOMENT = Moment(written=NOW, now=NOW)
BEARER = "curl https://api.example.com/me -H 'Authorization: Bearer q7Yd93kfPz0aLmN4vB8x'"


def case(*causes: Cause, statements: tuple[Statement, ...] = (), **facts: dict[str, Any]) -> Case:
    """A case whose checks (``decode_token={…}``) found these facts; with a Book of these causes alone."""
    findings = {
        name: Finding(status=found.pop("status_word", "fail"), summary="", facts=facts_of(name, found))
        for name, found in ((name.replace("_", "-"), dict(found)) for name, found in facts.items())
    }
    if statements:
        findings["words"] = Finding(status="fail", summary="", statements=statements, about="pasted")
    request = Request(method="GET", url="https://api.example.com/me")
    book = Book(entries={"causes": {cause.id: cause for cause in causes}})
    report = Report(text="", requests=(request,))
    return Case(
        report=report, request=request, provider=None, book=book, moment=MOMENT, evidence=Evidence(findings=findings)
    )


async def diagnosed(paste: str, **world: Any) -> Diagnosis:
    """What is said to a paste; live against ``world`` (check id with ``_`` -> answer), else offline."""
    answers = {name.replace("_", "-"): answer for name, answer in world.items()}
    found = await examine(
        paste,
        book=BOOK,
        connect=Replay(answers, now=NOW) if world else Offline,
        moment=MOMENT,
        policy=Policy(live=bool(world)),
    )
    return found.diagnosis


def ids(diagnosis: Diagnosis) -> list[str]:
    """Its causes' ids, most probable first."""
    return [cause.id for cause in diagnosis.causes]
