"""Hosts: whose a host is, and which known host another one only looks like. Whole hosts, never parts of a text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

import idna
from rapidfuzz.distance import OSA

from bot.knowledge._near import NearIndex, squeezed
from bot.regex import lazy

_CONFUSABLE = str.maketrans("аеорсухіјԁһӏԛѕᴏοαρνκɡıℓ", "aeopcyxijdhlqsooapvkgil")
_DIGITS = str.maketrans("0135", "oles")
_MOST_SLIPS = 2
_SLIPS = {  # ending -> how it is slipped
    "com": {"con", "cmo", "ocm", "comm", "om", "cm", "vom", "cim", "xom", "coom", "clm", "co"},
    "io": {"oi", "ip", "iio", "i0"},
    "net": {"ner", "nte", "bet", "ne", "nett"},
    "org": {"ogr", "rog", "orgg", "og"},
    "ai": {"ia", "aii"},
}
_OF_HOSTS = "[a-z0-9.-]+"
LONGEST_HOST = 253  # RFC 1035 section 3.1, without the last dot: a longer one is nobody's
Key = tuple[str, ...]


@dataclass(frozen=True)
class HostIndex:
    """Host patterns -> the id of their owner. ``pairs`` are (pattern, id).

    ``sites`` are hosts that are known without being an API's (web sites): they look like nobody, others like them.
    """

    pairs: tuple[tuple[str, str], ...]
    sites: frozenset[str] = frozenset()
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
        if host in self.exact or len(host) > LONGEST_HOST:
            return self.exact.get(host)
        labels = tuple(host.split("."))
        rows = [row for size in (3, 2, 1, 0) for row in self.wild.get(labels[-size:] if size else (), ())]
        matching = [row for row in rows if row[1].fullmatch(host)]
        return max(matching, key=lambda row: row[0])[2] if matching else None

    def near(self, host: str) -> str | None:
        """The known host that ``host`` looks like without being it; None when it is known or resembles none."""
        host = host.lower().rstrip(".")
        if (
            not host
            or len(host) > LONGEST_HOST
            or host in self.sites
            or self.owner(host) is not None
            or re.fullmatch(r"[0-9.]+|\[?[0-9a-f.]*+:[0-9a-f:.]*+]?", host)
        ):
            return None
        plain = skeleton(host)
        for looks in (plain, plain.translate(_DIGITS), plain.replace("rn", "m").replace("vv", "w")):
            if looks != host and (known := self._known(looks)):
                return known
        return self._inside(host) or self._typo(plain)

    def _known(self, host: str) -> str | None:
        return host if host in self.sites or self.owner(host) is not None else None

    def _inside(self, host: str) -> str | None:
        """A known host in front of another domain: api.github.com.example.org, api.github.com-login.example."""
        labels = host.split(".")
        for start in range(min(len(labels), 8)):
            rest = ".".join(labels[start:])
            for cut in re.finditer(r"[.-]", rest):
                head = rest[: cut.start()]
                if "." in head and self.owner(head) is not None:
                    return head
        return self._dashed.get(labels[0]) if len(labels) > 1 else None

    def _typo(self, host: str) -> str | None:
        """A known host with its dots and hyphens elsewhere, or with slips in its domain or its first labels."""
        flat = self._flat.get(host.replace(".", "").replace("-", ""))
        if flat is not None:
            return flat
        for size in (2, 3):
            site = host.split(".")[-size:]
            if len(site) < size:
                break
            for core in self._cores.near(site[0]):
                found = self._like(host, site, core)
                if found is not None:
                    return found
        return None

    def _like(self, host: str, site: list[str], core: str) -> str | None:
        """The known host or suffix with the domain label ``core`` that ``host`` is a slip of."""
        same_core = core == site[0]
        for known in self._by_core[core]:
            ours = known.split(".")[-len(site) :]
            if len(ours) < len(site) or ours[0] != core:
                continue
            slipped_end = same_core and _slipped_ending(site[-1], ours[-1]) and site[1:-1] == ours[1:-1]
            same_end = site[1:] == ours[1:]
            if known in self.suffixes:
                if (same_end and not same_core) or slipped_end:
                    return ".".join((*host.split(".")[: -known.count(".") - 1], known))
            elif (
                (same_end or slipped_end)
                and OSA.distance(host, known) <= _MOST_SLIPS
                and (not (same_core and same_end) or _slip_below(host, known))
            ):
                return known
        return None

    @cached_property
    def _dashed(self) -> dict[str, str]:
        return {known.replace(".", "-"): known for known in self.exact if "." in known}

    @cached_property
    def _flat(self) -> dict[str, str]:
        return squeezed(known for known in self.exact if "." in known)

    @cached_property
    def _by_core(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for known in (*self.exact, *self.suffixes, *sorted(self.sites)):
            for label in known.split(".")[-3:-1]:
                found.setdefault(label, []).append(known)
        return found

    @cached_property
    def _cores(self) -> NearIndex:
        return NearIndex(frozenset(self._by_core))


def compile_host(pattern: str) -> re.Pattern[str]:
    """A host pattern as a regular expression for fullmatch; ``*`` is a run of one or more characters of a host name."""
    head, found, end = pattern.rpartition("*")
    return lazy(f"{with_stars(head, _OF_HOSTS)}{_OF_HOSTS * bool(found)}{re.escape(end)}")


def with_stars(pattern: str, letters: str) -> str:
    """A pattern as an expression for a beginning, linear whatever it is: ``*`` is a run of one or more ``letters``.

    The shortest run that lets the next piece follow is right for all that comes after, so nothing is tried again.
    """
    first, *pieces = pattern.split("*")
    return re.escape(first) + "".join(f"(?>{letters}?{re.escape(piece)})" for piece in pieces)


def skeleton(host: str) -> str:
    """``host`` as it looks: punycode decoded, accents taken off, letters of other scripts as their Latin likeness."""
    labels = [_decoded(label) for label in host.split(".")]
    shown = unicodedata.normalize("NFKD", ".".join(labels))
    shown = "".join(letter for letter in shown if not unicodedata.combining(letter))
    return shown.lower().translate(_CONFUSABLE)


def _slip_below(host: str, known: str) -> bool:
    """In one domain: one letter typed wrongly or two that changed places, but no longer name (a sibling's)."""
    return sorted(host) == sorted(known) or (OSA.distance(host, known) == 1 and len(host) <= len(known))


def _slipped_ending(theirs: str, ours: str) -> bool:
    """``github.con`` for ``github.com``; ``github.io`` and other real endings of equal right are no slip."""
    return theirs.rpartition(".")[2] in _SLIPS.get(ours.rpartition(".")[2], ())


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
