"""Text that can be written as UTF-8: what every face makes of what it is handed, before anything reads it."""

from __future__ import annotations


def well_formed(text: str) -> str:
    """``text`` with each lone surrogate as U+FFFD, and two halves that belong together as their one character.

    Python keeps them where an argument is no UTF-8 (PEP 383) and where JSON escapes one half (RFC 8259 section 8.2); no
    encoder takes them. All else stays, control characters too: they may be the fault that is looked for.
    """
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def as_bytes(text: str) -> bytes:
    """UTF-8, the bytes of ``$'\\xff'`` as they are; what is no character at all becomes a question mark."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
