"""text -> Report -> Evidence -> Diagnosis, on one screen: read this first."""

from __future__ import annotations

from bot.checks._case import Case, Policy
from bot.checks._run import gather, stage_zero
from bot.diagnosis.diagnose import diagnose, settled
from bot.knowledge.book import Book
from bot.model import Examination, Moment
from bot.parsing.parse import parse
from bot.probing.net import Net


async def examine(text: str, *, book: Book, net: Net, moment: Moment, policy: Policy) -> Examination:
    """Diagnose a paste. Raises nothing for bad input: what could not be read or asked is said in the values."""
    report = parse(text)
    case = Case(report=report, request=report.request, provider=book.provider_of(report), book=book,
                moment=moment, policy=policy)
    case = await stage_zero(case, net)
    if not settled(case):
        case = await gather(case, net)
    return Examination(report=report, evidence=case.evidence, diagnosis=diagnose(case))
