"""Noise of a credential's shape: what bogus-probe sends. Never made of the credential's own characters.

Only the shape is taken over: length, alphabet, separators, public prefix; for a JWT its alg, kid, iss and aud. A user
name is invented, so that no real account is locked.
"""

from __future__ import annotations

import hashlib
import json
import re
import string
from collections.abc import Iterator
from urllib.parse import quote

from bot.auth.jwt import NotTokenError, Token, decode, unpadded
from bot.masking import UrlPart, public_prefix
from bot.probing.acts import act_in

_PREFIX = re.compile(r"[A-Za-z]{2,4}[-_]")
_HEX = re.compile(r"[0-9a-f-]+\Z")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
_VERSION_OF_UUID = frozenset({14, 19})  # version and variant (RFC 9562 section 4): without them it is no UUID
_SEPARATORS = frozenset("-_.:~/@,+|= ")
_LONGEST = 8192


def noise_like(value: str, seed: str, now_s: int) -> str:
    """Noise of the shape of ``value``; the same for the same ``seed``. ``now_s`` dates an invented JWT."""
    stream = _stream(seed.encode())
    try:
        return _token(decode(value), stream, now_s)
    except NotTokenError:
        return _plain(value[:_LONGEST], stream)


def noise_for(part: UrlPart, seed: str) -> str:
    """Noise in the place of a piece of a URL: each letter and digit by another of its class, never the piece itself.

    Separators stay where they are, so that an id keeps its form; every other sign becomes a letter. Letters drawn by
    chance may spell a verb (``…9Rm2…``), by which the request would not be sent: then they are drawn again.
    """
    value = part.value
    if value.startswith("eyJ"):
        return quote(noise_like(value, f"{seed}/{value}", 0), safe="")
    for attempt in range(8):
        stream = _stream(f"{seed}/{part.kind}/{attempt}/{value}".encode())
        made = _shaped(value, stream)
        if made != value and not act_in(f"https://host/{made}?value={made}"):
            break
    return quote(made, safe="-_.:~@,=+")


def _shaped(value: str, stream: Iterator[int]) -> str:
    letters = [char for char in value if char.isalpha()]
    is_hex = len(value) >= 8 and all(char in "0123456789abcdefABCDEF-" for char in value) and len(letters) < len(value)
    small = "abcdef" if is_hex else string.ascii_lowercase
    kept = _VERSION_OF_UUID if _UUID.match(value) else frozenset[int]()
    made = []
    for at, char in enumerate(value):
        if at in kept or char in _SEPARATORS:
            made.append(char)
        elif char.isdigit():
            made.append(_pick(string.digits, stream))
        else:
            letter = _pick(small, stream)
            made.append(letter.upper() if char.isupper() else letter)
    return "".join(made)


def noise_pair(seed: str) -> str:
    """An invented ``user:password`` (letters and digits alone)."""
    stream = _stream(seed.encode())
    user = "".join(_pick(string.ascii_lowercase, stream) for _ in range(10))
    return f"{user}:{''.join(_pick(string.ascii_letters + string.digits, stream) for _ in range(14))}"


def _stream(seed: bytes) -> Iterator[int]:
    counter = 0
    while True:
        yield from hashlib.sha256(seed + b"/%d" % counter).digest()
        counter += 1


def _pick(alphabet: str, stream: Iterator[int]) -> str:
    return alphabet[next(stream) % len(alphabet)]


def _plain(value: str, stream: Iterator[int]) -> str:
    kept = public_prefix(value)
    if not kept:
        prefix = _PREFIX.match(value)
        kept = prefix.group() if prefix and len(value) - prefix.end() >= 8 else ""
    rest = value[len(kept) :] or "0" * 16
    alphabet = _alphabet(rest)
    return kept + "".join(_pick(alphabet, stream) if char.isalnum() else char for char in rest)


def _alphabet(value: str) -> str:
    if value.isdigit():
        return string.digits
    if _HEX.match(value):
        return "0123456789abcdef"
    letters = string.ascii_lowercase * any(char.islower() for char in value)
    letters += string.ascii_uppercase * any(char.isupper() for char in value)
    return (letters or string.ascii_lowercase) + string.digits


def _token(token: Token, stream: Iterator[int], now_s: int) -> str:
    header = {name: token.header[name] for name in ("alg", "typ", "kid") if name in token.header}
    claims: dict[str, object] = {name: token.claims[name] for name in ("iss", "aud") if name in token.claims}
    subject = "".join(_pick("0123456789abcdef", stream) for _ in range(24))
    claims |= {"sub": subject, "iat": now_s - 30, "nbf": now_s - 30, "exp": now_s + 3600}
    signature = bytes(next(stream) for _ in range(len(token.signature) or 32))
    return f"{_part(header)}.{_part(claims)}.{unpadded(signature)}"


def _part(value: dict[str, object]) -> str:
    return unpadded(json.dumps(value, separators=(",", ":")).encode())
