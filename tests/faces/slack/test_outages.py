"""Slack that limits, fails, loses answers: every message gets its one reply all the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
import pytest_asyncio
from aiohttp import web

from bot.faces.demo.webapi import Arguments
from tests.faces.slack.stand import PASTE, Stand, stand

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def module_slack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """One app for the whole file."""
    async with stand(tmp_path_factory.mktemp("slack"), between_posts_s=0.3) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def slack(module_slack: Stand) -> AsyncIterator[Stand]:
    """Without interference before and after each test."""
    yield module_slack
    module_slack.api.before = module_slack.api.after = None


class Once:
    """Interferes with the first call of a method, then lets everything through."""

    def __init__(self, method: str, answer: web.Response | None) -> None:
        self.method, self.answer, self.times = method, answer, 0

    async def __call__(self, method: str, _: Arguments) -> web.Response | None:
        """The answer instead, or None. ``answer`` None = the connection is cut."""
        if method != self.method or self.times:
            return None
        self.times += 1
        if self.answer is None:
            raise ConnectionResetError
        return self.answer


def _limited() -> web.Response:
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"})


def _failed(status: int) -> web.Response:
    return web.Response(status=status, text="<html>upstream connect error</html>", content_type="text/html")


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
async def test_a_limit_is_waited_for(slack: Stand, method: str) -> None:
    """429: not again before Retry-After is over."""
    loop = asyncio.get_running_loop()
    times: list[float] = []
    limit = Once(method, _limited())

    async def before(name: str, arguments: Arguments) -> web.Response | None:
        if name == method:
            times.append(loop.time())
        return await limit(name, arguments)

    slack.api.before = before
    await slack.answered(await slack.say(PASTE))
    assert times[1] - times[0] >= 1.0


@pytest.mark.parametrize(("method", "status"), [("chat.postMessage", 502), ("chat.update", 500), ("chat.update", 504)])
async def test_a_failure_is_tried_again(slack: Stand, method: str, status: int) -> None:
    """5xx before anything was stored."""
    slack.api.before = Once(method, _failed(status))
    await slack.answered(await slack.say(PASTE))


@pytest.mark.parametrize("lost", [502, None])
async def test_a_lost_answer_doubles_nothing(slack: Stand, lost: int | None) -> None:
    """The message was stored and its answer lost (5xx, or the connection cut): it is found, not posted again."""
    slack.api.after = Once("chat.postMessage", _failed(lost) if lost else None)
    before = len(slack.called("chat.postMessage"))
    message = await slack.say(PASTE)
    await slack.answered(message)
    assert len(slack.called("chat.postMessage")) == before + 1


async def test_a_lost_answer_without_metadata_doubles_nothing(slack: Stand) -> None:
    """Where metadata is not given out, the block's id tells."""
    slack.api.after = Once("chat.postMessage", _failed(504))

    async def before(method: str, arguments: Arguments) -> web.Response | None:
        if method != "conversations.replies":
            return None
        found = slack.workspace.thread(str(arguments["channel"]), str(arguments["ts"]))
        bare = [{key: value for key, value in m.items() if key != "metadata"} for m in found]
        return web.json_response({"ok": True, "messages": bare})

    slack.api.before = before
    await slack.answered(await slack.say(PASTE))


async def test_refused_blocks_are_sent_as_text(slack: Stand) -> None:
    """If Slack refuses the blocks, people still get the answer's text."""
    refusal = web.json_response({"ok": False, "error": "msg_blocks_too_long"})
    slack.api.before = Once("chat.update", refusal)
    reply = await slack.answered(await slack.say(PASTE))
    assert reply["text"]
    assert reply["blocks"] == []


async def test_a_channel_that_is_gone_ends_the_job(slack: Stand) -> None:
    """What does not get better by waiting is not tried for ever."""
    slack.api.before = Once("chat.postMessage", web.json_response({"ok": False, "error": "is_archived"}))
    message = await slack.say(PASTE)
    await slack.idle()
    assert not slack.replies(message)


async def test_a_deleted_reply_ends_the_job(slack: Stand) -> None:
    """Whoever deletes our progress line wants no answer: nothing is posted again, and nothing is tried for ever."""

    async def before(method: str, arguments: Arguments) -> web.Response | None:
        if method == "chat.update":
            slack.workspace.remove(str(arguments["channel"]), str(arguments["ts"]))
        return None

    slack.api.before = before
    message = await slack.say(PASTE)
    await slack.until(lambda: any(c["ts"] for c in slack.called("chat.update")))
    await slack.idle()
    assert not slack.replies(message)


async def test_posts_to_one_channel_keep_their_distance(slack: Stand) -> None:
    """They wait for their turn, and none is lost."""
    loop = asyncio.get_running_loop()
    times: list[float] = []

    async def before(name: str, _: Arguments) -> web.Response | None:
        if name == "chat.postMessage":
            times.append(loop.time())
        return None

    slack.api.before = before
    messages = [await slack.say(PASTE) for _ in range(3)]
    for message in messages:
        await slack.answered(message)
    assert all(later - earlier > 0.25 for earlier, later in pairwise(times))
