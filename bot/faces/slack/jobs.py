"""The work behind an answer, in steps that are journaled: read and post; then, in its turn, examine, deliver, warn.

Each step is done once. A job that was killed goes on where it stopped; whether its post got through is asked of Slack.
An examination whose turn has not come is left for later and holds nothing meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from math import ceil
from typing import Any
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.engine.memory import Replied
from bot.engine.work import GIVE_UP, Handler, Job, Later, Payload, Steps
from bot.faces.slack import behind, escalate, feedback, files, follow_up, home, offers, share, window, words
from bot.faces.slack.answers import Found, Question, Told, answer
from bot.faces.slack.asked import Asked, is_newer
from bot.faces.slack.asking import Asking
from bot.faces.slack.desk import Desk
from bot.faces.slack.examining import is_wanted
from bot.faces.slack.leaving import Said, sentence
from bot.faces.slack.outbox import name_of
from bot.faces.slack.progress import Progress
from bot.faces.slack.whose import Authored, Read, is_of, is_ours, parts_of
from bot.masking import BY_SHAPE
from bot.pace import Postponed
from bot.reply.mrkdwn import Mrkdwn, escape, person_or_place

# We are no member, or what was to be answered is gone
_NO_PLACE = {"not_in_channel", "channel_not_found", "is_archived", "restricted_action"}
# What a target of the operator's may be refused for besides: a person who is no longer there, or takes no messages
_REFUSED_PLACE = frozenset(
    {"user_not_found", "account_inactive", "user_disabled", "cannot_dm_bot", "messages_tab_disabled"}
)
_GONE = {"thread_not_found", "message_not_found"}
_BLOCKS_REFUSED = {"invalid_blocks", "msg_blocks_too_long", "invalid_blocks_format", "msg_too_long"}
_WARNED = timedelta(days=30)
SLOW = ("examine", "private")  # the kinds of work that ask an API
Examined = Callable[[Asking, Told], Awaitable[Found | None]]
Spoken = Callable[[AsyncWebClient, Job, Steps], Awaitable[Later | None]]
log = logging.getLogger("auth401.slack")


class Jobs:
    """The handlers of the kinds of work."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._places: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def handlers(self) -> Mapping[str, Handler]:
        """By kind of job. What is logged meanwhile, and of a fault after it, names the job."""
        by_kind = {kind: self._spoken(handler) for kind, handler in self._handlers().items()}
        return {kind: _named(handler) for kind, handler in {**by_kind, GIVE_UP: self.give_up}.items()}

    def _handlers(self) -> Mapping[str, Spoken]:
        return {
            "answer": self.answer,
            "examine": self.examine,
            "private": self.private,
            "window": self.window,
            "share": self.share,
            "vote": self.vote,
            "escalate": self.escalate,
            "delete": self.delete,
            "say": self.say,
            "tell": self.tell,
            "home": self.home,
        }

    def _spoken(self, handler: Spoken) -> Handler:
        """With who speaks in the job's workspace; where the app was removed from it, nothing is done."""

        async def spoken(job: Job, steps: Steps) -> Later | None:
            client = await self._client(job.payload.get("asked", job.payload))
            return await handler(client, job, steps) if client is not None else None

        return spoken

    async def answer(self, client: AsyncWebClient, job: Job, steps: Steps) -> Later | None:
        """Take up a message, or an edit of it: read it and say in its thread that we are looking."""
        asked = Asked(**job.payload)
        kept = await steps.once("read", lambda: self._read(client, asked))
        if kept is None or await self._is_gone(asked):
            return None
        place = None if asked.is_private else await self._place(steps, client, asked, Read.of(kept).text)
        if place is None and not asked.response_url:
            return None
        if asked.may_ask and not await steps.once("pressed", lambda: self._show_pressed(client, asked, place)):
            return None
        return Later(kind="examine", payload={"asked": dict(job.payload), "read": kept, "place": place})

    async def examine(self, client: AsyncWebClient, job: Job, steps: Steps) -> Later | None:
        """Answer the message where we said that we are looking, or privately."""
        payload, read, place = job.payload["asked"], Read.of(job.payload["read"]), job.payload["place"]
        asked = Asked(**payload)

        async def examined(asking: Asking, told: Told) -> Found | None:
            if place is not None and await self._is_superseded(asked):
                return None
            where = {"channel": asked.channel, "thread_ts": asked.thread_ts, "ts": place}
            is_moot = partial(self._is_superseded, asked)
            async with Progress(self._desk.outbox, client, **where, is_moot=is_moot) as progress:
                question = Question(
                    read=read,
                    person=asked.person,
                    channel=asked.channel,
                    asking=asking,
                    ticket=job.key,
                    told=told,
                    asked=asked,
                    watch=progress.watch,
                )
                return await answer(self._desk, question)

        tell = self._teller(client, payload, place)
        found = await self._in_turn(job, steps, asked.person, tell, examined)
        if isinstance(found, Later) or found is None:
            return found
        if place is None:
            await steps.once("deliver", lambda: self._respond(client, payload, Said.of(found["said"])))
        else:
            await steps.once("deliver", lambda: self._deliver(client, asked, place, Said.of(found["said"])))
        if found["live"] and not asked.is_direct:
            await steps.once("warn", lambda: self._warn(client, asked, read.source, found["live"]))
        return None

    async def private(self, client: AsyncWebClient, job: Job, steps: Steps) -> Later | None:
        """Answer a slash command or the window, for the caller alone."""
        asker = job.payload
        part = Authored(author=asker["user"], text=asker["text"])
        read = Read(parts=(part,), source="", is_external=asker.get("is_external", True))
        read = Read.of(asker["read"]) if "read" in asker else read
        person = f"{asker['team']}:{asker['user']}"

        async def examined(asking: Asking, told: Told) -> Found:
            question = Question(
                read=read, person=person, channel=asker["channel"], asking=asking, ticket=job.key, told=told
            )
            return await answer(self._desk, question)

        found = await self._in_turn(job, steps, person, self._teller(client, asker, None), examined)
        if isinstance(found, Later) or found is None:
            return found
        await steps.once("deliver", lambda: self._tell_asker(client, asker, Said.of(found["said"])))
        return None

    async def window(self, client: AsyncWebClient, job: Job, steps: Steps) -> Later | None:
        """Take up what was given in the window: read its files, and say where the answer will be."""
        asker = job.payload
        read = await steps.once("read", lambda: self._read_window(client, asker))
        place = None
        if asker["channel"]:
            await steps.once("told", lambda: self._respond(client, asker, window.LOOKING))
        else:
            place = await steps.once("post", lambda: self._open_direct(client, job, look_first=steps.is_repeated))
        rest = {name: asker[name] for name in ("enterprise", "team", "user", "response_url", "is_external")}
        where = {"channel": place["channel"] if place else asker["channel"], "place": place}
        return Later(kind="private", payload={**rest, **where, "text": "", "read": read})

    async def share(self, client: AsyncWebClient, job: Job, steps: Steps) -> None:
        """Post a private answer in its channel, as its asker wants; and tell them how that went."""
        payload = job.payload
        said, channel = Said.of(payload["said"]), payload["channel"]

        async def post() -> bool:
            public = share.public(said, payload["user"])
            with _unless_gone():
                await self._desk.outbox.post(client, job.key, public, channel=channel, look_first=steps.is_repeated)
                return True
            return False

        if await steps.once("post", post):
            told = share.done(said).journaled()
        else:
            told = await steps.once("again", lambda: share.refused(self._desk, said, payload))
        await steps.once("tell", lambda: self._respond(client, payload, Said.of(told)))

    async def vote(self, client: AsyncWebClient, job: Job, steps: Steps) -> None:
        """*This was it* or *Not it* was pressed: record it, and draw the answer anew."""
        voted = await steps.once("vote", lambda: feedback.counted(self._desk, job.payload))
        if voted is not None:
            await steps.once("record", lambda: feedback.record(self._desk, job, voted))
            await steps.once("show", lambda: self._redraw(client, job.payload))

    async def escalate(self, client: AsyncWebClient, job: Job, steps: Steps) -> None:
        """Pass an answer on, once; where that cannot be, tell whoever pressed, and the button is good again."""
        payload, desk, channel = job.payload, self._desk, job.payload["channel"]
        link = await steps.once("link", lambda: escalate.permalink(desk, client, channel, payload["place"]))
        said, to = escalate.said(payload["summary"], payload, link), payload["summary"]["to"]

        async def post() -> bool:
            with _unless_gone(_REFUSED_PLACE):
                await self._post_to(client, payload["team"], job.key, said, to, look_first=steps.is_repeated)
                return True
            return False

        is_posted = await steps.once("post", post)
        await steps.once("note", lambda: escalate.note(desk, payload, is_posted=is_posted))
        if is_posted:
            await steps.once("show", lambda: self._redraw(client, payload))
            return
        refused = sentence(words.ESCALATE_REFUSED.filled(to=person_or_place(to)))
        await steps.once("tell", lambda: self._whisper(client, payload, refused))

    async def delete(self, client: AsyncWebClient, job: Job, steps: Steps) -> None:
        """The message is gone: its answer goes, and what was kept for its buttons and its thread."""
        asked, desk = Asked(**job.payload), self._desk

        async def note() -> str:
            async with self._places.setdefault(asked.id, asyncio.Lock()):
                known = await desk.memory.answered(asked.team, asked.channel, asked.ts)
                await desk.memory.note_deleted(asked.team, asked.channel, asked.ts)
            return known.reply_ts if known is not None and not known.is_gone else ""

        reply = await steps.once("note", note)
        await steps.once("forget", lambda: self._forget(asked))
        if reply:
            await steps.once("delete", lambda: self._remove(client, asked.channel, reply))

    async def give_up(self, job: Job, steps: Steps) -> None:
        """Say that a job which failed three times is not tried again. Nothing of it is read or examined here."""
        kind, payload = job.payload["kind"], job.payload.get("asked", job.payload)
        self._desk.metrics.given_up.labels(kind).inc()
        client = await self._client(payload) if kind in ("answer", "window", *SLOW) else None
        if client is None:
            return
        found = sentence(words.GIVEN_UP.filled(id=BY_SHAPE.shown(job.key.removesuffix(f"#{GIVE_UP}"))))
        asked = (
            Asked(**{name: payload[name] for name in payload if name != "kind"})
            if kind in ("answer", "examine")
            else None
        )
        if asked is None or asked.is_private:
            await steps.once("deliver", lambda: self._tell_asker(client, payload, found))
        elif not await self._is_perhaps_for_others(asked):
            await steps.once("deliver", lambda: self._end_with(client, asked, found))

    async def say(self, client: AsyncWebClient, job: Job, steps: Steps) -> None:
        """Say one sentence in a channel; where the app is no member there is nobody to tell."""
        told, channel = Said(text=Mrkdwn.restored(job.payload["text"])), job.payload["channel"]

        async def post() -> None:
            with _unless_gone():
                await self._desk.outbox.post(client, job.key, told, channel=channel, look_first=steps.is_repeated)

        await steps.once("post", post)

    async def tell(self, client: AsyncWebClient, job: Job, steps: Steps) -> None:
        """Tell one person something, where they pressed a button."""
        told = Said.of({"blocks": (), **job.payload})
        await steps.once("tell", lambda: self._respond(client, job.payload, told, is_instead=False))

    async def home(self, client: AsyncWebClient, job: Job, steps: Steps) -> None:
        """Show the Home tab to one person."""
        await steps.once("publish", lambda: _nothing(self._publish(client, job.payload)))

    async def _publish(self, client: AsyncWebClient, who: Payload) -> None:
        is_ours = bool(who.get("is_ours"))
        view = await home.view(self._desk, client, who["team"], who["user"], is_ours=is_ours)
        await self._desk.outbox.call(client, "views_publish", user_id=who["user"], view=view)

    async def _in_turn(
        self, job: Job, steps: Steps, person: str, tell: Told, examined: Examined
    ) -> Found | Later | None:
        """What ``examined`` finds; or Later while it is not the person's or the origin's turn, which is told once."""

        async def told(why: str, seconds: float) -> None:
            if not job.payload.get("is_told"):
                await tell(why, seconds)
            raise Postponed(seconds)

        async def step() -> Any:
            try:
                found = await examined(Asking(self._desk.memory, steps, person), told)
            except Postponed as postponed:
                return {"after_s": postponed.seconds}
            if job.payload.get("is_told"):
                await self._desk.service.leave(job.key)  # it may have been answered from memory
            return found

        found: Found | None = await steps.once("examine", step)
        if found is not None and "after_s" in found:
            return Later(kind=job.kind, payload={**job.payload, "is_told": True}, after_s=found["after_s"])
        return found

    async def _redraw(self, client: AsyncWebClient, press: Payload) -> None:
        """Draw the answer anew where a button of it was pressed: by what is kept now, the last state last."""
        async with feedback.drawing(press["key"]):
            said = await feedback.redrawn(self._desk, press["key"])
            if said is None:
                return
            if press.get("response_url"):
                await self._respond(client, press, said)
                return
            with _unless_gone():
                await self._desk.outbox.update(client, said, channel=press["channel"], ts=press["place"])

    async def _remove(self, client: AsyncWebClient, channel: str, ts: str) -> None:
        with _unless_gone():
            await self._desk.outbox.call(client, "chat_delete", channel=channel, ts=ts)

    async def _forget(self, asked: Asked) -> None:
        await behind.forget(self._desk, asked)
        await offers.forget(self._desk, asked)
        await self._desk.history.take_back(asked.id)
        await follow_up.forget(self._desk, asked)

    # ---- steps ---------------------------------------------------------------------------------------------------

    async def _read_window(self, client: AsyncWebClient, asker: Payload) -> dict[str, Any]:
        read, unread = await self._files(client, asker["files"])
        parts = [Authored(author=asker["user"], text=text) for text in (asker["text"], *read) if text.strip()]
        found = Read(parts=tuple(parts), source="", is_external=asker["is_external"],
                     unread=(*asker["unread"], *unread))  # fmt: skip
        return found.journaled()

    async def _files(
        self, client: AsyncWebClient, shared: Sequence[Mapping[str, Any]]
    ) -> tuple[list[str], list[dict[str, Any]]]:
        """The texts of files, escaped and '' where there is none; and name and reason of those."""
        outbox, direct = self._desk.outbox, self._desk.direct
        found = [await files.read(client, outbox, direct, file) for file in shared]
        unread = [
            {"name": file.get("name"), "why": one.why} for file, one in zip(shared, found, strict=True) if one.why
        ]
        return [
            await asyncio.to_thread(escape, one.text) for one in found
        ], unread  # a file may have a million characters

    async def _open_direct(self, client: AsyncWebClient, job: Job, *, look_first: bool) -> dict[str, str]:
        """Say to one person that we are looking: where that stands."""
        asker = job.payload
        return await self._post_to(client, asker["team"], job.key, window.LOOKING, asker["user"], look_first=look_first)

    async def _post_to(
        self, client: AsyncWebClient, team: str, ours: str, said: Said, to: str, *, look_first: bool
    ) -> dict[str, str]:
        """Post to a channel or a person. Slack makes the conversation by a person's id, and tells which it is."""
        if not to.startswith(("U", "W")):
            return await self._desk.outbox.post(client, ours, said, channel=to, look_first=look_first)
        name = f"direct/{team}/{to}"
        known = await self._desk.memory.sealed(name)
        outbox, is_sure = self._desk.outbox, bool(known) or not look_first
        place = await outbox.post(client, ours, said, channel=known or to, look_first=look_first and bool(known))
        if not is_sure and (first := await outbox.earlier(client, ours, **place)) is not None:
            await self._remove(client, place["channel"], place["ts"])  # before a kill it had got through
            place = first
        if known != place["channel"]:
            await self._desk.memory.put_sealed(name, place["channel"])
        return place

    async def _tell_asker(self, client: AsyncWebClient, payload: Payload, found: Said) -> None:
        """Where we said that we are looking: in a direct message, or where the command stood."""
        place = payload.get("place")
        if place is None:
            await self._respond(client, payload, found)
            return
        with _unless_gone():
            await self._desk.outbox.update(client, found, channel=place["channel"], ts=place["ts"])

    async def _client(self, payload: Payload) -> AsyncWebClient | None:
        """Who speaks in the job's workspace; None when the app was removed from it."""
        return await self._desk.workspaces.client(payload["enterprise"], payload["team"])

    async def _read(self, client: AsyncWebClient, asked: Asked) -> dict[str, Any] | None:
        """What to examine: the message and its files, or the thread's first message for a bare mention. None: nothing
        for us. Pressing a button sends what was shown, not what the message has become."""
        if asked.may_ask:
            kept: dict[str, Any] = asked.offer["read"]
            return kept
        own = [Authored(**part) for part in asked.parts]
        author = own[0].author if own else ""
        texts, unread = await self._files(client, asked.files)
        owners = [_owner(file, author) for file in asked.files]
        parts = (*own, *(Authored(author=owner, text=text) for owner, text in zip(owners, texts, strict=True)))
        is_external = asked.is_external or any(
            owner != author and not is_of(asked.home, file, is_unshared=asked.is_unshared)
            for owner, file in zip(owners, asked.files, strict=True)
        )
        read = Read(parts=parts, source=asked.ts, is_external=is_external, unread=(*asked.unread, *unread))
        if read.text and (before := await follow_up.known(self._desk, asked)) is not None:
            merged = await follow_up.read(self._desk, asked, read, before)
            return await self._if_for_us(asked, read, merged)
        if not asked.is_addressed:
            for_us = not asked.files or await is_wanted(self._desk.workers, read.text)
            return read.journaled() if for_us else None
        if not read.text and not read.unread and asked.thread_ts != asked.ts:
            read = await self._parent(client, asked)
        return read.journaled()

    async def _if_for_us(self, asked: Asked, own: Read, merged: Read | None) -> dict[str, Any] | None:
        """What is read below an answer: by itself where it has nothing to do with that, and nothing if it is talk."""
        if asked.is_addressed:
            return (merged or own).journaled()
        if await is_wanted(self._desk.workers, own.text):
            return (merged or own).journaled()
        is_about_it = merged is not None and await is_wanted(self._desk.workers, own.text, below=True)
        return merged.journaled() if merged is not None and is_about_it else None

    async def _parent(self, client: AsyncWebClient, asked: Asked) -> Read:
        """The thread's first message: its author is not who mentioned us."""
        call, message = self._desk.outbox.call, {}
        try:
            page = await call(client, "conversations_replies", channel=asked.channel, ts=asked.thread_ts, limit=1)
            message = (page.get("messages") or [{}])[0]
        except SlackApiError as error:
            log.warning("a thread's first message could not be read (%s)", name_of(error))
        is_external = asked.is_external or not is_ours(message, asked.home, is_unshared=asked.is_unshared)
        return Read(parts=parts_of(message), source=asked.thread_ts, is_external=is_external)

    async def _place(self, steps: Steps, client: AsyncWebClient, asked: Asked, text: str) -> str | None:
        """The ts of the reply: the one that exists, or a new one that says we are looking. None: we may not post."""
        progress = sentence(words.PROGRESS if text or asked.files or asked.unread else words.help_text())

        async def place() -> str | None:
            with _unless_gone():
                return await self._reply_to(client, asked, progress, look_first=steps.is_repeated)
            return None

        found: str | None = await steps.once("post", place)
        return found

    async def _reply_to(self, client: AsyncWebClient, asked: Asked, progress: Said, *, look_first: bool) -> str | None:
        """One at a time for each message, so that an edit in the meantime finds the reply that is being posted.

        None: the message was deleted, and a reply that was posted in that moment is taken back.
        """
        memory, key = self._desk.memory, (asked.team, asked.channel, asked.ts)
        async with self._places.setdefault(asked.id, asyncio.Lock()):
            known = await memory.answered(*key)
            if known is not None and known.is_gone:
                return None
            # The id stands in block_id too: that comes back even where metadata is not given out
            first = Said(text=progress.text, blocks=[{**block, "block_id": asked.id} for block in progress.blocks])
            where = {"channel": asked.channel, "thread_ts": asked.thread_ts}
            if known is not None:
                reply = known.reply_ts
            else:
                reply = (await self._desk.outbox.post(client, asked.id, first, look_first=look_first, **where))["ts"]
            if known is None or is_newer(asked.version, known.version):
                await memory.remember(*key, Replied(reply_ts=reply, version=asked.version))
            now = await memory.answered(*key)
        if now is not None and now.reply_ts != reply:  # gone, or another process has answered: it was not to be known
            await self._remove(client, asked.channel, reply)
            return None if now.is_gone else now.reply_ts
        return reply

    def _teller(self, client: AsyncWebClient, payload: Payload, place: str | None) -> Told:
        """What tells in the progress line, or privately, why and how long the answer has to wait."""

        async def told(why: str, seconds: float) -> None:
            waiting = sentence(words.WAITING.filled(why=BY_SHAPE.shown(why), seconds=ceil(seconds)))
            if place is None:
                await self._tell_asker(client, payload, waiting)
                return
            with contextlib.suppress(SlackApiError):
                await self._desk.outbox.update(client, waiting, channel=payload["channel"], ts=place)

        return told

    async def _show_pressed(self, client: AsyncWebClient, asked: Asked, place: str | None) -> bool:
        """Take the button away. False: the message was edited since, so what was offered is no longer what is there."""
        if place is None:
            await self._respond(client, asked.payload(), offers.pressed(asked.offer))
            return True
        if await self._is_superseded(asked):
            return False
        with _unless_gone():
            await self._desk.outbox.update(client, offers.pressed(asked.offer), channel=asked.channel, ts=place)
        return True

    async def _is_superseded(self, asked: Asked) -> bool:
        """Was a newer version of the message taken up?"""
        known = await self._desk.memory.answered(asked.team, asked.channel, asked.ts)
        return known is not None and is_newer(known.version, asked.version)

    async def _is_gone(self, asked: Asked) -> bool:
        """Was the message deleted?"""
        known = await self._desk.memory.answered(asked.team, asked.channel, asked.ts)
        return known is not None and known.is_gone

    async def _is_perhaps_for_others(self, asked: Asked) -> bool:
        """A file that was shared, of which nobody knows whether it is for us, and nothing was said to it."""
        known = await self._desk.memory.answered(asked.team, asked.channel, asked.ts)
        return bool(asked.files) and not asked.is_addressed and known is None

    async def _deliver(self, client: AsyncWebClient, asked: Asked, place: str, found: Said) -> None:
        """Put the answer in place of the progress line, unless a newer version of the message was taken up."""
        if await self._is_superseded(asked):
            return
        update, where = self._desk.outbox.update, {"channel": asked.channel, "ts": place}
        with _unless_gone():
            try:
                await update(client, found, **where)
            except SlackApiError as error:
                if name_of(error) not in _BLOCKS_REFUSED:
                    raise
                log.error("Slack refused the blocks of an answer (%s): sent as text", name_of(error))
                await update(client, Said(text=found.text), **where)

    async def _end_with(self, client: AsyncWebClient, asked: Asked, found: Said) -> None:
        """Put ``found`` where the answer would stand; whether there is a reply already is asked of Slack."""
        with _unless_gone():
            place = await self._reply_to(client, asked, found, look_first=True)
            if place is not None:
                await self._deliver(client, asked, place, found)

    async def _respond(self, client: AsyncWebClient, payload: Payload, found: Said, *, is_instead: bool = True) -> None:
        """Answer by the response_url while it is good (30 minutes), else as an ephemeral message."""
        url, respond = payload.get("response_url", ""), self._desk.outbox.respond
        if files.is_slacks(url, client.base_url, "hooks.slack.com") and await respond(
            self._desk.direct, url, found, is_instead=is_instead
        ):
            return
        await self._whisper(client, payload, found)

    async def _whisper(self, client: AsyncWebClient, payload: Payload, told: Said) -> None:
        where = {"channel": payload["channel"], "user": payload["user"], "thread_ts": payload.get("in_thread") or None}
        with contextlib.suppress(SlackApiError):  # the person has left: there is nobody to tell
            await self._desk.outbox.whisper(client, told, **where)

    async def _warn(
        self, client: AsyncWebClient, asked: Asked, source: str, found: Sequence[Mapping[str, str]]
    ) -> None:
        """Warn the author of each live credential, once for each message that holds it, however often it is edited."""
        name = f"warned/{asked.team}/{asked.channel}/{source}"
        before = set(await self._desk.memory.sealed(name) or ())
        for one in (one for one in found if one["print"] not in before):
            where = {"channel": asked.channel, "user": one["author"]}
            await self._whisper(client, where, Said(text=Mrkdwn.restored(one["text"])))
            before.add(one["print"])
            await self._desk.memory.put_sealed(name, sorted(before), lasts=_WARNED)


def _owner(file: Mapping[str, Any], author: str) -> str:
    """Whose file it is. Of a stub of Slack Connect nothing is told."""
    is_stub = file.get("file_access") == "check_file_info"
    return "" if is_stub else str(file.get("user") or author)


async def _nothing(work: Awaitable[object]) -> None:
    """Do it and journal no answer."""
    await work


def _named(handler: Handler) -> Handler:
    async def named(job: Job, steps: Steps) -> Later | None:
        logs.DIAGNOSIS.set(job.key)  # to the end of the task, which is the job's own: its fault is logged after this
        return await handler(job, steps)

    return named


@contextlib.contextmanager
def _unless_gone(more: frozenset[str] = frozenset()) -> Any:
    """Let the work end quietly where we may not post, or where somebody deleted the message or our reply."""
    try:
        yield
    except SlackApiError as error:
        if name_of(error) not in _NO_PLACE | _GONE | more:
            raise
