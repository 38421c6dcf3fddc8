"""Starting: ``auth401 check --offline`` beside bare imports, the idle Slack app beside a bare Bolt app, in one run.

The goals are ratios: a check takes at most 3 times the CPU of its imports, the app when idle 2.2 times the memory.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench._table import Row

ROOT = Path(__file__).parents[2]
_TIMES = 7
_IMPORTS = "import httpx, yaml, jwt"
_PASTE = "curl https://api.github.com/user -H 'Authorization: Bearer ghp_" + "0" * 36 + "'"
_PROGRAMS: dict[str, Sequence[str]] = {
    f"python -c '{_IMPORTS}'": ("-c", _IMPORTS),
    "auth401 check --offline": ("-m", "bot", "check", "--offline", _PASTE),
}


def run() -> Iterator[Row]:
    """CPU and peak memory of a check, then how long the app takes to start and what it holds then."""
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in _PROGRAMS}
    for turn in range(_TIMES + 1):
        for name, words in _PROGRAMS.items():
            found = _spent(words)
            if turn:  # the first compiles
                spent[name].append(found)
    (_, floors), *others = spent.items()
    for name, each in others:
        for place, (what, unit, most) in enumerate((("CPU", "s", 3.0), ("peak of memory", "MiB", None))):
            ours, floor = (statistics.median(one[place] for one in rows) for rows in (each, floors))
            yield Row(f"{name}: {what}", ours, unit, floor, f"python -c '{_IMPORTS}'", most)
    with tempfile.TemporaryDirectory() as folder:
        bare, app = asyncio.run(_apps(Path(folder)))
    yield Row("Slack app: ready", app[0], "s", most=2.0)
    yield Row("Slack app: its main process holds, idle", app[1], "MiB", bare[1], "a bare Bolt app", 2.2)
    yield Row("Slack app: all its processes, shared memory once", app[2], "MiB", bare[2], "a bare Bolt app")


def _spent(words: Sequence[str]) -> tuple[float, float]:
    """Seconds of the processor, and the peak of memory in MiB, of one process that may write what it compiles."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


async def _apps(folder: Path) -> list[tuple[float, float, float]]:
    """Of the bare app and of ours: seconds until ready, MiB of the main process, MiB of all."""
    # Here, for until it is another program a child has the peak of memory of whoever started it
    from tests.bench._bots import BARE, LISTENS, OURS, SLACK, children, family, held, process
    from tests.faces.slack.stand import environment

    async with process(SLACK, {}, r"(http://\S+)") as slack:
        variables, found = environment(f"{slack}/api/", folder), []
        for code in (BARE, OURS):
            before, begun = children(os.getpid()), time.perf_counter()
            async with process(code, variables, LISTENS):
                ready = time.perf_counter() - begun
                await asyncio.sleep(3)  # idle is what is measured: what was only wanted for the start is given back
                main = next(iter(children(os.getpid()) - before))
                mine, all_of = held(main, "status", "VmRSS"), family(main)
                whole = sum(held(each, "smaps_rollup", "Pss") for each in all_of)
            found.append((ready, mine, whole))
        return found
