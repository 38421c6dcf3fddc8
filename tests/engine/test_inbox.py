"""The inbox: what was taken in survives a kill, goes to the engine once, and a database that fails is told."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.engine.database import INBOX, open_database
from bot.engine.inbox import Inbox
from bot.engine.sealing import Seal
from bot.engine.work import Job
from tests._data import on_disk

SECRET = "sesame-5f0c1d2e3b4a59687f"


class Engine:
    """Takes jobs, or keeps whoever hands over waiting."""

    def __init__(self, *, takes: bool = True) -> None:
        self.jobs: list[Job] = []
        self.came, self.may_take = asyncio.Event(), asyncio.Event()
        if takes:
            self.may_take.set()

    async def take(self, job: Job) -> None:
        """Remember it."""
        self.came.set()
        await self.may_take.wait()
        self.jobs.append(job)


def opened(folder: Path, engine: Engine) -> Inbox:
    """An inbox on a folder."""
    return Inbox(open_database(folder, file=INBOX), Seal("a key"), engine.take)


def job(number: int) -> Job:
    """A piece of work."""
    return Job(key=f"T:C:{number}", kind="answer", payload={"text": SECRET, "number": number}, person="T:U")


async def empty(inbox: Inbox) -> None:
    """Wait until the engine has all."""
    async with asyncio.timeout(30):
        while True:
            if not (await inbox.waiting())[0]:
                return
            await asyncio.sleep(0.01)


async def test_many_at_once_are_each_handed_over_once(tmp_path: Path) -> None:
    """In their order, whole, and nothing is left."""
    engine = Engine()
    inbox = opened(tmp_path, engine)
    await inbox.start()
    await asyncio.gather(*(inbox.put(job(number)) for number in range(200)))
    await empty(inbox)
    assert engine.jobs == [job(number) for number in range(200)]
    await inbox.stop()


async def test_the_same_job_twice_is_kept_once(tmp_path: Path) -> None:
    """In one commit and in two: the second changes nothing, and both callers hear that it is safe."""
    engine = Engine(takes=False)
    inbox = opened(tmp_path, engine)
    await inbox.start()
    await asyncio.gather(inbox.put(job(1)), inbox.put(job(1)))
    await inbox.put(job(1))
    assert (await inbox.waiting())[0] == 1
    await inbox.stop()


async def test_what_the_engine_did_not_get_is_handed_over_at_the_next_start(tmp_path: Path) -> None:
    """A process that ended in between; on the disk nothing stands in clear."""
    first = Engine(takes=False)
    inbox = opened(tmp_path, first)
    await inbox.start()
    await inbox.put(job(1))
    await first.came.wait()
    await inbox.stop()
    assert not first.jobs
    assert SECRET.encode() not in on_disk(tmp_path)
    second = Engine()
    inbox = opened(tmp_path, second)
    await inbox.start()
    await empty(inbox)
    assert second.jobs == [job(1)]
    await inbox.stop()


async def test_a_database_that_fails_is_told_to_each(tmp_path: Path) -> None:
    """Slack is not answered 200 then; the next that is put is taken again."""
    engine = Engine()
    inbox = opened(tmp_path, engine)
    await inbox.start()
    database = open_database(tmp_path, file=INBOX)
    with database.begin() as connection:
        connection.execute(sa.text("alter table auth401_inbox rename to away"))
    found = await asyncio.gather(inbox.put(job(1)), inbox.put(job(2)), return_exceptions=True)
    assert all(isinstance(one, sa.exc.SQLAlchemyError) for one in found)
    with database.begin() as connection:
        connection.execute(sa.text("alter table away rename to auth401_inbox"))
    await inbox.put(job(3))
    await empty(inbox)
    assert engine.jobs == [job(3)]
    await inbox.stop()


@pytest.mark.parametrize("fails", [1, 3])
async def test_an_engine_that_fails_gets_it_again(tmp_path: Path, fails: int) -> None:
    """Nothing is lost by it, and what came after it is not held up for good."""
    engine = Engine()
    left = fails

    async def take(one: Job) -> None:
        nonlocal left
        if one == job(1) and left:
            left -= 1
            raise OSError("the database is away")
        await engine.take(one)

    inbox = Inbox(open_database(tmp_path, file=INBOX), Seal("a key"), take)
    await inbox.start()
    await inbox.put(job(1))
    await inbox.put(job(2))
    async with asyncio.timeout(30):
        while (await inbox.waiting())[0]:
            await inbox.look(0.0)
    assert not left
    assert {one.key for one in engine.jobs} == {"T:C:1", "T:C:2"}
    await inbox.stop()
