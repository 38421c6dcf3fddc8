"""To whom is escalated: a person, the API's own contact, or nobody; and what a kill in between does."""

from __future__ import annotations

import asyncio
import copy
import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.faces.demo.delivery import Delivery
from bot.faces.demo.workspace import CHANNEL, DIRECT, YOU, Message, Workspace
from bot.faces.slack.card import ESCALATE
from bot.settings import SettingsError, read
from tests.faces.slack.stand import ELSEWHERE, OTHER, PASTE, TOLD, button_of, buttons, environment, slack_alone, stand
from tests.faces.slack.test_process import Hang, by_http, the_reply

ENTRY = """\
name: Ours
hosts: [api.example.com]
escalate: {to}
docs: {{auth: https://docs.example.com/auth}}
examples:
  match:
    - name: our host
      paste: |
        curl https://api.example.com/v1/me
  no-match:
    - name: another host
      paste: |
        curl https://api.example.org/v1/me
"""


def of_app(workspace: Workspace, channel: str) -> list[Message]:
    """What the app posted there outside of threads."""
    return [one for one in workspace.messages[channel] if one.get("bot_id") and not one.get("thread_ts")]


async def test_without_the_setting_there_is_no_button(tmp_path: Path) -> None:
    """Nobody was named."""
    async with stand(tmp_path) as slack:
        assert buttons(await slack.answered(await slack.say(PASTE)), ESCALATE) == []


async def test_a_person_is_told_in_a_direct_message(tmp_path: Path) -> None:
    """AUTH401_ESCALATE may be a person."""
    async with stand(tmp_path, AUTH401_ESCALATE=OTHER) as slack:
        reply = await slack.answered(await slack.say(PASTE))
        await slack.press(reply, YOU, name=ESCALATE)
        await slack.idle()
        (message,) = of_app(slack.workspace, DIRECT)
        assert TOLD not in json.dumps(message)
        assert "thread_ts=" in json.dumps(message)
        assert f"Escalated to <@{OTHER}>" in str((slack.workspace.find(CHANNEL, reply["ts"]) or {})["blocks"])


@pytest.mark.parametrize(("own", "to"), [(ELSEWHERE, ELSEWHERE), ("the team of the gateway", DIRECT)])
async def test_the_apis_own_contact_comes_first(tmp_path: Path, own: str, to: str) -> None:
    """An entry's ``escalate`` that is an id; words there are words in a step, and the setting holds."""
    folder = tmp_path / "ours" / "providers"
    folder.mkdir(parents=True)
    (folder / "ours.yaml").write_text(ENTRY.format(to=own))
    more = {"AUTH401_KNOWLEDGE": str(folder.parent), "AUTH401_ESCALATE": OTHER}
    async with stand(tmp_path / "data", **more) as slack:
        await slack.press(await slack.answered(await slack.say(PASTE)), YOU, name=ESCALATE)
        await slack.idle()
        assert [len(of_app(slack.workspace, where)) for where in (ELSEWHERE, DIRECT)] == [
            int(to == ELSEWHERE),
            int(to == DIRECT),
        ]


@pytest.mark.processes
@pytest.mark.parametrize(("to", "where"), [(ELSEWHERE, ELSEWHERE), (OTHER, DIRECT)])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_in_between_it_is_posted_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str, where: str, when: str
) -> None:
    """SIGKILL before Slack has the post, or when it has it and we do not know: after the restart there is one."""
    monkeypatch.setattr("tests.faces.slack.test_process.environment", _with(AUTH401_ESCALATE=to))
    async with slack_alone() as (workspace, api, slack):
        async with by_http(workspace, slack, tmp_path) as app:
            reply = copy.deepcopy(await the_reply(workspace, workspace.say(CHANNEL, PASTE)))
            hang = Hang("chat.postMessage")
            setattr(api, when, hang)
            press = asyncio.create_task(pressed(app.delivery, reply))
            async with asyncio.timeout(60):
                await hang.came.wait()
            await press
            assert await app.stop(signal.SIGKILL) == -signal.SIGKILL
        hang.over.set()
        async with by_http(workspace, slack, tmp_path) as app:
            await pressed(app.delivery, reply)
            async with asyncio.timeout(60):
                while "Escalated to" not in str(workspace.find(CHANNEL, reply["ts"])):
                    await workspace.wait_for_change(0.1)
            assert await app.stop(signal.SIGTERM) == 0
        assert len(of_app(workspace, where)) == 1


async def pressed(delivery: Delivery, reply: Message) -> None:
    """A press of a colleague's."""
    await delivery.press(reply, CHANNEL, button_of(reply, ESCALATE), user={"id": OTHER, "team_id": "T0DEMO"})


def _with(**more: str) -> Callable[..., dict[str, str]]:
    return lambda api_url, folder, **others: environment(api_url, folder, **{**more, **others})


@pytest.mark.parametrize("value", ["#help", "help", "c012", "C012 U012", "xoxb-1", "https://x.example", "D0123"])
def test_the_setting_takes_one_id_alone(value: str) -> None:
    """The complaint names the variable, and shows nothing."""
    with pytest.raises(SettingsError, match="AUTH401_ESCALATE") as told:
        read({"AUTH401_ESCALATE": value})
    assert value not in str(told.value)
