"""Answers: what was read is examined, and the result is what is sent, as JSON for the journal (see ``Found``)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import ceil
from typing import Any

from bot import logs
from bot.engine.history import Diagnosed
from bot.faces.slack import behind, card, changes, examples, files, follow_up, offers, share, words
from bot.faces.slack.addressing import Address, readdressed
from bot.faces.slack.asked import Asked
from bot.faces.slack.asking import Asking
from bot.faces.slack.desk import Desk
from bot.faces.slack.examining import Task, examined
from bot.faces.slack.leaving import Said, sentence
from bot.faces.slack.rendering import FIX
from bot.faces.slack.whose import Read
from bot.masking import BY_SHAPE, restored
from bot.model import LEAST_VOICES
from bot.probing.net import Resolved
from bot.reply.blocks import Block, context
from bot.reply.mrkdwn import Mrkdwn
from bot.workers import Watch, WorkerDiedError

Told = Callable[[str, float], Awaitable[None]]
# {"said": a Said, "live": [{"author", "print", "text"}]}: what is answered, and who is warned of which credential
Found = Mapping[str, Any]
_ADDRESSED = ("live", "owner", "escalate_to")  # never remembered: it is made for who asks, and where
# What the history keeps of an answer
_KEPT = ("outcome", "cause", "certainty", "confidence", "provider", "site", "evidence")
log = logging.getLogger("auth401.slack")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was read, in which channel, and for whom: ``person`` (team:user) counts for the limits.

    ``asked`` is None for a command and for the window. ``watch`` hears which checks run while an API is asked.

    ``told`` hears why and how many seconds ``person`` has to wait; when it raises Postponed, that goes through, and the
    ``ticket`` keeps the place in the line.
    """

    read: Read
    person: str
    channel: str
    asking: Asking
    ticket: str
    told: Told
    asked: Asked | None = None
    watch: Watch | None = None

    @property
    def is_open(self) -> bool:
        """May others see the answer?"""
        return self.asked is not None and not self.asked.is_private

    @property
    def id(self) -> str:
        """The identity of what is asked: an answer that is made again has the same."""
        return self.asked.id if self.asked is not None and self.is_open else self.ticket

    @property
    def place(self) -> str:
        """The channel, as the history has it: '' of what one person alone hears."""
        return self.channel if self.is_open else ""

    @property
    def at(self) -> datetime:
        """When it was asked: by the message or its edit; a command, just now."""
        return (self.asked.changed if self.asked is not None else None) or datetime.now(UTC)

    @property
    def team(self) -> str:
        """The workspace in which it is asked."""
        return self.person.partition(":")[0]


async def answer(desk: Desk, question: Question) -> dict[str, Any]:
    """The answer to a message or a command. A fault of ours becomes words with an id."""
    if question.read.text.strip():
        await _kept(desk.history.note_asked(question.id, question.team, question.place, question.person, question.at))
    found = await _found(desk, question)
    if found.get("outcome"):
        await _noted(desk, question, found)
    return await _with_buttons(desk, question, found)


async def _noted(desk: Desk, question: Question, found: Mapping[str, Any]) -> None:
    """Keep what was diagnosed, by ids."""
    diagnosed = Diagnosed(
        id=question.id,
        team=question.team,
        channel=question.place,
        person=question.person,
        at=datetime.now(UTC),
        **{name: found[name] for name in _KEPT},
    )
    await _kept(desk.history.note(diagnosed))


async def _kept(noting: Awaitable[None]) -> None:
    """What the history does not take costs nobody the answer."""
    try:
        await noting
    except Exception as fault:
        log.error("a diagnosis could not be noted (%s)", logs.told(fault))


async def _voices(desk: Desk, team: str) -> dict[str, tuple[int, int]]:
    """What the team said of earlier answers; nothing where that cannot be read."""
    try:
        return await desk.history.voices(team, at_least=LEAST_VOICES)
    except Exception as fault:
        log.error("what people said of answers could not be read (%s)", logs.told(fault))
        return {}


async def _found(desk: Desk, question: Question) -> dict[str, Any]:
    """What was found, and which files could not be read: that alone where nothing else was given."""
    unread = files.told(question.read.unread)
    if unread and not question.read.text.strip():
        return _sentence(Mrkdwn.plain(words.SEVERAL.between(unread)))
    found = await _examined_once(desk, question)
    if unread and found.get("outcome") == "nothing-to-check":
        return {**found, "said": sentence(Mrkdwn.plain(words.SEVERAL.between(unread))).journaled()}
    return {**found, "said": _with(found["said"], *map(context, unread))}


async def _examined_once(desk: Desk, question: Question) -> dict[str, Any]:
    """``said`` and ``live``, and of what buttons are made: ``offer`` and what is ``behind``."""
    read, asked = question.read, question.asked
    if not read.text.strip():
        return _sentence(_without_text(asked))
    is_anew = bool(read.before) or (asked is not None and (asked.is_edit or asked.may_ask))
    live, book = await desk.live(question.team, question.channel), desk.service.book
    voices = await _voices(desk, question.team)
    where = (question.team, read.is_external, live, question.is_open, voices)
    known = None if is_anew else desk.recent.get(read.text, book, where)
    if known is not None:
        kept, age_s = known
        return {**kept, **await _concerned(desk, question, kept),
                "said": _with(kept["said"], context(words.AGAIN.filled(seconds=ceil(age_s))))}  # fmt: skip
    try:
        found = await _examined(desk, question, voices)
    except Exception as fault:
        log.error("diagnosis %s failed (%s)", asked.id if asked else "of a command", logs.told(fault))
        id_ = BY_SHAPE.shown(asked.id if asked else "a command")
        words_of = words.TOO_MUCH if isinstance(fault, WorkerDiedError | MemoryError) else words.FAILED
        return _sentence(words_of.filled(id=id_))
    made = {name: found[name] for name in found if name != "ask"}
    if question.asking.note is not None:
        made["said"] = _with(found["said"], context(question.asking.note))
        made["offer"] = [kind for kind in found["offer"] if kind != FIX]
    elif found["sent"] and not is_anew:
        desk.recent.put(read.text, book, {name: made[name] for name in made if name not in _ADDRESSED}, where)
    return made


async def _concerned(desk: Desk, question: Question, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Whom what is remembered concerns where it is asked now: who is warned, and who may send the credential."""
    asker = question.asked.user if question.asked else ""
    address = Address(
        read=question.read.journaled(), channel=question.channel, asker=asker, live=kept["prints"] if asker else ()
    )
    found: dict[str, Any] = await desk.workers.run(readdressed, address)
    return found


async def _with_buttons(desk: Desk, question: Question, found: Mapping[str, Any]) -> dict[str, Any]:
    """The answer with its buttons, made for whoever asked this time."""
    asked, shown = question.asked, found.get("behind") or {}
    giver = examples.giver(question.read, question.person.partition(":")[2]) if desk.service.settings.retain else ""
    made = card.of(
        found, answer=question.id, asker=question.person, giver=giver, above=_changed(question, found), below=[]
    )
    key = behind.new_key() if desk.service.settings.keep and (shown or found.get("states")) else ""
    if asked is not None:
        reasons, made["offered"] = await offers.made(desk, asked, question.read, found, card.drawn(made))
        made["below"] = reasons
        made["escalation"] = made["escalation"] if question.is_open else None
        made |= await card.carried(desk, asked)
    elif found.get("outcome") not in (None, "nothing-to-check"):
        public = card.drawn(made, key, shown).journaled()
        made["last"] = await share.offered(desk, public, question.channel, question.person.partition(":")[2])
    example = found["example"] if made["giver"] else ""
    kept = {**shown, "card": made, "example": example, "asker": asked.user if asked is not None else ""}
    is_latest = await behind.keep(desk, kept, question.channel, asked, key)
    if asked is not None and is_latest and found.get("summary"):
        await follow_up.remember(desk, asked, question.read, found["summary"])
    return {"said": card.drawn(made, key, shown).journaled(), "live": found["live"]}


def _changed(question: Question, found: Mapping[str, Any]) -> list[Block]:
    """What is different from the last time, where this was examined before."""
    if not (summary := found.get("summary")):
        return []
    offer = question.asked.offer if question.asked else {}
    if offer.get("kind") == "again" and offer["before"]:
        return [context(changes.said(offer["before"], summary, is_asked=True))]
    if before := question.read.before:
        told = [changes.said(before["summary"], summary), restored(found["different"])]
        return [context(words.SPACE.between([one for one in told if one]))]
    return []


def _with(kept: Mapping[str, Any], *blocks: Block) -> dict[str, Any]:
    before = Said.of(kept)
    return Said(text=before.text, blocks=[*before.blocks, *blocks]).journaled()


def _sentence(text: Mrkdwn) -> dict[str, Any]:
    """An answer that warns nobody and has no buttons."""
    return {"said": sentence(text).journaled(), "live": [], "owner": "", "offer": [], "behind": {}}


def _without_text(asked: Asked | None) -> Mrkdwn:
    return words.EDITED_AWAY if asked and asked.is_edit else words.help_text()


async def _examined(desk: Desk, question: Question, voices: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """By the text; and where the API can tell more and may be asked, by asking it when its turn has come."""
    read, asked = question.read, question.asked
    start, settings = asyncio.get_running_loop().time(), desk.service.settings
    live, is_pressed = await desk.live(question.team, question.channel), bool(asked and asked.may_ask)
    is_allowed = is_pressed if read.is_of_others else live == "auto" or is_pressed
    may_ask = is_allowed and live != "off" and not await question.asking.is_interrupted()
    written = asked.written if asked else None
    task = Task(
        read=read.journaled(),
        channel=question.channel,
        live=live,
        asker=asked.user if asked else "",
        pressed=str(asked.offer["kind"]) if asked and is_pressed else "",
        written=written.isoformat() if written else "",
        may_follow=may_ask,
        keeps=bool(settings.keep),
        may_open_internal=not read.is_external or "1" in settings.external,
        voices=voices,
    )
    found: dict[str, Any] = await _twice_if_killed(desk, task)
    if found["ask"] is not None:
        found = await _live(desk, question, task, found)
    seconds = asyncio.get_running_loop().time() - start
    desk.metrics.examined(found["outcome"], found["cause"], seconds, found["certainty"], found["sent"])
    return found


async def _twice_if_killed(desk: Desk, task: Task) -> dict[str, Any]:
    """Nothing is sent, so what was killed may be done again. Raises WorkerDiedError the second time."""
    try:
        found: dict[str, Any] = await desk.workers.run(examined, task)
    except WorkerDiedError:
        found = await desk.workers.run(examined, task)
    return found


async def _live(desk: Desk, question: Question, task: Task, by_text: dict[str, Any]) -> dict[str, Any]:
    """Ask the API in its turn. A worker that dies of an answer leaves what the text said."""
    api, asking, known = by_text["ask"], question.asking, dict[str, Resolved]()
    async with desk.service.turn(
        api["origin"],
        api["name"],
        person=question.person,
        told=question.told,
        ticket=question.ticket,
        known=known,
    ) as origin:
        held_back = await asking.before(origin, api["password"]) if api["secret"] else ""
        if task.pressed in ("ask", FIX) and api["password"] and not held_back:
            held_back = await asking.before(origin, is_password=True)  # as pasted, and corrected
        addresses = {host: one.addresses for host, one in known.items() if one.addresses}
        try:
            found: dict[str, Any] = await desk.workers.run(
                examined,
                replace(task, is_live=True, may_follow=False, resolved=addresses, held_back=held_back),
                watch=question.watch,
            )
        except WorkerDiedError:
            asking.note = words.ANSWER_TOO_MUCH
            return by_text
        return found
