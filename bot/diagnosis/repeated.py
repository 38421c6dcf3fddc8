"""The words of a paste as they may be repeated: those that reports use stay, and any other may be a secret.

A password in prose looks like nothing in particular, so what is repeated is what is known: a word of the text model
(two reports and more used it), a short number, a date, a host, the name of a variable.
"""

from __future__ import annotations

import re
from collections.abc import Container

from bot.masking import mask

_MASKED = r"\[[a-z]+ …[^\]\n]{0,40}\]"  # by the scrubber
_TOKEN = re.compile(rf"{_MASKED}|(?:[^\s\"'’`“”‘„«»<>,;()\[\]{{}}/:=|…]|(?<=\w)['’](?=\w))+")
# What stands in quotes, or is joined to something in quotes, is one value; an apostrophe begins none
_QUOTED = re.compile(
    r"\"(?P<double>[^\"\n]{1,300})\"|(?<![\w\]])'(?P<single>[^'\n]{1,300})'(?!\w)|“(?P<curly>[^”\n]{1,300})”"
    r"|`(?P<back>[^`\n]{1,300})`"
)
_EDGES = ".!?*_-•~#$%&+\\@^"
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_MIXED = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")
_NUMBER = re.compile(
    r"(?:19|20)\d\d-[01]?\d-[0-3]?\d(?:T\d{1,2})?|[0-3]?\d\.[01]?\d\.(?:19|20)\d\d|v?\d{1,3}(?:\.\d{1,3}){1,3}"
    r"|[0-5]?\d\.\d{3,9}Z?|(?:\d{1,3}[.,])?\d{1,4}(?:[a-z]{1,3}|min|mins|secs?|days?)?%?|v\d{1,3}",
    re.IGNORECASE,
)
_VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_IDENTIFIER = re.compile(r"[a-z]{2,20}(?:[A-Z][a-z]{1,20}){1,3}")
_HUMP = re.compile(r"[A-Z]?[a-z]+")
_TOP = (
    r"(?:com|org|net|io|dev|app|edu|gov|cloud|info|biz|ai|example|test|invalid|local|localhost|internal|lan"
    r"|[a-z]{2})"
)
_HOST = re.compile(rf"(?:[\w+-]{{1,63}}[.@]){{1,8}}{_TOP}|(?:com|org|net|io|javax?)(?:\.\w{{1,40}}){{1,9}}")
# Prose without blanks; a key or a password is hardly ever of these, as few clients can send it
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "n", "en", "e")
_SHORT, _BASE = 3, 4  # letters: three and fewer are no secret, but many such words may be one
_PASSPHRASE = 3  # words in one value
_PIN = re.compile(
    r"\b(?:code|pin|otp|pass\w{0,9}|pwd?|secret|key|token)\b\W{0,3}(?:(?:is|was|to|ist|es|est)\W{1,3})?(?P<pin>\d{4})\b",
    re.IGNORECASE,
)


def repeatable(text: str, known: Container[str]) -> str:
    """``text`` with every word masked that may be a secret. ``known``: the words that reports use, in lower case."""
    shown = _QUOTED.sub(lambda said: _whole(said, known), text)
    shown = _TOKEN.sub(lambda said: _piece(said[0], known), shown)
    return _PIN.sub(lambda said: said[0].replace(said["pin"], mask(said["pin"], "word")), shown)


def _whole(said: re.Match[str], known: Container[str]) -> str:
    value = next(filter(None, said.groups()))
    is_harmless = all(_piece(token, known) == token for token in _TOKEN.findall(value))
    return said[0] if is_harmless else said[0].replace(value, mask(value, "word"))


def _piece(token: str, known: Container[str]) -> str:
    return token if token.startswith("[") or is_plain(token, known) else mask(token, "word")


def is_plain(token: str, known: Container[str]) -> bool:
    """Is it of words that reports use, a short number, a date, a host, or the name of a variable?"""
    bare = token.strip(_EDGES).replace("’", "'")
    if bare.lower() in known or _NUMBER.fullmatch(bare) or _HOST.fullmatch(bare):
        return True
    if bare != (rest := _IDEOGRAPHS.sub(" ", bare)):
        return all(is_plain(each, known) for each in rest.split())
    pieces = [piece for piece in _PIECE.findall(bare) if len(piece) >= _SHORT]
    if _VARIABLE.fullmatch(bare):
        return any(piece.lower() in known for piece in pieces)
    if _IDENTIFIER.fullmatch(bare):
        return all(piece.lower() in known for piece in _HUMP.findall(bare))
    if _MIXED.search(bare) or sum(map(str.isdigit, bare)) > _BASE:
        return False
    return len(pieces) < _PASSPHRASE and all(len(piece) <= _SHORT or _is_word(piece.lower(), known) for piece in pieces)


def _is_word(piece: str, known: Container[str]) -> bool:
    bases = (piece[: -len(ending)] for ending in _ENDINGS if piece.endswith(ending))
    return piece in known or piece.isdigit() or any(len(base) >= _BASE and base in known for base in bases)
