"""What the operator says about people of other organisations: by the button, and by AUTH401_EXTERNAL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.faces.demo.delivery import envelope
from bot.faces.demo.workspace import CHANNEL, TEAM
from bot.pace import Pace
from bot.settings import SettingsError, read
from tests.faces.slack.refusing_api import Api, refusing_api
from tests.faces.slack.stand import HERE, OTHER, PASTE, TOLD, stand

THEIRS = "T0THEIRS"


def opened(api: Api, **more: str) -> dict[str, str]:
    """The operator's settings."""
    return {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:{api.port}", **more}


async def test_a_strangers_button_asks_nothing(tmp_path: Path) -> None:
    """AUTH401_LIVE=ask: the stranger may press, it is their credential, and the opened host stays closed."""
    async with (
        refusing_api() as api,
        stand(tmp_path, pace=Pace(between_s=0), **opened(api, AUTH401_LIVE="ask")) as slack,
    ):
        reply = await slack.answered(await slack.say_as(OTHER, api.paste, user_team=THEIRS))
        await slack.press(reply, OTHER)
        await slack.idle()
        assert api.asked == 0


@pytest.mark.parametrize("trusted", ["1", THEIRS, f"E0X, {THEIRS}"])
async def test_the_operator_may_trust_them(tmp_path: Path, trusted: str) -> None:
    """The setting names them, or says that it makes no difference."""
    async with refusing_api() as api:
        settings = opened(api, AUTH401_EXTERNAL=trusted)
        async with stand(tmp_path, pace=Pace(between_s=0), **settings) as slack:
            await slack.answered(await slack.say_as(OTHER, api.paste, user_team=THEIRS))
        assert api.asked


@pytest.mark.parametrize("trusted", ["T0SOMEBODY", "0", "E0THEIRS"])
async def test_trusting_somebody_else_does_not_open_it(tmp_path: Path, trusted: str) -> None:
    """Only those who are named are ours."""
    async with refusing_api() as api:
        settings = opened(api, AUTH401_EXTERNAL=trusted)
        async with stand(tmp_path, pace=Pace(between_s=0), **settings) as slack:
            await slack.answered(await slack.say_as(OTHER, api.paste, user_team=THEIRS))
        assert api.asked == 0


@pytest.mark.parametrize(
    ("fields", "around", "is_answered"),
    [
        ({"user_team": THEIRS}, {"is_ext_shared_channel": True}, False),
        ({"source_team": THEIRS}, {}, False),
        ({"user_team": "E0THEIRS", "team": TEAM}, {"is_ext_shared_channel": True}, False),
        ({"team": None}, {"is_ext_shared_channel": True}, False),
        ({"user_team": TEAM}, {"is_ext_shared_channel": True}, True),
        ({"user_team": "T0FRIENDS", "team": TEAM}, {"is_ext_shared_channel": True}, True),
        ({}, {}, True),
    ],
)
async def test_off_leaves_other_organisations_alone(
    tmp_path: Path, fields: dict[str, Any], around: dict[str, Any], is_answered: bool
) -> None:
    """Neither a paste nor a mention of theirs; ours, and those whom the operator trusts, as ever."""
    async with stand(tmp_path, AUTH401_EXTERNAL="off, T0FRIENDS") as slack:
        for text in (PASTE, f"@auth401 {PASTE}"):
            await slack.say_as(OTHER, text, around=around, **fields)
        await slack.idle()
        assert len(slack.called("chat.postMessage")) == 2 * is_answered


@pytest.mark.parametrize("value", ["", "1"])
async def test_else_they_are_answered_and_warned_like_members(tmp_path: Path, value: str) -> None:
    """The private warning goes to whoever posted the live credential, wherever they are from."""
    paste = PASTE.replace(TOLD, "ghp_" + "0a1B" * 9)
    async with stand(tmp_path, AUTH401_EXTERNAL=value) as slack:
        around = {"is_ext_shared_channel": True}
        await slack.answered(await slack.say_as(OTHER, paste, around=around, user_team=THEIRS))
        assert [(who, where) for who, where, _ in slack.told()] == [(OTHER, CHANNEL)]


@pytest.mark.parametrize("value", ["1, off", "yes", "U012345", "T0;T1", "t0theirs", "*", "T0 T1"])
def test_the_setting_takes_ids_alone(value: str) -> None:
    """What is no id would trust nobody, or everybody, by mistake."""
    with pytest.raises(SettingsError, match="AUTH401_EXTERNAL"):
        read({"AUTH401_EXTERNAL": value})


async def test_installed_by_oauth_nobody_is_ours(tmp_path: Path) -> None:
    """Anybody may have installed it: the workspace of an event says nothing about who is the operator's."""
    async with stand(tmp_path, SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="s") as slack:
        assert slack.desk.workspaces.home(envelope({})) == frozenset()
