"""Folders, overlays, reloading, and what happens to a file that is broken while the program runs."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import pytest

from bot.knowledge.load import Library, builtin_folder, load

STEP = "text: '{words}'\nsource: RFC 9110\n"
PROVIDER = "name: 'Ours'\nhosts: [{host}]\nescalate: 'C0OURS'\n"
_clock = count(1_700_000_000)


def write(path: Path, text: str) -> None:
    """Write a file, with a time stamp of its own, as an editor's later save has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    moment = next(_clock)
    os.utime(path, (moment, moment))


def test_same_id_overrides_and_new_id_adds(tmp_path: Path) -> None:
    """An overlay folder changes one step, adds one API, and leaves all else."""
    write(tmp_path / "steps/get-credential.yaml", STEP.format(words="Ask Kim."))
    write(tmp_path / "providers/our-api.yaml", PROVIDER.format(host="api.ours.test"))
    built_in, book = load(), load(builtin_folder(), tmp_path)
    assert book.steps["get-credential"].text == "Ask Kim."
    assert len(book.providers) == len(built_in.providers) + 1
    assert len(book.causes) == len(built_in.causes)
    assert book.contact_for("api.ours.test") == "C0OURS"


def test_contact_of_a_channel_outranks_that_of_a_host(tmp_path: Path) -> None:
    """Whom to turn to is looked up by channel, then by host, then by the provider's entry."""
    write(tmp_path / "contacts/a.yaml", "hosts: ['*.ours.test']\nescalate: hosts-owner\n")
    write(tmp_path / "contacts/b.yaml", "channels: [C1]\nescalate: channel-owner\n")
    book = load(tmp_path)
    assert book.contact_for("api.ours.test") == "hosts-owner"
    assert book.contact_for("api.ours.test", "C1") == "channel-owner"
    assert book.contact_for("api.else.test") == ""


def test_an_edit_is_seen_without_a_restart(tmp_path: Path) -> None:
    """After a refresh the book has the new text; without an edit nothing is read again."""
    path = tmp_path / "steps/ours.yaml"
    write(path, STEP.format(words="Old."))
    library = Library(tmp_path)
    before = library.book
    assert library.refresh() is False
    assert library.book is before
    write(path, STEP.format(words="New."))
    assert library.refresh() is True
    assert library.book.steps["ours"].text == "New."


def test_what_was_read_before_is_shared_until_it_differs(tmp_path: Path) -> None:
    """A worker finds the Book of the process that it was forked from; an edit since then, and an overlay, are read."""
    folder, overlay = tmp_path / "built-in", tmp_path / "ours"
    write(folder / "steps/ours.yaml", STEP.format(words="Old."))
    known = Library(folder)
    assert Library(folder, known=known).book is known.book
    write(overlay / "steps/ours.yaml", STEP.format(words="Theirs."))
    assert Library(folder, overlay, known=known).book.steps["ours"].text == "Theirs."
    write(folder / "steps/ours.yaml", STEP.format(words="New."))
    assert Library(folder, known=known).book.steps["ours"].text == "New."
    assert known.book.steps["ours"].text == "Old."


def test_a_broken_file_is_named_and_its_last_good_state_kept(tmp_path: Path) -> None:
    """A fault is told by file and line; the entry stays as it was, and the others are read."""
    path = tmp_path / "steps/ours.yaml"
    write(path, STEP.format(words="Good."))
    write(tmp_path / "steps/other.yaml", STEP.format(words="Other."))
    library = Library(tmp_path)
    write(path, "text: 'Bad.'\nsorce: RFC\n")
    write(tmp_path / "steps/other.yaml", STEP.format(words="Other, new."))
    library.refresh()
    name = f"{tmp_path.name}/steps/ours.yaml"
    assert [str(fault) for fault in library.faults] == [f"{name}:2: sorce: no such key; did you mean source?"]
    assert library.book.steps["ours"].text == "Good."
    assert library.book.steps["other"].text == "Other, new."
    write(path, STEP.format(words="Mended."))
    library.refresh()
    assert library.faults == ()
    assert library.book.steps["ours"].text == "Mended."


def test_a_file_that_was_never_good_leaves_the_built_in_entry(tmp_path: Path) -> None:
    """A broken override does not take the built-in entry away."""
    write(tmp_path / "steps/get-credential.yaml", "text: [\n")
    library = Library(builtin_folder(), tmp_path)
    assert len(library.faults) == 1
    assert "get-credential" in library.book.steps


def test_a_removed_file_is_gone(tmp_path: Path) -> None:
    """What is deleted on disk is not known any more."""
    path = tmp_path / "steps/ours.yaml"
    write(path, STEP.format(words="Here."))
    library = Library(tmp_path)
    path.unlink()
    library.refresh()
    assert "ours" not in library.book.steps


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A misspelt overlay folder is a fault, and the rest is loaded."""
    library = Library(builtin_folder(), tmp_path / "nowhere")
    assert "no such folder" in str(library.faults[0])
    assert library.book.causes


@pytest.mark.parametrize("name", ["_draft.yaml", ".hidden.yaml", "notes.txt"])
def test_drafts_and_other_files_are_passed_over(name: str, tmp_path: Path) -> None:
    """Names with _ or . first, and files that are no YAML, are not entries."""
    write(tmp_path / "steps" / name, "not even yaml: [")
    assert Library(tmp_path).faults == ()


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are a fault in words, not an exception."""
    (tmp_path / "steps").mkdir()
    (tmp_path / "steps/ours.yaml").write_bytes(b"text: '\xff\xfe'\n")
    assert "UTF-8" in str(Library(tmp_path).faults[0])
