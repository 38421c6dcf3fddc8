"""Does anything in the paste show what was sent in a credential's place: nothing, sample text, a word twice, a quote?

For logs, traces, settings and answers, where no request can be read as a whole: a printed header, a query of a URL in
an error, the value that an answer repeats. What a program printed was sent; what stands in code or in settings was
written so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Annotated

from bot import model
from bot.auth.basic import decoded_text
from bot.auth.names import KNOWN_SCHEMES, is_of_a_store
from bot.case import Case
from bot.checks._compared import compared
from bot.checks._outcome import fail, passed, skip
from bot.checks._samples import EMPTY_WORDS, redacted, sample_word, sigil_of
from bot.model import Finding, Span
from bot.probing.net import Net

STAGE = 0
AFTER: tuple[str, ...] = ()
_Words = Annotated[str | None, "what is shown, in words that give no secret away"]


class Facts(model.Facts, frozen=True, kw_only=True):
    """What is shown in place of a credential, and each time that in words that give no secret away."""

    nothing: Annotated[bool, "nothing stands in its place, or the word of an unset value (undefined, null, None)"]
    nothing_words: _Words = None
    sample: Annotated[bool, "the value is sample text (CHANGE_ME), by what a program printed or an answer repeats"]
    sample_words: _Words = None
    variable: Annotated[bool, "a variable or a format's mark was sent as it is, by what a program printed"]
    variable_words: _Words = None
    doubled: Annotated[bool, "the scheme's name is there twice"]
    doubled_words: _Words = None
    newline: Annotated[bool, "a line break belongs to the value: printed, escaped, or inside the base64 of a setting"]
    newline_words: _Words = None
    quotes: Annotated[bool, "quotation marks belong to the value"]
    quotes_words: _Words = None
    elsewhere: Annotated[bool, "the program reads one variable, and the paste sets another of nearly the same name"]
    elsewhere_words: _Words = None
    pull_secret: Annotated[bool, "imagePullSecrets names another secret than the one that the paste makes or lists"]
    pull_secret_words: _Words = None
    removed: Annotated[bool, "the configuration of a proxy or web server takes the Authorization header away"]
    removed_words: _Words = None


_MOST = 40
_LOOKED_AT = 24_000
_SCHEMES = "|".join(sorted(KNOWN_SCHEMES | {"bearer", "basic", "token"}))
_HEADER = re.compile(
    r"(?<![\w-])(?:(?:proxy-)?authorization|x-[a-z-]{0,30}(?:key|token)|api-?key)[\"'`]?"
    r"[ \t]{0,3}(?:=>|[:=,])[ \t]{0,3}\[?(?P<open>[\"'`]?)"
    rf"(?:(?P<scheme>{_SCHEMES})(?P<gap>[: ]{{1,3}}|(?=[\"'`\n]|\Z)))?(?P<value>[^\n]{{0,2000}})",
    re.IGNORECASE,
)
_WORD = re.compile(
    rf"(?<![\w-])(?P<scheme>{_SCHEMES})[ ]{{1,3}}"
    rf"(?P<value>undefined|null|None|nil|\[object \w+\]|%s|{_SCHEMES})(?![\w-])"
)
_QUERY = re.compile(
    r"[?&](?:client_id|client_secret|access_token|auth_token|token|api[_-]?key|app_?key|app_?id|apikey|key|signature)="
    r"(?P<value>[^&\s\"'`<>)\]]{0,400})",
    re.IGNORECASE,
)
_ECHO = re.compile(
    r"\b(?:key|token|credentials?|user(?:name)?|client_id|client id|password)s?"
    r"(?: (?:provided|given|received|supplied|was))?"
    r"[ ]?(?::|=|\[|\(|['\"`])[ ]?[\[('\"`]?(?P<value>[A-Za-z_<][\w<>* -]{1,60}|\[object \w+\])",
    re.IGNORECASE,
)
_SETTING = re.compile(
    r"^[ \t]*(?P<item>-[ \t]+)?[\"']?(?P<name>[A-Za-z_][\w.-]{1,60})[\"']?"
    r"[ \t]{0,8}(?P<mark>[:=])[ \t]{0,8}(?P<value>\S[^\n]{0,400}|)$",
    re.MULTILINE,
)
_KEYS = re.compile(r"(?:key|token|secret|password|pass|pat)$", re.IGNORECASE)
# What joins a string to the next in one language or another; and what only follows it
_GOES_ON = re.compile(r"[ \t]*(?:[+%&|?]|<>|<<|\.{1,2}[ \t]*[\w$('\"]|[A-Za-z_$(])")
_ESCAPED_ENDS = ("\\r", "\\n", "%0a", "%0d")
_QUOTE_ESCAPED = re.compile(r"%2[27]", re.IGNORECASE)
_REMOVED = re.compile(
    r"\bproxy_set_header[ \t]+\"?Authorization\"?[ \t]+(?:\"\"|'')"
    r"|\bRequestHeader[ \t]+unset[ \t]+\"?Authorization\b|\bdel-header[ \t]+\"?Authorization\b"
    r"|\brequest_header[ \t]+-Authorization\b|\bheader_up[ \t]+-Authorization\b"
    r"|\b(?:headers_to_remove|request_headers_to_remove)\b[^\n]{0,80}authorization",
    re.IGNORECASE,
)
_PRINTED = ("client", "server")
_MARKS = frozenset({"%s", "%v", "{}", "%@"})  # of formats that were never filled in
_PRINTED_VALUE = re.compile(rf"[\"'](?:{_SCHEMES}) [^\s\"'\\]{{4,2000}}(?:\\{{1,2}}[rn])+[\"']", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s\"'<>]{8,400}?(?:%22|%27|%0A|%0D)(?:%20)?[/?&\s]", re.IGNORECASE)


async def check(case: Case, _net: Net) -> Finding:
    """Look at every place of every span that shows a credential's value."""
    if not case.report.spans:
        return skip("there is nothing to look at")
    found: dict[str, str] = {}
    for span in case.report.spans:
        if span.speaker not in ("documentation", "token"):
            for name, words in _of(span):
                found.setdefault(name, words)
    for name, words in compared(case.report.text[:_LOOKED_AT]):
        found.setdefault(name, words)
    facts = Facts(
        nothing="nothing" in found,
        nothing_words=found.get("nothing"),
        sample="sample" in found,
        sample_words=found.get("sample"),
        variable="variable" in found,
        variable_words=found.get("variable"),
        doubled="doubled" in found,
        doubled_words=found.get("doubled"),
        newline="newline" in found,
        newline_words=found.get("newline"),
        quotes="quotes" in found,
        quotes_words=found.get("quotes"),
        elsewhere="elsewhere" in found,
        elsewhere_words=found.get("elsewhere"),
        pull_secret="pull_secret" in found,
        pull_secret_words=found.get("pull_secret"),
        removed="removed" in found,
        removed_words=found.get("removed"),
    )
    if not found:
        return passed("no value is shown that could not be one", facts)
    return fail(next(iter(found.values())), facts)


def _of(span: Span) -> Iterator[tuple[str, str]]:
    text = span.text[:_LOOKED_AT]
    for match in islice(_HEADER.finditer(text), _MOST):
        yield from _of_header(match, span)
    for match in islice(_WORD.finditer(text), _MOST):
        yield from _of_value(match["scheme"], match["value"], span)
    for match in islice(_QUERY.finditer(text), _MOST):
        yield from _of_query(match["value"], span)
    if _REMOVED.search(text):
        yield "removed", "the proxy's configuration removes the Authorization header"
    if _PRINTED_VALUE.search(text):
        yield "newline", "the value that is shown ends in a line break"
    if span.speaker in _PRINTED and (address := _ADDRESS.search(text)):
        name, mark = ("newline", "line break") if "%0" in address.group() else ("quotes", "quotation mark")
        yield name, f"the URL that was called has an escaped {mark} in it"
    if span.speaker in ("client", "server", "asker"):
        for match in islice(_ECHO.finditer(text), _MOST):
            yield from _of_echo(match["value"].strip(), span)
    if span.speaker in ("configuration", "request"):
        for match in islice(_SETTING.finditer(text), _MOST):
            yield from _of_setting(match)


def _of_header(match: re.Match[str], span: Span) -> Iterator[tuple[str, str]]:
    value, quote = match["value"], match["open"]
    if quote:
        end = value.find(quote)
        rest = value[end + 1 :] if end >= 0 else ""
        value = value[:end] if end >= 0 else value
        if end < 0 or _GOES_ON.match(rest):
            return
        if match["scheme"] and rest.lstrip().startswith(","):
            return  # an argument of its own follows: ("Authorization", "Bearer", token)
    scheme = match["scheme"] or ""
    if span.speaker == "asker" and not scheme and not quote:
        return  # "API key: none of them works"
    if not value.strip(" '\"`,;)}]") and (quote or (scheme and match["gap"])) and span.speaker != "asker":
        yield "nothing", f"there is nothing after {scheme or 'the name of the header'}"
        return
    yield from _of_value(scheme, value if quote else value.rstrip(" ,;)}"), span)


def _of_value(scheme: str, value: str, span: Span) -> Iterator[tuple[str, str]]:
    bare = value.strip()
    first = bare.split(" ")[0].strip("\"'`,;")
    if bare.strip("\"'`").lower() in EMPTY_WORDS or first.lower() in ("undefined", "null", "none", "nil"):
        word = bare.strip("\"'`")
        shown = f"{scheme} {word if word.lower() in EMPTY_WORDS else first}".strip()
        yield "nothing", f"“{shown}” is where a credential belongs"
    elif scheme and first.lower() == scheme.lower() and first != bare:
        yield "doubled", f"“{scheme} {first}” is in front of the credential"
    elif scheme and first.lower() == scheme.lower():
        yield "doubled", f"“{scheme} {first}” is where a credential belongs"
    elif (span.speaker in _PRINTED and sigil_of(first)) or bare in _MARKS:
        yield "variable", "a variable was sent as it is, without its value"
    elif span.speaker == "client" and _is_sample(first):
        yield "sample", f"“{sample_word(first)}” was sent, which is a placeholder"
    elif scheme and len(first) > 8:
        yield from _of_damage(bare)


def _ends_escaped(value: str) -> bool:
    """A line break that is spelt out, maybe before closing quotes."""
    return value.rstrip("\"'`").lower().endswith(_ESCAPED_ENDS)


def _of_damage(value: str) -> Iterator[tuple[str, str]]:
    """Marks that belong to the value itself, of a value that is real."""
    if _ends_escaped(value):
        yield "newline", "the value that is shown ends in a line break"
    elif value[0] in "\"'" and len(value) > 10:
        yield "quotes", "quotation marks are a part of the value that is shown"


def _of_query(value: str, span: Span) -> Iterator[tuple[str, str]]:
    if value.lower() in ("undefined", "null", "none", "nil"):
        yield "nothing", f"“{value}” is where a credential belongs"
    elif not value and span.speaker in _PRINTED:
        yield "nothing", "a parameter for the credential is empty"
    elif span.speaker in _PRINTED and _ends_escaped(value):
        yield "newline", "the value that is shown ends in a line break"
    elif span.speaker in _PRINTED and _QUOTE_ESCAPED.search(value):
        yield "quotes", "quotation marks are a part of the value that is shown"


def _of_echo(value: str, span: Span) -> Iterator[tuple[str, str]]:
    first = value.split(" ")[0].strip(".,;:")
    if first in ("undefined", "null", "None", "nil") or value.lower().startswith("[object "):
        if span.speaker != "asker":
            yield "nothing", f"the credential that arrived is “{first}”"
    elif span.speaker != "asker" and _is_sample(first):
        yield "sample", f"the credential that arrived is “{first}”, which is a placeholder"


def _is_sample(value: str) -> bool:
    return value.isupper() and "_" in value and bool(sample_word(value)) and not redacted(value)


def _of_setting(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    value = match["value"].split(" #")[0].strip().rstrip(",;")
    if not _KEYS.search(match["name"]) and not (match["name"].lower().startswith("user") and match["mark"] == ":"):
        return
    if is_of_a_store(match["name"], match.string):
        return
    if value in ('""', "''"):
        yield "nothing", "the setting for a credential is empty"
    elif match["item"] and match["mark"] == "=" and len(value) > 4 and value[0] == value[-1] and value[0] in "\"'":
        yield "quotes", "in this list the quotation marks are a part of the value"
    elif match["mark"] == ":" and _ends_in_newline(value.strip("\"'")):
        yield "newline", "the base64 of the setting ends in a line break"


def _ends_in_newline(value: str) -> bool:
    """Whether it is base64 of printable text and a line break, as ``echo`` without ``-n`` makes it."""
    plain = (decoded_text(value) or "") if 8 <= len(value) <= 200 and len(value) % 4 == 0 else ""
    return plain.endswith("\n") and plain.rstrip("\n").isprintable() and len(plain) > 2
