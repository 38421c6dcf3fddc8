"""Share: a private answer that its asker puts into the channel, once. What is kept is rendered, and so masked."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from bot.engine.work import Job
from bot.faces.slack import words
from bot.faces.slack.desk import Desk
from bot.faces.slack.leaving import Said
from bot.reply.blocks import Block, context, plain, section
from bot.reply.mrkdwn import Mrkdwn, person

SHARE = "share"
_CHANNELS = ("C", "G")


async def offered(desk: Desk, said: Mapping[str, Any], channel: str, owner: str) -> list[Block]:
    """The button below a private answer; [] where there is no channel, or nothing may be kept."""
    if not (keep := desk.service.settings.keep) or not channel.startswith(_CHANNELS) or not owner:
        return []
    key = secrets.token_urlsafe(12)
    await desk.memory.put_sealed(_name(key), {"owner": owner, "channel": channel, "said": said}, lasts=keep)
    return [{"type": "button", "action_id": SHARE, "value": key, "text": plain(words.SHARE_BUTTON)}]


async def accept(desk: Desk, key: str, where: Mapping[str, Any]) -> bool | None:
    """Journal the post, once. False: somebody else's answer; None: there is none, or it was shared already.

    ``where``: ``enterprise``, ``team``, ``channel``, ``user`` and ``response_url`` of the press.
    """
    kept = await desk.memory.sealed(_name(key))
    if kept is None or kept["channel"] != where["channel"]:
        return None
    if kept["owner"] != where["user"]:
        return False
    job = Job(key=f"{where['team']}:{where['channel']}:{key}:share", kind="share",
              payload={**where, "said": kept["said"]})  # fmt: skip
    await desk.take_in(job, "share")
    await desk.memory.take_sealed(_name(key))
    return True


def public(said: Said, user: str) -> Said:
    """The answer as the channel sees it."""
    by = words.SHARED_BY.filled(user=person(user))
    return Said(text=words.SHARED_TEXT.filled(by=by, text=said.text), blocks=[section(by), *said.blocks])


def done(said: Said) -> Said:
    """The private answer once it was shared."""
    return Said(text=said.text, blocks=[*said.blocks, context(words.SHARED)])


async def refused(desk: Desk, said: Said, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The private answer where the app may not post: why, and the button again."""
    buttons = await offered(desk, said.journaled(), payload["channel"], payload["user"])
    again = [{"type": "actions", "elements": buttons}] if buttons else []
    why: Mrkdwn = words.SHARE_NO_MEMBER
    return Said(text=said.text, blocks=[*said.blocks, section(why), *again]).journaled()


def _name(key: str) -> str:
    return f"share/{key[:100]}"
