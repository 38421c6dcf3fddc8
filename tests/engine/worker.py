"""A process for the tests: runs jobs that append to a file, told by its arguments when to wait."""

import asyncio
import contextlib
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from bot.engine.durable import DurableEngine
from bot.engine.work import GIVE_UP, Job, Steps


async def main(folder: Path, keys: list[str], mode: str) -> None:
    """Submit the keys, then run until a signal.

    ``hold``: say ``held`` once a job waits between its two steps. ``poison``: a job of that name kills the process
    while the others are between theirs.
    """
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    between, submitted = asyncio.Event(), asyncio.Event()
    engine = DurableEngine(folder, database_url=os.environ.get("DATABASE_URL", ""), key="k" * 40)

    async def handle(job: Job, steps: Steps) -> None:
        await steps.once("first", lambda: _write(folder, f"first {job.key}"))
        if mode == "hold":
            print("held", flush=True)
            await asyncio.sleep(3600)
        if mode == "poison":
            if job.key != "poison":
                between.set()
                await asyncio.sleep(0.1)
            else:
                await submitted.wait()
                with contextlib.suppress(TimeoutError):  # tried again alone, it has nobody beside it
                    await asyncio.wait_for(between.wait(), 2)
                os.kill(os.getpid(), signal.SIGKILL)
        await steps.once("second", lambda: _write(folder, f"second {job.key}"))
        print("done", flush=True)

    async def give_up(job: Job, steps: Steps) -> None:
        await steps.once("say", lambda: _write(folder, f"gave up {job.payload['kind']} {job.key}"))
        print("gave up", flush=True)

    await engine.start({"note": handle, GIVE_UP: give_up})
    for key in keys:
        await engine.submit(Job(key=key, kind="note", payload={"text": "ghp_" + "0" * 36}))
    submitted.set()
    print("submitted", flush=True)
    with contextlib.suppress(asyncio.CancelledError):
        await stop.wait()
    await engine.stop(timedelta(seconds=0 if mode == "hold" else 2))  # what is held would not end
    print("stopped", flush=True)


async def _write(folder: Path, line: str) -> None:
    with (folder / "log").open("a") as file:
        file.write(line + "\n")


asyncio.run(main(Path(sys.argv[1]), sys.argv[3:], sys.argv[2]))
