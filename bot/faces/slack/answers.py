"""Answers: a text is examined, and the result is what is sent: text, blocks, and a private warning or None."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from bot.faces.slack import live, words
from bot.faces.slack.asked import Asked
from bot.faces.slack.desk import Desk
from bot.model import Examination
from bot.reply.blocks import cut, escape, render

Blocks = list[dict[str, Any]]
Told = Callable[[str, float], Awaitable[None]]
ASK = "ask_live"
KEEP = timedelta(hours=24)
log = logging.getLogger("auth401.slack")


async def _untold(why: str, seconds: float) -> None:
    """Nobody hears that there is something to wait for."""


async def answer(
    desk: Desk, text: str, person: str, asked: Asked | None = None, told: Told = _untold
) -> dict[str, Any]:
    """The answer to a message, or (``asked`` None) to a command. A fault of ours becomes words with an id.

    ``told`` hears why and how many seconds ``person`` has to wait.
    """
    if not text.strip():
        return said(_without_text(asked))
    book, is_anew = desk.service.book, asked is not None and (asked.is_edit or asked.may_ask)
    if not is_anew and (known := desk.recent.get(text, book)):
        return _again(*known)
    try:
        examination = await _examine(desk, text, person, asked, told)
    except Exception:
        log.exception("diagnosis %s failed", asked.id if asked else "of a command")
        return said(words.FAILED.format(id=escape(asked.id if asked else "a command")))
    summary, blocks = render(examination)
    if asked and _is_to_be_asked(desk, asked) and examination.report.request is not None:
        blocks = [*blocks, *await _offer(desk, asked, words.ASK_LIVE, words.ASK_LIVE_BUTTON)]
    elif asked and not asked.may_ask and _has_untried_fix(examination):
        blocks = [*blocks, *await _offer(desk, asked, words.TRY_FIX, words.TRY_FIX_BUTTON)]
    warning = live.warning(examination, desk.service, asked.channel) if asked else None
    found = {"text": summary, "blocks": blocks, "warning": warning}
    if examination.evidence.requests_sent and not is_anew:
        desk.recent.put(text, book, found)
    return found


def _again(known: dict[str, Any], age_s: float) -> dict[str, Any]:
    """An answer that was given a moment ago, and says so: the API was not asked again."""
    note = {"type": "plain_text", "text": words.AGAIN.format(seconds=ceil(age_s))}
    return {**known, "blocks": [*known["blocks"], {"type": "context", "elements": [note]}]}


def _without_text(asked: Asked | None) -> str:
    if asked and asked.files:
        return words.FILE_UNREADABLE
    return words.EDITED_AWAY if asked and asked.is_edit else words.help_text()


def said(text: str) -> dict[str, Any]:
    """An answer of one sentence of ours."""
    return {"text": text, "blocks": [section(text)], "warning": None}


def section(text: str) -> dict[str, Any]:
    """One sentence of ours as a block."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut(text, 3000)}}


async def _examine(desk: Desk, text: str, person: str, asked: Asked | None, told: Told) -> Examination:
    start = asyncio.get_running_loop().time()
    may_ask = desk.service.settings.live == "auto" or bool(asked and asked.may_ask)
    written: datetime | None = asked.written if asked else None
    wants_fix = True if asked and asked.may_ask and desk.service.settings.live == "auto" else None
    examination = await desk.service.examine(
        text, live=may_ask, try_fixes=wants_fix, written=written, person=person, told=told
    )
    desk.metrics.seconds.observe(asyncio.get_running_loop().time() - start)
    desk.metrics.outcomes.labels(examination.diagnosis.outcome).inc()
    if examination.diagnosis.causes:
        desk.metrics.causes.labels(examination.diagnosis.causes[0].id).inc()
    return examination


def _is_to_be_asked(desk: Desk, asked: Asked) -> bool:
    """AUTH401_LIVE=ask, and nobody pressed the button yet."""
    return desk.service.settings.live == "ask" and not asked.may_ask


def _has_untried_fix(examination: Examination) -> bool:
    """Is there a correction that was not tried because a user name and password count towards a lock-out?"""
    causes, request = examination.diagnosis.causes, examination.report.request
    if not causes or request is None or not examination.evidence.requests_sent:
        return False
    has_password = any(credential.kind in ("basic", "digest") for credential in request.credentials)
    return has_password and causes[0].corrected is not None and causes[0].certainty != "proven"


async def _offer(desk: Desk, asked: Asked, why: str, label_text: str) -> Blocks:
    """The button that asks the API. It holds an id only; the message that it needs is kept sealed."""
    offer = secrets.token_urlsafe(12)
    await desk.memory.put_sealed(f"offer/{offer}", asked.payload(), lasts=KEEP)
    label = {"type": "plain_text", "text": label_text}
    button = {"type": "button", "action_id": ASK, "value": offer, "style": "primary", "text": label}
    return [
        {"type": "context", "elements": [{"type": "plain_text", "text": why}]},
        {"type": "actions", "elements": [button]},
    ]
