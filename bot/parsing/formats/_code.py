"""Source code as pasted snippets hold it -> the values of its expressions, nothing of it run.

A tolerant reader of literals, maps, lists, concatenations and calls, for the common ground of C-like and scripting
languages. What is assigned literally in the paste is known; anything else stays as it is written and is named.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.model import Problem

MAX_DEPTH = 24
MAX_ITEMS = 400
MAX_NAMES = 300
MAX_EXPRESSION = 20_000
MAX_STEPS = 20_000  # and one for each letter: what reading one paste may cost, so that it stays linear
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


@dataclass(frozen=True, slots=True)
class Language:
    """What sets one language's literals apart."""

    interpolates: re.Pattern[str] | None = None  # group 1 is the expression
    in_quotes: str = ""  # which quotes interpolate; '' means those with a prefix (f"…", $"…") only
    prefixes: str = ""  # letters before a quote, any of which makes it interpolate
    quotes: str = "'\""
    adjacent: bool = False  # literals side by side are one
    raw: str = ""  # quotes in which a backslash is a letter
    joins: str = "+"
    comments: tuple[str, ...] = ("//", "#", "/*")
    variable: str = r"[A-Za-z_][\w]*"
    escape: str = "\\"  # what takes the next letter's meaning away
    doubles: bool = False  # a quote is written twice inside its own kind
    symbols: bool = False  # ``:name`` is a value


_ESCAPES = {
    "n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b", "\n": "",
}  # fmt: skip
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|(.))", re.DOTALL)
_BLANK = re.compile(r"(?:\s|//[^\n]*|/\*(?:[^*]|\*(?!/))*+\*/|\\\n)*+")
_BLANK_HASH = re.compile(r"(?:\s|\#[^\n]*|`\r?\n|//[^\n]*|/\*(?:[^*]|\*(?!/))*+\*/|\\\n)*+")
_STATIC = re.compile(r"\[[A-Za-z][\w.]{2,80}\](?:::(?=\w)|(?=\$|@\{|\())")  # [Convert]::, [ordered]@{
_SYMBOL = re.compile(r":([A-Za-z_]\w*)")
_NUMBER = re.compile(r"-?\d[\d_.]*(?:[eE][+-]?\d+)?[LlFfDdMm]?\b")
_PREFIX = re.compile(r"[bBrRuUfF@$]{0,3}(?=['\"`])")
_NAME = re.compile(r"\$?@?[A-Za-z_][\w]*(?:(?:\?\.|!\.|\.|->|::)\$?[A-Za-z_]\w*)*")
_MEMBER = re.compile(r"\s*(?:\?\.|\.|->|::)\s*([A-Za-z_]\w*)")
_KEYWORDS = re.compile(
    r"(?:new|await|async|return|yield|const|let|var|val|final|static|public|private|readonly|go|defer|mut|ref|@)\s+"
)
_TYPE_ARGUMENTS = re.compile(r"<[\w\s,.?\[\]<>]{0,120}>(?=\s*[({])")
_ENVIRONMENT = re.compile(
    r"(?:os\.environ|process\.env|ENV\b|getenv|Environment\.GetEnvironmentVariable|System\.getenv|env::|Env::|os\.Getenv)"
)
_TRANSPARENT = re.compile(
    r"(?:^|[.:>])(?:str|string|bytes|encode|decode|String|Uri|URI|URL|parse|URI\.create|create|trim|strip|strip_tags|toString|"
    r"to_s|getBytes|GetBytes|from|quote|NewReader|NewBuffer|NewBufferString|byte|ofString|http_build_query|freeze|"
    r"StringContent|sprintf_|of|build|ReadAllText_|rstrip|chomp|parseURI)$"
)
_BASE64 = re.compile(
    r"(?:b64encode|standard_b64encode|base64_encode|btoa|ToBase64String|encodeToString|EncodeToString|strict_encode64|"
    r"encode64|urlsafe_b64encode|base64encode|encodeBase64String)$",
    re.IGNORECASE,
)
_JSON_TEXT = re.compile(
    r"(?:^to_json|json\.dumps|JSON\.stringify|json_encode|JsonConvert\.SerializeObject|JsonSerializer\.Serialize|JSON\.generate|"
    r"json\.Marshal)$"
)
_LITERAL = re.compile(r"-?\d[\d_.]*(?:[eE][+-]?\d+)?|True|False|true|false")
_ASSIGNMENT = (
    r"(?:^|[;{{])[ \t]*(?:>>> |\.\.\. )?(?:(?:[A-Za-z_][\w.]*(?:<[\w<>, .]{{0,60}}>)?(?:\[\])?\??[ \t]+){{0,4}})"
    r"(?:\$(?:env:|script:|global:)?)?(@?{name})[ \t]*(?::[ \t]*[\w<>\[\], |.?]{{1,60}}?)?[ \t]*"
    r"(?::=|(?<![=!<>+*/-])=(?![=>~]))\s*"
)


class Source:
    """A paste in one language: its names and the values of the expressions in it."""

    def __init__(self, text: str, language: Language) -> None:
        self.text = text
        self.language = language
        self._blank = _BLANK_HASH if "#" in language.comments else _BLANK
        self._resolving: set[str] = set()
        self._budget = MAX_STEPS + len(text)

    @cached_property
    def names(self) -> dict[str, list[tuple[int, int]]]:
        """Every assigned name -> where the assigned expressions begin (place of the name, place of the value)."""
        found: dict[str, list[tuple[int, int]]] = {}
        pattern = re.compile(_ASSIGNMENT.format(name=self.language.variable), re.MULTILINE)
        for count, match in enumerate(pattern.finditer(self.text)):
            if count >= MAX_NAMES:
                break
            name = match[1].lstrip("@")
            if not re.compile(rf"[$@]?{name}\b").match(self.text, match.end()):  # headers=headers, an argument's name
                found.setdefault(name, []).append((match.start(), match.end()))
        return found

    def skip(self, position: int) -> int:
        """The first place from ``position`` on that is neither blank nor comment."""
        match = self._blank.match(self.text, position)
        end = match.end() if match else position
        self._budget -= end - position
        return end

    def value_of(self, name: str, before: int | None = None, depth: int = 0) -> Value | None:
        """What ``name`` was last assigned before ``before`` (else first after it); None when the paste does not say."""
        places = self.names.get(name.lstrip("$@"))
        if not places or name in self._resolving or depth > MAX_DEPTH:
            return None
        earlier = [value for start, value in places if before is None or start < before]
        self._resolving.add(name)
        try:
            value, _ = self.value_at((earlier or [places[0][1]])[-1], depth + 1)
        finally:
            self._resolving.discard(name)
        return value

    def value_at(self, position: int, depth: int = 0) -> tuple[Value, int]:
        """The expression at ``position``, and where it ends."""
        value, position = self._term(self.skip(position), depth)
        for _ in range(MAX_ITEMS):
            place = self.skip(position)
            if place >= len(self.text) or self.text[place] not in self.language.joins:
                break
            if self.text[place : place + 2] in ("+=", "++", ".=", "->", ".."):
                break
            right, position = self._term(self.skip(place + 1), depth)
            if self.text[place] == "%" and isinstance(value, Text):
                value = _formatted(value, right.values if isinstance(right, Items) else (right,))
            else:
                value = _joined(value, right)
        return value, position

    def arguments(self, position: int, depth: int = 0, close: str = ")") -> tuple[tuple[Value, ...], Map, int]:
        """What stands between the bracket before ``position`` and ``close``: values by place, by name, and the end."""
        values: list[Value] = []
        named: list[tuple[str, Value]] = []
        for _ in range(MAX_ITEMS):
            position = self.skip(position)
            if position >= len(self.text) or self._budget < 0:
                break
            if self.text[position] == close:
                position += 1
                break
            if self.text[position] in ",;":
                position += 1
                continue
            key, after = self._key(position)
            value, end = self.value_at(after if key is not None else position, depth + 1)
            if end <= position:
                position += 1
                continue
            position = end
            if key is None:
                values.append(value)
            else:
                named.append((key, value))
            position = self._to_separator(position, close)
        return tuple(values), Map(tuple(named)), position

    def _to_separator(self, position: int, close: str) -> int:
        """Over what the expression reader does not know, to the next separator on this level."""
        depth, limit = 0, min(len(self.text), position + 2_000)
        while position < limit and self._budget >= 0:
            self._budget -= 1
            letter = self.text[position]
            if letter in self.language.quotes:
                _, position = self._string(position)
                continue
            if depth == 0 and (letter in ",;" or letter == close or letter == "\n"):
                return position
            if letter in "([{":
                depth += 1
            elif letter in ")]}":
                depth -= 1
                if depth < 0:
                    return position
            position += 1
        return position

    def _key(self, position: int) -> tuple[str | None, int]:
        """The key that stands at ``position`` and where its value begins; (None, position) when none does."""
        match = _KEY.match(self.text, position)
        if match:
            return match["name"] or match["const"], match.end()
        if self.text[position] in self.language.quotes:
            value, end = self._string(position)
            arrow = _COLON.match(self.text, end)
            if arrow:
                return value.value, arrow.end()
        if self.text[position] == "[" and (close := self.text.find("]", position, position + 80)) > 0:
            arrow = _COLON.match(self.text, close + 1)
            inner = self.text[position + 1 : close].strip()
            if arrow and inner:
                return inner.strip("'\"`"), arrow.end()
        return None, position

    def _term(self, position: int, depth: int) -> tuple[Value, int]:
        text = self.text
        self._budget -= 1
        if position >= len(text) or depth > MAX_DEPTH or self._budget < 0:
            return Unknown(""), position
        if self._opens_string(position):
            return self._strings(position)
        letter = text[position]
        static = _STATIC.match(text, position)
        if static:
            return self._term(static.end(), depth + 1)
        if letter in "[({":
            return self._bracketed(position, depth)
        if letter == "@" and text[position + 1 : position + 2] in ("{", "("):
            return self._bracketed(position + 1, depth)
        number = _NUMBER.match(text, position)
        if number:
            return Unknown(number.group()), number.end()
        symbol = _SYMBOL.match(text, position) if self.language.symbols else None
        if symbol:
            return Text(symbol[1]), symbol.end()
        keyword = _KEYWORDS.match(text, position)
        if keyword:
            return self._term(keyword.end(), depth + 1)
        name = _NAME.match(text, position)
        if name:
            return self._named(name.group(), name.start(), name.end(), depth)
        return Unknown(letter), position

    def _bracketed(self, position: int, depth: int) -> tuple[Value, int]:
        close = {"[": "]", "(": ")", "{": "}"}[self.text[position]]
        values, named, end = self.arguments(position + 1, depth + 1, close)
        value: Value
        if named.pairs:
            value = named
        elif close == ")" and len(values) == 1:
            value = values[0]
        elif close == "}" and not values:
            value = Map()
        else:
            value = Items(values)
        return self._postfix(value, "", position, end, depth)

    def _opens_string(self, position: int) -> bool:
        prefix = _PREFIX.match(self.text, position)
        return prefix is not None and self.text[prefix.end()] in self.language.quotes

    def _strings(self, position: int) -> tuple[Value, int]:
        """A string literal and those that stand right after it, as C and Python join them."""
        value, end = self._string(position)
        for _ in range(MAX_ITEMS):
            place = self.skip(end)
            if not self.language.adjacent or place == end or not self._opens_string(place):
                break
            following, end = self._string(place)
            value = Text(value.value + following.value, value.unset + following.unset)
        return self._postfix(value, "", position, end, 1)

    def _string(self, position: int) -> tuple[Text, int]:
        prefix = _PREFIX.match(self.text, position)
        letters = prefix.group() if prefix else ""
        position += len(letters)
        quote = self.text[position]
        triple = self.text[position : position + 3] == quote * 3 and quote != "`"
        fence = quote * 3 if triple else quote
        raw = "r" in letters.lower() or "@" in letters or quote in self.language.raw
        end = self._closing(position + len(fence), fence, raw)
        self._budget -= end - position
        body = self.text[position + len(fence) : end]
        interpolates = quote in self.language.in_quotes or any(
            letter in self.language.prefixes for letter in letters.lower()
        )
        after = min(end + len(fence), len(self.text))
        if self.language.doubles:
            body = body.replace(quote * 2, quote)
        if interpolates and self.language.interpolates:
            return self._interpolated(body, raw), after
        return Text(body if raw else self._unescaped(body)), after

    def _closing(self, position: int, fence: str, raw: bool) -> int:
        limit = min(len(self.text), position + MAX_EXPRESSION)
        while True:
            place = self.text.find(fence, position, limit)
            if place < 0:
                line = self.text.find("\n", position, limit)
                return line if line >= 0 and len(fence) == 1 else limit
            if self.language.doubles and self.text[place + 1 : place + 2] == fence:
                position = place + 2
                continue
            escapes = 0
            while not raw and place - escapes > position and self.text[place - escapes - 1] == self.language.escape:
                escapes += 1
            if escapes % 2 == 0:
                return place
            position = place + 1

    def _unescaped(self, body: str) -> str:
        if self.language.escape == "\\":
            return unescaped(body)
        return re.sub(re.escape(self.language.escape) + r"(.)", r"\1", body, flags=re.DOTALL)

    def _interpolated(self, body: str, raw: bool) -> Text:
        parts: list[str] = []
        unset: list[str] = []
        last = 0
        pattern = self.language.interpolates
        assert pattern is not None
        for match in pattern.finditer(body):
            parts.append(body[last : match.start()] if raw else self._unescaped(body[last : match.start()]))
            expression = next(group for group in match.groups() if group is not None).strip()
            known = self.value_of(expression) if expression else None
            if isinstance(known, Text):
                parts.append(known.value)
                unset += known.unset
            else:
                parts.append(match.group())
                unset.append(expression)
            last = match.end()
        parts.append(body[last:] if raw else self._unescaped(body[last:]))
        return Text("".join(parts)[:MAX_LENGTH], tuple(unset[:MAX_ITEMS]))

    def _named(self, name: str, start: int, end: int, depth: int) -> tuple[Value, int]:
        typed = _TYPE_ARGUMENTS.match(self.text, end)
        end = typed.end() if typed else end
        if self.text[end : end + 1] == "(" or (self.text[end : end + 2] == " (" and name in ("array",)):
            args, named, end = self.arguments(self.text.index("(", end) + 1, depth + 1)
            return self._postfix(_called(Call(name, args, named), self.text[start:end]), name, start, end, depth)
        if (self.text[end : end + 1] == "{" and name[:1].isupper()) or name.startswith(("map", "http.Header")):
            brace = self.text.find("{", end, end + 80)
            if brace >= 0:
                value, end = self._bracketed(brace, depth + 1)
                return value, end
        if self.language.variable and _ENVIRONMENT.match(name):
            bracket = re.compile(r"\[[^\]\n]{0,80}\]").match(self.text, end)
            end = bracket.end() if bracket else end
            return Unknown(self.text[start:end]), end
        known = self.value_of(name, before=start, depth=depth)
        if known is None and ("." in name or "->" in name or "::" in name):
            return self._postfix(Unknown(name), name, start, end, depth)
        return self._postfix(known if known is not None else Unknown(name), name, start, end, depth)

    def _postfix(self, value: Value, name: str, start: int, end: int, depth: int) -> tuple[Value, int]:
        """What follows a value: members, further calls, an index."""
        for _ in range(16):
            member = _MEMBER.match(self.text, end)
            if member and self.text[member.end() : member.end() + 1] == "(":
                args, named, end = self.arguments(member.end() + 1, depth + 1)
                value = _called(Call(member[1], (value, *args), named), self.text[start:end])
            elif member and member[1] in ("to_json", "to_s", "strip", "freeze", "chomp"):
                end = member.end()
                value = _called(Call(member[1], (value,)), self.text[start:end])
            elif member and not isinstance(value, Text | Map):
                end = member.end()
                value = Unknown(self.text[start:end])
            elif self.text[end : end + 1] == "[" and not isinstance(value, Text):
                close = self.text.find("]", end, end + 200)
                if close < 0:
                    break
                value = _indexed(value, self.text[end + 1 : close].strip("'\" "), self.text[start : close + 1])
                end = close + 1
            else:
                break
        return value, end


_KEY = re.compile(
    r"(?:(?P<name>[A-Za-z_$@][\w-]*)|(?P<const>[A-Z][\w]*(?:[.:]{1,2}\w+)+|:\w+))[ \t]*(?:=>|:(?![:=])|=(?![=>~]))\s*"
)
_COLON = re.compile(r"\s*(?:=>|:(?!:)|=(?!=))\s*")


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


def _literal(source: str) -> object:
    if source.lower() in ("true", "false"):
        return source.lower() == "true"
    try:
        return int(source) if re.fullmatch(r"-?\d{1,20}", source) else float(source.replace("_", ""))
    except ValueError:
        return source


def unset_problems(names: Iterator[str] | tuple[str, ...] | list[str]) -> tuple[Problem, ...]:
    """One Problem for each name whose value the paste does not tell."""
    return tuple(
        Problem(code="unset-variable", text=f"{name[:80]} is not set in the paste and stays as it is")
        for name in dict.fromkeys(names)
    )


def _joined(left: Value, right: Value) -> Value:
    first, second = text_of(left), text_of(right)
    if first is None or second is None:
        return left if first is not None else right
    return Text((first.value + second.value)[:MAX_LENGTH], (first.unset + second.unset)[:MAX_ITEMS])


def _called(call: Call, source: str) -> Value:
    """The value of a call that is known to give one; else the call itself."""
    inner = call.args[-1] if call.args else None
    first = call.args[0] if call.args else None
    if _ENVIRONMENT.match(call.name):
        return Unknown(source)
    if _BASE64.search(call.name):
        found = next((text_of(value) for value in call.args if isinstance(value, Text)), None)
        if found:
            return Text(base64.b64encode(found.value.encode("utf-8", "replace")).decode(), found.unset)
    if call.name == "toString" and isinstance(inner, Text) and inner.value in ("base64", "base64url"):
        found = text_of(first)
        if found and isinstance(first, Text):
            return Text(base64.b64encode(found.value.encode("utf-8", "replace")).decode(), found.unset)
    if _JSON_TEXT.search(call.name):
        separators = None if call.name == "json.dumps" else (",", ":")
        return Text(json.dumps(plain_of(first), separators=separators))
    if _TRANSPARENT.search(call.name) and call.args:
        texts = [value for value in call.args if isinstance(value, Text)]
        return texts[0] if texts else call.args[0]
    if call.name == "array":
        return call.named if call.named.pairs else Items(call.args)
    if call.name in ("format", "sprintf", "Sprintf", "fmt.Sprintf", "String.format") and isinstance(first, Text):
        return _formatted(first, call.args[1:])
    return call


def _formatted(pattern: Text, args: tuple[Value, ...]) -> Text:
    """``"Bearer %s"`` or ``"Bearer {}"`` with its arguments put in."""
    values = [found for found in (text_of(arg) for arg in args) if found]
    pieces = re.split(r"%[sv]|\{\d*\}", pattern.value)
    out = [pieces[0]]
    unset = list(pattern.unset)
    for index, piece in enumerate(pieces[1:]):
        if index < len(values):
            out.append(values[index].value)
            unset += values[index].unset
        out.append(piece)
    return Text("".join(out), tuple(unset))


def _indexed(value: Value, key: str, source: str) -> Value:
    if isinstance(value, Map):
        found = value.get(key)
        if found is not None:
            return found
    return Unknown(source)


def as_headers(value: Value | None) -> Mapping[str, Text]:
    """A map of header fields; those without a text value are left out."""
    if not isinstance(value, Map):
        return {}
    found: dict[str, Text] = {}
    for name, inner in value.pairs:
        first = inner.values[0] if isinstance(inner, Items) and inner.values else inner
        text = text_of(first)
        if text is not None:
            found[name] = text
    return found
