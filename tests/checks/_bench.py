"""A case on the bench: a paste read, stage 0 run, or the whole plan run against a server on loopback."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bot.case import Case, Policy
from bot.checks._run import gather, stage_zero
from bot.knowledge.book import Book
from bot.knowledge.load import builtin_folder, load
from bot.model import Evidence, Moment
from bot.parsing.parse import parse
from bot.probing.offline import Offline
from bot.probing.rules import Rules
from bot.probing.wire import open_net
from tests._facts import names_of

NOW = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)


@cache
def book() -> Book:
    """The knowledge that is shipped, read once."""
    return load(builtin_folder())


def case_of(paste: str, now: datetime = NOW, policy: Policy | None = None) -> Case:
    """The case of a paste, before any check."""
    report = parse(paste)
    return Case(
        report=report,
        request=report.request,
        provider=book().provider_of(report),
        book=book(),
        moment=Moment(written=now, now=now),
        policy=policy or Policy(),
    )


async def read(paste: str, now: datetime = NOW) -> Case:
    """The case after stage 0."""
    return await stage_zero(case_of(paste, now), Offline())


async def asked(paste: str, *, try_fixes: bool | None = None) -> Case:
    """The case after all checks, by our own clock, with loopback opened."""
    case = case_of(paste, datetime.now(UTC), Policy(try_fixes=try_fixes))
    rules = Rules.read("127.0.0.1:*,localhost:*")
    async with open_net(rules, target=case.request, try_fixes=bool(try_fixes)) as net:
        return await gather(await stage_zero(case, net), net)


def facts(case: Case, check: str) -> Mapping[str, object]:
    """The facts of a check that ran."""
    finding = case.finding(check)
    assert finding is not None, f"{check} did not run"
    return finding.told


def undeclared(evidence: Evidence) -> list[str]:
    """The facts that checks report without declaring them, so that conditions in knowledge/ cannot refer to them."""
    return [
        f"{check}.{name}"
        for check, finding in evidence.findings.items()
        for name in finding.told
        if name not in names_of(check)
    ]


@dataclass(frozen=True)
class Asked:
    """One request as a server on the bench saw it; names of headers in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


Answer = tuple[int, Mapping[str, str], str]


@dataclass
class Server:
    """A server on loopback; ``answer`` is asked for each request, ``seen`` keeps them."""

    answer: Callable[[Asked], Answer]
    seen: list[Asked] = field(default_factory=list)
    origin: str = ""


@contextmanager
def serving(answer: Callable[[Asked], Answer]) -> Iterator[Server]:
    """A real HTTP server on a free port for as long as the block lasts."""
    server = Server(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def handle_any(self) -> None:
            """Note the request and answer it."""
            headers = {name.lower(): value for name, value in self.headers.items()}
            seen = Asked(self.command, self.path, headers)
            server.seen.append(seen)
            status, more, body = server.answer(seen)
            raw = body.encode()
            self.send_response(status)
            for name, value in {**more, "Content-Length": str(len(raw)), "Connection": "close"}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(raw)

        do_GET = do_HEAD = do_OPTIONS = do_POST = do_DELETE = handle_any  # noqa: N815 - http.server's names

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.origin = f"http://127.0.0.1:{listener.server_port}"
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()


def run(paste: str, *, try_fixes: bool | None = None) -> Case:
    """``asked`` for tests that are not coroutines."""
    return asyncio.run(asked(paste, try_fixes=try_fixes))
