"""The demo's page and the few calls that it makes: state, changes, and what a person does in a workspace."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from aiohttp import web

from bot.faces.demo.delivery import Delivery
from bot.faces.demo.examples import DemoExample
from bot.faces.demo.how import Drafts, Remembering
from bot.faces.demo.workspace import (
    BOT,
    CHANNEL,
    CHANNELS,
    DIRECTS,
    TEAM,
    USERS,
    YOU,
    Message,
    Workspace,
    as_typed,
)
from bot.faces.slack import commands
from bot.faces.slack.listeners import SHORTCUT
from bot.faces.slack.window import ASK
from bot.listing import modules
from bot.unicode import well_formed

_PAGE = {
    "": ("index.html", "text/html"),
    "page.js": ("page.js", "text/javascript"),
    "blocks.js": ("blocks.js", "text/javascript"),
    "how.js": ("how.js", "text/javascript"),
    "page.css": ("page.css", "text/css"),
}
_SAME = {"same-origin", "none"}
_LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_USAGE = re.compile(r"`(/auth401 \w+)(?: ([\w|]+))?`: ([^`]*)")
Body = dict[str, Any]


class Site:
    """Routes of the page. The app needs the page's port, so it starts after it: what is done sooner waits for it.

    Each call says as whom it is made (``as``): the page is whoever sits before it.
    """

    delivery: Delivery

    def __init__(self, workspace: Workspace, examples: list[DemoExample]) -> None:
        self._workspace, self._examples = workspace, examples
        self._is_up = asyncio.Event()
        self.known: Remembering | None = None
        self.drafts: Drafts | None = None

    def add_to(self, site: web.Application) -> None:
        """Add the routes, refused to other hosts' names (a page elsewhere must not drive the demo)."""
        site.middlewares.append(only_on_loopback)
        for path in _PAGE:
            site.router.add_get(f"/{path}", self._page)
        site.router.add_get("/demo/state", self._state)
        site.router.add_get("/demo/changes", self._changes)
        site.router.add_get("/demo/examples", self._list)
        for name in ("say", "edit", "delete", "command", "shortcut", "home", "press", "close", "ask", "submit", "how",
                     "entry", "lint", "preview", "save", "revert"):  # fmt: skip
            site.router.add_post(f"/demo/{name}", answering(self._once_up(getattr(self, f"_{name}"))))

    def up(self, delivery: Delivery) -> None:
        """The app listens: what is said from now on goes there."""
        self.delivery = delivery
        delivery.listen(self._workspace)
        self._is_up.set()

    def _once_up(self, work: Callable[[Body], Awaitable[Any]]) -> Callable[[Body], Awaitable[Any]]:
        async def waited(body: Body) -> Any:
            await self._is_up.wait()
            return await work(body)

        return waited

    async def _page(self, request: web.Request) -> web.Response:
        name, kind = _PAGE[request.path.lstrip("/")]
        text = files("bot.faces.demo").joinpath("page", name).read_text("utf-8")
        headers = {
            "Cache-Control": "no-store",
            "Content-Security-Policy": _POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }
        return web.Response(text=text, content_type=kind, charset="utf-8", headers=headers)

    async def _state(self, request: web.Request) -> web.Response:
        shown, you = self._workspace, _person(dict(request.query))
        messages = shown.seen_by(you)
        return web.json_response(
            {"you": you, "bot": BOT, "users": USERS, "channels": {one: CHANNELS[one] for one in messages},
             "messages": messages, "typed": shown.typed, "home": shown.homes.get(you),
             "how": self._numbers(messages),
             "status": {f"{channel}/{ts}": words for (channel, ts), words in shown.status.items() if words},
             "view": next((one for one in shown.views if one["user"] == you), None)}
        )  # fmt: skip

    async def _list(self, _: web.Request) -> web.Response:
        usages = [module.USAGE for module in modules(commands).values()]
        return web.json_response(
            {"examples": [asdict(example) for example in self._examples],
             "commands": [each for usage in usages for each in _typed(usage)]}
        )  # fmt: skip

    async def _changes(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: one for each change, a comment now and then to find out who is gone."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        with contextlib.suppress(ConnectionError):  # the page is gone
            seen = self._workspace.changes
            await stream.write(b"data: ready\n\n")
            while not self._workspace.is_closed:
                has_changed = self._workspace.changes != seen or await self._workspace.wait_for_change(10)
                seen = self._workspace.changes
                await stream.write(b"data: changed\n\n" if has_changed else b": still here\n\n")
        return stream

    async def _say(self, body: Body) -> Any:
        channel, text, you = str(body.get("channel") or CHANNEL), _text(body), _person(body)
        given = body.get("files")
        shared = [
            self.delivery.shared(self._workspace, one, you)
            for one in (given if isinstance(given, list) else [])
            if isinstance(one, dict)
        ]
        if you not in self._workspace.members(channel) or channel not in CHANNELS or not (text.strip() or shared):
            return None
        return {"ts": self._workspace.say(channel, text, str(body.get("thread_ts") or ""), shared, you)["ts"]}

    async def _edit(self, body: Body) -> Any:
        own = self._own(body)
        return own and self._workspace.edit(str(body.get("channel")), own["ts"], _text(body), _person(body))

    async def _delete(self, body: Body) -> Any:
        own = self._own(body)
        return own and {"gone": self._workspace.remove(str(body.get("channel")), own["ts"])}

    async def _command(self, body: Body) -> Any:
        channel, text, you = str(body.get("channel") or CHANNEL), _text(body), _person(body)
        answer, slot = await self.delivery.commanded(text, channel, user_id=you)
        if answer and channel in CHANNELS:
            said = str(answer.get("text", ""))
            self._workspace.say_privately(channel, said, slot, answer.get("blocks"), you)
        return {"text": str(answer.get("text", ""))}

    async def _shortcut(self, body: Body) -> Any:
        message = self._message(body)
        if message is None:
            return None
        await self.delivery.shortcut(message, str(body.get("channel")), SHORTCUT, user=_who(body))
        return {}

    async def _home(self, body: Body) -> Any:
        you = _person(body)
        event = {"type": "app_home_opened", "user": you, "channel": DIRECTS[you], "tab": "home"}
        await self.delivery.event({**event, "event_ts": self._workspace.new_ts()})
        return {}

    async def _ask(self, body: Body) -> Any:
        """The app's entry in Slack's own menu."""
        await self.delivery.global_shortcut(ASK, user=_who(body))
        return {}

    async def _submit(self, body: Body) -> Any:
        """A window is handed in: ``{"errors": …}`` where the app leaves it open, {} where it is gone."""
        opened = next((one for one in self._workspace.views if one["id"] == body.get("id")), None)
        given = body.get("values")
        if opened is None or not isinstance(given, dict):
            return None
        values = {
            block: {str(one.get("action")): self._element(one)} for block, one in given.items() if isinstance(one, dict)
        }
        answer = await self.delivery.submit(opened, values, user=_who(body))
        if answer.get("response_action") == "errors":
            return {"errors": answer["errors"]}
        return await self._close(body)

    def _element(self, given: Body) -> Body:
        """What was typed or chosen, as it stands in the state of a view."""
        files = given.get("files")
        if isinstance(files, list):
            shared = [one for one in files if isinstance(one, dict)]
            return {"type": "file_input", "files": [self.delivery.shared(self._workspace, one) for one in shared]}
        rich = as_typed(well_formed(str(given.get("text") or "")))["blocks"][0]
        return {"type": "rich_text_input", "rich_text_value": rich}

    async def _press(self, body: Body) -> Any:
        action = _object(body, "action")
        if body.get("home"):
            await self.delivery.press_home(action, user=_who(body))
            return {}
        message = self._message(body)
        if message is None:
            return None
        given = {"user": _who(body), "state": _object(body, "state")}
        await self.delivery.press(message, str(body.get("channel")), action, **given)
        return {}

    async def _close(self, body: Body) -> Any:
        self._workspace.views = [one for one in self._workspace.views if one["id"] != body.get("id")]
        self._workspace.changed()
        return {}

    def _numbers(self, messages: Mapping[str, list[Message]]) -> Body:
        """channel/ts -> which diagnosis of it is the last."""
        notes = self.known.notes if self.known else {}
        return {f"{channel}/{ts}": note["number"] for (channel, ts), note in notes.items() if channel in messages}

    def _note(self, body: Body) -> Body | None:
        channel, ts = str(body.get("channel")), str(body.get("ts"))
        is_there = self.known is not None and _person(body) in self._workspace.members(channel)
        return self.known.notes.get((channel, ts)) if self.known and is_there else None

    async def _how(self, body: Body) -> Any:
        note = self._note(body)
        return note and note["how"]

    async def _entry(self, body: Body) -> Any:
        return self.drafts and await asyncio.to_thread(self.drafts.shown, *_named(body))

    async def _lint(self, body: Body) -> Any:
        if self.drafts is None:
            return None
        found = await asyncio.to_thread(self.drafts.complaints, *_named(body), _text(body))
        return None if found is None else {"faults": found}

    async def _preview(self, body: Body) -> Any:
        note = self._note(body)
        return self.drafts and note and await self.drafts.preview(*_named(body), _text(body), note["text"])

    async def _save(self, body: Body) -> Any:
        return self.drafts and await asyncio.to_thread(self.drafts.save, *_named(body), _text(body))

    async def _revert(self, body: Body) -> Any:
        return self.drafts and await asyncio.to_thread(self.drafts.revert, *_named(body))

    def _message(self, body: Body) -> Message | None:
        return self._workspace.find(str(body.get("channel")), str(body.get("ts")))

    def _own(self, body: Body) -> Message | None:
        """The message that is meant, where it is the person's own: Slack lets nobody change another's."""
        message = self._message(body)
        return message if message is not None and message.get("user") == _person(body) else None


@web.middleware
async def only_on_loopback(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse requests that name another host, or that a page of another origin makes."""
    host = request.host.rpartition(":")[0] or request.host
    origin = request.headers.get("Origin", f"http://{request.host}")
    is_foreign = request.path.startswith("/demo/") and request.headers.get("Sec-Fetch-Site", "none") not in _SAME
    if host not in _LOOPBACK or origin != f"http://{request.host}" or is_foreign:
        return web.Response(status=403, text="The demo answers on loopback only.")
    return await handler(request)


def _text(body: dict[str, Any]) -> str:
    """What was typed."""
    return well_formed(str(body.get("text") or ""))


def _object(body: Body, name: str) -> Body:
    """A member that is to be an object; the page sends no other."""
    member = body.get(name)
    return dict(member) if isinstance(member, dict) else {}


def _person(body: Body) -> str:
    """As whom it is said or looked at."""
    you = body.get("as")
    return you if isinstance(you, str) and you in DIRECTS else YOU


def _named(body: Body) -> tuple[str, str]:
    """Kind and id of an entry."""
    return str(body.get("kind")), str(body.get("id"))


def _who(body: Body) -> Body:
    return {"id": _person(body), "team_id": TEAM}


def _typed(usage: str) -> list[dict[str, str]]:
    """What may be typed of a sub-command, by the line of the help that tells of it."""
    found = _USAGE.search(usage)
    if found is None:
        return []
    name, choices, says = found.groups()
    typed = [f"{name} {choice}" for choice in choices.split("|")] if choices else [name]
    return [{"typed": each, "says": says.partition(",")[0]} for each in typed]


def answering(work: Callable[[Body], Awaitable[Any]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A route of the page: JSON in, JSON out; what is no object or names nothing that is there is 404."""

    async def handle(request: web.Request) -> web.Response:
        try:
            body = await request.json() if request.content_type == "application/json" else None
        except (ValueError, RecursionError, LookupError):  # the last: a charset that nobody knows
            body = None
        answer = await work(body) if isinstance(body, dict) else None
        return web.json_response(
            answer if answer is not None else {"error": "not found"}, status=200 if answer is not None else 404
        )

    return handle
