"""Words of one curl command -> operations: what curl's own getopt makes of them (src/tool_getparam.c).

An operation is what stands between two ``--next``. Nothing is opened: a file is a name, and standard input is what the
paste feeds.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.parsing._reading import PROBLEMS
from bot.parsing.formats._curl_notes import Notes
from bot.parsing.formats._curl_options import SHORT, SWITCHES, WITH_ARGUMENT
from bot.parsing.formats._curl_variables import Variables, expand, set_variable, unknown_in
from bot.parsing.shell.words import Word

# Options that curl takes although no page describes them any more, or that older versions had.
_OLD_SWITCHES = frozenset(
    {"epsv", "eprt", "ftp-ssl", "ftp-ssl-reqd", "include", "socks", "environment", "http-request"}
)
_OLD_WITH_ARGUMENT = frozenset({"krb4"})
_TAKES = WITH_ARGUMENT | _OLD_WITH_ARGUMENT
_KNOWN = _TAKES | SWITCHES | _OLD_SWITCHES
_SORTED = sorted(_KNOWN)
# Options that add up, by the group whose order counts.
_GROUPS = {
    **dict.fromkeys(("data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "json"), "data"),
    **dict.fromkeys(("form", "form-string"), "form"),
    **{name: name for name in ("url", "header", "cookie", "url-query", "upload-file", "resolve", "connect-to")},
}
_LETTERS = {letter: (name.removeprefix("no-"), not name.startswith("no-")) for letter, name in SHORT.items()}
# Options with an argument as they nearly always stand: "-H" or "--header", the argument behind them.
_USUAL = {f"--{name}": name for name in _TAKES} | {
    f"-{letter}": name for letter, (name, _) in _LETTERS.items() if name in _TAKES
}
_ARROWS = frozenset({"-", "=", "->", "-->", "=>", "==>", "//", "→", "–", "—"})
_OPTION_NAME = re.compile(r"[a-z][a-z.-]{0,24}\Z")
_CONFIG_LINE = re.compile(
    r'[ \t]*+(?:(-[^ \t\r]*+)[ \t]*+|([^\s=:#][^ \t\r=:]*+)[ \t=:]*+)(?:"((?:[^"\\]++|\\.)*+)"?|(\S++))?'
)
_CONFIG_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CONFIG_LETTERS = {"t": "\t", "n": "\n", "r": "\r", "v": "\v"}


@dataclass(slots=True)
class CurlOperation:
    """What curl is told between two ``--next``.

    ``last`` holds the options of which the last one counts, ``switches`` those without an argument, ``groups`` those
    that add up, as (option name, word) in order; its keys are url, data, form, header, cookie, url-query, upload-file.
    """

    last: dict[str, str] = field(default_factory=dict)
    switches: dict[str, bool] = field(default_factory=dict)
    groups: dict[str, list[tuple[str, Word]]] = field(default_factory=dict)

    def of(self, group: str) -> Sequence[tuple[str, Word]]:
        """The options of ``group`` in order, or ()."""
        return self.groups.get(group, ())


@dataclass(slots=True)
class Arguments:
    """All operations of a command; how many options and bare words it has, how many bare words at its end.

    ``prose`` is where an arrow or a dash begins what is no command any more, or None.
    """

    operations: list[CurlOperation]
    options: int = 0
    bare: int = 0
    bare_tail: int = 0
    prose: int | None = None


def read_arguments(words: Sequence[Word], notes: Notes) -> Arguments:
    """What ``words`` (without the program's name) tell curl; never raises, what it cannot take is noted."""
    return _Reader(notes).read(words)


def is_option(text: str) -> bool:
    """Whether ``text`` begins with an option that curl knows: does a line that starts so belong to the command?"""
    word = text.split(None, 1)[0] if text else ""
    if word.startswith("--"):
        name = word[2:].partition("=")[0].removeprefix("no-").removeprefix("expand-")
        return name in _KNOWN
    return len(word) > 1 and word[0] == "-" and word[1] in _LETTERS and _all_letters(word[1:])


def _all_letters(cluster: str) -> bool:
    """Whether every letter is an option, up to one that takes the rest as its value."""
    for letter in cluster:
        if letter not in _LETTERS:
            return False
        if _LETTERS[letter][0] in _TAKES:
            return True
    return True


class _Reader:
    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.in_config = False
        self.variables: Variables = {}
        self.reads_variable = False  # whether one comes from a file
        self.operation = CurlOperation()
        self.arguments = Arguments([self.operation])

    def read(self, words: Sequence[Word]) -> Arguments:
        position, count, tail = 0, len(words), 0
        while position < count:
            word = words[position]
            text = word.text
            position += 1
            usual = _USUAL.get(text)
            if usual is not None and position < count:
                self.arguments.options += 1
                self.option(usual, words[position])
                position += 1
                tail = 0
            elif text in _ARROWS and not word.quoted and "url" in self.operation.groups:
                self.arguments.prose = word.start
                break
            elif text[:1] != "-":
                self.bare(word)
                tail += 1
            elif text == "--":
                for word in words[position:]:
                    self.bare(word)
                tail = count - position
                break
            elif text != "--%":  # PowerShell's own sign: the rest is not to be parsed by it
                tail = 0
                self.arguments.options += 1
                following = words[position] if position < count else None
                if self.long(word, following) if text[1:2] == "-" else self.cluster(word, following):
                    position += 1
        self.arguments.bare_tail = tail
        return self.arguments

    def bare(self, word: Word) -> None:
        """A word that is no option is a URL."""
        self.arguments.bare += 1
        self.operation.groups.setdefault("url", []).append(("url", word))

    # ---- one option; each says whether it used up the word behind it

    def cluster(self, word: Word, following: Word | None) -> bool:
        """``-sSLkX POST``, ``-XPOST``, ``-ualice:pw``: letters up to one that takes the rest, or the next word."""
        text = word.text
        for index in range(1, len(text)):
            found = _LETTERS.get(text[index])
            if found is None:
                self.notes.add("unknown-option", f"curl knows no option -{text[index]}")
                return False
            name, on = found
            if name not in _TAKES:
                self.switch(name, on=on)
            elif index + 1 < len(text):
                self.option(name, word._replace(text=text[index + 1 :], start=word.start + index + 1))
                return False
            else:
                return self.with_value(name, following)
        if text == "-":
            self.notes.add("unknown-option", "a lone - is no option")
        return False

    def long(self, word: Word, following: Word | None) -> bool:
        name, equals, stuck = word.text[2:].partition("=")
        if name in SWITCHES and not equals:
            self.switch(name, on=True)
            return False
        negated, expanding = name.startswith("no-"), name.startswith("expand-")
        known = self.known(name.removeprefix("no-") if negated else name.removeprefix("expand-"))
        if known is None:
            shown = f"--{name}" if _OPTION_NAME.match(name) else "of this name"
            self.notes.add("unknown-option", f"curl knows no option {shown}")
            return following is not None and not equals and not _stands_alone(following.text)
        if known not in _TAKES:
            self.switch(known, on=not negated)
            return False
        value = word._replace(text=stuck) if equals else following
        if expanding and value is not None:
            value = value._replace(text=self.expanded(known, value.text))
        return self.with_value(known, value) and not equals

    def known(self, name: str) -> str | None:
        """``name``, or the one option that it abbreviates (curl before 8.2 took that), or None."""
        if name in _KNOWN:
            return name
        first = bisect_left(_SORTED, name) if len(name) > 2 else len(_SORTED)
        longer = [option for option in _SORTED[first : first + 2] if option.startswith(name)]
        if len(longer) != 1:
            return None
        self.notes.add("abbreviated-option", f"--{name} is short for --{longer[0]}, which curl 8 no longer takes")
        return longer[0]

    def with_value(self, name: str, value: Word | None) -> bool:
        if value is None:
            if name != "help":
                self.notes.add("missing-argument", f"--{name} has no argument")
            return False
        self.option(name, value)
        return True

    def switch(self, name: str, *, on: bool) -> None:
        if name == "next":
            self.next()
        else:
            self.operation.switches[name] = on

    def next(self) -> None:
        """Begin another operation, unless the one before has no URL yet."""
        if "url" in self.operation.groups:
            self.operation = CurlOperation()
            self.arguments.operations.append(self.operation)
        elif not self.in_config:
            self.notes.refused("there is no URL before --next")

    def option(self, name: str, value: Word) -> None:
        group = _GROUPS.get(name)
        if group is not None:
            self.operation.groups.setdefault(group, []).append((name, value))
        elif name == "help" and ": " in value.text:
            self.notes.add("help-for-header", PROBLEMS["help-for-header"])
            self.operation.groups.setdefault("header", []).append(("header", value))
        elif name == "variable":
            self.variable(value.text)
        elif name == "config":
            self.config(value.text)
        else:
            self.operation.last[name] = value.text

    def expanded(self, option: str, text: str) -> str:
        """``text`` with its variables; a body that holds a file's is as unknown as that file."""
        if self.reads_variable and _GROUPS.get(option) == "data" and unknown_in(text, self.variables):
            return f"@{text}"
        try:
            return expand(text, self.variables)
        except KeyError:
            self.notes.refused("a variable's function is none that it knows")
            return text

    def variable(self, text: str) -> None:
        missing = set_variable(text, self.variables, self.notes.stdin)
        if missing is not None:
            code = "unset-variable" if text.startswith("%") else "file"
            self.reads_variable = self.reads_variable or code == "file"
            self.notes.add(code, f"--variable takes its value from {missing}, which is not in the paste")

    # ---- --config

    def config(self, name: str) -> None:
        text = self.notes.read("config", name)
        if text is None:
            self.operation.last["config"] = name
            return
        if self.in_config:  # a config that names itself
            return
        self.in_config = True
        for line in text.split("\n"):
            match = _CONFIG_LINE.match(line)
            if match:
                self.config_option(match)
        self.in_config = False

    def config_option(self, match: re.Match[str]) -> None:
        """One line of a config file: ``name = value``, ``--name "value"`` or ``-N value`` (src/tool_parsecfg.c)."""
        dashed, name, quoted, plain = match.groups()
        value = plain
        if quoted is not None:
            value = _CONFIG_ESCAPE.sub(lambda escape: _CONFIG_LETTERS.get(escape[1], escape[1]), quoted)
        following = None if value is None else Word(value, 0, 0, quoted=True)
        option = Word(dashed or f"--{name}", 0, 0)
        if option.text.startswith("--"):
            self.long(option, following)
        else:
            self.cluster(option, following)


def _stands_alone(text: str) -> bool:
    """Whether a word behind an option that curl does not know is rather an option or a URL than its argument."""
    return text.startswith("-") or "://" in text
