"""What the operator says about people of other organisations: by the button, and by AUTH401_EXTERNAL."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.faces.demo.delivery import envelope
from bot.pace import Pace
from bot.settings import SettingsError, read
from tests.faces.slack.refusing_api import Api, refusing_api
from tests.faces.slack.stand import HERE, OTHER, stand

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


@pytest.mark.parametrize("value", ["yes", "U012345", "T0;T1", "t0theirs", "*", "T0 T1"])
def test_the_setting_takes_ids_alone(value: str) -> None:
    """What is no id would trust nobody, or everybody, by mistake."""
    with pytest.raises(SettingsError, match="AUTH401_EXTERNAL"):
        read({"AUTH401_EXTERNAL": value})


async def test_installed_by_oauth_nobody_is_ours(tmp_path: Path) -> None:
    """Anybody may have installed it: the workspace of an event says nothing about who is the operator's."""
    async with stand(tmp_path, SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="s") as slack:
        assert slack.desk.workspaces.home(envelope({})) == frozenset()
