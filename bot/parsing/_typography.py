"""What word processors, phones and chats put into a command, undone where only one reading is sensible.

Typographic quotes and dashes, no-break spaces, zero-width and direction characters. Inside straight quotes a
typographic one is content (``-d "Ain’t"``) and stays. Prose is left alone: only what looks like a command, a header
or JSON is repaired.
"""

from __future__ import annotations

import re

from bot.model import Problem
from bot.parsing._reading import PROBLEMS
from bot.regex import lazy

_DOUBLE = "“”„‟″«»＂"
_SINGLE = "‘’‚‛′´＇"
_DASHES = "‐‑‒–—―−－"
_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d"
    "\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
_ODD = lazy(f"[{_DOUBLE}{_SINGLE}{_DASHES}{_BLANKS}{INVISIBLE}]")
_COMMAND = lazy(
    r"(?<![\w./-])(?:curl(?:\.exe)?|wget|xh|https?|httpie|iwr|irm|Invoke-\w{1,40})[\s\u00a0\u200b]++"
    r"(?=[^\s\u200b]*(?:://|\.\w)|[-‐‑‒–—―−－'\"“‘]|[A-Z]+\s)",
    re.IGNORECASE,
)
_HEADER_LINE = lazy(
    rf"^[\W_]{{0,8}}(?:[\w-]{{0,60}}(?:authorization|key|token|secret)|cookie)[{INVISIBLE}]?[\"”']?\s?:", re.I | re.M
)
_JSON = lazy(r"\s*[{\[]\s*[“”{]")
_CREDENTIAL = lazy(r"authorization|bearer|basic|token|api.?key|secret|cookie|passw|-key", re.IGNORECASE)
_USER_OPTION = lazy(r"(?:^|\s)(?:-u|--user|--oauth2-bearer|-b|--cookie)[\s=]*\Z")
_STUCK_OPTION = lazy(r"\s-[A-Za-z]\Z")
_DATA_OPTION = lazy(r"(?:^|\s)(?:-d|--data[\w-]*|--json|-F|--form[\w-]*)[\s=]*\Z")
_WORD = lazy(r"[\w-]{1,60}")
_NAMED = lazy(r"(?:[^\w-]|-(?=\W))*+[\w-]++\W?:")
_SPECIAL = lazy(rf"[\\\"'{_DOUBLE}{_SINGLE}{_DASHES}{_BLANKS}{INVISIBLE}]")
_NOT_WRITTEN = frozenset(_BLANKS + INVISIBLE)
_MAX_LOOKS = 500  # at the surroundings of a repair
_NEAR = 2_000  # characters of an argument that are its surroundings


class _Repair:
    """The state of one pass over a command: which quote is open, where it began, what was repaired."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.quote = ""
        self.smart = False
        self.began = 0
        self.codes: dict[str, None] = {}
        self.said = 0

    def run(self) -> str:
        index = 0
        while special := _SPECIAL.search(self.text, index):
            self.out.append(self.text[index : special.start()])
            index, char = special.start(), special.group()
            if char == "\\" and self.quote != "'" and self.text[index + 1 : index + 2] not in _NOT_WRITTEN:
                self._escaped(index, self.text[index + 1 : index + 2])
                index += 2
                continue
            self._step(index, char)
            index += 1
        return "".join((*self.out, self.text[index:]))

    def _escaped(self, index: int, char: str) -> None:
        """What follows a backslash; a double quote that was made typographic along with those round it was straight."""
        if char and char in _DOUBLE and (self.smart or not self.quote):
            self._say("smart-quotes", index)
            char = '"'
        self.out.append(f"\\{char}")

    def _step(self, index: int, char: str) -> None:
        if char in "\"'":
            self._straight(index, char)
        elif char in _DOUBLE or char in _SINGLE:
            self._curly(index, char, '"' if char in _DOUBLE else "'")
        elif char in _DASHES:
            self.out.append(self._dash(index, char))
        elif char in _BLANKS:
            self._blank(index, char)
        elif char in INVISIBLE:
            self._invisible(index, char)
        else:
            self.out.append(char)

    def _straight(self, index: int, char: str) -> None:
        if not self.quote:
            self.quote, self.smart, self.began = char, False, index
        elif self.quote == char:
            self.quote = ""
        self.out.append(char)

    def _curly(self, index: int, char: str, straight: str) -> None:
        if (self.quote and not self.smart) or self._is_apostrophe(index, straight):
            self.out.append(char)
            return
        if not self.quote:
            self.quote, self.smart, self.began = straight, True, index
        elif self.quote == straight:
            self.quote = ""
        self._say("smart-quotes", index)
        self.out.append(straight)

    def _is_apostrophe(self, index: int, straight: str) -> bool:
        before, after = self.text[index - 1 : index], self.text[index + 1 : index + 2]
        stuck = not self.quote and _STUCK_OPTION.search(self.text, max(0, index - 3), index)
        return straight == "'" and self.quote != '"' and before.isalnum() and after.isalnum() and not stuck

    def _dash(self, index: int, char: str) -> str:
        at_start = index == 0 or self.text[index - 1].isspace() or self.text[index - 1] in _DASHES + _BLANKS + "-"
        word = _WORD.match(self.text, index + 1) if at_start and not self.quote else None
        doubled = self.text[index + 1 : index + 2] in (*_DASHES, "-")
        if word is None and not (at_start and doubled and not self.quote):
            return char
        self._say("dashes", index)
        already = index > 0 and self.text[index - 1] in _DASHES + "-"
        is_long = word is not None and len(word.group()) > 2 and word.group().islower()
        return "--" if is_long and not already and not doubled else "-"

    def _blank(self, index: int, char: str) -> None:
        if self.quote and _DATA_OPTION.search(self.text[max(0, self.began - 40) : self.began]):
            self.out.append(char)
            return
        self._say("nbsp", index)
        self.out.append(" ")

    def _invisible(self, index: int, char: str) -> None:
        before, after = self.text[index - 1 : index], self.text[index + 1 : index + 2]
        if before and after and not before.isascii() and not after.isascii():
            self.out.append(char)
            return
        self._say("invisible-characters", index)

    def _say(self, code: str, index: int) -> None:
        self.codes.setdefault(code)
        self.said += 1
        if code != "dashes" and self.said < _MAX_LOOKS and self._near_credential(index):
            self.codes.setdefault(f"{code}-in-credential")

    def _near_credential(self, index: int) -> bool:
        """Whether the argument round ``index`` holds a credential, by the words in it or the option before it."""
        start = self.began if self.quote else self._word_start(index)
        start = max(start, index - _NEAR)
        option = self.text[max(0, start - 40) : start]
        return bool(_USER_OPTION.search(option) or _CREDENTIAL.search(self.text[start : index + 40].partition("\n")[0]))

    def _word_start(self, index: int) -> int:
        """Where the word begins; in a header's line, where the line begins."""
        back = self.text[max(0, index - 200) : index]
        line = back.rpartition("\n")[2]
        return index - len(line if _NAMED.match(line) else re.split(r"[\s\"']", back)[-1])


def repair_code(text: str) -> tuple[str, tuple[str, ...]]:
    """A command or a block of code with its typography undone, and the codes of what was repaired."""
    if text.isascii() or not _ODD.search(text):
        return text, ()
    if _JSON.match(text):  # an answer's body: nothing that a client would have sent
        return re.sub(f"[{_DOUBLE}]", '"', text), ()
    work = _Repair(text)
    return work.run(), tuple(work.codes)


def repair_prose(text: str) -> tuple[str, tuple[str, ...]]:
    """Prose in which only the commands, headers and JSON of each paragraph are repaired, and the codes."""
    if text.isascii() or not _ODD.search(text):
        return text, ()
    codes: dict[str, None] = {}
    parts = []
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        start = _machine_start(paragraph)
        repaired, found = repair_code(paragraph[start:])
        codes.update(dict.fromkeys(found))
        parts.append(_plain(paragraph[:start]) + repaired)
    return "".join(parts), tuple(codes)


def _machine_start(paragraph: str) -> int:
    starts = [match.start() for match in (_COMMAND.search(paragraph), _HEADER_LINE.search(paragraph)) if match]
    if _JSON.match(paragraph):
        return 0
    return min(starts, default=len(paragraph))


def _plain(prose: str) -> str:
    return re.sub("[\u200b\u2060\ufeff]", "", re.sub(f"[{_BLANKS}]", " ", prose))


def problem_of(code: str) -> Problem:
    """The Problem that says a repair in words."""
    return Problem(code=code, text=f"{PROBLEMS[code]}; read as it was meant")
