"""The engine, kept by DBOS: one workflow per job, its id the job's key; what a job leaves for later is one more.

The conditions without which this is not safe are each in one place: the version and the names below never change
with a deploy; the executor id comes from a Slot; the serializer seals; the queue is registered before traffic.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import InvalidToken
from dbos import DBOS, DBOSClient, DBOSConfig, SetEnqueueOptions, SetWorkflowID
from dbos._error import DBOSWorkflowConflictIDError

from bot.engine.database import (
    AWAY,
    INBOX,
    SharedSlot,
    Slot,
    SlotLock,
    check_schema,
    is_patient,
    make_private,
    open_database,
)
from bot.engine.history import RETAIN, History
from bot.engine.inbox import Inbox
from bot.engine.memory import Memory
from bot.engine.processes import BEAT_S, Processes
from bot.engine.sealing import Seal, SealedSerializer, key_from
from bot.engine.turns import DurableTurns
from bot.engine.work import GIVE_UP, Handler, Health, Job, JournalError, Later

# Changed only when the order of a handler's steps changes: work of another version is not taken up again.
APPLICATION_VERSION = "auth401-3"
_NAME = "auth401"
_POLL_S = 0.1
# Queue -> slots of this process. Most jobs wait for Slack alone, and a channel takes one message a second: many fit in.
_QUICK, _SLOW = "quick", "slow"
_AT_ONCE = {_QUICK: 256, _SLOW: 64}
_OF_ONE_PERSON = 4
_TRIES = 3  # so often a job may fail, or take its process with it
_AGAIN_S = 1.0
_FAILED = ""
_ALIVE = ["ENQUEUED", "PENDING", "DELAYED"]
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
_SWEEP = timedelta(seconds=5)
_SWEEP_AT_ONCE = 500
_STUCK_S = 10.0

log = logging.getLogger("auth401.engine")


@dataclass
class _Process:
    """What the workflow, which DBOS registers once for the process, needs of the engine that is started."""

    handlers: Mapping[str, Handler] = field(default_factory=dict)
    memory: Memory | None = None
    slow: frozenset[str] = frozenset()
    running: Counter[str] = field(default_factory=Counter)  # ids of workflows
    started: dict[str, asyncio.Task[Later | None]] = field(default_factory=dict)  # keys of jobs -> their handlers
    processes: Processes | None = None
    is_stopping: bool = False
    alone: asyncio.Lock = field(default_factory=asyncio.Lock)


_process = _Process()


class _Steps:
    """Steps of the workflow that is running."""

    def __init__(self, key: str, memory: Memory, *, is_repeated: bool) -> None:
        self._key, self._memory, self.is_repeated = key, memory, is_repeated

    async def once(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        async def step() -> Any:
            return await work()

        return await DBOS.run_step_async({"name": name}, step)

    async def begin(self) -> bool:
        return await self._memory.begin(self._key)

    async def has_begun(self) -> bool:
        return await self._memory.has_begun(self._key)


@DBOS.workflow(name="auth401.job", max_recovery_attempts=1000)
async def _run(key: str, kind: str, payload: dict[str, Any], person: str, part: int) -> None:
    """Run one part of a job, and enqueue what it leaves for later.

    How often a job's run was killed is counted here, because the engine counts an orderly stop as well. What was
    running at a kill is tried again one after the other, so that the job which is at fault takes no others with it.
    """
    memory, job = _process.memory, Job(key=key, kind=kind, payload=payload, person=person)
    is_patient.set(True)
    if memory is None or await memory.is_done(_id(key, part)):  # so late that the job's own row is gone
        return
    _process.running[_id(key, part)] += 1
    try:
        await _do(job, part, memory)
    finally:
        _process.running -= Counter([_id(key, part)])  # which drops what is nought


async def _do(job: Job, part: int, memory: Memory) -> None:
    failures = await memory.starts(job.key)
    if failures >= _TRIES:
        log.error("job %s (%s) failed %d times, and is given up", job.kind, job.key, failures)
        if job.kind != GIVE_UP:
            payload = {**job.payload, "kind": job.kind}
            await _outside(_enqueue(replace(job, key=f"{job.key}#{GIVE_UP}", kind=GIVE_UP, payload=payload)))
        return  # that it failed so often stays noted for a month, by its key alone
    async with _process.alone if failures else contextlib.nullcontext():  # to the note of its end, or a kill counts
        later = await _once(job, memory)
        if later is None:
            await memory.note_end(job.key)
        elif later.kind != _FAILED:
            await memory.note_stop([job.key])
    if later is not None and later.kind == _FAILED:
        later = Later(kind=job.kind, payload=job.payload, after_s=_AGAIN_S)
    if later is not None:
        await _outside(_enqueue(replace(job, kind=later.kind, payload=later.payload), part + 1, later.after_s))


async def _once(job: Job, memory: Memory) -> Later | None:
    """Run the job's handler. A failure is told by its type and place alone: its words may quote the paste.

    A run that does not own its job any more, or whose journal fails, ends without a record: the job goes on elsewhere.
    """
    is_first = not await memory.note_start(job.key, is_counted=not _process.is_stopping)

    async def mark() -> None:
        ran.append(True)

    async def handle() -> Later | None:
        # The first step is refused to whoever does not own the job, before anything of it is done
        await DBOS.run_step_async({"name": "begin"}, mark)
        return await _process.handlers[job.kind](job, _Steps(job.key, memory, is_repeated=not (is_first and ran)))

    ran = list[bool]()
    _process.started[job.key] = task = asyncio.create_task(handle())
    try:
        return await task
    except DBOSWorkflowConflictIDError:
        raise
    except AWAY as error:
        log.error("job %s waits for the journal (%s)", job.kind, type(error).__name__)
        await memory.note_stop([job.key])
        raise asyncio.CancelledError from None
    except Exception as error:  # the one catch-all of durable work: a job that fails must not come back for ever
        log.error("job %s failed: %s", job.kind, _place(error))
        return Later(kind=_FAILED, payload={})
    finally:
        if _process.started.get(job.key) is task:
            del _process.started[job.key]


async def _enqueue(job: Job, part: int = 0, after_s: float = 0.0) -> None:
    """One commit. What has the same id changes nothing, whichever process takes it in."""
    share = SetEnqueueOptions(queue_partition_key=job.person or job.key, delay_seconds=after_s or None)
    with SetWorkflowID(_id(job.key, part)), share:
        queue = _SLOW if job.kind in _process.slow else _QUICK
        await DBOS.enqueue_workflow_async(queue, _run, job.key, job.kind, dict(job.payload), job.person, part)


def _id(key: str, part: int) -> str:
    return f"{key}#{part}" if part else key


async def _outside(work: Coroutine[Any, Any, None]) -> None:
    """Do it outside the workflow: what is enqueued is then no step of it, and a repetition may enqueue it again."""
    await asyncio.create_task(work, context=contextvars.Context())


@DBOS.workflow(name="auth401.nothing")
async def _nothing() -> None:
    """Shows that the queue is looked at."""


class DurableEngine:
    """The Engine on a folder (SQLite, key, slot locks) or on a database URL."""

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str = "",
        key: str = "",
        instance: str = "",
        sweep: timedelta = _SWEEP,
        retain: timedelta = RETAIN,
        beat_s: float = BEAT_S,
        version: str = APPLICATION_VERSION,
    ) -> None:
        self._beat_s, self._version = beat_s, version
        self._folder, self._is_shared, self._instance, self._every = folder, bool(database_url), instance, sweep
        self._told = partial(_told_as_journal_error, folder, database_url)
        with self._told():
            make_private(folder)
            self._seal = Seal(key_from(folder, key))
            self._open = partial(open_database, folder, database_url)
            self._database = self._open()
        self._slot: SlotLock | None = None
        self._stuck: dict[str, float] = {}  # id of a job that is ours and does not run -> since when (monotonic)
        self._sweeper: asyncio.Task[None] | None = None
        self.memory = Memory(self._database, self._seal)
        self.history = History(self._database, self._seal, retain=retain)
        self.turns = DurableTurns(self._database, self._seal)
        self._inbox: Inbox | None = None

    async def start(self, handlers: Mapping[str, Handler], slow: Collection[str] = ()) -> None:
        """Launch inside the running loop, so that jobs run on it too (a Slack session belongs to one loop)."""
        _quiet()
        with self._told():
            slot = SharedSlot(self._database, self._instance) if self._is_shared else Slot(self._folder)
            self._slot = slot
            check_schema(self._database)
            self.memory.create()
            self.memory.check_key()
            self.history.create()
            self.history.seal_anew()
            self.turns.create()
            _process.handlers, _process.memory, _process.slow = handlers, self.memory, frozenset(slow)
            _process.alone, _process.is_stopping = asyncio.Lock(), False
            await _aside(self._prepare)
            loop = asyncio.get_running_loop()
            _process.processes = Processes(self._open(), slot, self._version, lambda: _lose(loop), beat_s=self._beat_s)
            await _aside(_process.processes.start)
            DBOS(config=_config(self._database, self._seal, slot.executor_id, self._version))
            DBOS.launch()
        # Traffic is let in once the queues are looked at, or the first answer comes late
        for queue in _AT_ONCE:
            with SetEnqueueOptions(queue_partition_key="start"):
                first = await DBOS.enqueue_workflow_async(queue, _nothing)
            await _ended(first.workflow_id)
        with self._told():
            own = None if self._is_shared else open_database(self._folder, file=INBOX)
            self._inbox = Inbox(own or self._database, self._seal, _enqueue)
            await self._inbox.start()
        self._sweeper = asyncio.create_task(self._sweep())

    def _prepare(self) -> None:
        """Tables and queues before the launch: a queue that is new after it is seen a second later."""
        DBOS.migrate(self._database.url.render_as_string(hide_password=False))
        client = DBOSClient(system_database_engine=self._database, application_name=_NAME, lazy=True)
        for queue, slots in _AT_ONCE.items():
            client.register_queue(
                queue,
                polling_interval_sec=_POLL_S,
                worker_concurrency=slots,
                partition_worker_concurrency=_OF_ONE_PERSON,
                on_conflict="always_update",
            )
        client.destroy()

    async def submit(self, job: Job) -> None:
        """One commit for all that come at once. A second job with the same key changes nothing, whoever takes it in."""
        await self._opened.put(job)

    async def health(self) -> Health:
        """Counts what is not ended, and what the engine does not have yet."""
        if _process.processes is not None and not _process.processes.can_write:
            raise JournalError("auth401: the journal cannot be written")
        number, since = await self._opened.waiting()
        alive = await DBOS.list_workflows_async(status=_ALIVE, load_input=False, load_output=False)
        taken_in = [row.created_at for row in alive if row.created_at is not None]
        taken_in += [round(since * 1000)] if number else []
        now_ms = datetime.now(UTC).timestamp() * 1000
        oldest = timedelta(milliseconds=max(0.0, now_ms - min(taken_in))) if taken_in else timedelta(0)
        return Health(depth=len(alive) + number, oldest=oldest)

    async def stop(self, within: timedelta) -> None:
        """Drain, then close. The wait is in a thread, because the jobs run on this loop; none when nothing runs.

        From here on no end of a run is a kill, however impatient whoever stops us becomes.
        """
        _process.is_stopping = True
        if self._sweeper is not None:
            self._sweeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sweeper
        if self._inbox is not None:
            await self._inbox.stop()
        with contextlib.suppress(sa.exc.SQLAlchemyError):
            await self.memory.note_stop(sorted(_process.started))
        patience = round(within.total_seconds()) if _process.running else 0
        await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=patience)
        for task in list(_process.started.values()):
            task.cancel()
        if _process.processes is not None:
            await _aside(_process.processes.stop)
            _process.processes = None
        self.turns.close()
        self._database.dispose()
        if self._slot is not None:
            self._slot.release()

    async def sure(self) -> None:
        """Return when nobody else can have taken over what runs here; what was taken over is cancelled instead."""
        while (process := _process.processes) is not None and not process.is_sure:  # noqa: ASYNC110  # of a thread
            await asyncio.sleep(0.05)

    @property
    def takeovers(self) -> int:
        """How many processes that died were taken over by this one."""
        return 0 if _process.processes is None else _process.processes.takeovers

    @property
    def _opened(self) -> Inbox:
        if self._inbox is None:
            raise JournalError("auth401: the journal is not open")
        return self._inbox

    async def _sweep(self) -> None:
        """Forget ended jobs, pastes included; what stays is that their keys were done."""
        while True:
            try:
                await self._forget()
            except Exception as error:  # a busy database now must not end the sweeping for good
                log.warning("old work could not be removed: %s", _place(error))
            await asyncio.sleep(self._every.total_seconds())

    async def _free(self) -> None:
        """What is ours by the journal, and does not run here for a while, is queued again and told.

        Its outcome could not be written, or it stopped because the journal failed.
        """
        if self._slot is None:
            return
        rows = await DBOS.list_workflows_async(
            status="PENDING", executor_id=self._slot.executor_id, load_input=False, load_output=False
        )
        idle, now = {row.workflow_id for row in rows} - set(_process.running), time.monotonic()
        self._stuck = {name: self._stuck.get(name, now) for name in idle}
        for name in (name for name, since in self._stuck.items() if now - since > _STUCK_S):
            log.warning("job %s does not go on by itself: it is queued again", name)
            (row,) = (row for row in rows if row.workflow_id == name)
            await DBOS.resume_workflow_async(name, queue_name=row.queue_name)

    async def _forget(self) -> None:
        await self._free()
        await self.memory.forget()
        await self.history.forget()
        await self._opened.look()
        while ended := await DBOS.list_workflows_async(
            status=_ENDED, limit=_SWEEP_AT_ONCE, load_input=False, load_output=False
        ):
            keys = [row.workflow_id for row in ended]
            await self.memory.note_done(keys)
            await DBOS.delete_workflows_async(keys)


def _config(database: sa.Engine, seal: Seal, executor_id: str, version: str) -> DBOSConfig:
    return {
        "name": _NAME,
        "system_database_url": database.url.render_as_string(hide_password=False),
        "system_database_engine": database,
        "application_version": version,
        "executor_id": executor_id,
        "serializer": SealedSerializer(seal),
        "log_level": "ERROR",
        "scheduler_polling_interval_sec": 3600.0,
        "notification_listener_polling_interval_sec": _POLL_S,  # no job waits for one; a stop waits so long at most
    }


async def _ended(name: str) -> None:
    """Wait until a workflow is over. Not for its result: another process may sweep it away before that is read."""
    while (status := await DBOS.get_workflow_status_async(name)) is not None and status.status in _ALIVE:  # noqa: ASYNC110
        await asyncio.sleep(_POLL_S)


async def _aside(work: Callable[[], None]) -> None:
    """In a thread of its own: the loop's may be of an engine that was stopped."""
    with ThreadPoolExecutor(1) as thread:
        await asyncio.get_running_loop().run_in_executor(thread, work)


def _lose(loop: asyncio.AbstractEventLoop) -> None:
    """End what runs here, from another thread: it was taken over. Nothing of it is noted."""

    async def cancel() -> None:
        tasks = list(_process.started.values())
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=5.0) if tasks else None

    asyncio.run_coroutine_threadsafe(cancel(), loop).result(10.0)


@contextlib.contextmanager
def _told_as_journal_error(folder: Path, url: str = "") -> Iterator[None]:
    """What keeps the journal from opening, as one sentence with the setting's name and what to do."""
    try:
        yield
    except InvalidToken:
        raise JournalError(
            "auth401: AUTH401_KEY does not open what the journal keeps: set the key that it was sealed with, or "
            "the new one, a comma and that one."
        ) from None
    except (OSError, ValueError, sa.exc.SQLAlchemyError) as error:
        where = "DATABASE_URL" if url else "AUTH401_DATA"
        raise JournalError(f"auth401: {where}: {_why(error, folder, url)}") from None


def _why(error: Exception, folder: Path, url: str) -> str:
    """The words of an exception may hold a password: of them only what the system itself says is told."""
    if isinstance(error, OSError):
        why = error.strerror or error
        return f"{folder} cannot be used ({why}): give a folder that this user may write (AUTH401_DATA)."
    if not url:
        return f"the files in {folder} cannot be used: see that the disk has room and that this user may write them."
    if isinstance(error, sa.exc.OperationalError):
        return "the database does not answer: see that it runs, and that host, name, user and password are right."
    if isinstance(error, sa.exc.DBAPIError):
        return "the database refuses: see that its user may create a schema and tables, and may write them."
    return "no such database is known: postgresql://user:password@host/name may stand there."


def _quiet() -> None:
    """DBOS logs through its own handler, with tracebacks: let our handlers have its errors, without them."""
    logger = logging.getLogger("dbos")
    logger.addFilter(_without_traceback)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = record.exc_text = None
    return True


def _place(error: BaseException) -> str:
    """Type and place of an exception, never its words."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{where}"
