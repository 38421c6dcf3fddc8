"""Every broken file of this folder gets the complaint that its first line says: its line, and the exact words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.authoring.lint import Shelf, both_ways, lint_entry
from bot.knowledge.entries import EntryError, entry_of
from bot.knowledge.schema import KINDS
from tests._knowledge import shipped

BROKEN = Path(__file__).parent / "broken"
FILES = sorted(BROKEN.rglob("*.yaml"))
TOKEN = "ghp_" + "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zA2"  # no real one: its checksum does not fit


@cache
def shelf() -> Shelf:
    """What the entries may refer to: the built-in knowledge."""
    return Shelf(shipped().book)


def complaints(path: Path) -> list[str]:
    """``line: words`` of everything that is wrong with a file."""
    text = path.read_text(encoding="utf-8").replace("GHP", TOKEN)
    kind = path.relative_to(BROKEN).parts[0]
    try:
        entry = entry_of(text, kind=kind, id=path.stem)
    except EntryError as fault:
        return [f"{fault.line}: {fault}"]
    found = [f"{fault.line}: {fault}" for fault in lint_entry(entry, text, shelf())]
    return found or [f"1: {both_ways(entry)}"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_complaint_says_line_what_was_found_and_what_is_right(path: Path) -> None:
    """A broken file is complained of once, at the right line, in the words of its first line."""
    wanted = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    assert complaints(path) == [wanted]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "contacts"])
def test_each_kind_has_a_broken_file(kind: str) -> None:
    """No kind of entry goes without a test of its complaints."""
    assert any(path.relative_to(BROKEN).parts[0] == kind for path in FILES)
