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
from bot.faces.demo.workspace import CHANNEL, YOU, Message, Workspace, as_typed
from bot.faces.slack import words
from tests.faces.slack.stand import HERE, OTHER, PASTE, SECRET, environment, slack_alone
from tests.faces.slack.test_process import App, Hang, running, the_reply

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
async def app(workspace: Workspace, slack: str, folder: Path) -> AsyncIterator[App]:
    """`auth401 run` with live checks; it gets every event from when it listens."""
    variables = environment(f"{slack}/api/", folder, AUTH401_LIVE="auto", AUTH401_ALLOW_HOSTS=f"{HERE}:*")
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


WHO = (YOU, YOU, YOU, OTHER, OTHER)


def paste(command: str, port: int) -> str:
    """A message with the command."""
    where = {"host": f"{HERE}:{port}", "url": f"http://{HERE}:{port}/v1", "secret": PASSWORD}
    return f"401 again\n```\n{COMMANDS[command].format(**where)}\n```"


@pytest.mark.processes
async def test_a_kill_sends_no_credential_again(tmp_path: Path) -> None:
    """Killed while APIs have the credentials: after the restart the answers go by the text alone, and say so."""
    async with contextlib.AsyncExitStack() as stack:
        targets = {command: await stack.enter_async_context(api(Api.is_secret)) for command in COMMANDS}
        workspace, _, slack = await stack.enter_async_context(slack_alone())
        async with app(workspace, slack, tmp_path) as process:
            said = {name: {"type": "message", **as_typed(paste(name, target.port))} for name, target in targets.items()}
            # One person's share of the slots is smaller than what is asked at once here
            messages = [
                workspace.add(CHANNEL, {**said[name], "user": user}) for name, user in zip(said, WHO, strict=True)
            ]
            async with asyncio.timeout(90):
                await asyncio.gather(*(target.came.wait() for target in targets.values()))
            await process.stop(signal.SIGKILL)
        sent = [target.secrets for target in targets.values()]
        cut = [is_open(workspace, message) for message in messages]  # on a slow machine the first may have given up
        async with app(workspace, slack, tmp_path) as process:
            replies = [await the_reply(workspace, message) for message in messages]
            assert await process.stop(signal.SIGTERM) == 0
        assert [target.secrets for target in targets.values()] == sent == [1] * len(COMMANDS)
        assert [words.INTERRUPTED in str(reply["blocks"]) for reply in replies] == cut
        assert any(cut)
        assert PASSWORD not in str(replies)


def is_open(workspace: Workspace, message: Message) -> bool:
    """Is its answer still to come?"""
    return not any(reply["blocks"][0]["type"] == "header" for reply in workspace.thread(CHANNEL, message["ts"])[1:])


@pytest.mark.processes
async def test_what_kills_three_times_is_given_up_in_words(tmp_path: Path) -> None:
    """Killed three times with the answer half delivered, a job is not begun again; its one reply says so."""
    async with slack_alone() as (workspace, slack_api, slack):
        messages: list[Message] = []
        for _ in range(3):
            slack_api.before = hang = Hang("chat.update")
            async with app(workspace, slack, tmp_path) as process:
                messages = messages or [workspace.say(CHANNEL, PASTE)]
                async with asyncio.timeout(90):
                    await hang.came.wait()
                await process.stop(signal.SIGKILL)
            hang.over.set()
        slack_api.before = None
        async with app(workspace, slack, tmp_path) as process:
            reply = await the_reply(workspace, messages[0])
            other = await the_reply(
                workspace, workspace.say(CHANNEL, PASTE.replace("api.example.com", "other.example.org"))
            )
            assert await process.stop(signal.SIGTERM) == 0
        start, _, end = str(words.GIVEN_UP).partition("{id}")
        assert reply["text"].startswith(start)
        assert reply["text"].endswith(end)
        name = reply["text"].removeprefix(start).removesuffix(end).strip("`")
        assert name.endswith(f"{messages[0]['ts']}:message")
        assert f"({name})" in process.log
        assert other["blocks"][0]["type"] == "header"
