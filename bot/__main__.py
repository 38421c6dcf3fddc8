"""The console script ``auth401``."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Iterator
from typing import Any

import click

from bot import __version__, logs
from bot.faces.terminal.cli import check, parse_command, settings
from bot.faces.terminal.knowledge import knowledge
from bot.faces.terminal.stats import stats
from bot.masking import BY_SHAPE


class Guarded(click.Group):
    """Complaints pass the mask, for they quote what was typed; a fault of ours ends in words, with status 1."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """As click does it."""
        with _guarded():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does it."""
        with _guarded():
            return super().invoke(ctx)


@contextlib.contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    except click.UsageError as fault:
        raise click.UsageError(BY_SHAPE.shown(fault.format_message()), fault.ctx) from None
    except click.ClickException as fault:
        raise click.ClickException(BY_SHAPE.shown(fault.format_message())) from None
    except (click.Abort, click.exceptions.Exit):
        raise
    except Exception as fault:
        raise click.ClickException(f"something went wrong on our side ({logs.told(fault)})") from None


@click.group(cls=Guarded)
@click.version_option(__version__, prog_name="auth401")
def main() -> None:
    """Says why an API answered 401, with proof."""


main.add_command(check)
main.add_command(parse_command)
main.add_command(knowledge)
main.add_command(stats)


@main.command()
def run() -> None:
    """Run the Slack app: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on PORT."""
    from bot.faces.slack.run import serve

    sys.exit(asyncio.run(serve(settings())))


@main.command()
def worker() -> None:
    """Run a worker without Slack intake (needs DATABASE_URL)."""
    from bot.faces.slack.run import work

    sys.exit(asyncio.run(work(settings())))


@main.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=4010,
    show_default=True,
    help="Port of the page; 0 takes a free one.",
)
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def demo(port: int, no_open: bool) -> None:
    """Try auth401 in a web page: a stand-in workspace and an API that fails. No account, no settings."""
    from bot.faces.demo.run import serve

    sys.exit(asyncio.run(serve(settings(), port=port, open_browser=not no_open)))


if __name__ == "__main__":
    main()
