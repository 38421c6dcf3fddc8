"""The values that a snippet's expressions have, and what the calls that only shape a text make of them."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from urllib.parse import urlencode

from bot.model import Problem
from bot.regex import lazy
from bot.url import joined as resolved

MAX_ITEMS = 400
MAX_LENGTH = 65_536


@dataclass(frozen=True, slots=True)
class Text:
    """A string; ``unset`` names what stayed literal in it because the paste does not tell its value."""

    value: str
    unset: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Map:
    """A dictionary, object or hash table, in order."""

    pairs: tuple[tuple[str, Value], ...] = ()

    def get(self, *names: str) -> Value | None:
        """The value of the first of ``names`` (any case) that is a key, or None."""
        lowered = {key.lower(): value for key, value in reversed(self.pairs)}
        return next((lowered[name.lower()] for name in names if name.lower() in lowered), None)

    def but(self, name: str, value: Value) -> Map:
        """The same with this pair, in place of one of the same name."""
        return Map((*(pair for pair in self.pairs if pair[0] != name), (name, value)))


@dataclass(frozen=True, slots=True)
class Items:
    """A list, an array or a tuple."""

    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A call: the dotted name, its arguments by place, and those by name."""

    name: str
    args: tuple[Value, ...] = ()
    named: Map = Map()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Anything else, as it is written."""

    source: str


Value = Text | Map | Items | Call | Unknown


_ESCAPES = {
    "n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b", "\n": "",
}  # fmt: skip
_ESCAPE = lazy(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|(.))", re.DOTALL)
ENVIRONMENT = lazy(
    r"(?:os\.environ|process\.env|ENV\b|getenv|Environment\.GetEnvironmentVariable|System\.getenv|env::|Env::|os\.Getenv)"
)
_TRANSPARENT = lazy(
    r"(?:^|[.:>])(?:str|string|bytes|encode|decode|String|Uri|URI|URL|parse|URI\.create|create|trim|strip|strip_tags|toString|"
    r"to_s|bytes|getBytes|GetBytes|toByteArray|from|quote|NewReader|NewBuffer|NewBufferString|byte|ofString|http_build_query|freeze|"
    r"StringContent|sprintf_|of|build|ReadAllText_|rstrip|chomp|parseURI|newBuilder|(?<=HttpUrl\.)get)$"
)
_BASE64 = lazy(r"(?!.*dec).*(?:base64|b64|encode64|btoa$)", re.IGNORECASE)
_JSON_TEXT = lazy(
    r"(?:^to_json|json\.dumps|JSON\.stringify|json_encode|JsonConvert\.SerializeObject|JsonSerializer\.Serialize|JSON\.(?:generate|dump)|"
    r"json\.Marshal)$"
)
_PLACE = lazy(r"%[sv]|\{\d*\}|\{([A-Za-z_]\w{0,60})(?::[^{}\n]{0,20})?\}")
_LITERAL = lazy(r"-?\d[\d_.]*(?:[eE][+-]?\d+)?|\$?(?:[Tt]rue|[Ff]alse)")


def unescaped(body: str) -> str:
    """``body`` with C-like escapes replaced."""
    return _ESCAPE.sub(_unescape, body) if "\\" in body else body


def _unescape(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits:
        value = int(digits, 16)
        return chr(value) if value <= 0x10FFFF and not 0xD800 <= value < 0xE000 else "\N{REPLACEMENT CHARACTER}"
    return _ESCAPES.get(match[4], match[4])


def text_of(value: Value | None) -> Text | None:
    """``value`` as a string; what is not known stays as ``${…}``; None when it is a map, a list or nothing."""
    if isinstance(value, Text) or value is None:
        return value
    if isinstance(value, Unknown):
        if value.source in {"None", "null", "nil", "undefined", "NULL", "$null", ""}:
            return None
        source = value.source.strip()
        if _LITERAL.fullmatch(source):
            return Text(source)
        return Text(source if source.startswith("$") else f"${{{source}}}", (source,))
    if isinstance(value, Call):
        return text_of(Unknown(value.name))
    return None


def string_of(value: Value | None) -> str:
    """``value`` as a string, '' when it is none."""
    found = text_of(value)
    return found.value if found else ""


def plain_of(value: Value | None) -> object:
    """``value`` as JSON would hold it."""
    if isinstance(value, Map):
        return {key: plain_of(inner) for key, inner in value.pairs}
    if isinstance(value, Items):
        return [plain_of(inner) for inner in value.values]
    if isinstance(value, Unknown) and _LITERAL.fullmatch(value.source):
        return _literal(value.source)
    found = text_of(value)
    return found.value if found else None


def as_json(value: Value, *, indented: bool) -> Value:
    """``value`` as PowerShell writes it in JSON; what holds no value the paste tells stays what it is."""
    if isinstance(value, Call | Unknown):
        return value
    content = json.dumps(plain_of(value), indent=2 if indented else None, separators=None if indented else (",", ":"))
    return Text(content[:MAX_LENGTH], unset_in(value))


def unset_in(value: Value) -> tuple[str, ...]:
    """The names of what is not known anywhere in ``value``."""
    if isinstance(value, Map):
        return tuple(name for _, inner in value.pairs for name in unset_in(inner))
    if isinstance(value, Items):
        return tuple(name for inner in value.values for name in unset_in(inner))
    text = text_of(value) if not isinstance(value, Call) else None
    return text.unset if text else ()


def _literal(source: str) -> object:
    if source.lower().lstrip("$") in ("true", "false"):
        return source.lower().lstrip("$") == "true"
    try:
        return int(source) if re.fullmatch(r"-?\d{1,20}", source) else float(source.replace("_", ""))
    except ValueError:
        return source


def unset_problems(names: Iterable[str]) -> tuple[Problem, ...]:
    """One Problem for each name whose value the paste does not tell."""
    return tuple(
        Problem(code="unset-variable", text=f"the paste does not tell the value of {name[:80]}, so it stays as it is")
        for name in dict.fromkeys(names)
    )


def joined(left: Value, right: Value) -> Value:
    """Both as one text; the one that is a text where the other is none."""
    first, second = text_of(left), text_of(right)
    if first is None or second is None:
        return left if first is not None else right
    return Text((first.value + second.value)[:MAX_LENGTH], (first.unset + second.unset)[:MAX_ITEMS])


def merged(left: Value, right: Value) -> Value:
    """What a sign between them makes: one map, one list, else one text."""
    if isinstance(left, Map) and isinstance(right, Map):
        return Map(tuple({**dict(left.pairs), **dict(right.pairs)}.items())[:MAX_ITEMS])
    if isinstance(left, Items) and isinstance(right, Items):
        return Items((*left.values, *right.values)[:MAX_ITEMS])
    return joined(left, right)


def called(call: Call, source: str) -> Value:
    """The value of a call that is known to give one; else the call itself."""
    inner = call.args[-1] if call.args else None
    first = call.args[0] if call.args else None
    if ENVIRONMENT.match(call.name):
        return Unknown(source)
    if _BASE64.match(call.name) or (isinstance(first, Call) and "encode" in call.name and _BASE64.match(first.name)):
        found = next((value for value in call.args if isinstance(value, Text)), None)
        return _encoded(found) if found else call
    if call.name == "toString" and isinstance(inner, Text) and inner.value in ("base64", "base64url"):
        return _encoded(first) if isinstance(first, Text) else call
    if _JSON_TEXT.search(call.name) and not (call.name == "json.Marshal" and isinstance(first, Unknown | Call)):
        separators = None if call.name == "json.dumps" else (",", ":")
        in_ascii = call.name != "JSON.stringify"
        return Text(json.dumps(plain_of(first), separators=separators, ensure_ascii=in_ascii)[:MAX_LENGTH])
    if (made := _made(call)) is not None:
        return made
    if _TRANSPARENT.search(call.name) and call.args:
        texts = [value for value in call.args if isinstance(value, Text)]
        return texts[0] if texts else call.args[0]
    if call.name == "concat" and isinstance(first, Text):
        return reduce(joined, call.args)
    if call.name == "array":
        return call.named if call.named.pairs else Items(call.args)
    if call.name in ("format", "sprintf", "Sprintf", "fmt.Sprintf", "String.format") and isinstance(first, Text):
        return formatted(first, call.args[1:], call.named if call.name == "format" else None)
    return call


def _made(call: Call) -> Value | None:
    """What a class of the language's own makes, or a step of it changes; None for any other call."""
    first, second = (*call.args, None, None)[:2]
    if call.name in ("dict", "HttpHeaders", "Map"):  # Python's, Angular's, Scala's
        return Map((first.pairs if isinstance(first, Map) else ()) + call.named.pairs)
    if call.name in ("set", "append") and isinstance(first, Map) and len(call.args) == 3:  # Angular's: another one
        return first.but(string_of(second), call.args[2])
    if call.name in ("toUpperCase", "upper", "upcase", "toLowerCase", "lower") and isinstance(first, Text):
        return Text(first.value.upper() if "p" in call.name.lower() else first.value.lower(), first.unset)
    if call.name == "join" and {type(first), type(second)} == {Text, Items}:
        glue, items = (first, second) if isinstance(first, Text) else (second, first)
        texts = [text for text in map(text_of, getattr(items, "values", ())) if text]
        return Text(string_of(glue).join(text.value for text in texts), sum((text.unset for text in texts), ()))
    if call.name == "addQueryParameter" and isinstance(first, Text) and len(call.args) == 3:
        mark = "&" if "?" in first.value else "?"
        return reduce(joined, (first, Text(mark), Text(string_of(second)), Text("="), call.args[2]))
    if call.name == "URL" and isinstance(first, Text) and isinstance(second, Text):
        return Text(resolved(second.value, first.value), first.unset + second.unset)
    return None


def in_text(value: Value | None) -> Text | None:
    """What a string holds where the value is put into it; None when that is not known."""
    if isinstance(value, Call) and value.name == "URLSearchParams":
        first = value.args[0] if value.args else Map()
        pairs = (*(first.pairs if isinstance(first, Map) else ()), *value.named.pairs)
        return Text(urlencode([(name, string_of(inner)) for name, inner in pairs]), unset_in(Map(pairs)))
    is_literal = isinstance(value, Unknown) and _LITERAL.fullmatch(value.source) is not None
    return text_of(value) if is_literal or isinstance(value, Text) else None


def _encoded(text: Text) -> Value:
    """Base64 of a text; of one with an unknown in it nothing is known."""
    if text.unset:
        return Unknown(text.unset[0])
    return Text(base64.b64encode(text.value.encode("utf-8", "replace")).decode()[:MAX_LENGTH])


def formatted(pattern: Text, args: tuple[Value, ...], named: Map | None = None) -> Text:
    """``"Bearer %s"`` or ``"Bearer {}"`` with its arguments put in; with ``named`` also ``"Bearer {token}"``."""
    values = iter([found for found in (text_of(arg) for arg in args) if found])
    out, last, unset = [], 0, list(pattern.unset)
    for place in _PLACE.finditer(pattern.value):
        if (name := place[1]) and named is None:
            continue
        given = text_of((named or Map()).get(name) or Unknown(name)) if name else next(values, Text(""))
        filled = given or Text(place[0])
        out += [pattern.value[last : place.start()], filled.value]
        unset += filled.unset
        last = place.end()
    return Text("".join((*out, pattern.value[last:])), tuple(unset))


def indexed(value: Value, key: str, source: str) -> Value:
    """The value under ``key`` of a map, else what is written."""
    if isinstance(value, Map):
        found = value.get(key)
        if found is not None:
            return found
    return Unknown(source)


def as_headers(value: Value | None) -> Mapping[str, Text]:
    """A map of header fields; those without a text value are left out."""
    pairs = value.pairs if isinstance(value, Map) else ()
    firsts = ((name, inner.values[0] if isinstance(inner, Items) and inner.values else inner) for name, inner in pairs)
    return {name: text for name, inner in firsts if (text := text_of(inner)) is not None}
