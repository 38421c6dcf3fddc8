"""Starting: ``auth401 check --offline`` beside bare imports, the idle Slack app beside a bare Bolt app, in one run.

The goals are ratios: a check takes at most 3 times the CPU of its imports, the app when idle 2.2 times the memory.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
_TIMES = 7
_IMPORTS = "import httpx, yaml, jwt" if importlib.util.find_spec("httpx") else "import h11, ssl, asyncio, yaml, jwt"
_PASTE = "curl https://api.github.com/user -H 'Authorization: Bearer ghp_" + "0" * 36 + "'"
_PROGRAMS: dict[str, Sequence[str]] = {
    f"python -c '{_IMPORTS}'": ("-c", _IMPORTS),
    "auth401 check --offline": ("-m", "bot", "check", "--offline", _PASTE),
}


def run() -> None:
    """Print CPU and peak memory of a check, then how long the app takes to start and what it holds then."""
    rows: dict[str, list[tuple[float, float, float]]] = {name: [] for name in _PROGRAMS}
    for turn in range(_TIMES + 1):
        for name, words in _PROGRAMS.items():
            spent = _spent(words)
            if turn:  # the first compiles
                rows[name].append(spent)
    floor = 0.0
    for name, spent_each in rows.items():
        user, system, peak = (statistics.median(column) for column in zip(*spent_each, strict=True))
        both = statistics.median(user + system for user, system, _ in spent_each)
        floor = floor or both
        print(f"{name:<42} user {user:.2f} s  sys {system:.2f} s  ratio {both / floor:.2f}  peak {peak:.0f} MiB")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_apps(Path(folder)))


def _spent(words: Sequence[str]) -> tuple[float, float, float]:
    """User and system seconds, and the peak of memory in MiB, of one process that may write what it compiles."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime, usage.ru_stime, usage.ru_maxrss / 1024


async def _apps(folder: Path) -> None:
    # Here, for until it is another program a child has the peak of memory of whoever started it
    from tests.bench._bots import BARE, LISTENS, OURS, SLACK, children, family, held, process
    from tests.faces.slack.stand import environment

    async with process(SLACK, {}, r"(http://\S+)") as slack:
        variables = environment(f"{slack}/api/", folder)
        for name, code in (
            ("bare Bolt app", BARE),
            ("Slack app", OURS),
        ):
            before, begun = children(os.getpid()), time.perf_counter()
            async with process(code, variables, LISTENS):
                ready = time.perf_counter() - begun
                await asyncio.sleep(3)  # idle is what is measured: what was only wanted for the start is given back
                main = next(iter(children(os.getpid()) - before))
                mine, all_of = held(main, "status", "VmRSS"), family(main)
                whole = sum(held(each, "smaps_rollup", "Pss") for each in all_of)
            print(f"{name:<42} ready in {ready:.1f} s  holds {mine:.0f} MiB; {len(all_of)} processes {whole:.0f} MiB")
