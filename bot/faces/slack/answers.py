"""Answers: what was read is examined, and the result is what is sent, as JSON for the journal (see ``Found``)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from math import ceil
from typing import Any

from bot import logs
from bot.faces.slack import offers, words
from bot.faces.slack.asked import Asked
from bot.faces.slack.asking import Asking
from bot.faces.slack.desk import Desk
from bot.faces.slack.examining import Task, examined
from bot.faces.slack.leaving import Said
from bot.faces.slack.whose import Read
from bot.masking import BY_SHAPE
from bot.probing.net import Resolved
from bot.reply.blocks import context, section
from bot.reply.mrkdwn import Mrkdwn
from bot.workers import WorkerDiedError

Told = Callable[[str, float], Awaitable[None]]
# {"said": a Said, "live": [{"author", "print", "text"}]}: what is answered, and who is warned of which credential
Found = Mapping[str, Any]
log = logging.getLogger("auth401.slack")


async def answer(
    desk: Desk,
    read: Read,
    *,
    person: str,
    channel: str,
    asking: Asking,
    ticket: str,
    told: Told,
    asked: Asked | None = None,
) -> dict[str, Any]:
    """The answer to a message, or (``asked`` None) to a command. A fault of ours becomes words with an id.

    ``told`` hears why and how many seconds ``person`` has to wait; when it raises Postponed, that goes through, and the
    ``ticket`` keeps the place in the line.
    """
    if not read.text.strip():
        return found_of(said(_without_text(asked)))
    book, is_anew = desk.service.book, asked is not None and (asked.is_edit or asked.may_ask)
    authors = [part.author for part in read.parts]
    whom = (person, channel, authors, asked.is_private if asked else None, read.is_external)
    known = None if is_anew else desk.recent.get(read.text, book, whom)
    if known is not None:
        kept, age_s = known
        note = context(words.AGAIN.filled(seconds=ceil(age_s)))
        told_before = Said.of(kept["said"])
        offer = kept["offer"]
        found = {"said": Said(text=told_before.text, blocks=[*told_before.blocks, note]).journaled()}
        return await _with_offer(desk, {**found, "live": kept["live"]}, read, asked, offer)
    try:
        found = await _examined(desk, read, person, channel, asking, ticket, asked, told)
    except Exception as fault:
        log.error("diagnosis %s failed (%s)", asked.id if asked else "of a command", logs.told(fault))
        id_ = BY_SHAPE.shown(asked.id if asked else "a command")
        words_of = words.TOO_MUCH if isinstance(fault, WorkerDiedError | MemoryError) else words.FAILED
        return found_of(said(words_of.filled(id=id_)))
    offer = found["offer"]
    if asking.note is not None:
        before = Said.of(found["said"])
        found["said"] = Said(text=before.text, blocks=[*before.blocks, context(asking.note)]).journaled()
        offer = None if offer and offer["kind"] == "fix" else offer
    plain = {"said": found["said"], "live": found["live"]}
    if found["sent"] and not is_anew and asking.note is None:
        desk.recent.put(read.text, book, {**plain, "offer": offer}, whom)
    return await _with_offer(desk, plain, read, asked, offer)


async def _with_offer(
    desk: Desk, found: dict[str, Any], read: Read, asked: Asked | None, offer: Mapping[str, str] | None
) -> dict[str, Any]:
    """The same with a button, made for whoever asked this time."""
    if asked is None or offer is None:
        return found
    before = Said.of(found["said"])
    blocks = [*before.blocks, *await offers.blocks(desk, asked, read, before, offer)]
    return {**found, "said": Said(text=before.text, blocks=blocks).journaled()}


def found_of(answer: Said) -> dict[str, Any]:
    """An answer that warns nobody."""
    return {"said": answer.journaled(), "live": []}


def _without_text(asked: Asked | None) -> Mrkdwn:
    if asked and asked.files:
        return words.FILE_UNREADABLE
    return words.EDITED_AWAY if asked and asked.is_edit else words.help_text()


def said(text: Mrkdwn) -> Said:
    """A message of one sentence of ours."""
    return Said(text=text, blocks=[section(text)])


async def _examined(
    desk: Desk,
    read: Read,
    person: str,
    channel: str,
    asking: Asking,
    ticket: str,
    asked: Asked | None,
    told: Told,
) -> dict[str, Any]:
    """By the text; and where the API can tell more and may be asked, by asking it when its turn has come."""
    start, settings = asyncio.get_running_loop().time(), desk.service.settings
    is_pressed = bool(asked and asked.may_ask)
    may_ask = (settings.live == "auto" or is_pressed) and not await asking.is_interrupted()
    written = asked.written if asked else None
    task = Task(
        read=read.journaled(),
        channel=channel,
        asker=asked.user if asked else "",
        is_pressed=is_pressed,
        written=written.isoformat() if written else "",
        may_follow=may_ask,
        may_open_internal=not read.is_external or "1" in settings.external,
    )
    found: dict[str, Any] = await _twice_if_killed(desk, task)
    if found["ask"] is not None:
        found = await _live(desk, task, found, person, asking, ticket, told)
    seconds = asyncio.get_running_loop().time() - start
    desk.metrics.examined(found["outcome"], found["cause"], seconds)
    return found


async def _twice_if_killed(desk: Desk, task: Task) -> dict[str, Any]:
    """Nothing is sent, so what was killed may be done again. Raises WorkerDiedError the second time."""
    try:
        found: dict[str, Any] = await desk.workers.run(examined, task)
    except WorkerDiedError:
        found = await desk.workers.run(examined, task)
    return found


async def _live(
    desk: Desk, task: Task, by_text: dict[str, Any], person: str, asking: Asking, ticket: str, told: Told
) -> dict[str, Any]:
    """Ask the API in its turn. A worker that dies of an answer leaves what the text said."""
    api, known = by_text["ask"], dict[str, Resolved]()
    async with desk.service.turn(
        api["origin"], api["name"], person=person, told=told, ticket=ticket, known=known
    ) as origin:
        held_back = await asking.before(origin, api["password"]) if api["secret"] else ""
        if task.is_pressed and api["password"] and not held_back:
            held_back = await asking.before(origin, is_password=True)  # as pasted, and corrected
        addresses = {host: one.addresses for host, one in known.items() if one.addresses}
        try:
            found: dict[str, Any] = await desk.workers.run(
                examined, replace(task, is_live=True, may_follow=False, resolved=addresses, held_back=held_back)
            )
        except WorkerDiedError:
            asking.note = words.ANSWER_TOO_MUCH
            return by_text
        return found
