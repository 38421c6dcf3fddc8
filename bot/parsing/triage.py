"""Is a channel message for us? A refusal that somebody reports, or a replayable request with a real credential.

Precision before recall: a bot that interrupts is removed. Most chatter is dismissed by one pass that looks for a few
dozen literals; only what holds one of them is looked at closely.
"""

from __future__ import annotations

import re

from ahocorasick_rs import AhoCorasick, Implementation

from bot.model import Report
from bot.parsing._triage_commands import carries_real_credential
from bot.parsing._triage_text import entries, plain
from bot.parsing._triage_verdict import LANGUAGES, is_settled, is_standing_refusal
from bot.parsing.parse import parse

_LOOKED_AT = 65_536  # characters; the cap of SECURITY.md section 3
_SUCCEEDS = re.compile(
    r"^\s*20[0-46]\s*$|\b20[0-46] (?:ok|created|accepted|no content)\b"
    r"|(?:\b(?:returns?|returned|got|gives|gets|says|status(?: code)?:?|code:?)|->|=>|→) ?20[0-46]\b",
    re.MULTILINE,
)
_COMMANDS = (
    *("curl", "wget", "fetch(", "invoke-webrequest", "invoke-restmethod", "iwr ", "irm ", "authorization", "bearer "),
    *("api-key", "api_key", "apikey", "x-auth", "-token", "http/1", "http/2", "https ", "http ", "http.", "requests."),
    *("axios", "cookie", "xh ", "setheader", "addheader", "auth="),
)
_TOLD = frozenset(("prose", "stack-trace", "log-line"))  # formats of requests that are spoken of, not pasted
# Parts without accents of the words for a refusal that are written with some.
_FRAGMENTS = (
    *(
        "401",
        "407",
        "４０１",
        "４０７",
        "token",
        "jeton",
        "autori",
        "authori",
        "autory",
        "autent",
        "authent",
        "credenc",
    ),
    *("credenz", "identifi", "uwierz", "yetki", "kimlik", "xác th", "tillg", "behörig", "overen", "ověřen"),
)


def _stems() -> tuple[str, ...]:
    """Literals of which one occurs, in lower case, in every message that could be for us."""
    tables = [table.get(feature, "") for table in LANGUAGES.values() for feature in ("strong", "weak")]
    spoken = {entry.strip("*") for table in tables for entry in entries(table)}
    known = (*_FRAGMENTS, *_COMMANDS)
    return (*known, *sorted(entry for entry in spoken if not any(part in entry for part in known)))


_STEMS = AhoCorasick(_stems(), implementation=Implementation.ContiguousNFA)
_COMMAND_MARKS = AhoCorasick(_COMMANDS, implementation=Implementation.ContiguousNFA)


def is_for_us(text: str, report: Report | None = None, *, bot: bool = False) -> bool:
    """Would the bot answer this channel message? ``report`` is its parse, if known; ``bot``: an app wrote it."""
    if bot:
        return False
    lowered = text[:_LOOKED_AT].lower()
    if not _STEMS.find_matches_as_indexes(lowered):
        return False
    simple = plain(lowered)
    if is_standing_refusal(simple):
        return True
    if report is None:
        if not _COMMAND_MARKS.find_matches_as_indexes(simple):
            return False
        report = parse(text)
    return _holds_live_request(report) and not _SUCCEEDS.search(simple) and not is_settled(simple)


def _holds_live_request(report: Report) -> bool:
    """A request with a real credential that was not answered with success, or one that was answered 401 or 407."""
    status = report.observed.status if report.observed else None
    pasted = [request for request in report.requests if request.format not in _TOLD]
    if not pasted or (status is not None and 200 <= status < 300):
        return False
    return status in (401, 407) or any(carries_real_credential(request) for request in pasted)
