"""Secret: a credential or a part of one, whose every text form is masked."""

from __future__ import annotations

import re
from typing import NoReturn

from bot.masking._prefixes import PREFIX

_TAIL_FROM = 20
_SAMPLE = re.compile(
    r"\[[\w -]{1,30} [^\]\s]{0,24}…\w{0,4}, \d+ characters\]|"  # a mask already
    r"\$\{?\w*\}?|\$env:\w+|\$\([^)]*\)|%\w+%|\{\{[^{}]*\}\}|\{\w*\}|<[^<>]*>|\[[A-Za-z_ -]*\]|[x*.•…_#-]+|(.)\1{3,}|"
    r"(?i:(?:(?:the|my|insert)[_-])?your(?:[_-][a-z]{2,14}){0,5}|"
    r"your(?: (?:own|real|api|access|auth|secret|client|key|token|password|id|here)){1,5}|"
    r"change[_-]?me|placeholder|(?:undefined|null|none|nil)[.,;:]?|true|false|"  # at a sentence's end as well
    r"(?:\$\{)?(?:(?:process|import\.meta)\.env\.[A-Z_][A-Z0-9_]*|(?:os\.environ|process\.env|ENV)\[['\"][A-Z_][A-Z0-9_]*['\"]\]|"
    r"(?:os\.)?(?:getenv|environ\.get)\(['\"][A-Z_][A-Z0-9_]*['\"]\))!?\}?|"
    r"redacted|x-oauth-basic|"
    r"hidden|masked|example|sample|dummy|password|passwd|secret|token|api[_-]?key|access[_-]?token|bearer|basic|user|"
    r"username|admin|root|test|\[object object\]|"
    r"(?:api|access|auth|secret|bearer)[_-]?(?:key|token|secret)(?:[_-]here)?)"
)


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
    """What may be shown of ``value``: kind, known public prefix, length, and the last four from 20 characters on.

    Of ``user:password`` the last four are shown only when the password alone is that long.
    """
    long = len(value) >= _TAIL_FROM
    prefix = PREFIX.match(value) if long else None
    shown = f"{prefix.group().strip()}…" if prefix else "…"
    last = value.rpartition(":")[2]
    tail = value[-4:] if long and len(last) >= _TAIL_FROM and value[-4:].isascii() and value[-4:].isalnum() else ""
    return f"[{kind} {shown}{tail}, {len(value)} characters]"


def public_prefix(value: str) -> str:
    """What the provider says openly of a token (``ghp_``); '' for none, or with too little behind it."""
    prefix = PREFIX.match(value)
    return prefix.group() if prefix and len(value) - prefix.end() >= 8 else ""


def is_sample(value: str) -> bool:
    """Whether a value is no secret but stands for one: a variable, ``YOUR_KEY``, ``xxxx``, ``null``, nothing.

    A real key that somebody left in the brackets of an example is a secret.
    """
    bare = value.strip()
    if not bare or _SAMPLE.fullmatch(bare) is None:
        return not bare
    inner = bare.strip("<>{}[]()%$ ")
    is_real = len(inner) >= 12 and inner != bare and not inner.isalpha() and any(char.isdigit() for char in inner)
    return not is_real or "…" in inner


def is_secretive(value: str) -> bool:
    """Whether a word after "token:" in a sentence is a secret: digits among letters, odd capitals, odd signs."""
    core = value.strip(".,:;!?")
    if is_sample(core) or len(core) < 6 or re.match(r"https?:|\[", core):
        return False
    has_digit = any(char.isdigit() for char in core)
    has_letter = any(char.isalpha() for char in core)
    return (
        (has_digit and has_letter)
        or bool(re.search(r"[a-z][A-Z]|[!@#$%^*+~|]", core))
        or (core.isdigit() and len(core) > 5)
    )
