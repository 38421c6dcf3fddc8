"""body: an answer's body, unpacked, piece by piece under two caps, one layer of gzip or deflate undone.

Ours, not httpx's: its decoders have no limit (16 KiB of a bomb become 16 MiB at once), undo any number of layers and
take a coding that they do not know for none.
"""

from __future__ import annotations

import zlib


class Decoder:
    """Feed it what comes; ``data`` is what there was. ``raw_limit`` in or ``limit`` out (bytes) ends the reading."""

    def __init__(self, encoding: str, *, raw_limit: int, limit: int) -> None:
        layers = [layer for part in encoding.lower().split(",") if (layer := part.strip()) not in {"", "identity"}]
        self._readable = not layers or layers in (["gzip"], ["x-gzip"], ["deflate"])
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32) if layers else None
        self._may_be_raw = layers == ["deflate"]
        self._left_raw, self._left = raw_limit, limit
        self.data = bytearray()

    @property
    def wants_more(self) -> bool:
        """False when a cap is reached, or when reading on would not make anything readable."""
        return self._left_raw > 0 and self._left > 0 and self._readable

    def feed(self, data: bytes) -> None:
        """Take the next bytes off the wire; what comes when no more is wanted is dropped."""
        if self.wants_more:
            data = data[: self._left_raw]
            self._left_raw -= len(data)
            kept = data[: self._left] if self._inflate is None else self._inflated(data)
            self._left -= len(kept)
            self.data += kept
            self._may_be_raw = False

    def _inflated(self, data: bytes) -> bytes:
        assert self._inflate is not None
        try:
            return self._inflate.decompress(data, self._left)
        except zlib.error:
            if not self._may_be_raw:
                self._readable = False
                return b""
        # Some servers send deflate without the zlib wrapper (RFC 9110 section 8.4.1.2 notes it)
        self._inflate, self._may_be_raw = zlib.decompressobj(-zlib.MAX_WBITS), False
        return self._inflated(data)
