"""The stand-in Slack for the tests: the demo's workspace and Web API, and the real app between them on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.engine.durable import DurableEngine
from bot.faces.demo.delivery import Delivery, envelope
from bot.faces.demo.webapi import WebApi
from bot.faces.demo.workspace import BOT, CHANNEL, CHANNELS, TEAM, USERS, Workspace
from bot.faces.slack import WORK, leaving, offers, socket_mode
from bot.faces.slack.build import build_app, open_desk
from bot.faces.slack.desk import Desk
from bot.faces.slack.web import always_connected, application, listening
from bot.masking import Secret
from bot.pace import Pace
from bot.service import Service
from bot.settings import Settings, read
from bot.workers import Here, Workers
from tests._knowledge import shipped
from tests.faces.slack.sockets import BySocket, Sockets

TOKEN, SECRET = "xoxb-test", "signing-secret"
HERE = "127.0.0.1"
OTHER, ELSEWHERE = "U0OTHER", "C0OTHER"
USERS[OTHER], CHANNELS[ELSEWHERE] = "other", "other"
leaving.is_strict = True  # a text that did not pass the mask raises, where an operator's app would mask it
PASTE = (
    "401 all morning\n```\ncurl https://api.example.com/v1/me -H 'Authorization: Bearer sesame-5f0c1d2e3b4a59687f'\n```"
)
TOLD = "sesame-5f0c1d2e3b4a59687f"
_FOLDER = tempfile.TemporaryDirectory(prefix="auth401-made-")  # gone with the process
_MADE = Path(_FOLDER.name) / "journal"


@dataclass
class Stand:
    """A stand-in Slack with the app behind it. Events go out only when a test says so."""

    workspace: Workspace
    api: WebApi
    delivery: Delivery
    session: aiohttp.ClientSession
    url: str
    desk: Desk
    events: list[dict[str, Any]] = field(default_factory=list)

    async def deliver(self, *events: dict[str, Any], **around: Any) -> list[int]:
        """Deliver events once each, at the same time; the statuses. ``around``: fields of the envelope."""
        bodies = [json.dumps({**envelope(event), **around}).encode() for event in events]
        return await asyncio.gather(*(self.delivery.send(body, "application/json") for body in bodies))

    async def say(self, text: str, channel: str = CHANNEL, **more: Any) -> dict[str, Any]:
        """A person writes; every event that Slack makes of it is delivered."""
        self.events.clear()
        message = self.workspace.say(channel, text, **more)
        assert set(await self.deliver(*self.events)) == {200}
        return message

    async def say_as(
        self, user: str, text: str, channel: str = CHANNEL, *, around: dict[str, Any] | None = None, **more: Any
    ) -> dict[str, Any]:
        """Another person writes; ``more`` are fields of the message, ``around`` of the envelope."""
        self.events.clear()
        message = self.workspace.say(channel, text, more.pop("thread_ts", ""))
        message.update(more, user=user)
        sent = [{**event, **more, "user": user} for event in self.events]
        assert set(await self.deliver(*sent, **(around or {}))) == {200}
        return message

    async def press(
        self, reply: dict[str, Any], user: str, channel: str = CHANNEL, *, name: str = offers.ASK, **more: Any
    ) -> None:
        """A person presses the one button of this name, or chooses it in the overflow menu."""
        who = {"id": user, "team_id": TEAM}
        await self.delivery.press(reply, channel, button_of(reply, name), user=who, **more)

    async def edit(self, message: dict[str, Any], text: str, channel: str = CHANNEL) -> None:
        """A person edits; the event is delivered."""
        self.events.clear()
        self.workspace.edit(channel, message["ts"], text)
        assert set(await self.deliver(*self.events)) == {200}

    async def delete(self, message: dict[str, Any], channel: str = CHANNEL) -> None:
        """A person deletes; the events are delivered."""
        self.events.clear()
        assert self.workspace.remove(channel, message["ts"])
        assert set(await self.deliver(*self.events)) == {200}

    def thread_of(self, reply: dict[str, Any], channel: str = CHANNEL) -> list[dict[str, Any]]:
        """What the app said in the thread of a reply."""
        return [one for one in self.workspace.thread(channel, reply["thread_ts"])[1:] if one["user"] == BOT]

    def replies(self, message: dict[str, Any], channel: str = CHANNEL) -> list[dict[str, Any]]:
        """What the app said in the message's thread."""
        return self.workspace.thread(channel, message["ts"])[1:]

    def told(self) -> list[tuple[str, str, str]]:
        """(person, channel, text) of each private message."""
        return [(one["user"], one["channel"], one["text"]) for one in self.called("chat.postEphemeral")]

    def private(self, channel: str = CHANNEL) -> list[dict[str, Any]]:
        """The ephemeral messages of a channel."""
        return [message for message in self.workspace.messages[channel] if message.get("is_ephemeral")]

    def called(self, method: str) -> list[Any]:
        """Arguments of each call of a method."""
        return [arguments for name, arguments in self.api.calls if name == method]

    async def until(self, condition: Callable[[], Any], within_s: float = 60) -> Any:
        """Wait for something to become true; every change of the workspace is a reason to look."""
        async with asyncio.timeout(within_s):
            while True:
                if found := condition():
                    return found
                await self.workspace.wait_for_change(0.05)

    async def answered(self, message: dict[str, Any], channel: str = CHANNEL) -> dict[str, Any]:
        """Wait for the one reply to carry the result, and return it."""
        await self.until(lambda: [m for m in self.replies(message, channel) if m.get("edited")])
        await self.idle()
        (reply,) = self.replies(message, channel)
        return reply

    async def idle(self) -> None:
        """Wait until the app has no work left."""
        async with asyncio.timeout(60):
            while True:
                if json.loads(await self.page("healthz"))["queue"]["depth"] == 0:
                    return
                await asyncio.sleep(0.05)

    async def page(self, name: str) -> str:
        """What a page for operators says once it is well; a busy machine's journal may not answer at once."""
        async with asyncio.timeout(60):
            while True:
                async with self.session.get(f"{self.url}/{name}") as page:
                    if page.status == 200:
                        return await page.text()
                await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def _by_socket(inner: Settings, desk: Desk, api: WebApi, slack: str) -> AsyncIterator[BySocket]:
    """The app, connected by Socket Mode as well; what Slack sends goes there."""
    sockets, site, stopped = Sockets(), web.Application(), asyncio.Event()
    site.router.add_get("/link", sockets.handle)
    async with listening(site, HERE, 0) as port:
        api.socket_url = f"ws://{HERE}:{port}/link"
        connecting = replace(inner, slack_app_token=Secret("xapp-test"), port=None)
        running = asyncio.create_task(socket_mode.run(connecting, desk, build_app(inner, desk), stopped))
        await sockets.until(lambda: sockets.open)
        yield BySocket(sockets, slack)
        stopped.set()
        await running


def buttons(reply: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    """The buttons of a reply that send a credential by an offer, or those of these names, in the overflow menu too."""
    return [item for item in all_buttons(reply) if item["action_id"] in (names or (offers.ASK,))]


def all_buttons(reply: dict[str, Any]) -> list[dict[str, Any]]:
    """Every button, and each option of an overflow menu as the button in whose place it is; ``menu`` is its action."""
    found = list[dict[str, Any]]()
    for item in (item for block in reply["blocks"] if block["type"] == "actions" for item in block["elements"]):
        if item["type"] != "overflow":
            found.append(item)
            continue
        for option in item["options"]:
            name, _, value = option["value"].partition(":")
            menu = {"type": "overflow", "action_id": item["action_id"], "selected_option": option}
            found.append({"action_id": name, "value": value, "text": option["text"], "menu": menu})
    return found


def labels(reply: dict[str, Any]) -> list[str]:
    """What its buttons say, in their order."""
    return [one["text"]["text"] for one in all_buttons(reply)]


def button_of(reply: dict[str, Any], name: str = offers.ASK) -> dict[str, Any]:
    """The one button of this name, as it is pressed: by default the one that sends a credential by an offer."""
    (button,) = buttons(reply, name)
    menu: dict[str, Any] | None = button.get("menu")
    return menu or {"action_id": button["action_id"], "value": button["value"]}


async def _begin_in(folder: Path, inner: Settings) -> None:
    """A journal as the app leaves it after its first start; its tables are made once in a process of the tests."""
    if inner.database_url or inner.key or not _is_new(folder):
        return
    if _is_new(_MADE):
        engine = DurableEngine(_MADE)
        await engine.start({})
        await engine.stop(timedelta(0))
    shutil.copytree(_MADE, folder, dirs_exist_ok=True)


def _is_new(folder: Path) -> bool:
    return not folder.exists() or not any(folder.iterdir())


def settings(api_url: str, folder: Path, **more: str) -> Settings:
    """Settings of an app that asks no API and listens on loopback."""
    return read(environment(api_url, folder, **more))


def environment(api_url: str, folder: Path, **more: str) -> dict[str, str]:
    """The same as environment variables, for a process."""
    return {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api_url,
        "HOST": HERE,
        "PORT": "0",
        "AUTH401_DATA": str(folder),
        "AUTH401_LIVE": "off",
        **more,
    }


@contextlib.asynccontextmanager
async def slack_alone() -> AsyncIterator[tuple[Workspace, WebApi, str]]:
    """The stand-in Slack without an app: workspace, Web API, its origin."""
    workspace = Workspace()
    api, site = WebApi(workspace, TOKEN, app_token="xapp-test"), web.Application()
    api.add_to(site)
    async with listening(site, HERE, 0) as port:
        yield workspace, api, f"http://{HERE}:{port}"


@contextlib.asynccontextmanager
async def stand(
    folder: Path,
    *,
    between_posts_s: float = 0.02,
    pace: Pace | None = None,
    is_apart: bool = False,
    transport: str = "http",
    **more: str,
) -> AsyncIterator[Stand]:
    """Slack and the app, in this process, over real HTTP or a real WebSocket; ``more`` are environment variables.

    ``is_apart``: texts are examined in workers, as in the app; else in this process, which is faster, and where a test
    can put a fault.
    """
    async with slack_alone() as (workspace, api, slack), aiohttp.ClientSession() as session:
        inner = settings(f"{slack}/api/", folder, **more)
        service = Service(inner, built_in=shipped())
        service._pace = pace or service._pace
        await _begin_in(folder, inner)
        place = Workers(inner, modules=WORK, at_once=2) if is_apart else Here(service)
        async with open_desk(inner, service, between_posts_s=between_posts_s, place=place) as desk:
            app = application(build_app(inner, desk), desk, secret=SECRET, connected=always_connected("http"))
            async with listening(app, HERE, 0) as port:
                url = f"http://{HERE}:{port}"
                delivery = Delivery(session, f"{url}/slack/events", SECRET, slack)
                made = Stand(workspace, api, delivery, session, url, desk)
                workspace.events.append(made.events.append)
                if transport == "http":
                    yield made
                else:
                    async with _by_socket(inner, desk, api, slack) as made.delivery:
                        yield made
        if isinstance(place, Workers):
            place.close()
