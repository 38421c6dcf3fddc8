"""``python -m tests.soak [MINUTES]``: two web and two worker processes on PostgreSQL, and everything goes wrong.

One process is killed every 30 s and started again, the database restarts twice, Slack answers 429 for five seconds of
each minute, and the APIs in the pastes are dead or drip. Ends with status 1 when a message was lost or answered twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
from aiohttp import web

from bot.faces.demo.delivery import envelope
from bot.faces.demo.workspace import BOT, CHANNELS, USERS, Message, as_typed
from bot.faces.slack.web import listening
from tests.faces.slack.stand import HERE, PASTE
from tests.faces.slack.test_process import App
from tests.faces.slack.test_several import Team, team
from tests.postgres import Postgres, programs

ROOMS = [f"C0SOAK{number:02}" for number in range(20)]
PEOPLE = [f"U0SOAK{number:03}" for number in range(200)]
WEB, WORKERS = ("a", "b"), ("c", "d")
BETWEEN_S, KILL_S, STORM_S, PATIENCE_S = 1.0, 30.0, 5.0, 180.0


@dataclass
class Soak:
    """What was asked, and when."""

    made: Team
    ports: list[int]
    asked: list[tuple[str, Message, float]] = field(default_factory=list)
    took: dict[str, float] = field(default_factory=dict)  # ts of a message -> seconds to its answer
    sending: set[asyncio.Task[None]] = field(default_factory=set)
    kills: int = 0
    storm_until: float = 0.0

    async def storm(self, _: str, __: Any) -> web.Response | None:
        """429 while it lasts."""
        return web.Response(status=429, headers={"Retry-After": "1"}) if time.monotonic() < self.storm_until else None

    def ask(self) -> None:
        """One message: of a third the target is dead, of a third it drips, of a third it is not asked."""
        room, person, number = random.choice(ROOMS), random.choice(PEOPLE), len(self.asked)
        where = random.choice(self.ports) if number % 3 else 0
        origin = f"http://{HERE}:{where}" if where else f"https://api-{number}.example.com"
        text = PASTE.replace("https://api.example.com", origin).replace("v1/me", f"v1/me/{number}")
        events = list[Message]()
        self.made.workspace.events[:] = [events.append]
        message = self.made.workspace.add(room, {"type": "message", **as_typed(text), "user": person})
        self.made.workspace.events.clear()
        self.asked.append((room, message, time.monotonic()))
        for event in events * (3 if number % 5 == 0 else 1):
            self.sending.add(asyncio.create_task(self.deliver(json.dumps(envelope(event)).encode())))

    async def deliver(self, body: bytes) -> None:
        """To one of the web processes, again until one takes it."""
        while True:
            with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
                async with asyncio.timeout(3):
                    if await self.made.names[random.choice(WEB)].delivery.send(body, "application/json") == 200:
                        return
            await asyncio.sleep(1)

    def look(self) -> int:
        """Note what is answered now; how much is not."""
        for room, message, since in self.asked:
            if message["ts"] not in self.took and self.made.is_answered(room, message):
                self.took[message["ts"]] = time.monotonic() - since
        return len(self.asked) - len(self.took)

    async def kill(self) -> None:
        """One, and start it again."""
        name = random.choice([*WEB, *WORKERS])
        await self.made.names[name].stop(signal.SIGKILL)
        self.kills += 1
        await self.join(name)

    async def join(self, name: str) -> App:
        """Live checks go to loopback."""
        opened = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:*"}
        return await self.made.join(name, intake=name in WEB, **opened)

    def doubled(self) -> int:
        """Threads with more than one reply of ours."""
        threads = (self.made.workspace.thread(room, message["ts"]) for room, message, _ in self.asked)
        return sum(sum(one["user"] == BOT for one in thread) > 1 for thread in threads)


def measures(made: Team) -> str:
    """Memory and handles of each process, and how large the database is."""
    with psycopg.connect(made.database) as connection:
        size = connection.execute("select pg_database_size(current_database())").fetchone()
        largest = connection.execute(
            "select relname, pg_total_relation_size(oid) >> 10 from pg_class where relkind = 'r' and relnamespace in "
            "(select oid from pg_namespace where nspname in ('dbos', 'public')) order by 2 desc limit 4"
        ).fetchall()
    lines = [f"database {(size or [0])[0] >> 20} MB; largest tables (KB): {dict(largest)}"]
    for name, app in made.names.items():
        of = Path("/proc") / str(app.process.pid)
        status = dict(line.split(":", 1) for line in (of / "status").read_text().splitlines() if ":" in line)
        lines.append(
            f"process {name}: {int(status['VmRSS'].split()[0]) >> 10} MB, {len(list(of.glob('fd/*')))} handles"
        )
    return "\n".join(lines)


@contextlib.asynccontextmanager
async def dripping() -> AsyncIterator[int]:
    """A target that sends a byte a second."""

    async def drip(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(status=401)
        await answer.prepare(request)
        with contextlib.suppress(ConnectionError):
            for _ in range(30):
                await answer.write(b".")
                await asyncio.sleep(1)
        return answer

    site = web.Application()
    site.router.add_route("*", "/{path:.*}", drip)
    async with listening(site, HERE, 0) as port:
        yield port


async def run(server: Postgres, minutes: float, folder: Path) -> int:
    """The run; the exit status."""
    async with contextlib.AsyncExitStack() as stack:
        ports = [await stack.enter_async_context(dripping()) for _ in range(6)] + list(range(1, 7))  # of 1 to 6: dead
        made = await stack.enter_async_context(team(folder, server.new()))
        soak = Soak(made, ports)
        made.api.before = soak.storm
        for name in (*WEB, *WORKERS):
            await soak.join(name)
        print(f"before:\n{measures(made)}", flush=True)
        begun = time.monotonic()
        due = {"kill": KILL_S, "storm": 60.0}
        restarts = [minutes * 20, minutes * 40]
        while (now := time.monotonic() - begun) < minutes * 60:
            soak.ask()
            if now > due["storm"]:
                due["storm"], soak.storm_until = now + 60.0, time.monotonic() + STORM_S
            if restarts and now > restarts[0]:
                restarts.pop(0)
                await asyncio.to_thread(server.stop)
                await asyncio.to_thread(server.start)
            if now > due["kill"]:
                due["kill"] = now + KILL_S
                await soak.kill()
            soak.look()
            await asyncio.sleep(BETWEEN_S * random.uniform(0.2, 1.8))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                while soak.look():  # noqa: ASYNC110  # of other processes
                    await asyncio.sleep(0.5)
        lost, doubled, slowest = soak.look(), soak.doubled(), max(soak.took.values(), default=0.0)
        await asyncio.sleep(12)  # what is over is swept
        print(f"after:\n{measures(made)}")
        print(f"asked {len(soak.asked)}, answered {len(soak.took)}, doubled {doubled}, lost {lost}, kills {soak.kills}")
        print(f"slowest {slowest:.1f} s, median {sorted(soak.took.values() or [0.0])[len(soak.took) // 2]:.1f} s")
        for room, message, _ in soak.asked:
            if message["ts"] not in soak.took:
                said = [one["text"][:80] for one in made.workspace.thread(room, message["ts"])[1:]]
                print(f"lost: {room} {message['ts']}: {said}, {made.rows('status, executor_id', _with(message['ts']))}")
        return 1 if lost or doubled else 0


def _with(ts: str) -> str:
    return f"workflow_uuid like '%{ts}%'"


def main() -> None:
    """On a server of its own."""
    found = programs()
    if found is None:
        sys.exit("PostgreSQL's postgres and initdb are not installed")
    USERS.update({person: person.lower() for person in PEOPLE})
    CHANNELS.update({room: room.lower() for room in ROOMS})
    folder = Path(tempfile.mkdtemp(prefix="auth401-soak-"))
    (folder / "postgres").mkdir()
    folder.chmod(0o755)
    server = Postgres(found, folder / "postgres")
    try:
        sys.exit(asyncio.run(run(server, float(sys.argv[1]) if len(sys.argv) > 1 else 10.0, folder / "data")))
    finally:
        server.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
