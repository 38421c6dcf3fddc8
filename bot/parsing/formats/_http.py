"""The pieces of an HTTP message as text: header lines, start lines, the URL of a request target, where a body ends."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from bot.model import Headers
from bot.parsing._reading import MAX_HEADERS
from bot.regex import lazy

METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|QUERY|PROPFIND|TRACE|LINK|UNLINK|PURGE"
STATUS_LINE = lazy(r"HTTP/(?P<version>\d(?:\.\d)?)[ \t]+(?P<status>[1-5]\d\d)(?![\w.])[^\n]{0,300}")
HEADER = lazy(
    r"(?P<name>:?[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200})[ \t]?:(?:[ \t]+(?P<value>\S[^\n]*)?|(?P<stuck>[^\s/][^\n]*)|$)"
)
BOUNDARY = "----FormBoundary"  # which the client chooses
_ABSOLUTE = lazy(r"[A-Za-z][A-Za-z0-9+.-]*+://")
_PORT = lazy(r":\d{1,9}\Z")
_BLANK = lazy(r"\s*+")
_DECODER = json.JSONDecoder()
_LABEL = lazy(r"(?:request |response )?(?:headers|body|payload|response|request|data):", re.IGNORECASE)
_NEXT_MESSAGE = lazy(
    rf"^[ \t]*(?:HTTP/\d(?:\.\d)?[ \t]+\d{{3}}\b|(?:{METHODS})[ \t]+\S+[ \t]+HTTP/\d|[*<>][ \t]|== Info|"
    r"[<=]=>? ?(?:Send|Recv)|(?:[\w.@:~/\\-]{0,80}[$#%>❯➜][ \t]+)?(?:curl|wget|https?)(?:\.exe)?[ \t]+\S)",
    re.MULTILINE,
)
_QUESTION = lazy(
    r"\?\s*\Z|\?\s|\b(?:I|we|my|our|any ideas?|anyone|why|help"
    r"|please(?! (?:provide|check|use|log|sign|try|supply|include|pass|specify|make sure|contact|enter|verify|see"
    r"|ensure|authenticate|re)))\b",
    re.IGNORECASE,
)
_CLOSING_TAG = lazy(
    r"</(?:html|error|errors|fault|soap:envelope|[\w:-]{1,60}envelope|[\w:-]{1,60}response)>", re.IGNORECASE
)


def headers_of(lines: Iterable[str]) -> tuple[Headers, int]:
    """The header fields that ``lines`` begin with, and how many lines they take (RFC 9112 section 5; folds joined).

    Lines may be indented as a whole; a label such as "Headers:" above them is passed over.
    """
    found: list[tuple[str, list[str]]] = []
    count = 0
    for line in lines:
        bare = line.strip("\r \t")
        match = HEADER.match(bare)
        if match is not None and _LABEL.fullmatch(bare):
            if found:
                break
        elif match is not None and len(found) < MAX_HEADERS:
            found.append((match["name"], [(match["value"] or match["stuck"] or "").strip()]))
        elif match is None and found and line[:1] in {" ", "\t"} and bare:
            found[-1][1].append(bare)
        else:
            break
        count += 1
    return tuple((name, " ".join(parts)) for name, parts in found), count


def lines_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each line between two places begins and ends, its line end left out; those not asked for cost nothing."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def head_in(text: str, start: int, end: int) -> tuple[Headers, int]:
    """The header fields that the lines from ``start`` on begin with, and where the line behind them begins."""
    headers, count = headers_of(text[begin:stop] for begin, stop in lines_of(text, start, end))
    for _, stop in islice(lines_of(text, start, end), count):
        start = stop + 1
    return headers, min(start, end)


def header(headers: Headers, name: str) -> str:
    """The first value of ``name`` (given in lower case), or ''."""
    return next((value for key, value in headers if key.lower() == name), "")


def url_of(target: str, headers: Headers, *, secure: bool | None = None) -> str:
    """The absolute URL of a request target (RFC 9112 section 3.3), or the bare target where no host is named.

    The scheme is not in such a message: https, unless ``secure`` is False, the port says http, or the host is local.
    """
    if _ABSOLUTE.match(target):
        return target
    host = header(headers, ":authority") or header(headers, "host")
    if not host:
        return target
    scheme = header(headers, ":scheme") or (
        "http" if secure is False or (secure is None and _is_plain(host)) else "https"
    )
    return f"{scheme}://{host}{target if target.startswith('/') else '/' + target}"


def _is_plain(host: str) -> bool:
    name, _, port = host.rpartition(":") if _PORT.search(host) else (host, "", "")
    if port:
        return port not in {"443", "8443"}
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_private
    except ValueError:
        return False


def without_pseudo(headers: Headers) -> Headers:
    """The fields without HTTP/2's pseudo-header fields (RFC 9113 section 8.3); ``:authority`` becomes Host."""
    named = tuple(("Host" if name == ":authority" else name, value) for name, value in headers)
    return tuple((name, value) for name, value in named if not name.startswith(":"))


def body_end(text: str, start: int, headers: Headers, limit: int) -> int:
    """Where the body of a response that starts at ``start`` ends, at most ``limit``; ``start`` when there is none."""
    following = _NEXT_MESSAGE.search(text, start, limit)
    limit = following.start() if following else limit
    begin = _BLANK.match(text, start, limit).end()  # type: ignore[union-attr]  # it matches nothing too
    if begin >= limit or header(headers, "content-length") == "0":
        return start
    document = _document_end(text, begin, limit)
    if document:
        return document
    paragraph = text.find("\n\n", begin, limit)
    end = paragraph if paragraph >= 0 else limit
    return start if _is_story(text[begin:end], headers) else end


def _document_end(text: str, begin: int, limit: int) -> int:
    if text[begin] in '{["':
        try:
            end = _DECODER.raw_decode(text, begin)[1]
        except (ValueError, RecursionError):
            return 0
        return end if end <= limit else 0
    if text[begin] == "<":
        last = 0
        for match in _CLOSING_TAG.finditer(text, begin, limit):
            last = match.end()
        return last
    return 0


def _is_story(paragraph: str, headers: Headers) -> bool:
    """Whether a paragraph below a head is what the person says, and no body."""
    kind = header(headers, "content-type")
    if "json" in kind or "xml" in kind or "html" in kind:
        return paragraph[0] not in '{[<"' and not paragraph[:1].isdigit()
    return not kind and not header(headers, "content-length") and bool(_QUESTION.search(paragraph))


def multipart(fields: Iterable[tuple[str, str]]) -> str:
    """A body of form fields (RFC 7578)."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
    return "".join(f'{head}{name}"\r\n\r\n{value}\r\n' for name, value in fields) + f"--{BOUNDARY}--\r\n"
