"""What is noted while one curl command is read: problems, and what may be read: only what the paste itself writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.model import Problem

_FILE_NAME = re.compile(
    r"(?:[\w.~ -]{0,40}[/\\])*+(?:[\w~ -]{0,40}(?:\.[A-Za-z][A-Za-z0-9]{0,4}){1,2}|[A-Za-z_-]{1,24})\Z"
)
_MOST_PROBLEMS, _MOST_FED = 200, 8


@dataclass(slots=True)
class Notes:
    """``stdin`` is what the paste feeds (here-document, here-string, echo), or None; ``files`` what it writes."""

    stdin: str | None = None
    files: Callable[[], Mapping[str, str]] = dict
    problems: list[Problem] = field(default_factory=list)
    is_refused: bool = False
    _noted: set[tuple[str, str]] = field(default_factory=set)
    _fed: int = 0

    def add(self, code: str, text: str) -> None:
        """Note a problem once."""
        if len(self.problems) < _MOST_PROBLEMS and (code, text) not in self._noted:
            self._noted.add((code, text))
            self.problems.append(Problem(code=code, text=text))

    def refused(self, why: str) -> None:
        """Note that curl itself would send neither this nor what follows."""
        self.is_refused = True
        self.add("curl-refuses", f"curl refuses this command: {why}")

    def file(self, option: str, name: str) -> None:
        """Note that ``option`` reads the file ``name`` (``-`` is standard input), which nobody opens here.

        Only what looks like a file's name is shown: ``-b TOKEN`` names a file to curl, and a secret to its writer.
        """
        shown = "standard input" if name in {"-", "standard input"} else name if _FILE_NAME.match(name) else "a file"
        self.add("file", f"--{option} reads {shown}, which is not in the paste")

    def read(self, option: str, name: str) -> str | None:
        """What ``option`` reads from ``name`` when the paste feeds or writes it; else None, and it is noted."""
        content = self.stdin if name == "-" else self.files().get(name.removeprefix("./"))
        if content is not None and self._fed < _MOST_FED:
            self._fed += 1
            return content
        self.file(option, name)
        return None
