"""The process as an operator runs it: settings, Socket Mode, kill and restart."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.engine.durable import DurableEngine
from bot.faces.demo.delivery import Delivery, envelope
from bot.faces.demo.webapi import WebApi
from bot.faces.demo.workspace import BOT, CHANNEL, Message, Workspace
from bot.faces.slack.run import serve, work
from bot.faces.slack.web import listening
from bot.settings import read
from tests._data import on_disk
from tests.faces.slack.stand import HERE, PASTE, SECRET, TOLD, environment, slack_alone

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[3]
KEY = {"AUTH401_KEY": "k" * 40}
RUN = (
    "import asyncio, os, sys; from bot.faces.slack.run import serve; from bot.settings import read; "
    "sys.exit(asyncio.run(serve(read(os.environ))))"
)


class App:
    """`auth401 run` as a process, its log read line by line."""

    delivery: Delivery  # over HTTP
    url: str
    reading: asyncio.Task[None]

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process, self.log = process, ""

    async def says(self, pattern: str) -> re.Match[str]:
        """Wait for a line of the log."""
        assert self.process.stderr is not None
        async with asyncio.timeout(60):
            while line := (await self.process.stderr.readline()).decode():
                self.log += line
                if found := re.search(pattern, line):
                    return found
        raise AssertionError(f"the process ended without saying {pattern}: {self.log}")

    async def read_on(self) -> None:
        """Read the log to its end, beside what else happens."""
        assert self.process.stderr is not None
        while line := (await self.process.stderr.readline()).decode():
            self.log += line

    async def stop(self, how: signal.Signals) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(how)
        if (reading := getattr(self, "reading", None)) is not None:
            await reading
            await self.process.wait()
        else:
            _, rest = await self.process.communicate()
            self.log += rest.decode()
        assert self.process.returncode is not None
        return self.process.returncode


@contextlib.asynccontextmanager
async def running(variables: dict[str, str], before: str = "", code: str = RUN) -> AsyncIterator[App]:
    """The process, killed at the end if it still lives; ``before`` is run first in it."""
    shared = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", before + code, cwd=ROOT, stderr=asyncio.subprocess.PIPE, env={**shared, **variables}
    )
    try:
        yield App(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@contextlib.asynccontextmanager
async def by_http(workspace: Workspace, slack: str, folder: Path, before: str = "") -> AsyncIterator[App]:
    """The app over HTTP; it gets every event of the workspace from when it listens. ``before`` is run first in it."""
    async with running(environment(f"{slack}/api/", folder), before) as app, aiohttp.ClientSession() as session:
        port = (await app.says(r"listening on 127\.0\.0\.1:(\d+)")).group(1)
        app.delivery = delivery = Delivery(session, f"http://{HERE}:{port}/slack/events", SECRET, slack)
        delivery.listen(workspace)
        yield app
        workspace.events.clear()
        await delivery.close()


async def the_reply(workspace: Workspace, message: Message) -> Message:
    """Wait for the one reply to carry its result."""
    async with asyncio.timeout(60):
        while True:
            replies = workspace.thread(CHANNEL, message["ts"])[1:]
            if replies and all(reply.get("edited") for reply in replies):
                (reply,) = replies
                return reply
            await workspace.wait_for_change(0.1)


class Hang:
    """Keeps the first call of a method waiting until it is ``over``, and says when it ``came``."""

    def __init__(self, method: str) -> None:
        self.method, self.came, self.over = method, asyncio.Event(), asyncio.Event()

    async def __call__(self, method: str, _: Any) -> web.Response | None:
        """Waits in the first call of the method; None for all others."""
        if method == self.method and not self.came.is_set():
            self.came.set()
            await self.over.wait()
        return None


@pytest.mark.parametrize(("method", "where"), [("chat.postMessage", "after"), ("chat.update", "before")])
async def test_killed_in_mid_work_and_started_again_is_one_reply(tmp_path: Path, method: str, where: str) -> None:
    """SIGKILL when Slack has the post and we do not know, or before the result; the restart ends it, once."""
    async with slack_alone() as (workspace, api, slack):
        hang = Hang(method)
        setattr(api, where, hang)
        async with by_http(workspace, slack, tmp_path) as app:
            message = workspace.say(CHANNEL, PASTE)
            async with asyncio.timeout(60):
                await hang.came.wait()
            assert await app.stop(signal.SIGKILL) == -signal.SIGKILL
        hang.over.set()
        assert TOLD.encode() not in on_disk(tmp_path)
        async with by_http(workspace, slack, tmp_path) as app:
            await the_reply(workspace, message)
            assert await app.stop(signal.SIGTERM) == 0
        assert len(workspace.thread(CHANNEL, message["ts"])) == 2
        assert TOLD not in app.log


async def test_sigterm_ends_in_time_and_what_does_not_end_goes_on(tmp_path: Path) -> None:
    """SIGTERM while Slack does not take the answer: an end in order when patience is over, and one reply after it."""
    short = "import datetime, bot.faces.slack.build as build; assert build._DRAIN.total_seconds() + 5 < 30; "
    short += "build._DRAIN = datetime.timedelta(seconds=1); "
    async with slack_alone() as (workspace, api, slack):
        api.before = hang = Hang("chat.update")
        async with by_http(workspace, slack, tmp_path, short) as app:
            message = workspace.say(CHANNEL, PASTE)
            async with asyncio.timeout(60):
                await hang.came.wait()
            async with asyncio.timeout(30):
                assert await app.stop(signal.SIGTERM) == 0
        hang.over.set()
        async with by_http(workspace, slack, tmp_path):
            await the_reply(workspace, message)
        assert len(workspace.thread(CHANNEL, message["ts"])) == 2


class Sockets:
    """The other end of Socket Mode: accepts connections, delivers envelopes, keeps the acks."""

    def __init__(self) -> None:
        self.open: list[web.WebSocketResponse] = []
        self.requests: list[web.Request] = []
        self.acks: list[dict[str, Any]] = []
        self.changed = asyncio.Event()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """One connection: hello, then whatever the app sends."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.open.append(socket)
        self.requests.append(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0AUTH401"}})
        self.changed.set()
        async for frame in socket:
            if frame.type == aiohttp.WSMsgType.TEXT:
                self.acks.append(json.loads(frame.data))
                self.changed.set()
        return socket

    async def until(self, condition: Any) -> None:
        """Wait for a connection or an ack."""
        async with asyncio.timeout(60):
            while True:
                if condition():
                    return
                self.changed.clear()
                await self.changed.wait()

    async def send(self, envelope_id: str, kind: str, payload: dict[str, Any]) -> None:
        """Send an envelope on the newest connection."""
        head = {"envelope_id": envelope_id, "type": kind, "accepts_response_payload": kind == "slash_commands"}
        await self.open[-1].send_json({**head, "payload": payload})

    async def deliver(self, event: Message, envelope_id: str) -> None:
        """Send an event on the newest connection."""
        await self.send(envelope_id, "events_api", envelope(event))


@contextlib.asynccontextmanager
async def by_socket(folder: Path, **more: str) -> AsyncIterator[tuple[Workspace, WebApi, Sockets, App]]:
    """The app by Socket Mode, connected."""
    sockets, site = Sockets(), web.Application()
    site.router.add_get("/link", sockets.handle)
    async with slack_alone() as (workspace, api, slack), listening(site, HERE, 0) as port:
        api.socket_url = f"ws://{HERE}:{port}/link"
        variables = environment(f"{slack}/api/", folder, SLACK_APP_TOKEN="xapp-test", **more)
        variables = {name: value for name, value in variables.items() if value and name != "SLACK_SIGNING_SECRET"}
        async with running(variables) as app:
            await sockets.until(lambda: sockets.open)
            yield workspace, api, sockets, app


async def test_socket_mode_answers_once(tmp_path: Path) -> None:
    """An envelope twice, again on a fresh connection, message and mention: one reply, every one acked."""
    async with by_socket(tmp_path, PORT="") as (workspace, _, sockets, app):
        events: list[Message] = []
        workspace.events.append(events.append)
        message = workspace.say(CHANNEL, f"@auth401 {PASTE}")
        event, mention = events[:2]
        await sockets.deliver(event, "e1")
        await sockets.deliver(event, "e1")
        await sockets.deliver(mention, "e2")
        await sockets.until(lambda: len(sockets.acks) == 3)
        await sockets.open[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})
        await sockets.until(lambda: len(sockets.open) == 2)
        await sockets.deliver(event, "e1")
        await sockets.until(lambda: len(sockets.acks) == 4)
        reply = await the_reply(workspace, message)
        assert reply["user"] == BOT
        assert await app.stop(signal.SIGTERM) == 0
    assert len(workspace.thread(CHANNEL, message["ts"])) == 2


async def test_socket_mode_commands_and_a_cut_connection(tmp_path: Path) -> None:
    """A command's answer is in its ack; a connection that is cut without a word is replaced, and events come again."""
    async with by_socket(tmp_path, PORT="") as (workspace, _, sockets, _app):
        command = {
            "command": "/auth401",
            "text": "help",
            "team_id": "T0DEMO",
            "channel_id": CHANNEL,
            "user_id": "U0YOU",
        }
        await sockets.send(
            "e1", "slash_commands", {**command, "trigger_id": "1.2", "response_url": "https://x.invalid"}
        )
        await sockets.until(lambda: sockets.acks)
        assert "/auth401 mode" in sockets.acks[0]["payload"]["text"]
        transport = sockets.requests[-1].transport
        assert transport is not None
        transport.abort()
        await sockets.until(lambda: len(sockets.open) == 2)
        events: list[Message] = []
        workspace.events.append(events.append)
        message = workspace.say(CHANNEL, PASTE)
        await sockets.deliver(events[0], "e2")
        await the_reply(workspace, message)


async def test_socket_mode_has_health_where_port_is_set(tmp_path: Path) -> None:
    """PORT opens /healthz on loopback, and no door for events."""
    async with by_socket(tmp_path, PORT="0") as (_, _, _, app), aiohttp.ClientSession() as session:
        port = (await app.says(r"listening on 127\.0\.0\.1:(\d+)")).group(1)
        await app.says("connected by Socket Mode")
        async with session.get(f"http://{HERE}:{port}/healthz") as page:
            assert (await page.json())["slack"] == {"transport": "socket", "connected": True}
        async with session.get(f"http://{HERE}:{port}/readyz") as page:
            assert (await page.json())["slack"] == "ok"
        async with session.get(f"http://{HERE}:{port}/metrics") as page:
            (age,) = re.findall(r"^auth401_socket_age_seconds (\S+)$", await page.text(), re.MULTILINE)
            assert 0 <= float(age) < 60
        async with session.post(f"http://{HERE}:{port}/slack/events", data=b"{}") as answer:
            assert answer.status == 404


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}),
        ({"SLACK_APP_TOKEN": "xapp-test"}, {"SLACK_BOT_TOKEN"}),
        ({"SLACK_BOT_TOKEN": "xoxb-test"}, {"SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}),
        ({"SLACK_SIGNING_SECRET": "s"}, {"SLACK_BOT_TOKEN"}),
        ({"SLACK_SIGNING_SECRET": "s", "SLACK_CLIENT_ID": "1.2"}, {"SLACK_CLIENT_SECRET"}),
    ],
)
async def test_missing_settings_are_named(
    given: dict[str, str], named: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, each variable that is missing with the place in Slack where it is found, and no other."""
    assert await serve(read(given)) == 2
    lines = capsys.readouterr().err.splitlines()
    assert {line.split()[0] for line in lines if line.startswith("  ")} == named
    assert all("api.slack.com/apps" in line for line in lines if line.startswith("  "))


async def test_a_refused_token_is_told(tmp_path: Path) -> None:
    """Exit 2 and Slack's own word, when Slack does not know the bot token."""
    async with contextlib.AsyncExitStack() as stack:
        _, _, slack = await stack.enter_async_context(slack_alone())
        other = environment(f"{slack}/api/", tmp_path, SLACK_BOT_TOKEN="xoxb-other")
        app = await stack.enter_async_context(running(other))
        _, words = await app.process.communicate()
    assert app.process.returncode == 2
    assert b"invalid_auth" in words
    assert b"xoxb-other" not in words


WRONG = {
    "port": ({}, "PORT"),
    "folder": ({"AUTH401_DATA": "{folder}/file/below"}, "AUTH401_DATA"),
    "no folder": ({"AUTH401_DATA": "/proc/here"}, "AUTH401_DATA"),
    "no database": ({"DATABASE_URL": "postgresql://nobody:hunter2hunter2@127.0.0.1:1/none", **KEY}, "DATABASE_URL"),
    "no url": ({"DATABASE_URL": "hunter2hunter2", **KEY}, "DATABASE_URL"),
    "no driver": ({"DATABASE_URL": "oracle://bob:hunter2hunter2@here/x", **KEY}, "DATABASE_URL"),
    "no key": ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "AUTH401_KEY"),
    "other key": ({"AUTH401_KEY": "hunter2"}, "AUTH401_KEY"),
    "newer": ({"AUTH401_DATA": "{folder}/newer"}, "AUTH401_DATA"),
    "newer engine": ({"AUTH401_DATA": "{folder}/engine"}, "AUTH401_DATA"),
    "no sqlite": ({"AUTH401_DATA": "{folder}/none"}, "AUTH401_DATA"),
    "no temporary folder": ({}, "TMPDIR"),
}
NO_FILES = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); "


async def _spoil(folder: Path) -> None:
    """What the cases above need."""
    (folder / "file").write_text("")
    for place in (folder, folder / "newer", folder / "engine"):
        engine = DurableEngine(place)
        await engine.start({})
        await engine.stop(timedelta(0))
    for place, table in (("newer", "auth401_schema"), ("engine", "dbos_migrations")):
        with contextlib.closing(sqlite3.connect(folder / place / "auth401.sqlite")) as connection, connection:
            connection.execute(f"update {table} set version = 9999")
    (folder / "none").mkdir()
    (folder / "none" / "auth401.sqlite").write_text("hunter2" * 1000)


async def test_what_keeps_it_from_starting_is_told(tmp_path: Path) -> None:
    """A setting that cannot be, a journal that is none, is newer or sealed with another key: exit 2, one sentence."""
    await _spoil(tmp_path)
    async with slack_alone() as (_, _, slack):
        for wrong, (settings, named) in WRONG.items():
            more = {name: value.replace("{folder}", str(tmp_path)) for name, value in settings.items()}
            more = {"PORT": slack.rpartition(":")[2]} if wrong == "port" else more
            before = NO_FILES if named == "TMPDIR" else ""
            async with running({**environment(f"{slack}/api/", tmp_path), **more}, before) as app:
                _, words = await app.process.communicate()
            assert (app.process.returncode, b"Traceback" in words) == (2, False), (wrong, words)
            said = [line for line in words.decode().splitlines() if "INFO" not in line and "WARNING" not in line]
            assert named in "".join(said), wrong
            assert "hunter2" not in "".join(said), wrong


async def test_a_worker_needs_a_database(capsys: pytest.CaptureFixture[str]) -> None:
    """`auth401 worker` without DATABASE_URL: exit 2, in words."""
    assert await work(read({"SLACK_BOT_TOKEN": "xoxb-test"})) == 2
    assert "DATABASE_URL" in capsys.readouterr().err
