"""Behind: what the buttons *Details* and *All steps* of an answer open, privately, for whoever presses.

It opens as a modal: that is the one private form that takes a whole checklist, works from an ephemeral answer and where
we are no member (``chat.postEphemeral`` does neither), and leaves nothing behind in the thread. An ephemeral message
takes its place when Slack opens none.

A button holds an id; what it shows is kept sealed under it, rendered and so without a secret. It is good for everybody
in the conversation, as the answer is, and for any number of presses while it is kept.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping
from typing import Any

from bot import logs
from bot.engine.work import Job
from bot.faces.slack import words
from bot.faces.slack.asked import Asked, is_newer
from bot.faces.slack.buttons import LABELS
from bot.faces.slack.desk import Desk
from bot.faces.slack.leaving import Said, sentence
from bot.reply.blocks import plain

# Slack waits three seconds for the ack, and a trigger is good for as long: seconds by which each step is over
_LOOKED_S, _OPENED_S, _JOURNALED_S = 0.7, 1.8, 2.3
log = logging.getLogger("auth401.slack")


def new_key() -> str:
    """What the buttons of an answer hold."""
    return secrets.token_urlsafe(12)


async def keep(desk: Desk, shown: Mapping[str, Any], channel: str, asked: Asked | None, key: str = "") -> bool:
    """Keep what is behind an answer under ``key`` ('': nothing). What was kept of the message's earlier answer goes.

    ``asked`` None: a command, whose answer nothing takes the place of. So is a private answer to a message. False:
    a newer answer to the message is there already.
    """
    lasts, memory = desk.service.settings.keep, desk.memory
    last = f"behind-last/{asked.id}" if asked and not asked.is_private else ""
    before = await memory.sealed(last) if last else None
    version = asked.version if asked else ""
    if before is not None:
        if is_newer(before["version"], version):
            return False  # this answer is of an older version of the message, and nobody will see it
        await memory.take_sealed(name_of(before["key"]))
        await memory.take_sealed(last)
    if not key or not lasts:
        return True
    await memory.put_sealed(name_of(key), {**shown, "channel": channel}, lasts=lasts)
    if last:
        await memory.put_sealed(last, {"key": key, "version": version}, lasts=lasts)
    return True


async def kept_of(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    """What is kept behind the message's earlier answer; {} when nothing is."""
    before = await desk.memory.sealed(f"behind-last/{asked.id}")
    return (await desk.memory.sealed(name_of(before["key"])) if before is not None else None) or {}


async def forget(desk: Desk, asked: Asked) -> None:
    """The message is gone, and what was kept behind its answer goes."""
    before = await desk.memory.take_sealed(f"behind-last/{asked.id}")
    if before is not None:
        await desk.memory.take_sealed(name_of(before["key"]))


async def show(desk: Desk, name: str, key: str, trigger: str, where: Mapping[str, Any], at: str) -> None:
    """Open what a button shows, or say why not. Never an error, and over before Slack stops waiting.

    ``where``: ``enterprise``, ``team``, ``channel`` and ``user`` of the press, ``in_thread`` or ``response_url`` for
    the ephemeral message; ``at`` tells this press from others.
    """
    now = asyncio.get_running_loop().time()
    told = await _found(desk, name, key, where["channel"], now + _LOOKED_S)
    if await _is_opened(desk, name, trigger, told, where, now + _OPENED_S):
        return
    job = Job(key=f"{where['team']}:{where['channel']}:{where['user']}:{at}:{name}", kind="tell",
              payload={**where, **told.journaled()})  # fmt: skip
    try:
        async with asyncio.timeout_at(now + _JOURNALED_S):
            await desk.take_in(job, "press")
    except Exception as fault:
        log.error("a press was not answered (%s)", logs.told(fault))


async def _found(desk: Desk, name: str, key: str, channel: str, until: float) -> Said:
    """What is kept for the button, as long as it is pressed where it stands."""
    try:
        async with asyncio.timeout_at(until):
            kept = await desk.memory.sealed(name_of(key))
    except Exception as fault:
        log.error("what a button shows could not be looked up (%s)", logs.told(fault))
        return sentence(words.BEHIND_NOT_NOW)
    if kept is None or kept["channel"] != channel or name not in kept:
        return sentence(words.BEHIND_GONE)
    return Said.of({"text": kept["text"], "blocks": kept[name]})


async def _is_opened(desk: Desk, name: str, trigger: str, told: Said, where: Mapping[str, Any], until: float) -> bool:
    try:
        async with asyncio.timeout_at(until):
            client = await desk.workspaces.client(where["enterprise"], where["team"])
            view = {"type": "modal", "title": plain(LABELS[name]), "close": plain(words.CLOSE), "blocks": told.blocks}
            return client is not None and await desk.outbox.open(client, trigger, view)
    except Exception as fault:
        log.error("a window was not opened (%s)", logs.told(fault))
        return False


def name_of(key: str) -> str:
    """Under which the store has it."""
    return f"behind/{key[:100]}"
