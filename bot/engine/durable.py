"""The engine, kept by DBOS: one workflow per job, its id the job's key.

The conditions without which this is not safe are each in one place: the version and the names below never change
with a deploy; the executor id comes from a Slot; the serializer seals; the queue is registered before traffic.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, SetWorkflowID

from bot.engine.database import Slot, open_database
from bot.engine.memory import Memory
from bot.engine.sealing import Seal, SealedSerializer, key_from
from bot.engine.work import Handler, Health, Job, JournalError

# Changed only when the order of a handler's steps changes: work of another version is not taken up again.
APPLICATION_VERSION = "auth401-1"
_QUEUE = "jobs"
_POLL_S = 0.1
_AT_ONCE = 64
_ALIVE = ["ENQUEUED", "PENDING", "DELAYED"]
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
_SWEEP = timedelta(seconds=5)
_SWEEP_AT_ONCE = 500

log = logging.getLogger("auth401.engine")


@dataclass
class _Process:
    """What the workflow, which DBOS registers once for the process, needs of the engine that is started."""

    handlers: Mapping[str, Handler] = field(default_factory=dict)
    memory: Memory | None = None
    running: set[str] = field(default_factory=set)


_process = _Process()


class _Steps:
    """Steps of the workflow that is running."""

    async def once(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        async def step() -> Any:
            return await work()

        return await DBOS.run_step_async({"name": name}, step)


@DBOS.workflow(name="auth401.job", max_recovery_attempts=1000)
async def _run(key: str, kind: str, payload: dict[str, Any]) -> None:
    """Run the job's handler. A failure is told by its type and place alone: its words may quote the paste."""
    if _process.memory is not None and await _process.memory.is_done(key):  # so late that the job's own row is gone
        return
    _process.running.add(key)
    try:
        await _process.handlers[kind](Job(key=key, kind=kind, payload=payload), _Steps())
    except Exception as error:  # the one catch-all of durable work: a job that failed must not come back for ever
        log.error("job %s failed: %s", kind, _place(error))
    finally:
        _process.running.discard(key)


@DBOS.workflow(name="auth401.nothing")
async def _nothing() -> None:
    """Shows that the queue is looked at."""


class DurableEngine:
    """The Engine on a folder (SQLite, key, slot locks) or on a database URL."""

    def __init__(self, folder: Path, *, database_url: str = "", key: str = "", sweep: timedelta = _SWEEP) -> None:
        self._folder, self._is_shared, self._every = folder, bool(database_url), sweep
        with _told_as_journal_error(folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._seal = Seal(key_from(folder, key))
            self._database = open_database(folder, database_url)
        self._slot: Slot | None = None
        self._sweeper: asyncio.Task[None] | None = None
        self.memory = Memory(self._database, self._seal)

    async def start(self, handlers: Mapping[str, Handler]) -> None:
        """Launch inside the running loop, so that jobs run on it too (a Slack session belongs to one loop)."""
        _quiet()
        with _told_as_journal_error(self._folder):
            self._slot = Slot(self._folder, is_shared=self._is_shared)
            self.memory.create()
            _process.handlers, _process.memory = handlers, self.memory
            DBOS(config=_config(self._database, self._seal, self._slot.executor_id))
            DBOS.launch()
        await DBOS.register_queue_async(
            _QUEUE, polling_interval_sec=_POLL_S, worker_concurrency=_AT_ONCE, on_conflict="always_update"
        )
        # A new queue is looked at within a second: let traffic in only then, or the first answer comes late
        first = await DBOS.enqueue_workflow_async(_QUEUE, _nothing)
        await first.get_result(polling_interval_sec=_POLL_S)
        self._sweeper = asyncio.create_task(self._sweep())

    async def submit(self, job: Job) -> None:
        """One commit. A second job with the same key changes nothing, whichever process takes it in."""
        with SetWorkflowID(job.key):
            await DBOS.enqueue_workflow_async(_QUEUE, _run, job.key, job.kind, dict(job.payload))

    async def health(self) -> Health:
        """Counts what is not ended."""
        alive = await DBOS.list_workflows_async(status=_ALIVE, load_input=False, load_output=False)
        taken_in = [row.created_at for row in alive if row.created_at is not None]
        now_ms = datetime.now(UTC).timestamp() * 1000
        oldest = timedelta(milliseconds=max(0.0, now_ms - min(taken_in))) if taken_in else timedelta(0)
        return Health(depth=len(alive), oldest=oldest)

    async def stop(self, within: timedelta) -> None:
        """Drain, then close. The wait is in a thread, because the jobs run on this loop; none when nothing runs."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sweeper
        patience = round(within.total_seconds()) if _process.running else 0
        await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=patience)
        self._database.dispose()
        if self._slot is not None:
            self._slot.release()

    async def _sweep(self) -> None:
        """Forget ended jobs, pastes included; what stays is that their keys were done."""
        while True:
            try:
                await self._forget()
            except Exception as error:  # a busy database now must not end the sweeping for good
                log.warning("old work could not be removed: %s", _place(error))
            await asyncio.sleep(self._every.total_seconds())

    async def _forget(self) -> None:
        await self.memory.forget()
        while ended := await DBOS.list_workflows_async(
            status=_ENDED, limit=_SWEEP_AT_ONCE, load_input=False, load_output=False
        ):
            keys = [row.workflow_id for row in ended]
            await self.memory.note_done(keys)
            await DBOS.delete_workflows_async(keys)


def _config(database: sa.Engine, seal: Seal, executor_id: str) -> DBOSConfig:
    return {
        "name": "auth401",
        "system_database_url": database.url.render_as_string(hide_password=False),
        "system_database_engine": database,
        "application_version": APPLICATION_VERSION,
        "executor_id": executor_id,
        "serializer": SealedSerializer(seal),
        "log_level": "ERROR",
        "scheduler_polling_interval_sec": 3600.0,
    }


@contextlib.contextmanager
def _told_as_journal_error(folder: Path) -> Iterator[None]:
    """A folder that cannot be written, a database that does not answer: words instead of a traceback."""
    try:
        yield
    except (OSError, ValueError, sa.exc.SQLAlchemyError) as error:
        why = f"({type(error).__name__}; folder {folder}): see AUTH401_DATA and DATABASE_URL"
        raise JournalError(f"auth401: the journal of pending work cannot be opened {why}") from None


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
