"""What Slack sends -> work. Thin: unpack, decide whether it is for us, journal, acknowledge.

The app is built with ``process_before_response``: Bolt then answers Slack when the listener has ended, and a listener
ends when its work is in the journal. A journal that fails is answered 500, and Slack sends the event again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.engine.work import Job
from bot.faces.slack import (
    behind,
    buttons,
    card,
    commands,
    escalate,
    examples,
    feedback,
    follow_up,
    offers,
    rendering,
    share,
    window,
    words,
)
from bot.faces.slack.asked import Asked
from bot.faces.slack.commands import help as help_command
from bot.faces.slack.commands._called import Called
from bot.faces.slack.commands._unknown import is_unknown, nearest
from bot.faces.slack.deletions import deleted
from bot.faces.slack.desk import Desk
from bot.faces.slack.events import asked, asked_by_shortcut
from bot.faces.slack.examining import LONG, is_wanted
from bot.faces.slack.leaving import Said, checked
from bot.faces.slack.whose import is_foreign, is_of, is_of_home
from bot.listing import modules
from bot.masking import BY_SHAPE
from bot.parsing.follow_up import is_follow_up
from bot.parsing.triage import is_for_us
from bot.reply.mrkdwn import Mrkdwn

Body = Mapping[str, Any]
SHORTCUT = "diagnose"  # the callback_id in manifest.json
_ANY = re.compile("")


def register(app: AsyncApp, desk: Desk) -> None:
    """Wire the listeners to what Slack sends."""
    listeners = Listeners(desk)
    app.event("message")(listeners.on_message)
    app.event("app_mention")(listeners.on_message)
    app.event("app_home_opened")(listeners.on_home)
    app.event("app_uninstalled")(listeners.on_removed)
    app.event("tokens_revoked")(listeners.on_removed)
    app.command("/auth401")(listeners.on_command)
    app.message_shortcut(SHORTCUT)(listeners.on_shortcut)
    app.global_shortcut(window.ASK)(listeners.on_open)
    app.action(window.OPEN)(listeners.on_open)
    app.view(window.WINDOW)(listeners.on_window)
    app.action(share.SHARE)(listeners.on_share)
    app.action(offers.ASK)(listeners.on_ask)
    app.action(offers.AGAIN)(listeners.on_ask)
    app.action(card.RIGHT)(listeners.on_vote)
    app.action(card.WRONG)(listeners.on_vote)
    app.action(card.ESCALATE)(listeners.on_escalate)
    app.action(buttons.MORE)(listeners.on_more)
    app.action(rendering.DETAILS)(listeners.on_behind)
    app.action(rendering.STEPS)(listeners.on_behind)
    # What an operator subscribed to beyond the manifest: Bolt would answer 404, and Slack would send it again
    app.event(_ANY)(listeners.on_other)
    app.action(_ANY)(listeners.on_other)


def _us(body: Body) -> str:
    """Our user id as the event tells it, for while Slack could not be asked."""
    told = body.get("authorizations") or [{}]
    return str(told[0].get("user_id") or "")


async def _answer(ack: AsyncAck, said: Said) -> None:
    """Answer a command in its ack, for whoever called."""
    told = checked(said.journaled())
    await ack(response_type="ephemeral", text=told["text"], blocks=told["blocks"])


def _team(body: Body, context: AsyncBoltContext) -> str:
    """The workspace. Where the app is installed for a whole organisation, authorizations name none; the event does."""
    told = (context.team_id, body.get("context_team_id"), body.get("team_id"))
    return next((one for one in told if isinstance(one, str) and one), "")


def _pressed(body: Body, context: AsyncBoltContext) -> dict[str, Any]:
    """Who pressed, and where: ``place`` is the ts of the answer, ``response_url`` stands for a private one."""
    container, message = body.get("container") or {}, body.get("message") or {}
    private_url = body.get("response_url") if container.get("is_ephemeral") else ""
    return {
        "enterprise": context.enterprise_id,
        "team": context.team_id or "",
        "channel": context.channel_id or "",
        "user": context.user_id or "",
        "place": str(container.get("message_ts") or message.get("ts") or ""),
        "in_thread": str(container.get("thread_ts") or message.get("thread_ts") or ""),
        "response_url": str(private_url or ""),
    }


class Listeners:
    """One method per thing that Slack sends."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._commands = modules(commands)

    async def on_message(self, body: Body, context: AsyncBoltContext) -> None:
        """A message, a mention of us, an edit: the same piece of work, decided here, done later."""
        us, home = context.bot_user_id or _us(body), self._home(body)
        team, enterprise = _team(body, context), context.enterprise_id
        if (gone := deleted(body, team=team, enterprise=enterprise, us=us, home=home)) is not None:
            if await self._may_be_answered(gone):
                await self._desk.take_in(gone.job("deleted", kind="delete"), "deletion")
            return
        found = asked(body, team=team, enterprise=enterprise, us=us, home=home)
        if found is None or self._is_left_alone(body, home) or not await self._is_wanted(found):
            return
        if found.is_edit:
            await self._desk.take_in(found.job(f"edit:{found.version}"), "edit")
        else:
            await self._desk.take_in(found.job("message"), "message")

    async def on_command(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """``/auth401``: a sub-command is answered at once, a paste privately when it was looked at."""
        called = Called.of(body, context.enterprise_id)
        command = self._commands.get(called.name)
        if command is not None and len(called.arguments) <= command.ARGUMENTS:
            await _answer(ack, await command.run(called, self._desk))
            return
        if (meant := self._meant(called)) is not None:
            await _answer(ack, help_command.whole(meant))
            return
        home = self._home(body)
        is_external = not (is_of_home(body, home) and called.team in home)
        await self._desk.take_in(called.job("private", text=called.text, is_external=is_external), "command")
        await ack(response_type="ephemeral", text=checked(words.PRIVATE_PROGRESS))

    def _meant(self, called: Called) -> Mrkdwn | None:
        """Words for whoever misspelled a sub-command, or gave it too much; None for a paste."""
        name = nearest(called.name, self._commands) if is_unknown(called) else None
        if name is None:
            return None
        return words.UNKNOWN.filled(word=BY_SHAPE.shown(called.text), command=BY_SHAPE.shown(name))

    async def on_open(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """The global shortcut, or a button that opens the window."""
        team, user = context.team_id or "", context.user_id or ""
        await window.open_for(self._desk, body, enterprise=context.enterprise_id, team=team, user=user)
        await ack()

    async def on_window(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """What was filled into the window; empty, it stays open and says so."""
        found, home = window.filled(body), self._home(body)
        if found.complaints:
            await ack(response_action="errors", errors=checked(found.complaints))
            return
        is_external = not (is_of_home(body, home) and is_of(home, body.get("user"), {"team": body.get("team")}))
        team, user = context.team_id or "", context.user_id or ""
        job = await window.job(
            self._desk,
            body,
            found,
            enterprise=context.enterprise_id,
            team=team,
            user=user,
            is_external=is_external,
        )
        await self._desk.take_in(job, "window")
        await ack()

    async def on_share(self, ack: AsyncAck, body: Body, action: Body, context: AsyncBoltContext) -> None:
        """*Share in channel*: for whoever asked, once."""
        where = {
            "enterprise": context.enterprise_id,
            "team": context.team_id or "",
            "channel": context.channel_id or "",
            "user": context.user_id or "",
            "response_url": str(body.get("response_url") or ""),
        }
        is_accepted = await share.accept(self._desk, str(action.get("value") or ""), where)
        if not is_accepted:
            no = words.SHARE_GONE if is_accepted is None else words.SHARE_NOT_YOURS
            await self._tell(where, action, no, "share")
        await ack()

    async def on_shortcut(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """*Diagnose this 401* in a message's menu: whoever wrote it, and whatever the channel's mode."""
        team, channel = context.team_id or "", context.channel_id or ""
        is_private = await self._desk.mode(team, channel) == "off"
        found = asked_by_shortcut(
            body, team=team, enterprise=context.enterprise_id, is_private=is_private, home=self._home(body)
        )
        await self._desk.take_in(found.job(f"shortcut:{body.get('action_ts') or body.get('trigger_id')}"), "shortcut")
        await ack()

    async def on_ask(self, ack: AsyncAck, body: Body, action: Body, context: AsyncBoltContext) -> None:
        """The button that asks the API: for whoever the credential belongs to, once, however often it is pressed."""
        offer, presser = str(action.get("value") or ""), context.user_id or ""
        is_private = bool((body.get("container") or {}).get("is_ephemeral"))
        private_url = str(body.get("response_url") or "") if is_private else ""
        is_accepted = await offers.accept(self._desk, offer, presser, private_url)
        if not is_accepted:
            no = words.ASK_LIVE_GONE if is_accepted is None else words.ASK_LIVE_NOT_YOURS
            await self._tell(_pressed(body, context), action, no, "ask")
        await ack()

    async def on_vote(self, ack: AsyncAck, body: Body, action: Body, context: AsyncBoltContext) -> None:
        """*This was it* and *Not it*: for anyone in the conversation."""
        name, value = buttons.chosen(action)
        where = _pressed(body, context)
        if not await feedback.accept(self._desk, name, value, where, gives=examples.is_ticked(body)):
            await self._tell(where, action, words.BEHIND_GONE, "press")
        await ack()

    async def on_escalate(self, ack: AsyncAck, body: Body, action: Body, context: AsyncBoltContext) -> None:
        """*Escalate*: for anyone in the conversation, once."""
        where = _pressed(body, context)
        if not await escalate.accept(self._desk, buttons.chosen(action)[1], where):
            await self._tell(where, action, words.BEHIND_GONE, "press")
        await ack()

    async def on_more(self, ack: AsyncAck, body: Body, action: Body, context: AsyncBoltContext) -> None:
        """What was chosen in the overflow menu is what its button would be."""
        name, value = buttons.chosen(action)
        work = {
            **dict.fromkeys(rendering.BOTH, self.on_behind),
            **dict.fromkeys((card.RIGHT, card.WRONG), self.on_vote),
            **dict.fromkeys((offers.ASK, offers.AGAIN), self.on_ask),
            card.ESCALATE: self.on_escalate,
            share.SHARE: self.on_share,
        }.get(name, self._on_nothing)
        shared = {key: action[key] for key in ("action_ts", "block_id") if key in action}
        await work(ack, body, {**shared, "action_id": name, "value": value}, context)

    async def _on_nothing(self, ack: AsyncAck, body: Body, action: Body, context: AsyncBoltContext) -> None:
        await ack()

    async def _tell(self, where: Body, action: Body, text: Mrkdwn, how: str) -> None:
        """Tell whoever pressed why nothing comes of it."""
        key = f"{where['team']}:{where['channel']}:{where['user']}:{action.get('action_ts')}"
        await self._desk.take_in(Job(key=key, kind="tell", payload={**where, "text": text}), how)

    async def on_behind(self, ack: AsyncAck, body: Body, action: Body, context: AsyncBoltContext) -> None:
        """*Details* and *All steps*: for whoever presses, privately."""
        where = _pressed(body, context)
        key, trigger = str(action.get("value") or ""), str(body.get("trigger_id") or "")
        await behind.show(self._desk, str(action["action_id"]), key, trigger, where, str(action.get("action_ts")))
        await ack()

    async def on_home(self, body: Body, event: Body, context: AsyncBoltContext) -> None:
        """The app's Home tab was opened."""
        if event.get("tab", "home") == "home":
            home, user = self._home(body), str(event.get("user"))
            team = _team(body, context)
            who = {"enterprise": context.enterprise_id, "team": team, "user": user}
            payload = {**who, "is_ours": bool(home) and is_of_home(body, home)}
            key = f"{team}:{user}:{event.get('event_ts')}:home"
            await self._desk.take_in(Job(key=key, kind="home", payload=payload), "home")

    async def on_removed(self, body: Body, event: Body, context: AsyncBoltContext) -> None:
        """The app was removed from a workspace or an organisation, or its bot's token was revoked."""
        if event.get("type") == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
            return  # people's tokens: none are kept
        at = body.get("event_time")
        await self._desk.workspaces.forget(
            context.enterprise_id,
            _team(body, context),
            is_org=bool(context.is_enterprise_install),
            at=float(at) if isinstance(at, int | float) else time.time(),
        )

    async def on_other(self, ack: AsyncAck) -> None:
        """Taken note of, and nothing else."""
        await ack()

    def _home(self, body: Body) -> frozenset[str]:
        """The ids of those whose people are ours: by the token, and by what the operator trusts."""
        return self._desk.workspaces.home(body) | self._desk.service.settings.external

    async def _is_wanted(self, found: Asked) -> bool:
        """Direct messages and edits of what was answered; else by the channel's mode, and whether it is for us."""
        if found.is_direct or (found.is_edit and await self._was_answered(found)):
            return True
        is_asked = found.is_addressed or bool(found.files)
        if not is_asked and not await self._is_for_us(found.text) and not await self._is_follow_up(found):
            return False
        mode = await self._desk.mode(found.team, found.channel)
        return mode == "auto" or (mode == "mention" and found.is_addressed)

    async def _is_follow_up(self, found: Asked) -> bool:
        """Does it bring something new below an answer? Talk does not, and of it the store is not even asked."""
        if found.thread_ts == found.ts:
            return False
        is_short = len(found.text) < LONG
        is_one = is_follow_up(found.text) if is_short else await is_wanted(self._desk.workers, found.text, below=True)
        return is_one and await follow_up.is_below_an_answer(self._desk, found)

    def _is_left_alone(self, body: Body, home: Collection[str]) -> bool:
        """Is it of another organisation's people, and are those not to be answered?"""
        return "off" in self._desk.service.settings.external and is_foreign(body, home)

    async def _may_be_answered(self, gone: Asked) -> bool:
        """Was a deleted message answered, or will it be when its turn comes?"""
        is_asked = gone.is_direct or gone.is_addressed or bool(gone.files)
        return is_asked or await self._was_answered(gone) or await self._is_for_us(gone.text)

    async def _was_answered(self, found: Asked) -> bool:
        return await self._desk.memory.answered(found.team, found.channel, found.ts) is not None

    async def _is_for_us(self, text: str) -> bool:
        return is_for_us(text) if len(text) < LONG else await is_wanted(self._desk.workers, text)
