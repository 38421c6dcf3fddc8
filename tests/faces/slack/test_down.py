"""Slack's Web API is down when the app starts."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from bot.faces.demo.webapi import Arguments
from tests.faces.slack.stand import PASTE, stand


async def test_a_web_api_that_is_down_loses_nothing(tmp_path: Path) -> None:
    """The event is taken in all the same, and answered when Slack is back."""
    async with stand(tmp_path) as slack:

        async def down(_: str, __: Arguments) -> web.Response | None:
            return web.Response(status=503, text="upstream connect error")

        slack.api.before = down
        message = await slack.say(f"@auth401 {PASTE}")
        await slack.until(lambda: slack.called("auth.test"))
        slack.api.before = None
        await slack.answered(message)
