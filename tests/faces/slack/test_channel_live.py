"""``/auth401 live``: a channel holds live checks back further than the operator does."""

from __future__ import annotations

import pytest

from bot.faces.demo.workspace import BOT, CHANNEL, YOU
from tests.faces.slack.refusing_api import Api
from tests.faces.slack.stand import ELSEWHERE, Stand, buttons

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_off_sends_nothing_from_this_channel(slack: Stand, api: Api) -> None:
    """All are told; pastes and private commands of the channel go by the text alone; elsewhere the API is asked."""
    await slack.delivery.command("live off", CHANNEL)
    await slack.until(
        lambda: [m for m in slack.workspace.messages[CHANNEL] if m["user"] == BOT and "*off*" in m["text"]]
    )
    assert f"<@{YOU}>" in slack.called("chat.postMessage")[-1]["text"]
    before = api.asked
    answer = await slack.answered(await slack.say(api.paste))
    await slack.delivery.command(api.paste.split("```\n")[1], CHANNEL)
    await slack.idle()
    assert not buttons(answer)
    assert api.asked == before
    await slack.answered(await slack.say(api.with_token("another-5f0c1d2e3b4a59687f"), ELSEWHERE), ELSEWHERE)
    assert api.asked > before
    await slack.delivery.command("live auto", CHANNEL)
    await slack.idle()


async def test_ask_waits_for_the_button(slack: Stand, api: Api) -> None:
    """As AUTH401_LIVE=ask does, in this channel alone."""
    await slack.delivery.command("live ask", CHANNEL)
    await slack.idle()
    before = api.asked
    answer = await slack.answered(await slack.say(api.with_token("a-third-one-5f0c1d2e3b4a5")))
    assert api.asked == before
    await slack.press(answer, YOU)
    await slack.idle()
    assert api.asked > before
    await slack.delivery.command("live auto", CHANNEL)
    await slack.idle()


@pytest.mark.parametrize("text", ["live", "live loud"])
async def test_what_may_stand_there_is_said(slack: Stand, text: str) -> None:
    """With what it is now; nothing changes."""
    said, _ = await slack.delivery.command(text, CHANNEL)
    assert "auto|ask|off" in said
    assert "*auto*" in said
