"""Killed at the worst moments: no credential goes out again by itself, and nothing kills for ever."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from bot.faces.demo.delivery import Delivery
from bot.faces.demo.workspace import CHANNEL, Workspace
from bot.faces.slack import words
from tests.faces.slack.stand import HERE, SECRET, environment, slack_alone
from tests.faces.slack.test_process import App, running, the_reply

PASSWORD = "Hq7vX2mL9zTr"
REFUSED = b'HTTP/1.1 401 X\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 2\r\n\r\n{}'


class Api:
    """Keeps every request head; does not answer those for which ``hangs`` says so, until the connection is cut."""

    def __init__(self, hangs: Callable[[bytes], bool]) -> None:
        self.hangs, self.heads, self.came = hangs, list[bytes](), asyncio.Event()
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.heads.append(head)
                if self.hangs(head):
                    self.came.set()
                    await reader.read()
                    break
                writer.write(REFUSED)
        writer.close()

    @property
    def secrets(self) -> int:
        """How many requests carried an Authorization that is not made up for comparison."""
        return sum(self.is_secret(head) for head in self.heads)

    @staticmethod
    def is_secret(head: bytes) -> bool:
        """Does it carry the pasted password or token?"""
        from base64 import b64encode

        return any(form in head for form in (PASSWORD.encode(), b64encode(f"bob:{PASSWORD}".encode())))


@contextlib.asynccontextmanager
async def api(hangs: Callable[[bytes], bool]) -> AsyncIterator[Api]:
    """An API on loopback."""
    made = Api(hangs)
    server = await asyncio.start_server(made.serve, HERE, 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


@contextlib.asynccontextmanager
async def app(workspace: Workspace, slack: str, folder: Path, port: int) -> AsyncIterator[App]:
    """`auth401 run` with live checks; it gets every event from when it listens."""
    variables = environment(f"{slack}/api/", folder, AUTH401_LIVE="auto", AUTH401_ALLOW_HOSTS=f"{HERE}:{port}")
    async with running(variables) as made, aiohttp.ClientSession() as session:
        bound = (await made.says(r"listening on 127\.0\.0\.1:(\d+)")).group(1)
        delivery = Delivery(session, f"http://{HERE}:{bound}/slack/events", SECRET, slack)
        delivery.listen(workspace)
        yield made
        workspace.events.clear()
        await delivery.close()


COMMANDS = {
    "basic": "curl -u 'bob:{secret}' {url}",
    "userinfo": "curl http://bob:{secret}@{host}/v1",
    "bearer": "curl {url} -H 'Authorization: Bearer {secret}'",
    "key": "curl {url} -H 'X-Api-Key: {secret}'",
    "query": "curl '{url}?access_token={secret}'",
}


def paste(command: str, port: int) -> str:
    """A message with the command."""
    where = {"host": f"{HERE}:{port}", "url": f"http://{HERE}:{port}/v1", "secret": PASSWORD}
    return f"401 again\n```\n{COMMANDS[command].format(**where)}\n```"


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_kill_sends_no_credential_again(tmp_path: Path, command: str) -> None:
    """Killed while the API has the credential: after the restart the answer goes by the text alone, and says so."""
    async with api(Api.is_secret) as target, slack_alone() as (workspace, _, slack):
        async with app(workspace, slack, tmp_path, target.port) as process:
            message = workspace.say(CHANNEL, paste(command, target.port))
            async with asyncio.timeout(40):
                await target.came.wait()
            await process.stop(signal.SIGKILL)
        sent = target.secrets
        async with app(workspace, slack, tmp_path, target.port) as process:
            reply = await the_reply(workspace, message)
            assert await process.stop(signal.SIGTERM) == 0
        assert target.secrets == sent == 1
        assert words.INTERRUPTED in str(reply["blocks"])
        assert PASSWORD not in str(reply)
