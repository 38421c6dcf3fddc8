"""Hosts: whose a host is, and which known host another one only looks like. Whole hosts, never parts of a text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

import idna
from rapidfuzz import process
from rapidfuzz.distance import OSA

_CONFUSABLE = str.maketrans("аеорсухіјԁһӏԛѕᴏοαρνκɡıℓ", "aeopcyxijdhlqsooapvkgil")
_DIGITS = str.maketrans("0135", "oles")
_LONG_LABEL = 8
_SHORT_LABEL = 5
Key = tuple[str, ...]


@dataclass(frozen=True)
class HostIndex:
    """Host patterns -> the id of their owner. ``pairs`` are (pattern, id)."""

    pairs: tuple[tuple[str, str], ...]
    exact: dict[str, str] = field(init=False, repr=False)
    wild: dict[Key, list[tuple[int, re.Pattern[str], str]]] = field(init=False, repr=False)
    suffixes: dict[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        exact: dict[str, str] = {}
        wild: dict[Key, list[tuple[int, re.Pattern[str], str]]] = {}
        suffixes: dict[str, str] = {}
        for pattern, owner in self.pairs:
            if "*" not in pattern:
                exact.setdefault(pattern, owner)
                continue
            weight = len(pattern.replace("*", ""))
            wild.setdefault(_key(pattern), []).append((weight, compile_host(pattern), owner))
            fixed = pattern.rpartition("*")[2].lstrip(".-")
            if "." in fixed:
                suffixes.setdefault(fixed, owner)
        for rows in wild.values():
            rows.sort(key=lambda row: -row[0])
        for name, value in (("exact", exact), ("wild", wild), ("suffixes", suffixes)):
            object.__setattr__(self, name, value)

    def owner(self, host: str) -> str | None:
        """The id whose most specific pattern matches the whole host, or None."""
        host = host.lower().rstrip(".")
        if host in self.exact:
            return self.exact[host]
        labels = tuple(host.split("."))
        rows = [row for size in (3, 2, 1, 0) for row in self.wild.get(labels[-size:] if size else (), ())]
        matching = [row for row in rows if row[1].fullmatch(host)]
        return max(matching, key=lambda row: row[0])[2] if matching else None

    def near(self, host: str) -> str | None:
        """The known host that ``host`` looks like without being it; None when it is known or resembles none."""
        host = host.lower().rstrip(".")
        if not host or self.owner(host) is not None or re.fullmatch(r"[0-9.]+|\[?[0-9a-f:.]+:[0-9a-f:.]*]?", host):
            return None
        plain = skeleton(host)
        if plain != host and (known := self._known(plain)):
            return known
        return self._inside(host) or self._typo(plain) or self._typo(host)

    def _known(self, host: str) -> str | None:
        return host if self.owner(host) is not None else None

    def _inside(self, host: str) -> str | None:
        """A known host in front of another domain: api.github.com.example.org, api.github.com-login.example."""
        labels = host.split(".")
        for start in range(min(len(labels), 8)):
            rest = ".".join(labels[start:])
            for cut in re.finditer(r"[.-]", rest):
                head = rest[: cut.start()]
                if "." in head and head in self.exact:
                    return head
        dashed = {known.replace(".", "-"): known for known in self.exact if known.count(".") >= 1}
        first = host.partition(".")[0]
        return dashed.get(first)

    def _typo(self, host: str) -> str | None:
        found = process.extract(host, self.exact.keys(), scorer=OSA.distance, score_cutoff=2, limit=5)
        for known, distance, _ in found:
            if distance and _is_slip(host, known, int(distance)):
                return str(known)
        for size in (2, 3):
            labels = host.split(".")
            if len(labels) <= size:
                continue
            tail = ".".join(labels[-size:])
            near = process.extractOne(tail, self.suffixes.keys(), scorer=OSA.distance, score_cutoff=2)
            if near and near[1] and _is_slip(tail, near[0], int(near[1])):
                return ".".join((*labels[:-size], near[0]))
        return None


def compile_host(pattern: str) -> re.Pattern[str]:
    """A host pattern as a regular expression for fullmatch; ``*`` is a run of one or more characters of a host name."""
    return re.compile("".join("[a-z0-9.-]+" if part == "*" else re.escape(part) for part in re.split(r"(\*)", pattern)))


def skeleton(host: str) -> str:
    """``host`` as it looks: punycode decoded, accents taken off, letters of other scripts as their Latin likeness."""
    labels = [_decoded(label) for label in host.split(".")]
    shown = unicodedata.normalize("NFKD", ".".join(labels))
    shown = "".join(letter for letter in shown if not unicodedata.combining(letter))
    return shown.lower().translate(_CONFUSABLE)


def registrable(host: str) -> str:
    """The last two labels: enough to tell a slip of the finger inside one domain from another domain."""
    return ".".join(host.split(".")[-2:])


def _is_slip(host: str, known: str, distance: int) -> bool:
    """Is ``distance`` small enough for these two names to be the same one, misspelt?"""
    theirs, ours = registrable(host), registrable(known)
    if theirs == ours:
        return (distance == 1 and len(host) != len(known) + 1) or _swapped(host, known)
    core, other = ours.partition(".")[0], theirs.partition(".")[0]
    if host.replace("-", ".") == known.replace("-", "."):
        return True
    if core == other:
        return _slipped_ending(theirs, ours)
    if core.translate(_DIGITS) == other.translate(_DIGITS):
        return True
    allowed = 0 if len(core) < _SHORT_LABEL else 1 if len(core) < _LONG_LABEL else 2
    swapped = sorted(core) == sorted(other) and len(core) >= _SHORT_LABEL - 1
    return distance <= allowed or (swapped and distance == 1)


def _swapped(host: str, known: str) -> bool:
    return sorted(host) == sorted(known)


def _slipped_ending(theirs: str, ours: str) -> bool:
    """``github.con`` for ``github.com``; ``github.io`` and other real endings of equal right are no slip."""
    ending, right = theirs.rpartition(".")[2], ours.rpartition(".")[2]
    slips = {
        "com": {"con", "cmo", "ocm", "comm", "om", "cm", "vom", "cim", "xom", "coom", "clm", "co"},
        "io": {"oi", "ip", "iio", "i0"},
        "net": {"ner", "nte", "bet", "ne", "nett"},
        "org": {"ogr", "rog", "orgg", "og"},
        "ai": {"ia", "aii"},
    }
    return ending in slips.get(right, set())


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return idna.decode(label)
    except (idna.IDNAError, UnicodeError):
        return label


def _key(pattern: str) -> Key:
    """The trailing labels without a ``*``: at most three, maybe none."""
    fixed: list[str] = []
    for label in reversed(pattern.split(".")):
        if "*" in label or len(fixed) == 3:
            break
        fixed.insert(0, label)
    return tuple(fixed)
