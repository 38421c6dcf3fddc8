"""Foreign text and answers are read in worker processes, so that none of them stops everybody else.

A regular expression, a parser or a decompressor holds the interpreter while it works: a thread would not help. Here a
piece of work that takes more CPU or memory than it may is killed with its process, and another process takes the
place. What comes back is JSON: a ``Secret`` is none, and stays where it was read.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import itertools
import json
import logging
import os
import resource
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLongError
from concurrent.futures.process import BrokenProcessPool
from contextvars import ContextVar
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Protocol

from pebble import ProcessExpired, ProcessPool

from bot import forks, logs
from bot.service import Service
from bot.settings import Settings, read

AT_ONCE = 8
CPU_S = 10  # for one piece of work: a file of 1 MiB takes some two seconds
_NICE = 5  # whoever acknowledges has the processor first
_ASKED_S = 1.0
WALL_S = 45.0  # a diagnosis asks for 12 s at most; this is for a machine that is out of breath
MEMORY = 512 << 20  # bytes of address space beside what the process has when it starts
log = logging.getLogger("auth401.workers")


Watch = Callable[[tuple[str, ...]], None]  # hears the names of what runs, whenever something begins or ends


def _unwatched(_: tuple[str, ...]) -> None:
    pass


_watching: ContextVar[Watch] = ContextVar("watching", default=_unwatched)


def tell(running: tuple[str, ...]) -> None:
    """A piece of work says what runs now, to whoever watches it."""
    _watching.get()(running)


class WorkerDiedError(RuntimeError):
    """The process in which the work was done was killed, by its limits or from outside. The text says nothing else."""


class Workplace(Protocol):
    """Where work is done."""

    async def run(self, work: Callable[..., Any], *arguments: Any, watch: Watch | None = None) -> Any:
        """``work(service, *arguments)``: a function of a module, plain values in, JSON out.

        ``watch`` hears, on the loop, what the work says by :func:`tell`.
        """


class Workers:
    """A pool of processes, each with a :class:`Service` by the same settings. It starts with the first piece of work.

    ``unlimited`` is the Service's own. ``modules`` hold the work: loaded once, before the processes are forked. Raises
    NoFolderError.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        unlimited: bool = False,
        modules: Sequence[str] = (),
        at_once: int = AT_ONCE,
        cpu_s: int = CPU_S,
    ) -> None:
        forks.load(modules)
        self._cpu_s, context = cpu_s, forks.Context()
        self._told, self._tells = context.Pipe(duplex=False)
        os.set_blocking(self._tells.fileno(), False)  # who says something never waits for who hears it
        self._watches, self._numbers = dict[int, Watch](), itertools.count(1)
        self._loop: asyncio.AbstractEventLoop | None = None
        given = (_of_checks(settings), unlimited, self._tells)
        self._new = partial(ProcessPool, max_workers=at_once, initializer=_begin, initargs=given, context=context)
        self._pool, self._changing, self._is_closed = self._new(), threading.Lock(), False

    async def run(self, work: Callable[..., Any], *arguments: Any, watch: Watch | None = None) -> Any:
        """As in :class:`Workplace`. Raises WorkerDiedError when its process was killed, and what ``work`` raises."""
        # In a thread: the first piece of work starts the processes, which takes seconds
        number = self._watched(watch) if watch else 0
        given = self._cpu_s, number, work, arguments
        try:
            pool, doing = await asyncio.to_thread(self._scheduled, given)
            return json.loads(await self._done(pool, asyncio.wrap_future(doing)))
        except (ProcessExpired, TooLongError, BrokenProcessPool):
            raise WorkerDiedError("the worker process was killed") from None
        finally:
            self._watches.pop(number, None)

    async def _done(self, pool: ProcessPool, doing: asyncio.Future[str]) -> str:
        """The pool forgets work that it takes in the moment in which it breaks, so it is asked now and then."""
        try:
            while not (await asyncio.wait({doing}, timeout=_ASKED_S))[0]:
                if not pool.active and not self._is_closed:
                    raise BrokenProcessPool
            return doing.result()
        finally:
            doing.cancel()

    def _scheduled(self, given: tuple[Any, ...]) -> tuple[ProcessPool, Future[str]]:
        """Where it is done, and what comes of it. The system may refuse a process (of memory or handles there are none
        left): later work tries anew.
        """
        with self._changing:
            try:
                if not self._pool.active and not self._is_closed:
                    self._renew()
                return self._pool, self._pool.schedule(_do, args=given, timeout=WALL_S)
            except (BrokenProcessPool, OSError) as error:
                why = getattr(error.__cause__ or error, "strerror", None) or type(error).__name__
                log.error("no process can be started to read texts in: %s", why)
                self._renew()
                raise BrokenProcessPool from None

    def _renew(self) -> None:
        self._end()
        self._pool = self._new()

    def _watched(self, watch: Watch) -> int:
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._loop.add_reader(self._told.fileno(), self._hear)
        number = next(self._numbers)
        self._watches[number] = watch
        return number

    def _hear(self) -> None:
        """One message is one write of less than a pipe's PIPE_BUF, so none is ever there in part."""
        while self._told.poll():
            number, running = json.loads(self._told.recv_bytes())
            self._watches.get(number, _unwatched)(tuple(running))

    def close(self) -> None:
        """End the processes, whatever they do."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self._told.fileno())
        with self._changing:
            self._is_closed = True
            self._end()

    def _end(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


class Here:
    """The same without processes, for a test that puts a fault into this one."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def run(self, work: Callable[..., Any], *arguments: Any, watch: Watch | None = None) -> Any:
        """As in :class:`Workplace`. Raises what ``work`` raises."""
        before = _watching.set(watch or _unwatched)
        try:
            result = work(self._service, *arguments)
            return json.loads(json.dumps(await result if inspect.iscoroutine(result) else result))
        finally:
            _watching.reset(before)


def _of_checks(settings: Settings) -> Mapping[str, str]:
    """What the checks need of the settings, as an environment: no token of Slack's, no key, no database."""
    return {
        "AUTH401_LIVE": settings.live,
        "AUTH401_ALLOW_HOSTS": settings.allow_hosts,
        "AUTH401_TARGETS": settings.targets,
        "AUTH401_PROXY": settings.proxy.reveal() if settings.proxy else "",
        "AUTH401_ESCALATE": settings.escalate,
        "AUTH401_KNOWLEDGE": ",".join(map(str, settings.knowledge)),
    }


# ---- in the worker -----------------------------------------------------------------------------------------------

_service: Service | None = None
_tells: Connection | None = None
_MOST = 2000  # characters of what is said at once


def _begin(environ: Mapping[str, str], unlimited: bool, tells: Connection) -> None:
    from bot.workers._preloaded import BUILT_IN  # in the parent it would read the knowledge once more

    global _service, _tells
    _tells = tells
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(_NICE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's: it drains first
    logs.set_up(logging.WARNING, is_service=True)
    logging.getLogger("bot.service").setLevel(
        logging.ERROR
    )  # what is wrong in the settings is told once, by the parent
    _service = Service(read(environ), unlimited=unlimited, built_in=BUILT_IN)
    _limit(resource.RLIMIT_AS, _address_space() + MEMORY)


def _end_with_parent() -> None:
    """What a killed parent began to ask goes no further; between two pieces of work the pool would notice, too late."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _do(cpu_s: int, number: int, work: Callable[..., Any], arguments: tuple[Any, ...]) -> str:
    _watching.set(partial(_say, number) if number else _unwatched)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + cpu_s)
    result = work(_service, *arguments)
    return json.dumps(asyncio.run(result) if inspect.iscoroutine(result) else result)


def _say(number: int, running: tuple[str, ...]) -> None:
    line = json.dumps([number, running]).encode()
    if _tells is not None and len(line) < _MOST:
        with contextlib.suppress(OSError):  # the pipe is full: nobody has time to hear
            _tells.send_bytes(line)


def _limit(kind: int, most: int) -> None:
    """Lower the soft limit: SIGXCPU ends a process in the middle of a regular expression, MemoryError is an error."""
    _, hard = resource.getrlimit(kind)
    with contextlib.suppress(ValueError, OSError):  # macOS knows no RLIMIT_AS
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _address_space() -> int:
    """Bytes of address space of this process, 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 4 << 30
