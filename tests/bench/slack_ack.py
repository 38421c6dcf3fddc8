"""How long Slack waits for the ack, beside a bare Bolt echo bot's in the same run: pastes, chatter, 200 at once.

Slack, the app, the bare bot and whoever delivers are processes of their own, on loopback. The goals are ratios: a paste
that is journaled at most 2.0 times the bare bot's ack or 5 ms more, in the burst at most 3 times, chatter 1.1 times.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import aiohttp

from bot.faces.demo.delivery import envelope, signature
from tests.faces.slack.stand import HERE, PASTE, SECRET, environment

ROOT = Path(__file__).parents[2]
SINGLE, BURST, ROUNDS = 100, 200, 3
CHATTER = "lunch at 12:30, the new place round the corner has vegan bowls now"
_SLACK = """
import asyncio
from bot.faces.demo import workspace
from tests.faces.slack.stand import slack_alone
# A channel for each message, or Slack's one post a second would be measured; and every message is one that is there
workspace.CHANNELS.update({f"C0{number}": "x" for number in range(5000)})
workspace.Workspace.find = lambda self, channel, ts: {"ts": ts, "user": workspace.BOT}
async def main():
    async with slack_alone() as (_, _, url):
        print(url, flush=True)
        await asyncio.Event().wait()
asyncio.run(main())
"""
_BARE = """
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
_OURS = (
    "import asyncio, os, sys; from bot.faces.slack.run import serve; from bot.settings import read; "
    "sys.exit(asyncio.run(serve(read(os.environ))))"
)


def run() -> None:
    """Print p50 and p99 of both in milliseconds, and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        rows = asyncio.run(_measured(Path(folder)))
    print(f"{'':<26}{'bare p50':>10}{'ours p50':>10}{'ratio':>7}{'bare p99':>10}{'ours p99':>10}{'ratio':>7}")
    for name, (bare, ours) in rows.items():
        cells = [[_share(each, share) * 1000 for each in (bare, ours)] for share in (0.5, 0.99)]
        shown = "".join(f"{one:>10.1f}{two:>10.1f}{two / one:>7.2f}" for one, two in cells)
        print(f"{name:<26}{shown}")


async def _measured(folder: Path) -> dict[str, tuple[list[float], list[float]]]:
    async with contextlib.AsyncExitStack() as stack:
        api = (await stack.enter_async_context(_process(_SLACK, {}, r"(http://\S+)"))) + "/api/"
        variables = environment(api, folder)
        bare = await stack.enter_async_context(_process(_BARE, variables, r"listening on (\d+)"))
        ours = await stack.enter_async_context(_process(_OURS, variables, r"listening on 127\.0\.0\.1:(\d+)"))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        urls = [f"http://{HERE}:{port}" for port in (bare, ours)]
        for url in urls:
            await _one_by_one(session, url, [PASTE, CHATTER] * 3)
        await _idle(session, urls[1])
        found: dict[str, tuple[list[float], list[float]]] = {}
        for name, text in (("a paste at a time", PASTE), ("chatter at a time", CHATTER)):
            both: tuple[list[float], list[float]] = ([], [])
            for _ in range(10):
                for url, times in zip(urls, both, strict=True):
                    times += await _one_by_one(session, url, [text] * (SINGLE // 10))
                await _idle(session, urls[1])
            found[name] = both
        for name, texts in (
            (f"{BURST} at once, half chatter", [PASTE, CHATTER] * (BURST // 2)),
            (f"{BURST} of chatter at once", [CHATTER] * BURST),
        ):
            both = ([], [])
            for _ in range(ROUNDS):
                for url, times in zip(urls, both, strict=True):
                    times += await _at_once(session, url, texts)
                    await _idle(session, urls[1])
            found[name] = both
        return found


_number = 0


def _body(text: str) -> bytes:
    """A message of its own, by a person of its own."""
    global _number
    _number += 1
    ts = f"{time.time():.0f}.{_number:06d}"
    event = {"type": "message", "channel": f"C0{_number}", "channel_type": "channel", "ts": ts, "event_ts": ts}
    return json.dumps(envelope({**event, "user": f"U0{_number}", "text": f"{text} {_number}"})).encode()


async def _deliver(session: aiohttp.ClientSession, url: str, body: bytes, since: float | None = None) -> float:
    headers = {**signature(SECRET, body), "Content-Type": "application/json"}
    begun = time.perf_counter() if since is None else since
    async with session.post(f"{url}/slack/events", data=body, headers=headers) as answer:
        await answer.read()
        assert answer.status == 200, answer.status
    return time.perf_counter() - begun


async def _one_by_one(session: aiohttp.ClientSession, url: str, texts: Sequence[str]) -> list[float]:
    return [await _deliver(session, url, _body(text)) for text in texts]


async def _at_once(session: aiohttp.ClientSession, url: str, texts: Sequence[str]) -> list[float]:
    bodies, begun = [_body(text) for text in texts], time.perf_counter()
    return list(await asyncio.gather(*(_deliver(session, url, body, begun) for body in bodies)))


async def _idle(session: aiohttp.ClientSession, url: str) -> None:
    """Until our app has no work left, and the bare bot, which tells nothing, has had time too."""
    while True:
        await asyncio.sleep(0.3)
        async with session.get(f"{url}/healthz") as page:
            queue = (await page.json())["queue"]
            if queue is not None and not queue["depth"]:
                return


@contextlib.asynccontextmanager
async def _process(code: str, variables: dict[str, str], says: str) -> AsyncIterator[str]:
    """A Python process; what it says first."""
    shared = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env={**shared, "PYTHONPATH": str(ROOT), **variables},
    )  # fmt: skip
    assert process.stdout is not None
    reading = None
    try:
        async with asyncio.timeout(60):
            found, told = None, b""
            while found is None:
                line = await process.stdout.readline()
                told += line
                if not line:
                    raise RuntimeError(f"the process ended: {told.decode()[-2000:]}")
                found = re.search(says, line.decode())
        reading = asyncio.create_task(process.stdout.read())
        yield found.group(1)
    finally:
        process.kill()
        await process.wait()
        if reading is not None:
            await reading


def _share(times: Sequence[float], share: float) -> float:
    return statistics.quantiles(times, n=1000)[min(998, round(share * 1000) - 1)]


if __name__ == "__main__":
    run()
