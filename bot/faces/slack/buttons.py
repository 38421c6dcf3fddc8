"""Buttons: those of an answer in their order, in one block; what is more than five is behind an overflow menu."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.masking import Shown, ours
from bot.reply.blocks import Block, plain

MORE = "more"  # the overflow menu
_MOST = 5
_MORE_MOST = 5  # Slack's limit of an overflow menu
LABELS: dict[str, Shown] = {
    "this_was_it": ours("This was it"),
    "not_it": ours("Not it"),
    "check_again": ours("Check again"),
    "details": ours("Details"),
    "all_steps": ours("All steps"),
    "escalate": ours("Escalate"),
}


def button(name: str, value: str, **more: Any) -> Block:
    """The button with this name, which is its ``action_id``."""
    return {"type": "button", "action_id": name, "value": value, "text": plain(LABELS[name]), **more}


def actions(buttons: Sequence[Block]) -> list[Block]:
    """The block of buttons; [] without any."""
    if not buttons:
        return []
    shown, rest = list(buttons), list[Block]()
    if len(buttons) > _MOST:
        shown, rest = shown[: _MOST - 1], shown[_MOST - 1 :][:_MORE_MOST]
    menu = [{"type": "overflow", "action_id": MORE, "options": [_option(one) for one in rest]}] if rest else []
    return [{"type": "actions", "elements": [*shown, *menu]}]


def chosen(action: Mapping[str, Any]) -> tuple[str, str]:
    """Name and value of what was pressed, or chosen in the menu; ('', '') when it is none of ours."""
    option = action.get("selected_option")
    if not isinstance(option, Mapping):
        return str(action.get("action_id") or ""), str(action.get("value") or "")
    name, _, value = str(option.get("value") or "").partition(":")
    return name, value


def _option(button: Block) -> Block:
    return {"text": button["text"], "value": f"{button['action_id']}:{button['value']}"}
