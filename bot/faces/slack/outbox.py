"""Outbox: every call to Slack's Web API, repeated until Slack took it, and no message posted twice.

slack_sdk's own retry handlers are off: they know nothing of 429 and 5xx, and send a post again whose answer was lost.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import uuid4

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.slack.direct import Direct
from bot.faces.slack.leaving import Said, checked
from bot.pace import Turns, Want, in_turn

Data = Mapping[str, Any]
# A message whose channel is gone, or a token that was revoked, does not get better by waiting; these do.
_PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rate_limited"}
_FIRST_WAIT_S, _LONGEST_WAIT_S, _GIVE_UP_S = 0.5, 60.0, 6 * 3600.0
BETWEEN_POSTS_S = 1.0  # Slack's limit for each channel
_SPARE, _SPARE_WITHIN_S = 20, 60.0  # chat.update is taken some 50 times a minute
_SPARE_S = 12.0  # one that is given up may reach Slack after what comes next
_NEVER = {"unknown_method", "missing_scope", "not_allowed_token_type", "feature_not_enabled", "access_denied"}
_EVENT = "auth401_reply"
_PAGES = 10
_RESPONSE_S = 15.0
_WORD = re.compile(r"[a-z][a-z0-9_]{1,59}")

log = logging.getLogger("auth401.slack")


class Outbox:
    """One per process: it keeps the pace of each channel, with all others, and the pauses that Slack asked for."""

    def __init__(
        self,
        on_error: Callable[[str], None],
        turns: Turns,
        between_posts_s: float = BETWEEN_POSTS_S,
        sure: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """``sure`` is waited for before each call: it returns once no other process can have taken over the work."""
        self._turns, self._between_posts_s, self._sure = turns, between_posts_s, sure
        self._not_before: dict[tuple[str, ...], float] = {}
        self._on_error = on_error
        self._spared: dict[str, deque[float]] = {}  # token -> when calls were made that may be left out
        self._never: set[tuple[str, str]] = set()  # (method, token) that Slack does not take

    async def post(
        self,
        client: AsyncWebClient,
        ours: str,
        said: Said,
        *,
        channel: str,
        thread_ts: str | None = None,
        look_first: bool = False,
    ) -> dict[str, str]:
        """Post a message that carries our id; its ``channel`` and ``ts``.

        By a person's id it becomes a direct message, whose channel Slack tells. ``look_first``: an earlier try may have
        got through.
        """
        metadata = {"event_type": _EVENT, "event_payload": {"id": ours}}
        message = checked({**_written(said), "thread_ts": thread_ts} if thread_ts else _written(said))

        async def look() -> Data | None:
            return await self._find(client, ours, channel=channel, thread_ts=thread_ts)

        async def send() -> Any:
            async with self._turn(channel):
                return await client.chat_postMessage(
                    channel=channel, metadata=metadata, unfurl_links=False, unfurl_media=False, **message
                )

        found = await look() if look_first else None
        answer = found or await self._until_taken(("chat.postMessage", channel), send, look)
        return {"channel": str(answer.get("channel") or channel), "ts": str(answer["ts"])}

    async def earlier(self, client: AsyncWebClient, ours: str, *, channel: str, ts: str) -> dict[str, str] | None:
        """An older message in a direct conversation that carries our id, or None."""
        where = {"channel": channel, "latest": ts, "include_all_metadata": True, "limit": 200}
        try:
            page = await self.call(client, "conversations_history", **where)
        except SlackApiError as error:
            log.warning("a conversation could not be read after posting again (%s)", name_of(error))
            return None
        found = [one["ts"] for one in page.get("messages") or [] if _carries(one, ours) and one["ts"] < ts]
        return {"channel": channel, "ts": str(min(found))} if found else None

    async def update(self, client: AsyncWebClient, said: Said, *, channel: str, ts: str) -> None:
        """Put a message of ours in the place of another of ours."""
        # Without ``blocks`` Slack would keep the old ones
        await self.call(client, "chat_update", channel=channel, ts=ts, text=said.text, blocks=list(said.blocks))

    async def whisper(
        self, client: AsyncWebClient, said: Said, *, channel: str, user: str, thread_ts: str | None = None
    ) -> None:
        """Say something in a channel, or in a thread of it, to one person alone."""
        where = {"channel": channel, "user": user, "thread_ts": thread_ts}
        await self.call(client, "chat_postEphemeral", **where, text=said.text, blocks=list(said.blocks) or None)

    async def open(self, client: AsyncWebClient, trigger: str, view: Data) -> bool:
        """Open a window for whoever caused the trigger; False when Slack refuses.

        Not tried again: a trigger is good for one call in three seconds. One that was used already has opened it.
        """
        try:
            await client.views_open(trigger_id=trigger, view=checked(view))
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError, json.JSONDecodeError) as error:
            if name_of(error) == "exchanged_trigger_id":
                return True
            self._on_error(name_of(error))
            log.warning("Slack opened no window (%s)", name_of(error))
            return False
        return True

    async def call(self, client: AsyncWebClient, method: str, **arguments: Any) -> Data:
        """Any other call, harmless when it is done twice. Raises SlackApiError when Slack says no for good."""
        clean = checked(arguments)

        async def send() -> Any:
            return await getattr(client, method)(**clean)

        return await self._until_taken((method, client.token or ""), send)

    async def spare(self, client: AsyncWebClient, method: str, **arguments: Any) -> bool:
        """A call that may be left out: tried once, and not at all while Slack asked for a pause, has refused the method
        for good, or got many of these within a minute. Was it taken?"""
        loop, token = asyncio.get_running_loop(), client.token or ""
        lately = self._spared.setdefault(token, deque(maxlen=_SPARE))
        is_many = len(lately) == _SPARE and loop.time() - lately[0] < _SPARE_WITHIN_S
        if is_many or (method, token) in self._never or loop.time() < self._not_before.get((method, token), 0.0):
            return False
        lately.append(loop.time())
        try:
            async with asyncio.timeout(_SPARE_S):
                await getattr(client, method)(**checked(arguments))
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError, json.JSONDecodeError) as error:
            self._on_error(name_of(error))
            if (pause := _pause_asked_for(error)) is not None:
                self._not_before[method, token] = loop.time() + pause
            if name_of(error) in _NEVER:
                self._never.add((method, token))
            return False
        return True

    async def respond(self, direct: Direct, url: str, said: Said, *, is_instead: bool = True) -> bool:
        """Post to a response_url, for one person, instead of what stood there or below it; False when it is too old."""
        body = checked({"response_type": "ephemeral", "replace_original": is_instead, **said.journaled()})

        async def send() -> Any:
            answer = await direct.ask("POST", url, json=body, within_s=_RESPONSE_S)
            if answer.status == 429 or answer.status >= 500:
                raise SlackApiError("response_url", _Bare(answer.status, answer.headers))  # type: ignore[no-untyped-call]
            return {"ok": answer.status < 400}

        return bool((await self._until_taken(("response_url", url), send))["ok"])

    async def _until_taken(
        self,
        key: tuple[str, ...],
        send: Callable[[], Awaitable[Any]],
        look: Callable[[], Awaitable[Data | None]] | None = None,
    ) -> Data:
        loop = asyncio.get_running_loop()
        end, wait = loop.time() + _GIVE_UP_S, _FIRST_WAIT_S
        while True:
            await self._pause(key)
            if self._sure is not None:
                await self._sure()
            try:
                answer = await send()
            except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError, json.JSONDecodeError) as error:
                pause = _pause_asked_for(error)
                self._on_error(name_of(error))
                if not _is_passing(error) or loop.time() > end:
                    raise
                if pause is not None:
                    self._not_before[key] = loop.time() + pause
                    continue
                log.warning("Slack did not take %s (%s), next try in %.1f s", key[0], name_of(error), wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT_S)
                if look is not None and (found := await look()) is not None:
                    return found
            else:
                return answer if isinstance(answer, Mapping) else dict(answer.data)

    async def _find(self, client: AsyncWebClient, ours: str, *, channel: str, thread_ts: str | None) -> Data | None:
        """The message that carries our id, in the thread or (without one) among the channel's latest."""
        cursor = ""
        for _ in range(_PAGES):
            where = {"channel": channel, "include_all_metadata": True, "limit": 200, "cursor": cursor or None}
            try:
                page = (
                    await self.call(client, "conversations_replies", ts=thread_ts, **where)
                    if thread_ts
                    else await self.call(client, "conversations_history", **where)
                )
            except SlackApiError as error:
                log.warning("the thread could not be read before posting again (%s)", name_of(error))
                return None
            for message in page.get("messages") or []:
                if _carries(message, ours):
                    return {"ts": message["ts"]}
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor or not thread_ts:
                return None
        return None

    def _turn(self, channel: str) -> AbstractAsyncContextManager[None]:
        """Keep the distance between posts to a channel, whichever process makes them."""
        return in_turn(self._turns, uuid4().hex, [Want(f"channel {channel}", 1, self._between_posts_s)])

    async def _pause(self, key: tuple[str, ...]) -> None:
        loop = asyncio.get_running_loop()
        if (rest := self._not_before.get(key, 0.0) - loop.time()) > 0:
            await asyncio.sleep(rest)
        elif key in self._not_before:
            del self._not_before[key]


def _written(said: Said) -> dict[str, Any]:
    return {"text": said.text, **({"blocks": list(said.blocks)} if said.blocks else {})}


class _Bare:
    """Status and headers of an answer that is not the Web API's."""

    def __init__(self, status: int, headers: Mapping[str, str]) -> None:
        self.status_code, self.headers, self.data = status, headers, {"error": f"http_{status}"}

    def get(self, key: str, default: Any = None) -> Any:
        return self.data.get(key, default)


def _carries(message: Data, ours: str) -> bool:
    """Is it ours? By metadata, else by the block_id: metadata may not be given out."""
    metadata = ((message.get("metadata") or {}).get("event_payload") or {}).get("id")
    return metadata == ours or any(block.get("block_id") == ours for block in message.get("blocks") or [])


def name_of(error: Exception) -> str:
    """Slack's word for an error, or the type of the exception. Never its text."""
    if isinstance(error, SlackApiError):
        found = _data(error).get("error")
        return found if isinstance(found, str) and _WORD.fullmatch(found) else f"http_{_status(error)}"
    return type(error).__name__


def _is_passing(error: Exception) -> bool:
    if not isinstance(error, SlackApiError):
        return True
    data, status = _data(error), _status(error)
    return status == 429 or status >= 500 or data.get("error") in _PASSING or (status == 200 and "ok" not in data)


def _pause_asked_for(error: Exception) -> float | None:
    """Seconds of Retry-After of a 429 (1 when there is none that can be read); None for another error."""
    if not isinstance(error, SlackApiError) or _status(error) != 429:
        return None
    headers = {key.lower(): value for key, value in dict(getattr(error.response, "headers", {}) or {}).items()}
    text = str(headers.get("retry-after", "1"))
    return max(0.1, float(text)) if text.replace(".", "", 1).isdigit() and text.isascii() else 1.0


def _status(error: SlackApiError) -> int:
    response = error.response
    status = getattr(response, "status_code", None) or getattr(response, "status", None)
    return status if isinstance(status, int) else 200


def _data(error: SlackApiError) -> Mapping[str, Any]:
    data = getattr(error.response, "data", None)
    return data if isinstance(data, Mapping) else {}
