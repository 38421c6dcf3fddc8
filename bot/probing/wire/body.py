"""body: an answer's body, bytes -> text, piece by piece under two caps, one layer of gzip or deflate undone."""

from __future__ import annotations

import zlib


class Decoder:
    """Feed it what comes; ``text()`` is what there was. ``raw_limit`` in or ``limit`` out (bytes) ends the reading."""

    def __init__(self, encoding: str, *, raw_limit: int, limit: int) -> None:
        self._layers = [
            layer for part in encoding.lower().split(",") if (layer := part.strip()) not in {"", "identity"}
        ]
        self._readable = len(self._layers) <= 1 and set(self._layers) <= {"gzip", "x-gzip", "deflate"}
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32) if self._layers and self._readable else None
        self._left_raw = raw_limit
        self._left = limit
        self._out = bytearray()
        self._broken = False
        self._first = True

    @property
    def wants_more(self) -> bool:
        """False when a cap is reached, or when reading on would not make anything readable."""
        return self._left_raw > 0 and self._left > 0 and not self._broken

    @property
    def is_whole(self) -> bool:
        """Was everything that came kept and readable?"""
        return self.wants_more and self._readable

    def feed(self, data: bytes) -> None:
        """Take the next bytes off the wire."""
        data = data[: self._left_raw]
        self._left_raw -= len(data)
        self._keep(data if self._inflate is None else self._inflated(data))

    def text(self) -> str:
        """What was kept, as UTF-8 with replacement, whatever charset the answer claims. '' for an unknown coding."""
        return self._out.decode("utf-8", "replace") if self._readable else ""

    def _keep(self, data: bytes) -> None:
        self._out += data[: self._left]
        self._left -= min(self._left, len(data))

    def _inflated(self, data: bytes) -> bytes:
        assert self._inflate is not None
        try:
            return self._inflate.decompress(data, self._left)
        except zlib.error:
            return self._raw_deflate(data)
        finally:
            self._first = False

    def _raw_deflate(self, data: bytes) -> bytes:
        """Some servers send deflate without the zlib wrapper (RFC 9110 section 8.4.1.2 notes it)."""
        if self._first and self._layers == ["deflate"]:
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                return self._inflate.decompress(data, self._left)
            except zlib.error:
                pass
        self._broken = True
        return b""
