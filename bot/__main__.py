"""The console script ``auth401``."""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import click

from bot import __version__, logs
from bot.faces.terminal import commands
from bot.masking import BY_SHAPE


class Guarded(click.Group):
    """Complaints pass the mask, for they quote what was typed; a fault of ours ends in words, with status 1.

    Its sub-commands are the files of :mod:`bot.faces.terminal.commands`.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The files, by name."""
        return sorted(found.name.replace("_", "-") for found in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, whose file is read now; None when there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = importlib.import_module(f"{commands.__name__}.{cmd_name.replace('-', '_')}").command
        return found

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


if __name__ == "__main__":
    main()
