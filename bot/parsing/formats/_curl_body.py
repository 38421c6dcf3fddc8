"""What an operation of curl sends as its body, or moves into the URL (src/tool_getparam.c, src/tool_operate.c)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bot.parsing.formats._curl_args import CurlOperation
from bot.parsing.formats._curl_form import BOUNDARY, body_of, read_form
from bot.parsing.formats._curl_notes import Notes
from bot.parsing.shell.words import Word
from bot.unicode import as_bytes

_TYPE = re.compile(r"content-type\s*[:;]", re.IGNORECASE)
_FORM_TYPE = re.compile(r"content-type\s*:\s*multipart/form-data", re.IGNORECASE)
_LINE_ENDS = re.compile(r"[\r\n\0]")


@dataclass(slots=True)
class Body:
    """``content`` None with ``sent`` is a file's, and ``beside`` what the command itself puts beside that file's.

    ``query`` is what -G moves to the URL.
    """

    sent: bool = False
    content: bytes | None = None
    beside: bytes = b""
    media_type: str = ""
    is_form: bool = False
    is_json: bool = False
    query: str | None = None
    is_stream: bool = False  # of unknown length, so sent in chunks


_NONE = Body()


def read_body(operation: CurlOperation, notes: Notes) -> Body | None:
    """The body of the operation (uploads aside), or None when curl refuses the combination of options."""
    data, form = operation.of("data"), operation.of("form")
    uploads = any(word.text for _, word in operation.of("upload-file"))
    if not (data or form or uploads):
        return _NONE
    get, head = operation.switches.get("get"), operation.switches.get("head")
    if (bool(data) and not get) + bool(form) + bool(head) + uploads > 1 or (form and data):
        notes.refused("only one of -d, -F, -I and -T may be asked for")
        return None
    if (form or (data and not get)) and operation.last.get("continue-at", "-") not in {"-", "0"}:
        notes.refused("-C cannot go with -d or -F")
        return None
    if form:
        return _form(form, operation, notes)
    return _data(data, notes, to_query=bool(get)) if data else _NONE


def _data(parts: Sequence[tuple[str, Word]], notes: Notes, *, to_query: bool) -> Body:
    is_json = any(name == "json" for name, _ in parts)
    whole = ""
    known = True
    for name, word in parts:
        value = _datum(name, word.text, notes)
        known = known and value is not None
        if whole and name != "json":
            whole += "&"
        whole += value or ""
    if to_query:
        return Body(query=whole, is_json=is_json)
    media_type = "" if is_json else "application/x-www-form-urlencoded"
    raw = as_bytes(whole)
    content, beside = (raw, b"") if known else (None, raw)
    return Body(sent=True, content=content, beside=beside, media_type=media_type, is_json=is_json)


def _datum(name: str, text: str, notes: Notes) -> str | None:
    """What one data option adds, or None when it would be read from a file."""
    if name == "data-urlencode":
        return urlencoded(name, text, notes)
    if name == "data-raw" or not text.startswith("@"):
        return text
    content = notes.read(name, text[1:])
    if content is None or name in {"data-binary", "json"}:
        return content
    return _LINE_ENDS.sub("", content)


def urlencoded(option: str, text: str, notes: Notes) -> str | None:
    """``content``, ``=content``, ``name=content``, ``@file`` or ``name@file`` encoded; a blank becomes a plus.

    None when it is a file's. For --data-urlencode and --url-query.
    """
    name, equals, content = text.partition("=")
    if not equals:
        name, at, file = text.partition("@")
        if at:
            found = notes.read(option, file)
            if found is None:
                return None
            content = found
        else:
            name, content = "", text
    encoded = quote(as_bytes(content), safe="-._~").replace("%20", "+")
    return f"{name}={encoded}" if name else encoded


def _form(fields: Sequence[tuple[str, Word]], operation: CurlOperation, notes: Notes) -> Body | None:
    form = read_form([(name, word.text) for name, word in fields], notes.stdin)
    for name in form.files:
        notes.file("form", name)
    if form.refused:
        notes.refused("a -F has no equals sign")
        return None
    own_type = next((word.text for _, word in operation.of("header") if _TYPE.match(word.text)), None)
    attached = own_type is not None and not _FORM_TYPE.match(own_type)
    escaped = bool(operation.switches.get("form-escape"))
    content = body_of(form.parts, escaped=escaped, attached=attached)
    beside = b""
    if content is None:
        beside = body_of([part for part in form.parts if part.is_plain], escaped=escaped) or b""
    media_type = f"multipart/form-data; boundary={BOUNDARY}"
    return Body(
        sent=True, content=content, beside=beside, media_type=media_type, is_form=True, is_stream=form.is_stream
    )


def upload_body(name: str, notes: Notes) -> Body:
    """The body of ``-T name``: what the paste feeds to standard input, else a file's."""
    is_stream = name in {"-", "."}
    content = notes.read("upload-file", "-" if is_stream else name)
    return Body(sent=True, content=None if content is None else as_bytes(content), is_stream=is_stream)
