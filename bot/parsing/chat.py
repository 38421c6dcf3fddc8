"""Slack's and the keyboard's damage undone: message text -> the text that was meant, and what was repaired.

What Slack does to a message (its "Formatting text for app surfaces"): ``&``, ``<`` and ``>`` become entities, addresses
become ``<url>`` or ``<url|label>``, people and channels ``<@U…>`` and ``<#C…|name>``. What people do: fences, inline
code, quote marks, the command's own prefix, typographic characters.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from typing import NamedTuple
from urllib.parse import unquote

from bot.model import Problem
from bot.parsing._reading import PROBLEMS
from bot.parsing._typography import problem_of, repair_code, repair_prose
from bot.regex import lazy

_TOKEN = lazy(
    r"<(?:(?P<url>(?:https?://|mailto:|tel:|ftp://|wss?://|slack:)[^<>|\n]*)(?:\|(?P<label>[^<>\n]*))?"
    r"|(?P<sigil>[@#!])(?P<id>[A-Za-z][\w^.:-]*+)(?:[^<>|\n]*\|(?P<name>[^<>\n]*))?)>"
    r"|&(?P<entity>amp|lt|gt);"
)
_BARE_AMPERSAND = lazy(r"&(?!(?:amp|lt|gt);)")
_AMP_IN_QUERY = lazy(r"&amp;(?=[\w.%\[\]-]{1,80}=)")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
# The slash command, or the mention of the bot
_PREFIX = lazy(r"\s*(?:/auth401(?:\s+(?:check|parse))?|@auth401|@[UW][A-Z0-9]{4,})(?=[\s:,]|\Z)[:,]?[ \t]*", re.I)
_ANSI = lazy(r"\x1b(?:\[[0-?]{0,32}[ -/]{0,8}[@-~]|\][^\x07\x1b\n]{0,200}(?:\x07|\x1b\\)|[@-Z\\^_])")
_CONTROL = lazy(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LANGUAGES = (
    "bash|sh|shell|zsh|fish|console|terminal|shell-session|sh-session|curl|http|https|json|jsonc|json5|xml|html|yaml|yml|"
    "javascript|js|jsx|typescript|ts|tsx|python|py|python3|pycon|powershell|ps1|pwsh|ps|cmd|bat|batch|dos|text|txt|plain|"
    "plaintext|log|logs|output|go|golang|java|kotlin|kt|csharp|cs|c#|fsharp|php|ruby|rb|rust|rs|swift|perl|r|lua|dart|"
    "scala|groovy|elixir|clojure|c|cpp|c\\+\\+|objc|graphql|gql|sql|diff|ini|toml|properties|env|dotenv|nginx|markdown|md"
)
_LANGUAGE = lazy(rf"(?:{_LANGUAGES})[ \t]*\r?\n(?!\s*\Z)", re.IGNORECASE)
_INLINE = lazy(r"(?<![\w`\\$=])(?<!=\")(?<!for \w in )`(?![\s`])([^`\n]{0,4000}[^`\s\\])`(?![\w`])")
_COMMAND_WORD = lazy(
    r"[$#>%]?\s*(?:curl|wget|https?|xh|iwr|irm|invoke-\w+|fetch\(|HTTP/|(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s)",
    re.IGNORECASE,
)
_COMMAND_BEFORE = lazy(r"(?<![^\s$`])(?:curl|wget|https?|xh|iwr|irm|invoke-\w{1,40})(?:\.exe)?(?=\s)", re.IGNORECASE)
_ARGUMENT = lazy(r"\s-|://")
_CARRIED = 60  # characters: longer than a command's name
_TEMPLATE_BEFORE = lazy(r"[(=+:,\[]\s{0,7}\Z")
_SCRIPT_REACH = 1000
_SCRIPT = lazy(
    r"\bfetch\(|\baxios\b|=>|\b(?:const|let|var|await)\s|:=|http\.(?:New|Get|Post)|new Request\(|NewReader\(|"
    r"NewBufferString\("
)
_HTML_QUOTE = lazy(r"&(?:quot|apos|#0?39|#x27|#34|nbsp);")
_HTML_ENTITY = lazy(r"&(?:quot|apos|#0?39|#x27|#34|nbsp|lt|gt|amp);")
# An address twice: as Markdown's link whose text is the address, and as mail and other chats write a link out.
_TWICE = lazy(
    r"\[(?P<label>https?://[^\[\]\s]{1,2000}+)\]\((?P<to>https?://[^()\s]{1,2000}+)\)"
    r"|(?P<shown>https?://[^\s<>'\"|]{1,2000}+)<(?P=shown)/?>"
)
# A command between the marks of Jira's wiki, of its fixed type, and of HTML. None of them can hold another.
_WIKI = lazy(
    r"(?<!\S)\{(?P<mark>noformat|code)(?::[^{}\n]{0,80})?\}"
    r"(?P<text>(?:[^{]++|\{(?!(?:noformat|code)[:}]))++)\{(?P=mark)\}"
)
_MONOSPACED = lazy(r"(?<!\S)\{\{(?P<text>(?:curl|wget)[ \t](?:[^\n{}]++|\{(?!\{)|\}(?!\}(?:[\s.,;:]|\Z)))++)\}\}")
_HTML_CODE = lazy(
    r"(?:<(?:pre|code)(?: [^<>\n]{0,200})?>\s{0,20}+){1,2}+(?P<text>(?:[$#] )?(?:curl|wget)\s"
    r"(?:[^<]++|<(?!/?(?:pre|code)[\s>]))++)(?:</(?:pre|code)>\s{0,20}+){1,2}+"
)
_BREAK_BEHIND_BACKSLASH = lazy(r"\\<br ?/?>\n?")
_COMMAND_IN = lazy(r"(?<![\w./-])(?:curl|wget|https?|fetch\()[\s(]")
_EMPHASIS = lazy(r"^([ \t]*)([*_~])(?=(?:curl|wget|http|GET|POST) )([^\n]{1,8000})\2[ \t]*$", re.MULTILINE)
_QUOTED = lazy(r"(?:^[ \t]{0,3}>.*(?:\n|\Z))+", re.MULTILINE)
_MARK = lazy(r"^[ \t]{0,3}>{1,3}[ \t]?", re.MULTILINE)
_REQUEST_LINE = lazy(r"^[ \t]*> ?[A-Z]{3,10} \S+ HTTP/\d|^[ \t]*< HTTP/\d", re.MULTILINE)


class Restored(NamedTuple):
    """The text as it was meant, a Problem for each repair that changes what a command would have sent, and the places
    of code blocks in the text."""

    text: str
    problems: tuple[Problem, ...]
    fenced: tuple[tuple[int, int], ...]


def restore(text: str) -> Restored:
    """Chat's and the keyboard's damage undone."""
    clean, problems = _without_controls(text)
    clean = _without_markup(clean)
    clean = _without_marks(_without_wrapping(_behind(_PREFIX.match(clean), clean)))
    clean, entities = _without_entities(clean)
    pieces = clean.split("```")
    codes: dict[str, None] = {}
    for index, piece in enumerate(pieces):
        repaired, found = (
            repair_code(_behind(_LANGUAGE.match(piece), piece)) if index % 2 else repair_prose(_without_ticks(piece))
        )
        codes.update(dict.fromkeys(found))
        pieces[index] = repaired
    return Restored("\n\n".join(pieces), (*problems, *entities, *map(problem_of, codes)), _fenced(pieces))


def _fenced(pieces: list[str]) -> tuple[tuple[int, int], ...]:
    """Where every second piece stands when all are joined by a blank line."""
    places, start = [], 0
    for index, piece in enumerate(pieces):
        if index % 2:
            places.append((start, start + len(piece)))
        start += len(piece) + 2
    return tuple(places)


def _without_controls(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Line ends made one, terminal colours and control characters taken out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    text = _ANSI.sub("", text) if "\x1b" in text else text
    bare, count = _CONTROL.subn("", text)
    return bare, (Problem(code="nul", text=PROBLEMS["nul"]),) if count else ()


def _behind(found: re.Match[str] | None, text: str) -> str:
    """The text behind what was found in it."""
    return text[found.end() :] if found else text


def _without_markup(text: str) -> str:
    """Slack's tokens and entities undone in one pass, so that ``&amp;lt;`` becomes ``&lt;`` and no more.

    Slack escapes every ampersand. Where a bare one stands the text did not come escaped, and only an ``&amp;`` that
    separates two parameters is damage.
    """
    if "<" not in text and "&" not in text:
        return text
    is_escaped = _BARE_AMPERSAND.search(text) is None
    text = text if is_escaped else _AMP_IN_QUERY.sub("&", text)
    return _TOKEN.sub(lambda match: _meant(match, is_escaped), text)


def _meant(match: re.Match[str], is_escaped: bool) -> str:
    if match["entity"]:
        return _ENTITIES[match["entity"]] if is_escaped else match.group()
    if match["url"]:
        if match.string.endswith(match["url"].rstrip("/"), 0, match.start()):  # written out before, by mail or a chat
            return ""
        url, label = (_unescape(part) if is_escaped else part for part in (match["url"], match["label"] or ""))
        return _typed(url, label)
    name = _unescape(match["name"] or match["id"])
    return f"@{name.removeprefix('@')}" if match["sigil"] == "!" else match["sigil"] + name


def _without_wrapping(text: str) -> str:
    """The text without what other programs write around a command or an address in it."""
    if "://" in text:
        text = _TWICE.sub(_once, text)
    if "{" in text:
        text = _MONOSPACED.sub(r"\n\g<text>\n", _WIKI.sub(r"\n\g<text>\n", text))
    if "<" in text:
        text = _BREAK_BEHIND_BACKSLASH.sub(r"\\\n", _HTML_CODE.sub(r"\n\g<text>\n", text))
    return text


def _once(match: re.Match[str]) -> str:
    """The address of a link, once; a link whose text is another address stays."""
    if match["shown"]:
        return match["shown"]
    label, url = match["label"], match["to"]
    return label if unquote(label).rstrip("/") == unquote(url).rstrip("/") else match.group()


def _typed(url: str, label: str) -> str:
    """What the person typed: the label where it is the address in another spelling, else the address."""
    if url.startswith(("mailto:", "tel:")):
        return label or url.partition(":")[2]
    spellings = {unquote(url), unquote(url).partition("://")[2], unquote(url).rstrip("/")}
    spellings |= {spelling.rstrip("/") for spelling in spellings}
    return label if label and unquote(label) in spellings else url


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _without_entities(text: str) -> tuple[str, tuple[Problem, ...]]:
    """A command copied from a web page's source: ``&quot;`` for its quotes, where it has no straight ones.

    Then all its signs are written so.
    """
    if not _HTML_QUOTE.search(text) or '"' in text or not _COMMAND_IN.search(text):
        return text, ()
    return _HTML_ENTITY.sub(lambda match: html.unescape(match.group()).replace("\u00a0", " "), text), (
        Problem(code="html-entities", text=PROBLEMS["html-entities"]),
    )


def _without_ticks(prose: str) -> str:
    """Prose without a command's emphasis and without the backquotes of inline code; a shell's backquotes stay."""
    prose = _EMPHASIS.sub(r"\1\3", prose)
    return _INLINE.sub(_Inline(prose), prose) if "`" in prose else prose


class _Inline:
    """What becomes of each inline code of a text, called in order: what stands before it is looked at once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen = 0  # up to where the text was looked at
        self._line = ""  # the end of what stands in this line outside of inline code
        self._is_command = self._has_argument = False
        self._scripts = [match.start() for match in _SCRIPT.finditer(text)]

    def __call__(self, match: re.Match[str]) -> str:
        code, text, start = match[1], self._text, match.start()
        self._look_at(text[self._seen : start])
        self._seen = match.end()
        is_argument = _TEMPLATE_BEFORE.search(text, max(0, start - 8), start) is not None
        if "${" in code or (is_argument and ("://" in code or self._is_in_script(start))):
            return match.group()  # a template literal of JavaScript, a raw string of Go
        if _COMMAND_WORD.match(code):
            return f"\n{code}\n"
        return match.group() if self._has_argument or code.count('"') % 2 else code  # PowerShell's `"a`"

    def _is_in_script(self, place: int) -> bool:
        """Does a mark of a script stand in the 1,000 characters before ``place``?"""
        before = bisect_left(self._scripts, place)
        return before > 0 and self._scripts[before - 1] >= place - _SCRIPT_REACH

    def _look_at(self, piece: str) -> None:
        """Is the line, without its inline code but with those that it continues, a command with an argument?"""
        newline = piece.rfind("\n")
        while newline > 0 and piece[newline - 1] in "\\`^":
            newline = piece.rfind("\n", 0, newline)
        line = piece[newline + 1 :]
        if newline >= 0:
            self._line, self._is_command, self._has_argument = "", False, False
        if self._has_argument:
            return
        self._line = self._line[-_CARRIED:] + line
        position = 0
        if not self._is_command:
            command = _COMMAND_BEFORE.search(self._line)
            if command is None:
                return
            self._is_command, position = True, command.end()
        self._has_argument = _ARGUMENT.search(self._line, position) is not None


def _without_marks(text: str) -> str:
    """Quote marks (``> ``) taken from quoted lines; a transcript's own ``> GET / HTTP/1.1`` lines keep theirs."""
    return _QUOTED.sub(_unquoted, text) if ">" in text else text


def _unquoted(match: re.Match[str]) -> str:
    block = match.group()
    transcript = _REQUEST_LINE.search(block)
    kept = transcript.start() if transcript else len(block)  # above it may stand a command's continuation prompts
    return _MARK.sub("", block[:kept]) + block[kept:]
