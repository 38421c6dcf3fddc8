"""curl commands, as they are pasted -> the requests that curl would send.

Each place where ``curl`` stands as a command is read by the lexer of its shell, then by curl's own rules. What follows
a command (its output, prose) is left alone, and prose about curl gives no request.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from bot.model import Problem, Request
from bot.parsing._reading import MAX_REQUESTS, MAX_TEXT, NOTHING, Reading
from bot.parsing.formats import _argv
from bot.parsing.formats._code_values import unset_problems
from bot.parsing.formats._curl_args import Arguments, is_option, read_arguments
from bot.parsing.formats._curl_notes import Notes
from bot.parsing.formats._curl_request import FORMAT as FORMAT
from bot.parsing.formats._curl_request import requests_of
from bot.parsing.formats._place import CommandPlace, next_place
from bot.parsing.shell import bash
from bot.parsing.shell._files import written
from bot.parsing.shell.dialect import SHELLS
from bot.parsing.shell.words import Command, Variables, Word
from bot.regex import lazy

MARKS = ("curl",)
_CURL = lazy(
    r"(?:curl(?P<exe>\.exe)?(?=[\"']?(?:[\s^]|\\\r?\n|\Z))|[Cc](?i:url)(?=[ \t]+(?:-|['\"]?https?:)))"
    r"(?=[\"']?+[\s\\^`]++(?!v?\d+(?:\.\d+){1,2}(?![\w.:/-]))"  # a version is no address
    r"(?:[-'\"$`%^{\[<>]|[\w.-]*(?:[\w.-][@.:/\\]|[@:\\]|\w[ \t]++-))"
    r"|[\s\\^`]++[\w-]++[ \t]*+\Z)"
)
_URL_LIKE = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:/|localhost\b|[\w.@%-]+[.:/][\w\[{$<-]|\[[0-9A-Fa-f:]+\]|[$%<{/]|\S*(?:[?=&/]|\.\w)"
)
_WHOLE = re.compile(r"/|:\d{1,5}\Z")  # it has a path or a port, so an address is meant
_NAMED = re.compile(  # beside a whole URL: another, a variable, an address, a host with its port or a known ending
    r"[A-Za-z][A-Za-z0-9+.-]*://|[$%{\[]|localhost\b|\d{1,3}(?:\.\d{1,3}){3}\b|[a-z0-9-]+(?:\.[a-z0-9-]+)*:\d{1,5}(?:/|\Z)"
    r"|(?:[a-z0-9-]+\.)+[a-z]{2,6}(?:[/:]|\Z)"
)
_QUOTED_NAME = re.compile(r"curl(?:\.exe)?[\"']\s*+,")
_MOST_COMMANDS, _MOST_PLACES = 40, 400
_URL_IN_PROSE = re.compile(
    r"https?://|(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:]+\])(?![\w.])|(?:[\w-]+\.)+[A-Za-z]{2,}[:/]|[$%{]|<\w"
)
_FOR = re.compile(r"\bfor[ \t]+(\w+)[ \t]+in[ \t]+([^\n;]*+)")
_ARGUMENT = re.compile(r"\$(?:[1-9@]|\{[1-9]\})\Z")
_FUNCTION = re.compile(r"(?<![\w.-])(?:function[ \t]+)?(?P<name>[A-Za-z_][\w-]*+)[ \t]*+(?:\(\))?[ \t\r\n]*+\{\s")
_FILLS = re.compile(r"(?<![\w.-])(?:xargs|parallel|-exec(?:dir)?)[ \t][^\r\n]*+\Z")
_WITH_DEFAULT = re.compile(r"\$\{\w+:?-")
_PROSE_END = ".,;:!?)]>"
_WORDS = {
    "unclosed-quote": "a quote is never closed; it was taken to end with its line",
    "missing-backslash": "a line of the command does not end in a backslash, yet the next one goes on with it",
    "blank-after-backslash": "something stands behind a line's last backslash, so the shell ends the command there",
    "unquoted-header": "a header stands without quotes, so only its name belongs to -H; its value is taken for a URL",
    "single-quote-in-cmd": "to cmd.exe a single quote is a letter: it keeps nothing together; double quotes do",
    "ampersand-cut": "an unquoted & in the URL ends the command: curl never sees what stands behind it",
}


def read(text: str) -> Reading:
    """Every curl command of ``text``: its requests, at most 20, and what was repaired or could not be read."""
    found = _Found(text)
    position, most = 0, 2 * (MAX_TEXT + len(text))
    for _ in range(_MOST_PLACES):
        place, position = next_place(text, position, _CURL)
        if position < 0:
            break
        if place is None:
            continue
        _read_place(text, place, found)
        position = max(position, found.end)
        if len(found.requests) > MAX_REQUESTS or len(found.spans) > _MOST_COMMANDS or found.spent > most:
            found.problems.append(Problem(code="too-many-requests", text="only the first 20 requests are read"))
            break
    if _QUOTED_NAME.search(text):
        for command in _argv.commands_in(text):
            if len(found.requests) <= MAX_REQUESTS:
                _read_command(command, CommandPlace(command.start, command.start, "bash"), found, text, {})
    if not found.spans:
        return NOTHING
    return Reading(
        requests=tuple(found.requests[:MAX_REQUESTS]),
        problems=tuple(dict.fromkeys(found.problems)),
        spans=tuple(found.spans[:MAX_REQUESTS] if len(found.requests) > MAX_REQUESTS else found.spans),
    )


@dataclass(slots=True)
class _Found:
    text: str
    requests: list[Request] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    end: int = 0
    spent: int = 0  # characters read, those that turned out to be prose too
    written: tuple[tuple[int, str, str], ...] | None = None

    def files(self, before: int) -> dict[str, str]:
        """What the commands that end ``before`` wrote, by the file's name."""
        if self.written is None:
            self.written = tuple(written(self.text))
        return {name.removeprefix("./"): content for end, name, content in self.written if end <= before}


def _read_place(text: str, place: CommandPlace, found: _Found) -> None:
    shell = SHELLS[place.dialect]
    source, start = place.source_in(text)
    command = shell.read(source, start, None, _continues)
    found.spent += max(command.end, command.reach) - start
    is_filled = _FILLS.search(text, max(0, place.start - 200), place.start) is not None
    command = _filled(command) if is_filled else command
    if not (command.unset or _WITH_DEFAULT.search(source, start, command.end)):
        _read_command(command, place, found, source, {})
        return
    assigned = shell.assignments(text, place.start)
    if "$(…)" in command.unset:
        assigned |= {f"<{name}": content for name, content in found.files(place.start).items()}
    found.spent += place.start >> 4  # it is searched for signs of equality, which costs less than reading
    for values in _calls(text, place.start, command) or _loops(text, place.start, command, assigned):
        variables = {**assigned, **values}
        command = shell.read(source, start, variables, _continues)
        found.spent += max(command.end, command.reach) - start
        _read_command(_filled(command) if is_filled else command, place, found, source, variables)
        if len(found.requests) > MAX_REQUESTS:
            return


def _filled(command: Command) -> Command:
    """The command whose ``{}`` another program (xargs, find) fills in before curl sees it."""
    words = [word._replace(unset=(*word.unset, "{}")) if "{}" in word.text else word for word in command.words]
    unset = dict.fromkeys((*command.unset, *(name for word in words for name in word.unset)))
    return command._replace(words=tuple(words), unset=tuple(unset))


def _loops(text: str, start: int, command: Command, assigned: Variables) -> list[dict[str, str]]:
    """The values that a ``for NAME in …; do`` before the command gives its variable, one after the other."""
    loops = list(_FOR.finditer(text, max(0, start - 1000), start))
    match = loops[-1] if loops else None
    if match is None or not any(name.strip("${}") == match[1] for name in command.unset):
        return [{}]
    words = bash.read(text, match.start(2), assigned).words
    if any(word.unset for word in words):
        return [{}]
    return [{match[1]: word.text} for word in words[: MAX_REQUESTS + 1]] or [{}]


def _calls(text: str, start: int, command: Command) -> list[dict[str, str]]:
    """What each call of the function around the command gives its ``$1``, ``$2`` … and ``$@``."""
    if not any(_ARGUMENT.match(name) for name in command.unset):
        return []
    functions = list(_FUNCTION.finditer(text, max(0, start - 1000), start))
    if not functions:
        return []
    called = re.compile(rf"(?:^|[;&|}}])[ \t]*+{re.escape(functions[-1]['name'])}[ \t]++", re.MULTILINE)
    return [
        dict.fromkeys("123456789", "")
        | {"@": f"({text[call.end() : words[-1].end]})"}
        | {str(number): word.text for number, word in enumerate(words, 1)}
        for call in islice(called.finditer(text, command.end), MAX_REQUESTS)
        if (words := bash.read(text, call.end()).words)
    ]


def _read_command(command: Command, place: CommandPlace, found: _Found, source: str, variables: Variables) -> None:
    words = _without_prefix(command.words)
    if not words:
        return
    notes = Notes(place.stdin, partial(found.files, place.start))
    if command.stdin is not None or command.source:
        notes.stdin = command.stdin if command.stdin is not None else notes.files().get(command.source)
    arguments = read_arguments(words[1:], notes)
    prose = _drop_prose(arguments, place)
    _drop_strays(arguments)
    if not _is_meant(arguments, place):
        return
    if prose is not None and (command.problems or command.unset):  # which may be the prose's alone
        again = SHELLS[place.dialect].read(source[:prose], command.start, variables, _continues)
        found.spent += again.end - again.start
        _read_command(again, place, found, source, variables)
        return
    requests: list[Request] = []
    for operation in arguments.operations:
        if len(requests) <= MAX_REQUESTS and not notes.is_refused:
            requests += requests_of(operation, notes)
    if arguments.bare > 1 and _has_bare_header(arguments):
        notes.add("unquoted-header", _WORDS["unquoted-header"])
    if place.dialect == "cmd" and any(word.text.startswith("'") for word in words):
        notes.add("single-quote-in-cmd", _WORDS["single-quote-in-cmd"])
    end = place.end if place.source is not None else command.end if prose is None else prose
    if place.dialect != "bash":  # as which a request is born
        requests = [replace(request, shell=place.dialect) for request in requests]
    found.requests += requests
    if command.problems:
        found.problems += [Problem(code=code, text=_WORDS[code]) for code in command.problems]
    if command.unset:
        found.problems += unset_problems(command.unset)
    found.problems += notes.problems
    found.spans += [(place.begin, end)] * max(len(requests), 1)
    found.end = max(end, command.end if place.source is None else end)


def _continues(line: str, so_far: Callable[[], str]) -> bool:
    """A line that begins with an option goes on with the command; one with a URL does while there is none yet."""
    if line[0] == "-":
        return is_option(line)
    return line.lstrip("'\"").startswith(("http://", "https://")) and "://" not in so_far()


def _without_prefix(words: tuple[Word, ...]) -> tuple[Word, ...]:
    named = (at for at, word in enumerate(words) if word.text.lower().removesuffix(".exe").endswith("curl"))
    return words[next(named, len(words)) :]


def _has_bare_header(arguments: Arguments) -> bool:
    """Whether a ``-H Authorization: Bearer x`` lost the quotes that would keep it together."""
    headers = [word for operation in arguments.operations for _, word in operation.of("header")]
    return any(word.text.endswith(":") and not word.quoted for word in headers)


# ---- command or prose


def _is_meant(arguments: Arguments, place: CommandPlace) -> bool:
    """Whether this is a command and not prose about curl."""
    urls = [word for operation in arguments.operations for _, word in operation.of("url")]
    if not urls:
        return not place.in_prose and "config" in arguments.operations[-1].last
    if arguments.options and not place.in_prose:
        return True
    like = _URL_IN_PROSE.match if place.in_prose and not arguments.options else _URL_LIKE.match
    return any(like(word.text) or (word.quoted and not place.in_prose) for word in urls)


def _drop_strays(arguments: Arguments) -> None:
    """Take away the words that curl would take for a host, and nobody meant as one: a value that lost its quotes or its
    colon (``-H Authorization: Bearer x``, ``-u kim x``) is not for a name server, nor to be named as a host."""
    for operation in arguments.operations:
        urls = operation.groups.get("url")
        if urls:
            meant = [each for each in urls if _URL_LIKE.match(each[1].text)]
            whole = [each for each in meant if _WHOLE.search(each[1].text) and _NAMED.match(each[1].text)]
            urls[:] = whole if any("://" in word.text for _, word in whole) else meant


def _drop_prose(arguments: Arguments, place: CommandPlace) -> int | None:
    """Take away the words behind the last URL that are none: prose on the same line. Where it begins, or None."""
    urls = arguments.operations[-1].groups.get("url")
    if arguments.prose is not None or not arguments.bare_tail or not urls:
        return arguments.prose
    first = len(urls) - arguments.bare_tail
    begins = None
    has_url = first > 0
    for index in range(first, len(urls)):
        word = urls[index][1]
        if word.quoted or _URL_LIKE.match(word.text):
            has_url = True
        elif has_url:
            begins = word.start
            del urls[index:]
            break
    if place.in_prose and not urls[-1][1].quoted:
        word = urls[-1][1]
        urls[-1] = ("url", word._replace(text=word.text.rstrip(_PROSE_END)))
    return begins
