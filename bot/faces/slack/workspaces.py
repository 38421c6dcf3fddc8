"""Workspaces: with which token the app speaks in a workspace, and who it is there.

One workspace by SLACK_BOT_TOKEN, or many by OAuth whose installations are kept sealed. Bolt's own authorization asks
Slack ``auth.test`` at every event; here it is asked once, so that an event can be journaled while the Web API is down.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.errors import SlackApiError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.engine.memory import Memory
from bot.faces.slack import words
from bot.faces.slack.outbox import Outbox, name_of
from bot.faces.slack.whose import authorized

SLACK_CALL_S = 15.0
_EXPIRING_MIN = 120  # a rotated token lasts twelve hours
_STATE_LASTS = timedelta(minutes=10)
log = logging.getLogger("auth401.slack")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the app is in a workspace. ``home``: the ids of the workspace and of its organisation."""

    bot_id: str
    user_id: str
    home: frozenset[str] = frozenset()


class TokenRefusedError(Exception):
    """Slack refused a token at the start; the text says which and where a good one is found."""


class Workspaces(AsyncAuthorize):
    """Bolt asks it to authorize an event; the jobs ask it for a client."""

    def __init__(
        self,
        client: AsyncWebClient,
        outbox: Outbox,
        installations: Installations | None,
        rotator: AsyncTokenRotator | None = None,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._client, self._outbox, self._installations = client, outbox, installations
        self._identity: Identity | None = None
        self._asking, self._rotating = asyncio.Lock(), asyncio.Lock()
        self._rotator = rotator

    async def introduce(self) -> None:
        """Learn who we are at the start; a Web API that is down does not keep us from taking events in.

        Raises TokenRefusedError when Slack does not take SLACK_BOT_TOKEN.
        """
        if self._installations is not None:
            return
        try:
            await self._known_within(5.0)
        except SlackApiError as error:
            raise TokenRefusedError(words.refused_token(name_of(error))) from None

    async def _known_within(self, seconds: float) -> Identity:
        """Who SLACK_BOT_TOKEN is; nobody in particular while Slack cannot be reached. Raises SlackApiError."""
        if self._identity is not None:
            return self._identity
        try:
            async with asyncio.timeout(seconds):
                return await self._ask()
        except TimeoutError:
            log.warning("Slack's Web API could not be reached yet")
            return Identity(bot_id="", user_id="")

    async def _ask(self) -> Identity:
        async with self._asking:
            if self._identity is None:
                found = await self._outbox.call(self._client, "auth_test")
                home = {found.get("team_id"), found.get("enterprise_id")}
                self._identity = Identity(
                    bot_id=found.get("bot_id") or "",
                    user_id=found.get("user_id") or "",
                    home=frozenset(one for one in home if one and isinstance(one, str)),
                )
            return self._identity

    def home(self, body: Mapping[str, Any]) -> frozenset[str]:
        """The ids of the workspace and the organisation whose people are ours; empty when nobody's are known to be.

        With SLACK_BOT_TOKEN they are the token's own (while Slack could not be asked, those that the event names). Over
        OAuth anybody can install the app: only AUTH401_EXTERNAL says then who is ours.
        """
        if self._installations is not None:
            return frozenset()
        return self._identity.home if self._identity is not None else authorized(body)

    async def client(self, enterprise: str | None, team: str) -> AsyncWebClient | None:
        """A client for the workspace, or None when the app is not installed there any more."""
        if self._installations is None:
            return self._client
        bot = await self._installations.async_find_bot(enterprise_id=enterprise, team_id=team)
        if bot is not None and _is_expiring(bot) and self._rotator is not None:
            bot = await self._rotated(self._installations, self._rotator, enterprise, team)
        return new_client(self._client.base_url, bot.bot_token, self._client.session) if bot else None

    async def _rotated(
        self, installations: Installations, rotator: AsyncTokenRotator, enterprise: str | None, team: str
    ) -> Bot | None:
        """The workspace's bot with a token that lasts. A refresh token is good once; whoever is late finds the new."""
        async with self._rotating:
            bot = await installations.async_find_bot(enterprise_id=enterprise, team_id=team)
            if bot is None or not _is_expiring(bot):
                return bot
            try:
                async with asyncio.timeout(SLACK_CALL_S):
                    fresh = await rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=_EXPIRING_MIN)
            except (SlackTokenRotationError, aiohttp.ClientError, OSError, TimeoutError) as error:
                log.warning("a token could not be rotated (%s)", type(error).__name__)
                return await installations.async_find_bot(enterprise_id=enterprise, team_id=team)  # another may have
            if fresh is not None:
                await installations.async_save_bot(fresh)
            return fresh or bot

    async def forget(self, enterprise: str | None, team: str, *, is_org: bool, at: float) -> None:
        """The app was removed, or its token revoked, ``at`` (seconds since the epoch): it has no more business there.

        A notice that comes after the app was installed again changes nothing.
        """
        if self._installations is None:
            log.error("Slack revoked SLACK_BOT_TOKEN, or the app was removed: nothing can be answered any more")
            return
        where = {"enterprise_id": enterprise, "team_id": None if is_org else team}
        bot = await self._installations.async_find_bot(**where, is_enterprise_install=is_org)
        if bot is not None and at >= int(bot.installed_at):
            await self._installations.async_delete_bot(**where)

    async def __call__(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_: Any
    ) -> AuthorizeResult | None:
        """Bolt's question: may this event be handled, and as whom?"""
        if self._installations is None:
            who = await self._known_within(1.0)
            token, bot_id, bot_user_id = self._client.token, who.bot_id or None, who.user_id or None
        else:
            bot = await self._installations.async_find_bot(enterprise_id=enterprise_id, team_id=team_id)
            if bot is None:
                return None
            token, bot_id, bot_user_id = bot.bot_token, bot.bot_id, bot.bot_user_id
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_token=token,
            bot_id=bot_id,
            bot_user_id=bot_user_id,
        )


def _is_expiring(bot: Bot) -> bool:
    """Does its token end soon? Only rotated tokens end at all."""
    ends = bot.bot_token_expires_at
    return ends is not None and bool(bot.bot_refresh_token) and ends - time.time() < _EXPIRING_MIN * 60


def new_client(base_url: str, token: str | None, session: aiohttp.ClientSession | None) -> AsyncWebClient:
    """A client without retries of its own: the Outbox has them. How long a call may take is the session's."""
    return AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[])


class Installations(AsyncInstallationStore):
    """Installations by OAuth, one bot per workspace or organisation, sealed."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    @property
    def logger(self) -> logging.Logger:
        """Where Bolt may complain."""
        return log

    async def async_save(self, installation: Installation) -> None:
        """Keep the bot of an installation; user tokens are not asked for and not kept."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot."""
        ends = bot.bot_token_expires_at
        values = {**bot.to_dict(), "installed_at": float(bot.installed_at), "bot_token_expires_at": ends}
        team = None if bot.is_enterprise_install else bot.team_id
        await self._memory.put_sealed(_name(bot.enterprise_id, team), _plain(values))

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """The bot of the workspace, else that of its organisation, else None."""
        names = [_name(enterprise_id, team_id), _name(None, team_id), _name(enterprise_id, None)]
        for name in names[2:] if is_enterprise_install else names:
            if (values := await self._memory.sealed(name)) is not None:
                return Bot(**values)
        return None

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """The installation as Bolt wants to see it, made of the bot."""
        bot = await self.async_find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        if bot is None:
            return None
        shared = {key: getattr(bot, key) for key in ("app_id", "enterprise_id", "team_id", "bot_token", "bot_id")}
        return Installation(user_id=user_id or "", bot_user_id=bot.bot_user_id, **shared)

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the workspace, or (without ``team_id``) the organisation."""
        for name in {_name(enterprise_id, team_id), _name(None, team_id)} - {_name(None, None)}:
            await self._memory.take_sealed(name)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """A person's tokens are not kept, so there is nothing to forget for one."""


class States(AsyncOAuthStateStore):
    """The one-time ``state`` of an installation, good for ten minutes and for any of our processes."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    @property
    def logger(self) -> logging.Logger:
        """Where Bolt may complain."""
        return log

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """A new state."""
        state = secrets.token_urlsafe(24)
        await self._memory.put_sealed(f"oauth-state/{state}", True, lasts=_STATE_LASTS)
        return state

    async def async_consume(self, state: str) -> bool:
        """Was it issued here, lately, and not used before?"""
        return await self._memory.take_sealed(f"oauth-state/{state[:100]}") is not None


def _name(enterprise: str | None, team: str | None) -> str:
    return f"installation/{enterprise or '-'}/{team or '-'}"


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if isinstance(value, str | int | float | list) or value is None}
