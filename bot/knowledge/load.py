"""Folders of YAML -> Book, and Library, which keeps the Book fresh. The only part of knowledge/ that reads files.

Each file and folder is guarded by itself: what cannot be read, or would make the program fail or stand still, is named
in a Fault; everything else is still loaded, and on a reload the last good state of that file stays.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from mmap import ACCESS_READ, mmap
from pathlib import Path
from types import MappingProxyType

from bot.knowledge import text, weights
from bot.knowledge.book import Book, Entries
from bot.knowledge.entries import EntryError, entry_of
from bot.knowledge.schema import KINDS, Entry
from bot.knowledge.usable import unusable
from bot.unicode import well_formed

_Stamp = tuple[int, ...]  # time in nanoseconds, size, inode; zeros for what cannot be looked at
_Identity = tuple[int, int]  # device and inode
_LARGEST = 1 << 20
_AT_ONCE = 64 << 10  # bytes; room for the largest file, taken for each of hundreds, is slow
_LARGEST_GENERATED = 8 << 20  # the operations of a whole API
GENERATED = ".openapi"  # acme.openapi.yaml is what an import wrote; acme.yaml beside it is a person's, and wins
_MOST_FILES = 5_000
_DEEPEST = 4
_ENDINGS = (".yaml", ".yml")
FITTED = "fitted"
FILES = ("causes.txt", "story.txt", "weights.json")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one file: ``line`` from 1, ``words`` with what was found and what would be right.

    ``str`` is one line without control characters, whatever the file is called and whatever stands in it.
    """

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        said = f"{self.file}:{self.line}: {self.words}"
        return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in said)


class _Unreadable(Fault):
    """A fault of the file itself, which may be gone although its time and size stay."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a folder: where it is, which kind of entry it holds, and under which id. ``is_own``: built in.

    ``generated`` is the path of what was generated for the same entry, '' when nothing was; the file's keys win.
    """

    path: str
    shown: str
    kind: str
    id: str
    family: str
    stamp: _Stamp
    is_own: bool = False
    generated: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands in folders: the files in order, and what could not be looked at."""

    files: tuple[File, ...]
    faults: tuple[Fault, ...]


class UnreadableError(Exception):
    """A file cannot be read; ``str`` says why, as the rest of a sentence that begins with the file's name."""


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

    def __init__(self, *folders: Path, known: Library | None = None) -> None:
        """``known`` has read the first of ``folders`` already: only what differs is read. If nothing does, they share
        the Book, with what it has found in its entries.
        """
        self.folders = folders or (builtin_folder(),)
        self.faults: tuple[Fault, ...] = known.faults if known else ()
        self._seen: dict[str, tuple[_Stamp, Entry | None, Fault | None]] = dict(known._seen) if known else {}
        self._listing: Listing | None = known._listing if known else None
        self._fitted: Book = known._fitted if known else fitted(self.folders[0])
        self.book: Book = known.book if known else self._fitted
        self.refresh()

    def refresh(self) -> bool:
        """Look at every file's time and size, read those that changed. True when anything did."""
        listing = listed(*self.folders)
        if listing == self._listing and not any(map(self._is_readable_now, listing.files)):
            return False
        self._listing = listing
        entries: Entries = {}
        faults = list(listing.faults)
        for file in listing.files:
            entry, fault = self._entry(file)
            if entry is not None:
                entries.setdefault(file.kind, {})[file.id] = entry
            if fault is not None:
                faults.append(fault)
        self._seen = {file.path: self._seen[file.path] for file in listing.files}
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

    def _is_readable_now(self, file: File) -> bool:
        """Can a file be read that could not before (its rights, a full table of open files)? Then it is forgotten."""
        if not isinstance(self._seen[file.path][2], _Unreadable):
            return False
        try:
            text_of(file.path)
        except UnreadableError:
            return False
        del self._seen[file.path]
        return True


def fitted(folder: Path) -> Book:
    """A Book without entries, with the models and weights of a folder's ``fitted``, or else of the built-in one's."""
    made = folder / FITTED if os.path.isdir(folder / FITTED) else builtin_folder() / FITTED
    texts = {name: _mapped(made / name) for name in FILES if (made / name).is_file()}
    return Book(
        entries={},
        text_model=text.read(texts["causes.txt"]) if "causes.txt" in texts else text.TextModel(),
        story_model=text.read(texts["story.txt"]) if "story.txt" in texts else text.TextModel(),
        weights=weights.read(texts["weights.json"][:].decode()) if "weights.json" in texts else weights.Weights(),
    )


def _mapped(file: Path) -> text.Text:
    """What a file holds, each part of it read when it is asked for, and once for all processes."""
    with file.open("rb") as opened:
        return mmap(opened.fileno(), 0, access=ACCESS_READ) if os.fstat(opened.fileno()).st_size else b""


def listed(*folders: Path) -> Listing:
    """Every YAML file of knowledge folders, sorted by path, in their order. Folders of no known kind are passed over.

    Nothing is opened. Links are followed, each folder once, so that a loop of them ends.
    """
    walks = [_Walk(folder) for folder in folders]
    return Listing(
        tuple(file for walk in walks for file in walk.files), tuple(fault for walk in walks for fault in walk.faults)
    )


def files_in(folder: Path) -> tuple[File, ...]:
    """The files of one folder that can be looked at."""
    return listed(folder).files


def text_of(path: str | Path, largest: int = _LARGEST) -> str:
    """The text of a regular file, opened without waiting for a writer and read no further than ``largest`` bytes.

    Raises UnreadableError.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
        with open(handle, "rb", buffering=0) as source:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UnreadableError("no regular file (a folder, pipe, socket or device); a file of text is right")
            raw = b""
            while len(raw) <= largest and (more := source.read(min(_AT_ONCE, largest + 1 - len(raw)))):
                raw += more
        if len(raw) > largest:
            raise UnreadableError(f"larger than {largest} bytes; one entry a file is right")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UnreadableError(f"cannot be read as UTF-8 text (byte {fault.start})") from None
    except OSError as fault:
        raise UnreadableError(f"cannot be read ({_reason(fault)})") from None


def read_file(file: File, *, examples: bool = False) -> tuple[Entry | None, Fault | None]:
    """The entry in a file, or the fault that keeps it from being one. Without ``examples`` these stay unparsed."""
    try:
        text, generated = texts_of(file)
        return entry_in(file, text, examples=examples, generated=generated), None
    except EntryError as fault:
        return None, Fault(file.shown, fault.line, str(fault))
    except UnreadableError as fault:
        return None, _Unreadable(file.shown, 1, str(fault))


def texts_of(file: File) -> tuple[str, str]:
    """The text of a file, and of what was generated for the same entry, '' when nothing was. Raises UnreadableError."""
    largest = _LARGEST_GENERATED if _is_generated(file.path) else _LARGEST
    return text_of(file.path, largest), text_of(file.generated, _LARGEST_GENERATED) if file.generated else ""


def entry_in(file: File, text: str, *, examples: bool, generated: str = "") -> Entry:
    """The entry that the ``text`` of a file holds. Raises EntryError, also for one that no Book can be made with."""
    try:
        entry = entry_of(text, kind=file.kind, id=file.id, family=file.family, examples=examples, generated=generated)
    except EntryError:
        raise
    except Exception as fault:  # the last guard: one file must not cost the others theirs
        raise EntryError(1, f"cannot be read as an entry ({type(fault).__name__})") from None
    value, words = ("", "") if file.is_own else unusable(file.kind, file.id, entry)
    if words:
        raise EntryError(text.count("\n", 0, max(0, text.find(value))) + 1 if value else 1, words)
    return entry


class _Walk:
    """One pass over a knowledge folder. Whether a File can be read is found out when it is."""

    def __init__(self, folder: Path) -> None:
        self.files: list[File] = []
        self.faults: list[Fault] = []
        self._been: set[_Identity] = set()
        self._is_own = folder == builtin_folder()
        if not os.path.isdir(folder):
            self._told(str(folder), "no such folder; AUTH401_KNOWLEDGE names folders, separated by commas")
            return
        try:
            found = set(os.listdir(folder))
        except OSError as fault:
            self._told(str(folder), f"cannot be read as a folder ({_reason(fault)})")
            return
        kinds = [kind for kind in KINDS if kind in found]
        self._been |= {_identity(str(folder)), *(_identity(os.path.join(folder, kind)) for kind in kinds)}
        for kind in kinds:
            before = len(self.files)
            self._folder(os.path.join(folder, kind), f"{folder.name}/{kind}", kind, "", _DEEPEST)
            self.files[before:] = sorted(self.files[before:], key=_by_path)
        if len(self.files) > _MOST_FILES:
            self._told(str(folder), f"{len(self.files)} files; those after the first {_MOST_FILES} are not read")
            del self.files[_MOST_FILES:]

    def _told(self, shown: str, words: str) -> None:
        self.faults.append(Fault(well_formed(shown), 1, words))

    def _folder(self, path: str, shown: str, kind: str, family: str, deeper: int) -> None:
        try:
            here, names = _identity(path), os.listdir(path)
        except OSError as fault:
            self._told(shown, f"cannot be read as a folder ({_reason(fault)})")
            return
        if not deeper or (deeper < _DEEPEST and here in self._been):
            self._told(shown, f"not looked into: a folder that is read elsewhere, or more than {_DEEPEST} deep")
            return
        self._been.add(here)
        present = set(names)
        for name in names:
            below = os.path.join(path, name)
            if name.startswith((".", "_")):
                continue
            if name.endswith(_ENDINGS):
                bare = name.rpartition(".")[0]
                if _is_generated(name) and {f"{bare.removesuffix(GENERATED)}{end}" for end in _ENDINGS} & present:
                    continue  # it is read with the file beside it
                generated = next(
                    (f"{bare}{GENERATED}{end}" for end in _ENDINGS if f"{bare}{GENERATED}{end}" in present), ""
                )
                beneath = os.path.join(path, generated) if generated else ""
                self.files.append(
                    File(
                        path=below,
                        shown=well_formed(f"{shown}/{name}"),
                        kind=kind,
                        id=well_formed(bare).removesuffix(GENERATED),
                        family=family,
                        stamp=_stamp(below) + (_stamp(beneath) if beneath else ()),
                        is_own=self._is_own,
                        generated=beneath,
                    )
                )
            elif os.path.isdir(below) or _is_broken_link(below):
                self._folder(below, f"{shown}/{name}", kind, well_formed(name), deeper - 1)


def _is_generated(name: str) -> bool:
    return name.endswith(tuple(f"{GENERATED}{end}" for end in _ENDINGS))


def _identity(path: str) -> _Identity:
    """Which folder it is, by whatever link one comes to it; zeros for none."""
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino


def _stamp(path: str) -> _Stamp:
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0, 0
    return found.st_mtime_ns, found.st_size, found.st_ino


def _is_broken_link(path: str) -> bool:
    return os.path.islink(path) and not os.path.exists(path)


def _by_path(file: File) -> str:
    return file.path


def _reason(fault: OSError) -> str:
    """Why, in the system's words, without the path."""
    return fault.strerror or type(fault).__name__
