"""Offers: the buttons that send a credential. Its author alone may press one, and it is good for one press.

The button holds an id; what it stands for is kept sealed under it. A press journals a job whose key is that id, and
then takes the offer away: of many presses, deliveries and processes one job comes, and a crash in between changes
nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot.engine.work import Job
from bot.faces.slack import words
from bot.faces.slack.asked import Asked
from bot.faces.slack.buttons import button
from bot.faces.slack.desk import Desk
from bot.faces.slack.leaving import Said
from bot.faces.slack.rendering import FIX
from bot.faces.slack.whose import Read
from bot.masking import Shown
from bot.reply.blocks import Block, context, plain

ASK = "ask_live"  # asks the API, or tries the fix; AGAIN asks it anew
AGAIN = "check_again"


async def made(
    desk: Desk, asked: Asked, read: Read, found: Mapping[str, Any], shown: Said
) -> tuple[list[Block], dict[str, Block]]:
    """The reasons, and the buttons by kind; the reason alone where whoever may press one would not see it.

    ``shown`` is the answer without buttons. Those of the message's earlier answer are good for nothing any more.
    Nothing where the operator keeps nothing for buttons.
    """
    if not (keep := desk.service.settings.keep):
        return [], {}
    await forget(desk, asked)
    owner, kinds = found["owner"], found["offer"]
    reasons = [context(why) for kind in kinds if (why := _KINDS[kind][0])]
    if not owner or (asked.is_private and owner != asked.user):
        return [*reasons, *([context(words.ONLY_THE_AUTHOR)] if reasons else [])], {}
    keys = {kind: secrets.token_urlsafe(12) for kind in kinds}
    kept = {"owner": owner, "asked": {**asked.payload(), "offer": {}}, "read": read.journaled(),
            "said": shown.journaled(), "before": found.get("summary") or {}}  # fmt: skip
    for kind, key in keys.items():
        await desk.memory.put_sealed(_name(key), {**kept, "kind": kind}, lasts=keep)
    if keys:
        await desk.memory.put_sealed(_last(asked), list(keys.values()), lasts=keep)
    return reasons, {kind: _KINDS[kind][1](key) for kind, key in keys.items()}


async def forget(desk: Desk, asked: Asked) -> None:
    """The buttons of the message's answer are good for nothing any more, and what was kept for them goes."""
    for key in await desk.memory.take_sealed(_last(asked)) or ():
        await desk.memory.take_sealed(_name(key))


async def accept(desk: Desk, key: str, presser: str, private_url: str = "") -> bool | None:
    """Journal what the offer stands for, once whoever presses. False: it is somebody else's; None: there is none.

    ``private_url``: where the message with the button is replaced when the presser alone sees it.
    """
    kept = await desk.memory.sealed(_name(key))
    if kept is None:
        return None
    if kept["owner"] != presser:
        return False
    offer = {name: kept[name] for name in ("kind", "read", "said", "before")}
    asked = {**kept["asked"], "user": presser, "offer": offer}
    if private_url:
        asked |= {"response_url": private_url, "is_private": True}
    await desk.take_in(Job(key=f"{asked['team']}:{asked['channel']}:{key}", kind="answer", payload=asked), "ask")
    await desk.memory.take_sealed(_name(key))
    await forget(desk, Asked(**asked))
    return True


def pressed(offer: Mapping[str, Any]) -> Said:
    """What was answered before, its button replaced by words."""
    before, told = Said.of(offer["said"]), words.PRESSED_AGAIN if offer["kind"] == "again" else words.PRESSED
    return Said(text=before.text, blocks=[*before.blocks, context(told)])


def _name(key: str) -> str:
    return f"offer/{key[:100]}"


def _last(asked: Asked) -> str:
    return f"offered/{asked.id}"


def _asking(label: Shown) -> Callable[[str], Block]:
    return lambda key: {"type": "button", "action_id": ASK, "value": key, "style": "primary", "text": plain(label)}


# kind -> why it is offered, and its button
_KINDS: dict[str, tuple[Shown, Callable[[str], Block]]] = {
    "ask": (words.ASK_LIVE, _asking(words.ASK_LIVE_BUTTON)),
    FIX: (words.TRY_FIX, _asking(words.TRY_FIX_BUTTON)),
    "again": (words.NO_REASON, partial(button, AGAIN)),
}
