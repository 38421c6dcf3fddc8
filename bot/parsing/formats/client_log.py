"""Wire logs of clients: the interceptors of OkHttp and Feign, Apache HttpClient's ``>>`` and ``<<``, the debug output
of Python's ``http.client`` and Ruby's ``Net::HTTP``, git's ``=> Send header:``.

Each is turned into the lines that ``curl -v`` would have shown, and read as those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from bot.model import Format
from bot.parsing._reading import NOTHING, Reading
from bot.parsing.formats import http_transcript
from bot.parsing.formats._http import HEADER, lines_of

FORMAT = Format("client-log", "log")
ORDER = 22
MARKS = (
    *("--> get ", "--> post ", "--> put ", "--> patch ", "--> delete ", "<-- ", '>> "', '<< "', '<- "'),
    *("send: b'", "reply: '", "=> send header: "),
)

_OKHTTP = re.compile(
    r"^(?P<prefix>[^\n]{0,160}?)(?:-{2,3}> (?P<method>[A-Z]{3,8}) (?P<url>https?://\S+)"
    r"|<-{2,3} (?:HTTP/[\d.]+ )?(?P<status>\d{3})\b)[^\n]*$",
    re.MULTILINE,
)
_END = re.compile(r"-{2,3}>|<-{2,3}")
_DIGITS = re.compile(r"\d")
_RUBY = re.compile(r"^[ \t]*(?P<way><-|->) \"(?P<content>[^\n]*)\"[ \t]*$", re.MULTILINE)
_ESCAPED = re.compile(r"\\([rnt\"\\])")
_WIRE = re.compile(r"^(?:(?!>> \"|<< \")[^\n])*+(?P<way>>>|<<) \"(?P<content>[^\n]*)\"[ \t]*$", re.MULTILINE)
_DEBUG = re.compile(
    r"^[ \t]*(?:send: b?(['\"])(?P<sent>.*)\1|reply: (['\"])(?P<reply>.*)\3|header: (?P<header>[^\n]*))[ \t]*$",
    re.MULTILINE,
)
_GIT = re.compile(
    r"^[^\n]{0,80}?(?:(?P<sent>=> Send)|<= Recv) header: ?(?P<content>[^\n]*)$", re.MULTILINE
)  # GIT_TRACE_CURL; older GIT_CURL_VERBOSE prints as curl -v does


def read(text: str) -> Reading:
    """The exchanges of the first kind of log that is found, as one span."""
    for lines in (_okhttp(text), _wire(text), _debug(text), _ruby(text), _git(text)):
        found = list(lines)
        if not found:
            continue
        reading = http_transcript.read("\n".join(line for line, _ in found))
        if reading.trail:
            spans = [span for _, span in found]
            return Reading(trail=reading.trail, spans=((min(spans)[0], max(end for _, end in spans)),))
    return NOTHING


_Line = tuple[str, tuple[int, int]]


def _okhttp(text: str) -> Iterator[_Line]:
    heads = list(_OKHTTP.finditer(text))
    for match, following in zip_longest(heads, heads[1:]):
        prefix, mark = match["prefix"].rstrip(), ">" if match["method"] else "<"
        first = f"> {match['method']} {match['url']} HTTP/1.1" if match["method"] else f"< HTTP/1.1 {match['status']}"
        yield first, match.span()
        in_head = True
        limit = following.end() if following else len(text)
        for start, end in lines_of(text, match.end() + 1, limit):
            line = _without(prefix, text[start:end])
            span = (start, end)
            if _END.match(line):
                yield "*", span if "END" in line else (match.start(), match.end())
                break
            in_head = in_head and HEADER.match(line) is not None
            if line:
                yield (f"{mark} {line}" if in_head else line), span


def _without(prefix: str, line: str) -> str:
    """A line without what the logger puts before each, in which only times and counts differ."""
    begins = line[: len(prefix)]
    return line[len(prefix) if _DIGITS.sub("0", begins) == _DIGITS.sub("0", prefix) else 0 :].strip()


def _wire(text: str) -> Iterator[_Line]:
    for match in _WIRE.finditer(text):
        mark = ">" if match["way"] == ">>" else "<"
        content = match["content"].removesuffix("[\\n]").removesuffix("[\\r]")
        is_head = HEADER.match(content) or "HTTP/" in content or not content
        yield (f"{mark} {content}" if is_head else content), (match.start("way"), match.end())


def _debug(text: str) -> Iterator[_Line]:
    for match in _DEBUG.finditer(text):
        if match["sent"] is not None:
            head, _, body = match["sent"].replace("\\r\\n", "\n").partition("\n\n")
            yield from ((f"> {line}", match.span()) for line in head.split("\n"))
            if body:
                yield body, match.span()
        elif match["reply"] is not None:
            yield "< " + match["reply"].split("\\r")[0], match.span()
        else:
            yield f"< {match['header']}", match.span()


def _ruby(text: str) -> Iterator[_Line]:
    """``<-`` is what was sent, ``->`` what came; the strings are escaped as ``inspect`` does."""
    for match in _RUBY.finditer(text):
        content = _ESCAPED.sub(lambda found: {"r": "", "n": "\n", "t": "\t"}.get(found[1], found[1]), match["content"])
        mark = ">" if match["way"] == "<-" else "<"
        for line in content.removesuffix("\n").split("\n"):
            is_head = mark == ">" or HEADER.match(line) or "HTTP/" in line or not line
            yield (f"{mark} {line}" if is_head else line), match.span()


def _git(text: str) -> Iterator[_Line]:
    for match in _GIT.finditer(text):
        yield f"{'>' if match['sent'] else '<'} {match['content'].strip()}", match.span()
