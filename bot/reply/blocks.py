"""Reply -> Slack Block Kit. Strangers' words stand only where Slack reads no markup: ``plain_text``, ``rich_text``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.model import Cause, Examination, Reply
from bot.reply._visible import visible
from bot.reply.compose import compose, percent

Block = dict[str, Any]

# Slack's limits: header 150 characters, plain_text in context 2,000, and msg_blocks_too_long near 13,200 in all.
HEADER, CONTEXT, ALL = 150, 2000, 12_000
NOTIFICATION = 300


def render(examination: Examination) -> tuple[str, list[Block]]:
    """(text for notifications and screen readers, blocks). Within Slack's limits whatever the paste was."""
    reply = compose(examination)
    return notification(reply), message(reply)


def notification(reply: Reply) -> str:
    """One line that says the same as the blocks, escaped for mrkdwn."""
    line = f"{reply.headline}. {reply.because[0] if reply.because else reply.verdict}"
    return escape(cut(visible(line).replace("\n", " "), NOTIFICATION))


def escape(text: str) -> str:
    """Text for a mrkdwn field: ``&``, ``<`` and ``>`` as Slack asks, nothing else."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters, the last one an ellipsis where something was left out."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def message(reply: Reply) -> list[Block]:
    """The blocks of a reply, the most important first; details are dropped from the end when it grows too long."""
    blocks = [
        {
            "type": "header",
            "text": {"type": "plain_text", "text": cut(visible(reply.headline), HEADER), "emoji": False},
        },
        _context([reply.verdict]),
        *_because(reply.because),
        *_steps(reply),
        *_corrected(reply.corrected),
        *_others(reply),
        *_context_lines("What the checks saw", reply.asked),
        *_context_lines("", reply.notes),
    ]
    return _within(ALL, [block for block in blocks if block])


def _because(sentences: tuple[str, ...]) -> list[Block]:
    return [_rich([_list("bullet", sentences)])] if sentences else []


def _steps(reply: Reply) -> list[Block]:
    if not reply.steps:
        return []
    return [_rich([_section([_bold("What to do")]), _list("ordered", [step.text for step in reply.steps])])]


def _corrected(command: str | None) -> list[Block]:
    if not command:
        return []
    code = {"type": "rich_text_preformatted", "elements": [_text(cut(visible(command), 3000))]}
    return [_rich([_section([_bold("Corrected command")]), code])]


def _others(reply: Reply) -> list[Block]:
    if not reply.others:
        return []
    heading = "Also possible" if reply.steps else "Most often it is"
    return [_rich([_section([_bold(heading)]), _list("bullet", [_line(cause) for cause in reply.others])])]


def _line(cause: Cause) -> str:
    why = f": {cause.because[0]}" if cause.because else ""
    return f"{cause.title} ({cause.certainty}, {percent(cause.confidence)}){why}"


def _context_lines(heading: str, lines: tuple[str, ...]) -> list[Block]:
    if not lines:
        return []
    return [_context([f"{heading}: " * bool(heading) + " · ".join(lines)])]


def _context(lines: Iterable[str]) -> Block:
    text = cut(visible(" ".join(line for line in lines if line)), CONTEXT)
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]} if text else {}


def _rich(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": elements}


def _list(style: str, items: Iterable[str]) -> Block:
    return {"type": "rich_text_list", "style": style, "elements": [_section(_coded(item)) for item in items]}


def _section(elements: list[Block]) -> Block:
    return {"type": "rich_text_section", "elements": elements}


def _coded(text: str) -> list[Block]:
    """Text whose `backquoted` parts are code, as the steps in ``knowledge/`` write them."""
    parts = visible(cut(text, 1500)).split("`")
    if len(parts) % 2 == 0:  # an odd backquote is text
        return [_text("`".join(parts))]
    return [_text(part, code=odd % 2 == 1) for odd, part in enumerate(parts) if part]


def _text(text: str, *, code: bool = False) -> Block:
    return {"type": "text", "text": text, "style": {"code": True}} if code else {"type": "text", "text": text}


def _bold(text: str) -> Block:
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
