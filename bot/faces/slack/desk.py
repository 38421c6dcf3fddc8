"""Desk: what the listeners hand work to, and what the jobs do it with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import aiohttp

from bot.engine.history import History
from bot.engine.memory import Memory
from bot.engine.work import Engine, Job
from bot.faces.slack.direct import Direct
from bot.faces.slack.intake import Intake
from bot.faces.slack.metrics import Metrics
from bot.faces.slack.outbox import Outbox
from bot.faces.slack.recent import Recent
from bot.faces.slack.workspaces import Workspaces
from bot.service import Service
from bot.settings import Live
from bot.workers import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that lives as long as the process."""

    service: Service
    workers: Workplace
    engine: Engine
    memory: Memory
    history: History
    outbox: Outbox
    workspaces: Workspaces
    session: aiohttp.ClientSession
    direct: Direct
    metrics: Metrics
    recent: Recent
    intake: Intake = field(default_factory=Intake)

    async def take_in(self, job: Job, how: str) -> None:
        """Journal a job. When this returns, Slack may hear the ack: a kill loses nothing.

        It takes a slot of the person who asked, so that one person's pastes keep nobody else's waiting.
        """
        person = job.person or f"{job.payload.get('team')}:{job.payload.get('user')}"
        await self.engine.submit(replace(job, person=person))
        self.metrics.taken_in.labels(how).inc()

    async def mode(self, team: str, channel: str) -> str:
        """The channel's mode: ``auto`` until a member sets another."""
        return await self.memory.mode(team, channel) or "auto"

    async def live(self, team: str, channel: str) -> Live:
        """How far live checks go there: as the operator set it, or as a member held them back further."""
        return stricter(self.service.settings.live, await self.memory.live(team, channel) or "auto")


def stricter(one: str, other: str) -> Live:
    """Of two settings of live checks the one that sends less."""
    return next(live for live in ("off", "ask", "auto") if live in (one, other))
