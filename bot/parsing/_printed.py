"""Header fields that a paste shows outside of a request: printed by a program, written in a setting, or in code.

A program that prints the headers of its request shows what was really sent. What belongs to no address at all is a
fragment: its credential can be looked at, although nobody knows where it went.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from bot.masking import is_harmless_header, secrets_in
from bot.model import Credential, Format, Request, Span
from bot.parsing._reading import make_request
from bot.parsing._settings import SCHEMES, SWITCHES, is_of_section, names_kind, of_use, settings
from bot.parsing.credentials import is_key_name
from bot.regex import lazy
from bot.url import url_of

FORMAT = Format("fragment", "fragment")
SETTINGS = Format("settings", "settings")
_MOST = 60
_NAME = r"[\"'`:]?(?<![\w.-])(?P<name>[A-Za-z][A-Za-z0-9_-]{2,50})[\"'`]?"
_SUM = (  # what is put behind a literal
    r"(?P<sum>\s{0,3}[+.]\s{0,3}(?:\"[^\"\n]{1,400}\"|'[^'\n]{1,400}'|[\w$(][\w.$()\[\]\"']{0,120}))?"
)
_QUOTED = rf"(?P<letter>[fF$]?)(?P<quote>[\"'`])(?P<quoted>[^\"'`\n]{{0,4096}})(?P=quote){_SUM}"
_BARE = (  # a tag of YAML with the name of what it stands for, or a value with or without its scheme
    rf"(?:![a-z_]{{2,20}}[ \t]\w{{1,60}}|(?:{SCHEMES})[ \t]+\"[A-Za-z0-9_.~+/=-]{{8,4096}}\"|(?:(?:{SCHEMES})[ \t]+)?"
    r"(?:\$\{\{?[^{}\n]{0,80}\}?\}|\{\{[^{}\n]{0,80}\}\}|\{[A-Za-z_][\w.]{0,60}\}|\$\([^()\n]{0,80}\)"
    r"|<[A-Za-z][\w -]{1,40}>|\[[A-Za-z*][\w *]{0,40}\]|[^\s\"'`,;{}\[\]()，。；！？（）【】「」、]){1,4096})"
)
_GAP = (  # what follows is no field of its own, of which this is the label
    r"(?:[ \t]{0,3}(?!(?:[\w-]{1,30}-[\w-]{1,30}|authorization|cookie)[\"'`]?:\s)|\s{0,3}(?![\w-]{2,50}[\"'`]?:\s))"
)
_FIELD = lazy(
    rf"{_NAME}\]?(?:\s{{0,3}}|[ \t]{{4,40}})(?:=>|:=|:|=(?![=>])){_GAP}"
    rf"(?:\[\s?)?(?:{_QUOTED}(?!\s{{0,3}}(?::|=>))|(?P<bare>{_BARE}))",
    re.IGNORECASE,
)
_PAIR = lazy(
    rf"(?<![:=] )(?<![:=])[\"'](?P<name>[A-Za-z][A-Za-z0-9_-]{{2,50}})[\"']\s{{0,3}},\s{{0,3}}"
    rf"[\"'](?P<quoted>[^\"'\n]{{0,4096}})[\"']{_SUM}"
)
_EITHER = rf"(?:[\"'](?P<quoted>[^\"'\n]{{0,4096}})[\"']|(?P<bare>{_BARE}))"
_SETS = r"[\"']?\s{0,3}[:=]\s{0,3}"
_KEYED = lazy(
    rf"(?<![\w-])[\"']?(?:key|name|header){_SETS}[\"']?(?P<name>[A-Za-z][A-Za-z0-9_-]{{2,50}})[\"']?\s{{0,3}},?\s{{0,20}}"
    rf"[\"']?values?{_SETS}\[?\s{{0,3}}{_EITHER}",
    re.IGNORECASE,
)
_TYPED = lazy(  # what a setting splits into scheme and token
    rf"(?<![\w-])[\"']?(?:type|scheme|strategy|auth){_SETS}[\"']?(?P<name>bearer)(?:[ _]?token)?[\"']?"
    rf"\s{{0,3}},?\s{{0,20}}(?:[{{\[]\s{{0,20}})?[\"']?(?:token|credentials|bearer|value){_SETS}{_EITHER}",
    re.IGNORECASE,
)
_TABLED = lazy(  # a row of a table, or a line whose columns are set off by blanks (Fluent Bit's Header)
    r"^[ \t]*+(?:(?:header|http_header)[ \t]++|\|[ \t]*+)?[`\"]?(?P<name>[A-Za-z][\w-]{2,50})[`\"]?"
    rf"(?:\x20*+[|\t][ \t|]*+|(?<=\w)[ \t]{{1,20}}(?=(?:{SCHEMES})[ \t]))[`\"]?"
    rf"(?P<bare>(?:(?:{SCHEMES})[ \t]+)?(?=[^\d\s]{{0,60}}\d)[^\s|\"'`,;{{}}\[\]()]{{10,4096}}+)"
    r"[`\"]?[ \t]*+(?:\||$)",
    re.IGNORECASE | re.MULTILINE,
)
_LISTED = lazy(r"(?<![\w/-])(?P<name>[A-Za-z][A-Za-z0-9-]{2,50}):\[(?P<quoted>[^\]\[\"'\n]{0,4096})\]")
_LOGGED = lazy(
    r"\b(?P<name>auth|authz|http_authorization|authorization)=\"(?P<quoted>(?:Bearer|Basic|Token)\b[^\"\n]{0,4096})\"",
    re.IGNORECASE,
)
_NGINX = lazy(
    r"\b(?:proxy_set_header|RequestHeader\s{1,3}set|http-request\s{1,3}set-header)\s{1,8}\"?(?P<name>[A-Za-z][\w-]{2,50})\"?"
    r"\s{1,8}(?:\"(?P<quoted>[^\"\n]{0,4096})\"|(?P<bare>[^\s;\"]{1,4096}))",
    re.IGNORECASE,
)
_ADDRESS = lazy(r"(?:http|ws)s?://[^\s\"'<>`]{1,400}", re.IGNORECASE)
_ASSIGNED = lazy(r"[ \t]*(?:(?:const|let|var|final|val|my|local)[ \t]+)?\$?(\w{1,60})[ \t]+:?=[ \t]*\Z")  # a statement
_OBJECT = lazy(
    r"\bheaders\"?'?\s{0,3}(?:=>|:|=)\s{0,3}(?:new Headers\()?\{|map\["
    r"|[{\[]\s{0,8}[\"':]?[A-Za-z][\w-]{1,50}[\"']?\s{0,3}(?:=>|:)|\[?\{\s{0,3}\"(?:Key|Name)\"",
    re.IGNORECASE,
)
_AUTH = lazy(
    r"^(?:x-)?(?:authori[sz]ation\w{0,3}|autori[sz]\w{4,8}|authenti(?:cation|fication)|auhtorization|authroization|cookie|dpop)$",
    re.IGNORECASE,
)
_VERSION = lazy(r"[~^v]?\d+(?:\.[\dx*]+){1,3}(?:-[\w.]+)?")  # of a package that is called as a header might be
_NOT_HEADERS = lazy(
    r"author(?:ity|s)?$|authorized|authorised|authenticat(?:ed|or|e)$|.*(?:type|method|mode|url|uri|endpoint|scheme|enabled"
    r"|required|provider|server|error|code|config|options|policy|handler|manager|service|context)$",
    re.IGNORECASE,
)
_OF_ANSWERS = lazy(
    r"www-authenticate|set-cookie|x-request-id|cf-ray|x-powered-by|strict-transport|content-security-policy|x-ratelimit",
    re.IGNORECASE,
)
_INNER = lazy(r"\{[^{}]*+\}")
_MASK = lazy(r"\*{2,}|redacted|filtered|masked|\[(?:hidden|omitted)|<\w|\.{3}|…|x{4,}", re.IGNORECASE)
_IN_BODY = lazy(r"\b(?:body|payload|data)[\"']?\s{0,3}[:=]", re.IGNORECASE)
_WISHED = lazy(
    r"\b(?:docs?|documentation|readme|(?<![./])examples?(?!\.)|should|must|expect\w*|instead|supposed|tutorial|want)\b"
    r"[^\n]{0,80}\Z",
    re.IGNORECASE,
)
_NO_WORD = lazy(r"(?=\D{0,60}\d).{10,}|[$%{<].*|undefined|null|None|nil", re.DOTALL)
_SHORTENED = lazy(r".{0,80}(?:\.{3}|…|\*\*)|\[[\w *]{1,40}\]")
_LOG = lazy(r"\s*(?:\[|\d{2,4}[-/:.T]|[A-Z]{4,8}\b)[^\n]*[\]:|>-]\s*")
_IDENTIFIER = lazy(r"(?!(?:undefined|null|None|nil)\Z)[A-Za-z_$][A-Za-z_$.]{0,60}")
_OPERATOR = lazy(r"[ \t]*(?:\?[ \t.]|\|\||&&|\?\?)")  # of an expression, which is no value
_HOLE = lazy(r"\{([A-Za-z_][\w .\[\]\"'()]{0,80})\}")


def fragment_of(text: str, spans: Sequence[Span], *, is_asked: bool = False) -> Request | None:
    """The credentials' headers that ``text`` shows, as a request without an address; None when it shows none.

    ``is_asked``: a request is mentioned, so lines that tell what somebody wants to see are about another one.
    Where no header is shown, the keys that the settings hold, else a JWT: their place in the request is not known.
    """
    shown = _without_answers(text)
    headers = tuple(dict.fromkeys(fields_in(shown, is_asked=is_asked)))
    configured = "\n".join(span.text for span in spans if span.speaker == "configuration")
    if headers:
        is_set = all(value and value in configured for _, value in headers)
        return make_request(SETTINGS if is_set else FORMAT, "GET", "", headers)
    keys = of_use(islice(settings(configured), _MOST))
    if keys:
        return make_request(SETTINGS, "GET", "", credentials=keys)
    tokens = [secret for secret in secrets_in(shown) if secret.kind == "jwt"] if "eyJ" in shown else []
    told = tuple(Credential(kind="bearer", location="text", secret=secret) for secret in tokens[:1])
    return make_request(FORMAT, "GET", "", credentials=told) if told else None


def sent_fields(text: str) -> tuple[tuple[str, str], ...]:
    """The credentials' headers that ``text`` shows of the request that it tells, each once."""
    return tuple(dict.fromkeys(fields_in(_without_answers(text), is_asked=True)))


def _without_answers(text: str) -> str:
    """``text`` with the headers of answers blank, for they say nothing of the request."""
    for match in islice(_OBJECT.finditer(text), _MOST):
        block = _block(text, match.start())
        if _is_of_answer(block):
            text = text[: match.start()] + " " * len(block) + text[match.start() + len(block) :]
    return text


def _is_of_answer(block: str) -> bool:
    """Does it hold an answer's headers itself, not in an object inside of it?"""
    while (inner := _INNER.sub("", block[1:-1])) != block[1:-1]:
        block = f"{block[:1]}{inner}{block[-1:]}"
    return _OF_ANSWERS.search(block) is not None


def with_printed(requests: Sequence[Request], text: str, whole: str, spans: Iterable[Span]) -> list[Request]:
    """The requests, the last of them with the headers that its program printed: those were really sent.

    A command says itself what it sends, and what the asker or a logger blotted out tells nothing. What another host
    was sent, or what stands beside its address, is not for this one; nor is what code makes and uses nowhere in the
    ``whole`` paste. ``text``: what no format has read of it.
    """
    if not requests or requests[-1].format.kind in ("command", "script", "message", "document"):
        return list(requests)
    last = requests[-1]
    host = url_of(last.url).name
    others = {value for each in requests[:-1] if url_of(each.url).name != host for _, value in each.headers}
    printed = [
        pair
        for pair in _objects(text, host, whole if last.format.kind == "code" else "")
        if not _MASK.search(pair[1]) and pair[1] not in others
    ]
    if not printed or not any(span.speaker in ("server", "client") for span in spans):
        return list(requests)
    names = {name.lower() for name, _ in printed}
    kept = tuple((name, value) for name, value in last.headers if name.lower() not in names)
    asked = make_request(last.format, last.method, last.url, (*kept, *printed), last.body, transfer=last.transfer)
    return [*requests[:-1], asked]


def _objects(text: str, host: str, code: str) -> Iterator[tuple[str, str]]:
    """The fields of header objects that are printed, of each at most a screen; none beside another host's address."""
    reach = 0
    for match in islice(_OBJECT.finditer(text), _MOST):
        if match.start() < reach:
            continue
        block = _block(text, match.start())
        reach = match.start() + len(block)
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        named = {url_of(address.group()).name for address in islice(_ADDRESS.finditer(f"{line[-400:]}{block}"), _MOST)}
        made = _ASSIGNED.match(f"{line[:120]}{block.partition('{')[0]}")
        is_unused = made is not None and len(re.findall(rf"\b{made[1]}\b", code)) == 1  # written, and sent by nothing
        if not (_is_of_answer(block) or _WISHED.search(line[-120:]) or is_unused) and named <= {host}:
            yield from fields_in(block)


def _block(text: str, start: int) -> str:
    """From ``start`` to where the brackets that open there close again, or 2,000 characters."""
    depth = 0
    for match in re.finditer(r"[{\[(]|[}\])]", text[start : start + 2_000]):
        depth += 1 if match.group() in "{[(" else -1
        if depth <= 0:
            return text[start : start + match.end()]
    return text[start : start + 2_000]


def fields_in(text: str, *, is_asked: bool = False) -> Iterator[tuple[str, str]]:
    """(name, value) of every field that is the header of a credential, in order; an unknown sum ends in ``${…}``.

    ``is_asked``: a request is mentioned, whose header may be shortened; what somebody wants to see is not its own.
    """
    found: dict[int, tuple[str, str]] = {}
    for pattern in (_TYPED, _KEYED, _LOGGED, _NGINX, _PAIR, _LISTED, _TABLED, _FIELD):
        for match in islice(pattern.finditer(text), _MOST):
            place = match.start("name")
            if pattern is _NGINX and ("$" in match.group() or not _given(match)):
                found[place] = ("", "")  # the server's own variables; or removed
                continue
            before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            is_wish = is_asked and _WISHED.search(before[-120:])
            name = "Authorization" if pattern in (_LOGGED, _TYPED) else match["name"].strip(":")
            if is_wish or not (_is_sent(name, _given(match)) and _is_read(pattern, match, before, is_asked=is_asked)):
                continue
            if not any(abs(place - other) < 3 for other in found):
                value = _value(match.groupdict(), is_code=_is_code(text, match))
                found[place] = (name, f"Bearer {value}" if pattern is _TYPED else value)
    yield from (found[place] for place in sorted(found) if found[place][0])


def _is_sent(name: str, value: str) -> bool:
    """Is it a credential's header with a value, by the two alone: no way of authentication, no version, no switch?"""
    is_switch = not _AUTH.match(name) and value.lower() in SWITCHES
    return _is_credential(name) and not (names_kind(name, value) or _VERSION.fullmatch(value) or is_switch)


def _is_read(pattern: re.Pattern[str], match: re.Match[str], before: str, *, is_asked: bool) -> bool:
    """Is it a field, and no body's member, sentence, expression or section of settings that looks like one?"""
    bare = match.groupdict().get("bare")
    if pattern is _TYPED:
        return not _IN_BODY.search(before[-120:])
    if pattern is _KEYED:
        return not bare or _is_value(bare.rpartition(" ")[2])
    if pattern is not _FIELD:
        return True
    if bare and (not _is_field(match, before, is_asked=is_asked) or _OPERATOR.match(match.string, match.end())):
        return False
    return not is_of_section(match["name"].strip(":"), match.string, match.start())


def _is_code(text: str, match: re.Match[str]) -> bool:
    """Does a bare value that is a name stand for another one: between brackets, or behind a quoted name (var.key)?"""
    behind = text[match.end("name") : match.end("name") + 1]
    return text[match.end() : match.end() + 2].lstrip()[:1] in ("}", ",", "(", ")") or (
        behind in ("'", '"') and "." in _given(match)
    )


def _is_value(word: str) -> bool:
    """Is a word that no quotes hold a value or what code calls one (process.env.KEY), and none of a sentence?"""
    return bool(_NO_WORD.fullmatch(word) or (_IDENTIFIER.fullmatch(word) and "." in word[:-1]))


def _given(match: re.Match[str]) -> str:
    found = match.groupdict()
    return found.get("quoted") or found.get("bare") or ""


def ended(bare: str) -> str:
    """A value without the sentence's mark at its end; dots that stand for the rest of it stay."""
    return bare if bare.endswith("..") else bare.rstrip(".,;")


def _is_field(match: re.Match[str], before: str, *, is_asked: bool) -> bool:
    """Whether a bare value is one: in a line, an object or marks of its own, or like a key; not in a sentence."""
    alone = not before.strip(" \t>|-*#\"'") or before.rstrip()[-1:] in "{,[(`" or bool(_LOG.fullmatch(before[-400:]))
    if "\n" in match.group()[match.end("name") - match.start() : match.start("bare") - match.start()]:
        return alone  # the colon of a sentence, and what is pasted below it
    value = match["bare"].rpartition(" ")[2]
    return alone or bool(_NO_WORD.fullmatch(value) or (is_asked and _SHORTENED.fullmatch(value)))


def _is_credential(name: str) -> bool:
    lower = name.lower()
    if _NOT_HEADERS.match(name) or is_harmless_header(name):
        return False
    return _AUTH.match(name) is not None or ("-" in name and (is_key_name(name) or lower.startswith("x-auth")))


def _value(found: dict[str, str | None], *, is_code: bool) -> str:
    bare = found.get("bare")
    if bare and bare[0] == "!":  # a tag of YAML, behind which the name of the value stands
        return f"${{{bare.partition(' ')[2]}}}" if " " in bare else bare
    if bare:
        return f"${{{bare}}}" if is_code and _IDENTIFIER.fullmatch(bare) else ended(bare)
    value = found.get("quoted") or ""
    if found.get("letter") in ("f", "F", "$"):
        value = _HOLE.sub(r"${\1}", value)
    joined = (found.get("sum") or "").strip()
    more = joined.strip("+. \t\n")
    if joined[:1] == "." and more[:1].isalnum() and not value.endswith((" ", "=")):
        return value  # a sentence that goes on
    if more[:1] in ('"', "'"):
        return value + more[1:-1]
    return f"{value}${{{more.rstrip(chr(34) + chr(39))}}}" if more else value
