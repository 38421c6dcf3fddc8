"""Examples -> verdicts: each entry's examples are diagnosed as a paste would be, in the world that they describe."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.case import Case, Policy
from bot.diagnosis.facts import heard
from bot.diagnosis.headline import sayable
from bot.examine import examine
from bot.knowledge._formats import checksum_holds
from bot.knowledge.book import Book
from bot.knowledge.schema import (
    LONGEST_HEADLINE,
    Cause,
    CredentialFormat,
    Entry,
    Example,
    Examples,
    Framework,
    Provider,
)
from bot.model import Examination, Moment
from bot.probing.offline import Offline
from bot.probing.replay import Replay

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
_LIVE = Policy(live=True)
_OFFLINE = Policy(live=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one example went. ``words`` is '' when it is as the entry says, else what came instead."""

    kind: str
    id: str
    example: str
    matches: bool
    words: str
    winner: str = ""
    confidence: float = 0.0
    certainty: str = ""

    @property
    def holds(self) -> bool:
        """Is it as the entry says?"""
        return not self.words


async def rehearse(kind: str, entry: Entry, book: Book) -> AsyncIterator[tuple[Verdict, Examination | None]]:
    """Run every example of one entry, in order: how it went, and what was said to it. Steps and contacts have none."""
    if isinstance(entry, CredentialFormat):
        for verdict in forms(entry.id, entry, book):
            yield verdict, None
        return
    examples = getattr(entry, "examples", Examples())
    if isinstance(entry, Provider):
        for form in entry.credentials:
            for verdict in forms(f"{entry.id}/{form.id}", form, book):
                yield verdict, None
    for matches, several in ((True, examples.match), (False, examples.no_match)):
        for example in several:
            found = await diagnosed(example, book)
            yield _verdict(kind, entry, example, found, book, matches=matches), found


async def diagnosed(example: Example, book: Book) -> Examination:
    """What the program says to one example: live against its world, or without a network when it has none."""
    world = example.world
    return await examine(
        example.paste,
        book=book,
        connect=Offline if world is None else Replay(world, now=NOW),
        moment=Moment(written=NOW, now=NOW),
        policy=_OFFLINE if world is None else _LIVE,
    )


def case_of(found: Examination, book: Book) -> Case:
    """The case that an examination was made of, with all that was found: for what templates say of it."""
    report = found.report
    return heard(
        Case(
            report=report,
            request=report.request,
            provider=book.provider_of(report),
            book=book,
            moment=Moment(written=NOW, now=NOW),
            evidence=found.evidence,
        )
    )


def forms(name: str, form: CredentialFormat, book: Book) -> Iterator[Verdict]:
    """The form's example must match its regex, and no near miss may."""
    value = "".join(form.example_parts)
    fits = form.regex in {found.regex for found in book.formats_of(value)}
    yield Verdict("credentials", name, "its example", True, "" if fits else "the example does not match the regex")
    for number, parts in enumerate(form.near_misses, 1):
        near = "".join(parts)
        taken = (
            form.regex in {found.regex for found in book.formats_of(near)} and checksum_holds(form, near) is not False
        )
        yield Verdict("credentials", name, f"near miss {number}", False, "it matches all the same" if taken else "")


def _verdict(kind: str, entry: Entry, example: Example, found: Examination, book: Book, *, matches: bool) -> Verdict:
    first = found.diagnosis.causes[0] if found.diagnosis.causes else None
    words = _judged(entry, example, found, matches) or (_too_long(entry, found, book) if matches else "")
    return Verdict(
        kind=kind,
        id=str(getattr(entry, "id", "")),
        example=example.name,
        matches=matches,
        words=words,
        winner=first.id if first else "",
        confidence=first.confidence if first else 0.0,
        certainty=first.certainty if first else "",
    )


def _judged(entry: Entry, example: Example, found: Examination, matches: bool) -> str:
    if isinstance(entry, Cause):
        return _expected(_winner(found), entry.id, example.instead, matches, "cause")
    if isinstance(entry, Provider):
        told = _expected(found.diagnosis.entry or "", entry.id, example.instead, matches, "provider")
    elif isinstance(entry, Framework):
        told = _spoken(entry.id, found, matches)
    else:
        return ""
    if told or not example.cause or _is_second_to_a_neighbour(entry, example.cause, found):
        return told
    return _expected(_winner(found), example.cause, "", True, "cause")


def _is_second_to_a_neighbour(entry: Provider | Framework, cause: str, found: Examination) -> bool:
    """Is the cause second, behind one that the same words of the entry mean as well?

    Its words alone do not decide between those: what reports teach about them may.
    """
    first = [each.id for each in found.diagnosis.causes[:2]]
    meant = [answer.causes for answer in entry.answers if cause in answer.causes]
    return first[1:] == [cause] and any(first[0] in causes for causes in meant)


def _too_long(entry: Entry, found: Examination, book: Book) -> str:
    """Which headline of a cause would be passed over for its length, in the cause's own example."""
    if not isinstance(entry, Cause):
        return ""
    for place, said in sayable(entry, case_of(found, book)):
        if len(said) > LONGEST_HEADLINE:
            return f"headline {place} is {len(said)} characters here; at most {LONGEST_HEADLINE} is right: {said}"
    return ""


def _expected(came: str, own: str, instead: str, matches: bool, what: str) -> str:
    shown = came or "none"
    if matches:
        return "" if came == own else f"{own} should win, and the {what} is {shown}"
    if instead:
        return "" if came == instead else f"{instead} should win, and the {what} is {shown}"
    return f"{own} wins, and should not" if came == own else ""


def _spoken(own: str, found: Examination, matches: bool) -> str:
    said = {each.source for name in found.evidence.findings.values() for each in name.statements}
    if matches:
        return (
            "" if own in said else f"no answer of {own} is found in it; found are {', '.join(sorted(said)) or 'none'}"
        )
    return f"an answer of {own} is found in it" if own in said else ""


def _winner(found: Examination) -> str:
    return found.diagnosis.causes[0].id if found.diagnosis.causes else ""
