"""Source code as pasted snippets hold it -> the values of its expressions, nothing of it run.

A tolerant reader of literals, maps, lists, concatenations and calls, for the common ground of C-like and scripting
languages. What is assigned literally in the paste is known; anything else stays as it is written and is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from urllib.parse import urlencode

from bot.parsing.formats import stack_trace
from bot.parsing.formats._code_functions import Function, functions_of
from bot.parsing.formats._code_values import (
    ENVIRONMENT,
    MAX_ITEMS,
    MAX_LENGTH,
    Call,
    Items,
    Map,
    Text,
    Unknown,
    Value,
    as_json,
    called,
    formatted,
    in_text,
    indexed,
    joined,
    merged,
    text_of,
    unescaped,
)
from bot.regex import lazy

MAX_DEPTH = 24
MAX_NAMES = 300
MAX_EXPRESSION = 20_000
MAX_CALLS = 6
MAX_NESTED = 8  # names within names, where each may stand in a string and begins anew
MAX_STEPS = 20_000  # and one for each letter: what reading one paste may cost, so that it stays linear


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
    formats: bool = False  # ``"{0}" -f value``
    pipes: bool = False  # ``value | ConvertTo-Json``, and here-strings: ``@"``, lines, ``"@``
    symbols: bool = False  # ``:name`` is a value
    spreads: str = ""  # the sign that puts a map's pairs into another, or among a call's arguments
    objects: bool = False  # ``{name, ...more}``, and ``name.append(key, value)`` of what a client sends


_STRAIGHT = str.maketrans("“”„‘’", '"""\'\'')  # letter for letter, so that places stay true
_WORD = lazy(r"\w+")
_INDEX = lazy(r"\[[^\]\n]{0,80}\]")
_DEFINES = lazy(r"\b(?:def|function|func|fun|class)[ \t]+\Z")
_VERBS = frozenset(("get", "post", "put", "patch", "delete", "head", "options", "request", "fetch", "send"))
_INDENT = lazy(r"[ \t]*+")
_ENDS = lazy(r"[ \t]*(?:[,)};]|$)", re.MULTILINE)
_OWN = lazy(r"^(?:self|this|@)\.?")
_FORMAT = lazy(r"\s*+-f\s++")
_JSON_OPTIONS = r"((?:[ \t]++-(?!InputObject)\w++(?:[ :]\d++)?)*+)"
_TO_JSON = lazy(rf"\s*+\|\s*+ConvertTo-Json\b{_JSON_OPTIONS}", re.IGNORECASE)
_JSON_OF = lazy(rf"ConvertTo-Json\b{_JSON_OPTIONS}[ \t]++(?:-InputObject[ \t]++)?(?=[$@(\['\"])", re.IGNORECASE)
_OF_JSON = lazy(_JSON_OPTIONS, re.IGNORECASE)
_HERE = lazy(r"@(['\"])[ \t]*+\r?\n")
# A comment that is not closed goes on to the end: so every letter that was looked at is consumed, and paid for.
_BLANK = lazy(r"(?:\s++|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?|\\\n)*+")
_BLANK_HASH = lazy(r"(?:\s++|\#[^\n]*+|`\r?\n|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?|\\\n)*+")
_STATIC = lazy(r"\[[A-Za-z][\w.]{2,80}\](?:::(?=\w)|(?=\$|@\{|\())|\[\](?=byte\()|&(?=\w)")  # [Convert]::, []byte(, &x
_TYPE_OF_GO = lazy(r"(?:interface\{\}|[^{]){0,80}?\{(?!\}\{)")  # behind map: [string]interface{}{
_LIST_OF_GO = lazy(r"\[\](?:interface\{\}|[\w.*]{1,60})\{")
_HOLE = lazy(r"[$#]\{(?:[^{}\n]|\{[^{}\n]{0,120}\}){1,120}\}")  # an expression inside a string, with strings of its own
_SYMBOL = lazy(r":([A-Za-z_]\w*)")
_NUMBER = lazy(r"-?\d[\d_.]*(?:[eE][+-]?\d+)?[LlFfDdMm]?\b|-?\d\w*+")
_PREFIX = lazy(r"[bBrRuUfF@$]{0,3}(?=['\"`])")
_NAME = lazy(r"\$?@?[A-Za-z_]\w*+(?:(?:\?\.|!\.|\.|->|::)\$?[A-Za-z_]\w*+)*+")
_MEMBER = lazy(r"\s*+(?:\?\.|\.|->|::)\s*+([A-Za-z_]\w*+)")
_AFTER_A_STOP = lazy(r"\.\s")  # the next sentence, and no member of the string before it
_KEYWORDS = lazy(
    r"(?:new|await|async|return|yield|const|let|var|val|final|static|public|private|readonly|go|defer|mut|ref|@)\s++"
)
_ADDRESS = lazy(r"(?:\w+_)?(?:url|uri|endpoint)$|[a-z]\w*(?:Url|URL|Uri|URI|Endpoint)$")
_TYPE_ARGUMENTS = lazy(r"<[\w\s,.?\[\]<>]{0,120}>(?=\s*[({])")
_KEY = lazy(
    r"(?:(?P<name>[A-Za-z_$@][\w-]*+)|(?P<const>[A-Z]\w*+(?:[.:]{1,2}\w++)++|:\w++))[ \t]*+"
    r"(?:=>|:(?![:=])|=(?![=>~]))\s*+"
)
_SHORTHAND = lazy(r"([A-Za-z_$][\w$]*+)(?=\s*+[,}])")
_APPENDED = lazy(r"(?<![\w$.])([A-Za-z_$][\w$]*+(?:\.searchParams)?)\.(append|set)\(")
# What is put into a map, a list or a text after it was made: h["X"] = v, h.X = v, c.headers["X"] = v, h.update({…}),
# $h[] = v, url += v
_PUT = lazy(
    r"(?<![\w.$>])\$?(?P<name>[A-Za-z_]\w{0,60})(?P<inner>\.headers)?"
    r"(?:\.(?P<update>update)\((?=\s{0,20}[{\w])"
    r"|(?:\[(?P<key>['\"][^'\"\n]{1,80}['\"])\]|\.(?P<member>[A-Za-z]\w{0,60})|(?P<push>\[\]))"
    r"[ \t]{0,4}=(?![=>~])[ \t]{0,4}"
    r"|[ \t]{0,4}(?P<plus>[+.|]=)[ \t]{0,4})"
)
_SPREAD = lazy(r"\.\.\.|\*\*")
_COLON = lazy(r"\s*+(?:[=-]>|:(?!:)|=(?!=))\s*+")
_ASSIGNMENT = (
    r"(?:^|[;{{])[ \t]*+(?:>>> |\.\.\. )?(?:(?:[A-Za-z_][\w.]*+(?:<[\w<>, .]{{0,60}}>)?(?:\[\])?\??[ \t]++){{0,4}})"
    r"(?:(?:self|this)\.|\$this->|\$(?:env:|script:|global:)?)?(@?{name})[ \t]*+"
    r"(?::[ \t]*+[\w<>\[\], |.?:]{{1,60}}?)?[ \t]*+"
    r"(?::=|(?<![=!<>+*/-])=(?![=>~]))\s*+"
)
_SIMPLE = r"(?:\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'|[\w.$]{1,80}(?:\([^()\n]{0,80}\))?)"
_TUPLE = lazy(
    r"^[ \t]*+(?P<names>\$?\w{1,40}(?:, ?\$?\w{1,40}){1,5})[ \t]*:?=[ \t]*"
    rf"(?P<values>{_SIMPLE}(?:, ?{_SIMPLE}){{1,5}})[ \t]*;?$",
    re.MULTILINE,
)
_RETURNED = lazy(r"^[ \t]*+(\w{1,40}), ?(?:_|err)[ \t]*:=[ \t]*", re.MULTILINE)  # Go's value and its error
_DECLARED = lazy(rf"(?<=,)[ \t\n]{{0,9}}(\w{{1,40}})[ \t]*=[ \t]*(?={_SIMPLE}[ \t]*[,;\n])")
_DECLARATION = lazy(r"^[ \t]*+(?:const|let|var|my|local)[ \t][^;\n]{3,400}[;\n]", re.MULTILINE)


def _together(text: str) -> Iterator[tuple[str, int, int]]:
    """(name, its place, where its value begins) of one statement's: ``a, b = "x", "y"``, ``let a = 1, b = 2``."""
    for found in _TUPLE.finditer(text):
        names = found["names"].split(",")
        values = [*re.finditer(_SIMPLE, found["values"])]
        if len(names) == len(values):
            for name, value in zip(names, values, strict=True):
                yield name.strip().lstrip("$"), found.start(), found.start("values") + value.start()
    for line in _DECLARATION.finditer(text):
        for found in _DECLARED.finditer(text, line.start(), line.end()):
            yield found[1], found.start(1), found.end()


class Source:
    """A paste in one language: its names and the values of the expressions in it."""

    def __init__(self, text: str, language: Language) -> None:
        self.text = text.translate(_STRAIGHT)
        self.language = language
        self._blank = _BLANK_HASH if "#" in language.comments else _BLANK
        self._resolving: set[tuple[str, int]] = set()
        self._calls: dict[str, tuple[tuple[Value, ...], Map]] = {}
        self._budget = MAX_STEPS + len(text)

    @cached_property
    def names(self) -> dict[str, list[tuple[int, int]]]:
        """Every assigned name -> where the assigned expressions begin (place of the name, place of the value)."""
        found: dict[str, list[tuple[int, int]]] = {}
        pattern = lazy(_ASSIGNMENT.format(name=self.language.variable), re.MULTILINE)
        for count, match in enumerate(pattern.finditer(self.text)):
            if count >= MAX_NAMES:
                break
            name = match[1].lstrip("@")
            sigil = self.text[match.end() : match.end() + 1] in ("$", "@")
            value = _WORD.match(self.text, match.end() + sigil)
            is_itself = value is not None and value.group() == name.lstrip("$")
            if not is_itself or not _ENDS.match(self.text, value.end() if value else 0):  # headers=headers, an argument
                found.setdefault(name, []).append((match.start(), match.end()))
        for returned in islice(_RETURNED.finditer(self.text), MAX_NAMES):
            found.setdefault(returned[1], []).append((returned.start(), returned.end()))
        for name, start, value_start in islice(_together(self.text), MAX_NAMES):
            found.setdefault(name, []).append((start, value_start))
        return found

    def skip(self, position: int) -> int:
        """The first place from ``position`` on that is neither blank nor comment."""
        match = self._blank.match(self.text, position) if self._budget >= 0 else None
        end = match.end() if match else position
        self._budget -= end - position
        return end

    def value_of(self, name: str, before: int | None = None, depth: int = 0, at: int | None = None) -> Value | None:
        """What ``name`` was last assigned before ``before`` (else first after it); None when the paste does not say.

        Where it is a parameter, what the function is given that it is used in, ``at`` that place.
        """
        own = _OWN.sub("", name.lstrip("$"))
        if depth > MAX_DEPTH or len(self._resolving) > MAX_NESTED:
            return None
        given = self._given(own, before if at is None else at, depth)
        if given is not None:
            return given
        places = [place for place in self.names.get(own, ()) if (own, place[1]) not in self._resolving]
        if not places:
            return None
        earlier = [place for place in places if before is None or place[0] < before]
        since, made = (earlier or places[:1])[-1]
        self._resolving.add((own, made))
        try:
            value, _ = self.value_at(made, depth + 1)
            changes = (*self.puts.get(own, ()), *self.appended.get(f"{name}.searchParams", ()))
            for change in sorted(changes, key=lambda change: change.start()):
                if since < change.start() and (before is None or change.start() < before):
                    value = self._with(value, change, since, depth + 1)
            value = self._appended_to(value, name)
        finally:
            self._resolving.discard((own, made))
        return value

    def _indent(self, position: int) -> int:
        blank = _INDENT.match(self.text, self.text.rfind("\n", 0, position) + 1)
        return len(blank.group()) if blank else 0

    def _appended_to(self, value: Value, name: str) -> Value:
        """A call's value with the pairs that others add to it: fields to Headers or to a form."""
        if not isinstance(value, Call):
            return value
        added = [args for call in self.appended.get(name, ()) if len(args := self.arguments(call.end())[0]) > 1]
        pairs = tuple((key.value, args[1]) for args in added if (key := text_of(args[0])))
        return replace(value, named=Map((*value.named.pairs, *pairs)))

    def _with_parameter(self, url: Text, call: re.Match[str]) -> Text:
        """The address with what ``searchParams.append`` adds to it, or ``set`` puts in place of all of that name."""
        args = self.arguments(call.end())[0]
        name, value = (*map(text_of, args), None, None)[:2]
        if name is None or value is None:
            return url
        address, _, query = url.value.partition("?")
        kept = [
            pair
            for pair in query.split("&")
            if pair and not (call[2] == "set" and pair.partition("=")[0] == name.value)
        ]
        added = urlencode([(name.value, value.value)], safe="${}")
        return Text(f"{address}?{'&'.join((*kept, added))}"[:MAX_LENGTH], (*url.unset, *value.unset))

    @cached_property
    def functions(self) -> dict[str, Function]:
        """Those that the paste defines, by name."""
        return {found.name: found for found in functions_of(self.text)}

    def _given(self, parameter: str, at: int | None, depth: int) -> Value | None:
        """What the parameter of the function around ``at`` is given: by the call that is read, else by all others."""
        for function in reversed(self.functions.values()):
            names = [name for name, _ in function.parameters]
            if at is None or not function.start <= at < function.end:
                continue
            if any(function.start < place < at for place, _ in self.names.get(parameter, ())):
                return None  # its own body gives it another value
            if f"**{parameter}" in names:
                _, named = self._calls.get(function.name) or self._only_call(function, depth)
                return Map(tuple(pair for pair in named.pairs if pair[0] not in names))
            if parameter not in names:
                continue
            args, named = self._calls.get(function.name) or self._only_call(function, depth)
            place = names.index(parameter)
            default = function.parameters[place][1]
            value = args[place] if place < len(args) else named.get(parameter)
            return value if value is not None or default is None else self.value_at(default, depth + 1)[0]
        return None

    def _only_call(self, function: Function, depth: int) -> tuple[tuple[Value, ...], Map]:
        """The arguments that every call in the paste gives; none where they differ, or where it is called nowhere."""
        # Of a verb, which clients have too, only the function itself; not what its own body calls
        whose = r"(?<![\w$.>])" if function.name.lower() in _VERBS else r"(?<![\w$])"
        calls = re.finditer(rf"(?:{whose}|(?<=self\.|this\.)){re.escape(function.name)}(?:\.new)?\(", self.text)
        self._calls[function.name] = nothing = (), Map()  # while they are read
        reading = (function.name, function.start)
        self._resolving.add(reading)
        given = [
            self.arguments(call.end(), depth + 1)[:2]
            for call in islice(calls, MAX_CALLS)
            if not function.start <= call.start() < function.end
            and not _DEFINES.search(self.text, max(0, call.start() - 12), call.start())
        ]
        self._resolving.discard(reading)
        self._calls[function.name] = given[0] if given and all(one == given[0] for one in given) else nothing
        return self._calls[function.name]

    def _returned(self, call: Call, depth: int) -> Value | None:
        """What a function of the paste gives to this call; None for any other, and for what is no text, list or map."""
        function = self.functions.get(_OWN.sub("", call.name))
        if function is None or depth > MAX_DEPTH or len(self._resolving) > MAX_NESTED:
            return None
        reading = (function.name, function.start)
        if reading in self._resolving:
            return None
        before, self._calls[function.name] = self._calls.get(function.name), (call.args, call.named)
        self._resolving.add(reading)
        try:
            values = [self.value_at(place, depth + 1)[0] for place in function.returns]
        finally:
            self._resolving.discard(reading)
            if before is None:
                del self._calls[function.name]
            else:
                self._calls[function.name] = before
        given = [value for value in values if not isinstance(value, Unknown) and value != Map()]  # past a guard
        return given[0] if len(given) == 1 and isinstance(given[0], Map | Text | Items) else None

    @cached_property
    def puts(self) -> dict[str, list[re.Match[str]]]:
        """Name -> the statements that put something into what it holds."""
        found: dict[str, list[re.Match[str]]] = {}
        for match in islice(_PUT.finditer(self.text), MAX_NAMES):
            found.setdefault(match["name"], []).append(match)
        return found

    def _with(self, value: Value, change: re.Match[str], since: int, depth: int) -> Value:
        """What a statement behind the assignment at ``since`` makes of its value; else the value as it is."""
        if "plus" not in change.re.groupindex:
            return self._with_parameter(value, change) if isinstance(value, Text) else value
        if change["plus"] and self._indent(change.start()) > self._indent(since):
            return value  # in a branch, which may not be taken
        if change["inner"]:
            inner = value.get("headers") if isinstance(value, Map) else None
            held = self._put_into(inner, change, depth) if inner is not None else None
            return value.but("headers", held) if isinstance(value, Map) and held is not None else value
        return self._put_into(value, change, depth)

    def _put_into(self, value: Value, put: re.Match[str], depth: int) -> Value:
        if put["plus"]:
            return self._merged(value, self.value_at(put.end(), depth)[0])
        if put["push"]:
            is_list = isinstance(value, Items) or value == Map()
            held = value.values if isinstance(value, Items) else ()
            return Items((*held, self.value_at(put.end(), depth)[0])) if is_list else value
        if put["member"] == "search" and isinstance(value, Text):  # of a URL
            query = in_text(self.value_at(put.end(), depth)[0]) or Text("")
            return joined(
                Text(value.value.partition("?")[0], value.unset), Text(f"?{query.value.lstrip('?')}", query.unset)
            )
        if not isinstance(value, Map):
            return value
        if not put["update"]:
            return value.but(put["key"][1:-1] if put["key"] else put["member"], self.value_at(put.end(), depth)[0])
        args, named, _ = self.arguments(put.end(), depth)
        for key, more in (args[0] if args and isinstance(args[0], Map) else named).pairs:
            value = value.but(key, more)
        return value

    @cached_property
    def refused(self) -> str:
        """The address that the client's own error names: what an address that is assigned nowhere held."""
        asked = [exchange.request for exchange in stack_trace.read(self.text).trail if exchange.request]
        return asked[-1].url if asked else ""

    @cached_property
    def appended(self) -> dict[str, list[re.Match[str]]]:
        """Name -> the calls that add a pair to what it holds."""
        found: dict[str, list[re.Match[str]]] = {}
        for match in islice(_APPENDED.finditer(self.text), MAX_NAMES if self.language.objects else 0):
            found.setdefault(match[1], []).append(match)
        return found

    @property
    def _joins_by_dots(self) -> bool:
        """Is ``a.b`` two texts in one (PHP), and no member?"""
        return "." in self.language.joins

    def value_at(self, position: int, depth: int = 0) -> tuple[Value, int]:
        """The expression at ``position``, and where it ends."""
        position = self.skip(position)
        if self.language.pipes and (made := _JSON_OF.match(self.text, position)):
            value, position = self._term(made.end(), depth + 1)
            more = _OF_JSON.match(self.text, position)
            options = f"{made[1]} {more[1] if more else ''}".lower()
            return as_json(value, indented="-compress" not in options), more.end() if more else position
        value, position = self._term(position, depth)
        operator = _FORMAT.match(self.text, position) if self.language.formats and isinstance(value, Text) else None
        if operator and isinstance(value, Text):
            argument, position = self._term(operator.end(), depth)
            value = formatted(value, argument.values if isinstance(argument, Items) else (argument,))
        piped = _TO_JSON.match(self.text, position) if self.language.pipes else None
        if piped:
            return as_json(value, indented="-compress" not in piped[1].lower()), piped.end()
        for _ in range(MAX_ITEMS):
            place = self.skip(position)
            if place >= len(self.text) or self.text[place] not in self.language.joins:
                break
            if self.text[place : place + 2] in ("+=", "++", ".=", "->", "..", "||"):
                break
            right, position = self._term(self.skip(place + 1), depth)
            if self.text[place] == "%" and isinstance(value, Text):
                value = formatted(value, right.values if isinstance(right, Items) else (right,))
            else:
                value = self._merged(value, right)
        return value, position

    def _merged(self, left: Value, right: Value) -> Value:
        """Both as one; paid for by their sizes, as a short name may stand for much."""
        self._budget -= sum(
            len(each.pairs if isinstance(each, Map) else each.values)
            for each in (left, right)
            if isinstance(each, Map | Items)
        )
        return merged(left, right)

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
            spread = _SPREAD.match(self.text, position)
            if spread and self.text[position] in self.language.spreads:  # ...more, **more
                value, position = self.value_at(spread.end(), depth + 1)
                pairs = value.pairs if isinstance(value, Map) else ()
                self._budget -= len(pairs)
                named += pairs
                continue
            if self.language.objects and close == "}" and (short := _SHORTHAND.match(self.text, position)):
                value, position = self.value_at(position, depth + 1)
                named.append((short[1], value))
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
        if items := _LIST_OF_GO.match(text, position):
            return self._bracketed(items.end() - 1, depth)
        if letter in "[({":
            return self._bracketed(position, depth)
        if letter == "@" and text[position + 1 : position + 2] in ("{", "("):
            value, end = self._bracketed(position + 1, depth)
            is_array = self.language.pipes and text[position + 1] == "(" and not isinstance(value, Items)
            return (Items((value,)) if is_array else value), end
        if self.language.pipes and text.startswith("$(", position):
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
            whole = name.group().partition(".")[0] if self._joins_by_dots else name.group()
            return self._named(whole, position, position + len(whole), depth)
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
        return self._postfix(value, position, end, depth)

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
        return self._postfix(value, position, end, 1)

    def _here_string(self, opening: re.Match[str]) -> tuple[Text, int]:
        """The lines of a here-string, whose first and last line end are not its own (about_Quoting_Rules)."""
        start, quote = opening.end(), opening[1]
        end = self.text.find(f"\n{quote}@", start - 1, start + MAX_EXPRESSION)
        end = min(len(self.text), start + MAX_EXPRESSION) if end < 0 else end
        self._budget -= end - start
        body = self.text[start:end].removesuffix("\r")
        is_raw = quote in self.language.raw
        return Text(body) if is_raw else self._interpolated(body, is_raw, start), min(end + 3, len(self.text))

    def _string(self, position: int) -> tuple[Text, int]:
        if self.language.pipes and (opening := _HERE.match(self.text, position)):
            return self._here_string(opening)
        prefix = _PREFIX.match(self.text, position)
        letters = prefix.group() if prefix else ""
        position += len(letters)
        quote = self.text[position]
        triple = self.text[position : position + 3] == quote * 3 and quote != "`"
        fence = quote * 3 if triple else quote
        raw = "r" in letters.lower() or "@" in letters or quote in self.language.raw
        interpolates = quote in self.language.in_quotes or any(
            letter in self.language.prefixes for letter in letters.lower()
        )
        end = self._closing(position + len(fence), fence, raw, holes=interpolates)
        self._budget -= end - position
        body = self.text[position + len(fence) : end]
        after = min(end + len(fence), len(self.text))
        if self.language.doubles:
            body = body.replace(quote * 2, quote)
        if interpolates and self.language.interpolates:
            return self._interpolated(body, raw, position + len(fence)), after
        return Text(body if raw else self._unescaped(body)), after

    def _closing(self, position: int, fence: str, raw: bool, *, holes: bool) -> int:
        limit = min(len(self.text), position + MAX_EXPRESSION)
        while True:
            place = self.text.find(fence, position, limit)
            if place < 0:
                line = self.text.find("\n", position, limit)
                return line if line >= 0 and len(fence) == 1 else limit
            brace = self.text.find("{", position, place) if holes else -1
            if brace > position and (hole := _HOLE.match(self.text, brace - 1)):
                position = hole.end()
                continue
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

    def _interpolated(self, body: str, raw: bool, start: int) -> Text:
        parts: list[str] = []
        unset: list[str] = []
        last = 0
        pattern = self.language.interpolates
        assert pattern is not None
        for match in pattern.finditer(body):
            parts.append(body[last : match.start()] if raw else self._unescaped(body[last : match.start()]))
            expression = next((group.strip() for group in match.groups() if group is not None), None)
            if expression is None:  # a doubled bracket is the bracket itself
                parts.append(match.group()[0])
                last = match.end()
                continue
            known = self.value_of(expression, at=start) if expression else None
            if known is None and "(" in (expression or "") and self.text.startswith(body, start):
                known = self._computed(start + match.start(match.lastindex or 0), start + match.end())
            if (inside := in_text(known)) is not None:
                parts.append(inside.value)
                unset += inside.unset
            else:
                parts.append(match.group())
                unset.append(expression)
            last = match.end()
        parts.append(body[last:] if raw else self._unescaped(body[last:]))
        return Text("".join(parts)[:MAX_LENGTH], tuple(unset[:MAX_ITEMS]))

    def _computed(self, start: int, end: int) -> Value | None:
        """What a call inside a string gives; None when that is not known."""
        value, stop = self.value_at(start, 1)
        return value if start < stop <= end and isinstance(value, Text) and not value.unset else None

    def _named(self, name: str, start: int, end: int, depth: int) -> tuple[Value, int]:
        typed = _TYPE_ARGUMENTS.match(self.text, end)
        end = typed.end() if typed else end
        end += self.text[end : end + 2] == "!("  # a macro of Rust
        if self.text[end : end + 1] == "(" or (self.text[end : end + 2] == " (" and name in ("array",)):
            args, named, end = self.arguments(self.text.index("(", end) + 1, depth + 1)
            whose, _, method = name.rpartition(".")
            if whose and not args and (owner := self.value_of(whose, before=start, depth=depth)) is not None:
                name, args = method, (owner,)  # auth.getBytes()
            call = Call(name, args, named)
            returned = self._returned(call, depth)
            value = returned if returned is not None else called(call, self.text[start:end])
            return self._postfix(value, start, end, depth)
        is_typed = (self.text[end : end + 1] == "{" and name[:1].isupper()) or name.startswith(("map", "http.Header"))
        if is_typed and (typed := _TYPE_OF_GO.match(self.text, end)):
            return self._bracketed(typed.end() - 1, depth + 1)
        if ENVIRONMENT.match(name):
            bracket = _INDEX.match(self.text, end)
            end = bracket.end() if bracket else end
            return Unknown(self.text[start:end]), end
        known = self.value_of(name, before=start, depth=depth)
        whose, _, member = name.rpartition(".")
        if known is None and member in ("path", "request_uri"):  # of a URI: the address itself is what is asked
            known = self.value_of(whose, before=start, depth=depth)
            known = known if isinstance(known, Text) and "://" in known.value else None
        if known is None and _ADDRESS.match(name) and self.refused and self.text[self.skip(end) :][:1] in (",", ")"):
            return Text(self.refused), end
        return self._postfix(known if known is not None else Unknown(name), start, end, depth)

    def _postfix(self, value: Value, start: int, end: int, depth: int) -> tuple[Value, int]:
        """What follows a value: members, further calls, an index."""
        for _ in range(16):
            member = _MEMBER.match(self.text, end)
            if member and self._joins_by_dots and member.group().lstrip().startswith("."):
                break
            if member and self.text[member.end() : member.end() + 1] == "(":
                args, named, end = self.arguments(member.end() + 1, depth + 1)
                value = called(Call(member[1], (value, *args), named), self.text[start:end])
            elif member and member[1] in ("to_json", "to_s", "strip", "freeze", "chomp", "bytes"):
                end = member.end()
                value = called(Call(member[1], (value,)), self.text[start:end])
            elif member and not (
                isinstance(value, Map) or (isinstance(value, Text) and _AFTER_A_STOP.search(member.group()))
            ):
                end = member.end()
                value = Unknown(self.text[start:end])
            elif self.text[end : end + 1] == "[" and not isinstance(value, Text):
                close = self.text.find("]", end, end + 200)
                if close < 0:
                    break
                value = indexed(value, self.text[end + 1 : close].strip("'\" "), self.text[start : close + 1])
                end = close + 1
            else:
                break
        return value, end
