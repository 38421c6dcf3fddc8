"""Slack's Web API over the stand-in workspace: the methods that the app calls, with Slack's refusals."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from bot.faces.demo.blockkit import complaints, is_too_long, view_complaints
from bot.faces.demo.workspace import APP, BOT, BOT_ID, CHANNELS, DIRECT, DIRECTS, TEAM, USERS, YOU, Workspace, kind_of
from bot.lists import phrases

Arguments = Mapping[str, Any]
Answer = dict[str, Any]
Interfere = Callable[[str, Arguments], Awaitable[web.Response | None]]
_SITE = "https://demo.slack.example/"
_TEXT = 40_000
_EPHEMERAL_TEXT = 4_000
_TRIGGER_MS = 3_000
# What the token may do, as manifest.json asks for it, and which methods need more than that: any of these
SCOPES = frozenset(
    phrases("""
        app_mentions:read, channels:history, chat:write, commands, files:read, groups:history, im:history, mpim:history
    """)
)
_NEEDED = {
    "assistant.threads.setStatus": "chat:write",
    "chat.postMessage": "chat:write",
    "conversations.info": "channels:read",
    "conversations.members": "channels:read",
    "reactions.add": "reactions:write",
    "reactions.remove": "reactions:write",
    "users.conversations": "channels:read",
    "users.info": "users:read",
}


class NotOkError(Exception):
    """Slack says ``ok: false``; the text is its error code."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.answer = {"ok": False, "error": error, **more}


class WebApi:
    """The routes of Slack's side. ``before`` and ``after`` let a test interfere with a call."""

    def __init__(self, workspace: Workspace, token: str, app_token: str = "", socket_url: str = "") -> None:
        self.workspace = workspace
        self.calls: list[tuple[str, Arguments]] = []
        self.before: Interfere | None = None
        self.after: Interfere | None = None
        self._tokens = {f"Bearer {token}", f"Bearer {app_token}"}
        self.socket_url = socket_url
        self.scopes = set(SCOPES)
        self._used: set[str] = set()  # triggers

    def add_to(self, site: web.Application) -> None:
        """Add the routes."""
        site.router.add_route("*", "/api/{method}", self._api)
        site.router.add_post("/response/{where}", self._response)
        site.router.add_get("/files/{file}", self._file)

    async def _api(self, request: web.Request) -> web.Response:
        method, arguments = request.match_info["method"], await _arguments(request)
        self.calls.append((method, arguments))
        if self.before and (instead := await self.before(method, arguments)) is not None:
            return instead
        answer = self._answer(request, method, arguments)
        if self.after and (instead := await self.after(method, arguments)) is not None:
            return instead
        return web.json_response(answer)

    def _answer(self, request: web.Request, method: str, arguments: Arguments) -> Answer:
        work = _METHODS.get(method)
        if request.headers.get("Authorization", "") not in self._tokens:
            return {"ok": False, "error": "invalid_auth"}
        if work is None:
            return {"ok": False, "error": "unknown_method", "req_method": method}
        needed = _NEEDED.get(method)
        if needed and needed not in self.scopes:
            return {"ok": False, "error": "missing_scope", "needed": needed, "provided": ",".join(sorted(self.scopes))}
        try:
            return {"ok": True, **work(self, arguments)}
        except NotOkError as refused:
            return refused.answer

    async def _response(self, request: web.Request) -> web.Response:
        """A response_url: an ephemeral answer in the channel, replacing the one before when asked to."""
        where, body = request.match_info["where"], await _arguments(request)
        self.calls.append(("response_url", body))
        channel, _, rest = where.partition("-")
        slot, _, user = rest.partition("-")
        if channel not in CHANNELS:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        before = next((m for m in self.workspace.messages[channel] if m.get("slot") == slot), None)
        values = {"text": body.get("text", ""), "blocks": body.get("blocks") or []}
        if before is not None and body.get("replace_original"):
            before.update(values)
            self.workspace.changed()
        else:
            self.workspace.add(channel, {**_of_app(), **values, "is_ephemeral": True, "slot": slot, "to": user or YOU})
        return web.json_response({"ok": True})

    async def _file(self, request: web.Request) -> web.Response:
        is_known = request.headers.get("Authorization", "") in self._tokens
        if not is_known or "files:read" not in self.scopes:
            return web.Response(text="<!DOCTYPE html><title>Sign in</title>", content_type="text/html")
        content = self.workspace.files.get(request.match_info["file"])
        if content is None:
            return web.Response(status=404)
        kind = "text/html" if content.lstrip().startswith(b"<!DOCTYPE html>") else "text/plain"
        return web.Response(body=content, content_type=kind)

    # ---- methods -------------------------------------------------------------------------------------------------

    def auth_test(self, _: Arguments) -> Answer:
        """Who the token is."""
        return {"url": _SITE, "team_id": TEAM, "user_id": BOT, "bot_id": BOT_ID}

    def connections_open(self, _: Arguments) -> Answer:
        """Where Socket Mode connects."""
        return {"url": self.socket_url}

    def post(self, arguments: Arguments) -> Answer:
        """chat.postMessage."""
        channel, thread_ts = self._channel(arguments, or_person=True), str(arguments.get("thread_ts") or "")
        if channel not in self.workspace.joined:
            raise NotOkError("not_in_channel")
        if thread_ts and self.workspace.find(channel, thread_ts) is None:
            raise NotOkError("thread_not_found")
        content = self._content(arguments)
        if metadata := _object(arguments.get("metadata")):
            content["metadata"] = metadata
        message = self.workspace.add(channel, {**_of_app(), **content}, thread_ts)
        return {"channel": channel, "ts": message["ts"], "message": message}

    def update(self, arguments: Arguments) -> Answer:
        """chat.update: without ``blocks`` the old blocks stay."""
        channel, ts = self._channel(arguments), str(arguments.get("ts"))
        message = self.workspace.find(channel, ts)
        if message is None or message.get("is_ephemeral"):
            raise NotOkError("message_not_found")
        if message.get("user") != BOT:
            raise NotOkError("cant_update_message")
        content = self._content(arguments)
        if "blocks" not in arguments:
            content.pop("blocks", None)
        self.workspace.replace(channel, ts, content, edited_by=BOT)
        return {"channel": channel, "ts": ts, "text": content.get("text", "")}

    def post_ephemeral(self, arguments: Arguments) -> Answer:
        """chat.postEphemeral."""
        channel = self._channel(arguments)
        if arguments.get("user") not in USERS:
            raise NotOkError("user_not_in_channel")
        if channel not in self.workspace.joined:
            raise NotOkError("not_in_channel")
        if len(str(arguments.get("text", ""))) > _EPHEMERAL_TEXT:
            raise NotOkError("msg_too_long")
        message = self.workspace.add(
            channel,
            {**_of_app(), **self._content(arguments), "is_ephemeral": True, "to": str(arguments.get("user"))},
            str(arguments.get("thread_ts") or ""),
        )
        return {"message_ts": message["ts"]}

    def delete(self, arguments: Arguments) -> Answer:
        """chat.delete."""
        channel, ts = self._channel(arguments), str(arguments.get("ts"))
        message = self.workspace.find(channel, ts)
        if message is None or message.get("subtype") == "tombstone":
            raise NotOkError("message_not_found")
        if message.get("user") != BOT:
            raise NotOkError("cant_delete_message")
        self.workspace.remove(channel, ts)
        return {"channel": channel, "ts": ts}

    def permalink(self, arguments: Arguments) -> Answer:
        """chat.getPermalink."""
        channel, ts = self._channel(arguments), str(arguments.get("message_ts"))
        message = self.workspace.find(channel, ts)
        if message is None:
            raise NotOkError("message_not_found")
        root = message.get("thread_ts")
        thread = f"?thread_ts={root}&cid={channel}" if root else ""
        return {"channel": channel, "permalink": f"{_SITE}archives/{channel}/p{ts.replace('.', '')}{thread}"}

    def replies(self, arguments: Arguments) -> Answer:
        """conversations.replies; metadata only when it is asked for."""
        found = self.workspace.thread(self._channel(arguments), str(arguments.get("ts")))
        if not found:
            raise NotOkError("thread_not_found")
        return self._page(found, arguments)

    def history(self, arguments: Arguments) -> Answer:
        """conversations.history: newest first, without replies."""
        messages = self.workspace.messages[self._channel(arguments)]
        top = [m for m in messages if m.get("thread_ts", m["ts"]) == m["ts"] and not m.get("is_ephemeral")]
        latest = str(arguments.get("latest") or "9")
        return self._page([m for m in reversed(top) if m["ts"] <= latest], arguments)

    def info(self, arguments: Arguments) -> Answer:
        """conversations.info."""
        channel = self._channel(arguments)
        is_direct = kind_of(channel) == "im"
        return {"channel": {"id": channel, "name": CHANNELS[channel], "is_channel": not is_direct, "is_im": is_direct}}

    def user(self, arguments: Arguments) -> Answer:
        """users.info."""
        user = str(arguments.get("user"))
        if user not in USERS:
            raise NotOkError("user_not_found")
        is_admin = user in self.workspace.admins
        return {"user": {"id": user, "name": USERS[user], "is_bot": user == BOT, "is_admin": is_admin}}

    def conversations_of(self, arguments: Arguments) -> Answer:
        """users.conversations: where a person is, of the kinds that the scopes allow."""
        kinds = str(arguments.get("types") or "public_channel").split(",")
        if "private_channel" in kinds and "groups:read" not in self.scopes:
            raise NotOkError("missing_scope", needed="groups:read")
        members = self.workspace.members
        found = [one for one in CHANNELS if kind_of(one) == "channel" and arguments.get("user") in members(one)]
        return {"channels": [{"id": one, "name": CHANNELS[one]} for one in found]}

    def publish(self, arguments: Arguments) -> Answer:
        """views.publish."""
        view = _object(arguments.get("view")) or {}
        if arguments.get("user_id") not in USERS:
            raise NotOkError("user_not_found")
        if found := view_complaints(view):
            raise NotOkError("invalid_arguments", response_metadata={"messages": found})
        self.workspace.home = view
        self.workspace.homes[str(arguments.get("user_id"))] = view
        self.workspace.changed()
        return {"view": {**view, "id": "V0HOME"}}

    def open(self, arguments: Arguments) -> Answer:
        """views.open: one window for each trigger, within three seconds."""
        trigger, view = str(arguments.get("trigger_id") or ""), _object(arguments.get("view")) or {}
        at, _, rest = trigger.partition(".")
        user, _, slot = rest.partition(".")
        if not (at.isdigit() and user in USERS and slot):
            raise NotOkError("invalid_trigger_id")
        if trigger in self._used:
            raise NotOkError("exchanged_trigger_id")
        if time.time() * 1000 - int(at) > _TRIGGER_MS:
            raise NotOkError("expired_trigger_id")
        if found := view_complaints(view):
            raise NotOkError("invalid_arguments", response_metadata={"messages": found})
        self._used.add(trigger)
        opened = {"id": f"V{slot}", "user": user, "view": view}
        self.workspace.views = [*(one for one in self.workspace.views if one["user"] != user), opened]
        self.workspace.changed()
        return {"view": {**view, "id": opened["id"]}}

    def set_status(self, arguments: Arguments) -> Answer:
        """assistant.threads.setStatus: in a thread that is there; '' takes it away."""
        channel, ts = str(arguments.get("channel_id") or ""), str(arguments.get("thread_ts") or "")
        if channel not in self.workspace.messages:
            raise NotOkError("channel_not_found")
        if self.workspace.find(channel, ts) is None:
            raise NotOkError("invalid_thread_ts")
        if "status" not in arguments:
            raise NotOkError("invalid_arguments")
        self.workspace.status[channel, ts] = str(arguments["status"])
        self.workspace.changed()
        return {}

    def nothing(self, _: Arguments) -> Answer:
        """Accepted, without a trace."""
        return {}

    # ---- shared --------------------------------------------------------------------------------------------------

    def _channel(self, arguments: Arguments, *, or_person: bool = False) -> str:
        """The channel. A person's id stands for the direct messages with them in chat.postMessage alone."""
        channel = str(arguments.get("channel") or "")
        if channel in USERS and or_person:
            channel = DIRECTS.get(channel, DIRECT)
        if channel not in self.workspace.messages:
            raise NotOkError("channel_not_found")
        return channel

    def _content(self, arguments: Arguments) -> Answer:
        text, blocks = str(arguments.get("text") or ""), _object(arguments.get("blocks")) or []
        if not text and not blocks:
            raise NotOkError("no_text")
        if found := complaints(blocks):
            raise NotOkError("invalid_blocks", response_metadata={"messages": found})
        if is_too_long(blocks):
            raise NotOkError("msg_blocks_too_long")
        return {"text": text[:_TEXT], "blocks": blocks}

    def _page(self, messages: list[Answer], arguments: Arguments) -> Answer:
        limit = int(arguments.get("limit") or 100)
        start = int(arguments.get("cursor") or 0)
        shown = messages[start : start + limit]
        if str(arguments.get("include_all_metadata", "")).lower() not in ("1", "true"):
            shown = [{key: value for key, value in m.items() if key != "metadata"} for m in shown]
        rest = start + limit < len(messages)
        cursor = {"next_cursor": str(start + limit) if rest else ""}
        return {"messages": shown, "has_more": rest, "response_metadata": cursor}


_METHODS: dict[str, Callable[[WebApi, Arguments], Answer]] = {
    "api.test": WebApi.nothing,
    "apps.connections.open": WebApi.connections_open,
    "assistant.threads.setStatus": WebApi.set_status,
    "auth.test": WebApi.auth_test,
    "chat.delete": WebApi.delete,
    "chat.getPermalink": WebApi.permalink,
    "chat.postEphemeral": WebApi.post_ephemeral,
    "chat.postMessage": WebApi.post,
    "chat.update": WebApi.update,
    "conversations.history": WebApi.history,
    "conversations.info": WebApi.info,
    "conversations.replies": WebApi.replies,
    "reactions.add": WebApi.nothing,
    "reactions.remove": WebApi.nothing,
    "users.conversations": WebApi.conversations_of,
    "users.info": WebApi.user,
    "views.open": WebApi.open,
    "views.publish": WebApi.publish,
    "views.update": WebApi.nothing,
}


def _of_app() -> Answer:
    return {"type": "message", "user": BOT, "bot_id": BOT_ID, "app_id": APP}


async def _arguments(request: web.Request) -> Arguments:
    """JSON, form or query, as the SDK happens to send them."""
    if request.content_type == "application/json":
        return dict(await request.json())
    return {**request.query, **(await request.post() if request.method == "POST" else {})}


def _object(value: Any) -> Any:
    """JSON in a form field, or the value itself."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise NotOkError("invalid_json") from None
