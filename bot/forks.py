"""The process without threads from which workers are forked: it has in memory, once, what all of them need."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from multiprocessing import forkserver, popen_forkserver, util
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import ModuleType
from typing import Any

_SOCKET = 70  # bytes of its folder: with a folder and a name of Python's own, a path has 107 (macOS: 103) at most
_PRELOAD = "bot.workers._preloaded"


class NoFolderError(RuntimeError):
    """No temporary folder can be used; the text is for people."""


class _Popen(popen_forkserver.Popen):
    """A new worker does not import the program's main module again: it needs nothing of it, and a script may act."""

    def _launch(self, process_obj: Any) -> None:
        main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:
            super()._launch(process_obj)  # type: ignore[misc]
        finally:
            sys.modules["__main__"] = main


class _Process(ForkServerProcess):
    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802  # the library's own name
        return _Popen(process_obj)


class Context(ForkServerContext):
    """Makes the workers."""

    Process = _Process


def load(modules: Sequence[str]) -> None:
    """Say what the process loads when it starts, which it does with the first worker. Raises NoFolderError."""
    _find_folder()
    forkserver.set_forkserver_preload([*modules, _PRELOAD])


def start(modules: Sequence[str]) -> None:
    """Start it now, to load while this process does something else. From the main thread; raises NoFolderError."""
    load(modules)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is this process's, whose end is also that one's
    try:
        forkserver.ensure_running()
    finally:
        signal.signal(signal.SIGINT, before)


def _find_folder() -> None:
    """Python makes the socket by which processes are asked for in TMPDIR, and keeps what it made there for good. Where
    the path would be too long for a socket, as newer Pythons do: in the system's own folder.
    """
    before = tempfile.tempdir
    try:
        if len(os.fsencode(tempfile.gettempdir())) > _SOCKET:
            tempfile.tempdir = "/tmp"  # noqa: S108  # the folder made in it is new and ours alone
        util.get_temp_dir()
    except OSError as error:
        raise NoFolderError(
            f"auth401: TMPDIR: no temporary folder can be used ({error.strerror or error}): name one that this user "
            f"may write, with a path of at most {_SOCKET} bytes."
        ) from None
    finally:
        tempfile.tempdir = before
