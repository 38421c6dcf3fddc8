"""What the operator did not allow, no channel allows by ``/auth401 live``."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.faces.demo.workspace import CHANNEL
from bot.pace import Pace
from tests.faces.slack.refusing_api import Api, refusing_api
from tests.faces.slack.stand import HERE, stand


@pytest.mark.parametrize(("most", "wanted"), [("off", "auto"), ("off", "ask"), ("ask", "auto")])
async def test_a_channel_cannot_let_it_loose(tmp_path: Path, most: str, wanted: str) -> None:
    """What the operator did not allow stays so, and that is said to whoever tried."""
    async with refusing_api() as api:
        await _tried(tmp_path, api, most, wanted)


async def _tried(folder: Path, api: Api, most: str, wanted: str) -> None:
    opened = {"AUTH401_LIVE": most, "AUTH401_ALLOW_HOSTS": f"{HERE}:{api.port}"}
    async with stand(folder, pace=Pace(between_s=0), **opened) as slack:
        said, _ = await slack.delivery.command(f"live {wanted}", CHANNEL)
        assert f"*{most}*" in said
        before = api.asked
        await slack.answered(await slack.say(api.paste))
        assert api.asked == before
        assert not [m for m in slack.workspace.messages[CHANNEL] if "live checks" in m["text"]]
