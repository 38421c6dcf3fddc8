"""Wall time of a diagnosis against an API with 100 ms of latency, as a ratio to one plain curl of the same request.

Both are measured in the same run, alternately; the goal is twice one curl.
"""

import asyncio
import contextlib
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator

from bot.service import Service
from bot.settings import read
from tests.bench._table import Row

LATENCY_S = 0.1
ROUNDS = 5
GOAL = 2.0
KEY = "k3y-of-the-bench-0123456789abcdef"


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Bearer with the one key; every answer comes 100 ms late."""
    with contextlib.suppress(asyncio.IncompleteReadError, OSError):
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            await asyncio.sleep(LATENCY_S)
            sent = head.partition("\r\nauthorization: ")[2].partition("\r\n")[0]
            if sent == f"bearer {KEY}":
                answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", '{"ok": true}'
            elif sent.startswith("bearer "):
                challenge = 'WWW-Authenticate: Bearer error="invalid_token"'
                answer = f"HTTP/1.1 401 Unauthorized\r\n{challenge}\r\n", '{"error": "invalid token"}'
            else:
                answer = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\n", '{"error": "unauthorized"}'
            writer.write(f"{answer[0]}Content-Length: {len(answer[1])}\r\n\r\n{answer[1]}".encode())
            await writer.drain()
    writer.close()


@contextlib.contextmanager
def _server() -> Iterator[str]:
    """The API in a thread of its own."""
    ready, loop, address = threading.Event(), asyncio.new_event_loop(), []

    async def start() -> None:
        server = await asyncio.start_server(_serve, "127.0.0.1", 0)
        address.append(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/me")
        ready.set()

    def run() -> None:
        loop.run_until_complete(start())
        loop.run_forever()

    threading.Thread(target=run, daemon=True).start()
    ready.wait(5)
    yield address[0]
    loop.call_soon_threadsafe(loop.stop)


def _curl(paste: str) -> float:
    begun = time.perf_counter()
    subprocess.run(["bash", "-c", paste.replace("curl ", "curl -s -o /dev/null ", 1)], check=True)
    return time.perf_counter() - begun


def run() -> Iterator[Row]:
    """A row for each paste, with the first cause in its name."""
    service = Service(read({"AUTH401_ALLOW_HOSTS": "127.0.0.1:*"}), unlimited=True)
    with _server() as url:
        pastes = {
            "unknown key": f"curl {url} -H 'Authorization: Bearer k3y-of-nobody-98765432100fedcba'",
            "good key": f"curl {url} -H 'Authorization: Bearer {KEY}'",
            "no credential": f"curl {url}",
            "no scheme": f"curl {url} -H 'Authorization: {KEY}'",
            "another scheme": f"curl {url} -H 'Authorization: Token {KEY}'",
            "misspelled header": f"curl {url} -H 'Authorisation: Bearer {KEY}'",
        }
        for name, paste in pastes.items():
            yield _row(service, name, paste)


def _row(service: Service, name: str, paste: str) -> Row:
    asyncio.run(service.examine(paste))  # the first one loads what is loaded once
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(_curl(paste))
        begun = time.perf_counter()
        examination = asyncio.run(service.examine(paste))
        ours.append(time.perf_counter() - begun)
    causes = examination.diagnosis.causes
    first = f"{causes[0].id}, {causes[0].certainty}" if causes else examination.diagnosis.outcome
    check, curl = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    sent = examination.evidence.requests_sent
    return Row(f"{name}: {first}, {sent} sent", check, "ms", curl, "one curl", GOAL)
