"""A chat message -> its units, each with who wrote it: a person's clause, a program's line, or source code.

The structure decides: fences and code spans, ``> `` of another person, time stamps, ``Error:``, status lines, JSON.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.regex import lazy

_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'", "‘": "'", "ʼ": "'", "´": "'",
        "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-",
        "‑": "-", "−": "-", "\u00a0": " ",
        "\t": " ", "\r": "\n", "\u200b": "", "\u200d": "", "\ufeff": "", "，": ", ", "。": ". ", "：": ": ",
    }
)  # fmt: skip
_ACCENTS = lazy("[\u0300-\u036f]")
_GLUED = lazy(r"(?<=[\u3040-\u9fff])(?=[a-z0-9])|(?<=[a-z0-9])(?=[\u3040-\u9fff])")  # a word of two scripts
_BLANKS = lazy(r"  +")
_ENTITY = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_LINK = lazy(r"<(https?://[^\s|<>]{1,2000})(?:\|[^<>\n]{0,500})?>")
_LONG = 400  # characters of one unit; a longer one is looked at in pieces
_SHARED = 60  # characters that stand in two pieces, so that none is cut in the middle of a refusal
_LINES = 200  # lines of which all are looked at, at either end of a text

Kind = Literal["person", "program", "code"]
_FENCE = "'''"  # three grave accents, as ``plain`` leaves them

# A line that a program printed, by how it begins. Lower case, as ``plain`` leaves it.
_PRINTED = lazy(
    r"(?:[a-z]{1,2} {1,8}|\W{0,6})"
    # A log's tag, or two
    r"(?:[\w.-]{1,40} {1,8}\| |[\w.-]{1,24}: (?=(?:[\w.-]{1,24}: )?[\w.]{0,40}(?:error|exception)\b)){0,2}"
    r"(?:(?:(?:19|20)?\d\d[-/.]\d\d[-/.]\d\d|\d\d:\d\d:\d\d|\d\d-\w{3}-\d\d|(?:mon|tue|wed|thu|fri|sat|sun),? )"
    r"|npm (?:err!|error|http|info|verb|warn|sill) |(?:err|error)!"
    r"|[vdiwef]/[\w.$ ]{1,40}(?:\( ?\d{1,8}\))?: |[iwef]\d{4} \d\d:|[a-z]{4}\[\d{4,9}\]|<-- \d{3}\b"
    r"|[a-z][\w.]{0,24}=(?:\S{1,80}|\"[^\"\n]{0,120}\") [a-z][\w.]{0,24}="
    r"|\S{1,60} \S{1,60} \S{1,40} \[\d\d/[a-z]{3}/\d{4}:"
    r"|(?:completed|sent) 40[17] (?:un\w{1,20} )?in \d[\d.]{0,9} ?[mμ]?s\b"
    r"|(?:could not|cannot|unable to|failed to) (?:get|head|post|put|fetch|pull|download|resolve) \W?https?:"
    r"|(?:[\w.\-/ ]{0,40} )?(?:error|err|warning|warn|fatal|panic|critical|severe|failure|exception|abort|caused by"
    r"|traceback"
    r"|unhandled|uncaught|remote|denied|failed|fehler|erreur|erro)(?: \(?\d{3}\)?| code)?\]?[:\])]"
    r"|(?:error|exception|failed|failure|unable|cannot|could not|erreur|fehler|erro"
    r"|fatal)\b[^.:?\n]{0,80}(?:\.\S[^.:?\n]{0,60})?: \S"
    r"|(?:info|debug|warn|warning|error|verbose|trace|fatal|reason|response|body|(?:failure |error )?message|detail"
    r"|status(?: code)?|code)\b ?[:=|\]]"
    r"|[\w.$\\:]{2,80}(?:error|exception|fault|failure|[.:$\\](?:unauthori[sz]ed|unauthenticated))\b ?[:(\[{-]"
    r"|curl: \(\d|at [\w.$<>/]{2,80} ?\(|file \"|exception calling|traceback|unhandled|uncaught"
    r"|http/\d|http (?:error |status )?(?:code )?40[17]\b.|40[17][ :,(-]{1,3}(?:un-?auth(?!\w+ (?:is|means)\b)"
    r"|proxy a|client e"
    r"|authorization r|invalid|incorrect|error|\(|\{|\"|')"
    r"|error 40[17]\b|response status code does not indicate"
    r"|(?:get|post|put|patch|delete|head|options) \S{1,300} (?:\S{1,40} ){0,6}?\(?40[17]\b"
    r"|<\w{1,20}[ >/]|[?&]?[\"']?\w{1,40}[\"'] ?: |[\[{(] ?[\"'}\[{\n]|[{\[(]$"
    r"|[\w.-]{1,80}: \w{0,20} ?(?:error|denied|failed|refused)\b|level=\w{3,8} "
    r"|[\w.(]{0,120}(?:failed|failure|error)\((?:reason|code|statuscode|error): )"
)
_PROMPT = lazy(
    r"(?:\[[^\]\n]{1,60}\]|[\w.@:~/\\-]{0,60}) ?[$#%] \S|ps [a-z]:\\|(?:curl|wget|docker|kubectl|git|pip|helm) [\w-]"
    r"|npm (?:i|ci|install|run|publish|login|create|view|whoami)\b"
)
_SOURCE = lazy(
    r"\s{0,12}(?:(?:if|elif|else|elseif|unless|switch|case|when|return|raise|throw|catch|except|rescue|assert\w*"
    r"|expect|"
    r"def|func|fn|function|const|let|var|import|from|class|public|private|async|await|try|for|while|select|pass|fail"
    r"|ok \d|not ok|scenario|given|then|use|using|package|end)\b|[\u2713\u2714\u2717]|@\w+|res\.|"
    r"response\.|it\(|test\(|describe\(|//|/\*|\*|#|--|\+|\- |\$\w+ ?=|status_code ?[!=]=)"
)
_PASSED = lazy(r"[-* ]{0,4}[\u2713\u2714] ")
_SOURCE_MARK = lazy(r"[=!]==? |\)\.(?:to|is|expect)|\.status\(40|=> ?\{(?![\"'])|\w\(\)\.\w")
_CALL = lazy(
    r"\w{1,30}(?:\.\w{1,30}){1,3}\(.{0,300}\)$|(?:fail|pass|[\u2713\u2714\u2717\u00d7]) \S{0,200}\b(?:test|spec)"
)
_TELLS = lazy(r"(?:\b(?:errors?|denied|failed|fatal|says|dies|fails|gives|returns|asks|from)\b|→|->|: ) ?\W?\w")
_HEADING = lazy(r"#{2,4} ")
_SAID = lazy(r"(?:said|wrote|schrieb|a ecrit|escribio|escreveu)(?: \(?\S{0,40}\)?)?:$")
_SENTENCE = lazy(
    r"(?<=[.!?;])(?<!err!) {1,2}(?=\S)|(?<=\.{3})(?=\w)| - (?=\D)|(?<=[a-z\d)\"']) (?=and (?:it|i|we) )"
    r"|,? (?=(?:but|however|yet|aber|mais|pero|mas|porem)\b)|(?<=\)) (?=but )"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One clause of a person or one line of a program; ``line`` is the number of the line that it stands in."""

    text: str
    kind: Kind
    line: int
    is_quoted: bool = False


def plain(text: str) -> str:
    """``text`` in lower case, compatibility forms and accents folded, runs of blanks made one; lines are kept."""
    lowered = text.lower()
    if not lowered.isascii():
        lowered = _ACCENTS.sub("", unicodedata.normalize("NFKD", lowered.translate(_LETTERS))).translate(_LETTERS)
        lowered = _GLUED.sub(" ", lowered)
    else:
        lowered = lowered.replace("\t", " ").replace("\r", "\n").replace("`", "'")
    return _BLANKS.sub(" ", lowered) if "  " in lowered else lowered


def unslacked(text: str) -> str:
    """``text`` with Slack's own marks undone: entities, and links in angle brackets."""
    if "<http" in text:
        text = _LINK.sub(r"\1", text)
    if "&" in text:
        for entity, letter in _ENTITY.items():
            text = text.replace(entity, letter)
    return text


def units(text: str) -> Iterator[Unit]:
    """The units of the plain ``text``, in order; of a very long one those of its first and last lines."""
    lines = text.split("\n")
    if len(lines) > 2 * _LINES:
        lines = [*lines[:_LINES], *lines[-_LINES:]]
    is_fenced = is_quoted = False
    is_reply = _is_reply(lines)
    for number, raw in enumerate(lines):
        line = raw.strip()
        fences = line.count(_FENCE)
        if fences:
            line = line.replace(_FENCE, " ").strip()
        inside = is_fenced or fences > 1
        is_fenced ^= fences % 2 == 1
        if not line or (not inside and _HEADING.match(line)):
            continue
        quotes = line.startswith(">") and not is_fenced
        is_quoted = is_quoted if quotes else bool(_SAID.search(line))
        is_reply = is_reply and quotes
        if quotes:
            line = line[1:].strip()
        kind = _kind(line[:_LONG], is_fenced=inside or is_fenced) if line else "person"
        is_theirs = quotes and (is_quoted or (is_reply and kind == "person"))
        for text in _clauses(line) if kind == "person" else (line,):
            for start in range(0, max(1, len(text) - _SHARED), _LONG - _SHARED):
                yield Unit(text[start : start + _LONG], kind, number, is_theirs)


def _is_reply(lines: list[str]) -> bool:
    """Does the message begin with a quotation and go on in own words, as an answer to somebody does?"""
    told = [line.lstrip().startswith(">") for line in lines if line.strip()]
    return bool(told) and told[0] and not all(told)


def _kind(line: str, *, is_fenced: bool) -> Kind:
    """Who wrote the line, by how it begins; what is fenced and no source code is output."""
    if _PASSED.match(line):
        return "code"
    if is_printed(line):
        return "program"
    if _is_source(line, is_fenced=is_fenced) or (_PROMPT.match(line) and not _TELLS.search(line)):
        return "code"
    return "program" if is_fenced else "person"


def is_printed(line: str) -> bool:
    """Does the line begin as a program's output does, wherever it stands?"""
    return _PRINTED.match(line) is not None


def _is_source(line: str, *, is_fenced: bool) -> bool:
    if _CALL.match(line):
        return True
    if _SOURCE.match(line) or _SOURCE_MARK.search(line):
        return is_fenced or line[-1] in ";{}"
    return line[-1] in ";{" and is_fenced


def _clauses(line: str) -> Iterator[str]:
    """The clauses of a line of prose; a quotation in double quotes is not taken apart."""
    start = counted = quotes = 0
    for match in _SENTENCE.finditer(line):
        quotes += line.count('"', counted, match.start())
        counted = match.start()
        if quotes % 2 == 0:
            clause = line[start : match.start()].strip()
            if clause:
                yield clause
            start = match.end()
    if line[start:].strip():
        yield line[start:].strip()
