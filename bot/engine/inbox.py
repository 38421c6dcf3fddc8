"""Inbox: what was taken in, journaled before Slack hears the ack, until the engine has it.

The engine's own way in takes several statements for each job and competes with the jobs that run. Here all jobs that
come while one commit is under way are journaled by the next, in a thread of their own and, on SQLite, in a file of
their own. Handing over is idempotent by the job's key, so a kill in between, or two processes at once, double nothing.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.engine.database import create
from bot.engine.sealing import Seal
from bot.engine.work import Job

_tables = sa.MetaData()
_inbox = sa.Table(
    "auth401_inbox",
    _tables,
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("job", sa.Text, nullable=False),  # sealed
    sa.Column("at", sa.Float, nullable=False),  # seconds since the epoch
)
_LEFT_S = 10.0  # a job that is still here after so long was left by a process that died
_AT_ONCE = 20  # that are removed by one commit
# Acks come first: work begins when nothing came in for a moment, or when what waits is that old
_LULL_S, _AT_MOST_S = 0.015, 0.5
log = logging.getLogger("auth401.engine")
_Waiting = tuple[Job, asyncio.Future[None]]
HandOver = Callable[[Job], Awaitable[None]]


class Inbox:
    """``hand_over`` gives a job to the engine; twice is once."""

    def __init__(self, database: sa.Engine, seal: Seal, hand_over: HandOver) -> None:
        self._database, self._seal, self._hand_over = database, seal, hand_over
        self._thread = ThreadPoolExecutor(1, "auth401-inbox")
        self._waiting: list[_Waiting] = []
        self._ready: asyncio.Queue[tuple[Job, float]] = asyncio.Queue()  # with the loop's time
        self._here = set[str]()  # keys of what is in it
        self._tasks: list[asyncio.Task[None]] = []
        self._came = asyncio.Event()
        self._last = 0.0  # when something was put in, by the loop's clock

    async def start(self) -> None:
        """Begin, with what an earlier process left."""
        await self._in_thread(self._create)
        self._tasks = [asyncio.create_task(self._journal()), asyncio.create_task(self._hand_over_all())]
        await self.look(0.0)

    async def stop(self) -> None:
        """What the engine does not have yet stays for the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._thread.shutdown(cancel_futures=True)
        self._database.dispose()

    async def put(self, job: Job) -> None:
        """Journal a job; when this returns it survives a kill. Raises what the database raises."""
        loop = asyncio.get_running_loop()
        done, self._last = loop.create_future(), loop.time()
        self._waiting.append((job, done))
        self._came.set()
        await done

    async def look(self, older_than_s: float = _LEFT_S) -> None:
        """Hand over what lies here for longer than that, whoever took it in."""
        query = sa.select(_inbox.c.job).where(_inbox.c.at <= time.time() - older_than_s)

        def read() -> list[Job]:
            with self._database.begin() as connection:
                return [Job(**self._seal.open(sealed)) for sealed in connection.execute(query).scalars()]

        for job in await self._in_thread(read):
            self._make_ready(job)

    async def waiting(self) -> tuple[int, float]:
        """How many jobs are here, and since when the oldest is (seconds since the epoch; 0 when there is none)."""
        query = sa.select(sa.func.count(), sa.func.min(_inbox.c.at))

        def read() -> tuple[int, float]:
            with self._database.begin() as connection:
                number, oldest = connection.execute(query).one()
                return int(number), float(oldest or 0)

        found: tuple[int, float] = await self._in_thread(read)
        return found

    async def _journal(self) -> None:
        """Commit what waits, again and again, all at once."""
        while True:
            await self._came.wait()
            self._came.clear()
            batch, self._waiting = self._waiting, []
            try:
                await self._in_thread(partial(self._write, [job for job, _ in batch]))
            except Exception as error:
                for _, done in batch:
                    if not done.done():
                        done.set_exception(error)
                continue
            for job, done in batch:
                self._make_ready(job)
                if not done.done():
                    done.set_result(None)

    def _make_ready(self, job: Job) -> None:
        """In the line for the engine, once at a time."""
        if job.key not in self._here:
            self._here.add(job.key)
            self._ready.put_nowait((job, asyncio.get_running_loop().time()))

    async def _hand_over_all(self) -> None:
        """One after the other; what fails stays here, and is looked at again."""
        while True:
            job, since = await self._ready.get()
            await self._lull(since)
            jobs = [job]
            while not self._ready.empty() and len(jobs) < _AT_ONCE:
                jobs.append(self._ready.get_nowait()[0])
            done = list[str]()
            for job in jobs:
                try:
                    await self._hand_over(job)
                except Exception as error:
                    log.error("a job was not handed over yet (%s)", type(error).__name__)
                else:
                    done.append(job.key)
                self._here.discard(job.key)
            try:
                await self._in_thread(partial(self._remove, done))
            except sa.exc.SQLAlchemyError as error:  # handed over again, it changes nothing
                log.error("jobs could not be removed from the inbox (%s)", type(error).__name__)

    async def _lull(self, since: float) -> None:
        """Until nothing was put in for a moment: work on a message shares the process with the ack of the next."""
        clock = asyncio.get_running_loop().time
        while True:
            left = min(self._last + _LULL_S, since + _AT_MOST_S) - clock()
            if left <= 0:
                return
            await asyncio.sleep(left)

    def _create(self) -> None:
        create(_tables, self._database)

    def _write(self, jobs: Collection[Job]) -> None:
        values = {job.key: {"key": job.key, "job": self._closed(job), "at": time.time()} for job in jobs}
        known = sa.select(_inbox.c.key).where(_inbox.c.key.in_(values))
        with self._database.begin() as connection:
            for key in connection.execute(known).scalars().all():
                del values[key]
            if values:
                connection.execute(sa.insert(_inbox), list(values.values()))

    def _closed(self, job: Job) -> str:
        return self._seal.close({"key": job.key, "kind": job.kind, "payload": dict(job.payload), "person": job.person})

    def _remove(self, keys: Collection[str]) -> None:
        with self._database.begin() as connection:
            connection.execute(sa.delete(_inbox).where(_inbox.c.key.in_(keys)))

    async def _in_thread(self, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
