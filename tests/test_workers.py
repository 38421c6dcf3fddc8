"""Workers: what hangs, swells or dies is one piece of work's trouble; no secret of Slack's goes in, none comes out."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.masking import Secret
from bot.service import Service
from bot.settings import read
from bot.workers import WorkerDiedError, Workers, tell

pytestmark = pytest.mark.processes
HANGS = "(a|a)*b", "a" * 60


def who(service: Service) -> int:
    """The process that does it."""
    return os.getpid()


def hangs(service: Service) -> None:
    """For ever, inside one call into C."""
    re.search(*HANGS)


def swells(service: Service) -> int:
    """More memory than a worker may have."""
    return len(b"x" * (4 << 30))


def is_killed(service: Service) -> None:
    """As by the kernel, out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def tells_a_secret(service: Service) -> Secret:
    """What must not travel."""
    return Secret("sesame")


async def settings_of(service: Service) -> list[object]:
    """What a worker knows of the settings."""
    await asyncio.sleep(0)
    given = service.settings
    return [given.allow_hosts, given.proxy and given.proxy.reveal(), given.live, given.slack_bot_token, given.key]


async def outcome_of(service: Service, text: str) -> str:
    """A paste examined."""
    return (await service.examine(text, live=False)).diagnosis.outcome


def says(service: Service, name: str, times: int) -> int:
    """What runs in it, again and again."""
    for number in range(times):
        tell((name, str(number)))
    return times


def says_and_dies(service: Service) -> None:
    """In the middle of it."""
    tell(("last", "words"))
    is_killed(service)


@contextlib.asynccontextmanager
async def workers(at_once: int = 2, **environ: str) -> AsyncIterator[Workers]:
    """A pool, ended with the test. A worker that hangs dies after a second of CPU."""
    made = Workers(read(environ), at_once=at_once, cpu_s=1)
    try:
        yield made
    finally:
        made.close()


async def test_work_is_done_in_another_process() -> None:
    """Plain values go in and come out."""
    async with workers() as pool:
        assert await pool.run(who) != os.getpid()
        assert await pool.run(outcome_of, "hello") == "nothing-to-check"


async def test_what_runs_is_heard_by_whoever_watches() -> None:
    """Each piece of work by its own watch, on the loop; without a watch nobody is told."""
    async with workers() as pool:
        heard: dict[str, list[tuple[str, ...]]] = {name: [] for name in ("a", "b", "dead")}
        both = [pool.run(says, name, 20, watch=heard[name].append) for name in ("a", "b")]
        assert await asyncio.gather(*both, pool.run(says, "nobody", 20)) == [20, 20, 20]
        for name in ("a", "b"):
            assert heard[name] == [(name, str(number)) for number in range(len(heard[name]))]
        with pytest.raises(WorkerDiedError):
            await pool.run(says_and_dies, watch=heard["dead"].append)
        assert await pool.run(who)


async def test_more_than_anybody_hears_keeps_no_worker_waiting() -> None:
    """The loop is busy elsewhere while a worker fills the pipe."""
    async with workers(1) as pool:
        heard: list[tuple[str, ...]] = []
        assert await pool.run(says, "much", 20_000, watch=heard.append) == 20_000
        assert await pool.run(says, "again", 1, watch=heard.append) == 1


async def test_what_hangs_in_a_regular_expression_dies_and_the_others_go_on() -> None:
    """Killed by its CPU, while other work is done beside it, and by its successor."""
    async with workers() as pool:
        hanging = asyncio.create_task(pool.run(hangs))
        assert await pool.run(outcome_of, "hello") == "nothing-to-check"
        assert not hanging.done()
        with pytest.raises(WorkerDiedError):
            await hanging
        assert await asyncio.gather(*(pool.run(outcome_of, "hello") for _ in range(4)))


@pytest.mark.parametrize("at_once", [1, 2])
async def test_a_killed_worker_is_replaced(at_once: int) -> None:
    """However often, also where it was the only one."""
    async with workers(at_once) as pool:
        for _ in range(3):
            with pytest.raises(WorkerDiedError):
                await pool.run(is_killed)
        assert await pool.run(who) != os.getpid()


async def test_what_swells_fails_alone() -> None:
    """An error in words; the process lives on."""
    async with workers(1) as pool:
        with pytest.raises(MemoryError):
            await pool.run(swells)
        assert await pool.run(who)


async def test_a_secret_does_not_come_out() -> None:
    """Refused where it would be written to the pipe."""
    async with workers(1) as pool:
        with pytest.raises(Exception, match="not JSON serializable"):
            await pool.run(tells_a_secret)
        assert await pool.run(who)


async def test_only_what_the_checks_need_goes_in() -> None:
    """No token of Slack's and no key."""
    environ = {"AUTH401_ALLOW_HOSTS": "a.test", "AUTH401_PROXY": "http://p.test:3128", "AUTH401_LIVE": "ask"}
    async with workers(1, **environ, SLACK_BOT_TOKEN="xoxb-1", AUTH401_KEY="k") as pool:
        assert await pool.run(settings_of) == ["a.test", "http://p.test:3128", "ask", None, None]


def test_no_worker_outlives_its_killed_parent() -> None:
    """Killed without a word; its output ends when the last process that holds it is gone."""
    parent = textwrap.dedent("""
        import asyncio, os, signal
        from bot.settings import read
        from bot.workers import Workers
        from tests.test_workers import who
        print(asyncio.run(Workers(read({}), at_once=1).run(who)), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    done = subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert int(done.stdout) > 0


def _in_a_process(code: str, **variables: str) -> str:
    """What it prints."""
    before = """
import asyncio, os, resource
from bot.settings import read
from bot.workers import WorkerDiedError, Workers
from tests.test_workers import is_killed, who
"""
    done = subprocess.run(
        [sys.executable, "-c", before + textwrap.dedent(code)],
        capture_output=True, text=True, timeout=60, env={**os.environ, **variables}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_long_path_of_the_temporary_folder_is_no_hindrance(tmp_path: Path) -> None:
    """A socket's path is 107 bytes at most; files still go where TMPDIR says."""
    long = tmp_path / ("x" * 120)
    long.mkdir()
    said = _in_a_process(
        """
        import tempfile
        workers = Workers(read({}), at_once=1)
        print(asyncio.run(workers.run(who)), tempfile.gettempdir())
        workers.close()
        """,
        TMPDIR=str(long),
    )
    assert int(said.split()[0]) > 0
    assert said.split()[1] == str(long)


@pytest.mark.parametrize("is_first", [True, False])
def test_processes_that_the_system_refuses_are_started_later(is_first: bool) -> None:
    """No handle is left, at the start or for a successor: that work ends in words, and later work is done."""
    said = _in_a_process(f"""
        def most(number):
            resource.setrlimit(resource.RLIMIT_NOFILE, (number, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))

        async def main():
            await asyncio.to_thread(os.getpid)  # what is imported at the first use needs a handle
            if not {is_first}:
                await workers.run(who)
            most(3)
            for work in (is_killed, who):
                try:
                    await workers.run(work)
                except WorkerDiedError:
                    print("refused")
            most(before)
            print(await workers.run(who))

        before, workers = resource.getrlimit(resource.RLIMIT_NOFILE)[0], Workers(read({{}}), at_once=1)
        asyncio.run(main())
        workers.close()
    """)
    *refused, done = said.split()
    assert refused == ["refused"] * 2
    assert int(done) > 0
