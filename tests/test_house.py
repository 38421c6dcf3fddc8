"""The walls of the house: who may import whom, and where input and output may happen (ARCHITECTURE.md)."""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.faces.slack import WORK

ROOT = Path(__file__).parents[1]
BOT = ROOT / "bot"

PURE = frozenset({"auth", "masking", "listing", "lists", "model", "regex", "url", "unicode"})
TERMINAL = PURE | {
    "settings",
    "logs",
    "service",
    "parsing",
    "reply",
    "knowledge",
    "authoring",
    "fitting",
    "examine",
    "explain",
    "case",
    "checks",
    "probing",
    "engine",
    "faces.terminal",
}
# part of the house -> what it may import of bot; longest name wins
WALLS: dict[str, frozenset[str]] = {
    "url": frozenset(),
    "masking": frozenset({"masking", "lists", "url"}),
    "listing": frozenset(),
    "lists": frozenset(),
    "regex": frozenset(),
    "unicode": frozenset(),
    "settings": frozenset({"masking"}),
    "logs": frozenset({"masking"}),
    "model": frozenset({"masking", "unicode"}),
    "parsing": PURE | {"parsing"},
    "knowledge": PURE | {"knowledge"},
    "authoring": PURE | {"authoring", "knowledge", "case", "checks", "diagnosis", "variants", "probing", "examine"},
    "fitting": PURE
    | {"authoring.rehearse", "fitting", "knowledge", "case", "checks", "diagnosis", "parsing", "probing"},
    "case": PURE | {"knowledge.schema", "knowledge.book"},
    "auth": frozenset({"auth", "masking", "regex", "unicode"}),
    "variants": PURE | {"variants", "case", "probing.net", "probing.acts", "knowledge.schema"},
    "checks": PURE
    | {"checks", "case", "variants", "probing.net", "knowledge.schema", "knowledge.book", "knowledge.text"}
    | {"knowledge.described", "knowledge.sites"},
    "probing": PURE | {"probing"},
    "diagnosis": PURE
    | {"diagnosis", "case", "variants", "knowledge.schema", "knowledge.book", "knowledge.text", "knowledge.weights"}
    | {"knowledge.sites"},
    "diagnosis.overlay": PURE | {"diagnosis", "knowledge", "parsing.parse"},
    "reply": PURE | {"reply"},
    "examine": PURE | {"case", "checks", "diagnosis", "knowledge", "parsing", "probing.net"},
    "explain": PURE | {"case", "checks", "diagnosis", "knowledge", "reply"},
    "pace": frozenset({"url"}),
    "service": PURE | {"settings", "logs", "pace", "examine", "case", "knowledge", "probing", "diagnosis.overlay"},
    "forks": frozenset(),
    "workers": PURE | {"settings", "logs", "service", "knowledge.load", "probing.wire", "forks", "workers"},
    "engine": frozenset({"masking", "settings", "engine", "pace"}),
    "faces.slack": PURE
    | {"settings", "pace", "logs", "service", "parsing", "probing.net", "reply", "engine", "forks", "workers"}
    | {"faces.slack"},
    "faces.terminal": TERMINAL,
    "faces.terminal.commands": TERMINAL
    | {"", "forks", "faces.slack.run", "faces.demo.run", "faces.demo.ahead", "faces.mcp"},
    "faces.mcp": PURE | {"", "logs", "service", "parsing", "reply", "knowledge.entries", "faces.mcp"},
    "faces.demo": PURE
    | {"settings", "logs", "service", "explain", "parsing", "knowledge", "authoring.lint", "reply", "forks", "workers"}
    | {"engine", "faces.slack", "faces.demo"},
    "__main__": frozenset({"", "faces", "settings", "logs", "masking"}),
}

# modules that reach outside -> the parts that may import them
OUTSIDE: dict[str, tuple[str, ...]] = {
    "socket": ("probing", "faces", "engine"),
    "ssl": ("probing", "faces.demo"),
    "h11": (),
    "dns": ("probing",),
    "graphql": ("probing",),
    "aiohttp": ("faces.slack", "faces.demo"),
    "slack_bolt": ("faces.slack", "faces.demo"),
    "slack_sdk": ("faces.slack", "faces.demo"),
    "dbos": ("engine",),
    "sqlalchemy": ("engine",),
    "multiprocessing": ("forks", "workers"),
    "pebble": ("workers",),
    "rich": ("faces.terminal",),
    "mcp": ("faces.mcp",),
    "uvicorn": ("faces.mcp",),
    "urllib.request": (),
    "http.client": (),
    "requests": (),
    "httpx": ("probing.wire", "faces.slack"),
    "httpcore": ("probing.wire",),
    "subprocess": ("faces",),
    "random": ("probing", "fitting"),
    "secrets": ("engine", "faces", "service"),
    "time": ("probing", "engine", "faces", "checks._run", "pace"),
}


def modules() -> list[Path]:
    """Every source file of the package."""
    return sorted(path for path in BOT.rglob("*.py"))


def name_of(path: Path) -> str:
    """``bot/checks/_run.py`` -> ``checks._run``; the package itself is ``''``."""
    parts = path.relative_to(BOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, nodes: list[ast.AST]) -> set[str]:
    """Every module that the file imports, wherever in it; names taken from a package count as its modules."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            base = node.module or ""
            found |= {full if is_module(full := f"{base}.{alias.name}") else base for alias in node.names}
    return found


def is_module(name: str) -> bool:
    """Does ``name`` stand for a file or a folder of the package?"""
    path = ROOT / name.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()


def inside(name: str, part: str) -> bool:
    """Is the module ``name`` the part, or in it? The part ``''`` is the package's own file alone."""
    return name == part or (part != "" and name.startswith(part + "."))


def wall_of(name: str) -> frozenset[str] | None:
    """The wall of the narrowest part that holds the module, None when no part does."""
    parts = sorted((part for part in WALLS if inside(name, part)), key=len)
    return WALLS[parts[-1]] if parts else None


PARSERS = frozenset({"urlsplit", "urlparse", "urlunsplit", "urlunparse", "urljoin", "urldefrag", "SplitResult", "yarl"})


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_keeps_to_its_walls(path: Path) -> None:
    """What it imports of ours is allowed in ARCHITECTURE.md.

    Sockets, HTTP clients, Slack, the database and randomness are imported at the rim alone. Only bot/url.py reads URLs:
    a second parser is a way round the guard, and the library's raises.
    """
    name, nodes = name_of(path), [*ast.walk(ast.parse(path.read_text()))]
    imported, allowed = imports(path, nodes), wall_of(name)
    ours = {module.removeprefix("bot").removeprefix(".") for module in imported if inside(module, "bot")}
    if allowed is None:
        assert name in {"", "faces"}, f"{name} belongs to no part: add its wall"
    else:
        wrong = {module for module in ours if not any(inside(module, part) for part in allowed)}
        assert not wrong, f"{name} may not import {sorted(wrong)}"
    for module in imported:
        for outside, parts in OUTSIDE.items():
            if inside(module, outside):
                assert any(inside(name, part) for part in parts), f"{name} may not import {module}"
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    used |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    used |= {alias.name for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names}
    assert not used & PARSERS


def test_parts_stand_one_above_the_other() -> None:
    """No circle between the parts of the house: each can be read, and changed, without what stands above it."""
    below: dict[str, set[str]] = {}
    for path in modules():
        part = name_of(path).split(".")[0]
        ours = {
            name.split(".")[1] for name in imports(path, [*ast.walk(ast.parse(path.read_text()))]) if "bot." in name
        }
        below.setdefault(part, set()).update(ours - {part})
    graphlib.TopologicalSorter(below).prepare()


def test_locks_name_no_host() -> None:
    """Locked requirements are names, versions and, where people install from them, hashes of what is downloaded."""
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text()
        pinned = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+((?: \\\n    --hash=sha256:[0-9a-f]{64})*)\n")
        assert not pinned.sub("", text).strip(), path.name
        if path.name != "requirements-live.txt":
            assert all(pinned.findall(text)), path.name


def test_a_worker_loads_nothing_that_is_for_slack_or_the_engine() -> None:
    """What is done in workers is pure: their memory and their start are spent on nothing else."""
    foreign = ("aiohttp", "dbos", "slack_bolt", "slack_sdk", "sqlalchemy")
    code = f"import sys, {', '.join(WORK)}; print([name for name in {foreign} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True) == "[]\n"
