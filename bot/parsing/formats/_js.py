"""Values of JavaScript source as far as requests are written with them: strings, templates, objects, sums, a few calls.

Nothing is evaluated: a name that the paste does not set stays as ``${name}``, as it would in a template.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable
from urllib.parse import quote, urlencode

from bot.regex import lazy

Value = object  # str, int, float, bool, None, dict[str, Value], list[Value]

_SPACE = lazy(r"(?:\s++|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?)*+")
_NAME = lazy(r"[A-Za-z_$][\w$]*+(?:\s*+\??\.\s*+[A-Za-z_$][\w$]*+)*+")
_NUMBER = lazy(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_ASSIGNMENT = lazy(r"\b(?:const|let|var)\s++([A-Za-z_$][\w$]*+)\s*+(?::\s*+[\w<>\[\]., |]{1,60}?)?=\s*+")
_APPENDED = lazy(r"(?<![\w$])([A-Za-z_$][\w$]*+)\.(?:append|set)\(")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_STRINGS = {
    "'": lazy(r"((?:[^'\\\n]++|\\.)*+)('?)", re.DOTALL),
    '"': lazy(r'((?:[^"\\\n]++|\\.)*+)("?)', re.DOTALL),
    "`": lazy(r"((?:[^`\\]++|\\.)*+)(`?)", re.DOTALL),
}
_HOLE = lazy(r"\$\{\s*+([\w$.]++)\s*+\}")
_ESCAPED = lazy(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_WORD = lazy(r"[\w$-]+")
_MAX_DEPTH = 24
_STEPS = 20_000  # and three for each letter
BOUNDARY = "----FormBoundary"
_MAX_NAMES = 50
_CONSTANTS: dict[str, Value] = {"true": True, "false": False, "null": None, "undefined": "undefined"}


class Form(dict[str, Value]):
    """The parameters of a URLSearchParams."""


class Multipart(dict[str, Value]):
    """The fields of a FormData. The client chooses the boundary; ``BOUNDARY`` stands for it."""


class Asked(str):
    """A ``new Request(url, options)``: its URL, and its options beside it."""

    __slots__ = ("options",)

    def __init__(self, _: str) -> None:
        self.options: dict[str, Value] = {}


class NotReadable(ValueError):  # noqa: N818 - the fact, not an error of ours
    """The source is no value that is understood."""


class Scope(dict[str, Value]):
    """What the names of a paste hold, and how many characters may still be read or made, so that all is linear."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.left = _STEPS + 3 * len(text)

    def spend(self, count: int) -> None:
        """Count what was read. Raises NotReadable when it is more than a paste may cost."""
        self.left -= count
        if self.left < 0:
            raise NotReadable("too long")

    def value(self, name: str) -> Value:
        """What a name holds, its size spent; ``${name}`` when nobody knows."""
        if name not in self:
            return "${" + name + "}"
        self.spend(_size(self[name], self.left))
        return self[name]


def names_in(text: str) -> Scope:
    """What the paste's ``const``, ``let`` and ``var`` set, in order; later ones may use earlier ones."""
    names = Scope(text)
    for match in _ASSIGNMENT.finditer(text):
        if len(names) >= _MAX_NAMES or names.left < 0:
            break
        try:
            names[match[1]], _ = value_at(text, match.end(), names)
        except NotReadable:
            continue
    for match in _APPENDED.finditer(text):
        _append(text, match, names)
    return names


def _append(text: str, match: re.Match[str], names: Scope) -> None:
    """``name.append(key, value)`` of a Headers, a FormData or a URLSearchParams."""
    target = names.get(match[1])
    if not isinstance(target, dict):
        return
    try:
        values, _ = arguments_at(text, match.end(), names)
    except NotReadable:
        return
    if len(values) >= 2:
        target[shown(values[0])] = values[1]


def value_at(text: str, position: int, names: Scope, depth: int = 0) -> tuple[Value, int]:
    """The value of the expression at ``position`` and where it ends. Raises NotReadable when it is none."""
    if depth > _MAX_DEPTH:
        raise NotReadable("too deep")
    value, position = _primary(text, skip(text, position, names), names, depth)
    while True:
        after = skip(text, position, names)
        operator = text[after : after + 2]
        if operator in {"||", "??"}:  # a fallback for what is set elsewhere
            _, position = _primary(text, skip(text, after + 2, names), names, depth)
        elif operator[:1] == "+" and operator not in {"++", "+="}:
            right, position = _primary(text, skip(text, after + 1, names), names, depth)
            value = shown(value) + shown(right)
            names.spend(len(value))
        else:
            return value, position


def arguments_at(text: str, position: int, names: Scope, depth: int = 0) -> tuple[list[Value], int]:
    """The arguments of a call whose ``(`` is just before ``position``, and where the call ends."""
    return _sequence(text, position, ")", names, lambda at: value_at(text, at, names, depth + 1))


def skip(text: str, position: int, names: Scope) -> int:
    """The position of the next character that is neither blank nor comment."""
    names.spend(0)
    match = _SPACE.match(text, position)
    end = match.end() if match else position
    names.spend(end - position + 1)
    return end


def _size(value: Value, most: int) -> int:
    """How many characters a value has, all that it holds included; more than ``most`` are not counted."""
    size, parts = 0, [value]
    while parts and size <= most:
        part = parts.pop()
        size += len(part) if isinstance(part, str) else 1
        if isinstance(part, dict):
            size += sum(len(key) for key in part)
            parts += part.values()
        elif isinstance(part, list):
            parts += part
    return size


def shown(value: Value) -> str:
    """A value as JavaScript turns it into text."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, Form):
        return urlencode({key: shown(inner) for key, inner in value.items()})
    if isinstance(value, Multipart):
        return _multipart(value)
    return value if isinstance(value, str) else dumped(value) if isinstance(value, dict | list) else str(value)


def content_type(value: Value) -> str:
    """The Content-Type that a client gives a body of this kind by itself, '' when the kind tells none."""
    if isinstance(value, Form):
        return "application/x-www-form-urlencoded;charset=UTF-8"
    return f"multipart/form-data; boundary={BOUNDARY}" if isinstance(value, Multipart) else ""


def _multipart(fields: Multipart) -> str:
    head = 'Content-Disposition: form-data; name="'
    parts = (f'--{BOUNDARY}\r\n{head}{name}"\r\n\r\n{shown(inner)}\r\n' for name, inner in fields.items())
    return f"{''.join(parts)}--{BOUNDARY}--\r\n"


def dumped(value: Value) -> str:
    """What ``JSON.stringify`` makes of a value."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def pairs(value: Value) -> tuple[tuple[str, str], ...]:
    """Header fields of an object, or of a list of pairs; () of anything else."""
    items: Iterable[tuple[object, object]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = [(item[0], item[1]) for item in value if isinstance(item, list) and len(item) == 2]
    return tuple((str(name), shown(inner)) for name, inner in items if inner not in (None, "undefined"))


def _primary(text: str, position: int, names: Scope, depth: int) -> tuple[Value, int]:
    char = text[position : position + 1]
    if char in {'"', "'"}:
        return _string(text, position, names)
    if char == "`":
        return _template(text, position, names)
    if char == "{":
        return _object(text, position + 1, names, depth)
    if char == "[":
        return _sequence(text, position + 1, "]", names, lambda at: value_at(text, at, names, depth + 1))
    if char == "(":
        value, end = value_at(text, position + 1, names, depth + 1)
        return value, _expect(text, end, ")", names)
    number = _NUMBER.match(text, position)
    if number:
        digits = number.group()
        return (int(digits) if re.fullmatch(r"-?\d{1,20}", digits) else float(digits)), number.end()
    return _named(text, position, names, depth)


def _string(text: str, position: int, names: Scope) -> tuple[str, int]:
    names.spend(0)
    match = _STRINGS[text[position]].match(text, position + 1)
    assert match is not None
    names.spend(match.end() - position)
    if not match[2]:
        raise NotReadable("unclosed string")
    return _unescaped(match[1]), match.end()


def _unescaped(raw: str) -> str:
    if "\\" not in raw:
        return raw
    return _ESCAPED.sub(_meant, raw)


def _meant(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1:
        number = int(code.strip("ux{}"), 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    return _ESCAPES.get(code, code)


def _template(text: str, position: int, names: Scope) -> tuple[str, int]:
    body, end = _string(text, position, names)
    return _HOLE.sub(lambda hole: shown(names.value(hole[1])) if hole[1] in names else hole.group(), body), end


def _object(text: str, position: int, names: Scope, depth: int) -> tuple[dict[str, Value], int]:
    entries, end = _sequence(text, position, "}", names, lambda at: _entry(text, at, names, depth))
    found: dict[str, Value] = {}
    for entry in entries:
        if isinstance(entry, dict):
            found.update(entry)
    return found, end


def _entry(text: str, position: int, names: Scope, depth: int) -> tuple[Value, int]:
    """One ``key: value``, ``name`` or ``...spread`` of an object, as an object of its own."""
    if text.startswith("...", position):
        value, end = value_at(text, position + 3, names, depth + 1)
        return (value if isinstance(value, dict) else {}), end
    key, end = _key(text, position, names, depth)
    after = skip(text, end, names)
    if text[after : after + 1] != ":":
        return {key: names.value(key)}, end
    value, end = value_at(text, after + 1, names, depth + 1)
    return {key: value}, end


def _key(text: str, position: int, names: Scope, depth: int) -> tuple[str, int]:
    if text[position : position + 1] == "[":
        value, end = value_at(text, position + 1, names, depth + 1)
        return shown(value), _expect(text, end, "]", names)
    if text[position : position + 1] in {'"', "'"}:
        return _string(text, position, names)
    match = _WORD.match(text, position)
    if match is None:
        raise NotReadable("no key")
    return match.group(), match.end()


def _sequence(
    text: str, position: int, closing: str, names: Scope, item: Callable[[int], tuple[Value, int]]
) -> tuple[list[Value], int]:
    found: list[Value] = []
    while True:
        position = skip(text, position, names)
        if text[position : position + 1] == closing:
            return found, position + 1
        value, position = item(position)
        found.append(value)
        position = skip(text, position, names)
        if text[position : position + 1] == ",":
            position += 1
        elif text[position : position + 1] != closing:
            raise NotReadable(f"no {closing}")


def _named(text: str, position: int, names: Scope, depth: int) -> tuple[Value, int]:
    """A name, ``new Name(…)`` or ``name(…)``: resolved where it is known, else left as ``${name}``."""
    match = _NAME.match(text, position)
    if match is None:
        raise NotReadable("no value")
    names.spend(match.end() - position)
    name = re.sub(r"\s|\?", "", match.group())
    if name in {"new", "await"}:
        return _primary(text, skip(text, match.end(), names), names, depth)
    after = skip(text, match.end(), names)
    if text[after : after + 1] == "(":
        values, end = arguments_at(text, after + 1, names, depth)
        value = _called(name, values)
        names.spend(len(value) if isinstance(value, str) else 1)
        return value, end
    if name in _CONSTANTS:
        return _CONSTANTS[name], match.end()
    is_asserted = text[match.end() : match.end() + 1] == "!" and text[match.end() + 1 : match.end() + 2] != "="
    return names.value(name), match.end() + is_asserted


def _called(name: str, values: list[Value]) -> Value:
    first = values[0] if values else ""
    short = name.rpartition(".")[2]
    if name == "JSON.stringify":
        return dumped(first)
    if short in {"btoa", "b64encode"}:
        return base64.b64encode(shown(first).encode()).decode()
    if short == "encodeURIComponent":
        return quote(shown(first), safe="!'()*-._~")
    if short == "URLSearchParams" and (isinstance(first, dict) or not values):
        return Form(first) if isinstance(first, dict) else Form()
    if not values and short in {"Headers", "FormData"}:
        return Multipart() if short == "FormData" else {}
    if short == "Request" and isinstance(first, str) and len(values) > 1 and isinstance(values[1], dict):
        asked = Asked(first)
        asked.options = values[1]
        return asked
    if short in {"Headers", "URL", "String", "Request", "URLSearchParams", "Buffer", "trim", "toString"}:
        return first
    return "${" + name + "()}"


def _expect(text: str, position: int, char: str, names: Scope) -> int:
    position = skip(text, position, names)
    if text[position : position + 1] != char:
        raise NotReadable(f"no {char}")
    return position + 1
