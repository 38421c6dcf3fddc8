"""What is logged, and how: one scrubbed line per record, libraries at WARNING (SECURITY.md section 5)."""

from __future__ import annotations

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

from bot.masking import BY_SHAPE

DIAGNOSIS = ContextVar("diagnosis", default="")  # the key of the job that runs: ids alone
LIBRARIES = ("httpx", "httpcore", "slack_sdk", "slack_bolt", "asyncio", "aiohttp", "dbos", "sqlalchemy", "hpack")


class OneLine(logging.Formatter):
    """Time, level, logger and message on one line, without control characters and known token shapes.

    An exception is told by its type and place, never by its text or traceback: texts may hold what was pasted, and
    libraries put them into their messages too.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The finished line."""
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {_words(record)}"
        return line.encode("unicode_escape").decode("ascii")


class JsonLine(logging.Formatter):
    """The same as one JSON object in ASCII, with the id of the diagnosis that the line is about, if it is about one."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _words(record),
        }
        if key := DIAGNOSIS.get():
            told["diagnosis"] = BY_SHAPE.scrub(key)
        return json.dumps(told)


def set_up(level: int = logging.INFO, *, is_service: bool = False) -> None:
    """Log to standard error by :class:`OneLine`, whatever was set up before.

    What a service logs is read by a collector where standard error is no terminal: by :class:`JsonLine`.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine() if is_service and not sys.stderr.isatty() else OneLine())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)


def told(fault: BaseException) -> str:
    """A fault as the log may tell it: ``KeyError at provider_of:31``."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else ""
    return f"{type(fault).__name__}{place}"


def _words(record: logging.LogRecord) -> str:
    is_quoting = bool(record.exc_info) and record.name.partition(".")[0] in LIBRARIES
    return ("failed" if is_quoting else BY_SHAPE.scrub(record.getMessage())) + _crash(record)


def _crash(record: logging.LogRecord) -> str:
    return f" ({told(record.exc_info[1])})" if record.exc_info and record.exc_info[1] is not None else ""
