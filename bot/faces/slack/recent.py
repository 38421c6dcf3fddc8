"""Recent: answers of the last five minutes, so that one paste, posted again, does not ask the API again.

The paste is not kept: an answer is found by a keyed hash whose key lives as long as the process.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LASTS_S = 300.0
MOST = 1000
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Kept:
    answer: Answer
    knowledge: object
    at: float


class Recent:
    """``clock`` is monotonic, in seconds. ``lasts_s`` 0 remembers nothing."""

    def __init__(self, *, lasts_s: float = LASTS_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._lasts_s, self._clock = lasts_s, clock
        self._key = secrets.token_bytes(32)
        self._kept: dict[bytes, _Kept] = {}

    def get(self, text: str, knowledge: object) -> tuple[Answer, float] | None:
        """The answer to the same text by the same knowledge, and how many seconds old it is. None: there is none."""
        kept = self._kept.get(self._name(text))
        if kept is None or kept.knowledge is not knowledge:
            return None
        age = self._clock() - kept.at
        return (kept.answer, age) if age < self._lasts_s else None

    def put(self, text: str, knowledge: object, answer: Answer) -> None:
        """Remember the answer; what is too old, and the oldest of too many, is forgotten."""
        now = self._clock()
        self._kept.pop(name := self._name(text), None)
        self._kept[name] = _Kept(answer, knowledge, now)
        fresh = [(key, kept) for key, kept in self._kept.items() if now - kept.at < self._lasts_s]
        self._kept = dict(fresh[-MOST:])

    def _name(self, text: str) -> bytes:
        return hmac.digest(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256)
