"""A compact JWS -> its header and claims, without verifying and without trusting any of it (RFC 7515, RFC 7519)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.auth.strict_json import NotJsonError, read_object

LONGEST = 16 * 1024
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*=*\Z")
_LIKE_JWT = re.compile(r"eyJ[A-Za-z0-9_-]{6}")
_ENDS = re.compile(r"[.:]")
# Members: RFC 7515 and RFC 7516 section 4.1, RFC 7519 section 4.1
_JOSE = frozenset(("alg", "enc", "typ", "cty", "kid", "jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256", "crit", "zip"))
_CLAIMS = frozenset(("iss", "sub", "aud", "exp", "nbf", "iat", "jti"))
_LAST_MOMENT = 253_402_300_799  # 9999-12-31T23:59:59Z
_MILLISECONDS_FROM = 100_000_000_000  # 1973 in milliseconds, the year 5138 in seconds
SIGNATURE_BYTES: Mapping[str, tuple[int, ...]] = {
    "HS256": (32,),
    "HS384": (48,),
    "HS512": (64,),
    "ES256": (64,),
    "ES384": (96,),
    "ES512": (132,),
    "EdDSA": (64, 114),
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), (128, 256, 384, 512, 1024)),
}


class NotTokenError(Exception):
    """The value is no readable JWT; ``str`` says why, without any part of the value."""

    def __init__(self, why: str, parts: int = 0) -> None:
        super().__init__(why)
        self.parts = parts


@dataclass(frozen=True, slots=True)
class Token:
    """A readable JWT. ``signature`` is b'' when the third part is empty (``unsigned``) or undecodable."""

    header: Mapping[str, object]
    claims: Mapping[str, object]
    signature: bytes
    unsigned: bool = False

    def text(self, name: str, longest: int = 200) -> str:
        """A claim that is a string, cut; '' otherwise."""
        return _text(self.claims.get(name), longest)

    def head(self, name: str, longest: int = 80) -> str:
        """A header parameter that is a string, cut; '' otherwise."""
        return _text(self.header.get(name), longest)

    def moment(self, name: str) -> datetime | None:
        """A time claim as a moment (seconds, or milliseconds by its size); None when it is absent or no number."""
        return moment_of(self.claims.get(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """A claim that is a string or a list of strings (aud, scp), each cut to 200 characters."""
        return texts_of(self.claims.get(name))


def like_jwt(value: str) -> bool:
    """Whether ``value`` is, or is meant to be, a JWT: it begins as the base64url of ``{"``, and of no other's object.

    Signed cookies and tokens of other makes begin so too (itsdangerous and Flask, Django's signing, cursors): their
    first part is a whole JSON object with no member of a JOSE header. Claims alone are of a JWT that lost its header.
    """
    return _LIKE_JWT.match(value) is not None and not _of_another_make(value)


def _of_another_make(value: str) -> bool:
    parts = _ENDS.split(value[:LONGEST])
    try:
        first = _object(parts[0], "first")
    except NotTokenError:
        return False
    return _JOSE.isdisjoint(first) and (_CLAIMS.isdisjoint(first) or len(parts) != 2)


def decode(value: str) -> Token:
    """Header, claims and signature of a compact JWS. Raises NotTokenError, also for a JWE (5 parts)."""
    if len(value) > LONGEST:
        raise NotTokenError("it is longer than 16 KiB")
    parts = value.split(".")
    if len(parts) != 3:
        raise NotTokenError(f"it has {len(parts)} part{'s' * (len(parts) != 1)}, not 3", len(parts))
    return Token(_object(parts[0], "header"), _object(parts[1], "claims"), _decoded(parts[2]) or b"", not parts[2])


def decode_header(value: str) -> Mapping[str, object]:
    """The header alone, for JWE and for broken tokens; {} when it cannot be read."""
    try:
        return _object(value[:LONGEST].split(".")[0], "header")
    except NotTokenError:
        return {}


def moment_of(value: object) -> datetime | None:
    """A NumericDate (RFC 7519 section 2) as a moment; None for anything that is no time."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    seconds = value / 1000 if value >= _MILLISECONDS_FROM else value
    if not 0 <= seconds <= _LAST_MOMENT:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def in_milliseconds(value: object) -> bool:
    """Whether a time claim can only be milliseconds."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= _MILLISECONDS_FROM


def texts_of(value: object) -> tuple[str, ...]:
    """Strings in a string or a list, each cut to 200 characters, at most 50."""
    items = value if isinstance(value, list) else [value]
    return tuple(item[:200] for item in items[:50] if isinstance(item, str))


def unpadded(raw: bytes) -> str:
    """base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _text(value: object, longest: int) -> str:
    return value[:longest] if isinstance(value, str) else ""


def _object(part: str, name: str) -> Mapping[str, object]:
    raw = _decoded(part)
    if raw is None:
        raise NotTokenError(f"its {name} part is not base64url", 3)
    try:
        return read_object(raw.decode("utf-8"), LONGEST)
    except (UnicodeDecodeError, NotJsonError):
        raise NotTokenError(f"its {name} part is not a JSON object", 3) from None


def _decoded(part: str) -> bytes | None:
    if not _BASE64URL.match(part):
        return None
    bare = part.rstrip("=")
    try:
        return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except (binascii.Error, ValueError):
        return None
