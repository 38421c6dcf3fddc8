"""Scrubber: text -> text without this diagnosis's secrets, in whatever encoding, and without tokens of others."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from typing import TypeVar
from urllib.parse import unquote

from bot.masking._harmless import is_plain, is_plain_name
from bot.masking._prefixes import PREFIX
from bot.masking._random import is_random
from bot.masking._secret import Secret, is_sample, mask
from bot.masking._shapes import find, lowered
from bot.masking._shown import Shown
from bot.masking._views import View, layers
from bot.masking._visible import visible

_T = TypeVar("_T")
_RUN = 9
_LEAST_WHOLE = 8
_LEAST_INSIDE = 6
_CLASS = re.compile(r"(?:[A-Z][a-z]+)+(?:Error|Exception)")
_PIECES = re.compile(r"[/:.?=&@]+")
_MASKED = re.compile(r"\[[\w -]{1,30} (?P<prefix>[^\]\s]{0,24})…\w{0,4}, \d+ characters\]")  # what ``mask`` makes
# PGRST_JWT_SECRET=…: a name that says that a secret follows is none itself
_ASSIGNED = re.compile(
    r"(?P<name>(?=[\w.-]{0,60}(?i:auth|bearer|credential|jwt|key|pass|secret|token))[A-Za-z_][\w.-]{1,60})=(?=.{6})"
)
_PAIRS = frozenset({"basic", "digest", "userinfo"})  # user:password
_MAX_RUNS = 300_000
_MAX_SECRET = 64 * 1024
_LINK = re.compile(r"(?:https?|wss?|socks\w*|ftps?|postgres\w*|mysql|mongodb[+\w]*|rediss?|amqps?)://")
_PARAMETER = re.compile(r"([A-Za-z_-]{1,40})\s?=\s?\"?([^\",\s]+)")
_SECRET_PARAMETERS = re.compile(
    r"response|nonce|opaque|signature|mac|token|secret|key|credential|\bsig\b|ext|hash", re.IGNORECASE
)


class Scrubber:
    """Knows the secrets of one diagnosis. ``scrub`` is linear in the text and does the same to its own output."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._grams: dict[str, Secret] = {}
        self._short: dict[str, Secret] = {}
        self._whole: dict[str, Secret] = {}
        for secret in secrets:
            for form in _forms(secret) if len(self._grams) < _MAX_RUNS else _pieces(secret):
                self._learn(form, secret)
            if len(self._grams) > 2 * _MAX_RUNS:  # the rest were found by their form, and their form tells them again
                break
        words = sorted(map(re.escape, self._short), key=len, reverse=True)
        self._words = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(words)})(?![A-Za-z0-9])") if words else None
        self._inner = {lowered(form): secret for form, secret in self._short.items() if _is_no_word(form)}
        inner = "|".join(sorted(map(re.escape, self._inner), key=len, reverse=True))
        self._inside = re.compile(inner) if inner else None  # a server glues it to its words, in its letters

    def _learn(self, form: str, secret: Secret) -> None:
        if any(map(_is_telling, _PIECES.split(form))):
            self._whole.setdefault(form, secret)
        if len(form) < _RUN:
            if len(form) >= 4 and not (form.isdigit() and len(form) < 6):
                self._short.setdefault(form, secret)
            return
        small = lowered(form)  # a host, a scheme or the name of a header comes back in small letters
        for start in range(len(form) - _RUN + 1):
            self._grams.setdefault(small[start : start + _RUN], secret)

    def scrub(self, text: str) -> str:
        """``text`` with every secret, and every run of nine of its characters, replaced by its mask."""
        if not text:
            return text
        clean = _replaced(text, _whole_words(text, _merged(self._own(text)))) if self._grams or self._words else text
        masked = [each.span() for each in _MASKED.finditer(clean)]
        found = ((start, end, Secret(clean[start:end], kind)) for start, end, kind in _outside(masked, find(clean)))
        return _replaced(clean, _whole_words(clean, found))

    def scrub_ours(self, text: str) -> str:
        """The same for text of our own, whose commands only look like secrets: only what is known is replaced."""
        return _replaced(text, _merged(self._own(text))) if self._grams or self._words else text

    def shown(self, text: str) -> Shown:
        """Foreign words as they may leave."""
        return Shown._of(visible(self.scrub(text)))

    def composed(self, text: str) -> tuple[Shown, bool]:
        """Text in which our words stay as they are and each foreign value has passed :meth:`scrub` before, as it may
        leave; and whether it held a whole secret all the same, which is an ellipsis then.

        Only what could not be a word of ours is looked for: eight characters and more that look random, or are digits,
        or letters and digits.
        """
        spans = _merged(
            (*view.span(at, at + len(form)), secret)
            for view in layers(text)
            for form, secret in self._whole.items()
            for at in _places(form, view.chars)
        )
        parts: list[str] = []
        position = 0
        for start, end, _ in spans:
            parts += (text[position:start], "…")
            position = end
        return Shown._of(visible("".join((*parts, text[position:])))), position > 0

    def shown_ours(self, text: str) -> Shown:
        """Text of our own with foreign values in it, as it may leave (see :meth:`scrub_ours`)."""
        return Shown._of(visible(self.scrub_ours(text)))

    def _own(self, text: str) -> Iterator[tuple[int, int, Secret]]:
        ours = [each.span() for each in _MASKED.finditer(text) if PREFIX.fullmatch(each["prefix"])]
        for view in layers(text):
            found = self._seen(view)
            yield from _outside(ours, sorted(found, key=lambda each: each[:2])) if ours else found

    def _seen(self, view: View) -> Iterator[tuple[int, int, Secret]]:
        chars, grams = view.chars, self._grams
        if grams:
            small = lowered(chars)
            for start in range(len(small) - _RUN + 1):
                secret = grams.get(small[start : start + _RUN])
                if secret is not None:
                    yield *view.span(start, start + _RUN), secret
        if self._words:
            for match in self._words.finditer(chars):
                yield *view.span(*match.span()), self._short[match.group()]
        if self._inside:
            for match in self._inside.finditer(lowered(chars)):
                yield *view.span(*match.span()), self._inner[match.group()]


def _is_telling(piece: str) -> bool:
    """Could a piece of a secret be no word of ours?"""
    if len(piece) < _LEAST_WHOLE:
        return False
    has_digit = any(map(str.isdigit, piece)) and not piece.startswith("HTTP")
    return has_digit or (is_random(piece) and _CLASS.fullmatch(piece) is None)


def _is_no_word(form: str) -> bool:
    """Is a short secret none even as a part of a word?"""
    has_both = any(map(str.isdigit, form)) and any(map(str.isalpha, form))
    return len(form) >= (_LEAST_INSIDE if has_both else _LEAST_WHOLE) and (_is_telling(form) or not is_plain(form))


def _outside(masked: list[tuple[int, int]], found: Iterable[tuple[int, int, _T]]) -> Iterator[tuple[int, int, _T]]:
    """Those of the spans that touch no mask; both in order."""
    at = 0
    for start, end, kind in found:
        while at < len(masked) and masked[at][1] <= start:
            at += 1
        if at == len(masked) or masked[at][0] >= end:
            yield start, end, kind


def _places(form: str, text: str) -> Iterator[int]:
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + 1)


def _whole_words(text: str, spans: Iterable[tuple[int, int, Secret]]) -> Iterator[tuple[int, int, Secret]]:
    """The spans with the letters and digits that touch them, so that no torn word is left. Linear in the text."""
    position = 0
    for start, end, secret in spans:
        if end <= position:
            continue
        start = max(start, position)
        while start > position and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        position = end
        yield start, end, secret


def _merged(spans: Iterable[tuple[int, int, Secret]]) -> Iterator[tuple[int, int, Secret]]:
    """Overlapping spans as one, under the first one's secret."""
    current: tuple[int, int, Secret] | None = None
    for start, end, secret in sorted(spans, key=lambda span: span[:2]):
        if current and start < current[1]:
            current = (current[0], max(current[1], end), current[2])
            continue
        if current:
            yield current
        current = (start, end, secret)
    if current:
        yield current


def _replaced(text: str, spans: Iterable[tuple[int, int, Secret]]) -> str:
    parts: list[str] = []
    position = 0
    for start, end, secret in spans:
        parts += (text[position:start], mask(secret.reveal(), secret.kind))
        position = end
    return "".join((*parts, text[position:])) if parts else text


def _forms(secret: Secret) -> Iterator[str]:
    """The texts whose runs betray the secret. Escapes are not among them: those are undone in the text instead."""
    for piece in _pieces(secret):
        raw = piece.encode("utf-8", "surrogatepass")
        yield piece
        yield raw.hex()
        yield raw.hex().upper()
        yield from _base64_forms(raw)
    value = secret.reveal().strip()
    if secret.kind in _PAIRS and ":" in value and not all(map(is_sample, value.split(":", 1))):
        yield from _base64_forms(value.encode("utf-8", "surrogatepass"))


def _base64_forms(raw: bytes) -> Iterator[str]:
    """The characters of base64 that depend on ``raw`` alone, for each of the three alignments, in both alphabets."""
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw)
        skipped = (0, 2, 3)[shift]
        whole = (8 * (shift + len(raw))) // 6
        core = encoded[skipped:whole].decode("ascii")
        yield core
        if "+" in core or "/" in core:
            yield core.replace("+", "-").replace("/", "_")


def _pieces(secret: Secret) -> Iterator[str]:
    """The parts of a secret that are secret: not the user name, not the region in a signature's parameters."""
    value = secret.reveal()[:_MAX_SECRET].strip()
    if is_sample(value) or PREFIX.fullmatch(value):  # a mask itself shows the public prefix
        return
    if _LINK.match(value):
        yield from _link_pieces(value)
        return
    parameters = _PARAMETER.findall(value) if secret.kind in {"digest", "sigv4", "hmac"} else []
    if parameters:
        for name, inner in parameters:
            if _SECRET_PARAMETERS.search(name):
                yield inner.split("/")[0] if name.lower() == "credential" else inner
    elif secret.kind in _PAIRS and ":" in value:
        user, _, password = value.partition(":")
        yield from (part for part in (password, user if is_random(user) or not password else "") if not is_sample(part))
    else:
        assigned = _ASSIGNED.match(value) if secret.kind == "secret" else None
        yield value[assigned.end() :] if assigned and is_plain_name(assigned["name"]) else value


def _link_pieces(link: str) -> Iterator[str]:
    """Of an address: the password of its userinfo and its random parts; never its host."""
    authority, _, rest = link.partition("://")[2].partition("/")
    userinfo, at, _ = authority.rpartition("@")
    if at:
        user, colon, password = userinfo.partition(":")
        yield from (part for part in ((unquote(password), password) if colon else (user,)) if not is_sample(part))
    yield from (part for part in re.split(r"[/?&=#]", rest) if is_random(part))
