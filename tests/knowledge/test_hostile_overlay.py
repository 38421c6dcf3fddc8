"""An overlay with anything in it: each fault is a sentence, everything else is loaded, nothing raises or waits."""

from __future__ import annotations

import asyncio
import os
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.diagnosis.overlay import taught
from bot.knowledge.load import Library, listed, read_file
from bot.service import Service
from bot.settings import read
from tests._knowledge import shipped

GOOD = "name: 'Ours'\nhosts: [api.ours.test]\n"
PASTE = "curl https://api.ours.test/x -H 'Authorization: Bearer aaaaaaaaaaaaaaaaaaaa'\nHTTP/1.1 401 Unauthorized\n\nno"


def _unix_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)  # sparse


ODD_FILES: dict[str, Callable[[Path], object]] = {
    "a dangling link": lambda path: path.symlink_to("/nonexistent"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to a terminal": lambda path: path.symlink_to("/dev/tty"),
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "a socket": _unix_socket,
    "a huge file": _huge,
    "a file that cannot be read": lambda path: path.symlink_to("/proc/self/mem"),
    "Latin-1": lambda path: path.write_bytes(b"name: caf\xe9\n"),
    "UTF-16": lambda path: path.write_bytes("name: x\n".encode("utf-16")),
    "a NUL": lambda path: path.write_bytes(b"name: 'a\0b'\n"),
}
ODD_TEXTS = {
    "an alias bomb": "a: &a [x, x]\nb: &b [*a, *a]\nname: *b\n",
    "deep brackets": "name: " + "[" * 5000,
    "deep braces": "name: " + "{a: " * 5000,
    "deep dashes": "- " * 50_000,
    "deep blocks": "".join(" " * depth + "a:\n" for depth in range(600)),
    "a key twice": "name: a\nname: b\n",
    "a number of 5,000 digits": f"name: a\nnamed-by: {{port: [{'1' * 5000}], source: x}}\n",
    "half of a surrogate pair": 'name: "\\ud800"\n',
    "a Python tag": "name: !!python/object/apply:os.system ['x']\n",
    "a merge key": "<<: {a: b}\nname: x\n",
    "a list": "- a\n",
    "a number": "5\n",
    "nothing": "",
    "wrong types": "name: [1]\nhosts: {a: b}\n",
    "an expression that doubles": "name: r\ncredentials: [{kind: k, regex: '(a|a)*', example-parts: [b], source: x}]\n",
    "a broken expression": "name: r\ncredentials: [{kind: k, regex: '(', example-parts: [b], source: x}]\n",
    "a slow home": "name: r\nhomes: [{hosts: ['*{region}*.*-*.test']}]\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An overlay with one good entry."""
    (tmp_path / "providers").mkdir()
    (tmp_path / "providers/good.yaml").write_text(GOOD)
    return tmp_path


def service(folder: Path) -> Service:
    """The program with this overlay, without a network."""
    return Service(read({"AUTH401_KNOWLEDGE": str(folder), "AUTH401_LIVE": "off"}), built_in=shipped())


def told(folder: Path) -> tuple[str, ...]:
    """The sentences about this overlay, which must still know its good entry."""
    made = service(folder)
    assert asyncio.run(made.examine(PASTE)).diagnosis.entry == "good"
    return made.problems()


@pytest.mark.parametrize("make", ODD_FILES.values(), ids=ODD_FILES)
def test_what_is_no_readable_file_is_one_sentence(make: Callable[[Path], object], folder: Path) -> None:
    """Whatever stands there under the name of an entry: it is named, the good entry works, and lint says the same."""
    make(folder / "providers/odd.yaml")
    (said,) = told(folder)
    assert said.startswith(f"{folder.name}/providers/odd.yaml:1: ")
    done = CliRunner().invoke(main, ["knowledge", "lint", "--fast", str(folder)], env={"AUTH401_KNOWLEDGE": None})
    assert said in done.output
    assert done.exit_code == 1


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_what_is_no_entry_is_one_sentence(text: str, folder: Path) -> None:
    """YAML that is more than plain, or no entry, or would stand still, costs nobody else anything."""
    (folder / "providers/odd.yaml").write_text(text)
    (said,) = told(folder)
    assert said.startswith(f"{folder.name}/providers/odd.yaml:")


ODD_FOLDERS: dict[str, Callable[[Path], object]] = {
    "a kind is a file": lambda folder: (folder / "contacts").write_text("x"),
    "a kind is a dangling link": lambda folder: (folder / "causes").symlink_to("/nonexistent"),
    "a kind is a loop": lambda folder: (folder / "steps").symlink_to("steps"),
    "a kind links to another": lambda folder: (folder / "causes").symlink_to("providers"),
    "a link to the folder above": lambda folder: (folder / "providers/up").symlink_to(".."),
    "a link to itself": lambda folder: (folder / "providers/self").symlink_to("."),
    "a dangling link": lambda folder: (folder / "providers/team").symlink_to("/nonexistent"),
    "a device": lambda folder: (folder / "story").symlink_to("/dev/zero"),
    "very deep": lambda folder: (folder / "providers/a/b/c/d/e/f").mkdir(parents=True),
}


@pytest.mark.parametrize("make", ODD_FOLDERS.values(), ids=ODD_FOLDERS)
def test_what_is_no_readable_folder_is_one_sentence(make: Callable[[Path], object], folder: Path) -> None:
    """Loops of links end, and what stands in the way of a folder is named."""
    make(folder)
    (said,) = told(folder)
    assert said.startswith(f"{folder.name}/")


def test_many_links_to_each_other_end(folder: Path) -> None:
    """Folders that all link to one another are each read once."""
    for number in range(12):
        (folder / f"providers/t{number}").mkdir()
        for other in range(12):
            (folder / f"providers/t{number}/to{other}").symlink_to(f"../t{other}")
    assert len(told(folder)) == 12 * 12


@pytest.mark.parametrize("name", [b"caf\xe9.yaml", b"a\x1b[31m.yaml", b"a\nb.yaml", b"\xe2\x80\xae.yaml", b"A.yaml"])
def test_an_odd_name_is_told_in_one_printable_line(name: bytes, folder: Path) -> None:
    """A file's name may be any bytes: what is said of it is valid UTF-8 and steers no terminal."""
    with open(os.fsencode(folder / "providers") + b"/" + name, "w") as file:
        file.write(GOOD)
    (said,) = told(folder)
    assert said.encode()
    assert said.isprintable()


@contextmanager
def _without_rights() -> Iterator[None]:
    """As somebody who is not root, where we are."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("closed", ["providers/odd.yaml", "steps", ""])
def test_what_may_not_be_read_is_read_once_it_may(closed: str) -> None:
    """A file or a folder without rights is a sentence; when the rights are there, it is read without an edit."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        for name, text in (("providers/odd.yaml", GOOD), ("steps/ours.yaml", "text: 'Do.'\nsource: x\n")):
            (folder / name).parent.mkdir()
            (folder / name).write_text(text)
        (folder / closed).chmod(0)
        with _without_rights():
            library = Library(folder)
            assert len(library.faults) >= 1
        (folder / closed).chmod(0o755)
        with _without_rights():
            library.refresh()
        assert library.faults == ()
        assert (set(library.book.providers), set(library.book.steps)) == ({"odd"}, {"ours"})


def test_a_file_that_vanishes_after_it_was_listed_is_a_sentence(folder: Path) -> None:
    """Between looking and reading anything may happen."""
    (file,) = listed(folder).files
    os.unlink(file.path)
    entry, fault = read_file(file)
    assert entry is None
    assert "cannot be read" in str(fault)
    taught(Library(folder).book, [folder])


def test_a_file_that_becomes_a_dangling_link_keeps_its_last_good_state(folder: Path) -> None:
    """What was good stays known while its file is unreadable, and the fault is told."""
    library = Library(folder)
    path = folder / "providers/good.yaml"
    path.unlink()
    path.symlink_to("/nonexistent")
    assert library.refresh() is True
    assert len(library.faults) == 1
    assert "good" in library.book.providers
    assert library.refresh() is False  # a fault that stays makes no new Book each second


def test_a_file_may_be_replaced_while_it_is_read(folder: Path) -> None:
    """Good, broken and missing states follow each other: nothing raises, and the last state is what is known."""
    library, path, draft = Library(folder), folder / "providers/good.yaml", folder / "draft"
    done = threading.Event()

    def edit() -> None:
        for number in range(300):
            draft.write_text(GOOD if number % 2 else "name: [")
            os.replace(draft, path)
            if number % 7 == 0:
                path.unlink()
        draft.write_text("name: 'Last'\nhosts: [api.ours.test]\n")
        os.replace(draft, path)
        done.set()

    editor = threading.Thread(target=edit)
    editor.start()
    while not done.is_set():
        library.refresh()
    editor.join()
    library.refresh()
    assert library.faults == ()
    assert library.book.providers["good"].name == "Last"


def test_examples_that_cannot_be_learned_from_cost_nobody_else_theirs(folder: Path) -> None:
    """A story without a word and a mark that is a bare star are passed over."""
    (folder / "story").mkdir()
    (folder / "story/mute.yaml").write_text("question: q\nyes: ['\U0001f600']\nsource: x\n", encoding="utf-8")
    (folder / "story/quotes.yaml").write_text("question: q\nyes: ['the proxy was moved last week']\nsource: x\n")
    (folder / "providers/star.yaml").write_text("name: a\nnamed-by: {code: ['*'], name: ['*'], source: x}\n")
    assert told(folder) == ()


def test_import_reads_only_a_description(tmp_path: Path) -> None:
    """What is no text, too deep or no OpenAPI ends with status 2 and a sentence."""
    for number, raw in enumerate([b"\xff\xfe", b"[" * 100_000, b'{"paths": [1]', b"{" + b'"a":{' * 5000, b"a: *b"]):
        source = tmp_path / f"{number}.json"
        source.write_bytes(raw)
        done = CliRunner().invoke(main, ["knowledge", "import-openapi", str(source), "--id", "x"])
        assert done.exit_code == 2
        assert "cannot be read" in done.output or "no OpenAPI" in done.output
