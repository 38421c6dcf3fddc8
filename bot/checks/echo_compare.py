"""Is the credential that the error echoes the one that was pasted?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 0
AFTER: tuple[str, ...] = ()
FACTS: dict[str, str] = {
    "echoed": "bool: the answer or the text shows a part of the credential that the server got",
    "matches": "bool: the echoed start and end are those of a pasted credential",
    "differs": "bool: the echoed start or end is not that of any pasted credential",
    "quote_first": "bool: the echoed value begins or ends with a quotation mark",
    "blank": "bool: the echoed value is empty, undefined or null",
    "placeholder": "bool: the echoed value is sample text (your-api-key)",
    "variable": "bool: the echoed value begins with a variable's sigil",
    "scheme_inside": "bool: the echoed value begins with an auth-scheme",
    "other_provider": "str: the provider whose prefix the echo has, when it is not the one asked, ''",
    "no_request": "bool: there is an echo but no pasted credential to compare it with",
}


async def check(case: Case, _net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
