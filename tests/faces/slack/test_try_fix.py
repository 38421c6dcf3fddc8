"""A correction that would send a password again waits for a button, and is proven by it."""

from __future__ import annotations

from pathlib import Path

from bot.faces.demo.workspace import CHANNEL
from bot.pace import Pace
from tests.faces.slack.stand import HERE, button_of, buttons, stand
from tests.servers import basic_site, run


async def test_the_fix_of_a_password_is_tried_when_its_author_asks(tmp_path: Path) -> None:
    """Digest instead of Basic is offered first, and proven after the press; then there is nothing more to press."""
    with run.wsgi(basic_site.application()) as url:
        opened = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:*"}
        paste = f"401 again\n```\ncurl -u '{basic_site.USER}:{basic_site.PASSWORD}' {url}/digest\n```"
        async with stand(tmp_path, pace=Pace(between_s=0), **opened) as slack:
            message = await slack.say(paste)
            reply = await slack.answered(message)
            assert "Observed" in str(reply["blocks"])
            await slack.delivery.press(reply, CHANNEL, button_of(reply))
            await slack.idle()
            (after,) = slack.replies(message)
            assert "Proven" in str(after["blocks"])
            assert not buttons(after)
            assert basic_site.PASSWORD not in str(after)
