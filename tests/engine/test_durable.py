"""Durable work: done once, through a kill, and unreadable on the disk."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import stat
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from bot.engine.durable import DurableEngine
from bot.engine.history import Vote
from bot.engine.memory import Replied
from bot.engine.work import Job, JournalError, Steps
from tests._data import on_disk

pytestmark = pytest.mark.processes
WORKER = Path(__file__).with_name("worker.py")
ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def worker(folder: Path, mode: str, *keys: str, database: str = "") -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that runs jobs, killed at the end if it still lives."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": database}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(WORKER), str(folder), mode, *keys, stdout=asyncio.subprocess.PIPE, env=environment
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def said(process: asyncio.subprocess.Process, word: str) -> None:
    """Wait until the process prints ``word``."""
    assert process.stdout is not None
    async with asyncio.timeout(60):
        while (line := await process.stdout.readline()).strip() != word.encode():
            assert line, f"the process ended without saying {word}"


async def idle(engine: DurableEngine) -> None:
    """Wait until nothing is waiting or running."""
    async with asyncio.timeout(60):
        while True:
            if not (await engine.health()).depth:
                return
            await asyncio.sleep(0.02)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something to become true."""
    while True:
        if condition():
            return
        await asyncio.sleep(0.02)


def kept(folder: Path) -> int:
    """How many jobs and steps the journal holds."""
    with closing(sqlite3.connect(folder / "auth401.sqlite")) as connection:
        tables = ("workflow_status", "operation_outputs")
        return sum(connection.execute(f"select count(*) from {table}").fetchone()[0] for table in tables)


def lines_of(folder: Path) -> list[str]:
    """What the jobs of worker.py wrote."""
    return (folder / "log").read_text().splitlines()


def slots(folder: Path) -> set[str]:
    """The slots that were ever taken."""
    return {path.name for path in folder.glob("slot-*")}


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_a_killed_job_goes_on_and_does_each_step_once(tmp_path: Path, how: signal.Signals) -> None:
    """Killed between two steps and started again: the first step is not repeated, the second is done."""
    async with worker(tmp_path, "hold", "T1:C1:1.1:message", "T1:C1:1.1:message") as process:
        await said(process, "held")
        process.send_signal(how)
        await process.wait()
    assert b"ghp_" not in on_disk(tmp_path)
    assert b"Z2hwXz" not in on_disk(tmp_path)  # the same in base64
    async with worker(tmp_path, "go") as process:
        await said(process, "done")
    assert (tmp_path / "log").read_text().splitlines() == ["first T1:C1:1.1:message", "second T1:C1:1.1:message"]


async def test_postgresql_does_the_same(tmp_path: Path, postgres: str) -> None:
    """With DATABASE_URL the same code survives a kill, refuses a late delivery, and keeps nothing readable."""
    async with worker(tmp_path, "hold", "T1:C1:1.1:message", "T1:C1:1.1:message", database=postgres) as process:
        await said(process, "held")
        process.kill()
        await process.wait()
    assert not readable_in(postgres)
    async with worker(tmp_path, "go", "T1:C1:1.1:message", database=postgres) as process:
        await said(process, "done")
        assert not readable_in(postgres)
    assert (tmp_path / "log").read_text().splitlines() == ["first T1:C1:1.1:message", "second T1:C1:1.1:message"]


def readable_in(database: str) -> list[str]:
    """Rows that show the pasted secret, in clear or in base64."""
    with psycopg.connect(database) as connection:
        tables = connection.execute(
            "select quote_ident(table_schema) || '.' || quote_ident(table_name) from information_schema.tables "
            "where table_schema in ('dbos', 'public')"
        ).fetchall()
        assert len(tables) > 3
        rows = [str(row) for (table,) in tables for row in connection.execute(f"select t::text from {table} t")]
    assert any("T1:C1:1.1:message" in row for row in rows)
    return [row for row in rows if "ghp_" in row or "Z2hwXz" in row]


async def test_a_running_job_may_end_before_the_process_does(tmp_path: Path) -> None:
    """stop() waits for what runs, and the generated key is for its owner alone."""
    engine, running, ended = DurableEngine(tmp_path), asyncio.Event(), []

    async def handle(job: Job, steps: Steps) -> None:
        running.set()
        await steps.once("work", lambda: asyncio.sleep(0.3, ended.append(job.key)))

    await engine.start({"note": handle})
    await engine.submit(Job(key="k", kind="note", payload={}))
    async with asyncio.timeout(60):
        await running.wait()
    assert (await engine.health()).depth == 1
    await engine.stop(timedelta(seconds=10))
    assert ended == ["k"]
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


async def test_the_same_key_later_starts_nothing(tmp_path: Path) -> None:
    """A key that was done is refused for good, also by the next process."""
    done: list[str] = []
    more = asyncio.Event()

    async def handle(job: Job, steps: Steps) -> None:
        done.append(job.key)
        if job.key == "last":
            more.set()

    for keys in (["a", "a", "last"], ["a", "last-2", "last"]):
        engine = DurableEngine(tmp_path)
        await engine.start({"note": handle})
        for key in keys:
            await engine.submit(Job(key=key, kind="note", payload={}))
        async with asyncio.timeout(60):
            await more.wait()
        await idle(engine)
        await engine.stop(timedelta(seconds=5))
    assert sorted(done) == ["a", "last", "last-2"]


async def test_the_paste_is_gone_soon_and_the_key_stays(tmp_path: Path) -> None:
    """When a job is done its payload is deleted, and the same key is still refused."""
    engine, done = DurableEngine(tmp_path, sweep=timedelta(milliseconds=50)), asyncio.Queue[str]()

    async def handle(job: Job, steps: Steps) -> None:
        done.put_nowait(job.key)

    await engine.start({"note": handle})
    try:
        async with asyncio.timeout(60):
            await engine.submit(Job(key="a", kind="note", payload={"text": "secret"}))
            assert await done.get() == "a"
            await until(lambda: kept(tmp_path) == 0)
            await engine.submit(Job(key="a", kind="note", payload={"text": "secret"}))
            await engine.submit(Job(key="b", kind="note", payload={}))
            assert await done.get() == "b"
        await idle(engine)
        assert done.empty()
    finally:
        await engine.stop(timedelta(seconds=5))


async def test_a_failing_job_ends_and_tells_no_words(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """An exception's words may quote the paste: the log has its type and place, and the job does not come back."""

    async def handle(job: Job, steps: Steps) -> None:
        async def fail() -> None:
            raise ValueError("Authorization: Bearer hunter2hunter2")

        await steps.once("fail", fail)

    engine = DurableEngine(tmp_path)
    await engine.start({"note": handle})
    await engine.submit(Job(key="k", kind="note", payload={}))
    await idle(engine)
    await engine.stop(timedelta(seconds=5))
    assert "hunter2" not in caplog.text
    assert "ValueError at test_durable.py" in caplog.text


async def test_memory_outlives_the_process(tmp_path: Path) -> None:
    """Modes, replies and sealed values are there again, sealed ones unreadable in the file and taken only once."""
    first = DurableEngine(tmp_path).memory
    first.create()
    await first.set_mode("T1", "C1", "off")
    await first.set_mode("T1", "C1", "mention")
    await first.remember("T1", "C1", "1.1", Replied(reply_ts="1.2", version="1.1"))
    await first.put_sealed("installation/-/T1", {"bot_token": "xoxb-not-a-token"})
    second = DurableEngine(tmp_path).memory
    assert await second.mode("T1", "C1") == "mention"
    assert await second.mode("T2", "C1") is None
    assert await second.answered("T1", "C1", "1.1") == Replied(reply_ts="1.2", version="1.1")
    assert b"xoxb-not" not in on_disk(tmp_path)
    assert await second.take_sealed("installation/-/T1") == {"bot_token": "xoxb-not-a-token"}
    assert await second.take_sealed("installation/-/T1") is None


async def test_a_key_is_changed(tmp_path: Path) -> None:
    """The first seals, all open; what was kept is sealed with the new one, so that the old one can go."""
    for key in ("old", "new,old", "new"):
        engine = DurableEngine(tmp_path, key=key)
        await engine.start({})
        if key == "old":
            await engine.memory.put_sealed("installation/-/T1", {"bot_token": "xoxb-not-a-token"})
            vote = Vote(id="v", answer="T1:C1:1.1", team="T1", cause="token-expired", certainty="observed",
                        provider="github", vote="right", at=datetime.now(UTC))  # fmt: skip
            await engine.history.vote(vote, example="curl -H 'Authorization: …'")
        assert await engine.memory.sealed("installation/-/T1") == {"bot_token": "xoxb-not-a-token"}
        assert [given.text for given in await engine.history.given()] == ["curl -H 'Authorization: …'"]
        await engine.stop(timedelta(0))
    engine = DurableEngine(tmp_path, key="old")
    with pytest.raises(JournalError, match="AUTH401_KEY"):
        await engine.start({})


async def takers(folder: Path, database: str) -> None:
    """Forty takers in two memories, as of two processes: each value is had once; an expired one by nobody."""
    engines = [DurableEngine(folder, database_url=database) for _ in range(2)]
    memories = [engine.memory for engine in engines]
    memories[0].create()
    for number in range(5):
        await memories[0].put_sealed(f"offer/{number}", {"number": number}, lasts=timedelta(minutes=1))
    await memories[0].put_sealed("offer/old", {"number": -1}, lasts=timedelta(seconds=-1))
    names = [f"offer/{number % 5}" for number in range(40)] + ["offer/old", "offer/none"]
    taken = await asyncio.gather(*(memories[place % 2].take_sealed(name) for place, name in enumerate(names)))
    for engine in engines:
        await engine.stop(timedelta(0))
    assert sorted(value["number"] for value in taken if value is not None) == [0, 1, 2, 3, 4]


async def test_what_is_taken_is_taken_once(tmp_path: Path, postgres: str) -> None:
    """A button pressed many times at once, and its event delivered to two processes: one of them acts."""
    await takers(tmp_path / "sqlite", "")
    await takers(tmp_path / "postgres", postgres)


async def test_memory_forgets_what_has_had_its_time(tmp_path: Path) -> None:
    """Sealed values after their time, replies after three months; what is younger stays."""
    memory = DurableEngine(tmp_path).memory
    memory.create()
    now = time.time()
    await memory.put_sealed("old", 1, lasts=timedelta(seconds=-1))
    await memory.put_sealed("new", 2, lasts=timedelta(hours=1))
    for ts, age_s in (("old", 100 * 86400), ("new", 80 * 86400)):
        reply = f"{now - age_s:.6f}"
        await memory.remember("T1", "C1", ts, Replied(reply_ts=reply, version=reply))
    assert await memory.sealed("old") is None
    await memory.forget()
    assert await memory.sealed("new") == 2
    assert await memory.answered("T1", "C1", "old") is None
    assert await memory.answered("T1", "C1", "new") is not None


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_only_a_kill_counts(tmp_path: Path, how: signal.Signals) -> None:
    """Stopped in order three times while it ran, a job is done all the same; killed so, it is given up in words."""
    for _ in range(3):
        async with worker(tmp_path, "hold", "k") as process:
            await said(process, "held")
            process.send_signal(how)
            await process.wait()
    async with worker(tmp_path, "go", "k") as process:
        await said(process, "done" if how == signal.SIGTERM else "gave up")
    last = "second k" if how == signal.SIGTERM else "gave up note k#give-up"
    assert (tmp_path / "log").read_text().splitlines() == ["first k", last]


async def test_what_kills_takes_no_others_with_it(tmp_path: Path) -> None:
    """A job that kills its process is given up at the fourth start; those that ran beside it are done."""
    others = [f"k{number}" for number in range(12)]
    for number in range(3):
        async with worker(tmp_path, "poison", *([] if number else ["poison", *others])) as process:
            async with asyncio.timeout(60):
                assert await process.wait() == -signal.SIGKILL
    async with worker(tmp_path, "go", "last") as process:
        await said(process, "gave up")
        async with asyncio.timeout(60):
            await until(lambda: {f"second {key}" for key in [*others, "last"]} <= set(lines_of(tmp_path)))
    lines = lines_of(tmp_path)  # one that was killed between its second step and the record of it has done it again
    assert {line for line in lines if "second" in line} == {f"second {key}" for key in [*others, "last"]}
    assert [line for line in lines if "gave up" in line] == ["gave up note poison#give-up"]


async def test_two_live_processes_of_one_name_share_no_work(tmp_path: Path, postgres: str) -> None:
    """Folders of their own, one host name, one database: the second start does not run the first one's live work."""
    async with worker(tmp_path / "a", "hold", "live", database=postgres) as first:
        await said(first, "held")
        async with worker(tmp_path / "b", "go", database=postgres) as second:
            await said(second, "submitted")  # it looked for unfinished work before
            assert not (tmp_path / "b" / "log").exists()
            second.terminate()
            await second.wait()
        first.kill()
        await first.wait()
    async with worker(tmp_path / "a", "go", database=postgres) as again:
        await said(again, "done")
    assert (tmp_path / "a" / "log").read_text().splitlines() == ["first live", "second live"]


async def marks(folder: Path, database: str) -> None:
    """Of many that begin the same job, in two processes, one does; and so many passwords, whoever counts."""
    engines = [DurableEngine(folder, database_url=database) for _ in range(2)]
    memories = [engine.memory for engine in engines]
    memories[0].create()
    await memories[0].note_start("k")
    assert sorted(await asyncio.gather(*(memories[n % 2].begin("k") for n in range(20)))) == [False] * 19 + [True]
    assert await memories[1].has_begun("k")
    assert not await memories[1].has_begun("other")
    assert not await memories[1].begin("other")  # it runs nowhere
    await memories[0].note_stop(["k"])
    await memories[0].note_stop(["k"])
    assert (await memories[1].starts("k"), await memories[1].has_begun("k")) == (0, True)

    async def send(person: str, *origin: str) -> bool:
        return await memories[0].may_send_password(person, origin, most=3, within=timedelta(minutes=10))

    assert sum(await asyncio.gather(*(send("U1", "api.example", f"192.0.2.{n}") for n in range(10)))) == 3
    assert [await send("U1", "other.example", "192.0.2.99"), await send("U2", "api.example")] == [True, True]
    assert [await send("U3", name, "192.0.2.50") for name in ("a", "b", "c", "d")] == [True, True, True, False]
    for engine in engines:
        await engine.stop(timedelta(0))


async def test_marks_are_set_once(tmp_path: Path, postgres: str) -> None:
    """On SQLite and on PostgreSQL; what is kept tells neither the person nor the host."""
    await marks(tmp_path / "sqlite", "")
    await marks(tmp_path / "postgres", postgres)
    assert b"api.example" not in on_disk(tmp_path / "sqlite")


def modes(folder: Path) -> dict[str, int]:
    """What others may do with the folder and the files in it."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (folder, *folder.iterdir())}


def open_to_all(folder: Path) -> None:
    """A folder that everybody may enter, with a file of somebody's in it."""
    (folder / "notes.txt").touch()
    (folder / "notes.txt").chmod(0o644)
    folder.chmod(0o755)


@pytest.mark.parametrize("is_there", [False, True])
async def test_what_is_kept_is_for_the_owner_alone(tmp_path: Path, is_there: bool) -> None:
    """Database, its journal files, key and folder: whatever the umask, and also when they exist with wider modes."""
    folder, old = tmp_path / "var", os.umask(0)
    try:
        if is_there:
            folder.mkdir()
            for name in ("auth401.sqlite", "auth401.sqlite-wal", "auth401.sqlite-shm", "slot-0.lock", "key"):
                (folder / name).touch()
            (folder / "key").write_text("k" * 40)
        engine = DurableEngine(folder)
        await engine.start({})
        assert {"auth401.sqlite", "auth401.sqlite-wal", "auth401.sqlite-shm", "key"} <= set(modes(folder))
        assert set(modes(folder).values()) == {0}
        await engine.stop(timedelta(0))
    finally:
        os.umask(old)


async def test_a_folder_of_others_is_left_as_it_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """AUTH401_DATA where other things stand too: our files are closed, the folder is not, and the log says so."""
    open_to_all(tmp_path)
    DurableEngine(tmp_path)
    assert modes(tmp_path) == {tmp_path.name: 0o055, "notes.txt": 0o044, "key": 0, "auth401.sqlite": 0}
    assert "AUTH401_DATA" in caplog.text


async def test_one_that_was_replaced_ends(tmp_path: Path) -> None:
    """Another process has its name: it ends in order, and leaves what is the other's as it is."""
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    engine = DurableEngine(tmp_path, beat_s=0.05)
    try:
        await engine.start({})
        with closing(sqlite3.connect(tmp_path / "auth401.sqlite")) as connection, connection:
            connection.execute("update auth401_processes set token = 'other'")
        async with asyncio.timeout(60):
            await ended.wait()
        await engine.stop(timedelta(0))
        with closing(sqlite3.connect(tmp_path / "auth401.sqlite")) as connection:
            assert connection.execute("select token from auth401_processes").fetchall() == [("other",)]
    finally:
        loop.remove_signal_handler(signal.SIGTERM)


async def test_two_processes_hold_different_names(tmp_path: Path) -> None:
    """The executor id is unique per live process, and a restarted one takes its old name."""
    async with worker(tmp_path, "go", "a") as first:
        await said(first, "submitted")
        async with worker(tmp_path, "go", "b") as second:
            await said(second, "submitted")
            assert slots(tmp_path) == {"slot-0.lock", "slot-1.lock"}
    async with worker(tmp_path, "go", "c") as third:
        await said(third, "submitted")
    assert slots(tmp_path) == {"slot-0.lock", "slot-1.lock"}
