"""Two hundred events at once, half of them chatter: each paste is answered once, chatter by silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.faces.demo.workspace import CHANNEL
from tests.faces.slack.stand import PASTE, stand

MANY = 100


@pytest.mark.processes
@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_each_paste_is_answered_once(tmp_path: Path, transport: str) -> None:
    """However often Slack has to send it; chatter costs no call to Slack."""
    async with stand(tmp_path, is_apart=True, transport=transport, between_posts_s=0) as slack:
        await slack.answered(await slack.say(PASTE))  # what is loaded once is loaded
        before = len(slack.api.calls)
        slack.events.clear()
        pastes = [slack.workspace.say(CHANNEL, f"{number} {PASTE}") for number in range(MANY)]
        chatter = [slack.workspace.say(CHANNEL, f"lunch at {number}?") for number in range(MANY)]
        events = [{**event, "user": f"U0{number % 40}"} for number, event in enumerate(slack.events)]
        mixed = [event for pair in zip(events[:MANY], events[MANY:], strict=True) for event in pair]
        while mixed:  # a busy machine may be late: then Slack sends it again
            statuses = await slack.deliver(*mixed)
            assert set(statuses) <= {200, 0}
            mixed = [event for event, status in zip(mixed, statuses, strict=True) if status == 0]
        await slack.idle()
        assert [len(slack.replies(message)) for message in pastes] == [1] * MANY
        assert all(slack.replies(message)[0].get("edited") for message in pastes)
        assert not any(slack.replies(message) for message in chatter)
        names = [name for name, _ in slack.api.calls[before:]]
        assert names.count("chat.postMessage") == names.count("chat.update") == len(names) / 2 == MANY
        assert json.loads(await slack.page("healthz"))["queue"]["depth"] == 0
