"""``/auth401 help`` and ``/auth401`` alone: what the app does, its sub-commands, and a button for the window."""

from __future__ import annotations

from bot.faces.slack import commands, window, words
from bot.faces.slack.commands._called import Called
from bot.faces.slack.desk import Desk
from bot.faces.slack.leaving import Said
from bot.listing import modules
from bot.reply.blocks import section
from bot.reply.mrkdwn import Mrkdwn

ARGUMENTS = 0
USAGE = Mrkdwn.ours("`/auth401 help`: this text")


async def run(called: Called, desk: Desk) -> Said:
    """The help, with a line from each command's own file, and the button that opens the window."""
    return whole()


def whole(before: Mrkdwn | None = None) -> Said:
    """The help; ``before`` stands above it."""
    text = words.help_text([module.USAGE for module in modules(commands).values()])
    above = [section(before)] if before else []
    return Said(text=words.ABOVE.filled(above=before, text=text) if before else text,
                blocks=[*above, section(text), window.button()])  # fmt: skip
