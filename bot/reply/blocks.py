"""Reply -> Slack Block Kit. Strangers' words stand only where Slack reads no markup: ``plain_text``, ``rich_text``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.masking import Shown, ours
from bot.model import Also, Examination, Reply
from bot.reply.compose import compose
from bot.reply.mrkdwn import Mrkdwn

Block = dict[str, Any]

# Slack's limits: header 150 characters, plain_text in context 2,000, and msg_blocks_too_long near 13,200 in all.
HEADER, SECTION, CONTEXT, ALL = 150, 3000, 2000, 12_000
NOTIFICATION = 300
_NOTICE, _ALSO = ours("{headline}. {why}"), ours("{title}: {why}")
_TO_DO, _CORRECTED, _SAW = ours("What to do"), ours("Corrected command"), ours("What the checks saw: {lines}")
_POSSIBLE, _OFTEN = ours("Also possible"), ours("Most often it is")
_BETWEEN = ours(" · ")


def render(examination: Examination) -> tuple[Mrkdwn, list[Block]]:
    """(text for notifications and screen readers, blocks). Within Slack's limits whatever the paste was."""
    reply = compose(examination)
    return notification(reply), message(reply)


def notification(reply: Reply) -> Mrkdwn:
    """One line that says the same as the blocks, escaped for mrkdwn."""
    line = _NOTICE.filled(headline=reply.headline, why=reply.because[0] if reply.because else reply.verdict)
    return Mrkdwn.plain(line.on_one_line().cut(NOTIFICATION))


def section(text: Mrkdwn) -> Block:
    """A sentence of ours in Slack's markup."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text.cut(SECTION)}}


def context(text: Shown) -> Block:
    """A remark in small letters, without markup; {} when it is empty."""
    return {"type": "context", "elements": [plain(text.cut(CONTEXT))]} if text else {}


def plain(text: Shown) -> Block:
    """A text object in which Slack reads no markup."""
    return {"type": "plain_text", "text": text, "emoji": False}


def message(reply: Reply) -> list[Block]:
    """The blocks of a reply, the most important first; details are dropped from the end when it grows too long."""
    blocks = [
        {"type": "header", "text": plain(reply.headline.cut(HEADER))},
        context(reply.verdict),
        *_because(reply.because),
        *_steps(reply),
        *_corrected(reply.corrected),
        *_others(reply),
        context(_SAW.filled(lines=_BETWEEN.between(reply.asked))) if reply.asked else {},
        context(_BETWEEN.between(reply.notes)),
    ]
    return _within(ALL, [block for block in blocks if block])


def _because(sentences: tuple[Shown, ...]) -> list[Block]:
    return [_rich([_list("bullet", sentences)])] if sentences else []


def _steps(reply: Reply) -> list[Block]:
    return [_rich([_section([_bold(_TO_DO)]), _list("ordered", reply.steps)])] if reply.steps else []


def _corrected(command: Shown | None) -> list[Block]:
    if not command:
        return []
    code = {"type": "rich_text_preformatted", "elements": [_text(command.cut(3000))]}
    return [_rich([_section([_bold(_CORRECTED)]), code])]


def _others(reply: Reply) -> list[Block]:
    if not reply.others:
        return []
    heading = _POSSIBLE if reply.steps else _OFTEN
    return [_rich([_section([_bold(heading)]), _list("bullet", map(_line, reply.others))])]


def _line(cause: Also) -> Shown:
    return _ALSO.filled(title=cause.title, why=cause.because) if cause.because else cause.title


def _rich(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": elements}


def _list(style: str, items: Iterable[Shown]) -> Block:
    return {"type": "rich_text_list", "style": style, "elements": [_section(_coded(item)) for item in items]}


def _section(elements: list[Block]) -> Block:
    return {"type": "rich_text_section", "elements": elements}


def _coded(text: Shown) -> list[Block]:
    """Text whose `backquoted` parts are code, as the steps in ``knowledge/`` write them."""
    parts = text.cut(1500).pieces("`")
    if len(parts) % 2 == 0:  # an odd backquote is text
        return [_text(text.cut(1500))]
    return [_text(part, code=odd % 2 == 1) for odd, part in enumerate(parts) if part]


def _text(text: Shown, *, code: bool = False) -> Block:
    return {"type": "text", "text": text, "style": {"code": True}} if code else {"type": "text", "text": text}


def _bold(text: Shown) -> Block:
    return {"type": "text", "text": text, "style": {"bold": True}}


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
