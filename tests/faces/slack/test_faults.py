"""A fault of ours is an answer in Slack as everywhere: in the thread, and to the command's caller."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.examine
import bot.faces.slack.examining
import bot.faces.slack.jobs
import bot.service
from bot.faces.demo.workspace import CHANNEL
from bot.faces.slack import words
from bot.pace import Pace
from tests.engine.test_durable import on_disk
from tests.faces.slack.stand import PASTE, TOLD, stand
from tests.test_service import raises

PLACEHOLDERS = (
    f"requests.get('https://[your-domain]/api/v1/me', headers={{'Authorization': 'Bearer {TOLD}'}})\n401 Unauthorized",
    f"I get 401 Unauthorized from http://[::1/v1/me with Bearer {TOLD}",
    f"fetch('http://a:99999999/', {{headers: {{Authorization: 'Bearer {TOLD}'}}}}) gives me 401 Unauthorized",
    f"GET /v1/me HTTP/1.1\nHost: a:٣\nAuthorization: Bearer {TOLD}\n\nHTTP/1.1 401 Unauthorized\n",
    f"I get 401 Unauthorized from http://a⁄b.example/v1/me with Bearer {TOLD}",
    f"I get 401 Unauthorized from https://℀.example]/v1/me with Bearer {TOLD}",
)


@pytest.mark.parametrize(("module", "name"), [(bot.service, "open_net"), (bot.examine, "parse")])
async def test_a_fault_in_the_examination(
    module: object, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the thread and privately: by the text where that is whole, and an id; the queue goes on."""
    async with stand(tmp_path, pace=Pace(between_s=0), AUTH401_LIVE="auto") as slack:
        monkeypatch.setattr(module, name, raises)
        message = await slack.say(f"@auth401 {PASTE}")
        assert "under" in str(await slack.answered(message))
        await slack.delivery.command(PASTE.split("```\n")[1], CHANNEL)
        await slack.until(lambda: slack.called("response_url"))
        assert "under" in str(slack.called("response_url")[-1])
        assert TOLD not in str(slack.api.calls)


async def test_a_fault_in_the_rendering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words with the message's id."""
    async with stand(tmp_path) as slack:
        monkeypatch.setattr(bot.faces.slack.examining, "compose", raises)
        reply = await slack.answered(await slack.say(f"@auth401 {PASTE}"))
        assert "went wrong on my side" in reply["text"]


async def test_what_fails_three_times_is_given_up_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried three times, then told in its thread, in the one reply; counted, and nothing of the text is kept."""
    tried = list[object]()

    async def fails(*_: object) -> None:
        tried.append(_)
        raise ValueError(TOLD)

    async with stand(tmp_path) as slack:
        monkeypatch.setattr(bot.faces.slack.jobs, "answer", fails)
        reply = await slack.answered(await slack.say(f"@auth401 {PASTE}"))
        assert len(tried) == 3
        assert reply["text"].startswith(str(words.GIVEN_UP).partition("{id}")[0])
        assert 'auth401_given_up_total{kind="examine"} 1.0' in await slack.page("metrics")
    assert TOLD.encode() not in on_disk(tmp_path)


async def test_a_placeholder_for_a_host_is_no_fault(tmp_path: Path) -> None:
    """What no URL parser takes is diagnosed by its text, with live checks on."""
    async with stand(tmp_path, AUTH401_LIVE="auto") as slack:
        for paste in PLACEHOLDERS:
            reply = str(await slack.answered(await slack.say(f"@auth401 ```{paste}```")))
            assert "went wrong" not in reply
            assert "by a fault of ours" not in reply
