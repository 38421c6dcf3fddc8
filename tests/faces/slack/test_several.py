"""Several processes of one journal: whatever happens to one of them, every message has exactly one answer."""

from __future__ import annotations

import asyncio
import contextlib
import json
import resource
import signal
import sqlite3
from base64 import b64encode
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import aiohttp
import psycopg
import pytest
from aiohttp import web

from bot.faces.demo.delivery import Delivery, envelope
from bot.faces.demo.webapi import WebApi
from bot.faces.demo.workspace import BOT, CHANNEL, CHANNELS, USERS, Message, Workspace, as_typed
from tests.faces.slack.stand import HERE, PASTE, SECRET, TOLD, environment, slack_alone
from tests.faces.slack.test_process import App, running
from tests.postgres import Postgres

pytestmark = pytest.mark.processes

ASKED = 11
ROOMS = [f"C0ROOM{number:02}" for number in range(ASKED)]  # a channel takes one post a second
CHANNELS.update({room: room.lower() for room in ROOMS})
PEOPLE = [f"U0MANY{number:02}" for number in range(ASKED)]  # and a person has a share
USERS.update({person: person.lower() for person in PEOPLE})
KEY = "k" * 40
OLD = (
    "import bot.engine.durable as durable; durable.DurableEngine.__init__.__kwdefaults__['version'] = 'auth401-old'; "
    "import asyncio, os, sys; from bot.faces.slack.run import serve; from bot.settings import read; "
    "sys.exit(asyncio.run(serve(read(os.environ))))"
)
WORK = (
    "import asyncio, os, sys; from bot.faces.slack.run import work; from bot.settings import read; "
    "sys.exit(asyncio.run(work(read(os.environ))))"
)


class Held:
    """Calls of a method wait, before or after Slack has done them, until ``over``, and then fail; the others go on."""

    def __init__(self, method: str) -> None:
        self.method, self.over, self.waiting, self.came = method, asyncio.Event(), 0, asyncio.Event()

    async def __call__(self, method: str, _: Any) -> web.Response | None:
        """Waits where it is the method; None for all others."""
        if method == self.method and not self.over.is_set():
            self.waiting += 1
            self.came.set()
            await self.over.wait()
            return web.Response(status=503)
        return None


@dataclass
class Team:
    """A stand-in Slack and the processes behind it."""

    workspace: Workspace
    api: WebApi
    slack: str
    folder: Path
    database: str
    stack: contextlib.AsyncExitStack
    session: aiohttp.ClientSession
    names: dict[str, App] = field(default_factory=dict)

    async def join(self, name: str, *, code: str | None = None, intake: bool = True, **more: str) -> App:
        """One more process, listening; without ``intake`` a worker."""
        more = {"AUTH401_KEY": KEY, "DATABASE_URL": self.database, "AUTH401_INSTANCE": name, **more}
        variables = environment(f"{self.slack}/api/", self.folder, **more)
        variables = {key: value for key, value in variables.items() if value}
        program = {"code": code} if code else {} if intake else {"code": WORK}
        app = await self.stack.enter_async_context(running(variables, **program))
        port = (await app.says(r"listening on 127\.0\.0\.1:(\d+)")).group(1)
        app.url = f"http://{HERE}:{port}"
        app.delivery = Delivery(self.session, f"{app.url}/slack/events", SECRET, self.slack)
        app.reading = asyncio.create_task(app.read_on())
        self.names[name] = app
        return app

    def ask(self, app: App) -> list[Message]:
        """One question in each room, delivered to that process."""
        app.delivery.listen(self.workspace)
        said = [as_typed(PASTE.replace("api.", f"api-{room.lower()}.")) for room in ROOMS]
        asked = [
            self.workspace.add(room, {"type": "message", **one, "user": user})
            for room, one, user in zip(ROOMS, said, PEOPLE, strict=True)
        ]
        self.workspace.events.clear()
        return asked

    async def answered(self, asked: list[Message], within_s: float = 90) -> None:
        """Every message has one answer, and one post was made for each."""
        end = asyncio.get_running_loop().time() + within_s
        while not all(map(self.is_answered, ROOMS, asked)):
            await self.workspace.wait_for_change(0.1)
            logs = "\n".join(app.log for app in self.names.values())
            assert asyncio.get_running_loop().time() < end, f"{self.rows('workflow_uuid, status, executor_id')}\n{logs}"
        posts = Counter(call["channel"] for name, call in self.api.calls if name == "chat.postMessage")
        assert posts == dict.fromkeys(ROOMS, 1)

    def is_answered(self, room: str, message: Message) -> bool:
        """Does its thread hold a result?"""
        said = [one for one in self.workspace.thread(room, message["ts"])[1:] if one["user"] == BOT]
        return any(one["blocks"][0]["type"] == "header" for one in said)

    async def holders(self, number: int = 1) -> Counter[str]:
        """By the journal, how many jobs each process runs, once all together run as many."""
        async with asyncio.timeout(60):
            while True:
                found = Counter(row[0] for row in self.rows("executor_id", "status = 'PENDING'"))
                if sum(found.values()) >= number:
                    return found
                await asyncio.sleep(0.05)

    def rows(self, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
        """Of the engine's table of jobs."""
        if self.database:
            with psycopg.connect(self.database) as connection:
                return connection.execute(f"select {columns} from dbos.workflow_status where {where}").fetchall()
        with closing(sqlite3.connect(self.folder / "auth401.sqlite")) as connection:
            return connection.execute(f"select {columns} from workflow_status where {where}").fetchall()

    async def health(self, app: App, status: int) -> None:
        """Wait until /healthz says so."""
        async with asyncio.timeout(60):
            while True:
                async with self.session.get(f"{app.url}/healthz") as page:
                    if page.status == status:
                        return
                await asyncio.sleep(0.1)

    async def closed(self, app: App) -> None:
        """Wait until it takes nothing more in."""
        async with asyncio.timeout(60):
            with contextlib.suppress(aiohttp.ClientConnectionError):
                while True:
                    async with self.session.get(f"{app.url}/livez"):
                        await asyncio.sleep(0.02)

    async def until(self, condition: Callable[[], bool], within_s: float = 60) -> None:
        """Wait for it."""
        async with asyncio.timeout(within_s):
            while not condition():  # noqa: ASYNC110  # of other processes
                await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def team(folder: Path, database: str = "") -> AsyncIterator[Team]:
    """Nobody yet."""
    async with contextlib.AsyncExitStack() as stack, slack_alone() as (workspace, api, slack):
        session = await stack.enter_async_context(aiohttp.ClientSession())
        yield Team(workspace, api, slack, folder, database, stack, session)
        await session.close()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """Both journals: in the folder, and PostgreSQL."""
    return request.getfixturevalue("postgres") if request.param == "postgres" else ""


@pytest.mark.parametrize(("method", "where"), [("chat.update", "before"), ("chat.postMessage", "after")])
async def test_one_is_killed_for_good(tmp_path: Path, database: str, method: str, where: str) -> None:
    """Killed with work in flight and never started again, no new traffic: the others answer, each message once.

    Also when Slack has the posts and the dead did not hear so.
    """
    async with team(tmp_path, database) as made:
        held = Held(method)
        setattr(made.api, where, held)
        first = await made.join("a")
        asked = made.ask(first)
        await made.until(lambda: held.waiting >= ASKED)
        assert sum((await made.holders(ASKED)).values()) == ASKED  # all in flight
        await made.join("b")
        await made.join("c", intake=not database)
        assert await first.stop(signal.SIGKILL) == -signal.SIGKILL
        held.over.set()
        await made.answered(asked)
        assert TOLD not in "".join(app.log for app in made.names.values())


async def test_the_taker_is_killed_too(tmp_path: Path, postgres: str) -> None:
    """What was taken over is taken over again."""
    async with team(tmp_path, postgres) as made:
        made.api.before = held = Held("chat.update")
        first = await made.join("a")
        asked = made.ask(first)
        await made.until(lambda: held.waiting >= ASKED)
        second = await made.join("b")
        await first.stop(signal.SIGKILL)
        await made.until(lambda: held.waiting > ASKED)
        third = await made.join("c")
        assert (await made.holders())["b/0"]
        await second.stop(signal.SIGKILL)
        await made.until(lambda: "b/0" in third.log)  # it is told
        held.over.set()
        await made.answered(asked)


async def test_one_is_frozen_and_goes_on(tmp_path: Path, postgres: str) -> None:
    """Past its lease it wakes: nothing it did not finish is finished by it, and it works again."""
    async with team(tmp_path, postgres) as made:
        made.api.before = held = Held("chat.update")
        first = await made.join("a")
        asked = made.ask(first)
        await made.until(lambda: held.waiting >= ASKED)
        first.process.send_signal(signal.SIGSTOP)
        second = await made.join("b")
        await made.until(lambda: "a/0" in second.log)
        held.over.set()
        await made.answered(asked)
        first.process.send_signal(signal.SIGCONT)
        await made.until(lambda: "begins anew" in first.log)
        await second.stop(signal.SIGTERM)
        made.api.calls.clear()
        await made.answered(made.ask(first))


async def test_a_rolling_deploy(tmp_path: Path, postgres: str) -> None:
    """Old and new together, of another order of steps: the old is stopped, what it did not finish the new one does."""
    async with team(tmp_path, postgres) as made:
        made.api.before = held = Held("chat.update")
        old = await made.join("a", code=OLD)
        asked = made.ask(old)
        await made.until(lambda: held.waiting >= ASKED)
        await made.join("b")
        assert set(made.rows("application_version", "status = 'PENDING'")) == {("auth401-old",)}
        old.process.send_signal(signal.SIGTERM)
        await made.closed(old)
        assert old.process.returncode is None  # it drains
        await old.stop(signal.SIGKILL)
        held.over.set()
        await made.answered(asked)


async def test_the_database_restarts_and_connections_are_cut(tmp_path: Path, server: Postgres) -> None:
    """During a takeover, with two takers: an event meanwhile is refused, /healthz says so, and all heals by itself."""
    database = server.new()
    async with team(tmp_path, database) as made:
        made.api.before = held = Held("chat.update")
        first = await made.join("a")
        asked = made.ask(first)
        await made.until(lambda: held.waiting >= ASKED)
        second, _ = await made.join("b"), await made.join("c")
        await first.stop(signal.SIGKILL)
        server.stop()
        event = {"type": "message", "channel": CHANNEL, "ts": "1.1", "user": "U0YOU", "text": PASTE}
        body = json.dumps(envelope(event)).encode()
        assert await second.delivery.send(body, "application/json") >= 500
        async with made.session.get(f"{second.url}/healthz") as page:
            assert page.status == 503
        server.start()
        await made.until(lambda: held.waiting > ASKED)
        with psycopg.connect(server.url(), autocommit=True) as connection:
            cut = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = %s"
            name, gone = database.rpartition("/")[2].partition("?")[0], 0
            async with asyncio.timeout(60):
                while gone <= 3:
                    gone += connection.execute(cut, [name]).fetchone()[0]
                    await asyncio.sleep(0.05)
        held.over.set()
        await made.answered(asked)
        await made.health(second, 200)


async def test_one_is_stopped_in_order(tmp_path: Path, database: str) -> None:
    """SIGTERM while Slack takes the answers: it ends what it began within its time, and nothing is done twice."""
    async with team(tmp_path, database) as made:
        made.api.before = held = Held("chat.update")
        first = await made.join("a")
        asked = made.ask(first)
        await made.until(lambda: held.waiting >= ASKED)
        await made.join("b")
        first.process.send_signal(signal.SIGTERM)
        held.over.set()
        await made.answered(asked)
        async with asyncio.timeout(30):
            assert await first.process.wait() == 0


@pytest.mark.parametrize("kind", ["sqlite full", "postgres read-only"])
async def test_a_journal_that_takes_nothing(tmp_path: Path, kind: str, request: pytest.FixtureRequest) -> None:
    """A full disk, a database that became read-only: no success for an event, /healthz says so; then all goes on."""
    database = request.getfixturevalue("postgres") if kind.startswith("postgres") else ""
    async with team(tmp_path, database) as made:
        made.api.before = held = Held("chat.update")
        app = await made.join("a")
        asked = made.ask(app)
        await made.until(lambda: held.waiting >= ASKED)
        limit_or_lift(app, database, is_limited=True)
        held.over.set()
        event = {"type": "message", "channel": CHANNEL, "ts": "1.1", "user": "U0YOU", "text": PASTE}
        assert await app.delivery.send(json.dumps(envelope(event)).encode(), "application/json") >= 500
        await made.health(app, 503)
        limit_or_lift(app, database, is_limited=False)
        await made.health(app, 200)
        await made.answered(asked)
        assert TOLD not in app.log
        assert "Traceback" not in app.log


def limit_or_lift(app: App, database: str, *, is_limited: bool) -> None:
    """No file of the process may grow, as on a full disk; or the database takes no writes on new connections."""
    if not database:
        hard = resource.prlimit(app.process.pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(app.process.pid, resource.RLIMIT_FSIZE, (0 if is_limited else hard, hard))
        return
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("set default_transaction_read_only = off")
        name = connection.info.dbname
        connection.execute(f"alter database {name} set default_transaction_read_only = {'on' if is_limited else 'off'}")
        others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and pid <> pg_backend_pid()"
        connection.execute(others, [name])


FORMS = [
    TOLD.encode(),
    quote(TOLD, safe="").encode(),
    json.dumps(TOLD)[1:-1].encode(),
    *(b64encode(b" " * shift + TOLD.encode())[8:-8] for shift in range(3)),
]


def readable(*folders: Path) -> list[str]:
    """Files below the folders in which the pasted secret can be read."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [str(path) for path in files if any(form in path.read_bytes() for form in FORMS)]


async def test_nothing_is_readable_and_nothing_stays(tmp_path: Path, server: Postgres) -> None:
    """The secret of each paste is searched in tables, WAL, logs, pages and temporary files, while and after; and of
    what is over there stay ids alone.
    """
    database = server.new()
    # A socket's path is 107 bytes at most, and those of the test's own folder are longer
    async with contextlib.AsyncExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory()))
        made = await stack.enter_async_context(team(tmp_path / "data", database))
        made.api.before = held = Held("chat.update")
        first = await made.join("a", TMPDIR=str(scratch), AUTH401_KEEP_HOURS="0")
        asked = made.ask(first)
        await made.until(lambda: held.waiting >= ASKED)
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("checkpoint")  # what is in memory goes to the files
        assert not await asyncio.to_thread(readable, tmp_path, scratch, server.folder)
        held.over.set()
        await made.answered(asked)
        await made.until(lambda: not made.rows("*", "status <> 'PENDING'") and not made.rows("*"))
        async with made.session.get(f"{first.url}/metrics") as page:
            assert TOLD not in await page.text()
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("checkpoint")
            left = {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in KEPT}
            assert connection.execute("select pg_database_size(current_database())").fetchone()[0] < 20 << 20
        assert left == KEPT
        await first.stop(signal.SIGTERM)
        assert not await asyncio.to_thread(readable, tmp_path, scratch, server.folder)
        assert TOLD not in first.log


KEPT = {"dbos.operation_outputs": 0, "auth401_inbox": 0, "auth401_runs": 0, "auth401_replies": ASKED}
