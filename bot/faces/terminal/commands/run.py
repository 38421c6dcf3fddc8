"""``auth401 run``: the Slack app."""

from __future__ import annotations

import asyncio
import sys

import click

from bot.faces.terminal.cli import settings


@click.command("run", epilog="Example: SLACK_APP_TOKEN=xapp-… SLACK_BOT_TOKEN=xoxb-… auth401 run")
def command() -> None:
    """Run the Slack app: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on PORT."""
    from bot.faces.slack.run import serve

    sys.exit(asyncio.run(serve(settings())))
