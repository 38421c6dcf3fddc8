"""What does the pasted answer say, and who says it?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.checks._response import RESPONSE_FACTS
from bot.model import Finding
from bot.probing.net import Net

STAGE = 0
AFTER: tuple[str, ...] = ()
FACTS: dict[str, str] = {
    **RESPONSE_FACTS,
    "present": "bool: an answer or an error message is in the paste",
    "in_text": "bool: the words were found in prose or in a log, not in an HTTP answer",
    "redirected": "bool: the transcript shows a redirect before the refusal",
    "redirect_cross_origin": "bool: ... to another origin",
    "redirect_to_https": "bool: ... from http to https of the same host",
    "redirect_slash": "bool: ... where only a trailing slash differs",
    "authorization_lost": "bool: the transcript shows the credential before the redirect and not after it",
    "authorization_sent": "bool: the transcript shows the credential's header as really sent (> Authorization)",
    "says_missing_though_sent": "bool: it says that no credential came though the request carries one",
    "refused_before": "bool: some exchange of the transcript was refused",
    "accepted_after": "bool: the last exchange of the transcript was accepted after a refusal",
    "curl_error": "int: curl's exit code in the paste (6, 7, 28, 35, 60 ...)",
}


async def check(case: Case, _net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
