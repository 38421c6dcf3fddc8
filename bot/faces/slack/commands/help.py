"""``/auth401 help`` and ``/auth401`` alone: what the app does and which sub-commands there are."""

from __future__ import annotations

from bot.faces.slack import commands, words
from bot.faces.slack.commands._called import Called
from bot.faces.slack.desk import Desk
from bot.listing import modules
from bot.reply.mrkdwn import Mrkdwn

ARGUMENTS = 0
USAGE = Mrkdwn.ours("`/auth401 help`: this text")


async def run(called: Called, desk: Desk) -> Mrkdwn:
    """The help, with a line from each command's own file."""
    return words.help_text([module.USAGE for module in modules(commands).values()])
