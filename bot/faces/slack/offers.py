"""Offers: the button that sends a credential. Its author alone may press it, and it is good for one press.

The button holds an id; what it stands for is kept sealed under it. A press journals a job whose key is that id, and
then takes the offer away: of many presses, deliveries and processes one job comes, and a crash in between changes
nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from bot.engine.work import Job
from bot.faces.slack import words
from bot.faces.slack.asked import Asked
from bot.faces.slack.desk import Desk
from bot.faces.slack.leaving import Said
from bot.faces.slack.whose import Read
from bot.model import Examination
from bot.reply.blocks import Block, context, plain

ASK = "ask_live"


def wanted(live: str, asker: str, is_pressed: bool, examination: Examination, read: Read) -> dict[str, str] | None:
    """What to offer where checks are ``live`` so far: to ``ask`` the API, or to try the ``fix``. None: nothing.

    ``owner``: whose it is to accept, '' when nobody can.
    """
    request = examination.report.request
    if request is None or is_pressed:
        return None
    if live == "ask":
        kind = "ask"
    elif _has_untried_fix(examination):
        kind = "fix"
    else:
        return None
    values = [credential.secret.reveal() for credential in request.credentials]
    return {"kind": kind, "owner": read.owner(values) if values else asker}


async def made(
    desk: Desk, asked: Asked, read: Read, said: Said, offer: Mapping[str, str]
) -> tuple[list[Block], list[Block]]:
    """The reason and the button; the reason alone where whoever may press it would not see it.

    Nothing where the operator keeps nothing for buttons.
    """
    if not (keep := desk.service.settings.keep):
        return [], []
    why, label = {
        "ask": (words.ASK_LIVE, words.ASK_LIVE_BUTTON),
        "fix": (words.TRY_FIX, words.TRY_FIX_BUTTON),
    }[offer["kind"]]
    owner = offer["owner"]
    if not owner or (asked.is_private and owner != asked.user):
        return [context(why), context(words.ONLY_THE_AUTHOR)], []
    key, before = secrets.token_urlsafe(12), await desk.memory.take_sealed(_last(asked))
    if before is not None:  # one message has one button: that of an earlier answer is good for nothing any more
        await desk.memory.take_sealed(_name(before))
    kept = {"owner": owner, "asked": asked.payload(), "read": read.journaled(), "said": said.journaled()}
    await desk.memory.put_sealed(_name(key), kept, lasts=keep)
    await desk.memory.put_sealed(_last(asked), key, lasts=keep)
    button = {"type": "button", "action_id": ASK, "value": key, "style": "primary", "text": plain(label)}
    return [context(why)], [button]


async def accept(desk: Desk, key: str, presser: str, private_url: str = "") -> bool | None:
    """Journal what the offer stands for, once whoever presses. False: it is somebody else's; None: there is none.

    ``private_url``: where the message with the button is replaced when the presser alone sees it.
    """
    kept = await desk.memory.sealed(_name(key))
    if kept is None:
        return None
    if kept["owner"] != presser:
        return False
    asked = {**kept["asked"], "user": presser, "offer": {"read": kept["read"], "said": kept["said"]}}
    if private_url:
        asked |= {"response_url": private_url, "is_private": True}
    await desk.take_in(Job(key=f"{asked['team']}:{asked['channel']}:{key}", kind="answer", payload=asked), "ask")
    await desk.memory.take_sealed(_name(key))
    return True


def pressed(offer: Mapping[str, Any]) -> Said:
    """What was answered before, its button replaced by words."""
    before = Said.of(offer["said"])
    return Said(text=before.text, blocks=[*before.blocks, context(words.PRESSED)])


def _name(key: str) -> str:
    return f"offer/{key[:100]}"


def _last(asked: Asked) -> str:
    return f"offered/{asked.id}"


def _has_untried_fix(examination: Examination) -> bool:
    """Is there a correction that was not tried because a user name and password count towards a lock-out?"""
    causes, request = examination.diagnosis.causes, examination.report.request
    if not causes or request is None or not examination.evidence.requests_sent:
        return False
    return bool(request.passwords) and causes[0].corrected is not None and causes[0].certainty != "proven"
