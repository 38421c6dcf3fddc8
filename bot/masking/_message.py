"""The URL, headers and body of a message with everything masked that is not known to be harmless."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

from bot.masking._harmless import HARMLESS_HEADERS, LINK_HEADERS, is_harmless_query
from bot.masking._random import is_random
from bot.masking._secret import is_sample, mask
from bot.masking._shapes import find

Headers = tuple[tuple[str, str], ...]

_URL = re.compile(
    r"(?P<head>[A-Za-z][\w+.-]*:/{0,3})?(?:(?P<userinfo>[^/?#\s]*)@)?(?P<rest>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.S,
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,40}) +(\S.*)", re.DOTALL)
_SECRET_FIELD = re.compile(
    r"token|secret|passw|pwd|passphrase|key(?!word|board)|assertion|signature|credential|auth|session|jwt|code|otp|pin\b|cookie|"
    r"nonce",
    re.I,
)
_PLAIN_FIELD = re.compile(r"^(?:error_?code|code|status_?code|token_type|errorcode|sub_?code)$", re.IGNORECASE)


def mask_url(url: str) -> str:
    """``url`` with userinfo, unknown query values, the fragment, and path parts that look random masked."""
    match = _URL.fullmatch(url)
    if match is None:
        return mask(url, "url")
    userinfo = f"{_hidden(match['userinfo'], 'userinfo')}@" if match["userinfo"] is not None else ""
    path = "/".join(_path_part(part) for part in match["rest"].split("/"))
    query = "?" + "&".join(map(_parameter, match["query"][1:].split("&"))) if match["query"] else ""
    fragment = "#" + _hidden(match["fragment"][1:], "fragment") if match["fragment"] else ""
    return f"{match['head'] or ''}{userinfo}{path}{query}{fragment}"


def _hidden(value: str, kind: str) -> str:
    return value if not value or is_sample(unquote(value)) else mask(value, kind)


def _path_part(part: str) -> str:
    if part.startswith("bot") and ":" in part:
        return "bot" + _hidden(part[3:], "path")
    return mask(part, "path") if is_random(part) or (len(part) >= 20 and find(part)) else part


def _parameter(pair: str) -> str:
    name, equals, value = pair.partition("=")
    if not equals:
        return mask(name, "query") if find(name) else name
    return f"{name}={value if is_harmless_query(name) and not find(value) else _hidden(value, 'query')}"


def mask_headers(headers: Headers) -> Headers:
    """Every header with its value masked unless its name is known to be harmless; an auth-scheme stays readable."""
    return tuple((name, _header_value(name.lower(), value)) for name, value in headers)


def _header_value(name: str, value: str) -> str:
    if name in LINK_HEADERS:
        return mask_url(value)
    if name in HARMLESS_HEADERS:
        return _scrubbed(value)
    if name in {"cookie", "set-cookie"}:
        return "; ".join(
            _cookie(part.strip(), first=index == 0 or name == "cookie") for index, part in enumerate(value.split(";"))
        )
    match = _SCHEME.fullmatch(value.strip()) if "auth" in name else None
    return f"{match[1]} {_hidden(match[2], 'credentials')}" if match else _hidden(value, "header")


def _cookie(pair: str, *, first: bool) -> str:
    name, equals, value = pair.partition("=")
    return f"{name}={_hidden(value, 'cookie')}" if equals and first else pair


def mask_body(text: str) -> str:
    """A body with the values of secret-sounding fields masked, and whatever looks like a secret elsewhere."""
    stripped = text.strip()
    if stripped[:1] in {"{", "["}:
        try:
            return json.dumps(_json(json.loads(stripped), 0), ensure_ascii=False)
        except (ValueError, RecursionError):
            return _scrubbed(text)
    if re.fullmatch(r"[^\s=&<>{}\"]{1,200}=[^\s&]*(?:&[^\s=&]{1,200}=[^\s&]*)*", stripped):
        return "&".join(_form_field(pair) for pair in stripped.split("&"))
    return _scrubbed(text)


def _form_field(pair: str) -> str:
    name, _, value = pair.partition("=")
    return f"{name}={_hidden(value, 'field')}" if _SECRET_FIELD.search(unquote(name)) else f"{name}={_scrubbed(value)}"


def _json(value: object, depth: int) -> object:
    if depth > 32:
        return "…"
    if isinstance(value, dict):
        return {str(key): _field(str(key), inner, depth) for key, inner in value.items()}
    if isinstance(value, list):
        return [_json(inner, depth + 1) for inner in value]
    return _scrubbed(value) if isinstance(value, str) else value


def _field(name: str, value: object, depth: int) -> object:
    is_secret = _SECRET_FIELD.search(name) and not _PLAIN_FIELD.match(name)
    return _hidden_json(value, depth + 1) if is_secret else _json(value, depth + 1)


def _hidden_json(value: object, depth: int) -> object:
    """A value under a secret's name: every text and number in it masked; true, false and null stay."""
    if depth > 32:
        return "…"
    if isinstance(value, dict):
        return {str(key): _hidden_json(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_hidden_json(inner, depth + 1) for inner in value]
    return value if isinstance(value, bool) or value is None else _hidden(str(value), "field")


def _scrubbed(text: str) -> str:
    parts: list[str] = []
    position = 0
    for start, end, kind in find(text):
        parts += (text[position:start], mask(text[start:end], kind))
        position = end
    return "".join((*parts, text[position:]))
