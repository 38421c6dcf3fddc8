"""The URL, headers and body of a message with everything masked that is not known to be harmless."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import unquote_plus

from bot.lists import words_of
from bot.masking._harmless import HARMLESS_HEADERS, LINK_HEADERS, is_plain, is_plain_name
from bot.masking._schemes import is_scheme
from bot.masking._secret import is_sample, mask
from bot.masking._shapes import find
from bot.masking._url import mask_url, undone

Headers = tuple[tuple[str, str], ...]

# The fields of bodies whose values may be shown: words and small numbers, or a sentence without a secret in it.
_FIELDS = words_of("""
api_version apiversion code count detail details documentation_url domain error error_code error_description
error_subcode error_uri error_user_msg error_user_title errorcode errormessage errors errortype fault faultcode
faultstring fields format grant_type granttype hint host instance kind lang language level limit locale message
messages method msg offset ok order page page_size path per_page reason response_type scope severity size sort state
status status_code statuscode sub_code subcode success title token_type type version
""")
_SENTENCE = words_of("""
detail details error error_description error_user_msg error_user_title errormessage errors fault faultstring hint
message messages msg reason title
""")
_MARKUP = re.compile(r"<(?P<close>/)?(?P<name>[A-Za-z_][\w:.-]{0,100})(?P<rest>[^<>]*)>|<[!?][^<>]*>")
_ATTRIBUTE = re.compile(r"(?P<name>[\w:.-]{1,100})(?P<equals>\s*=\s*)(?P<quote>[\"'])(?P<value>[^\"']*)(?P=quote)")
_PART_NAME = re.compile(r'[; ]name="([^"\n]*)"')
_DEPTH = 32


def mask_headers(headers: Headers) -> Headers:
    """Every header with its value masked unless its name is known to be harmless; a known auth-scheme stays."""
    return tuple((mask_name(name), _header_value(name.lower(), value)) for name, value in headers)


def mask_name(name: str) -> str:
    """The name of a header, parameter, cookie or field, masked unless it is made of words."""
    return name if is_plain_name(undone(name)) or is_sample(name) else mask(name, "name")


def _header_value(name: str, value: str) -> str:
    if name in LINK_HEADERS:
        return mask_url(value)
    if name in HARMLESS_HEADERS:
        return _scrubbed(value)
    if name in {"cookie", "set-cookie"}:
        parts = [part.strip() for part in value.split(";")]
        return "; ".join(
            _cookie(part, is_attribute=index > 0 and name == "set-cookie") for index, part in enumerate(parts)
        )
    scheme, blank, rest = value.strip().partition(" ")
    shown = blank and "auth" in name and is_scheme(scheme)
    return f"{scheme} {_hidden(rest.strip(), 'credentials')}" if shown else _hidden(value, "header")


def _cookie(pair: str, *, is_attribute: bool) -> str:
    name, equals, value = pair.partition("=")
    if is_attribute:
        return pair if is_plain(name) and not find(value) else mask(pair, "cookie")
    if not equals:
        return _hidden(pair, "cookie")
    return f"{mask_name(name)}={_hidden(value, 'cookie')}"


def mask_body(text: str) -> str:
    """A request's body in its form: names of fields stay, every value that is not known to be harmless goes."""
    return _masked(text, lambda value: _hidden(value, "body"), 0)


def mask_answer(text: str) -> str:
    """An answer's body: the same, but text without fields, as of a page, loses only what looks like a secret."""
    return _masked(text, _scrubbed, 0)


def _masked(text: str, rest: Callable[[str], str], depth: int) -> str:
    stripped = text.strip()
    if depth > _DEPTH or not stripped:
        return "…" if stripped else text
    if stripped[0] in "{[":
        try:
            return json.dumps(_json("", json.loads(stripped), depth), ensure_ascii=False)
        except (ValueError, RecursionError):
            return rest(text)
    if stripped[0] == "<" and not _is_page(stripped):
        return _xml(stripped)
    if stripped.startswith("--") and "name=" in stripped:
        return _multipart(stripped, depth)
    if re.fullmatch(r"[^\s=&<>{}\"]{1,200}=[^\s&]*(?:&[^\s=&]{1,200}(?:=[^\s&]*)?)*", stripped):
        return "&".join(_form_field(pair, depth) for pair in stripped.split("&"))
    return rest(text)


def _is_page(text: str) -> bool:
    return re.match(r"<!doctype html|<html|<head|<body", text, re.IGNORECASE) is not None


def _form_field(pair: str, depth: int) -> str:
    name, equals, value = pair.partition("=")
    if not equals:
        return _hidden(name, "field")
    inner = unquote_plus(value)
    shown = _masked(inner, str, depth + 1) if inner[:1] in {"{", "["} else _value(unquote_plus(name), value)
    return f"{mask_name(name)}={shown}"


def _multipart(text: str, depth: int) -> str:
    """Each part with its field's name; its content is masked as the field's value."""
    first, *parts = re.split(r"(?m)^(?=--)", text.replace("\r\n", "\n"))
    return first + "".join(_part(part, depth) for part in parts)


def _part(part: str, depth: int) -> str:
    head, blank, content = part.partition("\n\n")
    if not blank:
        return "--…" if len(part) < 80 and part.rstrip().endswith("--") else mask(part, "part")
    found = _PART_NAME.search(head)
    name, content = found[1] if found else "", content.rstrip("\n")
    inner = _masked(content, str, depth + 1) if content[:1] in {"{", "["} else _value(name, content)
    return f'--…\r\nContent-Disposition: form-data; name="{mask_name(name)}"\r\n\r\n{inner}\r\n'


def _xml(text: str) -> str:
    """Markup with its element names; the text of every element and the value of every attribute is masked."""
    shown: list[str] = []
    position, name = 0, ""
    for tag in _MARKUP.finditer(text):
        shown += (_text_of(name, text[position : tag.start()]), _tag(tag))
        position, name = tag.end(), "" if tag["close"] else tag["name"] or ""
    return "".join((*shown, _text_of("", text[position:])))


def _text_of(name: str, text: str) -> str:
    return text if not text.strip() else _value(name.rpartition(":")[2], text)


def _tag(tag: re.Match[str]) -> str:
    if tag["name"] is None:
        return "" if tag.group().startswith("<!") else "<?xml …?>"
    prefix, colon, local = tag["name"].rpartition(":")
    name = f"{mask_name(prefix)}{colon}{mask_name(local)}" if colon else mask_name(local)
    attributes = [
        f'{mask_name(one["name"])}="{_value(one["name"], one["value"])}"' for one in _ATTRIBUTE.finditer(tag["rest"])
    ]
    end = "/" if tag["rest"].rstrip().endswith("/") else ""
    return f"<{tag['close'] or ''}{' '.join((name, *attributes))}{end}>"


def _json(name: str, value: object, depth: int) -> object:
    if depth > _DEPTH:
        return "…"
    if isinstance(value, dict):
        return {mask_name(str(key)): _json(str(key), inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_json(name, inner, depth + 1) for inner in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        return _masked(value, str, depth + 1) if value[:1] in {"{", "["} else _value(name, value)
    shown = _value(name, str(value))
    return value if shown == str(value) else shown


def _value(name: str, value: str) -> str:
    """The value of a field: shown by the field's name and the value's form together."""
    lower = name.lower()
    if lower in _SENTENCE:
        return _scrubbed(value)
    return value if lower in _FIELDS and is_plain(undone(value)) and not find(value) else _hidden(value, "field")


def _hidden(value: str, kind: str) -> str:
    return value if not value or is_sample(undone(value)) else mask(value, kind)


def _scrubbed(text: str) -> str:
    parts: list[str] = []
    position = 0
    for start, end, kind in find(text):
        parts += (text[position:start], mask(text[start:end], kind))
        position = end
    return "".join((*parts, text[position:]))
