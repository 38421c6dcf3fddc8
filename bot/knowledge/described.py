"""A described API: which of its operations a method and a path ask, and which one was probably meant. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.knowledge._hosts import compile_host
from bot.knowledge.schema import Operation, Placement, Provider, Refusal, Scheme
from bot.url import url_of

_PLACE = re.compile(r"\{[^{}/]*\}")
_SPANS = re.compile(
    r"\{(?:\+.*|.*\*|(?:\w*path|name|parent|resource|resourcename|proxy\+?|\w*uri|key))\}", re.IGNORECASE
)
_VARIES = re.compile(
    r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,}|[A-Za-z]+[-_]?\d\w*|\{[^{}]*\}|<[^<>]*>", re.IGNORECASE
)
_LOOKED_AT = 40  # operations that resemble a path at first sight
_MOST_SEGMENTS = 60
_FAR = 1.3  # of a nearest path: one segment that is missing, too many or another, and a slip besides
_SEGMENT = 1.0
_SLIP = 0.35  # of one segment, where the path could be meant as it stands
_SURE_SLIP = 0.6  # one segment with a slip in it
Need = dict[str, tuple[str, ...]]


class DescribedCall(NamedTuple):
    """One operation. ``security`` None: nothing is said of schemes; ``scopes`` are then needed by any."""

    method: str
    path: str
    security: tuple[Need, ...] | None
    scopes: tuple[str, ...]
    open: bool
    refusals: tuple[Refusal, ...] = ()

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Near(NamedTuple):
    """The operation that a path was probably meant for, and the path as it should have been.

    ``cost`` is how far it is: 0 when only the method differs, about 1 for each segment that is another.
    """

    call: DescribedCall
    path: str
    cost: float


@dataclass(slots=True)
class _Node:
    """A segment of described paths: what may follow it, literally or by a pattern, and what ends here."""

    literal: dict[str, _Node] = field(default_factory=dict)
    varied: dict[str, _Node] = field(default_factory=dict)
    calls: dict[str, DescribedCall] = field(default_factory=dict)


class Described:
    """The operations of one provider's entry, indexed by their paths."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.calls = tuple(_calls(provider.operations))

    def bases(self, host: str) -> tuple[str, ...]:
        """The paths below which the API is served at a host, longest first; () when none is described."""
        found = [
            parts.path.rstrip("/")
            for server in self.provider.servers
            for parts in (url_of(_PLACE.sub("x-any-x", server)),)
            if not parts.name or compile_host(parts.name.replace("x-any-x", "*")).fullmatch(host)
        ]
        return tuple(sorted({base.replace("x-any-x", "{x}") for base in found}, key=len, reverse=True))

    def is_only_encrypted(self, host: str) -> bool:
        """Are all described addresses at a host https?"""
        found = [
            parts.scheme
            for server in self.provider.servers
            for parts in (url_of(_PLACE.sub("x-any-x", server)),)
            if parts.name and compile_host(parts.name.replace("x-any-x", "*")).fullmatch(host)
        ]
        return bool(found) and set(found) == {"https"}

    def at(self, host: str, path: str) -> dict[str, DescribedCall]:
        """The operations at a path by their method; {} when there is none."""
        given = _segments(path)[:_MOST_SEGMENTS]
        bases = self.bases(host)
        if not bases:
            return next((found for start in range(len(given) + 1) if (found := self._below(given[start:]))), {})
        for base in bases:
            head = _segments(base)
            if len(head) <= len(given) and all(map(fits, head, given)) and (found := self._below(given[len(head) :])):
                return found
        return {}

    def near(self, host: str, method: str, path: str) -> Near | None:
        """The operation whose path is nearest, of the same method before others; None when none is near."""
        given = _segments(path)[:_MOST_SEGMENTS]
        if same := self.at(host, path):
            return Near(next(iter(same.values())), path, 0.0)
        bases = self.bases(host) or ("",)
        shown = "/".join("*" if _VARIES.fullmatch(part) else part for part in given)
        best: tuple[float, Near] | None = None
        for base in bases[:8]:
            head = "/".join("*" if "{" in part else part for part in _segments(base))
            begun = shown.removeprefix(head).strip("/") if head and shown.startswith(head) else shown
            for shape, _, _ in process.extract(begun, self._shapes, scorer=fuzz.ratio, limit=_LOOKED_AT):
                for call in self._by_shape[shape]:
                    cost, meant = _aligned(_segments(base) + _segments(call.path), given)
                    ranked = cost + (0.0 if call.method == method else 0.3)
                    if cost <= _FAR and (best is None or ranked < best[0]):
                        best = ranked, Near(call, "/" + "/".join(meant), cost)
        if best is None or best[1].cost > _SEGMENT:
            return self._below_another(given, method, bases) or (best[1] if best else None)
        return best[1]

    def slipped(self, host: str, method: str, path: str, call: DescribedCall) -> Near | None:
        """The operation that a path is a slip of, where it fits another only as ``{name}`` may hold slashes."""
        given = _segments(path)[:_MOST_SEGMENTS]
        parts = _segments(call.path)
        best: Near | None = None
        for base in self.bases(host) or ("",):
            below = given[len(_segments(base)) :]
            if len(below) <= len(parts):
                continue  # each part of the path stands for itself
            for wanted, place, calls in self._spans:
                several = len(below) - len(wanted) + 1
                if method not in calls or several < 1 or place + 1 == len(wanted):
                    continue
                whole = [*_segments(base), *wanted[:place], *[wanted[place]] * several, *wanted[place + 1 :]]
                off = [place for place, part in enumerate(whole) if not fits(part, given[place])]
                if len(off) == 1 and (cost := _unlike(whole[off[0]], given[off[0]])) <= _SLIP:
                    meant = [*given[: off[0]], whole[off[0]], *given[off[0] + 1 :]]
                    best = min(filter(None, (best, Near(calls[method], "/" + "/".join(meant), cost))), key=_cost)
        return best

    def _below_another(self, given: list[str], method: str, bases: tuple[str, ...]) -> Near | None:
        """The operation that a path names without the base path, or below another: with a literal part of its own."""
        longest = max(len(_segments(base)) for base in bases)
        for start in range(min(len(given), longest + 2)):
            found = self._below(given[start:])
            call = found.get(method) or next(iter(found.values()), None)
            if call is not None and any("{" not in part for part in _segments(call.path)):
                base = min(bases, key=lambda each: abs(len(_segments(each)) - start))
                return Near(call, "/".join(["", *_segments(base), *given[start:]]), _SEGMENT)
        return None

    # ---- how it is found

    @cached_property
    def _root(self) -> _Node:
        root = _Node()
        for call in self.calls:
            node = root
            for part in _segments(call.path):
                branch = node.varied if "{" in part else node.literal
                node = branch.setdefault(part, _Node())
            node.calls.setdefault(call.method, call)
        return root

    @cached_property
    def _by_shape(self) -> dict[str, list[DescribedCall]]:
        groups: dict[str, list[DescribedCall]] = {}
        for call in self.calls:
            shape = "/".join("*" if "{" in part else part for part in _segments(call.path))
            groups.setdefault(shape, []).append(call)
        return groups

    @cached_property
    def _shapes(self) -> list[str]:
        return list(self._by_shape)

    def _below(self, given: list[str]) -> dict[str, DescribedCall]:
        """By method the most literal match of all segments; those that span several only where no other matches."""
        found: dict[str, DescribedCall] = {}
        for _, calls in sorted(_leaves(self._root, given, 0, 0), key=lambda leaf: leaf[0]):
            found |= calls
        return found or self._spanning(given)

    @cached_property
    def _spans(self) -> list[tuple[list[str], int, dict[str, DescribedCall]]]:
        """Paths of which one part may hold slashes, with its place."""
        found: dict[tuple[str, ...], tuple[int, dict[str, DescribedCall]]] = {}
        for call in self.calls:
            parts = _segments(call.path)
            place = next((number for number, part in enumerate(parts) if _SPANS.fullmatch(part)), -1)
            if place >= 0:
                found.setdefault(tuple(parts), (place, {}))[1].setdefault(call.method, call)
        return [(list(parts), place, calls) for parts, (place, calls) in found.items()]

    def _spanning(self, given: list[str]) -> dict[str, DescribedCall]:
        best: tuple[int, dict[str, DescribedCall]] = (0, {})
        for parts, place, calls in self._spans:
            after = len(parts) - place - 1
            if len(given) < len(parts) or not any("{" not in part for part in parts):
                continue
            if all(map(fits, parts[:place], given)) and all(map(fits, parts[place + 1 :], given[len(given) - after :])):
                literal = sum("{" not in part for part in parts)
                best = max(best, (literal, calls), key=lambda one: one[0])
        return best[1]


def _cost(near: Near) -> float:
    return near.cost


def _calls(operations: tuple[Operation, ...]) -> Iterator[DescribedCall]:
    for each in operations:
        texts = [*([f"{each.method} {each.path}"] if each.path else []), *each.calls]
        is_open = each.open or (each.security is not None and not all(each.security)) or each.security == ()
        for text in texts:
            method, _, path = text.strip().partition(" ")
            yield DescribedCall(method.upper(), path.strip(), each.security, each.scopes, is_open, each.refusals)


def _segments(path: str) -> list[str]:
    bare = re.split(r"[?#]", path, maxsplit=1)[0].strip("/")
    return bare.split("/") if bare else []


def _leaves(node: _Node, given: list[str], start: int, literal: int) -> Iterator[tuple[int, dict[str, DescribedCall]]]:
    """Every match with the letters that are literal in it. A node stands for one place, so it is visited once."""
    if start == len(given):
        yield literal, node.calls
        return
    part = given[start]
    after = node.literal.get(part) or node.literal.get(unquote(part))
    if after is not None:
        yield from _leaves(after, given, start + 1, literal + len(part) + 1)
    for pattern, below in node.varied.items():
        if fits(pattern, part):
            yield from _leaves(below, given, start + 1, literal + len(_PLACE.sub("", pattern)))


def fits(wanted: str, given: str) -> bool:
    """Is a segment as described, with one character or more in the place of each ``{name}``?"""
    first, *pieces = _PLACE.split(wanted)
    if not pieces:
        return wanted == given
    if not given.startswith(first):
        return False
    end = len(first)
    for piece in pieces[:-1]:
        found = given.find(piece, end + 1)
        if found < 0:
            return False
        end = found + len(piece)
    return given.endswith(pieces[-1]) and len(given) - len(pieces[-1]) > end


def _aligned(wanted: list[str], given: list[str]) -> tuple[float, list[str]]:
    """How far a path is from a described one, and the described one with the given values put in.

    The edit distance of their segments (Wagner and Fischer, 1974), where another spelling costs its share of letters.
    """
    if abs(len(wanted) - len(given)) > 1:
        return 9.0, []
    rows = [[number * _SEGMENT for number in range(len(given) + 1)]]
    for number, part in enumerate(wanted, 1):
        row = [number * _SEGMENT]
        for place, value in enumerate(given, 1):
            row.append(
                min(
                    rows[-1][place - 1] + _unlike(part, value),
                    rows[-1][place] + _SEGMENT,
                    row[-1] + _SEGMENT,
                )
            )
        rows.append(row)
    meant: list[str] = []
    at, place = len(wanted), len(given)
    while at:
        part = wanted[at - 1]
        if place and rows[at][place] == rows[at - 1][place - 1] + _unlike(part, given[place - 1]):
            meant.append(given[place - 1] if "{" in part and fits(part, given[place - 1]) else part)
            at, place = at - 1, place - 1
        elif rows[at][place] == rows[at - 1][place] + _SEGMENT:
            meant.append(part)
            at -= 1
        else:
            place -= 1
    return rows[-1][-1], meant[::-1]


def _unlike(part: str, value: str) -> float:
    """0 for what fits, up to 1 for what has nothing in common; a literal in a variable's place costs a little."""
    if fits(part, value):
        return 0.0 if "{" not in part else 0.02 if _VARIES.fullmatch(value) else 0.1
    if "{" in part:
        return 0.8
    near = OSA.normalized_distance(part.lower(), value.lower())
    if part.rstrip("s") == value.rstrip("s"):
        return 0.1
    return near if near < _SURE_SLIP else 1.5 if _VARIES.fullmatch(value) else 1.0


def place_of(scheme: Scheme, source: str) -> Placement:
    """Where a scheme puts its credential, as an entry says it."""
    if scheme.type == "apiKey":
        return Placement(place=scheme.place or "header", name=scheme.name, scheme=scheme.scheme, source=source)
    if scheme.type in ("mutualTLS", "signature"):
        return Placement(place="client-certificate" if scheme.type == "mutualTLS" else "signature", source=source)
    word = scheme.scheme if scheme.type == "http" else "bearer"
    if word == "basic":
        return Placement(place="basic", source=source)
    if word == "digest":
        return Placement(place="digest", source=source)
    return Placement(place="header", name="Authorization", scheme=word[:1].upper() + word[1:], source=source)
