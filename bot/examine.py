"""text -> Report -> Evidence -> Diagnosis, on one screen: read this first."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace

from bot.case import NO_VOICES, Case, Policy, Voices, Watch, unwatched
from bot.checks._run import gather, stage_zero
from bot.diagnosis.diagnose import diagnose, settled
from bot.diagnosis.weigh import read_words
from bot.knowledge.book import Book
from bot.model import Examination, Moment, Request
from bot.parsing.parse import parse
from bot.probing.net import Net

Connect = Callable[[Request | None], AbstractAsyncContextManager[Net]]
Turn = Callable[[Request | None], AbstractAsyncContextManager[None]]


def at_once(_: Request | None) -> AbstractAsyncContextManager[None]:
    """The Turn of who need not wait."""
    return nullcontext()


async def examine(
    text: str,
    *,
    book: Book,
    connect: Connect,
    moment: Moment,
    policy: Policy,
    turn: Turn = at_once,
    watch: Watch = unwatched,
    channel: str = "",
    voices: Voices = NO_VOICES,
) -> Examination:
    """Diagnose a paste. ``connect`` opens the Net for the request in question; nothing is sent before a check asks.

    What the text alone does not settle waits for its ``turn``, before the time for a diagnosis begins; ``watch`` hears
    which checks run; ``channel`` is where it was asked, for whom to turn to; ``voices`` is what the team said of
    earlier answers. Raises nothing for bad input: what could not be read or asked is said in the values.
    """
    report = parse(text)
    case = Case(
        report=report,
        request=report.request,
        provider=book.provider_of(report),
        book=book,
        moment=moment,
        policy=policy,
        channel=channel,
        voices=voices,
    )
    async with connect(report.request) as net:
        case = read_words(await stage_zero(case, net, watch))
    is_open = policy.later and report.request is not None and not settled(case)
    if not policy.live:
        async with connect(report.request) as net:
            case = await gather(case, net, watch)
    elif not settled(case):
        async with turn(report.request), connect(report.request) as net:
            case = replace(await gather(case, net, watch), by_words=None)  # what the API said has words as well
    return Examination(report=report, evidence=case.evidence, diagnosis=diagnose(case), is_open=is_open)
