"""``auth401 completion``: what a shell needs to complete commands and options, by click's own means."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from bot.faces.terminal.cli import say

SHELLS = ("bash", "zsh", "fish")


@click.command("completion", epilog='Example: eval "$(auth401 completion bash)"')
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the script by which SHELL completes `auth401`, for its start-up file.

    bash: into ~/.bashrc; zsh: into ~/.zshrc; fish: auth401 completion fish > ~/.config/fish/completions/auth401.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None
    say(kind(context.find_root().command, {}, "auth401", "_AUTH401_COMPLETE").source())
