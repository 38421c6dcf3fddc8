"""<<templates>> in a pasted text -> values made at test time: times are relative, no secret stands in a file.

``<<jwt: {alg: RS256, kid: k1, typ: JWT, exp: -2h, aud: x}>>`` a token (claims null = left out), ``<<jwtcut: …>>`` the
same without its end, ``<<http: -5m>>``, ``<<amz: -5m>>``, ``<<day: 0m>>``, ``<<epoch: -5m>>`` a time, ``<<b64: a:b>>``
base64, ``<<github: ghp>>`` a GitHub token with its checksum, ``<<alnum: 40>>``, ``<<hex: 32>>``, ``<<lower: 26>>``,
``<<upper: 16>>``, ``<<digits: 12>>`` and ``<<uuid>>`` letters. A text always gives the same letters.
"""

from __future__ import annotations

import base64
import json
import random
import re
import string
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any
from uuid import UUID

import yaml

from bot.knowledge._formats import base62

_TEMPLATE = re.compile(r"<<([a-z0-9]+)(?:: ?(.*?))?>>", re.DOTALL)
_AGE = re.compile(r"([+-]?)(\d+)([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_TIMES = frozenset({"exp", "nbf", "iat", "auth_time"})
_HEADER = ("alg", "kid", "typ", "jku", "x5t")
_ALPHABETS = {
    "alnum": string.ascii_letters + string.digits,
    "hex": "0123456789abcdef",
    "lower": string.ascii_lowercase + string.digits,
    "upper": string.ascii_uppercase + "234567",
    "digits": string.digits,
}


def mint(text: str, now: datetime) -> str:
    """``text`` with every template filled. The letters come from a generator that is seeded by the text itself."""
    dice = random.Random(text)
    return _TEMPLATE.sub(lambda found: _value(found[1], found[2] or "", now, dice), text)


def _value(name: str, argument: str, now: datetime, dice: random.Random) -> str:
    if name in _ALPHABETS:
        return _letters(dice, _ALPHABETS[name], int(argument))
    makers: dict[str, Callable[[], str]] = {
        "jwt": lambda: jwt(yaml.safe_load(argument) or {}, now, dice),
        "jwtcut": lambda: jwt(yaml.safe_load(argument) or {}, now, dice).rpartition(".")[0][:-7],
        "http": lambda: format_datetime(now + _ago(argument), usegmt=True),
        "amz": lambda: (now + _ago(argument)).strftime("%Y%m%dT%H%M%SZ"),
        "day": lambda: (now + _ago(argument)).strftime("%Y%m%d"),
        "iso": lambda: (now + _ago(argument)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "epoch": lambda: str(int((now + _ago(argument)).timestamp())),
        "b64": lambda: base64.b64encode(argument.replace("\\n", "\n").encode()).decode(),
        "github": lambda: _github(argument, dice),
        "uuid": lambda: str(UUID(int=dice.getrandbits(128), version=4)),
    }
    return makers[name]()


def jwt(spec: dict[str, Any], now: datetime, dice: random.Random) -> str:
    """A signed-looking token: ``spec`` over defaults that are in order, with a signature of random bytes."""
    claims: dict[str, Any] = {"iss": "https://login.example.com/", "sub": "user-1", "iat": "-1m", "exp": "+1h"}
    header: dict[str, Any] = {"alg": "RS256", "typ": "JWT"}
    for key, value in spec.items():
        (header if key in _HEADER else claims)[key] = value
    if "iat" not in spec:
        claims["iat"] = _issued(str(claims.get("exp") or "+1h"))
    for key in _TIMES & claims.keys():
        if isinstance(claims[key], str):
            claims[key] = int((now + _ago(claims[key])).timestamp())
    kept = {key: value for key, value in claims.items() if value is not None}
    signature = {"none": 0, "HS256": 32, "ES256": 64}.get(str(header["alg"]), 256)
    return ".".join((_part(header), _part(kept), _encoded(dice.randbytes(signature))))


def _issued(expires: str) -> str:
    """When a token of one hour that ends at ``expires`` was issued, never ahead of now."""
    ends = _ago(expires)
    begins = min(ends - timedelta(hours=1), timedelta(seconds=-5))
    return f"-{int(-begins.total_seconds())}s"


def _ago(words: str) -> timedelta:
    found = _AGE.fullmatch(words.strip())
    if found is None:
        raise ValueError(f"a time is written like -3h or +10m, not {words!r}")
    length = timedelta(**{_UNITS[found[3]]: int(found[2])})
    return -length if found[1] == "-" else length


def _github(prefix: str, dice: random.Random) -> str:
    body = _letters(dice, _ALPHABETS["alnum"], 30)
    return f"{prefix}_{body}{base62(zlib.crc32(body.encode()))}"


def _letters(dice: random.Random, alphabet: str, length: int) -> str:
    return "".join(dice.choice(alphabet) for _ in range(length))


def _part(value: dict[str, Any]) -> str:
    return _encoded(json.dumps(value, separators=(",", ":")).encode())


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
