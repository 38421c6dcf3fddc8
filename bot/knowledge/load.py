"""Folders of YAML -> Book, and Library, which keeps the Book fresh. The only part of knowledge/ that reads files.

A file that cannot be read is named in a Fault; everything else is still loaded, and on a reload the last good state
of that file stays.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from bot.knowledge import text, weights
from bot.knowledge.book import Book, Entries
from bot.knowledge.entries import EntryError, entry_of
from bot.knowledge.schema import KINDS, Entry

_Stamp = tuple[int, int]
_LARGEST = 1 << 20
FITTED = "fitted"
FILES = ("causes.txt", "story.txt", "weights.json")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one file: ``line`` from 1, ``words`` with what was found and what would be right."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words}"


@dataclass(frozen=True, slots=True)
class File:
    """One file of a folder: where it is, which kind of entry it holds, and under which id."""

    path: str
    shown: str
    kind: str
    id: str
    family: str
    stamp: _Stamp


def builtin_folder() -> Path:
    """``knowledge/`` of the source tree, or the copy inside the installed package."""
    package = Path(__file__).resolve().parent.parent
    packaged = package / "_knowledge"
    return packaged if packaged.is_dir() else package.parent / "knowledge"


def load(*folders: Path) -> Book:
    """The Book of these folders, later ones overriding earlier ones; of the built-in one when none is given."""
    return Library(*folders).book


class Library:
    """Folders that are looked at again on :meth:`refresh`, the Book of what they hold, and what is wrong in them."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders or (builtin_folder(),)
        self.faults: tuple[Fault, ...] = ()
        self._seen: dict[str, tuple[_Stamp, Entry | None, Fault | None]] = {}
        self._signature: tuple[File, ...] = ()
        self._fitted = fitted(self.folders[0])
        self.book = self._fitted
        self.refresh()

    def refresh(self) -> bool:
        """Look at every file's time and size, read those that changed. True when anything did."""
        missing = tuple(_no_folder(folder) for folder in self.folders if not folder.is_dir())
        files = tuple(found for folder in self.folders for found in files_in(folder))
        if files == self._signature and self._signature:
            return False
        self._signature = files
        entries: Entries = {}
        faults = list(missing)
        for file in files:
            entry, fault = self._entry(file)
            if entry is not None:
                entries.setdefault(file.kind, {})[file.id] = entry
            if fault is not None:
                faults.append(fault)
        self._seen = {file.path: self._seen[file.path] for file in files}
        self.faults = tuple(faults)
        self.book = replace(self._fitted, entries=MappingProxyType(entries))
        return True

    def _entry(self, file: File) -> tuple[Entry | None, Fault | None]:
        before = self._seen.get(file.path)
        if before is not None and before[0] == file.stamp:
            return before[1], before[2]
        entry, fault = read_file(file)
        if entry is None and before is not None:
            entry = before[1]
        self._seen[file.path] = (file.stamp, entry, fault)
        return entry, fault


def fitted(folder: Path) -> Book:
    """A Book without entries, with the models and weights of a folder's ``fitted``, or else of the built-in one's."""
    made = folder / FITTED if (folder / FITTED).is_dir() else builtin_folder() / FITTED
    texts = {name: (made / name).read_text(encoding="utf-8") for name in FILES if (made / name).is_file()}
    return Book(
        entries={},
        text_model=text.read(texts["causes.txt"]) if "causes.txt" in texts else text.TextModel(),
        story_model=text.read(texts["story.txt"]) if "story.txt" in texts else text.TextModel(),
        weights=weights.read(texts["weights.json"]) if "weights.json" in texts else weights.Weights(),
    )


def files_in(folder: Path) -> Iterator[File]:
    """Every YAML file of a knowledge folder, sorted by path. Folders of no known kind are passed over."""
    for kind in KINDS:
        yield from sorted(_walk(os.path.join(folder, kind), f"{folder.name}/{kind}", kind, ""), key=_by_path)


def text_of(file: File) -> str:
    """The text of a file. Raises OSError, UnicodeDecodeError."""
    with open(file.path, encoding="utf-8") as source:
        return source.read()


def read_file(file: File, *, examples: bool = False) -> tuple[Entry | None, Fault | None]:
    """The entry in a file, or the fault that keeps it from being one. Without ``examples`` these stay unparsed."""
    try:
        if file.stamp[1] > _LARGEST:
            return None, Fault(file.shown, 1, f"larger than {_LARGEST} bytes; one entry a file is right")
        text = text_of(file)
        return entry_of(text, kind=file.kind, id=file.id, family=file.family, examples=examples), None
    except EntryError as fault:
        return None, Fault(file.shown, fault.line, str(fault))
    except (OSError, UnicodeDecodeError) as fault:
        return None, Fault(file.shown, 1, f"cannot be read as UTF-8 text ({type(fault).__name__})")


def _walk(folder: str, shown: str, kind: str, family: str) -> Iterator[File]:
    if not os.path.isdir(folder):
        return
    with os.scandir(folder) as found:
        for item in found:
            name = item.name
            if name.startswith((".", "_")):
                continue
            if item.is_dir():
                yield from _walk(item.path, f"{shown}/{name}", kind, name)
            elif name.endswith((".yaml", ".yml")):
                stat = item.stat()
                stamp = (stat.st_mtime_ns, stat.st_size)
                yield File(item.path, f"{shown}/{name}", kind, name.rpartition(".")[0], family, stamp)


def _by_path(file: File) -> str:
    return file.path


def _no_folder(folder: Path) -> Fault:
    return Fault(str(folder), 1, "no such folder; AUTH401_KNOWLEDGE names folders, separated by commas")
