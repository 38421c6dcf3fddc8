"""suite: the YAML of the products -> cases, real curl beside auth401, and the figures that are printed at the end."""

from __future__ import annotations

import json
import os
import re
import secrets
import statistics
import subprocess
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests._command import run

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FAMILIES: dict[str, Any] = yaml.safe_load((HERE / "families.yaml").read_text())
CREDENTIAL_CAUSES = re.compile(
    r"credential-|token-|scheme-|header-|basic-|digest-|signature-|session-|csrf-|dpop-|client-"
)
_NAME = re.compile(r"\{([a-z_0-9]+)\}")


@dataclass(frozen=True)
class Case:
    """One planted fault, or a control (``cause`` None). ``refused`` is what curl must see: a status, or ``error``."""

    product: str
    name: str
    paste: str
    refused: tuple[object, ...]
    cause: str | None = None
    also: tuple[str, ...] = ()
    intact: str = ""
    story: str = ""
    answer: bool = False
    state: str = ""
    before: str = ""

    @property
    def id(self) -> str:
        """As the report names it."""
        return f"{self.product}: {self.name}"


@dataclass(frozen=True)
class Seen:
    """What curl saw: the status (0 without an answer), head and body, and curl's own words."""

    status: int
    head: str = ""
    body: str = ""
    said: str = ""


@dataclass(frozen=True)
class Named:
    """What auth401 said of a case."""

    case: Case
    output: dict[str, Any]
    leaks: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def causes(self) -> list[str]:
        """The ids, most probable first."""
        return [cause["id"] for cause in self.output.get("causes", [])]

    @property
    def is_right(self) -> bool:
        """Is the planted cause (or one that nobody can tell from it) the first? A control blames no credential."""
        if self.case.cause is None:
            return not any(CREDENTIAL_CAUSES.match(cause) for cause in self.causes)
        return bool(self.causes) and self.causes[0] in (self.case.cause, *self.case.also)


def cases_of(product: str, data: dict[str, Any], variables: dict[str, str]) -> list[Case]:
    """The cases of one product, its families first, with the variables filled in."""
    values = {"nonce": secrets.token_hex(3), **variables}

    def fill(text: str) -> str:
        return _NAME.sub(lambda found: values.get(found[1], found[0]), text)

    intact = {name: fill(text) for name, text in data.get("intact", {}).items()}
    made: list[Case] = []
    for use in data.get("families", []):
        family = FAMILIES[use["family"]]
        own = {**values, **use.get("with", {})}
        for fault in family["faults"]:
            if fault["name"] in use.get("skip", []):
                continue
            entry = {"refused": use.get("refused", 401), **fault, **use.get("but", {}).get(fault["name"], {})}
            entry["name"] = f"{entry['name']}{use.get('as', '')}"
            made.append(_case(product, entry, lambda text, own=own: _twice(text, own), _twice(family["intact"], own)))
    faults, controls = data.get("faults", []), data.get("controls", [])
    made += [_case(product, fault, fill, intact.get(fault.get("intact", "ok"), "")) for fault in faults]
    made += [_case(product, {"cause": None, "refused": entry["status"], **entry}, fill, "") for entry in controls]
    return made


def _twice(text: str, values: dict[str, str]) -> str:
    """Variables whose values hold variables, as a family's ``with`` may."""
    for _ in range(2):
        text = _NAME.sub(lambda found: str(values.get(found[1], found[0])), text)
    return text


def _case(product: str, entry: dict[str, Any], fill: Any, intact: str) -> Case:
    refused = entry["refused"]
    return Case(
        product=product,
        name=entry["name"],
        paste=fill(entry["paste"]),
        refused=tuple(refused) if isinstance(refused, list) else (refused,),
        cause=entry["cause"],
        also=tuple(entry.get("also", ())),
        intact=intact,
        story=fill(entry.get("story", "")),
        answer=entry.get("answer", False),
        state=fill(entry.get("state", "")),
        before=fill(entry.get("before", "")),
    )


def curl(command: str, patience_s: float = 10.0) -> Seen:
    """Run a command of ours with the real curl, and say what came."""
    quiet = command.replace("curl ", f"curl -sS -i --max-time {patience_s:g} ", 1)
    done = subprocess.run(["bash", "-c", quiet], capture_output=True, timeout=3 * patience_s)
    text = done.stdout.decode("utf-8", "replace")
    # The last head counts: an interim answer, a proxy's or the first leg of a handshake may stand before it.
    heads = list(re.finditer(r"HTTP/[\d.]+ (\d{3}).*?\r\n\r\n", text, re.DOTALL))
    if not heads:
        return Seen(0, said=done.stderr.decode("utf-8", "replace").strip())
    last = heads[-1]
    return Seen(int(last[1]), last[0].replace("\r\n", "\n"), text[last.end() :], done.stderr.decode("utf-8", "replace"))


def agrees(seen: Seen, wanted: tuple[object, ...]) -> bool:
    """Did curl see what was planned? ``error``: no HTTP answer at all."""
    return seen.status in wanted or ("error" in wanted and seen.status == 0)


def paste_of(case: Case, seen: Seen) -> str:
    """What a person would paste: the story, the command, and with ``answer`` what curl printed."""
    shown = f"\n\n{seen.head}{seen.body[:2000]}" if seen.status else f"\n\n{seen.said}"
    return f"{case.story}\n{case.paste}".strip() + (shown if case.answer else "")


def check(text: str, allow: str) -> tuple[dict[str, Any], str, int]:
    """``auth401 check - --json`` in a process of its own: the object, all that it printed, and its exit status."""
    done = run(["check", "-", "--json"], stdin=text.encode(), env={**os.environ, "AUTH401_ALLOW_HOSTS": allow})
    printed, said = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
    try:
        return json.loads(printed), printed + said, done.returncode
    except ValueError:
        return {}, printed + said, done.returncode


def leaks(output: str, variables: dict[str, str], shown: frozenset[str]) -> tuple[str, ...]:
    """Names of the variables of which 9 characters in a row are in the output, those that are no secret left out."""
    return tuple(sorted(name for name, value in variables.items() if name not in shown and _leaks(output, value)))


def _leaks(output: str, value: str) -> bool:
    secret = value.partition(".")[2] if value.startswith("eyJ") else value  # a JWT's header is no secret
    windows = {secret[start : start + 9] for start in range(max(1, len(secret) - 8))}
    return len(secret) >= 9 and any(window in output for window in windows)


@dataclass
class Figures:
    """What all products together gave."""

    named: list[Named] = field(default_factory=list)
    products: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)

    @property
    def faults(self) -> list[Named]:
        """The planted faults, the controls left out."""
        return [one for one in self.named if one.case.cause is not None]

    @property
    def top_one(self) -> float:
        """The share of faults whose first cause is the planted one."""
        return sum(one.is_right for one in self.faults) / max(1, len(self.faults))

    def report(self) -> str:
        """The figures in words, for a terminal."""
        faults, controls = self.faults, [one for one in self.named if one.case.cause is None]
        sent = [one.output.get("requests_sent", 0) for one in self.named] or [0]
        lines = [
            f"products: {len(self.products)} ({', '.join(self.products)})",
            *(f"skipped: {name}: {why}" for name, why in self.skipped.items()),
            f"faults: {len(faults)} over {len({one.case.cause for one in faults})} causes; top-1 {self.top_one:.1%}",
            f"controls: {len(controls)}, of which {sum(not one.is_right for one in controls)} named a credential fault",
            f"requests per diagnosis: median {statistics.median(sent)}, maximum {max(sent)}",
            f"leaks: {sum(bool(one.leaks) for one in self.named)}",
            *self._by_cause(),
            *self._wrong(),
        ]
        return "\n".join(lines)

    def _by_cause(self) -> list[str]:
        rows: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self.faults:
            row = rows[one.case.cause or ""]
            row["n"] += 1
            row["right"] += one.is_right
            row[one.output["causes"][0]["certainty"] if one.causes else "none"] += 1
        words = ("right", "proven", "observed", "suspected", "none")
        head = f"{'cause':34}{'n':>4}" + "".join(f"{word:>11}" for word in words)
        return [head] + [
            f"{cause:34}{row['n']:>4}" + "".join(f"{row[word]:>11}" for word in words)
            for cause, row in sorted(rows.items())
        ]

    def _wrong(self) -> list[str]:
        lines = []
        for one in self.named:
            named = ", ".join(one.causes[:3]) or one.output.get("outcome")
            lines += [] if one.is_right else [f"WRONG {one.case.id}: planted {one.case.cause}, named {named}"]
        return lines
