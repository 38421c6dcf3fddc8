"""What a process of tests/_command.py has before its first line: the modules and the built-in knowledge."""

from __future__ import annotations

from tests._knowledge import share_shipped

share_shipped()
import bot.__main__  # noqa: E402
import bot.faces.terminal.commands.check  # noqa: E402
import bot.workers._preloaded  # noqa: E402

__all__ = ["bot"]
