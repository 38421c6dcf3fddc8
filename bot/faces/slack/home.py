"""The Home tab: what the app does and never does, how it is set here, and what was diagnosed. No text of anybody.

Of a channel only those hear who are in it, as far as Slack tells the app who is (scopes channels:read and groups:read,
which the manifest does not ask for); everybody hears of what they asked themselves.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.engine.history import Diagnosed
from bot.faces.slack import tally, window, words
from bot.faces.slack.desk import Desk
from bot.faces.slack.outbox import name_of
from bot.masking import BY_SHAPE, Shown
from bot.reply.blocks import Block, bullets, header, leaf, line, remark, rich, section

_RECENT, _CHANNELS, _PROBLEMS = 10, 10, 10
_PAGES, _ASKED_S = 5, 5.0
_LINE, _TITLE = 300, 90
_KINDS = ("public_channel,private_channel", "public_channel")  # the second where groups:read is missing
log = logging.getLogger("auth401.slack")


async def view(desk: Desk, client: AsyncWebClient, team: str, user: str, *, is_ours: bool) -> Block:
    """The tab of one person. ``is_ours``: their workspace is the operator's, whose problems its admins may see."""
    channels = await _channels_of(desk, client, team, user)
    stats = await desk.history.stats(team=team, within=tally.WITHIN)
    recent = await desk.history.recent(team, sorted(channels), f"{team}:{user}", within=tally.WITHIN, most=_RECENT)
    votes = await desk.history.last([one.id for one in recent])
    problems = desk.service.problems() if is_ours and await _is_admin(desk, client, user) else ()
    blocks = [
        header(words.HOME_TITLE),
        section(words.HOME),
        section(words.HOME_NEVER),
        window.button(),
        {"type": "divider"},
        header(words.HOME_SETTINGS),
        _list(await _settings(desk, team, channels)),
        {"type": "divider"},
        header(words.HOME_RECENT),
        _list([_recent(desk, one, votes.get(one.id)) for one in recent]) if recent else section(words.HOME_NO_RECENT),
        {"type": "divider"},
        header(words.HOME_CAUSES),
        *tally.shown(desk, stats),
        *_problems(problems),
        {"type": "divider"},
        section(words.help_text()),
        remark(words.HOME_KEPT),
    ]
    return {"type": "home", "blocks": blocks}


async def _settings(desk: Desk, team: str, channels: frozenset[str]) -> list[list[Block]]:
    """How the app is set: by the operator, and in those channels that the person is in."""
    settings = desk.service.settings
    hours = round(settings.keep.total_seconds() / 3600)
    lines = [
        [leaf(words.LIVES[settings.live])],
        [leaf(words.HOME_KEEPS.filled(hours=hours) if hours else words.HOME_KEEPS_NOTHING)],
        [leaf(_of_others(settings.external))],
    ]
    modes, lives = await desk.memory.modes(team), await desk.memory.lives(team)
    set_there = sorted(channels & {*modes, *lives})[:_CHANNELS]
    for channel in set_there:
        mode, live = words.MODE_NAMES[modes.get(channel, "auto")], words.LIVE_NAMES[await desk.live(team, channel)]
        lines.append([_place(channel), leaf(words.HOME_CHANNEL.filled(mode=mode, live=live))])
    return lines


def _of_others(external: frozenset[str]) -> Shown:
    if "off" in external:
        return words.HOME_LEFT_ALONE
    return words.HOME_EVERYBODY if "1" in external else words.HOME_OURS


def _recent(desk: Desk, one: Diagnosed, vote: str | None) -> list[Block]:
    """Cause, how sure, where, when, and what people said of it last."""
    title = tally.title_of(desk, one.cause).cut(_TITLE)
    certainty = words.CERTAINTIES.get(one.certainty, words.NOTHING)
    said = [leaf(words.HOME_VOTES[vote])] if vote else []
    where = _place(one.channel) if one.channel else leaf(words.HOME_PRIVATE)
    return [leaf(title, "bold"), leaf(certainty), where, leaf(words.BETWEEN), _when(one.at), *said]


def _problems(problems: Sequence[str]) -> list[Block]:
    if not problems:
        return []
    lines = [[leaf(BY_SHAPE.shown(problem).cut(_LINE))] for problem in problems[:_PROBLEMS]]
    more = len(problems) - _PROBLEMS
    rest = [[leaf(words.HOME_MORE.filled(number=more))]] if more > 0 else []
    return [{"type": "divider"}, header(words.HOME_PROBLEMS), _list([*lines, *rest])]


async def _channels_of(desk: Desk, client: AsyncWebClient, team: str, user: str) -> frozenset[str]:
    """The channels of which Slack says that the person is a member; none where it does not say."""
    for kinds in _KINDS:
        try:
            async with asyncio.timeout(_ASKED_S):
                return await _listed(client, team, user, kinds)
        except SlackApiError as error:
            if name_of(error) != "missing_scope":
                log.warning("nobody knows in which channels a person is (%s)", name_of(error))
                break
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("nobody knows in which channels a person is (%s)", type(error).__name__)
            break
    return frozenset()


async def _listed(client: AsyncWebClient, team: str, user: str, kinds: str) -> frozenset[str]:
    found, cursor = set[str](), ""
    for _ in range(_PAGES):
        page = await client.users_conversations(
            user=user, team_id=team or None, types=kinds, exclude_archived=True, limit=200, cursor=cursor or None
        )
        found |= {str(channel.get("id")) for channel in page.get("channels") or []}
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return frozenset(found)


async def _is_admin(desk: Desk, client: AsyncWebClient, user: str) -> bool:
    """One of AUTH401_ADMINS; where that is empty, whom Slack calls one (scope users:read)."""
    if admins := desk.service.settings.admins:
        return user in admins
    try:
        async with asyncio.timeout(_ASKED_S):
            person: Mapping[str, Any] = (await client.users_info(user=user)).get("user") or {}
    except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError):
        return False
    return any(person.get(name) is True for name in ("is_admin", "is_owner", "is_primary_owner"))


# ---- blocks ------------------------------------------------------------------------------------------------------


def _list(lines: Sequence[list[Block]]) -> Block:
    return rich(bullets(line(*leaves) for leaves in lines))


def _place(channel: str) -> Block:
    return {"type": "channel", "channel_id": channel}


def _when(at: datetime) -> Block:
    fallback = BY_SHAPE.shown(f"{at:%Y-%m-%d %H:%M} UTC")
    return {"type": "date", "timestamp": int(at.timestamp()), "format": "{date_short_pretty}, {time}",
            "fallback": fallback}  # fmt: skip
