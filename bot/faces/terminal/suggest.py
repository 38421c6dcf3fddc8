"""Examples that askers gave -> files for an overlay folder, each of which lint finds in order.

A file is the cause's entry as it is, with these examples: an overlay's entry takes the place of the built-in one. What
was masked becomes a stand-in of the same length, and a host that may be somebody's one of example.com.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.authoring.lint import Shelf, somebodys_hosts
from bot.authoring.survey import survey
from bot.engine.history import Given
from bot.knowledge.entries import without_examples
from bot.knowledge.load import File, Library, builtin_folder, listed, read_file, text_of
from bot.knowledge.schema import Cause, Example
from bot.knowledge.sites import site_of
from bot.parsing.parse import parse

_MASK = re.compile(
    r"(?P<basic>(?i:basic) )?\[[\w -]{1,30} (?P<prefix>[^\]\s…]{0,24})…\w{0,4}, (?P<length>\d{1,6}) characters\]"
)
_LONGEST = 200
_OPAQUE = "q7Yd93kfPz0aLmN4vB8x"
_JWT = f"eyJhbGciOiJIUzI1NiJ9.e30.{'0' * 43}"
_PAIR = "Y2xpZW50OnE3WWQ5M2tmUHowYQ=="  # client:q7Yd93kfPz0a
_EDITOR = re.compile(r"\A# yaml-language-server:.*\n")
_ROUNDS, _NEAR_MISSES = 6, 3


@dataclass(frozen=True, slots=True)
class Suggested:
    """``files``: place in an overlay folder -> text; ``warnings`` are sentences about what was left out."""

    files: Mapping[str, str]
    warnings: Sequence[str]


@dataclass(slots=True)
class _Draft:
    """An entry in the making: its text up to the examples, and these."""

    file: File
    head: str
    match: list[Example] = field(default_factory=list)
    no_match: list[Example] = field(default_factory=list)
    given: set[str] = field(default_factory=set)  # names of what is new in it

    @property
    def place(self) -> str:
        return "/".join(filter(None, ("causes", self.file.family, f"{self.file.id}.yaml")))

    @property
    def text(self) -> str:
        shown = {"match": list(map(_plain, self.match)), "no-match": list(map(_plain, self.no_match))}
        made = yaml.dump({"examples": shown}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=118)
        return f"{self.head.rstrip()}\n{made}"


async def made(given: Sequence[Given], folders: Sequence[Path]) -> Suggested:
    """The files for all that was given. ``folders`` are the operator's own, whose entries count as they are."""
    shelf, files = Shelf(Library(builtin_folder(), *folders).book), listed(builtin_folder(), *folders).files
    entries = {file.id: file for file in files if file.kind == "causes"}  # a later one overrides
    drafts, warnings = dict[str, _Draft](), list[str]()
    if not given:
        warnings.append("nobody gave an example yet: that is a box beside This was it, for whoever asked")
    if closed := sum(not one.text for one in given):
        warnings.append(f"{closed} of {len(given)} examples were sealed with another key than AUTH401_KEY is")
    for one in (one for one in given if one.text):
        if one.cause not in entries:
            warnings.append(f"{one.cause}: no such cause any more, so what was given for it is left out")
            continue
        draft = drafts.get(one.cause) or drafts.setdefault(one.cause, _draft(entries[one.cause]))
        paste = standing_in(one.text, shelf)
        if paste not in {each.paste for each in draft.match}:
            name = f"given on {one.at:%Y-%m-%d}, number {1 + len(draft.match)}"
            draft.match.append(Example(name=name, paste=paste))
            draft.given.add(name)
    _drop(drafts, _has_nothing_new)
    for _ in range(_ROUNDS):
        if not drafts or not await _is_mended(drafts, folders, warnings):
            return Suggested({draft.place: draft.text for draft in drafts.values()}, warnings)
    return Suggested({}, [*warnings, "what is left does not hold together, so nothing is suggested"])


def standing_in(masked: str, shelf: Shelf) -> str:
    """The masked text as a paste that reads as the real one did."""
    paste = "\n".join(line.rstrip() for line in _MASK.sub(_stand_in, masked).splitlines()).strip() + "\n"
    addresses = "\n".join((paste, *(request.url for request in parse(paste).requests)))  # a Host header makes one too
    for number, host in enumerate(dict.fromkeys(somebodys_hosts(addresses, shelf))):
        paste = paste.replace(host, f"api{number or ''}.example.com")
        if site := site_of(host):
            paste = paste.replace(site, "example.com")
    return paste


def _stand_in(found: re.Match[str]) -> str:
    prefix, length = found["prefix"], min(int(found["length"]), _LONGEST)
    if found["basic"]:
        return f"{found['basic']}{_PAIR}"
    if prefix.startswith("eyJ"):
        return _JWT
    if prefix:
        return prefix + "0" * max(0, length - len(prefix))  # as the knowledge's own examples have it
    return (_OPAQUE * (length // len(_OPAQUE) + 1))[:length]


def _draft(file: File) -> _Draft:
    """The entry as it is. Of a built-in one some near misses alone: its own examples prove it where it is built in."""
    entry, _ = read_file(file, examples=True)
    draft = _Draft(file, _EDITOR.sub("", without_examples(text_of(file.path))))
    if isinstance(entry, Cause):
        known = entry.examples
        offline = [each for each in known.no_match if each.world is None and each.instead]
        draft.match = [] if file.is_own else list(known.match)
        draft.no_match = offline[:_NEAR_MISSES] if file.is_own else list(known.no_match)
        if not draft.no_match:
            draft.no_match = list(known.no_match[:_NEAR_MISSES])
    return draft


async def _is_mended(drafts: dict[str, _Draft], folders: Sequence[Path], warnings: list[str]) -> bool:
    """Look at all as lint does, take out what it finds wrong, and tell whether anything was."""
    with tempfile.TemporaryDirectory(prefix="auth401-") as made:
        folder = Path(made)
        for draft in drafts.values():
            path = folder / draft.place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(draft.text, encoding="utf-8")
        found = await survey(builtin_folder(), *folders, folder, only=(folder,))
    wrong = {(verdict.id, verdict.example): verdict for verdict in found.verdicts if not verdict.holds}
    for (cause, name), verdict in wrong.items():
        draft = drafts[cause]
        draft.match = [each for each in draft.match if each.name != name]
        draft.no_match = [each for each in draft.no_match if each.name != name]
        if verdict.matches or not draft.file.is_own:
            warnings.append(
                f"{cause}, {name}: left out, as its words alone do not tell it: {verdict.winner or 'no cause'} wins; "
                "a sign of its own, or an answer of the API's entry, would"
            )
    if wrong:
        _drop(drafts, _has_nothing_new)
        return True
    faulty = {fault.file.rpartition("/")[2].removesuffix(".yaml"): str(fault.words) for fault in found.faults}
    warnings += [f"{cause}: left out, as lint says: {faulty[cause]}" for cause in faulty.keys() & drafts.keys()]
    _drop(drafts, lambda draft: draft.file.id in faulty)
    return bool(faulty)


def _has_nothing_new(draft: _Draft) -> bool:
    return not any(each.name in draft.given for each in draft.match)


def _drop(drafts: dict[str, _Draft], is_lost: Callable[[_Draft], bool]) -> None:
    for cause in [cause for cause, draft in drafts.items() if is_lost(draft)]:
        del drafts[cause]


def _plain(example: Example) -> dict[str, Any]:
    """As it stands in a file: what is not given is left out."""
    known = {"name": example.name, "paste": example.paste, "world": example.world,
             "cause": example.cause, "instead": example.instead}  # fmt: skip
    return {name: value for name, value in known.items() if value}


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, _: Any) -> bool:
        return True


def _text(dumper: yaml.CSafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)
