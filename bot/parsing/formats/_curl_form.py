"""``-F`` and ``--form-string`` -> the multipart body that curl sends (RFC 7578; src/tool_formparse.c, lib/mime.c)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.unicode import as_bytes

# curl draws the boundary by lot; ours is fixed, so that the same paste is always read the same way.
BOUNDARY = "------------------------auth401auth401auth4010"
_DEEPEST, _MOST_FED, _MOST_FILES = 16, 8, 200
_TYPES = {
    ".gif": "image/gif", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".svg": "image/svg+xml",
    ".txt": "text/plain", ".htm": "text/html", ".html": "text/html", ".pdf": "application/pdf",
    ".xml": "application/xml",
}  # fmt: skip
_QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)"[^;,]*+', re.DOTALL)
_QUOTED_ONE = re.compile(r'"((?:[^"\\]++|\\.)*+)"[^;]*+', re.DOTALL)
_BARE = re.compile(r"[^;,]*+")
_BARE_ONE = re.compile(r"[^;]*+")
_UNQUOTE = re.compile(r'\\(["\\])')
_PARAMETER = re.compile(r";[ \t]*+(type=|filename=|headers=|encoder=)?[ \t]*+", re.IGNORECASE)
_TYPE = re.compile(r'[^()<>@,;:\\"\[\]?=\r\n ]*+')


@dataclass(slots=True)
class FormPart:
    """One part of a form; ``content`` None is a file's, ``parts`` are those of a nested multipart."""

    name: str | None = None
    content: str | None = ""
    filename: str | None = None
    type: str | None = None
    encoder: str = ""
    headers: list[str] = field(default_factory=list)
    parts: list[FormPart] | None = None

    @property
    def is_plain(self) -> bool:
        """Whether all of it stands in the command."""
        return self.content is not None and self.parts is None


@dataclass(slots=True)
class Form:
    """What a command's ``-F`` amount to: its parts, the files that they name, and whether curl refuses it.

    ``is_stream``: a part's length is not known before it is encoded, so the body is sent in chunks.
    """

    parts: list[FormPart] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    refused: bool = False
    is_stream: bool = False
    fed: int = 0  # how often standard input was taken


def read_form(fields: Sequence[tuple[str, str]], stdin: str | None) -> Form:
    """``fields`` are (option, argument); a field without ``=`` makes curl refuse the command."""
    form = Form()
    open_parts = [form.parts]
    for option, text in fields:
        name, equals, content = text.partition("=")
        if not equals:
            form.refused = True
        elif option == "form-string":
            open_parts[-1].append(FormPart(name or None, content))
        elif content.startswith("(") and len(open_parts) < _DEEPEST:
            group = _parameters(FormPart(name or None, parts=[]), content, form, several=False)[0]
            group.filename, group.encoder = None, ""
            open_parts[-1].append(group)
            open_parts.append(group.parts if group.parts is not None else [])
        elif not name and content == ")" and len(open_parts) > 1:
            open_parts.pop()
        else:
            open_parts[-1].append(_part(name or None, content, form, stdin))
    return form


def _part(name: str | None, content: str, form: Form, stdin: str | None) -> FormPart:
    if content.startswith("@"):
        return _files(name, content, form, stdin)
    is_read = content.startswith("<")
    part, value, _ = _parameters(FormPart(name), content.removeprefix("<"), form, several=False)
    if is_read:
        part.filename = None
    taken = _file(value, form, stdin) if is_read else value
    part.content = None if part.content is None else taken
    form.is_stream = form.is_stream or (part.encoder.lower() == "quoted-printable" and bool(taken))
    return part


def _files(name: str | None, content: str, form: Form, stdin: str | None) -> FormPart:
    """``@a;type=t,b``: one file is a part of the form, several are a multipart/mixed in it."""
    found: list[FormPart] = []
    rest = "," + content[1:]
    while rest.startswith(",") and len(found) < _MOST_FILES:
        part, file, rest = _parameters(FormPart(), rest[1:], form, several=True)
        part.content = None if part.content is None else _file(file, form, stdin)
        if part.filename is None:
            part.filename = re.split(r"[/\\]", file)[-1]
        found.append(part)
    if len(found) == 1:
        found[0].name = name
        return found[0]
    return FormPart(name, parts=found)


def _file(name: str, form: Form, stdin: str | None) -> str | None:
    if name == "-" and stdin is not None and form.fed < _MOST_FED:
        form.fed += 1
        return stdin
    form.files.append("standard input" if name == "-" else name)
    return None


def _parameters(part: FormPart, text: str, form: Form, *, several: bool) -> tuple[FormPart, str, str]:
    """(part with its ``;type=`` … set, the word before them, the rest from the comma that ends this file on)."""
    value, position = _word(text, len(text) - len(text.lstrip(" \t")), several=several)
    while match := _PARAMETER.match(text, position):
        position = match.end()
        kind = (match[1] or "").lower()
        if kind == "type=":
            position = _type(part, text, position, several=several)
            continue
        word, position = _word(text, position, several=several)
        if kind == "filename=":
            part.filename = word
        elif kind == "headers=" and word.startswith(("@", "<")):
            part.content = _file(word[1:].strip(" \t"), form, None)
        elif kind == "headers=":
            part.headers.append(word)
        elif kind == "encoder=":
            part.encoder = word
    return part, value, text[position:]


def _word(text: str, position: int, *, several: bool) -> tuple[str, int]:
    match = _QUOTED.match(text, position) if several else _QUOTED_ONE.match(text, position)
    if match:
        return _UNQUOTE.sub(r"\1", match[1]), match.end()
    bare = (_BARE if several else _BARE_ONE).match(text, position)
    word = bare[0] if bare else ""
    return word.rstrip(" \t"), position + len(word)


def _type(part: FormPart, text: str, position: int, *, several: bool) -> int:
    """The media type with whatever parameters follow that are not curl's own (``;charset=…``)."""
    start = position
    first = _TYPE.match(text, position)
    position = first.end() if first else position
    while position < len(text):
        match = _PARAMETER.match(text, position)
        if match is None or (match[1] and match[1].lower() != "type="):
            break
        bare = (_BARE if several else _BARE_ONE).match(text, match.end())
        position = bare.end() if bare else match.end()
    part.type = text[start:position].rstrip(" \t")
    return position


def body_of(parts: Sequence[FormPart], *, escaped: bool, attached: bool = False) -> bytes | None:
    """The body between curl's boundaries, or None when a file's content would be in it.

    ``attached``: the request's own Content-Type is no form's, so curl calls each part an attachment.

    ``escaped``: ``--form-escape`` asks for backslashes in names, where others send percent signs.
    """
    return _multipart(parts, BOUNDARY, escaped=escaped, nested=attached)


def _multipart(parts: Sequence[FormPart], boundary: str, *, escaped: bool, nested: bool) -> bytes | None:
    lines: list[bytes] = []
    for index, part in enumerate(parts):
        inner = f"{boundary[:-2]}{index % 100:02d}" if boundary != BOUNDARY else f"{BOUNDARY[:-4]}{index % 100:02d}00"
        content = _content(part, inner, escaped=escaped)
        if content is None:
            return None
        head = "".join(f"{line}\r\n" for line in _head(part, inner, escaped=escaped, nested=nested))
        lines.append(as_bytes(f"--{boundary}\r\n{head}\r\n") + content + b"\r\n")
    return b"".join(lines) + f"--{boundary}--\r\n".encode()


def _content(part: FormPart, boundary: str, *, escaped: bool) -> bytes | None:
    if part.parts is not None:
        return _multipart(part.parts, boundary, escaped=escaped, nested=not _is_form(part.type or ""))
    if part.content is None:
        return None
    raw, encoder = as_bytes(part.content), part.encoder.lower()
    if encoder == "quoted-printable":
        lines = [binascii.b2a_qp(line, istext=False) for line in raw.split(b"\r\n")]
        return b"\r\n".join(lines).replace(b"=\n", b"=\r\n")
    if encoder != "base64":
        return raw
    encoded = base64.b64encode(raw)
    return b"\r\n".join(encoded[start : start + 76] for start in range(0, len(encoded), 76))


def _head(part: FormPart, boundary: str, *, escaped: bool, nested: bool) -> list[str]:
    """Curl's headers of a part, but for those that ``headers=`` gives, and these; a type among them is the type."""
    own = {line.partition(":")[0].lower(): line.partition(":")[2] for line in reversed(part.headers) if ":" in line}
    lines = []
    disposition = "attachment" if nested else "form-data"
    named = "" if part.name is None else f'; name="{_escape(part.name, escaped=escaped)}"'
    filed = "" if part.filename is None else f'; filename="{_escape(part.filename, escaped=escaped)}"'
    if "content-disposition" not in own and (not nested or named or filed):
        lines.append(f"Content-Disposition: {disposition}{named}{filed}")
    media_type = part.type if part.type is not None else own.get("content-type", "").lstrip(" \t") or _guessed(part)
    if part.parts is not None:
        media_type = f"{media_type}; boundary={boundary}"
    if media_type is not None:
        lines.append(f"Content-Type: {media_type}")
    if part.encoder and "content-transfer-encoding" not in own:
        lines.append(f"Content-Transfer-Encoding: {part.encoder.lower()}")
    return lines + [line for line in part.headers if not line.lower().startswith("content-type:")]


def _guessed(part: FormPart) -> str | None:
    if part.parts is not None:
        return "multipart/mixed"
    name = part.filename or ""
    return _TYPES.get("." + name.rpartition(".")[2].lower()) if "." in name else None


def _is_form(media_type: str) -> bool:
    return media_type.lower().partition(";")[0].rstrip() == "multipart/form-data"


def _escape(name: str, *, escaped: bool) -> str:
    if escaped:
        return name.replace("\\", "\\\\").replace('"', '\\"')
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
