"""``/auth401 live [auto|ask|off]``: whether APIs are asked for pastes of this channel. All of it are told.

The operator's AUTH401_LIVE is the most that a channel can have: members hold the app back, they do not let it loose.
"""

from __future__ import annotations

from bot.faces.slack import words
from bot.faces.slack.commands._called import Called
from bot.faces.slack.desk import Desk, stricter
from bot.faces.slack.leaving import Said, sentence
from bot.reply.mrkdwn import Mrkdwn, person

ARGUMENTS = 1
USAGE = Mrkdwn.ours(
    "`/auth401 live auto|ask|off`: whether I ask APIs for what is pasted in this channel, as in `/auth401 live ask`"
)


async def run(called: Called, desk: Desk) -> Said:
    """Set it, or say how it is."""
    most, live = desk.service.settings.live, called.arguments[0].lower() if called.arguments else ""
    if live not in words.LIVES:
        now = await desk.live(called.team, called.channel)
        return sentence(words.LIVE_USAGE.filled(live=words.LIVE_NAMES[now], meaning=words.LIVES[now]))
    if stricter(most, live) != live:
        return sentence(words.LIVE_NOT_MORE.filled(live=words.LIVE_NAMES[most], meaning=words.LIVES[most]))
    await desk.memory.set_live(called.team, called.channel, live)
    set_to = {"live": words.LIVE_NAMES[live], "meaning": words.LIVES[live]}
    if not called.channel.startswith("D"):
        said = words.LIVE_SAID.filled(user=person(called.user), **set_to)
        await desk.take_in(called.job("say", text=said), "live")
    return sentence(words.LIVE_SET.filled(**set_to))
