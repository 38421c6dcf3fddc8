"""Source code as pasted snippets hold it -> the values of its expressions, nothing of it run.

A tolerant reader of literals, maps, lists, concatenations and calls, for the common ground of C-like and scripting
languages. What is assigned literally in the paste is known; anything else stays as it is written and is named.
"""

from __future__ import annotations

import re
from functools import cached_property

from bot.parsing.formats import stack_trace
from bot.parsing.formats._code_language import Language
from bot.parsing.formats._code_names import MAX_DEPTH, Names
from bot.parsing.formats._code_strings import literal_at, opens, unescaped
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
    merged,
)
from bot.regex import lazy

MAX_STEPS = 20_000  # and one for each letter: what reading one paste may cost, so that it stays linear

_STRAIGHT = str.maketrans("“”„‘’", '"""\'\'')  # letter for letter, so that places stay true
_INDEX = lazy(r"\[[^\]\n]{0,80}\]")
_FORMAT = lazy(r"\s*+-f\s++")
_JSON_OPTIONS = r"((?:[ \t]++-(?!InputObject)\w++(?:[ :]\d++)?)*+)"
_TO_JSON = lazy(rf"\s*+\|\s*+ConvertTo-Json\b{_JSON_OPTIONS}", re.IGNORECASE)
_JSON_OF = lazy(rf"ConvertTo-Json\b{_JSON_OPTIONS}[ \t]++(?:-InputObject[ \t]++)?(?=[$@(\['\"])", re.IGNORECASE)
_OF_JSON = lazy(_JSON_OPTIONS, re.IGNORECASE)
# A comment that is not closed goes on to the end: so every letter that was looked at is consumed, and paid for.
_BLANK = lazy(r"(?:\s++|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?|\\\n)*+")
_BLANK_HASH = lazy(r"(?:\s++|\#[^\n]*+|`\r?\n|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?|\\\n)*+")
_STATIC = lazy(r"\[[A-Za-z][\w.]{2,80}\](?:::(?=\w)|(?=\$|@\{|\())|\[\](?=byte\()|&(?=\w)")  # [Convert]::, []byte(, &x
_TYPE_OF_GO = lazy(r"(?:interface\{\}|[^{]){0,80}?\{(?!\}\{)")  # behind map: [string]interface{}{
_LIST_OF_GO = lazy(r"\[\](?:interface\{\}|[\w.*]{1,60})\{")
_SYMBOL = lazy(r":([A-Za-z_]\w*)")
_NUMBER = lazy(r"-?\d[\d_.]*(?:[eE][+-]?\d+)?[LlFfDdMm]?\b|-?\d\w*+")
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
_SPREAD = lazy(r"\.\.\.|\*\*")
_COLON = lazy(r"\s*+(?:[=-]>|:(?!:)|=(?!=))\s*+")


class Source(Names):
    """A paste in one language: its names and the values of the expressions in it."""

    def __init__(self, text: str, language: Language) -> None:
        super().__init__(text.translate(_STRAIGHT), language)
        self._blank = _BLANK_HASH if "#" in language.comments else _BLANK
        self._budget = MAX_STEPS + len(text)

    def skip(self, position: int) -> int:
        """The first place from ``position`` on that is neither blank nor comment."""
        match = self._blank.match(self.text, position) if self._budget >= 0 else None
        end = match.end() if match else position
        self._budget -= end - position
        return end

    @cached_property
    def refused(self) -> str:
        """The address that the client's own error names: what an address that is assigned nowhere held."""
        asked = [exchange.request for exchange in stack_trace.read(self.text).trail if exchange.request]
        return asked[-1].url if asked else ""

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
                value = self.merged(value, right)
        return value, position

    def merged(self, left: Value, right: Value) -> Value:
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
        if opens(self.text, position, self.language):
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

    def _strings(self, position: int) -> tuple[Value, int]:
        """A string literal and those that stand right after it, as C and Python join them."""
        value, end = self._string(position)
        for _ in range(MAX_ITEMS):
            place = self.skip(end)
            if not self.language.adjacent or place == end or not opens(self.text, place, self.language):
                break
            following, end = self._string(place)
            value = Text(value.value + following.value, value.unset + following.unset)
        return self._postfix(value, position, end, 1)

    def _string(self, position: int) -> tuple[Text, int]:
        literal = literal_at(self.text, position, self.language)
        self._budget -= literal.end - literal.start
        if literal.interpolates:
            return self._interpolated(literal.body, literal.raw, literal.start), literal.end
        return Text(literal.body if literal.raw else unescaped(literal.body, self.language)), literal.end

    def _interpolated(self, body: str, raw: bool, start: int) -> Text:
        parts: list[str] = []
        unset: list[str] = []
        last = 0
        pattern = self.language.interpolates
        assert pattern is not None
        for match in pattern.finditer(body):
            parts.append(body[last : match.start()] if raw else unescaped(body[last : match.start()], self.language))
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
        parts.append(body[last:] if raw else unescaped(body[last:], self.language))
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
