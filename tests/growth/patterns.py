"""Every regular expression of ``bot/`` and ``knowledge/``, found by being there, and how it is used."""

from __future__ import annotations

import ast
import builtins
import importlib
import pkgutil
import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import bot
from bot.knowledge._hosts import compile_host
from bot.regex import Lazy
from tests._knowledge import shipped

_SCANS = frozenset(("search", "finditer", "findall", "sub", "subn", "split"))
_ANCHORED = frozenset(("match", "fullmatch"))
# The last one holds the knowledge as it was loaded, whose patterns are looked at as they are used
_SKIPPED = ("bot.__main__", "bot.regex", "bot.workers._preloaded")


@dataclass(frozen=True)
class Used:
    """A pattern: where it stands, and whether it is looked for from every place of a text or at one place alone."""

    where: str
    regex: str | bytes
    flags: int
    scans: bool

    def read(self, text: str) -> None:
        """Use it on ``text`` in the slowest of its ways."""
        pattern = re.compile(self.regex, self.flags)
        subject: Any = text if isinstance(self.regex, str) else text.encode()
        if self.scans:
            deque(pattern.finditer(subject), maxlen=0)
        else:
            pattern.match(subject)
            pattern.fullmatch(subject)


@cache
def found() -> tuple[Used, ...]:
    """All of them, each once, in a fixed order."""
    uses: dict[tuple[str | bytes, int], Used] = {}
    for used in (*_of_modules(), *_of_knowledge()):
        key = (used.regex, used.flags)
        known = uses.get(key)
        uses[key] = used if known is None or (used.scans and not known.scans) else known
    return tuple(sorted(uses.values(), key=lambda used: (used.where, str(used.regex))))


@cache
def modules() -> tuple[ModuleType, ...]:
    """Every module of the package."""
    names = sorted(found.name for found in pkgutil.walk_packages(bot.__path__, "bot."))
    return (bot, *(importlib.import_module(name) for name in names if name not in _SKIPPED))


def _of_modules() -> Iterator[Used]:
    trees = {module: ast.parse(Path(module.__file__ or "").read_text()) for module in modules()}
    own, foreign = _uses(trees)
    for module, tree in trees.items():
        short = module.__name__.removeprefix("bot.")
        seen: set[tuple[str | bytes, int]] = set()
        direct = {name for name, value in vars(module).items() if isinstance(value, re.Pattern | Lazy)}
        by_other_names = set().union(*(how for name, how in own[module.__name__].items() if name not in direct), ())
        for name, value in vars(module).items():
            if isinstance(value, ModuleType) or (isinstance(value, type) and value.__module__ != module.__name__):
                continue
            for pattern in _inside(value, set()):
                seen.add((pattern.pattern, pattern.flags))
                how = (own[module.__name__][name] | foreign[name]) if isinstance(value, re.Pattern | Lazy) else set()
                yield _used(f"{short}.{name}", pattern, how or by_other_names)
        for used in _of_calls(short, module, tree):
            if (used.regex, used.flags) not in seen:
                yield used


def _used(where: str, pattern: re.Pattern[Any] | Lazy, how: set[str]) -> Used:
    return Used(where, pattern.pattern, pattern.flags & ~re.DEBUG, scans=not how or bool(how & _SCANS))


def _uses(trees: dict[ModuleType, ast.Module]) -> tuple[dict[str, dict[str, set[str]]], dict[str, set[str]]]:
    """module -> name -> methods called on it there; and the same for ``words.SOLVED.search`` of others."""
    own: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    foreign: dict[str, set[str]] = defaultdict(set)
    for module, tree in trees.items():
        imported = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Attribute) or node.attr not in _SCANS | _ANCHORED:
                continue
            target = node.value
            if isinstance(target, ast.Attribute):
                foreign[target.attr].add(node.attr)
                own[module.__name__][f".{target.attr}"].add(node.attr)
            elif isinstance(target, ast.Name) and target.id != "re":
                own[module.__name__][target.id].add(node.attr)
                if target.id in imported:
                    foreign[target.id].add(node.attr)
            elif not isinstance(target, (ast.Name, ast.Constant, ast.JoinedStr)):
                own[module.__name__]["()"].add(node.attr)
    return own, foreign


def _inside(value: object, seen: set[int]) -> Iterator[re.Pattern[Any] | Lazy]:
    """The patterns in a value: itself, or in the containers and the house's own objects that it is made of."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern | Lazy):
        yield value
    elif isinstance(value, dict):
        for part in (*value.keys(), *value.values()):
            yield from _inside(part, seen)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for part in value:
            yield from _inside(part, seen)
    elif type(value).__module__.startswith("bot.") or (isinstance(value, type) and value.__module__.startswith("bot.")):
        slots = getattr(type(value), "__slots__", ())
        for part in (*getattr(value, "__dict__", {}).values(), *(getattr(value, slot, None) for slot in slots)):
            yield from _inside(part, seen)


def _of_calls(short: str, module: ModuleType, tree: ast.Module) -> Iterator[Used]:
    """``re.search(r"…", text)`` and patterns that are compiled when needed; what is local stands as a word."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and node.args and (name := _of_re(node.func))):
            continue
        scope = _Scope(vars(module))
        flags = [word.value for word in node.keywords if word.arg == "flags"]
        places = {"compile": 1, "sub": 4, "subn": 4, "split": 3}
        flags = flags or node.args[places.get(name, 2) :]
        regex = _value(node.args[0], scope)
        kind = int(_value(flags[0], scope)) if flags else 0
        if isinstance(regex, re.Pattern | Lazy):
            regex, kind = regex.pattern, regex.flags
        yield _used(
            f"{short}:{node.lineno}",
            re.compile(regex if isinstance(regex, bytes) else str(regex), kind),
            set() if name == "compile" else {name},
        )


def _of_re(called: ast.expr) -> str:
    """``compile`` for ``re.compile`` and for our ``lazy``, ``search`` for ``re.search``; '' for all else."""
    if isinstance(called, ast.Name):
        return "compile" if called.id == "lazy" else ""
    is_re = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "re"
    return called.attr if is_re and called.attr in _SCANS | _ANCHORED | {"compile"} else ""


def _value(node: ast.expr, scope: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "<pattern>", "eval"), scope)


class _Local(str):
    """Stands for a value that only a running function knows: a word, whatever is asked of it."""

    def __getattr__(self, name: str) -> _Local:
        return self

    def __call__(self, *_: object, **__: object) -> _Local:
        return self

    def __getitem__(self, _: object) -> _Local:
        return self


class _Scope(dict[str, Any]):
    def __missing__(self, name: str) -> Any:
        if hasattr(builtins, name):
            raise KeyError(name)
        return _Local("word")


def _of_knowledge() -> Iterator[Used]:
    """The forms of credentials and the host patterns; both are matched with whole values."""
    book = shipped().book
    for form in book.formats:
        yield Used(f"knowledge: {form.regex[:60]}", form.regex, re.UNICODE, scans=False)
    for owner, entry in sorted(book.providers.items()):
        for host in filter("*".__contains__, (*entry.hosts, *entry.free_hosts)):
            pattern = compile_host(host)
            yield Used(f"knowledge/providers/{owner}: {host}", pattern.pattern, pattern.flags, scans=False)
