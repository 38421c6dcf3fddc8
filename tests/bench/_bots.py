"""What the benches of the Slack app share: a stand-in Slack, a bare Bolt echo bot, our app, and whoever delivers.

Each is a process of its own, on loopback.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp

from bot.faces.demo.delivery import envelope, signature
from bot.faces.demo.workspace import TEAM
from tests.faces.slack.stand import SECRET
from tests.postgres import Postgres, programs

ROOT = Path(__file__).parents[2]
SLACK = """
import asyncio
from aiohttp import web
from bot.faces.demo import workspace
from bot.faces.slack.web import listening
from tests.faces.slack.stand import HERE, slack_alone
# A channel for each message, or Slack's one post a second would be measured; and every message is one that is there
workspace.CHANNELS.update({f"C0{number}": "x" for number in range(20_000)})
workspace.Workspace.find = lambda self, channel, ts: {"ts": ts, "user": workspace.BOT}
async def main():
    async with slack_alone() as (_, api, url):
        async def count(request):
            # An echo is a post; an answer of ours is a message that got a headline, however often it told its progress
            said = [call for name, call in api.calls if name == request.query["calls"]]
            answers = {str(call["ts"]) for call in said if '"header"' in str(call.get("blocks")).replace("'", '"')}
            return web.Response(text=str(len(answers if "update" in request.query["calls"] else said)))
        site = web.Application()
        site.router.add_get("/", count)
        async with listening(site, HERE, 0) as port:
            print(url, port, flush=True)
            await asyncio.Event().wait()
asyncio.run(main())
"""
BARE = """
import asyncio, os
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
async def main():
    token = os.environ["SLACK_BOT_TOKEN"]
    client = AsyncWebClient(token=token, base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])
    @app.event("message")
    async def echo(event, say):
        await say(text=event["text"], thread_ts=event["ts"])
    runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"listening on {runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""
OURS = (
    "import asyncio, os, sys; from bot.faces.slack.run import serve; from bot.settings import read; "
    "sys.exit(asyncio.run(serve(read(os.environ))))"
)
WORKER = OURS.replace("serve", "work")
LISTENS = r"listening on (?:127\.0\.0\.1:)?(\d+)"
KEY = "k" * 40

_numbers = itertools.count(1)


def message(text: str) -> bytes:
    """A message of its own, by a person of its own."""
    number = next(_numbers)
    ts = f"{time.time():.0f}.{number:06d}"
    event = {"type": "message", "channel": f"C0{number}", "channel_type": "channel", "ts": ts, "event_ts": ts,
             "user": f"U0{number}", "team": TEAM, "text": f"{text} {number}"}  # fmt: skip
    return json.dumps({**envelope(event), "is_ext_shared_channel": False}).encode()


async def deliver(session: aiohttp.ClientSession, url: str, body: bytes, since: float | None = None) -> float:
    """Send one event as Slack does; the seconds until it was acknowledged, from now or from ``since``."""
    headers = {**signature(SECRET, body), "Content-Type": "application/json"}
    begun = time.perf_counter() if since is None else since
    async with session.post(f"{url}/slack/events", data=body, headers=headers) as answer:
        await answer.read()
        assert answer.status == 200, answer.status
    return time.perf_counter() - begun


@contextlib.asynccontextmanager
async def process(code: str, variables: dict[str, str], says: str) -> AsyncIterator[str]:
    """A Python process; what it says first."""
    shared = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env={**shared, "PYTHONPATH": str(ROOT), **variables},
    )  # fmt: skip
    assert started.stdout is not None
    reading = None
    try:
        async with asyncio.timeout(60):
            found, told = None, b""
            while found is None:
                line = await started.stdout.readline()
                told += line
                if not line:
                    raise RuntimeError(f"the process ended: {told.decode()[-2000:]}")
                found = re.search(says, line.decode())
        reading = asyncio.create_task(started.stdout.read())
        yield found.group(1)
    finally:
        started.kill()
        await started.wait()
        if reading is not None:
            await reading


async def depth(session: aiohttp.ClientSession, url: str) -> int:
    """How much work one of our apps has; 1 where it cannot say."""
    async with session.get(f"{url}/healthz") as page:
        queue = (await page.json())["queue"]
        return 1 if queue is None else int(queue["depth"])


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a database on a server of our own, which writes through to the disk; '' where there is none."""
    if (found := programs()) is None:
        print("PostgreSQL is not installed, so nothing is measured on it")
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="auth401-pg-") as folder:
        server = Postgres(found, Path(folder), is_safe=True)
        try:
            yield server.new()
        finally:
            server.stop()


def children(of: int) -> set[int]:
    """The processes that one started and that still live."""
    return {int(each) for one in Path(f"/proc/{of}/task").glob("*/children") for each in _read(one).split()}


def family(of: int) -> set[int]:
    """A process, and all that came from it."""
    return {of}.union(*map(family, children(of)))


def held(process: int, file: str, row: str) -> float:
    """MiB by a row of a file of its /proc, 0 when it has ended; what several share counts once with ``Pss``."""
    lines = _read(Path(f"/proc/{process}/{file}")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{row}:")), 0) / 1024


def words_of(process: int) -> str:
    """Its command line."""
    return _read(Path(f"/proc/{process}/cmdline"))


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended
        return ""
