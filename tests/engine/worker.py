"""A process for the tests: runs jobs that append to a file, told by its arguments when to wait."""

import asyncio
import contextlib
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from bot.engine.durable import DurableEngine
from bot.engine.work import Job, Steps


async def main(folder: Path, keys: list[str], hold: bool) -> None:
    """Submit the keys, then run until a signal; say ``held`` once a job waits between its two steps."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    engine = DurableEngine(folder, database_url=os.environ.get("DATABASE_URL", ""))

    async def handle(job: Job, steps: Steps) -> None:
        await steps.once("first", lambda: _write(folder, f"first {job.key}"))
        if hold:
            print("held", flush=True)
            await asyncio.sleep(3600)
        await steps.once("second", lambda: _write(folder, f"second {job.key}"))
        print("done", flush=True)

    await engine.start({"note": handle})
    for key in keys:
        await engine.submit(Job(key=key, kind="note", payload={"text": "ghp_" + "0" * 36}))
    print("submitted", flush=True)
    with contextlib.suppress(asyncio.CancelledError):
        await stop.wait()
    await engine.stop(timedelta(seconds=2))
    print("stopped", flush=True)


async def _write(folder: Path, line: str) -> None:
    with (folder / "log").open("a") as file:
        file.write(line + "\n")


asyncio.run(main(Path(sys.argv[1]), sys.argv[3:], sys.argv[2] == "hold"))
