"""``auth401 worker``: works off what the Slack app has taken in."""

from __future__ import annotations

import asyncio
import sys

import click

from bot.faces.terminal.cli import settings


@click.command("worker", epilog="Example: DATABASE_URL=postgresql://… SLACK_BOT_TOKEN=xoxb-… auth401 worker")
def command() -> None:
    """Run a worker without Slack intake (needs DATABASE_URL)."""
    from bot.faces.slack.run import work

    sys.exit(asyncio.run(work(settings())))
