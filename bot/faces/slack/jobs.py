"""The work behind an answer, in steps that are journaled: read, post, examine, deliver, warn.

Each step is done once. A job that was killed goes on where it stopped; whether its post got through is asked of Slack.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Mapping
from math import ceil
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.engine.memory import Answered
from bot.engine.work import Handler, Job, Payload, Steps
from bot.faces.slack import files, home, words
from bot.faces.slack.answers import Blocks, Told, answer, section
from bot.faces.slack.asked import Asked, is_newer
from bot.faces.slack.desk import Desk
from bot.faces.slack.outbox import name_of
from bot.faces.slack.reading import text_of
from bot.parsing.triage import is_for_us
from bot.reply.blocks import escape

# We are no member, or what was to be answered is gone
_NO_PLACE = {"not_in_channel", "channel_not_found", "is_archived", "restricted_action"}
_GONE = {"thread_not_found", "message_not_found"}
_BLOCKS_REFUSED = {"invalid_blocks", "msg_blocks_too_long", "invalid_blocks_format", "msg_too_long"}
Found = Mapping[str, Any]
log = logging.getLogger("auth401.slack")


class Jobs:
    """The handlers of the kinds of work."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._places: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def handlers(self) -> Mapping[str, Handler]:
        """By kind of job."""
        return {"answer": self.answer, "private": self.private, "say": self.say, "tell": self.tell, "home": self.home}

    async def answer(self, job: Job, steps: Steps) -> None:
        """Answer a message in its thread, or bring the answer up to date with an edit."""
        asked = Asked(**job.payload)
        client = await self._client(job.payload)
        if client is None or (text := await steps.once("read", lambda: self._read(client, asked))) is None:
            return
        place = None if asked.is_private else await self._place(steps, client, asked, text)
        if place is None and not asked.response_url:
            return
        told = self._teller(client, asked, place)
        found = await steps.once("examine", lambda: answer(self._desk, text, asked.person, asked, told))
        if place is None:
            await steps.once("deliver", lambda: self._respond(client, job.payload, found))
            return
        await steps.once("deliver", lambda: self._deliver(client, asked, place, found))
        if found["warning"] and not asked.is_direct and not asked.is_edit:
            await steps.once("warn", lambda: self._whisper(client, job.payload, found["warning"]))

    async def private(self, job: Job, steps: Steps) -> None:
        """Answer a slash command, for the caller alone."""
        client, person = await self._client(job.payload), f"{job.payload['team']}:{job.payload['user']}"
        if client is not None:
            found = await steps.once("examine", lambda: answer(self._desk, job.payload["text"], person))
            await steps.once("deliver", lambda: self._respond(client, job.payload, found))

    async def say(self, job: Job, steps: Steps) -> None:
        """Say one sentence in a channel; where the app is no member there is nobody to tell."""
        client = await self._client(job.payload)
        if client is None:
            return
        message = {"channel": job.payload["channel"], "text": job.payload["text"]}
        is_first = await _is_first_time(steps)

        async def post() -> None:
            with _unless_gone():
                await self._desk.outbox.post(client, job.key, look_first=not is_first, **message)

        await steps.once("post", post)

    async def tell(self, job: Job, steps: Steps) -> None:
        """Tell one person one sentence."""
        client = await self._client(job.payload)
        if client is not None:
            await steps.once("tell", lambda: self._whisper(client, job.payload, job.payload["text"]))

    async def home(self, job: Job, steps: Steps) -> None:
        """Show the Home tab to one person."""
        client = await self._client(job.payload)
        if client is not None:
            call, shown = self._desk.outbox.call, {"user_id": job.payload["user"], "view": home.VIEW}
            await steps.once("publish", lambda: _nothing(call(client, "views_publish", **shown)))

    # ---- steps ---------------------------------------------------------------------------------------------------

    async def _client(self, payload: Payload) -> AsyncWebClient | None:
        """Who speaks in the job's workspace; None when the app was removed from it."""
        return await self._desk.workspaces.client(payload["enterprise"], payload["team"])

    async def _read(self, client: AsyncWebClient, asked: Asked) -> str | None:
        """The message's text and its files', or the thread's first message for a bare mention. None: not for us."""
        outbox, session = self._desk.outbox, self._desk.session
        parts = [asked.text, *[escape(await files.read(client, outbox, session, file)) for file in asked.files]]
        text = "\n".join(part for part in parts if part.strip())
        if not asked.is_addressed:
            return text if not asked.files or await asyncio.to_thread(is_for_us, text) else None
        return text if text or asked.thread_ts == asked.ts else await self._parent(client, asked)

    async def _parent(self, client: AsyncWebClient, asked: Asked) -> str:
        call = self._desk.outbox.call
        try:
            page = await call(client, "conversations_replies", channel=asked.channel, ts=asked.thread_ts, limit=1)
        except SlackApiError as error:
            log.warning("a thread's first message could not be read (%s)", name_of(error))
            return ""
        messages = page.get("messages") or [{}]
        return text_of(messages[0])

    async def _place(self, steps: Steps, client: AsyncWebClient, asked: Asked, text: str) -> str | None:
        """The ts of the reply: the one that exists, or a new one that says we are looking. None: we may not post."""
        is_first = await _is_first_time(steps)
        progress = words.PROGRESS if text or asked.files else words.help_text()

        async def place() -> str | None:
            with _unless_gone():
                return await self._reply_to(client, asked, progress, look_first=not is_first)
            return None

        found: str | None = await steps.once("post", place)
        return found

    async def _reply_to(self, client: AsyncWebClient, asked: Asked, progress: str, *, look_first: bool) -> str:
        """One at a time for each message, so that an edit in the meantime finds the reply that is being posted."""
        memory, key = self._desk.memory, (asked.team, asked.channel, asked.ts)
        async with self._places.setdefault(asked.id, asyncio.Lock()):
            known = await memory.answered(*key)
            # The id stands in block_id too: that comes back even where metadata is not given out
            message = {"text": progress, "blocks": [{**section(progress), "block_id": asked.id}]}
            where = {"channel": asked.channel, "thread_ts": asked.thread_ts}
            post = self._desk.outbox.post
            reply = known.reply_ts if known else await post(client, asked.id, look_first=look_first, **where, **message)
            if known is None or is_newer(asked.version, known.version):
                await memory.remember(*key, Answered(reply_ts=reply, version=asked.version))
        return reply

    def _teller(self, client: AsyncWebClient, asked: Asked, place: str | None) -> Told:
        """What tells in the progress line why and how long the answer has to wait."""

        async def told(why: str, seconds: float) -> None:
            waiting = words.WAITING.format(why=escape(why), seconds=ceil(seconds))
            where = {"channel": asked.channel, "ts": place}
            if place is not None:
                with contextlib.suppress(SlackApiError):
                    await self._desk.outbox.call(
                        client, "chat_update", **where, text=waiting, blocks=[section(waiting)]
                    )

        return told

    async def _deliver(self, client: AsyncWebClient, asked: Asked, place: str, found: Found) -> None:
        """Put the answer in place of the progress line, unless a newer version of the message was taken up."""
        known = await self._desk.memory.answered(asked.team, asked.channel, asked.ts)
        if known is not None and is_newer(known.version, asked.version):
            return
        call, where = self._desk.outbox.call, {"channel": asked.channel, "ts": place}
        with _unless_gone():
            try:
                await call(client, "chat_update", **where, text=found["text"], blocks=found["blocks"])
            except SlackApiError as error:
                if name_of(error) not in _BLOCKS_REFUSED:
                    raise
                log.error("Slack refused the blocks of an answer (%s): sent as text", name_of(error))
                await call(client, "chat_update", **where, text=found["text"], blocks=[])

    async def _respond(self, client: AsyncWebClient, payload: Payload, found: Found) -> None:
        """Answer by the response_url while it is good (30 minutes), else as an ephemeral message."""
        message = {"text": found["text"], "blocks": found["blocks"]}
        body = {"response_type": "ephemeral", "replace_original": True, **message}
        url = payload["response_url"]
        if _is_slacks(url, client.base_url) and await self._desk.outbox.respond(self._desk.session, url, body):
            return
        await self._whisper(client, payload, **message)

    async def _whisper(self, client: AsyncWebClient, payload: Payload, text: str, blocks: Blocks | None = None) -> None:
        where = {"channel": payload["channel"], "user": payload["user"]}
        with contextlib.suppress(SlackApiError):  # the person has left: there is nobody to tell
            await self._desk.outbox.call(client, "chat_postEphemeral", **where, text=text, blocks=blocks)


async def _nothing(work: Awaitable[object]) -> None:
    """Do it and journal no answer."""
    await work


async def _is_first_time(steps: Steps) -> bool:
    """False when this job ran before and may have posted: the journal then answers in place of the step."""
    ran = []

    async def mark() -> None:
        ran.append(True)

    await steps.once("begin", mark)
    return bool(ran)


@contextlib.contextmanager
def _unless_gone() -> Any:
    """Let the work end quietly where we may not post, or where somebody deleted the message or our reply."""
    try:
        yield
    except SlackApiError as error:
        if name_of(error) not in _NO_PLACE | _GONE:
            raise


def _is_slacks(url: str, api_url: str) -> bool:
    """Is it a response_url of Slack, or of the host of SLACK_API_URL?"""
    asked, api = urlsplit(url), urlsplit(api_url)
    return (asked.scheme, asked.netloc) in {("https", "hooks.slack.com"), (api.scheme, api.netloc)}
