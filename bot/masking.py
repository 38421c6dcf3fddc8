"""Secret, whose text form is masked, and the one scrubber that everything leaving the program passes.

Nothing else in the program writes any part of a credential. A masked form tells the kind, a public prefix
(``ghp_``), the length and, from 20 characters on, the last four.
"""

from __future__ import annotations

import re
from typing import NoReturn

_PUBLIC_PREFIX = re.compile(r"[A-Za-z]{2,8}[-_](?:(?:live|test|proj|ant|pat|prod)[-_])?")
_TAIL_FROM = 20


class Secret:
    """A credential or a part of one. ``str``, ``repr`` and ``format`` mask it; only :meth:`reveal` gives it away."""

    __slots__ = ("_value", "kind")

    def __init__(self, value: str, kind: str = "secret") -> None:
        self._value = value
        self.kind = kind

    def reveal(self) -> str:
        """The value in clear. For the sender of a request alone, and for computing with it; never for words."""
        return self._value

    def __str__(self) -> str:
        return mask(self._value, self.kind)

    def __repr__(self) -> str:
        return f"Secret({self})"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __len__(self) -> int:
        return len(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not pickled: it must not reach a disk in clear")


def mask(value: str, kind: str = "secret") -> str:
    """What may be shown of ``value``: kind, public prefix, length, and the last four from 20 characters on."""
    prefix = _PUBLIC_PREFIX.match(value)
    shown = f"{prefix.group()}…" if prefix and len(value) >= _TAIL_FROM else "…"
    tail = value[-4:] if len(value) >= _TAIL_FROM and value[-4:].isalnum() else ""
    return f"[{kind} {shown}{tail}, {len(value)} characters]"
