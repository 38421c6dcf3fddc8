"""Is the credential that the error echoes the one that was pasted?"""

from __future__ import annotations

import re
from typing import Annotated

from bot import model
from bot.case import Case
from bot.checks._outcome import fail, passed, skip
from bot.checks._samples import redacted, sample_word, sigil_of
from bot.model import Finding
from bot.probing.net import Net
from bot.variants.credentials import Standing, standing, with_fragment

STAGE = 0
AFTER: tuple[str, ...] = ("read-response",)


class Facts(model.Facts, frozen=True, kw_only=True):
    """The part of a credential that came back."""

    differs: Annotated[bool, "the echoed start or end is not that of any pasted credential, whose values are all shown"]
    quote_first: Annotated[bool, "a quotation mark or bracket belongs to the echoed value"]
    blank: Annotated[bool, "the echoed value is empty, undefined or null"]
    placeholder: Annotated[bool, "the echoed value is sample text (your-api-key)"]
    variable: Annotated[bool, "the echoed value begins with a variable's sigil"]
    scheme_inside: Annotated[bool, "the echoed value begins with an auth-scheme"]
    other_provider: Annotated[str, "the provider whose prefix the echo has, when it is not the one asked, ''"]


_MASKED = re.compile(
    r"([\"'`]{0,2}[A-Za-z0-9_.:/+$%{-]{0,40})(?:\*{2,}|(?<=\w)\*(?=\w)|\.{3,}|…|•{2,})([A-Za-z0-9_.+/=-]{0,40}[\"'`}\])>]{0,2})"
)
_SCHEME = re.compile(r"(?:bearer|basic|token)\b", re.IGNORECASE)
_SETTING = re.compile(r"_(?:KEY|TOKEN|SECRET)$")
_YOURS = re.compile(r"your|<", re.IGNORECASE)
_NAMED = re.compile(r"key|token|credential|secret|provided|bearer|password")
_REFUSED = re.compile(r"(?:key|token|secret|credential)s? (?:provided|received|given)|incorrect|invalid|rejected")
_WHOLE = re.compile(  # Invalid key in subscription auth data: 'INSERT_YOUR_KEY_HERE'
    r"\b(?:invalid|incorrect|unknown|wrong|unrecognized)\b[^\"'`.\n]{0,40}\b(?:key|token|secret|credential)s?\b"
    r"[^\"'`.\n]{0,40}([\"'`])([^\s\"'`]{3,80})\1",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\b(?:ends?|ending) (?:with|in|on) [\"'`(]{0,2}[.…*]{0,4}([A-Za-z0-9]{3,12})\b"
    r"|last (?:four|4) (?:\w+ ){0,3}([A-Za-z0-9]{4})\b",
    re.IGNORECASE,
)
_NOTHING = ("undefined", "null", "none")
_QUOTES = "\"'`"
_LOOKED_AT = 16_384


async def check(case: Case, _net: Net) -> Finding:
    """Find an echo in the pasted answer or text and hold it against every pasted credential."""
    case = with_fragment(case)
    echo = _echo(case)
    if echo is None:
        return skip("the answer shows no part of a credential")
    start, end = echo[0].strip(_QUOTES), echo[1].strip(f"{_QUOTES}}})]>.,;")
    pasted = [part for one in standing(case.request) for part in _parts(one)] if case.request else []
    is_seen = bool(pasted) and all(map(_is_seen, pasted))  # else the echo may be that of the value which is not shown
    matches = any(_fits(value, start, end) for value in pasted)
    told = _told_otherwise(case, end)
    variable = bool(sigil_of(start)) or start[:1] in ("$", "%", "{")
    placeholder = not variable and bool(sample_word(start + end) or _SETTING.search(end) or _YOURS.match(start))
    facts = Facts(
        differs=told or (is_seen and not (matches or placeholder or variable) and len(start + end) >= 3),
        quote_first=not variable and _damaged(*echo),
        blank=not (start or end) or (len(start + end) >= 3 and any(word.endswith(start + end) for word in _NOTHING)),
        placeholder=placeholder,
        variable=variable,
        scheme_inside=_SCHEME.match(start) is not None,
        other_provider=_other(case, start),
    )
    if facts.differs:
        return fail("the credential that the server got is not the one that was meant: start or end differ", facts)
    return passed("the echoed part fits the pasted credential" if matches else "an echo without one to compare", facts)


def _echo(case: Case) -> tuple[str, str] | None:
    """(start, end) of the masked value that the answer shows, quotation marks included; None without.

    Of a value that is shown whole, which is nobody's key: it is the sample text that arrived.
    """
    observed = case.report.observed
    message = case.evidence.fact("read-response.message")
    texts = [(str(message), _NAMED)] if message else []
    if observed is not None and observed.body and observed.body[0] not in "{[":
        texts.append((observed.body[:_LOOKED_AT], _NAMED))
    for text, words in (*texts, (case.report.story[:_LOOKED_AT], _REFUSED)):
        for match in _MASKED.finditer(text):
            before = text[max(0, match.start() - 60) : match.start()].lower()
            dotted = match.group()[len(match[1])] in ".…" and len(match[2].strip(_QUOTES)) < 2  # merely cut short
            if words.search(before) and match[1] + match[2] and not dotted:
                return match[1], match[2]
    whole = _WHOLE.search(case.report.said_by("server", "client")[:_LOOKED_AT])
    return (whole[2], "") if whole and sample_word(whole[2]) else None


def _is_seen(value: str) -> bool:
    """Whether the paste shows the value itself: no variable's name, sample text or mere blots in its place."""
    return not (sigil_of(value) or sample_word(value)) and (not redacted(value) or bool(_MASKED.fullmatch(value)))


def _parts(one: Standing) -> tuple[str, ...]:
    """What of a credential may be echoed: of Basic the user name and the password each (some put a key as the user)."""
    user, colon, password = one.value.partition(":")
    return tuple(filter(None, (user, password))) if colon and one.kind == "basic" else (one.value,)


def _damaged(start: str, end: str) -> bool:
    """Whether a quotation mark or bracket belongs to the value: those that the message puts are on both sides."""
    first, last = start[:1] in tuple(_QUOTES), end[-1:] in tuple(_QUOTES if "{" in start else f"{_QUOTES}}})]>")
    return first != last or start[:2] in ("\"'", "'\"")


def _told_otherwise(case: Case, end: str) -> bool:
    """Whether the prose names another end of the key than the one that the server got."""
    match = _TAIL.search(case.report.story)
    told = (match[1] or match[2]) if match else ""
    return len(told) >= 3 and len(end) >= 3 and not told.endswith(end) and not end.endswith(told)


def _fits(value: str, start: str, end: str) -> bool:
    """Whether start and end are those of ``value``; of a value that the asker blotted out only its own ends count."""
    blotted = _MASKED.fullmatch(value)
    if blotted:
        return _one_begins(blotted[1], start) and _one_begins(blotted[2][::-1], end[::-1])
    return value.startswith(start) and value.endswith(end) if start or end else False


def _one_begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _other(case: Case, start: str) -> str:
    """The provider whose distinctive prefix the echo begins with, further than the asked one's own."""
    here = case.provider.id if case.provider else ""
    begun: dict[str, int] = {}
    for form in case.book.formats:
        if form.distinctive or form.provider == here:
            begun[form.provider] = max(begun.get(form.provider, 0), _begun(form.regex, start))
    further = max(begun, key=lambda provider: begun[provider], default="")
    return further if here and begun.get(further, 0) > begun.get(here, 0) else ""


def _begun(regex: str, start: str) -> int:
    """How many letters of ``start`` are the fixed beginning of a form, part by part: ``sk-``, ``sk-or-``."""
    fixed = re.match(r"(?:[A-Za-z0-9]{2,12}[-_]){1,4}", regex)
    ends = (part.end() for part in re.finditer(r"[-_]", fixed.group())) if fixed else ()
    return max((end for end in ends if fixed and start.startswith(fixed.group()[:end])), default=0)
