"""The documentation runs: blocks are carried out or read, commands in sentences exist, links lead somewhere.

A shell block runs in ``bash -eu`` in a copy of the checkout, one folder for a page, with nothing on the PATH but what
stands below. ``auth401`` is the program itself: a fork of this process, so that no start is paid. A ``text`` block is
what the block before it prints; ``…`` in it stands for anything within a line.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import itertools
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tomllib
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

from bot.__main__ import main
from bot.faces.slack import commands as slash
from bot.listing import modules
from bot.settings import VARIABLES, read
from tests.knowledge.test_own_api import OPENAPI, PASTE

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", *(f"docs/{one.name}" for one in sorted(ROOT.glob("docs/*.md"))))
LINKED = (*PAGES, "ARCHITECTURE.md", "knowledge/README.md", "tests/live/README.md", "tests/street/README.md")
REFUSED = "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\n\n"
TOOLS = ("bash", "cat", "mkdir", "sh")  # the machine's own
# What cannot be run here, why, and what is looked at in its place
STAND_INS = {
    "make": ("it would install, serve or measure for minutes", f'exec {shutil.which("make")} -n "$@" > /dev/null'),
    "docker": ("no daemon", 'test "$1 $2" = "compose up" && test -e compose.yaml'),
    "curl": ("no network", f"printf '{REFUSED}'"),
    "pbpaste": ("macOS alone", f"printf 'curl https://api.example.com/me\\n{REFUSED}'"),
}
PYTHON = 'test "$1 $2" = "-m pip" && for file in "$@"; do :; done && test -e "$file"'  # .venv/bin/python: no downloads
STAYS = {  # its own words and options are read, and then it would serve or learn until it is stopped
    "demo": "serves a page",
    "run": "serves Slack",
    "worker": "serves the queue",
    "mcp": "serves an assistant",
    "fit": "learns for minutes",
    "suggest": "reads the journal of an app that has run, and writes into ours",
}
GIVEN = {"openapi.yaml": OPENAPI, "paste.txt": PASTE}  # what a page says that its reader has
CALL = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as line:
    line.connect({address!r})
    told = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
    socket.send_fds(line, [len(told).to_bytes(4, "big")], [0, 1, 2])
    line.sendall(told)
    sys.exit(line.recv(1)[0])
"""


@dataclass(frozen=True)
class Block:
    """A fenced block: the page, the line on which it begins, its language and its text."""

    page: str
    line: int
    language: str
    text: str


def blocks(page: str) -> list[Block]:
    """All of a page, in order; what a list indents is taken back."""
    found, text = [], (ROOT / page).read_text("utf-8")
    for match in re.finditer(r"^( *)```(\w*)\n(.*?)^\1```$", text, re.M | re.S):
        body = re.sub(rf"^{match[1]}", "", match[3], flags=re.M)
        found.append(Block(page, text.count("\n", 0, match.start()) + 1, match[2], body))
    assert text.count("```") == 2 * len(found), f"{page}: a fence is not closed"
    return found


ALL = [block for page in PAGES for block in blocks(page)]


def named(block: Block) -> str:
    """For the test's name."""
    return f"{block.page}:{block.line}"


def understood(words: list[str]) -> click.Context:
    """The command that the words name, its options and arguments read; raises as click does."""
    command, at = main, click.Context(main, info_name="auth401")
    while isinstance(command, click.Group) and words:
        found = command.get_command(at, words[0])
        if found is None:
            raise click.UsageError(f"no such command: {words[0]}")
        at = found.make_context(words[0], words[1:], parent=at)
        words, command = [*at._protected_args, *at.args], found
    return at


def work(call: socket.socket) -> None:
    """One ``auth401`` of a shell, in a child of this process, with the shell's own files; its status goes back."""
    head, files, _, _ = socket.recv_fds(call, 4, 3)
    told = b""
    while len(told) < int.from_bytes(head, "big"):
        told += call.recv(1 << 16)
    words, folder, environ = json.loads(told)
    if child := os.fork():
        _, status = os.waitpid(child, 0)
        for file in files:
            os.close(file)
        call.sendall(bytes([os.waitstatus_to_exitcode(status)]))
        return
    status = 99
    try:
        for number, file in enumerate(files):
            os.dup2(file, number)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environ)
        if any(word in STAYS for word in words[:2]):
            understood(words)
            status = 0
        else:
            main(words, prog_name="auth401")
    except click.ClickException as fault:
        fault.show()
        status = fault.exit_code
    except SystemExit as ended:
        status = int(ended.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


@dataclass(frozen=True)
class Desk:
    """Where a page's blocks run."""

    folder: Path
    calls: socket.socket

    def run(self, script: str) -> tuple[int, str]:
        """The status, and all that was printed."""
        environ = {"PATH": str(self.folder / "programs"), "AUTH401_LIVE": "off", "COLUMNS": "200", "LC_ALL": "C.UTF-8"}
        with (self.folder / "printed").open("w+") as printed:
            shell = subprocess.Popen(
                ["bash", "-euc", script], cwd=self.folder, env=environ, stdin=subprocess.DEVNULL,
                stdout=printed, stderr=subprocess.STDOUT,
            )  # fmt: skip
            while shell.poll() is None:
                with contextlib.suppress(TimeoutError):
                    call, _ = self.calls.accept()
                    with call:
                        work(call)
            printed.seek(0)
            return shell.returncode, printed.read()


@contextlib.contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    """A checkout by links, with tools, the environment in ``.venv`` and what the pages take for given."""
    for path in ROOT.iterdir():
        if path.name not in (".venv", ".git", "var"):
            (folder / path.name).symlink_to(path)
    (folder / "ours").mkdir()
    for name, text in GIVEN.items():
        (folder / name).write_text(text, "utf-8")
    tools, bin_ = folder / "programs", folder / ".venv" / "bin"
    tools.mkdir()
    bin_.mkdir(parents=True)
    for name in TOOLS:
        (tools / name).symlink_to(shutil.which(name) or "")
    address = str(folder / "s")
    scripts = {
        bin_ / "auth401": CALL.format(python=sys.executable, address=address),
        bin_ / "python": f"#!/bin/sh\n{PYTHON}\n",
    }
    scripts |= {tools / name: f"#!/bin/sh\n{script}\n" for name, (_, script) in STAND_INS.items()}
    for path, script in scripts.items():
        path.write_text(script)
        path.chmod(0o755)
    (tools / "auth401").symlink_to(bin_ / "auth401")
    with socket.socket(socket.AF_UNIX) as calls:
        calls.bind(address)
        calls.listen()
        calls.settimeout(0.02)
        yield Desk(folder, calls)


@pytest.mark.parametrize("page", [page for page in PAGES if any(block.language == "sh" for block in blocks(page))])
def test_the_shell_blocks_of_a_page_run(page: str, tmp_path: Path) -> None:
    """In order, each with status 0; what a page says that they print, they print."""
    CliRunner().invoke(main, ["check", "--offline", "401"])  # the knowledge is read once, for all children
    printed = None
    with desk(tmp_path) as at:
        for block in blocks(page):
            if block.language == "sh":
                status, printed = at.run(block.text)
                assert status == 0, f"{named(block)}: status {status}\n{printed}"
            elif block.language == "text":
                assert printed is not None, f"{named(block)}: nothing was run before it"
                lines = [re.escape(line.rstrip()).replace("…", ".*") for line in block.text.splitlines()]
                assert re.search("\n".join(lines), printed), f"{named(block)} is not what is printed:\n{printed}"


@pytest.mark.parametrize(
    ("script", "says"),
    [("auth401 chek -", "chek"), ("auth401 check 401 < paste.tx", "paste.tx"), ("auth401 run --porto 1", "porto"),
     ("auth401 knowledge lint nowhere", "nowhere"), ("auht401 check", "not found"), ("make demos", "demos")],
)  # fmt: skip
def test_a_wrong_command_is_told(script: str, says: str, tmp_path: Path) -> None:
    """Of the program, of its sub-commands, of files and of the Makefile."""
    with desk(tmp_path) as at:
        status, printed = at.run(script)
    assert status != 0
    assert says in printed


@pytest.mark.parametrize("block", [block for block in ALL if block.language not in ("sh", "text")], ids=named)
def test_data_in_a_block_is_right(block: Block) -> None:
    """JSON and YAML parse, an environment is one that the program takes; there is no other language."""
    match block.language:
        case "json":
            value = json.loads(block.text)
            for server in value.get("mcpServers", {}).values():
                understood(server["args"])
                assert set(server.get("env", ())) <= set(VARIABLES)
        case "yaml":
            assert isinstance(yaml.safe_load(block.text), dict)
        case "env":
            lines = dict(line.split("=", 1) for line in block.text.splitlines() if line and not line.startswith("#"))
            assert set(lines) <= set(VARIABLES)
            read(lines)
        case other:
            pytest.fail(f"{named(block)}: the language {other!r} is none that is checked")


def sentences(page: str) -> str:
    """A page without its blocks."""
    return re.sub(r"^( *)```.*?^\1```$", "", (ROOT / page).read_text("utf-8"), flags=re.M | re.S)


INLINE = [(page, code) for page in PAGES for code in dict.fromkeys(re.findall(r"`([^`\n]+)`", sentences(page)))]
INLINE += [  # what is pasted may begin with dashes, so that `check` itself refuses no option
    (named(block), code) for block in ALL if block.language == "sh"
    for code in re.findall(r"\bauth401(?: [^|<>\n#;\"'()]*)?", block.text) if code.strip() != "auth401"
]  # fmt: skip
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))


def is_right(code: str) -> bool:
    """Whether what stands between backquotes in a sentence names what exists, as far as it names a thing of ours."""
    words = code.replace("\\|", "|").split("|")[-1 if "| auth401" in code else 0].split()
    if words[0].rpartition("/")[2] == "auth401" and words[0] != "/auth401":
        command, group = main.get_command(click.Context(main), words[1]) if words[1:] else main, words[2:3]
        if isinstance(command, click.Group) and group and not group[0].startswith("-"):
            command, words = command.get_command(click.Context(command), group[0]), words[1:]
        known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} if command else set()
        return command is not None and {word for word in words[2:] if word.startswith("--")} <= known
    if words[0] == "/auth401":
        return not words[1:] or words[1] in ("curl", "<curl>", *modules(slash))
    if words[0] == "make":
        return set(words[1:]) <= TARGETS
    if words[:2] == ["python", "-m"]:
        return (ROOT / words[2].replace(".", "/")).is_dir() or (ROOT / f"{words[2].replace('.', '/')}.py").is_file()
    if re.fullmatch(r"(?:SLACK|AUTH401)_[A-Z_]+|DATABASE_URL", code):
        return code in VARIABLES
    if re.match(r"(?:bot|knowledge|tests|docs|deploy|tools)/[\w./*-]+\Z", code):
        return any(ROOT.glob(code.rstrip("/")))
    return True


def test_what_sentences_name_exists() -> None:
    """Commands with their options, targets of make, modules, settings and files."""
    assert [f"{page}: `{code}`" for page, code in INLINE if not is_right(code)] == []
    for wrong in ("auth401 chek", "auth401 check --ofline", "auth401 knowledge lnt", "/auth401 mood", "make tests",
                  "python -m tests.bnch", "AUTH401_LIFE", "bot/examin.py"):  # fmt: skip
        assert not is_right(wrong), wrong


def anchors(path: Path) -> set[str]:
    """Of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", head.replace("`", "")).strip().lower().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", LINKED)
def test_links_lead_somewhere(page: str) -> None:
    """To a file that is there, and in it to a heading; pictures are small and their words say what is seen."""
    text, here = sentences(page), (ROOT / page).parent
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r"(?:src|srcset)=\"([^\"]+)\"", text)
    for link in links:
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        path = (here / name) if name else ROOT / page
        assert path.exists(), link
        assert not anchor or anchor in anchors(path), link
        assert path.suffix != ".webp" or path.stat().st_size <= 120 << 10, link
    assert len(re.findall(r"<img ", text)) == len(re.findall(r"<img alt=\"[^\"]{20,}\"", text))


def rows(heading: str) -> list[list[str]]:
    """The cells of the README's first table that begins with this word."""
    table = (ROOT / "README.md").read_text("utf-8").partition(f"\n| {heading} |")[2].partition("\n\n")[0]
    return [[cell.strip(" `") for cell in line.strip("|").split(" |")] for line in table.splitlines()[2:]]


def test_every_setting_is_described() -> None:
    """The settings module, `.env.example` and the README's table name the same, with the same defaults."""
    lines = [line for line in (ROOT / ".env.example").read_text().splitlines() if line and line[0] != "#"]
    described = dict(line.split("=", 1) for line in lines)
    assert set(described) == set(VARIABLES)
    told = {name: default for name, default, *_ in rows("setting")}
    assert told == described
    assert all(what for _, _, what in rows("setting"))
    read(described)


def test_every_dependency_is_argued() -> None:
    """The README's table and pyproject.toml name the same packages; what is for development is locked for that."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *itertools.chain(*project["optional-dependencies"].values())]
    names = {re.split(r"[\[>=<~!]", one)[0] for one in asked}
    told = [row[0] for row in rows("package")]
    development = {name.partition(" (")[0] for name in told if "(development only)" in name}
    assert sorted(name.partition(" (")[0] for name in told) == sorted(names | development)
    locked = (ROOT / "requirements-dev.txt").read_text()
    assert all(f"\n{name}==" in f"\n{locked}" for name in development)
    assert all(all(row) and len(row) == 5 for row in rows("package"))


def test_licences_are_told_as_the_packages_tell_them() -> None:
    """In the table those of what we use; below it, or in it, those of all that is locked to run."""
    table = {name.partition(" (")[0]: licence for name, _, _, licence, _ in rows("package")}
    assert table == {name: _licence(name) for name in table}
    below = re.search(r"What they bring along is under (.*)", (ROOT / "README.md").read_text())
    told = set(re.findall(r"[A-Z][\w.-]+\w", " ".join(table.values()) + (below[1] if below else "")))
    for path in (ROOT / "requirements.txt", ROOT / "requirements-mcp.txt"):
        for name in re.findall(r"^([\w.-]+)==", path.read_text(), re.MULTILINE):
            licences = _licence(name).replace("Apache 2.0", "Apache-2.0").removesuffix(" License")
            assert any(set(choice.split(" AND ")) <= told for choice in licences.split(" OR ")), (name, licences)


def _licence(package: str) -> str:
    """The licence by which the package was published."""
    told = importlib.metadata.metadata(package)
    classifiers = [one for one in told.get_all("Classifier", []) if one.startswith("License ::")]
    return str(told["License-Expression"] or told["License"] or classifiers[0].rpartition(":: ")[2])


def test_every_command_is_in_the_readme() -> None:
    """A sub-command that the README does not show is a sub-command that nobody finds; so for knowledge's own."""
    told = {shlex.split(row[0].replace("\\|", "|"))[1]: row[1] for row in rows("command")}
    assert set(told) == set(main.list_commands(click.Context(main)))
    for name, what in told.items():
        options = set(re.findall(r"`(--[\w-]+)`", what))
        assert is_right(f"auth401 {name} {' '.join(options)}"), name
    knowledge = main.get_command(click.Context(main), "knowledge")
    assert isinstance(knowledge, click.Group)
    named_there = set(re.findall(r"[\w-]+", told["knowledge"]))
    assert named_there == set(knowledge.list_commands(click.Context(knowledge)))
