"""Tally: the counts of a workspace, as ``/auth401 stats`` and the Home tab show them. No text of anybody."""

from __future__ import annotations

from datetime import timedelta

from bot.engine.history import Counts
from bot.faces.slack import words
from bot.faces.slack.desk import Desk
from bot.faces.slack.leaving import Said
from bot.masking import BY_SHAPE, Shown
from bot.reply.blocks import Block, section
from bot.reply.mrkdwn import Mrkdwn

WITHIN = timedelta(days=30)
_CAUSES, _WIDE, _TITLE = 6, 12, 48


async def told(desk: Desk, team: str) -> Said:
    """How many were asked and answered, and the chart of causes."""
    counts = await desk.history.counts(team, within=WITHIN)
    text = summary(counts)
    return Said(text=text, blocks=[section(text), *chart(desk, counts)])


def summary(counts: Counts) -> Mrkdwn:
    """One sentence of numbers."""
    if not counts.total:
        return words.STATS_NONE.filled(days=WITHIN.days)
    parts = [words.STATS_PARTS[name].filled(number=counts.outcomes[name])
             for name in words.STATS_PARTS if counts.outcomes.get(name)]  # fmt: skip
    if diagnosed := counts.outcomes.get("diagnosed", 0):
        certainties = [words.STATS_OF[name].filled(number=counts.certainties[name])
                       for name in words.STATS_OF if counts.certainties.get(name)]  # fmt: skip
        said = words.STATS_FOUND.filled(number=diagnosed, certainties=words.COMMA.between(certainties))
        parts = [said, *parts]
    return words.STATS.filled(days=WITHIN.days, asked=counts.total, parts=words.AND_THEN.between(parts))


def chart(desk: Desk, counts: Counts) -> list[Block]:
    """The most frequent causes as bars of text; [] when there are none."""
    first = sorted(counts.causes.items(), key=lambda one: (-one[1], one[0]))[:_CAUSES]
    if not first:
        return []
    lines = words.LINE_BREAK.between(
        [words.BAR.filled(bar=_bar(number, first[0][1]), number=number, title=title_of(desk, cause).cut(_TITLE))
         for cause, number in first]
    )  # fmt: skip
    return [{"type": "rich_text", "elements": [
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": lines}]}
    ]}]  # fmt: skip


def title_of(desk: Desk, cause: str) -> Shown:
    """What a cause is called; its id when the knowledge no longer has it."""
    entry = desk.service.book.causes.get(cause)
    return BY_SHAPE.shown(entry.title if entry else cause)


def _bar(number: int, most: int) -> Shown:
    full = max(1, round(_WIDE * number / most))
    return words.NOTHING.between([words.BAR_FULL] * full + [words.BAR_EMPTY] * (_WIDE - full))
