"""``/auth401 mode [auto|mention|off]``: when the app answers in this channel. Any member may set it; all are told."""

from __future__ import annotations

from bot.faces.slack import words
from bot.faces.slack.commands._called import Called
from bot.faces.slack.desk import Desk

ARGUMENTS = 1
USAGE = "`/auth401 mode auto|mention|off`: when I answer in this channel"


async def run(called: Called, desk: Desk) -> str:
    """Set the mode, or say which one it is."""
    if called.channel.startswith("D"):
        return words.MODE_ONLY_IN_CHANNELS
    mode = called.arguments[0].lower() if called.arguments else ""
    if mode not in words.MODES:
        now = await desk.mode(called.team, called.channel)
        return words.MODE_USAGE.format(mode=now, meaning=words.MODES[now])
    await desk.memory.set_mode(called.team, called.channel, mode)
    said = words.MODE_SAID.format(user=called.user, mode=mode, meaning=words.MODES[mode])
    await desk.take_in(called.job("say", text=said), "mode")
    return words.MODE_SET.format(mode=mode, meaning=words.MODES[mode])
