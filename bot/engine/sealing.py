"""What the journal keeps is sealed: JSON, encrypted (Fernet: AES-128-CBC with HMAC-SHA256) before the engine sees it.

A pasted secret in arguments, results or exceptions would otherwise stand readable on the disk. A paste stands in some
rows while it is pending, so it is packed.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
import zlib
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from dbos import Serializer

_FAILED = "auth401:failed"
_PACKED = b"x"  # zlib's first byte; no JSON begins so


class WorkFailedError(RuntimeError):
    """A journaled failure, read back: the text is the type of what was raised, never its words."""


class Seal:
    """Encrypts with keys that are derived from secret texts of any length: the first seals, all open.

    ``keys`` are separated by commas or spaces.
    """

    def __init__(self, keys: str) -> None:
        first, *_ = each = keys.replace(",", " ").split() or [keys]
        fernets = [Fernet(base64.urlsafe_b64encode(_derive(key, b"auth401 journal"))) for key in each]
        self._first, self._fernet = fernets[0], MultiFernet(fernets)
        self._mark = _derive(first, b"auth401 marks")

    def close(self, value: Any) -> str:
        """JSON-able value -> sealed text."""
        packed = zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 1)
        return self._first.encrypt(packed).decode("ascii")

    def open(self, sealed: str) -> Any:
        """Sealed text -> value. Raises cryptography's InvalidToken when it was sealed with none of the keys."""
        opened = self._fernet.decrypt(sealed.encode("ascii"))
        return json.loads(zlib.decompress(opened) if opened.startswith(_PACKED) else opened)  # earlier ones are not

    def renewed(self, sealed: str) -> str:
        """The same sealed with the first key; unchanged where it is already. Raises as :meth:`open`."""
        try:
            self._first.decrypt(sealed.encode("ascii"))
        except InvalidToken:
            return self._fernet.rotate(sealed.encode("ascii")).decode("ascii")
        return sealed

    def mark(self, text: str) -> str:
        """What stands for a text where it is only compared: 64 hexadecimal digits that do not tell it."""
        return hmac.new(self._mark, text.encode("utf-8", "surrogatepass"), "sha256").hexdigest()


class SealedSerializer(Serializer):
    """The engine's serializer. Of an exception only the type is kept: its words may quote the paste."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def serialize(self, data: Any) -> str:
        """Anything JSON-able, or an exception, to sealed text."""
        if isinstance(data, BaseException):
            data = {_FAILED: type(data).__name__}
        return self._seal.close(data)

    def deserialize(self, serialized_data: str) -> Any:
        """Sealed text back to the value; tuples come back as lists."""
        value = self._seal.open(serialized_data)
        if isinstance(value, dict) and _FAILED in value:
            return WorkFailedError(value[_FAILED])
        return value

    def name(self) -> str:
        """Recorded beside each value, so that a reader knows how it was written."""
        return "auth401_sealed_json"


def key_from(folder: Path, given: str = "") -> str:
    """The operator's key, or the one generated in ``folder`` at first use (file ``key``, mode 0600)."""
    if given:
        return given
    path = folder / "key"
    if not path.exists():
        _generate(path)
    return path.read_text("ascii").strip()


def _generate(path: Path) -> None:
    """Write a new key whole or not at all: two processes that start together end with the same one."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _derive(key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(key.encode())
