"""Real servers on loopback for the tests of the rim: raw asyncio, port 0, TLS by trustme."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
import trustme

from bot.probing.net import Answered, Failed, NotAllowed, Outcome, Probe, Resolved
from bot.probing.rules import Limits, Rules

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Served:
    """A running server: its port, the heads of the requests it got, and how many connections it took."""

    port: int = 0
    heads: list[str] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str = "/", *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        """An address of it."""
        return f"{scheme}://{host}:{self.port}{path}"


Serve = Callable[..., Awaitable[Served]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """A function that starts a server: ``answer`` bytes for every request, or ``talk`` as a raw handler."""
    servers: list[asyncio.Server] = []
    tasks: set[asyncio.Task[None]] = set()

    async def start(
        answer: bytes | None = None, *, talk: Handler | None = None, tls: ssl.SSLContext | None = None
    ) -> Served:
        served = Served()

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            tasks.add(task)
            served.connections += 1
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
                while True:
                    head = await reader.readuntil(b"\r\n\r\n")
                    served.heads.append(head.decode("latin-1"))
                    if talk is not None:
                        await talk(reader, writer)
                        break
                    writer.write(answer or b"HTTP/1.1 204 No Content\r\n\r\n")
                    await writer.drain()
            writer.close()
            tasks.discard(task)

        server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
        served.port = server.sockets[0].getsockname()[1]
        servers.append(server)
        return served

    yield start
    for server in servers:
        server.close()
    for task in list(tasks):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """A certificate authority that nobody trusts unless told to."""
    return trustme.CA()


@pytest.fixture
def server_tls(authority: trustme.CA) -> Callable[..., ssl.SSLContext]:
    """A function that makes the server's side of TLS for some names."""

    def make(*names: str, client_certificate: bool = False) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*(names or ("127.0.0.1", "localhost"))).configure_cert(context)
        if client_certificate:
            authority.configure_trust(context)
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    return make


def rules(allow: str = "127.0.0.1:*,localhost:*", **limits: float) -> Rules:
    """Rules that open loopback, with some limits changed."""
    return Rules.read(allow, limits=Limits(**limits))  # type: ignore[arg-type]


def probe(url: str, *headers: tuple[str, str], **more: object) -> Probe:
    """A GET by the check ``test``."""
    return Probe(**{"purpose": "test", "method": "GET", "url": url, "headers": headers, **more})  # type: ignore[arg-type]


def names(**answers: str) -> Callable[[str], Awaitable[Resolved]]:
    """A resolver that knows these names (``_`` for a dot) and no other; several addresses are separated by a blank."""
    known = {name.replace("_", "."): tuple(text.split()) for name, text in answers.items()}

    async def resolve(host: str) -> Resolved:
        addresses = known.get(host, ())
        return Resolved(addresses=addresses, nonexistent=not addresses, words="" if addresses else f"no {host}")

    return resolve


def answered(outcome: Outcome) -> Answered:
    """The outcome, which must be an answer."""
    assert isinstance(outcome, Answered), outcome
    return outcome


def failed(outcome: Outcome) -> Failed:
    """The outcome, which must be a failure."""
    assert isinstance(outcome, Failed), outcome
    return outcome


def refused(outcome: Outcome) -> NotAllowed:
    """The outcome, which must be a refusal of ours."""
    assert isinstance(outcome, NotAllowed), outcome
    return outcome
