"""``auth401`` in a process of its own, forked from one that has the modules: most of a run is reading them.

Arguments, environment, streams, signals and exit status are those of a real process. What happens before the first
line of the program (the encoding of the streams, a PATH, a broken interpreter) needs ``python -m bot`` itself.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import DupFd

from bot.__main__ import main

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests._warm"])
# A start asks every process of ours for its exit status, which can be read once: else it and a waiting thread both ask.
_STATUS = threading.Lock()


def start(words: Sequence[str | bytes], streams: Sequence[int], env: Mapping[str, str]) -> BaseProcess:
    """The command with these words and environment, its three streams on these descriptors."""
    process = _CONTEXT.Process(target=_become, args=([*map(os.fsdecode, words)], [*map(DupFd, streams)], dict(env)))
    with _STATUS:
        process.start()
    return process


def ended(process: BaseProcess, timeout: float | None = None) -> int | None:
    """The exit status when it has ended, within so many seconds, else None."""
    wait([process.sentinel], timeout)
    with _STATUS:
        return process.exitcode


def run(
    words: Sequence[str | bytes], *, stdin: bytes = b"", env: Mapping[str, str], timeout: float = 60
) -> subprocess.CompletedProcess[bytes]:
    """The whole of one run. Raises subprocess.TimeoutExpired after ``timeout`` seconds."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        process = start(words, [given.fileno(), out.fileno(), err.fileno()], env)
        if (status := ended(process, timeout)) is None:
            process.kill()
            ended(process)
            raise subprocess.TimeoutExpired([*map(os.fsdecode, words)], timeout)
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(list(words), status, out.read(), err.read())


def _become(words: list[str], streams: list[DupFd], env: dict[str, str]) -> None:
    for number, stream in enumerate([stream.detach() for stream in streams]):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(env)
    sys.stdin = io.TextIOWrapper(open(0, "rb", closefd=False), errors="surrogateescape")  # noqa: SIM115
    sys.stdout = io.TextIOWrapper(open(1, "wb", closefd=False), line_buffering=os.isatty(1))  # noqa: SIM115
    sys.stderr = io.TextIOWrapper(open(2, "wb", closefd=False), errors="backslashreplace", line_buffering=True)  # noqa: SIM115
    sys.argv = ["auth401", *words]
    main()
