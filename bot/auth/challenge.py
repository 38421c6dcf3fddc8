"""WWW-Authenticate and Proxy-Authenticate -> challenges, by the grammar of RFC 9110 sections 11.2 to 11.6.

One header may hold several challenges and a challenge several parameters, both parted by commas; so a comma does not
tell which it parts: a token followed by ``=`` is a parameter, any other one begins the next challenge. What real
servers get wrong (no comma between parameters, blanks in an unquoted value) is read too, and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_TOKEN68 = re.compile(r"[0-9A-Za-z\-._~+/]+=*(?=[ \t]*(?:,|\Z))")
_BLANKS = re.compile(r"[ \t]*")
_GAP = re.compile(r"[ \t,]*")
_PARAMETER = re.compile(r"=[ \t]*[\"A-Za-z0-9]")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_LOOSE = re.compile(r"[^,]*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_PAIR = re.compile(r"\\(.)", re.DOTALL)
# Their credentials stand in Authorization, whatever else a parameter names.
_OF_AUTHORIZATION = frozenset(["basic", "bearer", "digest", "dpop"])
# So do servers name them lest a browser asks for a password: xBasic, x-Digest.
_UNASKED = re.compile(r"x-?(?=(?:basic|bearer|digest|negotiate|ntlm)\Z)")
_OF_KEYS = ("key", "token", "secret", "password")
LONGEST = 16 * 1024
MOST = 50


@dataclass(frozen=True, slots=True)
class Challenge:
    """One challenge: ``scheme`` in lower case, parameters with their names in lower case, or a token68."""

    scheme: str
    params: tuple[tuple[str, str], ...] = ()
    token68: str = ""
    written: str = field(default="", compare=False)  # the scheme as the server writes it

    def get(self, name: str) -> str:
        """The first parameter called ``name`` (lower case), unquoted; '' when there is none."""
        return next((value for key, value in self.params if key == name), "")

    @property
    def header(self) -> str:
        """The header of its own in which a key is asked for: by a parameter, or as the scheme itself; '' for none."""
        if self.scheme.startswith("x-") and self.scheme.endswith(_OF_KEYS):  # so do servers name their key's header
            return self.scheme
        named = self.get("name") or self.get("header")
        is_header = (self.get("in") or self.get("type")).lower() in ("", "header") and _TOKEN.fullmatch(named)
        return named if is_header and self.scheme not in _OF_AUTHORIZATION else ""


@dataclass(frozen=True, slots=True)
class Challenges:
    """All challenges of a response in order. ``malformed``: somewhere the grammar was not kept."""

    items: tuple[Challenge, ...] = ()
    malformed: bool = False

    @property
    def schemes(self) -> tuple[str, ...]:
        """The schemes that they ask for in Authorization, each once, in order."""
        return tuple(dict.fromkeys(item.scheme for item in self.items if not item.header))

    def first(self, *schemes: str) -> Challenge | None:
        """The first challenge of one of ``schemes``, or None."""
        return next((item for item in self.items if item.scheme in schemes), None)

    def get(self, name: str) -> str:
        """The first parameter called ``name`` in any challenge; ''."""
        return next((value for item in self.items if (value := item.get(name))), "")


def parse(values: Iterable[str]) -> Challenges:
    """The challenges in the field values of one response (each at most 16 KiB, 50 in all)."""
    found: list[Challenge] = []
    malformed = False
    for value in values:
        reader = _Reader(value[:LONGEST])
        found += reader.challenges()
        malformed = malformed or reader.malformed
    return Challenges(tuple(found[:MOST]), malformed)


class _Reader:
    """One pass over one field value."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.malformed = False

    def challenges(self) -> list[Challenge]:
        found: list[Challenge] = []
        while len(found) < MOST:
            gap = self._take(_GAP)
            if self.at >= len(self.text):
                break
            if found and "," not in gap:
                self.malformed = True
            scheme = self._take(_TOKEN)
            if not scheme or _PARAMETER.match(self.text, self.at):  # a parameter of no challenge names no scheme
                self._lose()
            else:
                found.append(self._challenge(scheme))
        return [item for item in found if item.params] if self._is_prose(found) else found

    def _is_prose(self, found: list[Challenge]) -> bool:
        """Whether the field is a sentence, as some servers send it: many bare words that no comma parts."""
        return self.malformed and sum(not item.params for item in found) > 2

    def _challenge(self, written: str) -> Challenge:
        scheme = _UNASKED.sub("", written.lower())
        blank = self._take(_BLANKS)
        token68 = self._take(_TOKEN68) if blank else ""
        if token68:
            return Challenge(scheme, token68=token68, written=written)
        return Challenge(scheme, tuple(self._params()), written=written)

    def _params(self) -> list[tuple[str, str]]:
        params: list[tuple[str, str]] = []
        while len(params) < MOST:
            start = self.at
            self._take(_GAP)
            name = self._take(_TOKEN)
            if not name or not self._take(_EQUALS):
                self.at = start
                break
            if params and "," not in self.text[start : self.at]:
                self.malformed = True
            params.append((name.lower(), self._value()))
        return params

    def _value(self) -> str:
        quoted = _QUOTED.match(self.text, self.at)
        if quoted:
            self.at = quoted.end()
            return _PAIR.sub(r"\1", quoted[1])
        return self._unquoted()

    def _unquoted(self) -> str:
        """A token; or, against the grammar, everything up to the next comma (URLs, blanks, an open quote)."""
        value = self._take(_TOKEN)
        rest = _LOOSE.match(self.text, self.at)
        tail = rest.group() if rest else ""
        if (tail.strip() and "=" not in tail) or tail[:1] not in ("", " ", "\t"):
            self.malformed = True
            self.at += len(tail)
            return (value + tail).strip().strip('"')
        return value

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match.group()

    def _lose(self) -> None:
        """Drop what no rule reads, up to the next comma."""
        self.malformed = True
        match = _LOOSE.match(self.text, self.at)
        self.at = max(match.end() if match else len(self.text), self.at + 1)
