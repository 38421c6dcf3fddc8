"""The headers of curl's request: those of -H by curl's rules, and those that other options imply (lib/http.c)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email.utils import format_datetime

from bot.parsing.formats._curl_args import CurlOperation
from bot.parsing.formats._curl_body import Body
from bot.parsing.formats._curl_date import read_date
from bot.parsing.formats._curl_form import BOUNDARY
from bot.parsing.formats._curl_notes import Notes

# None: curl leaves this header out, its own of that name too.
Own = tuple[str, str | None]


def headers_of(operation: CurlOperation, body: Body, authorization: str, notes: Notes) -> list[tuple[str, str]]:
    """All headers in curl's order, without those that it adds to every request (Host, User-Agent, Accept, length)."""
    own = _own(operation, body, notes)
    named = {name.lower() for name, _ in own}
    found: list[tuple[str, str]] = []
    if authorization and "authorization" not in named:
        found.append(("Authorization", authorization))
    if operation.last or operation.switches or "cookie" in operation.groups:
        implied = _implied(operation, body, wants_te="te" not in named)
        found += [(name, value) for name, value in implied if name.lower() not in named]
    asks_te = bool(operation.switches.get("tr-encoding")) and "te" not in named
    if body.is_form or asks_te or "host" in named:
        found += _own_in_place(own, body, without="connection" if asks_te else "")
    else:
        found += [(name, value) for name, value in own if value is not None]
    if body.is_stream and "transfer-encoding" not in named:
        found.append(("Transfer-Encoding", "chunked"))
    if body.media_type and "content-type" not in named:
        found.append(("Content-Type", body.media_type))
    if asks_te:
        found += _connections(own)
    return found


def _own(operation: CurlOperation, body: Body, notes: Notes) -> list[Own]:
    """The headers of ``-H`` in order, and those of ``--json``."""
    found: list[Own] = []
    for _, word in operation.of("header"):
        if word.text.startswith("@"):
            lines = notes.read("header", word.text[1:])
            for line in (lines or "").splitlines():
                _header(line, found, notes)
        else:
            _header(word.text, found, notes)
    if body.is_json:
        named = {name.lower() for name, _ in found}
        found += [(name, "application/json") for name in ("Content-Type", "Accept") if name.lower() not in named]
    return found


def _header(text: str, found: list[Own], notes: Notes) -> None:
    """``X: y`` is sent, ``X:`` leaves X out, ``X;`` sends it empty, and what has no colon is dropped."""
    name, colon, value = text.partition(":")
    if colon and name:
        found.append((name.strip(" \t"), value.strip(" \t\r\n") or None))
    elif text.endswith(";") and text.count(";") == 1:
        found.append((text[:-1], ""))
    elif text.strip():
        notes.add("header-without-colon", f"a header without a {'name' if colon else 'colon'} is not sent")


def _own_in_place(own: Sequence[Own], body: Body, *, without: str) -> Iterator[tuple[str, str]]:
    """The user's headers that are sent, but for those called ``without``; a form's Content-Type gets the boundary."""
    seen = {without}
    for name, value in own:
        lower = name.lower()
        first = lower not in seen
        seen.add(lower)
        if lower == "content-type" and body.is_form:
            if first:
                yield "Content-Type", f"{value or ''}; boundary={BOUNDARY}"
        elif value is not None and (first or lower not in ("host", without)):
            yield name, value


def _connections(own: Sequence[Own]) -> list[tuple[str, str]]:
    """The user's Connection headers, the first of which names TE too."""
    values = [value for name, value in own if name.lower() == "connection" and value]
    return [("Connection", ", ".join((*values[:1], "TE"))), *(("Connection", value) for value in values[1:])]


def _implied(operation: CurlOperation, body: Body, *, wants_te: bool) -> Iterator[tuple[str, str]]:
    last, switches = operation.last, operation.switches
    yield from _range(operation, body)
    if last.get("user-agent"):
        yield "User-Agent", last["user-agent"]
    if switches.get("tr-encoding") and wants_te:
        yield "TE", "gzip"
    if switches.get("compressed"):
        yield "Accept-Encoding", "deflate, gzip, br, zstd"
    referer = last.get("referer", "").removesuffix(";auto")
    if referer:
        yield "Referer", referer
    yield from _time_condition(last.get("time-cond", ""))
    texts = [word.text for _, word in operation.of("cookie") if "=" in word.text]
    if texts:
        yield "Cookie", ";".join(text if text[:1] in " \t" else f" {text}" for text in texts).strip(" \t")


def _range(operation: CurlOperation, body: Body) -> Iterator[tuple[str, str]]:
    """-r and -C: Range for what is fetched, Content-Range for what is sent."""
    span = operation.last.get("range", "")
    offset = operation.last.get("continue-at", "")
    if span.isdigit():
        span += "-"
    if not span and offset.isdigit() and int(offset):
        span = f"{int(offset)}-"
    if not span:
        return
    if not body.sent:
        yield "Range", f"bytes={span}"
    elif body.content is not None and not body.is_form and not offset:
        yield "Content-Range", f"bytes {span}/{len(body.content)}"


def _time_condition(text: str) -> Iterator[tuple[str, str]]:
    """-z with a date; one that is none is a file's name to curl, and asks for nothing when there is no such file."""
    if not text:
        return
    name = {"-": "If-Unmodified-Since", "=": "Last-Modified"}.get(text[0], "If-Modified-Since")
    moment = read_date(text[1:] if text[0] in "+-=" else text)
    if moment is not None:
        yield name, format_datetime(moment, usegmt=True)
