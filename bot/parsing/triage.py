"""Is a channel message for us? A refusal that somebody reports, or a replayable request with a real credential.

Precision before recall: a bot that interrupts is removed. Most chatter is dismissed by one pass that looks for a few
dozen literals; only what holds one of them is looked at closely, unit by unit.
"""

from __future__ import annotations

import re
from itertools import islice

from ahocorasick_rs import AhoCorasick, Implementation

from bot.model import Report
from bot.parsing import _triage_words as words
from bot.parsing._triage_commands import carries_real_credential
from bot.parsing._triage_judge import is_solved, stands, strength_of
from bot.parsing._triage_text import Unit, plain, units, unslacked
from bot.parsing.parse import parse
from bot.unicode import well_formed

_LOOKED_AT = 65_536  # characters; the cap of SECURITY.md section 3
_UNITS = 600
_SUCCEEDS = re.compile(
    r"^ ?20[0-46] ?$|\b20[0-46] (?:ok|created|accepted|no content)\b|\bhttp/[\d.]{1,3} 20\d\b"
    r"|(?:\b(?:returns?|returned|got|gives|gets|says|status(?: code)?:?|code:?)|->|=>|→) ?20[0-46]\b",
    re.MULTILINE,
)
_COMMANDS = (
    *("curl", "wget", "fetch(", "invoke-webrequest", "invoke-restmethod", "iwr ", "irm ", "authorization", "bearer "),
    *("api-key", "api_key", "apikey", "x-auth", "-token", "http/1", "http/2", "https ", "http ", "http.", "requests."),
    *("axios", "cookie", "xh ", "setheader", "addheader", "auth="),
)
_MARKS = AhoCorasick((*words.LITERALS, *_COMMANDS), implementation=Implementation.ContiguousNFA)
_COMMAND_MARKS = AhoCorasick(_COMMANDS, implementation=Implementation.ContiguousNFA)


def is_for_us(text: str, report: Report | None = None, *, bot: bool = False) -> bool:
    """Would the bot answer this channel message? ``report`` is its parse, if known; ``bot``: an app wrote it."""
    if bot:
        return False
    text = well_formed(text)
    lowered = text[:_LOOKED_AT].lower()
    if not _MARKS.find_matches_as_indexes(lowered):
        return False
    simple = plain(unslacked(lowered))
    told = list(islice(units(simple), _UNITS))
    if stands(told):
        return True
    if report is None:
        if not _COMMAND_MARKS.find_matches_as_indexes(simple):
            return False
        report = parse(text)
    return _holds_live_request(report, told) and not _SUCCEEDS.search(simple) and not is_solved(told)


def _holds_live_request(report: Report, told: list[Unit]) -> bool:
    """A request with a real credential whose answer is not shown, or one that was refused."""
    status = report.observed.status if report.observed else None
    pasted = [request for request in report.requests if request.format.is_pasted]
    if not pasted or (status is not None and 200 <= status < 300):
        return False
    is_refused = status in (401, 407) and any(strength_of(unit) in ("sure", "number") for unit in told)
    if status is None and report.observed and report.observed.body and not any(map(strength_of, told)):
        return False
    return is_refused or any(carries_real_credential(request) for request in pasted)
