"""Verbose output of curl: ``>``, ``<`` and ``*`` lines of ``-v``, the dumps of ``--trace`` and ``--trace-ascii``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.model import Exchange, Format, Headers, Request, Response
from bot.parsing._reading import Reading, ends_of, make_request
from bot.parsing.formats._http import STATUS_LINE, body_end, headers_of, url_of, without_pseudo
from bot.regex import lazy

FORMAT = Format("http-transcript", "message")
ORDER = 20
MARKS = (
    *("> get ", "> post ", "> put ", "> patch ", "> delete ", "> head ", "> options ", "> connect "),
    *("< http/", "recv header"),
)

_LINE = lazy(r"^[ \t]*(?:(?P<mark>[<>*])(?: (?P<content>[^\n]*)|[ \t]*$)|[{}] \[\d+ bytes data\]\s*$)", re.MULTILINE)
_METER = lazy(r"\s*+(?:% Total\s|Dload\s|\d++\s++\d[\d.kMG]*+\s++\d++\s++\d)")
_REQUEST_LINE = lazy(r"([A-Z]{3,20}) (\S+) HTTP/[\d.]+\s*\Z")
_TRACE = lazy(
    r"^(?:[\d:.]{8,20} )?(?P<way>=>|<=|==) (?P<what>Send|Recv|Info)(?P<part> header| data| SSL data)?", re.MULTILINE
)
_DUMP = lazy(r"[0-9a-f]{4,8}: (.*)")
_HEX = lazy(r"((?:[0-9a-f]{2} ){1,16}) {0,60}")
_SECURE = lazy(r"\bTLS|\bSSL|port 443|HTTP/2|ALPN|h2\b")
_PLAIN = lazy(r"^\* .*\bport (?!443\b|8443\b)\d", re.MULTILINE)
_END_OF_BODY = lazy(r"^[ \t]*(?:\S{0,60}[$#❯➜] |curl: \(\d+\)|(?:curl|wget) )", re.MULTILINE)


@dataclass
class _Exchange:
    """One exchange while its lines are read."""

    start: int
    sent: list[str] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    upload: list[str] = field(default_factory=list)
    end: int = 0


def read(text: str) -> Reading:
    """The exchanges of a transcript, oldest first. Interim responses and a tunnel that was opened are left out."""
    pieces = _dump_pieces(text) if "recv header" in text.lower() else _verbose_pieces(text)
    exchanges = ends_of(list(_grouped(pieces)))
    secure = True if _SECURE.search(text) else False if _PLAIN.search(text) else None
    built = [(_built(exchange, secure), (exchange.start, exchange.end)) for exchange in exchanges]
    kept = [(exchange, span) for exchange, span in built if exchange]
    return Reading(trail=tuple(exchange for exchange, _ in kept), spans=tuple(span for _, span in kept))


_Piece = tuple[str, str, int, int]  # mark, content, start, end


def _verbose_pieces(text: str) -> Iterator[_Piece]:
    """The marked lines as they are, and what stands between them as data."""
    last = None
    mark = ""
    has_data = False
    for match in _LINE.finditer(text):
        if last is not None and text[last : match.start()].strip():
            has_data = True
            yield "data", text[last : match.start()], last, match.start()
        mark = match["mark"] or mark
        has_data = has_data and mark != "<"
        yield match["mark"] or "", (match["content"] or "").rstrip("\r"), match.start(), match.end()
        last = match.end()
    if last is not None and (not has_data or mark != "*"):
        end = body_end(text, last, (), len(text))
        yield "data", text[last:end], last, end


def _dump_pieces(text: str) -> Iterator[_Piece]:
    """The blocks of a trace as the lines that ``-v`` would have shown."""
    starts = list(_TRACE.finditer(text))
    for index, match in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(text)
        block = text[match.end() : end]
        if match["part"] == " data":
            yield ("data" if match["way"] == "<=" else "upload"), _dumped(block), match.start(), end
        elif match["part"] == " header":
            for line in re.split(r"\r?\n", _dumped(block).rstrip("\r\n")) or [""]:
                yield match["way"][-1] if match["way"] == "=>" else "<", line, match.start(), end
        else:
            yield "*", block.strip(), match.start(), end


def _dumped(block: str) -> str:
    lines = [match[1] for line in block.split("\n") if (match := _DUMP.match(line))]
    if lines and all(_HEX.match(line) for line in lines):
        raw = bytes.fromhex("".join(match[1] for line in lines if (match := _HEX.match(line))))
        return raw.decode("utf-8", "replace")
    return "\n".join(lines)


def _grouped(pieces: Iterator[_Piece]) -> Iterator[_Exchange]:
    current: _Exchange | None = None
    lead: int | None = None  # where the client began to tell of the connection
    for mark, content, start, end in pieces:
        lead = None if mark == "data" else start if lead is None and mark == "*" else lead
        begins = (mark == ">" and _REQUEST_LINE.match(content)) or (
            mark == "<" and STATUS_LINE.match(content) and (current is None or _is_final(current))
        )
        if begins:
            if current:
                yield current
            current = _Exchange(start=start if lead is None or current else lead)
        if current is None:
            continue
        command = _END_OF_BODY.search(content) if mark == "data" else None
        _add(current, mark, content[: command.start()] if command else content)
        current.end = start + command.start() if command else end
        if command:
            yield current
            current = None
    if current:
        yield current


def _is_final(exchange: _Exchange) -> bool:
    match = STATUS_LINE.match(exchange.received[0]) if exchange.received else None
    return match is not None and int(match["status"]) >= 200


def _add(exchange: _Exchange, mark: str, content: str) -> None:
    if mark == ">":
        exchange.sent.append(content)
    elif mark == "<":
        if STATUS_LINE.match(content) and not _is_final(exchange):
            exchange.received.clear()
        exchange.received.append(content)
    elif mark == "data" and exchange.received:
        exchange.data.append(content)
    elif mark == "upload" or (mark == "data" and exchange.sent):
        exchange.upload.append(content)


def _built(exchange: _Exchange, secure: bool | None) -> Exchange | None:
    request, is_tunnel = _request(exchange, secure)
    response = _response(exchange)
    if is_tunnel and response and response.status == 200:
        return None
    return Exchange(request=request, response=response) if request or response else None


def _request(exchange: _Exchange, secure: bool | None) -> tuple[Request | None, bool]:
    match = _REQUEST_LINE.match(exchange.sent[0]) if exchange.sent else None
    if match is None:
        return None, False
    if match[1] == "CONNECT":  # the proxy's exchange, none of the API's (RFC 9110 section 9.3.6)
        return None, True
    headers, _ = headers_of(exchange.sent[1:])
    body = "".join(exchange.upload).strip("\n") or None
    url = url_of(match[2], headers, secure=secure)
    return make_request(FORMAT, match[1], url, without_pseudo(headers), body), False


def _response(exchange: _Exchange) -> Response | None:
    match = STATUS_LINE.match(exchange.received[0]) if exchange.received else None
    if match is None:
        return None
    headers: Headers = headers_of(exchange.received[1:])[0]
    body = "\n".join(line for data in exchange.data for line in data.split("\n") if not _METER.match(line))
    return Response(status=int(match["status"]), headers=headers, body=body.strip())
