"""The work behind an answer, in steps that are journaled: read, post, examine, deliver, warn.

Each step is done once. A job that was killed goes on where it stopped; whether its post got through is asked of Slack.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.engine.memory import Answered
from bot.engine.work import Handler, Job, Steps
from bot.faces.slack import files, live, words
from bot.faces.slack.desk import Desk
from bot.faces.slack.outbox import name_of
from bot.faces.slack.reading import text_of
from bot.model import Examination
from bot.parsing.triage import is_for_us
from bot.reply.blocks import cut, escape, render

_LONGEST_S = 30.0
_NOT_A_MEMBER = {"not_in_channel", "channel_not_found", "is_archived", "restricted_action"}
_BLOCKS_REFUSED = {"invalid_blocks", "msg_blocks_too_long", "invalid_blocks_format", "msg_too_long"}
log = logging.getLogger("auth401.slack")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The payload of an ``answer``: a message, and how it was asked for (``events.Asked``)."""

    team: str
    channel: str
    ts: str
    thread_ts: str
    user: str
    version: str
    is_addressed: bool
    is_direct: bool
    text: str = field(repr=False)
    enterprise: str | None = None
    files: list[dict[str, Any]] = field(default_factory=list, repr=False)
    response_url: str = field(default="", repr=False)
    is_private: bool = False

    @property
    def id(self) -> str:
        """The identity of the reply: one per message, however it came about."""
        return f"{self.team}:{self.channel}:{self.ts}"


class Jobs:
    """The handlers of the three kinds of work."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._places: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def handlers(self) -> Mapping[str, Handler]:
        """By kind of job."""
        return {"answer": self.answer, "private": self.private, "say": self.say}

    async def answer(self, job: Job, steps: Steps) -> None:
        """Answer a message in its thread, or bring the answer up to date with an edit."""
        wanted = Wanted(**job.payload)
        client = await self._desk.workspaces.client(wanted.enterprise, wanted.team)
        if client is None:
            return
        text = await steps.once("read", lambda: self._read(client, wanted))
        if text is None:
            return
        place = await self._place(steps, client, wanted, text)
        if place is None and not wanted.response_url:
            return
        found = await steps.once("examine", lambda: self._examine(text, wanted.ts, wanted))
        if place is None:
            await steps.once("deliver", lambda: self._respond(client, wanted.response_url, wanted, found))
            return
        await steps.once("deliver", lambda: self._deliver(client, wanted, place, found))
        if found["warning"] and not wanted.is_direct and wanted.version == wanted.ts:
            await steps.once("warn", lambda: self._whisper(client, wanted.channel, wanted.user, found["warning"]))

    async def private(self, job: Job, steps: Steps) -> None:
        """Answer a slash command, for the caller alone."""
        payload = job.payload
        client = await self._desk.workspaces.client(payload["enterprise"], payload["team"])
        if client is None:
            return
        found = await steps.once("examine", lambda: self._examine(payload["text"], "", None))
        place = _Place(channel=payload["channel"], user=payload["user"])
        await steps.once("deliver", lambda: self._respond(client, payload["response_url"], place, found))

    async def say(self, job: Job, steps: Steps) -> None:
        """Say one sentence in a channel; when the app is no member there, to the caller."""
        payload = job.payload
        client = await self._desk.workspaces.client(payload["enterprise"], payload["team"])
        if client is None:
            return
        is_first = await _is_first_time(steps)

        async def post() -> None:
            try:
                await self._desk.outbox.post(
                    client, job.key, look_first=not is_first, channel=payload["channel"], text=payload["text"]
                )
            except SlackApiError as error:
                if name_of(error) not in _NOT_A_MEMBER:
                    raise

        await steps.once("post", post)

    # ---- steps ---------------------------------------------------------------------------------------------------

    async def _read(self, client: AsyncWebClient, wanted: Wanted) -> str | None:
        """The message's text and its files', or the thread's first message for a bare mention. None: not for us."""
        outbox, session = self._desk.outbox, self._desk.session
        parts = [wanted.text, *[escape(await files.read(client, outbox, session, file)) for file in wanted.files]]
        text = "\n".join(part for part in parts if part.strip())
        if not wanted.is_addressed:
            return text if not wanted.files or await asyncio.to_thread(is_for_us, text) else None
        if not text and wanted.thread_ts != wanted.ts:
            text = await self._parent(client, wanted)
        return text

    async def _parent(self, client: AsyncWebClient, wanted: Wanted) -> str:
        try:
            page = await self._desk.outbox.call(
                client, "conversations_replies", channel=wanted.channel, ts=wanted.thread_ts, limit=1
            )
        except SlackApiError as error:
            log.warning("a thread's first message could not be read (%s)", name_of(error))
            return ""
        messages = page.get("messages") or [{}]
        return text_of(messages[0])

    async def _place(self, steps: Steps, client: AsyncWebClient, wanted: Wanted, text: str) -> str | None:
        """The ts of the reply: the one that exists, or a new one that says we are looking. None: only privately."""
        if wanted.is_private:
            return None
        is_first = await _is_first_time(steps)

        async def place() -> str | None:
            try:
                return await self._reply_to(client, wanted, bool(text), look_first=not is_first)
            except SlackApiError as error:
                if name_of(error) in _NOT_A_MEMBER:
                    return None
                raise

        found: str | None = await steps.once("post", place)
        return found

    async def _reply_to(self, client: AsyncWebClient, wanted: Wanted, has_text: bool, *, look_first: bool) -> str:
        """One at a time for each message, so that an edit in the meantime finds the reply that is being posted."""
        lock = self._places.setdefault(wanted.id, asyncio.Lock())
        async with lock:
            known = await self._desk.memory.answered(wanted.team, wanted.channel, wanted.ts)
            progress = words.PROGRESS if has_text else words.help_text()
            reply_ts = (
                known.reply_ts
                if known
                else await self._desk.outbox.post(
                    client,
                    wanted.id,
                    look_first=look_first,
                    channel=wanted.channel,
                    thread_ts=wanted.thread_ts,
                    text=progress,
                    blocks=_marked(progress, wanted.id),
                )
            )
            if known is None or _is_newer(wanted.version, known.version):
                answered = Answered(reply_ts=reply_ts, version=wanted.version)
                await self._desk.memory.remember(wanted.team, wanted.channel, wanted.ts, answered)
        return reply_ts

    async def _examine(self, text: str, ts: str, wanted: Wanted | None) -> dict[str, Any]:
        """Text, blocks and private warning of the answer. A fault of ours becomes words with an id to look for."""
        if not text.strip():
            return _said(words.help_text() if wanted is None or wanted.version == wanted.ts else words.EDITED_AWAY)
        start = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(_LONGEST_S):
                examination = await self._desk.service.examine(text, written=_moment(ts))
        except Exception:
            log.exception("diagnosis %s failed", wanted.id if wanted else "of a command")
            return _said(words.FAILED.format(id=escape(wanted.id if wanted else "a command")))
        self._count(examination, asyncio.get_running_loop().time() - start)
        summary, blocks = render(examination)
        told = live.warning(examination, self._desk.service, wanted.channel) if wanted else None
        return {"text": summary, "blocks": blocks, "warning": told}

    def _count(self, examination: Examination, seconds: float) -> None:
        metrics, diagnosis = self._desk.metrics, examination.diagnosis
        metrics.seconds.observe(seconds)
        metrics.outcomes.labels(diagnosis.outcome).inc()
        if diagnosis.causes:
            metrics.causes.labels(diagnosis.causes[0].id).inc()

    async def _deliver(self, client: AsyncWebClient, wanted: Wanted, place: str, found: Mapping[str, Any]) -> None:
        """Put the answer in place of the progress line, unless a newer version of the message was taken up."""
        known = await self._desk.memory.answered(wanted.team, wanted.channel, wanted.ts)
        if known is not None and _is_newer(known.version, wanted.version):
            return
        call = self._desk.outbox.call
        where = {"channel": wanted.channel, "ts": place}
        try:
            await call(client, "chat_update", **where, text=found["text"], blocks=found["blocks"])
        except SlackApiError as error:
            if name_of(error) not in _BLOCKS_REFUSED:
                raise
            log.error("Slack refused the blocks of an answer (%s): sent as text", name_of(error))
            await call(client, "chat_update", **where, text=found["text"], blocks=[])

    async def _respond(
        self, client: AsyncWebClient, url: str, place: Wanted | _Place, found: Mapping[str, Any]
    ) -> None:
        """Answer by the response_url while it is good (30 minutes), else as an ephemeral message."""
        body = {"response_type": "ephemeral", "replace_original": True, **_message(found)}
        if _is_slacks(url, client.base_url) and await self._desk.outbox.respond(self._desk.session, url, body):
            return
        await self._whisper(client, place.channel, place.user, found["text"], found["blocks"])

    async def _whisper(
        self, client: AsyncWebClient, channel: str, user: str, text: str, blocks: list[dict[str, Any]] | None = None
    ) -> None:
        more = {"blocks": blocks} if blocks else {}
        with contextlib.suppress(SlackApiError):  # the person has left: there is nobody to tell
            await self._desk.outbox.call(client, "chat_postEphemeral", channel=channel, user=user, text=text, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    channel: str
    user: str


async def _is_first_time(steps: Steps) -> bool:
    """False when this job ran before and may have posted: the journal then answers in place of the step."""
    ran = []

    async def mark() -> None:
        ran.append(True)

    await steps.once("begin", mark)
    return bool(ran)


def _said(text: str) -> dict[str, Any]:
    return {"text": text, "blocks": [_section(text)], "warning": None}


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut(text, 3000)}}


def _marked(text: str, ours: str) -> list[dict[str, Any]]:
    """The progress line with our id as block_id too: that comes back even where metadata is not given out."""
    return [{**_section(text), "block_id": ours}]


def _message(found: Mapping[str, Any]) -> dict[str, Any]:
    return {"text": found["text"], "blocks": found["blocks"]}


def _is_newer(version: str, than: str) -> bool:
    """Time stamps of Slack: seconds and a counter, compared part by part."""
    return [part.zfill(12) for part in version.split(".")] > [part.zfill(12) for part in than.split(".")]


def _moment(ts: str) -> datetime | None:
    head = ts.partition(".")[0]
    return datetime.fromtimestamp(int(head), UTC) if head.isascii() and head.isdigit() and len(head) < 12 else None


def _is_slacks(url: str, api_url: str) -> bool:
    """Is it a response_url of Slack, or of the host of SLACK_API_URL?"""
    asked, api = urlsplit(url), urlsplit(api_url)
    return (asked.scheme, asked.netloc) in {("https", "hooks.slack.com"), (api.scheme, api.netloc)}
