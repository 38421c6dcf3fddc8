"""Delivery: what Slack sends to an app over HTTP. Signed over the raw body, three seconds to answer, retried."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.faces.demo.workspace import APP, BOT, TEAM, YOU, Message, Workspace

_RETRY_AFTER_S = (0.0, 5.0, 15.0)  # Slack: at once, one minute, five minutes


class Delivery:
    """Sends a workspace's events, commands and shortcuts to one address."""

    def __init__(self, session: aiohttp.ClientSession, url: str, signing_secret: str, own_url: str) -> None:
        self._session, self._url, self._secret, self._own_url = session, url, signing_secret, own_url
        self._sending: set[asyncio.Task[None]] = set()

    def listen(self, workspace: Workspace) -> None:
        """Deliver each event from now on, without making whoever caused it wait."""

        def send(event: Message) -> None:
            task = asyncio.create_task(self.event(event))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

        workspace.events.append(send)

    async def close(self) -> None:
        """Stop what is still being sent."""
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)

    async def event(self, event: Mapping[str, Any]) -> None:
        """One event, retried like Slack does when it is not answered 200 in time."""
        body = json.dumps(envelope(event)).encode()
        for number, wait in enumerate((0.0, *_RETRY_AFTER_S)):
            await asyncio.sleep(wait)
            retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_error"} if number else {}
            if await self.send(body, "application/json", retry) == 200:
                return

    async def command(self, text: str, channel: str, **more: str) -> tuple[str, str]:
        """``/auth401 text``; the ephemeral text of the answer, '' when there is none, and its response_url's slot.

        ``more`` are fields of the form.
        """
        answer, slot = await self.commanded(text, channel, **more)
        return str(answer.get("text", "")), slot

    async def commanded(self, text: str, channel: str, **more: str) -> tuple[dict[str, Any], str]:
        """The same; the whole answer, {} when there is none."""
        slot, user = secrets.token_hex(6), more.get("user_id", YOU)
        trigger = _trigger(user, slot)
        form = {"command": "/auth401", "text": text, "team_id": TEAM, "channel_id": channel, "user_id": YOU,
                "trigger_id": trigger, "response_url": self._response_url(channel, slot, user),
                "api_app_id": APP, **more}  # fmt: skip
        answer = await self._answered(urlencode(form).encode())
        return json.loads(answer) if answer.startswith("{") else {"text": answer} if answer else {}, slot

    async def shortcut(self, message: Message, channel: str, callback_id: str, **more: Any) -> None:
        """A person chooses the app's entry in a message's menu; ``more`` are fields of the payload."""
        slot = secrets.token_hex(6)
        trigger = _trigger(_person(more), slot)
        await self.interaction(
            {"type": "message_action", "callback_id": callback_id, "trigger_id": trigger, "action_ts": slot,
             "channel": {"id": channel}, "message": message, "message_ts": message["ts"],
             "response_url": self._response_url(channel, slot, _person(more)), **more}
        )  # fmt: skip

    async def global_shortcut(self, callback_id: str, **more: Any) -> None:
        """A person chooses the app's entry in Slack's own menu, where no channel is; ``more``: more of the payload."""
        slot = secrets.token_hex(6)
        trigger = _trigger(_person(more), slot)
        await self.interaction({"type": "shortcut", "callback_id": callback_id, "trigger_id": trigger,
                                "action_ts": slot, **more})  # fmt: skip

    async def submit(self, opened: Mapping[str, Any], values: Mapping[str, Any], **more: Any) -> Any:
        """A person hands in a window: ``values`` by block and action. What the app answers, {} for a bare ack."""
        slot, view = secrets.token_hex(6), dict(opened["view"])
        trigger = _trigger(_person(more), slot)
        view |= {"id": opened["id"], "team_id": TEAM, "hash": slot, "state": {"values": values}}
        view["root_view_id"] = opened["id"]
        whole = {"type": "view_submission", "trigger_id": trigger, "view": view, "response_urls": [],
                 "team": {"id": TEAM}, "user": {"id": YOU, "team_id": TEAM}, "api_app_id": APP, **more}  # fmt: skip
        body = urlencode({"payload": json.dumps(whole)}).encode()
        async with self._post(body, "application/x-www-form-urlencoded") as answer:
            text = await answer.text()
            return {"error": f"{answer.status}"} if answer.status != 200 else json.loads(text) if text else {}

    async def press(self, message: Message, channel: str, action: Mapping[str, Any], **more: Any) -> None:
        """A person presses a button; ``more`` are fields of the payload."""
        slot = secrets.token_hex(6)
        container = {"type": "message", "channel_id": channel, "message_ts": message["ts"]}
        trigger = _trigger(_person(more), slot)
        await self.interaction(
            {"type": "block_actions", "trigger_id": trigger, "channel": {"id": channel}, "message": message,
             "container": {**container, "is_ephemeral": bool(message.get("is_ephemeral"))},
             "actions": [{"type": "button", "action_ts": slot, **action}],
             "response_url": self._response_url(channel, message.get("slot") or slot, _person(more)), **more}
        )  # fmt: skip

    async def press_home(self, action: Mapping[str, Any], **more: Any) -> None:
        """A person presses a button of the Home tab: no channel, no message, no response_url."""
        slot = secrets.token_hex(6)
        await self.interaction(
            {"type": "block_actions", "trigger_id": _trigger(_person(more), slot), "view": {"type": "home"},
             "container": {"type": "view"}, "actions": [{"type": "button", "action_ts": slot, **action}], **more}
        )  # fmt: skip

    def shared(self, workspace: Workspace, file: Mapping[str, Any], user: str = YOU) -> Message:
        """A person uploads a file of text; as Slack tells of it."""
        name, content, id_ = str(file.get("name")), str(file.get("text") or "").encode(), f"F{secrets.token_hex(4)}"
        workspace.files[id_] = content
        return {"id": id_, "name": name, "size": len(content), "mode": "hosted", "user": user,
                "filetype": name.rpartition(".")[2], "url_private": f"{self._own_url}/files/{id_}"}  # fmt: skip

    async def interaction(self, payload: Mapping[str, Any]) -> str:
        """A button, a menu or a form: the payload with team and user added, unless it has its own."""
        whole = {"team": {"id": TEAM}, "user": {"id": YOU, "team_id": TEAM}, "api_app_id": APP, **payload}
        return _text(await self._answered(urlencode({"payload": json.dumps(whole)}).encode()))

    def _response_url(self, channel: str, slot: str, user: str) -> str:
        """Where the app answers privately: it names whom, and what is replaced."""
        return f"{self._own_url}/response/{channel}-{slot}-{user}"

    async def send(self, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> int:
        """Post a signed body; the status, or 0 when there was no answer in time."""
        try:
            async with self._post(body, content_type, headers) as answer:
                return int(answer.status)
        except (aiohttp.ClientError, OSError, TimeoutError):
            return 0

    async def _answered(self, body: bytes) -> str:
        try:
            async with self._post(body, "application/x-www-form-urlencoded") as answer:
                return str(await answer.text())
        except (aiohttp.ClientError, OSError, TimeoutError):
            return "operation_timeout"

    def _post(self, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> Any:
        signed = {**signature(self._secret, body), "Content-Type": kind, **(headers or {})}
        return self._session.post(self._url, data=body, headers=signed, timeout=aiohttp.ClientTimeout(total=3))


def _text(answer: str) -> str:
    return str(json.loads(answer).get("text", "")) if answer.startswith("{") else answer


def _person(payload: Mapping[str, Any]) -> str:
    return str((payload.get("user") or {}).get("id", YOU))


def _trigger(user: str, slot: str) -> str:
    """When and by whom something was pressed: the stand-in reads it again, an app must not."""
    return f"{int(time.time() * 1000)}.{user}.{slot}"


def envelope(event: Mapping[str, Any]) -> dict[str, Any]:
    """An event as the Events API wraps it."""
    return {"type": "event_callback", "team_id": TEAM, "api_app_id": APP, "event": dict(event),
            "event_id": f"Ev{secrets.token_hex(5).upper()}", "event_time": int(time.time()),
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}]}  # fmt: skip


def signature(secret: str, body: bytes, timestamp: str = "") -> dict[str, str]:
    """Slack's two headers over a raw body."""
    timestamp = timestamp or str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}
