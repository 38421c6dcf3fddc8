"""What the commands of a paste write into files: ``cat > f <<EOF``, ``echo … > f``, ``printf … >> f``, ``| tee f``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.parsing.shell import bash
from bot.parsing.shell._printing import printed
from bot.parsing.shell.words import MOST_EXPANDED, Command

_WRITER = re.compile(
    r"(?:^|[;&|({]|[$#%>][ \t])[ \t]*+(?:sudo[ \t]++)?(?P<program>cat|echo|printf|tee)(?=[ \t])", re.MULTILINE
)
_MOST_WRITERS = 40


def written(text: str) -> Iterator[tuple[int, str, str]]:
    """(where the command ends, the file's name, its content from there on) of each whose content is known."""
    files: dict[str, str] = {}
    position, fed = 0, None
    for _ in range(_MOST_WRITERS):
        match = _WRITER.search(text, position)
        if match is None:
            return
        command = bash.read(text, match.start("program"))
        if "$" in text[command.start : command.end]:  # a here-document's too
            command = bash.read(text, command.start, bash.assignments(text, command.start))
        content = None if command.unset else _content(command, fed)
        fed = content if command.stop == "|" else None
        position = max(command.end - (command.stop == "|"), match.end())
        for name, adds in _targets(command) if content is not None else ():
            files[name] = ((files.get(name, "") if adds else "") + (content or ""))[:MOST_EXPANDED]
            yield command.end, name, files[name]


def _content(command: Command, fed: str | None) -> str | None:
    """What the command writes; ``fed`` is what a pipe before it feeds."""
    words = [word.text for word in command.words]
    if words[0] == "tee" or words in (["cat"], ["cat", "-"]):
        return command.stdin if command.stdin is not None else fed
    return printed(words)


def _targets(command: Command) -> list[tuple[str, bool]]:
    """(name, whether it is added to) of each file that the command writes."""
    names = [word.text for word in command.words[1:] if command.words[0].text == "tee"]
    files = [(name, "-a" in names) for name in names if name[:1] != "-"]
    return [*files, (command.output, command.appends)] if command.output else files
