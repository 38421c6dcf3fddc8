"""``auth401 knowledge import-openapi``: fetch or read a description, write its entry, say what changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from bot.authoring.document import document_of
from bot.authoring.openapi import GENERATED_KEYS, Imported, imported
from bot.authoring.refusals import Causes
from bot.authoring.scaffold import OWN_FACTS
from bot.knowledge.entries import is_id
from bot.knowledge.load import GENERATED, UnreadableError, text_of
from bot.knowledge.plain import PlainError, read
from bot.probing.net import Answered, Probe
from bot.probing.rules import Limits, Rules
from bot.probing.session import open_net
from bot.settings import Settings
from bot.unicode import well_formed
from bot.url import host_of, joined, url_of

LARGEST = 64 << 20  # bytes; GitHub's own has 12 MB
_LIMITS = Limits(wall_s=90, request_s=60, body_s=60, body_raw=LARGEST, body_decoded=LARGEST)
_MOST_REDIRECTS = 3
_HEADER = """# Read out of an OpenAPI description by `auth401 knowledge import-openapi`; each import writes this anew.
# Your own words belong into {name}.yaml beside it: a key that stands there counts in place of the one here.
"""


async def found(source: str, settings: Settings, causes: Causes) -> Imported:
    """The entry of the description at a path, at a URL or (``-``) on standard input. Raises ValueError in words.

    ``causes``: what the words of a documented refusal mean.
    """
    if source.startswith(("http://", "https://")):
        text, where = await _fetched(source, settings)
        return imported(document_of(text), where=where, causes=causes)
    if source == "-":
        raw = sys.stdin.buffer.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise ValueError(f"larger than {LARGEST} bytes")
        return imported(document_of(raw.decode("utf-8-sig", "replace")), causes=causes)
    return imported(document_of(_read(Path(source))), beside=_below(Path(source).parent), causes=causes)


def write(made: Imported, name: str, folder: Path) -> list[str]:
    """Write the entry into a folder's ``providers``, beside a file for a person's words, and say what changed."""
    if not is_id(name):
        raise ValueError(f"--id {name}: lower-case words joined by - are right")
    place = folder / "providers"
    place.mkdir(parents=True, exist_ok=True)
    path, own = place / f"{name}{GENERATED}.yaml", place / f"{name}.yaml"
    before = _entry_at(path)
    fresh = path.with_name(f".{path.name}.new")
    added = {key: value for key, value in before.items() if key not in GENERATED_KEYS}
    fresh.write_text(_HEADER.format(name=name) + yaml_of(made.entry | added), encoding="utf-8")
    os.replace(fresh, path)  # the running bot reads the old one or the new one
    said = [f"{path}: {_counted(made.entry)}"]
    said += _changes(before, made.entry) if before else []
    said += [f"  kept, though it belongs into {own.name}: {', '.join(added)}"] if added else []
    if not own.exists():
        own.write_text(OWN_FACTS, encoding="utf-8")
        said.append(f"{own}: add your own facts here; no import touches it")
    elif kept := sorted(_entry_at(own).keys() & made.entry.keys()):
        said.append(f"{own}: kept; it counts in place of what was generated for: {', '.join(kept)}")
    return said


def yaml_of(entry: Mapping[str, Any]) -> str:
    """The entry as YAML that a person can read: short lists and mappings in one line, an operation a line."""
    shown = {key: _flow(value, 0) if key != "operations" else _operations(value) for key, value in entry.items()}
    return well_formed(yaml.dump(shown, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=118))


async def _fetched(url: str, settings: Settings) -> tuple[str, str]:
    """The text at a URL and the address it came from, by the guarded network."""
    rules = replace(Rules.read(settings.allow_hosts, settings.targets, settings.proxy), limits=_LIMITS)
    async with open_net(rules) as net:
        for _ in range(_MOST_REDIRECTS + 1):
            outcome = await net.ask(Probe(purpose="import-openapi", method="GET", url=url))
            if not isinstance(outcome, Answered):
                raise ValueError(f"cannot be fetched: {outcome.words}")
            answer = outcome.response
            location = answer.header("location")
            if answer.status in (301, 302, 303, 307, 308) and location:
                following = joined(url, location)
                if url_of(url).scheme == "https" and url_of(following).scheme != "https":
                    raise ValueError(f"cannot be fetched: {host_of(url)} redirects to plain http")
                url = following
                continue
            if answer.status != 200:
                raise ValueError(f"cannot be fetched: {host_of(url)} answered {answer.status}")
            if outcome.truncated:
                raise ValueError(f"cannot be fetched: more than {LARGEST} bytes, or cut off on the way")
            return answer.body, url
    raise ValueError(f"cannot be fetched: more than {_MOST_REDIRECTS} redirects")


def _read(path: Path) -> str:
    try:
        return text_of(path, LARGEST)
    except UnreadableError as fault:
        raise ValueError(str(fault)) from None


def _below(folder: Path) -> Callable[[str], str]:
    """Reads files below a folder, links resolved; whatever leads out of it is a ValueError."""
    folder = folder.resolve()

    def read_one(inside: str) -> str:
        try:
            path = (folder / inside).resolve()
        except (OSError, RuntimeError):
            raise ValueError("no such file") from None
        if not path.is_relative_to(folder):
            raise ValueError("not followed, as it leaves the description's folder")
        return _read(path)

    return read_one


def _entry_at(path: Path) -> dict[str, Any]:
    """The keys and values of a file; {} for none."""
    try:
        value = read(text_of(path, LARGEST)) if path.exists() else {}
    except (PlainError, UnreadableError):
        return {}
    return value if isinstance(value, dict) else {}


# ---- what is said --------------------------------------------------------------------------------------------------


def _counted(entry: Mapping[str, Any]) -> str:
    calls = len(_needs(entry))
    hosts, schemes = len(entry.get("hosts", ())), len(entry.get("schemes", ()))
    return f"{calls} operations, {hosts} hosts, {schemes} security schemes"


def _needs(entry: Mapping[str, Any]) -> dict[str, Any]:
    groups = entry.get("operations") or ()
    return {
        call: group.get("security") for group in groups if isinstance(group, dict) for call in group.get("calls", ())
    }


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    said: list[str] = []
    before, after = _needs(old), _needs(new)
    said += _differences("operation", before, after, "wants another security")
    for key, what in (("hosts", "host"), ("servers", "server")):
        ours, theirs = dict.fromkeys(old.get(key) or ()), dict.fromkeys(new.get(key) or ())
        said += _differences(what, ours, theirs, "")
    said += _differences("security scheme", old.get("schemes") or {}, new.get("schemes") or {}, "changed")
    others = [key for key in ("name", "homes", "audiences", "issuers", "docs") if old.get(key) != new.get(key)]
    said += [f"  ~ {key}" for key in others]
    return said or ["  nothing changed"]


def _differences(what: str, old: Mapping[str, Any], new: Mapping[str, Any], changed: str) -> list[str]:
    lines = [f"  + {what} {name}" for name in new if name not in old]
    lines += [f"  - {what} {name}" for name in old if name not in new]
    lines += [f"  ~ {what} {name}: {changed}" for name in new if name in old and old[name] != new[name]]
    return lines if len(lines) <= 20 else [*lines[:20], f"    and {len(lines) - 20} more"]


# ---- YAML ----------------------------------------------------------------------------------------------------------


class _Line(dict[str, Any]):
    """A mapping that is written in one line."""


class _Row(list[Any]):
    """A list that is written in one line."""


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, _: Any) -> bool:
        return True


_Dumper.add_representer(
    _Line, lambda dumper, value: dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=True)
)
_Dumper.add_representer(
    _Row, lambda dumper, value: dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)
)


def _flow(value: Any, depth: int) -> Any:
    """Mappings below the second level, and lists of plain words, in one line each."""
    if isinstance(value, dict):
        inner = {key: _flow(each, depth + 1) for key, each in value.items()}
        is_leaf = depth > 0 and len(str(value)) < 300
        return _Line(inner) if is_leaf else inner
    if isinstance(value, list):
        rows = [_flow(each, depth + 1) for each in value]
        return _Row(rows) if depth > 1 else rows
    return value


def _operations(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            key: _Row(map(_flow_need, value))
            if key == "security"
            else [_Line({name: _flow(each, 2) for name, each in refusal.items()}) for refusal in value]
            if key == "refusals"
            else value
            for key, value in group.items()
        }
        for group in groups
    ]


def _flow_need(need: dict[str, list[str]]) -> Any:
    return _Line({name: _Row(scopes) for name, scopes in need.items()})
