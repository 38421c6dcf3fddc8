"""``/auth401 stats``: how many were asked and answered in this workspace, and what it was. Counts, no text."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.faces.demo.workspace import CHANNEL
from tests.faces.slack.pressing import words_of
from tests.faces.slack.stand import PASTE, TOLD, stand

PLACEHOLDER = PASTE.replace(TOLD, "YOUR_API_KEY")


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_counts_and_causes(tmp_path: Path, transport: str) -> None:
    """Messages and private commands count once each, an edit not twice; the most frequent cause is first."""
    async with stand(tmp_path, transport=transport) as slack:
        said, _ = await slack.delivery.command("stats", CHANNEL)
        assert "Nothing was asked" in said
        for number in range(2):
            await slack.answered(await slack.say(f"{number} {PLACEHOLDER}"))
        message = await slack.say(PASTE.replace("https:", "http:"))
        await slack.answered(message)
        await slack.edit(message, PASTE.replace("Bearer", "Token"))
        await slack.delivery.command(PLACEHOLDER.split("```\n")[1], CHANNEL)
        await slack.idle()
        told, _ = await slack.delivery.commanded("stats", CHANNEL)
        assert "in this workspace*: 4. " in told["text"]
        chart = words_of(told["blocks"][1:])
        assert "█" in chart
        assert " 3  " in chart.splitlines()[-1] or " 3  " in chart
        assert "api.example.com" not in str(told)
        assert TOLD not in str(told)
        elsewhere, _ = await slack.delivery.command("stats", CHANNEL, team_id="T0NEW")
        assert "Nothing was asked" in elsewhere
