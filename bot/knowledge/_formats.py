"""Credential forms: which sorts of credential a value can be, and what it tells of its home."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field

from bot.knowledge.linear import LONGEST_TEXT, shape_of
from bot.knowledge.schema import CredentialFormat

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECKED = re.compile(r"[a-z]+_([0-9A-Za-z]{30})([0-9A-Za-z]{6})")
_LONGEST_PREFIX = 12


@dataclass(frozen=True, slots=True)
class _Row:
    shortest: int
    longest: int
    form: CredentialFormat


@dataclass(frozen=True)
class FormatIndex:
    """Formats by the literal beginning of their regex, then by the lengths that it can match."""

    formats: tuple[CredentialFormat, ...]
    rows: dict[str, list[_Row]] = field(init=False, repr=False)
    _compiled: dict[str, re.Pattern[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        rows: dict[str, list[_Row]] = {}
        for form in self.formats:
            prefix, shortest, longest = shape_of(form.regex)
            rows.setdefault(prefix[:_LONGEST_PREFIX], []).append(_Row(shortest, longest, form))
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "_compiled", {})

    def of(self, value: str) -> tuple[CredentialFormat, ...]:
        """Every format that the whole value has, distinctive ones first, then those with the longer beginning."""
        if len(value) > LONGEST_TEXT:
            return ()
        found = [
            (not row.form.distinctive, -size, row.form)
            for size in range(min(len(value), _LONGEST_PREFIX) + 1)
            for row in self.rows.get(value[:size], ())
            if row.shortest <= len(value) <= row.longest and self._pattern(row.form.regex).fullmatch(value)
        ]
        return tuple(form for _, _, form in sorted(found, key=lambda each: each[:2]))

    def prefix(self, value: str) -> CredentialFormat | None:
        """The distinctive format whose literal beginning, if it is a telling one, the value has; the longest wins."""
        for size in range(min(len(value), _LONGEST_PREFIX), 3, -1):
            beginning = value[:size]
            if not any(mark in beginning for mark in "-_"):
                break
            for row in self.rows.get(beginning, ()):
                if row.form.distinctive:
                    return row.form
        return None

    def told(self, form: CredentialFormat, value: str) -> tuple[str, str]:
        """(environment, region) that the value tells of its home, '' where it tells nothing."""
        match = self._pattern(form.regex).fullmatch(value)
        named = match.groupdict() if match else {}
        environment = "" if form.environment == "any" else form.environment
        return (named.get("environment") or environment).lower(), (named.get("region") or form.region).lower()

    def _pattern(self, regex: str) -> re.Pattern[str]:
        pattern = self._compiled.get(regex)
        if pattern is None:
            pattern = self._compiled[regex] = re.compile(regex)
        return pattern


def checksum_holds(form: CredentialFormat, value: str) -> bool | None:
    """Does the value's own checksum fit? None when its format has none (GitHub: CRC-32 of the body in base62)."""
    if form.checksum != "github":
        return None
    parts = _CHECKED.fullmatch(value)
    return parts is not None and base62(zlib.crc32(parts[1].encode())) == parts[2]


def base62(number: int, width: int = 6) -> str:
    """``number`` in base 62 (digits, upper, lower case), padded with zeros."""
    digits = ""
    while number:
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits.rjust(width, "0")
