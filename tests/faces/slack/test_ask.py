"""AUTH401_LIVE=ask: nothing is sent to an API before the one who pasted the request presses the button."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from bot.faces.demo.workspace import CHANNEL
from bot.faces.slack.web import listening
from tests.faces.slack.stand import HERE, TOLD, Stand, stand

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Api:
    """An API that refuses everything and counts."""

    def __init__(self) -> None:
        self.asked, self.port = 0, 0

    async def refuse(self, _: web.Request) -> web.Response:
        """401, whatever is asked."""
        self.asked += 1
        return web.json_response({"error": "invalid_token"}, status=401, headers={"WWW-Authenticate": "Bearer"})

    @property
    def paste(self) -> str:
        """A request to it."""
        return f"401\n```\ncurl http://{HERE}:{self.port}/v1/me -H 'Authorization: Bearer {TOLD}'\n```"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def api() -> AsyncIterator[Api]:
    """The API, listening."""
    api, site = Api(), web.Application()
    site.router.add_route("*", "/v1/me", api.refuse)
    async with listening(site, HERE, 0) as port:
        api.port = port
        yield api


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(tmp_path_factory: pytest.TempPathFactory, api: Api) -> AsyncIterator[Stand]:
    """One app for the whole file."""
    folder = tmp_path_factory.mktemp("slack")
    async with stand(folder, AUTH401_LIVE="ask", AUTH401_ALLOW_HOSTS=f"{HERE}:{api.port}") as made:
        yield made


def the_button(reply: dict[str, Any]) -> dict[str, Any]:
    """The one button of a reply."""
    (button,) = [item for block in reply["blocks"] if block["type"] == "actions" for item in block["elements"]]
    return {"action_id": button["action_id"], "value": button["value"]}


async def test_the_button_asks_the_api(slack: Stand, api: Api) -> None:
    """First the text alone; after the press the same reply, from live checks. The button holds no secret."""
    message = await slack.say(api.paste)
    reply = await slack.answered(message)
    assert api.asked == 0
    button = the_button(reply)
    assert len(button["value"]) < 40
    await slack.delivery.press(reply, CHANNEL, button)
    await slack.idle()
    assert api.asked > 0
    (after,) = slack.replies(message)
    assert after["ts"] == reply["ts"]
    assert not [block for block in after["blocks"] if block["type"] == "actions"]


async def test_nobody_else_may_press_it(slack: Stand, api: Api) -> None:
    """The request carries its author's credential: others are told so, privately."""
    message = {**slack.workspace.say(CHANNEL, api.paste), "channel": CHANNEL, "channel_type": "channel"}
    await slack.deliver({**message, "user": "U0OTHER"})
    reply, before = await slack.answered(message), api.asked
    await slack.delivery.press(reply, CHANNEL, the_button(reply))
    await slack.idle()
    assert api.asked == before
    assert "Only whoever pasted" in slack.called("chat.postEphemeral")[-1]["text"]


async def test_a_button_that_is_too_old_says_so(slack: Stand, api: Api) -> None:
    """The sealed copy is kept for a day; after it, or with an invented id, one is asked to paste again."""
    message = await slack.say(api.paste)
    reply, before = await slack.answered(message), api.asked
    await slack.delivery.press(reply, CHANNEL, {**the_button(reply), "value": "no-such-offer"})
    await slack.idle()
    assert api.asked == before
    assert "paste it again" in slack.called("chat.postEphemeral")[-1]["text"]
