"""While a slow API is asked, the progress line names the checks that run; then the answer takes its place."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.faces.demo.blockkit import complaints
from bot.faces.demo.workspace import CHANNEL
from bot.faces.slack.web import listening
from bot.pace import Pace
from tests.faces.slack.stand import HERE, TOLD, Stand, stand


class Slow:
    """An API that refuses when it is told to."""

    def __init__(self) -> None:
        self.port, self.asked, self.may_answer = 0, 0, asyncio.Event()

    async def refuse(self, _: web.Request) -> web.Response:
        """401, late."""
        self.asked += 1
        await self.may_answer.wait()
        return web.json_response({"error": "invalid_token"}, status=401, headers={"WWW-Authenticate": "Bearer"})

    @property
    def paste(self) -> str:
        """A request to it."""
        return f"401\n```\ncurl http://{HERE}:{self.port}/v1/me -H 'Authorization: Bearer {TOLD}'\n```"


@contextlib.asynccontextmanager
async def slow(folder: Path) -> AsyncIterator[tuple[Stand, Slow]]:
    """The API, and an app that may ask it."""
    api, site = Slow(), web.Application()
    site.router.add_route("*", "/{path:.*}", api.refuse)
    async with listening(site, HERE, 0) as api.port:
        opened = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:{api.port}"}
        async with stand(folder, is_apart=True, pace=Pace(between_s=0), **opened) as made:
            yield made, api


@pytest.mark.parametrize("has_status", [True, False], ids=["with status", "without"])
async def test_the_running_check_is_named(tmp_path: Path, has_status: bool) -> None:
    """In the message, and in the thread's status where Slack takes it; both make place for the answer."""
    async with slow(tmp_path) as (slack, api):

        async def unknown(method: str, _: Any) -> web.Response | None:
            refused = {"ok": False, "error": "unknown_method"}
            return web.json_response(refused) if method.startswith("assistant.") and not has_status else None

        slack.api.before = unknown
        message = await slack.say(api.paste)
        named = await slack.until(lambda: [c for c in slack.called("chat.update") if "Running now" in c["text"]])
        assert "-probe" in named[0]["text"]
        assert complaints(named[0]["blocks"]) == []
        if has_status:
            shown = await slack.until(lambda: slack.workspace.status.get((CHANNEL, message["ts"])))
            assert "-probe" in shown
        api.may_answer.set()
        await slack.idle()
        (reply,) = slack.replies(message)
        assert reply["blocks"][0]["type"] == "header"
        assert len([name for name, _ in slack.api.calls if name == "chat.postMessage"]) == 1
        assert not slack.workspace.status.get((CHANNEL, message["ts"]))
        if not has_status:
            await slack.answered(await slack.say(f"again {api.paste}"))
            assert len(slack.called("assistant.threads.setStatus")) == 1  # refused for good is not asked again
        assert TOLD not in str(slack.api.calls)


async def test_a_slack_that_wants_a_pause_gets_it(tmp_path: Path) -> None:
    """429 for an edit in between: it is left out, and the answer comes after the pause that was asked for."""
    async with slow(tmp_path) as (slack, api):
        refused = asyncio.Event()

        async def limited(method: str, _: Any) -> web.Response | None:
            if method == "chat.update" and not refused.is_set():
                refused.set()
                return web.json_response(
                    {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"}
                )
            return None

        slack.api.before = limited
        message = await slack.say(api.paste)
        async with asyncio.timeout(30):
            await refused.wait()
        api.may_answer.set()
        reply = await slack.answered(message)
        assert reply["blocks"][0]["type"] == "header"


async def test_a_quick_diagnosis_says_nothing_in_between(tmp_path: Path) -> None:
    """One post, one edit."""
    async with slow(tmp_path) as (slack, api):
        api.may_answer.set()
        await slack.answered(await slack.say(api.paste))  # what is loaded once is loaded
        before = len(slack.api.calls)
        await slack.answered(await slack.say(f"once more {api.paste}"))
        names = [name for name, _ in slack.api.calls[before:]]
        assert names.count("chat.postMessage") == 1
        assert names.count("chat.update") <= 2
