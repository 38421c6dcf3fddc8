"""What the names of a snippet hold: assigned, put into them, given to a function or given back by one."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import replace
from functools import cached_property
from itertools import islice
from urllib.parse import urlencode

from bot.parsing.formats import _code_statements as statements
from bot.parsing.formats._code_functions import Function, functions_of
from bot.parsing.formats._code_language import Language
from bot.parsing.formats._code_values import (
    MAX_LENGTH,
    Call,
    Items,
    Map,
    Text,
    Unknown,
    Value,
    in_text,
    joined,
    text_of,
)
from bot.regex import lazy

MAX_DEPTH = 24
_MAX_CALLS = 6
_MAX_NESTED = 8  # names within names, where each may stand in a string and begins anew
_DEFINES = lazy(r"\b(?:def|function|func|fun|class)[ \t]+\Z")
_VERBS = frozenset(("get", "post", "put", "patch", "delete", "head", "options", "request", "fetch", "send"))
_INDENT = lazy(r"[ \t]*+")
_OWN = lazy(r"^(?:self|this|@)\.?")


class Names(ABC):
    """The names of one text; how its expressions are read is the subclass's."""

    def __init__(self, text: str, language: Language) -> None:
        self.text, self.language = text, language
        self._resolving: set[tuple[str, int]] = set()
        self._calls: dict[str, tuple[tuple[Value, ...], Map]] = {}

    @abstractmethod
    def value_at(self, position: int, depth: int = 0) -> tuple[Value, int]:
        """The expression at ``position``, and where it ends."""

    @abstractmethod
    def arguments(self, position: int, depth: int = 0, close: str = ")") -> tuple[tuple[Value, ...], Map, int]:
        """What stands between the bracket before ``position`` and ``close``: values by place, by name, and the end."""

    @abstractmethod
    def merged(self, left: Value, right: Value) -> Value:
        """Both as one."""

    @cached_property
    def _assigned(self) -> dict[str, list[tuple[int, int]]]:
        return statements.assigned(self.text, self.language.variable)

    @cached_property
    def _puts(self) -> dict[str, list[re.Match[str]]]:
        return statements.puts(self.text)

    @cached_property
    def _removed(self) -> dict[str, list[re.Match[str]]]:
        return statements.removed(self.text)

    @cached_property
    def _appended(self) -> dict[str, list[re.Match[str]]]:
        return statements.appended(self.text) if self.language.objects else {}

    @cached_property
    def _functions(self) -> dict[str, Function]:
        return {found.name: found for found in functions_of(self.text)}

    def value_of(self, name: str, before: int | None = None, depth: int = 0, at: int | None = None) -> Value | None:
        """What ``name`` was last assigned before ``before`` (else first after it); None when the paste does not say.

        Where it is a parameter, what the function is given that it is used in, ``at`` that place.
        """
        own = _OWN.sub("", name.lstrip("$"))
        if depth > MAX_DEPTH or len(self._resolving) > _MAX_NESTED:
            return None
        given = self._given(own, before if at is None else at, depth)
        if given is not None:
            return given
        places = [place for place in self._assigned.get(own, ()) if (own, place[1]) not in self._resolving]
        if not places:
            return None
        earlier = [place for place in places if before is None or place[0] < before]
        since, made = (earlier or places[:1])[-1]
        self._resolving.add((own, made))
        try:
            value, _ = self.value_at(made, depth + 1)
            added = self._appended.get(f"{name}.searchParams", ())
            changes = (*self._puts.get(own, ()), *self._removed.get(own, ()), *added)
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
        added = [args for call in self._appended.get(name, ()) if len(args := self.arguments(call.end())[0]) > 1]
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

    def _given(self, parameter: str, at: int | None, depth: int) -> Value | None:
        """What the parameter of the function around ``at`` is given: by the call that is read, else by all others."""
        for function in reversed(self._functions.values()):
            names = [name for name, _ in function.parameters]
            if at is None or not function.start <= at < function.end:
                continue
            if any(function.start < place < at for place, _ in self._assigned.get(parameter, ())):
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
            for call in islice(calls, _MAX_CALLS)
            if not function.start <= call.start() < function.end
            and not _DEFINES.search(self.text, max(0, call.start() - 12), call.start())
        ]
        self._resolving.discard(reading)
        self._calls[function.name] = given[0] if given and all(one == given[0] for one in given) else nothing
        return self._calls[function.name]

    def _returned(self, call: Call, depth: int) -> Value | None:
        """What a function of the paste gives to this call; None for any other, and for what is no text, list or map."""
        function = self._functions.get(_OWN.sub("", call.name))
        if function is None or depth > MAX_DEPTH or len(self._resolving) > _MAX_NESTED:
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

    def _with(self, value: Value, change: re.Match[str], since: int, depth: int) -> Value:
        """What a statement behind the assignment at ``since`` makes of its value; else the value as it is."""
        if "taken" in change.re.groupindex:
            key = change["key"] or change["field"] or change["taken"]
            kept = tuple(pair for pair in value.pairs if pair[0] != key) if isinstance(value, Map) else ()
            return Map(kept) if isinstance(value, Map) else value
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
            return self.merged(value, self.value_at(put.end(), depth)[0])
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
