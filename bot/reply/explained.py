"""How it is known (bot/explain.py) -> parts of a terminal's page, for ``auth401 check --verbose``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.masking import BY_SHAPE, Shown, ours
from bot.reply.compose import ASKED, BETWEEN, CERTAINTY, CHECK, HOW, SKIPPED, UNANSWERED, percent, requests_sent
from bot.reply.terminal import Group, Paragraph

Json = Mapping[str, Any]
_HEADING, _READING = ours("How this was found"), ours("{line}: {reading}")
_COMPARED = ours("{sent} → {answers}")
_REFUSED = ours("Not sent, as {answer}: {method} {url}")
_HOW: Mapping[str, Shown] = {
    "nothing": HOW["nothing"],
    "yours": HOW["credential"],
    "made-up": HOW["noise"],
    "corrected": ours("with the correction"),
    "other path": ours("with the other path"),
    "past the cache": ours("past the cache"),
    "yours again": ours("with your credential, once more"),
    "preflight": ours("as a browser's preflight"),
}
_CAUSE = ours("What speaks for {id}: {certainty}, {confidence} % ({words} % by the words of the paste alone)")
_SIGN = ours("{weight}  {kind} {strength}, {place}: {words}")
_NUMBER, _NO_NUMBER, _UNCOUNTED = ours("sign {number}"), ours("by itself"), ours("{place}, beside a stronger one")
_ENTRY = ours("auth401 knowledge show {entry}")
_ENTRIES = ours("The entries that say so")
_HEADER = ours("{name}: {value}")


def groups(how: Json) -> Iterator[Group]:
    """The comparison, each check with what it asked, and what weighed how much."""
    yield (Paragraph("heading", _HEADING), *_compared(how), *_checks(how))
    for cause in (cause for cause in how["causes"] if cause["signs"]):
        yield (Paragraph("heading", _headed(cause)), *map(_sign, cause["signs"]))
    if how["entries"]:
        yield (Paragraph("heading", _ENTRIES), *(_entry(*each) for each in how["entries"]))


def _compared(how: Json) -> Iterator[Paragraph]:
    """The differential: what was sent, what was answered."""
    if not (compared := how["compared"]):
        return
    sent, answers = zip(*compared, strict=True)
    line = _COMPARED.filled(sent=_shown(" / ".join(sent)), answers=_shown(" / ".join(answers)))
    yield Paragraph(
        "item", _READING.filled(line=line, reading=_shown(how["reading"])) if how["reading"] else line, "  ", "  "
    )


def _checks(how: Json) -> Iterator[Paragraph]:
    for words in how["noticed"]:
        yield Paragraph("item", _shown(words), "  - ", "    ")
    for check in how["checks"]:
        told = CHECK.filled(id=_shown(check["id"]), ms=round(check["elapsed_ms"]), summary=_shown(check["summary"]))
        yield Paragraph("item", told, "  - ", "    ")
        for asked in check["asked"]:
            yield from _asked(asked)
    for why, names in how["skipped"].items():
        told = SKIPPED.filled(why=_shown(why), ids=BETWEEN.between([_shown(name) for name in names]))
        yield Paragraph("item", told, "  - ", "    ")
    if number := how["requests_sent"]:
        yield Paragraph("item", requests_sent(number), "  - ", "    ")


def _asked(asked: Json) -> Iterator[Paragraph]:
    """One request as it was sent, and its answer: what was different in it, its headers, the challenge, the refusal."""
    answer = asked["answer"]
    status = str(answer["status"])
    said = _shown(status) if status.isdigit() or not asked["is_sent"] else UNANSWERED.filled(kind=_shown(status))
    line = (ASKED if asked["is_sent"] else _REFUSED).filled(
        how=_HOW.get(asked["how"], _shown(asked["how"])),
        method=_shown(asked["method"]),
        url=_shown(asked["url"]),
        answer=said,
        ms=round(asked["elapsed_ms"]),
    )
    yield Paragraph("item", line, "      ", "        ")
    for name, value in asked["headers"]:
        yield Paragraph("item", _HEADER.filled(name=_shown(name), value=_shown(value)), "        > ", "          ")
    for told in (*answer["challenge"], answer["body"]):
        if told:
            yield Paragraph("item", _shown(told), "        < ", "          ")


def _headed(cause: Json) -> Shown:
    return _CAUSE.filled(
        id=_shown(cause["id"]),
        certainty=CERTAINTY[cause["certainty"]],
        confidence=percent(cause["confidence"]),
        words=percent(cause["by_words"]),
    )


def _sign(sign: Json) -> Paragraph:
    place = _NUMBER.filled(number=sign["number"]) if sign["number"] else _NO_NUMBER
    line = _SIGN.filled(
        weight=_shown(f"{sign['weight']:+.1f}"),
        kind=_shown(sign["kind"]),
        strength=_shown(sign["strength"]),
        place=place if sign["counts"] else _UNCOUNTED.filled(place=place),
        words=_shown(sign["words"]),
    )
    return Paragraph("item", line, "  ", "        ")


def _entry(kind: str, name: str) -> Paragraph:
    return Paragraph("item", _ENTRY.filled(entry=_shown(f"{kind}/{name}")), "  ", "    ")


def _shown(text: str) -> Shown:
    """What ``explain`` has masked; a journey through JSON makes plain text of it."""
    return text if isinstance(text, Shown) else BY_SHAPE.shown(text)
