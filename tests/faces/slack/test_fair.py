"""One person, one channel or one API keeps nobody else waiting; and no account is locked by asking again and again."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.faces.demo import workspace
from bot.faces.demo.workspace import CHANNEL, YOU
from bot.faces.slack.asking import PASSWORDS
from bot.pace import Pace
from tests.faces.slack.stand import HERE, Stand, button_of, stand

OTHER, ELSEWHERE = "U0OTHER", "C0ELSEWHERE"
MANY = 30
PASSWORD = "Hq7vX2mL9zTr"


@pytest.fixture(autouse=True)
def _two_people_and_channels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(workspace.USERS, OTHER, "other")
    monkeypatch.setitem(workspace.CHANNELS, ELSEWHERE, "elsewhere")


async def say_as(slack: Stand, user: str, text: str, channel: str) -> dict[str, Any]:
    """Somebody writes."""
    slack.events.clear()
    message = slack.workspace.say(channel, text)
    for kept in slack.workspace.messages[channel]:
        if kept["ts"] == message["ts"]:
            kept["user"] = user
    assert set(await slack.deliver(*[{**event, "user": user} for event in slack.events])) == {200}
    return {**message, "user": user}


class Api:
    """Refuses everything with a challenge, at once or never; keeps the request heads."""

    def __init__(self, challenge: str, hangs: bool) -> None:
        self.challenge, self.hangs, self.heads, self.port = challenge, hangs, list[bytes](), 0
        self.came = asyncio.Event()

    async def asked_more_than(self, times: int) -> None:
        """Wait until it was."""
        async with asyncio.timeout(90):
            while len(self.heads) <= times:
                self.came.clear()
                await self.came.wait()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.heads.append(head)
                self.came.set()
                if self.hangs:
                    await reader.read()
                    break
                answer = f"HTTP/1.1 401 X\r\nWWW-Authenticate: {self.challenge}\r\nContent-Length: 2\r\n\r\n{{}}"
                writer.write(answer.encode())
        writer.close()

    def paste(self, path: str) -> str:
        """A request to it with a token."""
        command = f"curl http://{HERE}:{self.port}/{path} -H 'Authorization: Bearer Zx9QpL4mN7vRt2KdWc8YsB3fHj6'"
        return f"401 again\n```\n{command}\n```"

    @property
    def passwords(self) -> int:
        """How many requests carried the user's password, as Basic or as an answer to Digest."""
        pair = b64encode(f"bob:{PASSWORD}".encode())
        return sum(pair in head or b'username="bob"' in head or PASSWORD.encode() in head for head in self.heads)


@contextlib.asynccontextmanager
async def api(challenge: str = "Bearer", *, hangs: bool = False) -> AsyncIterator[Api]:
    """An API on loopback."""
    made = Api(challenge, hangs)
    server = await asyncio.start_server(made.serve, HERE, 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


@pytest.mark.parametrize("where", [ELSEWHERE, CHANNEL])
@pytest.mark.parametrize("hangs", [False, True])
async def test_a_flood_keeps_nobody_else_waiting(tmp_path: Path, where: str, hangs: bool) -> None:
    """Thirty pastes of one person towards one API, quick or dead; another person's is answered among the first."""
    async with api(hangs=hangs) as flooded, api() as other:
        opened = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:*"}
        async with stand(tmp_path, **opened) as slack:
            flood = [await say_as(slack, OTHER, flooded.paste(f"v1/{n}"), CHANNEL) for n in range(MANY)]
            message = await say_as(slack, YOU, other.paste("v1/me"), where)
            await slack.until(lambda: [m for m in slack.replies(message, where) if m.get("edited")], 60)
            answered = [m for m in flood if any(r["blocks"][0]["type"] == "header" for r in slack.replies(m))]
            assert len(answered) < 8
            assert other.heads
            await slack.until(lambda: all(slack.replies(m) for m in flood), 60)  # nobody is left without a word
            told = slack.called("chat.update")
            waiting = [c["ts"] for c in told if "In the queue" in c["text"]]
            assert len(waiting) == len(set(waiting))  # and each is told once


@pytest.mark.processes
async def test_the_queue_outlives_the_process(tmp_path: Path) -> None:
    """What waits for its turn is journaled: the next process answers it."""
    async with api() as target:
        opened = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:*"}
        async with stand(tmp_path, pace=Pace(between_s=3600), **opened) as slack:
            first = await slack.say(target.paste("v1/1"))
            await slack.answered(first)
            await slack.say(target.paste("v1/2"))
            await slack.until(lambda: [c for c in slack.called("chat.update") if "In the queue" in c["text"]])
            asked = len(target.heads)
        assert target.heads[asked:] == []
        with closing(sqlite3.connect(tmp_path / "auth401.sqlite")) as journal, journal:
            assert journal.execute("update workflow_status set delay_until_epoch_ms = 0").rowcount
            assert journal.execute("delete from auth401_turns").rowcount
        async with stand(tmp_path, **opened):
            await target.asked_more_than(asked)


async def test_a_password_is_not_sent_again_and_again(tmp_path: Path) -> None:
    """Pastes, repeats, an edit, the button, the slash command: together three in ten minutes, and it is said."""
    async with api('Digest realm="x", nonce="abc", qop="auth"') as target:
        opened = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:*"}

        def paste(word: str) -> str:
            return f"401 {word}\n```\ncurl -u 'bob:{PASSWORD}' http://{HERE}:{target.port}/{word}\n```"

        async with stand(tmp_path, pace=Pace(between_s=0, per_person=100), **opened) as slack:
            message = await slack.say(paste("first"))
            reply = await slack.answered(message)
            assert target.passwords == 1
            button = button_of(reply)
            for _ in range(3):
                await slack.delivery.press(reply, CHANNEL, button)
            await slack.idle()
            await slack.edit(message, paste("edited"))
            await slack.idle()
            late = await slack.answered(await slack.say(paste("late")))
            command = {"command": "/auth401", "text": f"curl -u 'bob:{PASSWORD}' http://{HERE}:{target.port}/slash"}
            await command_of(slack, command)
            await slack.idle()
            assert target.passwords == PASSWORDS == 3
            assert "may lock the account" in str(late["blocks"])
            assert len(target.heads) > target.passwords  # the rest of the check goes on
            await slack.answered(await say_as(slack, OTHER, paste("other"), CHANNEL))
            assert target.passwords == PASSWORDS + 1


async def command_of(slack: Stand, command: dict[str, str]) -> None:
    """The slash command, as Slack posts it."""
    from urllib.parse import urlencode

    form = {**command, "team_id": "T0DEMO", "channel_id": CHANNEL, "user_id": YOU, "trigger_id": "9.9"}
    form["response_url"] = "https://hooks.slack.invalid/x"
    assert await slack.delivery.send(urlencode(form).encode(), "application/x-www-form-urlencoded") == 200


@pytest.mark.parametrize(("hours", "offers"), [("0", 0), ("0.0", 0), ("1", 1)])
async def test_what_is_kept_for_a_button_is_the_operators_choice(tmp_path: Path, hours: str, offers: int) -> None:
    """AUTH401_KEEP_HOURS=0: no button, and nothing is kept for one."""
    async with api('Digest realm="x", nonce="abc", qop="auth"') as target:
        opened = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:*", "AUTH401_KEEP_HOURS": hours}
        async with stand(tmp_path, **opened) as slack:
            paste = f"401\n```\ncurl -u 'bob:{PASSWORD}' http://{HERE}:{target.port}/v1\n```"
            reply = await slack.answered(await slack.say(paste))
            assert json.dumps(reply["blocks"]).count('"actions"') == offers
        with closing(sqlite3.connect(tmp_path / "auth401.sqlite")) as journal:
            assert journal.execute("select count(*) from auth401_sealed where until is not null").fetchone() == (
                6 * offers,
            )  # two offers, what is behind the answer, which of both are the last of its message, and its thread's
