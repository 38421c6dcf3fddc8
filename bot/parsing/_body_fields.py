"""The named text fields of a request's body: a form, JSON at any depth, multipart, or XML."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote_plus

_MAX_DEPTH = 32
_MAX_FIELDS = 200
_MAX_VALUES = 5000
_LABELLED = re.compile(r"([A-Za-z][\w-]{2,30})[:=](\S{4,4096})")  # a member of a JSON list: aria2's "token:…"
_ELEMENT = re.compile(
    r"<(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{0,60})(?:\s[^<>]{0,300})?>(?:<!\[CDATA\[)?([^<>\]]{1,4096})(?:\]\]>)?</"
)
_ATTRIBUTE = re.compile(r"\s(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{0,60})=\"([^\"<>]{1,4096})\"")
_RUN = re.compile(r"[^\s<>{}\"'=&,;]{6,4096}")


def fields_of(text: str) -> Iterator[tuple[str, str]]:
    """(name, value) of each field whose value is text; of JSON the leaf's own name. Nothing for other bodies."""
    stripped = text.lstrip()
    if stripped.startswith(("{", "[")):
        yield from _json_fields(stripped)
    elif stripped.startswith("--") and "name=" in stripped:
        yield from _multipart_fields(text)
    elif "=" in text and not stripped.startswith("<"):
        yield from pairs_of(text.strip())


def elements_of(text: str) -> Iterator[tuple[str, str]]:
    """(name, value) of each XML element without others in it, and of each attribute."""
    for pattern in (_ELEMENT, _ATTRIBUTE):
        for found in islice(pattern.finditer(text), _MAX_FIELDS):
            yield found[1], html.unescape(found[2]).strip()


def texts_of(text: str) -> Iterator[str]:
    """Names and values of a body's fields, JSON in a field included; of markup and other text each unbroken run."""
    found = False
    for name, value in islice(fields_of(text), _MAX_VALUES):
        found = True
        inner = fields_of(value) if value[:1] in {"{", "["} else ()
        yield from (name, value, *(text for pair in inner for text in pair))
    if not found:
        yield from (run.group() for run in islice(_RUN.finditer(text), _MAX_VALUES))


def _json_fields(text: str) -> Iterator[tuple[str, str]]:
    try:
        waiting: list[tuple[object, int]] = [(json.loads(text), 0)]
    except (ValueError, RecursionError):
        return
    seen = 0
    while waiting and seen < _MAX_VALUES:
        value, depth = waiting.pop()
        seen += 1
        if depth > _MAX_DEPTH:
            continue
        if isinstance(value, dict):
            for key, inner in value.items():
                if isinstance(inner, str):
                    yield str(key), inner
                else:
                    waiting.append((inner, depth + 1))
        elif isinstance(value, str) and (labelled := _LABELLED.fullmatch(value)):
            yield labelled[1], labelled[2]
        elif isinstance(value, list):
            waiting.extend((inner, depth + 1) for inner in value[:_MAX_FIELDS])


def _multipart_fields(text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"\r?\n--", text)[:_MAX_FIELDS]:
        head, _, content = part.replace("\r\n", "\n").partition("\n\n")
        name = re.search(r'[; ]name="([^"\n]*)"', head)
        if name and "filename=" not in head:
            yield name[1], content.rstrip("\n")


def pairs_of(encoded: str) -> Iterator[tuple[str, str]]:
    """(name, value) of each ``name=value`` of a query or a form, decoded."""
    for part in encoded.split("&")[:_MAX_FIELDS]:
        name, equals, value = part.partition("=")
        if equals:
            yield unquote_plus(name), unquote_plus(value)
