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
    from tests.bench.slack_ack import _BARE, _OURS, _SLACK, _process
    from tests.faces.slack.stand import environment

    async with _process(_SLACK, {}, r"(http://\S+)") as slack:
        variables = environment(f"{slack}/api/", folder)
        for name, code, says in (
            ("bare Bolt app", _BARE, r"listening on (\d+)"),
            ("Slack app", _OURS, r"listening on 127\.0\.0\.1:(\d+)"),
        ):
            before, begun = _children(os.getpid()), time.perf_counter()
            async with _process(code, variables, says):
                ready = time.perf_counter() - begun
                await asyncio.sleep(3)  # until nothing is left to be made ready
                main = next(iter(_children(os.getpid()) - before))
                held, family = _held(main, "status", "VmRSS"), _family(main)
                whole = sum(_held(each, "smaps_rollup", "Pss") for each in family)
            print(f"{name:<42} ready in {ready:.1f} s  holds {held:.0f} MiB; {len(family)} processes {whole:.0f} MiB")


def _children(of: int) -> set[int]:
    lists = Path(f"/proc/{of}/task").glob("*/children")
    return {int(each) for one in lists for each in one.read_text().split()}


def _family(of: int) -> set[int]:
    return {of}.union(*map(_family, _children(of)))


def _held(process: int, file: str, row: str) -> float:
    """MiB; the shared memory of several counts once with ``Pss``."""
    lines = Path(f"/proc/{process}/{file}").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{row}:")) / 1024
