"""Documented 401 and 403 answers of an operation -> what is said of them, and the codes by which they are known. Pure.

A code is a word that only such an answer has: of its examples, of the values that its schema allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

At = Callable[[Any], Any]  # a value with its reference followed, None where that leads nowhere
Causes = Callable[[str], tuple[str, ...]]  # what words mean, as ids of causes, most probable first

STATUSES = (401, 403)
_MOST, _MOST_CODES, _LONGEST = 8, 20, 160
_DEEPEST = 4
_CODE_KEYS = frozenset({"code", "error", "errorcode", "error_code", "err", "reason", "type", "errortype", "subcode"})
_WORD_KEYS = ("message", "error_description", "description", "detail", "details", "title", "msg", "errormessage")
_CODE = re.compile(r"(?=[a-z]*[A-Z0-9_.:-])[A-Za-z0-9][A-Za-z0-9_.:-]{2,60}")
_OF_ANY = re.compile(
    r"(?:http_?)?(?:40[0-9]|[1-5]\d\d)|string|integer|number|object|boolean|null|none|true|false|error|code|message|about:blank|(?:my_)?error_?code"
    r"|(?:un)?(?:authori[sz]ed|authenticated)|forbidden|access_?denied|(?:client|server|api|general|generic)_?error|about"
    r"|bad_?request|not_?found|internal(?:_server)?_?error|conflict|too_?many_?requests|invalid_?request",
    re.IGNORECASE,
)


def refusals(status: int, response: Mapping[str, Any], at: At, causes: Causes) -> list[dict[str, Any]]:
    """What a documented response says and by which codes it is known, as an entry has it, a mapping for each meaning.

    [] when it says nothing.
    """
    found: dict[tuple[str, tuple[str, ...]], dict[str, Any]] = {}
    words, told = _plain(response.get("description")), list(_known(response, at))
    for codes, said in told or [([], "")]:
        means = causes(f"{' '.join(codes).replace('_', ' ')} {said}") if codes else ()
        says = said or (words if len(told) < 2 else "")
        if says or means:  # else one of all the codes that the API has
            made = found.setdefault((says, means), {"status": status, "says": says, "codes": [], "causes": list(means)})
            made["codes"] = [*made["codes"], *codes][:_MOST_CODES]
    if words and not any(each["says"] == words for each in found.values()):
        found[words, ()] = {"status": status, "says": words}
    return [{key: value for key, value in each.items() if value} for each in found.values()][:_MOST]


def _known(response: Mapping[str, Any], at: At) -> Iterator[tuple[list[str], str]]:
    """Codes with what an example says of them; the codes that a schema allows together; or none."""
    told: set[str] = set()
    schemas: list[Any] = [response.get("schema")]
    examples = _named(response.get("examples"), swagger="schema" in response or "headers" in response)
    content = response.get("content")
    for media in content.values() if isinstance(content, Mapping) else ():
        if isinstance(media, Mapping):
            schemas.append(media.get("schema"))
            examples += [("", media.get("example")), *_named(media.get("examples"))]
    for name, example in examples:
        value = at(example)
        if isinstance(value, Mapping) and "value" in value and not _CODE_KEYS & set(value):
            name, value = _plain(value.get("summary")) or name, value["value"]
        codes = [code for code in dict.fromkeys(_codes_in(value, 0)) if code not in told][:3]
        if codes:
            told.update(codes)
            yield codes, _words_in(value) or name.replace("_", " ")
    for schema in schemas:
        allowed = [code for code in dict.fromkeys(_allowed(schema, at, 0)) if code not in told]
        told.update(allowed)
        yield from (([code], "") for code in allowed[:_MOST_CODES])


def _named(examples: Any, *, swagger: bool = False) -> list[tuple[str, Any]]:
    """Examples with their names; in Swagger 2 they are called like media types."""
    pairs = examples.items() if isinstance(examples, Mapping) else ()
    return [("" if swagger or "/" in str(name) else str(name), value) for name, value in pairs][:20]


def _codes_in(value: Any, depth: int) -> Iterator[str]:
    """Codes of an example: values that stand under a key for codes."""
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        for key, each in value.items():
            if str(key).lower() in _CODE_KEYS and isinstance(each, str | int) and is_code(str(each)):
                yield str(each)
            elif isinstance(each, Mapping | list):
                yield from _codes_in(each, depth + 1)
    elif isinstance(value, list):
        for each in value[:5]:
            yield from _codes_in(each, depth + 1)


def _words_in(value: Any, depth: int = 0) -> str:
    """The message of an example."""
    if isinstance(value, list):
        return next((said for each in value[:5] if (said := _words_in(each, depth + 1))), "")
    if not isinstance(value, Mapping) or depth > _DEEPEST:
        return ""
    lower = {str(key).lower(): each for key, each in value.items()}
    said = next((_plain(lower[key]) for key in _WORD_KEYS if isinstance(lower.get(key), str)), "")
    return said or next((said for each in value.values() if (said := _words_in(each, depth + 1))), "")


def _allowed(schema: Any, at: At, depth: int) -> Iterator[str]:
    """Codes that a schema allows: values of an enumeration, a constant or an example under a key for codes."""
    schema = at(schema)
    if not isinstance(schema, Mapping) or depth > _DEEPEST:
        return
    if isinstance(schema.get("example"), Mapping):
        yield from _codes_in(schema["example"], depth + 1)
    properties = schema.get("properties")
    for name, given in properties.items() if isinstance(properties, Mapping) else ():
        inner = at(given)
        if not isinstance(inner, Mapping):
            continue
        if str(name).lower() in _CODE_KEYS:
            enum = inner.get("enum")
            values = [*(enum if isinstance(enum, list) else ()), inner.get("const"), inner.get("example")]
            yield from (str(each) for each in values if isinstance(each, str | int) and is_code(str(each)))
        if inner.get("properties") or inner.get("allOf"):
            yield from _allowed(inner, at, depth + 1)
    for each in schema["allOf"][:_MOST] if isinstance(schema.get("allOf"), list) else ():
        yield from _allowed(each, at, depth + 1)


def is_code(value: str) -> bool:
    """Is it a word that tells one refusal from others, and no status and no word of them all?"""
    return bool(_CODE.fullmatch(value)) and not _OF_ANY.fullmatch(value) and not (value.isdigit() and len(value) < 4)


def _plain(text: Any) -> str:
    """Words of the description in one line, without markup that a reply does not show."""
    if not isinstance(text, str):
        return ""
    bare = re.sub(r"[`*]|<[^<>]{0,80}>", "", text[:2000])
    shown = " ".join("".join(char if char.isprintable() or char.isspace() else "?" for char in bare).split())
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1].rpartition(' ')[0]}…"
