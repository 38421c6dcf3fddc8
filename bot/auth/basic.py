"""Basic (RFC 7617): a user name and a password as one word of base64, read and written."""

from __future__ import annotations

import base64
import binascii
import re

from bot.unicode import as_bytes

_ALPHABET = re.compile(r"[A-Za-z0-9+/]+={0,2}\Z")


def basic(pair: str) -> str:
    """``user:password`` -> the value of an Authorization header, in UTF-8 (section 2.1)."""
    return f"Basic {base64.b64encode(as_bytes(pair)).decode('ascii')}"


def decoded(encoded: str) -> bytes | None:
    """What the base64 holds, be its padding left out; None when it is none."""
    if not _ALPHABET.match(encoded):
        return None
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def decoded_text(encoded: str) -> str | None:
    """The UTF-8 text that the base64 holds; None when it holds none."""
    raw = decoded(encoded.strip())
    try:
        return raw.decode() if raw else None
    except UnicodeDecodeError:
        return None


def pair_in(encoded: str) -> str | None:
    """``user:password`` when the text is base64 of a printable one, else None. Some keys are base64 of JSON."""
    text = decoded_text(encoded)
    is_pair = text and ":" in text and text.strip().isprintable() and not text.startswith(('{"', '["'))
    return text if is_pair else None
