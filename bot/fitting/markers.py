"""``{{markers}}`` of a labelled report -> text: times stay relative, and no secret stands in a file.

Words are split as a shell would:

    {{join a b}}  {{alnum N SEED}}  {{hex N SEED}}  {{b64 TEXT}}  {{u 200b}}  {{lit NAME}} (= the literal {{NAME}})
    {{httpdate S}} {{isodate S}} {{epoch S}} {{amzdate S}} {{amzday S}}      now plus S seconds
    {{jwt k=v …}}   alg= kid= typ= exp= nbf= iat= (seconds from now, or omit) iss= aud= sub= scope= claim.X=JSON
                    cut=N (without the last N characters), nosig=1 (two parts), part=header|payload|signature

Letters come from a generator that is seeded by the marker, so a report always reads the same. A token's signature has
the right length and is nobody's.
"""

from __future__ import annotations

import base64
import json
import random
import re
import shlex
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

_MARKER = re.compile(r"\{\{((?:[^{}]|\{[^{}]*\})*)\}\}")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_SIGNATURE = {"none": 0, "HS256": 32, "HS384": 48, "HS512": 64, "ES256": 64}
_HEADER = ("alg", "kid", "typ")
_TIMES = {"iat": "-60", "nbf": None, "exp": "+3600"}
_SHAPES = frozenset({"cut", "badsig", "nosig", "part", "key"})


class MarkerError(ValueError):
    """A marker that cannot be filled; the message names it."""


def expanded(text: str, now: datetime) -> str:
    """``text`` with every marker filled. Raises MarkerError."""
    return _MARKER.sub(lambda found: _value(found[1], now), text)


def _value(marker: str, now: datetime) -> str:
    name, *words = shlex.split(marker)
    if name not in _MAKERS:
        raise MarkerError(f"{{{{{marker}}}}}: no such marker; there are {', '.join(sorted(_MAKERS))}")
    try:
        return _MAKERS[name](words, now)
    except (IndexError, ValueError) as fault:
        raise MarkerError(f"{{{{{marker}}}}}: {fault}") from None


def _run(alphabet: str) -> Callable[[list[str], datetime], str]:
    def made(words: list[str], _now: datetime) -> str:
        dice = random.Random(" ".join(words))  # noqa: S311 - the same letters each time
        return "".join(dice.choice(alphabet) for _ in range(int(words[0])))

    return made


def _time(shape: Callable[[datetime], str]) -> Callable[[list[str], datetime], str]:
    return lambda words, now: shape(now.astimezone(UTC) + timedelta(seconds=int(words[0])))


def _jwt(words: list[str], now: datetime) -> str:
    given = dict(word.split("=", 1) for word in words)
    header = {"alg": given.get("alg", "HS256"), "typ": given.get("typ", "JWT"), **_some(given, "kid")}
    claims: dict[str, Any] = {name: _json(given[name]) for name in ("iss", "aud", "sub", "scope") if name in given}
    claims.setdefault("sub", "user-4217")
    for name, usual in _TIMES.items():
        seconds = given.get(name, usual)
        if seconds not in (None, "omit"):
            claims[name] = int(now.timestamp()) + int(seconds)
    for name, value in given.items():
        if name.startswith("claim."):
            claims[name.removeprefix("claim.")] = _json(value)
        elif name not in claims and name not in _SHAPES and name not in _HEADER and value != "omit":
            raise ValueError(f"jwt knows no {name}")
    dice = random.Random(repr(sorted(given.items())))  # noqa: S311
    signature = _encoded(dice.randbytes(_SIGNATURE.get(header["alg"], 256)))
    parts = {"header": _part(header), "payload": _part(claims), "signature": signature}
    if "part" in given:
        return parts[given["part"]]
    token = f"{parts['header']}.{parts['payload']}" + ("" if "nosig" in given else f".{signature}")
    return token[: -int(given["cut"])] if int(given.get("cut", 0)) else token


def _some(given: dict[str, str], name: str) -> dict[str, str]:
    return {name: given[name]} if name in given else {}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _part(value: dict[str, Any]) -> str:
    return _encoded(json.dumps(value, separators=(",", ":")).encode())


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


_MAKERS: dict[str, Callable[[list[str], datetime], str]] = {
    "join": lambda words, _: "".join(words),
    "alnum": _run(_LETTERS),
    "hex": _run("0123456789abcdef"),
    "b64": lambda words, _: base64.b64encode(words[0].encode()).decode(),
    "u": lambda words, _: chr(int(words[0], 16)),
    "lit": lambda words, _: "{{" + words[0] + "}}",
    "httpdate": _time(lambda at: format_datetime(at, usegmt=True)),
    "isodate": _time(lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ")),
    "epoch": _time(lambda at: str(int(at.timestamp()))),
    "amzdate": _time(lambda at: at.strftime("%Y%m%dT%H%M%SZ")),
    "amzday": _time(lambda at: at.strftime("%Y%m%d")),
    "jwt": _jwt,
}
