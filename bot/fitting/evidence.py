"""Cases -> what the fit reads of them: features, the rows of evidence for each cause, and which causes fit at all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.authoring.rehearse import NOW
from bot.case import Case, Policy
from bot.checks._run import gather, stage_zero
from bot.checks.story import spoken
from bot.diagnosis.diagnose import diagnose
from bot.diagnosis.facts import heard
from bot.diagnosis.features import features
from bot.diagnosis.situation import refusal_in_paste, situation
from bot.diagnosis.weigh import gathered, is_possible, keys_of, observed_from
from bot.fitting.cases import Labelled, Part
from bot.knowledge.book import Book
from bot.knowledge.load import builtin_folder, files_in, read_file
from bot.knowledge.schema import Cause, Example, Framework, Provider
from bot.model import Diagnosis, Moment
from bot.parsing.parse import parse
from bot.probing.offline import Offline
from bot.probing.replay import Replay


@dataclass(frozen=True, slots=True)
class Sample:
    """One case as the fit sees it. ``keys`` holds the rows of each cause that something speaks for or against, and
    ``seen`` from which probability one is observed.

    ``is_told``: there is a request, or a refusal in known words; else the text model decides whether it is a report.
    """

    source: str
    part: Part
    right: tuple[str, ...]
    features: Mapping[str, float]
    keys: dict[str, frozenset[str]]
    seen: dict[str, float]
    possible: frozenset[str]
    provider: str | None
    is_told: bool = True
    wanted: str | None = None  # the provider by its label, where it is one of the public list
    case: Labelled | None = None


def samples(cases: Iterable[Labelled], book: Book) -> list[Sample]:
    """Every case examined by its text alone, then every example of the knowledge that names a cause."""
    now = datetime.now(UTC)
    moment = Moment(written=now, now=now)

    async def all_of() -> list[Sample]:
        found = [
            _sample(await _examined(each.text, book, moment, None), each.source, each.part, each.right, each)
            for each in cases
        ]
        for owner, cause, example in _examples():
            seen = Moment(written=NOW, now=NOW) if example.world is not None else moment
            examined = await _examined(example.paste, book, seen, example)
            found.append(_sample(examined, f"knowledge {owner}", "example", (cause,), None))
        return found

    return asyncio.run(all_of())


def answers(cases: Iterable[Labelled], book: Book) -> Iterator[tuple[Labelled, Diagnosis]]:
    """Each case and what the program answers to its text alone."""
    at = datetime.now(UTC)
    for case in cases:
        yield case, diagnose(asyncio.run(_examined(case.text, book, Moment(written=at, now=at), None)))


def told_in(cases: Iterable[Labelled]) -> list[str]:
    """The sentences of the asker's in real reports, those of the blind fifth left out."""
    return [
        sentence
        for case in cases
        if case.part in ("real", "seen")
        for sentence in spoken(parse(case.text).said_by("asker"))
    ]


async def _examined(text: str, book: Book, moment: Moment, example: Example | None) -> Case:
    report = parse(text)
    world = example.world if example else None
    case = Case(
        report=report,
        request=report.request,
        provider=book.provider_of(report),
        book=book,
        moment=moment,
        policy=Policy(live=world is not None),
    )
    connect = Offline if world is None else Replay(world, now=NOW)
    async with connect(report.request) as net:
        case = await stage_zero(case, net)
    if world is not None:
        async with connect(report.request) as net:
            case = await gather(case, net)
    return heard(case)


def _sample(case: Case, source: str, part: Part, right: tuple[str, ...], labelled: Labelled | None) -> Sample:
    now = situation(case)
    pieces = {cause.id: gathered(cause, case) for cause in case.book.causes.values()}
    return Sample(
        source=source,
        part=part,
        right=right,
        features=features(case),
        keys={name: frozenset(map(_of_ours, keys_of(found))) for name, found in pieces.items() if found},
        seen={c.id: least for c in case.book.causes.values() if (least := observed_from(c, pieces[c.id])) is not None},
        possible=frozenset(c.id for c in case.book.causes.values() if is_possible(c, pieces[c.id], now, case)),
        provider=case.provider.public_id if case.provider else None,
        is_told=case.request is not None or refusal_in_paste(case),
        wanted=public(labelled.row.provider, case.book) if labelled else None,
        case=labelled,
    )


def _of_ours(key: str) -> str:
    """The row of a piece: an entry that is shipped is no team's, be it newer than the model that is there."""
    return key.replace("team ", "provider ")


def public(provider: str | None, book: Book) -> str | None:
    """The id of the public list that stands for a label: those who have none of their own keep what was labelled."""
    known = book.providers.get(provider or "")
    return known.public_id if known else provider


def _examples() -> Iterator[tuple[str, str, Example]]:
    """(entry, the cause that must win, example) of the shipped knowledge."""
    for file in files_in(builtin_folder()):
        entry, _ = read_file(file, examples=True)
        if not isinstance(entry, Cause | Provider | Framework):
            continue
        own = entry.id if isinstance(entry, Cause) else ""
        for example in entry.examples.match:
            if own or example.cause:
                yield entry.id, example.cause or own, example
        for example in entry.examples.no_match:
            cause = example.instead if own else example.cause
            if cause:
                yield entry.id, cause, example
