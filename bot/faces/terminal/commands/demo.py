"""``auth401 demo``: the stand-in workspace in a web page."""

from __future__ import annotations

import asyncio
import sys

import click

from bot import forks
from bot.faces.demo import ahead
from bot.faces.terminal.cli import settings


@click.command("demo", epilog="Example: auth401 demo --port 0 --no-open")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=4010,
    show_default=True,
    help="Port of the page; 0 takes a free one.",
)
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def command(port: int, no_open: bool) -> None:
    """Try auth401 in a web page: a stand-in workspace and an API that fails. No account, no settings."""
    given = settings()
    try:
        ahead.start()
    except forks.NoFolderError as fault:
        raise click.UsageError(str(fault)) from None
    from bot.faces.demo.run import serve

    sys.exit(asyncio.run(serve(given, port=port, open_browser=not no_open)))
