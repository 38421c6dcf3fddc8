"""Reply -> Slack Block Kit. Strangers' words stand only where Slack reads no markup: ``plain_text``, ``rich_text``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.masking import Shown, ours
from bot.model import Advice, Examination, Reply
from bot.reply.compose import compose
from bot.reply.mrkdwn import Mrkdwn

Block = dict[str, Any]

# Slack's limits: header 150 characters, plain_text in context 2,000, and msg_blocks_too_long near 13,200 in all, of
# which remarks and buttons below an answer need some.
HEADER, SECTION, CONTEXT, ALL = 150, 3000, 2000, 11_400
ITEM, PIECES = 1500, 41  # of one line of a list, and into how many pieces its code may cut it
NOTIFICATION = 300
_NOTICE = ours("{headline}. {sure}")
_FIX, _OTHERS, _OFTEN = ours("Fix: "), ours("It could also be"), ours("Most often it is")
_BETWEEN = ours(" · ")
_CUT = ours("{text} ({number} more characters do not fit here)")
_LEFT_OUT = ours("{number} more do not fit here. In a terminal, auth401 check --verbose shows everything.")


def render(examination: Examination) -> tuple[Mrkdwn, list[Block]]:
    """(text for notifications and screen readers, blocks). Within Slack's limits whatever the paste was."""
    reply = compose(examination)
    return notification(reply), message(reply)


def notification(reply: Reply) -> Mrkdwn:
    """One line that says the same as the blocks, escaped for mrkdwn."""
    notice = _NOTICE.filled(headline=reply.headline, sure=reply.sure)
    return Mrkdwn.plain(notice.on_one_line().cut(NOTIFICATION))


def section(text: Mrkdwn) -> Block:
    """A sentence of ours in Slack's markup."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text.cut(SECTION)}}


def context(text: Shown) -> Block:
    """A remark in small letters, without markup; {} when it is empty."""
    return {"type": "context", "elements": [plain(text.cut(CONTEXT))]} if text else {}


def plain(text: Shown) -> Block:
    """A text object in which Slack reads no markup."""
    return {"type": "plain_text", "text": text, "emoji": False}


def remark(text: Mrkdwn) -> Block:
    """A remark in small letters, in Slack's markup."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def header(text: Shown) -> Block:
    """A heading, without markup."""
    return {"type": "header", "text": plain(text.cut(HEADER))}


def rich(*elements: Block) -> Block:
    """Rich text: lines, lists and what stands as it is typed. Slack reads no markup in it."""
    return {"type": "rich_text", "elements": list(elements)}


def line(*leaves: Block) -> Block:
    """A line of rich text."""
    return {"type": "rich_text_section", "elements": list(leaves)}


def bullets(lines: Iterable[Block], style: str = "bullet") -> Block:
    """A list in rich text."""
    return {"type": "rich_text_list", "style": style, "elements": list(lines)}


def typed(text: Shown) -> Block:
    """A block of code in rich text."""
    return {"type": "rich_text_preformatted", "elements": [leaf(text)]}


def leaf(text: Shown, *styles: str) -> Block:
    """A piece of a line, in these styles: ``bold``, ``code``, ``strike``."""
    return {"type": "text", "text": text, **({"style": dict.fromkeys(styles, True)} if styles else {})}


def message(reply: Reply, *, is_whole: bool = False) -> list[Block]:
    """The blocks of a reply, the most important first. ``is_whole``: with all steps of the first cause, in full."""
    blocks = [
        header(reply.headline),
        rich(line(*_coded(reply.sure))) if reply.sure else {},
        _fix(reply),
        rich(_list("bullet", reply.further)) if reply.further and not is_whole else {},
        _others(reply),
        context(reply.compared) if reply.compared else {},
        context(_BETWEEN.between(reply.notes)),
    ]
    blocks = _within(ALL, [block for block in blocks if block])
    return [*blocks, *_steps(reply.checklist[:1], ALL - _weight(blocks))] if is_whole else blocks


def details(reply: Reply) -> list[Block]:
    """How it was found out: every check, and what was noticed. [] when there is nothing to tell."""
    return _behind(reply, _lists([(None, "bullet", reply.details)], ALL - HEADER))


def checklist(reply: Reply) -> list[Block]:
    """All steps whole, cause by cause. [] when there are none."""
    return _behind(reply, _steps(reply.checklist, ALL - HEADER))


def _behind(reply: Reply, blocks: list[Block]) -> list[Block]:
    return [header(reply.headline), *blocks] if blocks else []


def _steps(causes: Iterable[Advice], room: int) -> list[Block]:
    return _lists([(advice.title, "ordered", advice.steps) for advice in causes], room)


def _lists(lists: Iterable[tuple[Shown | None, str, Sequence[Shown]]], room: int) -> list[Block]:
    """(title, style, lines) of each list, as far as there is ``room`` in characters; in words how much was left out."""
    blocks, left_out = list[Block](), 0
    for title, style, lines in lists:
        above, fitting = title.cut(HEADER) if title else None, list[Shown]()
        for item in map(_shortened, lines):
            cost = len(item) + (len(above) if above and not fitting else 0)
            if left_out or cost > room:
                left_out += 1
                continue
            room -= cost
            fitting.append(item)
        if fitting:
            blocks.append(rich(*([line(leaf(above, "bold"))] if above else []), _list(style, fitting)))
    return [*blocks, context(_LEFT_OUT.filled(number=left_out))] if left_out else blocks


def _shortened(item: Shown) -> Shown:
    most = ITEM - 100
    return item if len(item) <= most else _CUT.filled(text=item.cut(most), number=len(item) - most + 1)


def _fix(reply: Reply) -> Block:
    if not reply.fix:
        return {}
    told = line(leaf(_FIX, "bold"), *_coded(reply.fix))
    return rich(told, typed(reply.command.cut(3000))) if reply.command else rich(told)


def _others(reply: Reply) -> Block:
    if not reply.others:
        return {}
    return rich(line(leaf(_OTHERS if reply.fix else _OFTEN, "bold")), _list("bullet", reply.others))


def _list(style: str, items: Iterable[Shown]) -> Block:
    return bullets((line(*_coded(item)) for item in items), style)


def _coded(text: Shown) -> list[Block]:
    """Text whose `backquoted` parts are code, as the steps in ``knowledge/`` write them."""
    parts = text.cut(ITEM).pieces("`")
    if len(parts) % 2 == 0 or len(parts) > PIECES:  # an odd backquote is text
        return [leaf(text.cut(ITEM))]
    return [leaf(part, *["code"] * (odd % 2)) for odd, part in enumerate(parts) if part]


def _within(limit: int, blocks: list[Block]) -> list[Block]:
    while len(blocks) > 1 and sum(map(_weight, blocks)) > limit:
        blocks = blocks[:-1]
    return blocks


def _weight(value: object) -> int:
    """Characters of all texts in a block."""
    if isinstance(value, dict):
        return sum(
            len(part) if key == "text" and isinstance(part, str) else _weight(part) for key, part in value.items()
        )
    return sum(map(_weight, value)) if isinstance(value, list) else 0
