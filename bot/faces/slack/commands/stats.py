"""``/auth401 stats``: what this workspace asked in the last month, and what it was. Counts alone."""

from __future__ import annotations

from bot.faces.slack import tally
from bot.faces.slack.commands._called import Called
from bot.faces.slack.desk import Desk
from bot.faces.slack.leaving import Said
from bot.reply.mrkdwn import Mrkdwn

ARGUMENTS = 0
USAGE = Mrkdwn.ours("`/auth401 stats`: what was asked here, and what it was")


async def run(called: Called, desk: Desk) -> Said:
    """The counts of the workspace, for whoever asks."""
    return await tally.told(desk, called.team)
