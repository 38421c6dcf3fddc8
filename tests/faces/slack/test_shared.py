"""Two processes, one policy: the limits per channel, API and person hold over both, and what waits is told and done."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa

from bot.faces.demo.delivery import Delivery
from bot.faces.demo.workspace import BOT, CHANNEL, YOU, Workspace
from tests.faces.slack.stand import HERE, OTHER, SECRET, environment, slack_alone
from tests.faces.slack.test_process import App, running

pytestmark = pytest.mark.processes

WINDOW_S = 15
SHORT = (
    f"import bot.pace, bot.workers; bot.pace.WINDOW_S = {WINDOW_S}; "
    "bot.workers.Workers.__init__.__kwdefaults__['at_once'] = 2; "  # more take turns at two processors
)
BETWEEN_S = 10
LATE_S = 0.05  # so much later than it was sent may a request be seen, on a busy machine


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> list[dict[str, str]]:
    """What two processes need to share: a folder, or a database with a folder for each."""
    if request.param == "sqlite":
        return [{"AUTH401_DATA": str(tmp_path)}] * 2
    url = sa.make_url(request.getfixturevalue("postgres"))
    server = sa.create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text("CREATE DATABASE shared"))
    server.dispose()
    here = url.set(database="shared").render_as_string(hide_password=False)
    folders = [{"AUTH401_DATA": str(tmp_path / name)} for name in "ab"]
    return [{"DATABASE_URL": here, "AUTH401_KEY": "k" * 40, **folder} for folder in folders]


class Apis:
    """One API for each paste, on ports of their own; when each was asked."""

    def __init__(self) -> None:
        self.asked: dict[int, list[float]] = {}

    @contextlib.asynccontextmanager
    async def listening(self, number: int) -> AsyncIterator[list[int]]:
        """So many of them; their ports."""
        servers = [await asyncio.start_server(self._refuse, HERE, 0) for _ in range(number)]
        ports = [server.sockets[0].getsockname()[1] for server in servers]
        self.asked = {port: [] for port in ports}
        yield ports
        for server in servers:
            server.close()

    async def _refuse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            self.asked[writer.get_extra_info("sockname")[1]].append(time.monotonic())
            writer.write(b"HTTP/1.1 401 X\r\nWWW-Authenticate: Bearer\r\nContent-Length: 2\r\n\r\n{}")
            await writer.drain()
        writer.close()


def paste(port: int, word: str) -> str:
    """A request to one of the APIs."""
    return f"401 {word}\n```\ncurl http://{HERE}:{port}/v1 -H 'Authorization: Bearer Zx9QpL4mN7vRt2KdWc8YsB3fHj6'\n```"


async def begun(apps: contextlib.AsyncExitStack, slack: str, variables: dict[str, str]) -> Delivery:
    """A process; what delivers to it."""
    opened = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:*"}
    app: App = await apps.enter_async_context(
        running(environment(f"{slack}/api/", Path(), **opened, **variables), SHORT)
    )
    port = (await app.says(r"listening on 127\.0\.0\.1:(\d+)")).group(1)
    reading = asyncio.create_task(app.process.stderr.read())  # type: ignore[union-attr]
    apps.callback(reading.cancel)
    session = await apps.enter_async_context(aiohttp.ClientSession())
    return Delivery(session, f"http://{HERE}:{port}/slack/events", SECRET, slack)


async def until(workspace: Workspace, condition: Any) -> None:
    """Wait for something in the workspace."""
    async with asyncio.timeout(120):
        while not condition():
            await workspace.wait_for_change(1)


async def test_limits_hold_over_two_processes(shared: list[dict[str, str]]) -> None:
    """Eight pastes of one person to as many APIs, and those of two others to one more, taken in by turns.

    Posts are a second apart; the API that two want is asked again after its pause; no minute has more than six of one
    person; who waits is told once; and all are answered.
    """
    apis, posts, told = Apis(), list[tuple[str, float]](), list[tuple[str, str]]()

    async def watch(method: str, arguments: Any) -> None:
        if method == "chat.postMessage":
            posts.append((arguments["thread_ts"], time.monotonic()))
        if "In the queue" in str(arguments.get("text")):
            told.append((arguments["ts"], arguments["text"]))

    async with (
        contextlib.AsyncExitStack() as apps,
        slack_alone() as (workspace, api, slack),
        apis.listening(9) as ports,
    ):
        api.before = watch
        both = [await begun(apps, slack, variables) for variables in shared]
        events = list[dict[str, Any]]()
        workspace.events.append(events.append)

        async def say(number: int, port: int, user: str = YOU) -> str:
            message = workspace.say(CHANNEL, paste(port, f"no {number}"))
            await asyncio.gather(*(both[number % 2].event({**event, "user": user}) for event in events))
            events.clear()
            return str(message["ts"])

        def replies(ts: str) -> list[dict[str, Any]]:
            return [one for one in workspace.thread(CHANNEL, ts) if one["user"] == BOT]

        ready = [await say(number, 0) for number in range(2)]  # nothing can be asked there
        await until(workspace, lambda: all(any(one.get("edited") for one in replies(ts)) for ts in ready))
        posts.clear()
        asked = [await say(0, ports[0], "U0THIRD"), await say(1, ports[0], OTHER)]
        asked += [await say(number, port) for number, port in enumerate(ports[1:], 2)]
        await until(
            workspace, lambda: all(any(one["blocks"][0]["type"] == "header" for one in replies(ts)) for ts in asked)
        )
        assert [len(replies(ts)) for ts in asked] == [1] * 10

    assert sorted(ts for ts, _ in posts) == sorted(asked)
    posted = dict(posts)
    assert min(after - before for before, after in pairwise(posted.values())) >= 1 - LATE_S
    first = apis.asked[ports[0]]
    (gap,) = [after - before for before, after in pairwise(first) if after - before > BETWEEN_S / 2]
    assert gap >= BETWEEN_S - LATE_S
    places = [replies(ts)[0]["ts"] for ts in asked]
    assert len({ts for ts, _ in told}) == len(told)
    words = dict(told)
    # It begins after its post and before its first request; on a busy machine long before it
    earliest = sorted(posted[ts] for ts in asked[2:])
    latest = sorted(apis.asked[port][0] for port in ports[1:])
    assert min(after - before for before, after in zip(earliest, latest[6:], strict=False)) >= WINDOW_S
    # One for each thread that waits: two at most, whichever come last; fewer if posting took a part of the minute
    assert 1 <= sum("you asked 6 times within a minute" in text for text in words.values()) <= 2, words
    assert "was asked just before" in str([words.get(ts) for ts in places[:2]])
