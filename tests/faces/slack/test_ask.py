"""AUTH401_LIVE=ask: nothing is sent to an API before the one who pasted the request presses the button."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.faces.demo.workspace import CHANNEL
from tests.faces.slack.refusing_api import Api
from tests.faces.slack.stand import HERE, Stand, button_of, buttons, stand

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(tmp_path_factory: pytest.TempPathFactory, api: Api) -> AsyncIterator[Stand]:
    """One app for the whole file."""
    folder = tmp_path_factory.mktemp("slack")
    async with stand(folder, AUTH401_LIVE="ask", AUTH401_ALLOW_HOSTS=f"{HERE}:{api.port}") as made:
        yield made


async def test_button_of_asks_the_api(slack: Stand, api: Api) -> None:
    """First the text alone; after the press the same reply, from live checks. The button holds no secret."""
    message = await slack.say(api.paste)
    reply = await slack.answered(message)
    assert api.asked == 0
    button = button_of(reply)
    assert len(button["value"]) < 40
    await slack.delivery.press(reply, CHANNEL, button)
    await slack.idle()
    assert api.asked > 0
    (after,) = slack.replies(message)
    assert after["ts"] == reply["ts"]
    assert not buttons(after)


async def test_nobody_else_may_press_it(slack: Stand, api: Api) -> None:
    """The request carries its author's credential: others are told so, privately."""
    message = {**slack.workspace.say(CHANNEL, api.paste), "channel": CHANNEL, "channel_type": "channel"}
    await slack.deliver({**message, "user": "U0OTHER"})
    reply, before = await slack.answered(message), api.asked
    await slack.delivery.press(reply, CHANNEL, button_of(reply))
    await slack.idle()
    assert api.asked == before
    assert "Only whoever pasted" in slack.called("chat.postEphemeral")[-1]["text"]


async def test_a_button_that_is_too_old_says_so(slack: Stand, api: Api) -> None:
    """The sealed copy is kept for a day; after it, or with an invented id, one is asked to paste again."""
    message = await slack.say(api.paste)
    reply, before = await slack.answered(message), api.asked
    await slack.delivery.press(reply, CHANNEL, {**button_of(reply), "value": "no-such-offer"})
    await slack.idle()
    assert api.asked == before
    assert "paste it again" in slack.called("chat.postEphemeral")[-1]["text"]
