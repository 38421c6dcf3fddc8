"""What an answer's own words demand: which credential, and where it goes.

``You must provide an access token using the Authorization header``, ``query parameter 'api_key' required``: servers
that send no challenge, as RFC 9110 section 11.6.1 has it, say so in prose. Places are those of OpenAPI's Security
Scheme Object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from bot.auth.names import AUTH_HEADERS, SCHEMES
from bot.regex import lazy

Where = Literal["header", "query", "cookie"]

_LOOKED_AT, _MOST = 8_192, 6
_CLAUSE = lazy(
    r"(?<=[.!])(?<!i\.e\.)(?<!e\.g\.)\s+|\n+|</?(?:p|br|h[1-6]|div|span|title|center|hr|li|td|pre)\b[^<>]{0,200}>",
    re.IGNORECASE,
)
_WANTED = lazy(
    r"\b(?:missing|requires?|required|must|needs?|needed|expect(?:s|ed|ing)?|provide|supply|specify|send|pass|include|use"
    r"|using|append|set|add|put|without|absent|empty|lacks?|no|wants?|says?|should|give"
    r"|not (?:be )?(?:found|provided|present|sent|supplied|given|set|specified))\b",
    re.IGNORECASE,
)
_UNWANTED = lazy(
    r"\b(?:not (?:be )?(?:allowed|supported|accepted|permitted|used?|sent? in)|no longer|deprecated|unsupported"
    r"|only one|multiple|(?:do|must|should)(?: not|n't)|match(?:es)?|too (?:long|large)|more than)\b",
    re.IGNORECASE,
)
_TOKEN = lazy(r"[A-Za-z][\w-]{0,60}|\S")
_MARKS = frozenset("\"'`“”‘’")
_QUOTES = _MARKS | frozenset("<>([{:\\")
_PLACES: dict[str, Where] = {
    **dict.fromkeys(("header", "headers"), "header"),
    **dict.fromkeys(("query", "querystring", "param", "params", "url", "uri"), "query"),
    **dict.fromkeys(("cookie", "cookies"), "cookie"),
}
_FILLING = _QUOTES | {
    *("http", "https", "request", "string", "parameter", "parameters", "field", "value", "called", "named", "with"),
    *("key", "the", "a", "an", "as", "in", "your", "this"),
}
_NAME = lazy(r"key|token|auth|secret|credential|sess|passw|jwt|sign|app.?id|client.?id|access|\bsid\b", re.IGNORECASE)
_NO_NAME = lazy(r"csrf|xsrf|www-auth|proxy-auth|content-|(?:type|request|url|uri)$", re.IGNORECASE)
_STATES = frozenset(["is", "was", "are", "missing", "required", "not", "must", "empty"])
_HEADERS = {name.lower(): name for name in AUTH_HEADERS if name != "Cookie"}
_SCHEMES = {name.lower(): name for name in reversed(SCHEMES)} | {"apikey": "ApiKey"}
_PLAIN_WORDS = frozenset({"token", "key", "apikey", "jwt", "signature", "oauth", "hmac", "session", "secret"})
_OF_A_SCHEME = frozenset({"auth", "authentication", "authorization", "scheme", "schema", "prefix", "method"})
_EXPECTED = frozenset({"expected", "expecting", "expects"})
_BEGINNING = lazy(r"\b(?:start|begin|prefix)", re.IGNORECASE)
_AUTHORIZATION = frozenset({"authorization", "authorisation"})
_SAMPLES = frozenset({"<", "{", "[", "your", "xxx"})


@dataclass(frozen=True, slots=True)
class Demand:
    """One credential that an answer asks for. ``schemes`` are those of Authorization; () when none is told."""

    where: Where
    name: str
    schemes: tuple[str, ...] = ()


_ANY = Demand("header", "Authorization")


def demands(words: str) -> tuple[tuple[Demand, ...], ...]:
    """The alternatives that the words of an answer ask for, in order; of each all that it needs."""
    found: dict[tuple[Demand, ...], None] = {}
    is_of_beginning = _BEGINNING.search(words, 0, _LOOKED_AT) is not None
    for clause in _CLAUSE.split(words[:_LOOKED_AT]):
        if _WANTED.search(clause) is None or _UNWANTED.search(clause) is not None:
            continue
        tokens = _TOKEN.findall(clause)
        named = tuple(dict.fromkeys(_named(tokens, is_of_beginning=is_of_beginning)))
        if "and" in tokens and "or" not in tokens:
            found |= {named: None} if named else {}
        else:
            found |= dict.fromkeys((each,) for each in named)
    whole = [each for each in found if each != (_ANY,)] if any(one.schemes for each in found for one in each) else found
    return tuple(islice(whole, _MOST))


def _named(tokens: Sequence[str], *, is_of_beginning: bool) -> Iterator[Demand]:
    """Each credential that a clause names with its place; ``is_of_beginning``: how the value begins is spoken of."""
    words = [token.lower() for token in tokens]
    schemes = tuple(dict.fromkeys(_schemes(words, is_of_beginning=is_of_beginning)))
    if schemes and "password" in words and "Basic" not in schemes:
        schemes = (*schemes, "Basic")
    if schemes or any(_names_the_header(words, at) for at, word in enumerate(words) if word in _AUTHORIZATION):
        yield Demand("header", "Authorization", schemes)
    for at, token in enumerate(tokens):
        if _NAME.search(token) is None or _NO_NAME.search(token) is not None or words[at] in _AUTHORIZATION:
            continue
        where = _where(words, at)
        if where is not None:
            yield Demand(where, _HEADERS.get(words[at], token) if where == "header" else token)


def _where(words: Sequence[str], at: int) -> Where | None:
    """The place that is told of a name, before it or behind it; a header's name may tell it by itself."""
    name, before, after = words[at], words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
    if before in ("?", "&") and after == "=":
        return "query"
    told = _first_place(words[max(at - 6, 0) : at][::-1])
    is_one_word = name.isalpha() and name not in _HEADERS and before not in _QUOTES
    if is_one_word:
        return _PLACES.get(before) if after in _STATES else None
    told = told or _first_place(words[at + 1 : at + 7])
    if told is None and (name.startswith("x-") or (name in _HEADERS and name.count("-") > 1)):
        return "header"
    return told


def _names_the_header(words: Sequence[str], at: int) -> bool:
    """The header of this name, and not the authorization that a page is titled with (``Authorization Required``)."""
    return _where(words, at) == "header" or (at > 0 and words[at - 1] in _MARKS)


def _first_place(words: Sequence[str]) -> Where | None:
    for word in words:
        if word in _PLACES:
            return _PLACES[word]
        if word not in _FILLING:
            return None
    return None


def _schemes(words: Sequence[str], *, is_of_beginning: bool) -> Iterator[str]:
    """The auth-schemes that a clause names as such: ``It starts with another word. Expected HMAC`` does."""
    of_authorization = is_told_to_begin = False
    for at, word in enumerate(words):
        of_authorization = of_authorization or word in _AUTHORIZATION
        is_told_to_begin = is_told_to_begin or word.startswith(("start", "begin", "prefix"))
        if word not in _SCHEMES:
            continue
        before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
        is_shown = after in _SAMPLES or after in _OF_A_SCHEME
        is_shown = is_shown or (before == ":" and at > 1 and words[at - 2] in _AUTHORIZATION)
        is_shown = is_shown or (is_of_beginning and before in _EXPECTED)
        is_quoted = before in _MARKS and (of_authorization or is_told_to_begin)
        is_named = word not in _PLAIN_WORDS and (of_authorization or before in _MARKS or after == "token")
        if is_shown or is_quoted or is_named:
            yield _SCHEMES[word]
