"""A bench in a process of its own: what one leaves in memory would slow the next."""

from __future__ import annotations

import importlib
import multiprocessing
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection
from types import ModuleType

import tests.bench as bench
from bot.listing import modules
from tests.bench._table import Row


def benches() -> Mapping[str, ModuleType]:
    """Every module of this folder by its id; its ``run()`` yields rows."""
    return {name: module for name, module in modules(bench).items() if hasattr(module, "run")}


def rows_of(name: str) -> Iterator[Row]:
    """The rows of one as they come. Raises RuntimeError when it failed, which it tells on standard error."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(name, theirs))
    process.start()
    theirs.close()
    while True:
        try:
            yield ours.recv()
        except EOFError:
            break
    process.join()
    if process.exitcode:
        raise RuntimeError(f"{name} ended with {process.exitcode}")


def _measured(name: str, out: Connection) -> None:
    module = importlib.import_module(f"{bench.__name__}.{name.replace('-', '_')}")  # none of the others
    for row in module.run():
        out.send(row)
