"""docs/slack.md tells of each sub-command and scope, and names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

from bot.faces.slack import commands
from bot.faces.slack.build import SCOPES
from bot.listing import modules

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")


def test_each_sub_command_is_there() -> None:
    """As it is typed."""
    for name in modules(commands):
        assert f"`/auth401 {name}" in TEXT


def test_the_scopes_are_those_of_the_manifest() -> None:
    """Each of them, in the first paragraph of its section."""
    told = TEXT.partition("## Scopes\n")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([a-z_]+:[a-z]+|commands)`", told)) == set(SCOPES)


def test_the_tests_that_it_names_are_there() -> None:
    """In the checklist each row ends with what holds it."""
    rows = TEXT.partition("## What a first-class app has")[2].partition("\n## ")[0].splitlines()
    cells = [row.rsplit("|", 2)[1] for row in rows if row.startswith("| ") and "---" not in row][1:]
    assert len(cells) >= 18
    for cell in cells:
        folder = ""
        named = [name for name in re.findall(r"`([\w/]+(?:\.py|/))`", cell) if name != "tests/"]
        assert named, cell
        for name in named:
            folder = name.rpartition("/")[0] or folder
            assert (ROOT / "tests" / folder / name.rpartition("/")[2]).exists(), name
