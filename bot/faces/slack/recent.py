"""Recent: examinations of the last five minutes, so that one paste, posted again, does not ask the API again.

It is a memory of one workspace: what was found about a text, by which knowledge. What was addressed to somebody (a
warning, a button, whoever this is passed on to) is not in it.
The paste is not kept: an answer is found by a keyed hash whose key lives as long as the process.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable, Sequence
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

    def get(self, text: str, knowledge: object, where: Sequence[object] = ()) -> tuple[Answer, float] | None:
        """What was found about the same text by the same knowledge, and how many seconds ago, or None.

        ``where``: the workspace, and all else by which the examination would be another.
        """
        kept = self._kept.get(self._name(text, where))
        if kept is None or kept.knowledge is not knowledge:
            return None
        age = self._clock() - kept.at
        return (kept.answer, age) if age < self._lasts_s else None

    def put(self, text: str, knowledge: object, answer: Answer, where: Sequence[object] = ()) -> None:
        """Remember what was found; what is too old, and the oldest of too many, is forgotten."""
        now = self._clock()
        self._kept.pop(name := self._name(text, where), None)
        self._kept[name] = _Kept(answer, knowledge, now)
        fresh = [(key, kept) for key, kept in self._kept.items() if now - kept.at < self._lasts_s]
        self._kept = dict(fresh[-MOST:])

    def _name(self, text: str, where: Sequence[object]) -> bytes:
        named = json.dumps([*where, text])
        return hmac.digest(self._key, named.encode(), hashlib.sha256)
