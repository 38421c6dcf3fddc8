"""``/auth401 mode [auto|mention|off]``: when the app answers in this channel. Any member may set it; all are told."""

from __future__ import annotations

from bot.faces.slack import words
from bot.faces.slack.commands._called import Called
from bot.faces.slack.desk import Desk
from bot.faces.slack.leaving import Said, sentence
from bot.reply.mrkdwn import Mrkdwn, person

ARGUMENTS = 1
USAGE = Mrkdwn.ours("`/auth401 mode auto|mention|off`: when I answer in this channel, as in `/auth401 mode mention`")


async def run(called: Called, desk: Desk) -> Said:
    """Set the mode, or say which one it is."""
    if called.channel.startswith("D"):
        return sentence(words.MODE_ONLY_IN_CHANNELS)
    mode = called.arguments[0].lower() if called.arguments else ""
    if mode not in words.MODES:
        now = await desk.mode(called.team, called.channel)
        return sentence(words.MODE_USAGE.filled(mode=words.MODE_NAMES[now], meaning=words.MODES[now]))
    await desk.memory.set_mode(called.team, called.channel, mode)
    set_to = {"mode": words.MODE_NAMES[mode], "meaning": words.MODES[mode]}
    said = words.MODE_SAID.filled(user=person(called.user), **set_to)
    await desk.take_in(called.job("say", text=said), "mode")
    return sentence(words.MODE_SET.filled(**set_to))
