"""Tally: the counts of a workspace, as ``/auth401 stats`` and the Home tab show them. No text of anybody.

An API that no entry knows is not named: that somebody asked about it in private is not everybody's to know. The
operator sees its domain by ``auth401 stats``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from math import ceil

from bot.engine.stats import Stats
from bot.faces.slack import words
from bot.faces.slack.desk import Desk
from bot.faces.slack.leaving import Said
from bot.masking import BY_SHAPE, Shown
from bot.reply.blocks import Block, rich, section, typed
from bot.reply.mrkdwn import Mrkdwn

WITHIN = timedelta(days=30)
_CAUSES, _WIDE, _TITLE = 6, 12, 48
_APIS, _OF_ONE = 5, 3


async def told(desk: Desk, team: str) -> Said:
    """How many were asked and answered, what it was, and how often that was right."""
    text, *blocks = shown(desk, await desk.history.stats(team=team, within=WITHIN))
    return Said(text=text["text"]["text"], blocks=[text, *blocks])


def shown(desk: Desk, stats: Stats) -> list[Block]:
    """One sentence of numbers, the chart of causes, and what they were about."""
    lines = [*_chart(desk, stats), *_providers(desk, stats), *_unsolved(desk, stats), *_calibration(stats)]
    return [section(_summary(stats)), *([rich(typed(words.LINE_BREAK.between(lines)))] if lines else [])]


def _summary(stats: Stats) -> Mrkdwn:
    if not stats.asked:
        return words.STATS_NONE.filled(days=WITHIN.days)
    parts = [words.STATS_ANSWERED.filled(number=stats.answered)] if stats.answered < stats.asked else []
    if diagnosed := stats.outcomes.get("diagnosed", 0):
        certainties = [words.STATS_OF[name].filled(number=stats.certainties[name])
                       for name in words.STATS_OF if stats.certainties.get(name)]  # fmt: skip
        parts += [words.STATS_FOUND.filled(number=diagnosed, certainties=words.COMMA.between(certainties))]
    parts += [words.STATS_PARTS[name].filled(number=stats.outcomes[name])
              for name in words.STATS_PARTS if stats.outcomes.get(name)]  # fmt: skip
    said = {"right": stats.confirmed, "wrong": stats.refuted}
    parts += [words.STATS_SAID[name].filled(number=number) for name, number in said.items() if number]
    if stats.median_s is not None:
        parts += [words.STATS_MEDIAN.filled(seconds=max(1, ceil(stats.median_s)))]
    return words.STATS.filled(days=stats.days, asked=stats.asked, parts=words.AND_THEN.between(parts))


def _chart(desk: Desk, stats: Stats) -> list[Shown]:
    """The most frequent causes as bars of text."""
    first = list(stats.causes.items())[:_CAUSES]
    return [words.BAR.filled(bar=_bar(number, first[0][1]), number=number, title=title_of(desk, cause).cut(_TITLE))
            for cause, number in first]  # fmt: skip


def _providers(desk: Desk, stats: Stats) -> Iterator[Shown]:
    """The causes of each API."""
    by_name = dict[Shown, Counter[str]]()
    for provider, causes in stats.providers.items():
        by_name.setdefault(_name(desk, provider), Counter()).update(causes)
    for place, (name, causes) in enumerate(list(by_name.items())[:_APIS]):
        if not place:
            yield words.STATS_PROVIDERS
        counts = [words.STATS_CAUSE.filled(title=title_of(desk, cause).cut(_TITLE), number=number)
                  for cause, number in causes.most_common(_OF_ONE)]  # fmt: skip
        yield words.STATS_PROVIDER.filled(name=name, causes=words.BETWEEN.between(counts))


def _unsolved(desk: Desk, stats: Stats) -> Iterator[Shown]:
    """What the knowledge has no entry for."""
    counts = Counter[tuple[Shown, str]]()
    for one in stats.unsolved:
        counts[_name(desk, one.provider), one.cause] += one.number
    parts = [
        words.STATS_STRUCK.filled(name=name, number=number, title=title_of(desk, cause).cut(_TITLE))
        if cause
        else words.STATS_API.filled(name=name, number=number)
        for (name, cause), number in counts.most_common(_APIS)
    ]
    if parts:
        yield words.STATS_UNSOLVED.filled(apis=words.BETWEEN.between(parts))


def _calibration(stats: Stats) -> Iterator[Shown]:
    """How often what was called so probable was confirmed, the most probable first."""
    for one in reversed(stats.calibration):
        yield words.STATS_SURE.filled(
            low=round(one.low * 100),
            high=round(one.high * 100),
            percent=round(100 * one.confirmed / one.voted),
            confirmed=one.confirmed,
            voted=one.voted,
        )


def _name(desk: Desk, provider: str) -> Shown:
    """What an API is called; all those without an entry are called alike."""
    known = desk.service.book.providers.get(provider)
    return BY_SHAPE.shown(known.name) if known else words.OTHER_APIS


def title_of(desk: Desk, cause: str) -> Shown:
    """What a cause is called; its id when the knowledge no longer has it."""
    entry = desk.service.book.causes.get(cause)
    return BY_SHAPE.shown(entry.title if entry else cause)


def _bar(number: int, most: int) -> Shown:
    full = max(1, round(_WIDE * number / most))
    return words.NOTHING.between([words.BAR_FULL] * full + [words.BAR_EMPTY] * (_WIDE - full))
