"""Does a line of a log, of a network tab or of the prose say that OPTIONS itself was refused?

A preflight never carries a credential (WHATWG Fetch, CORS-preflight fetch), so that a 401 to it is about no credential.
"""

from __future__ import annotations

import re
from typing import Annotated

from bot import model
from bot.case import Case
from bot.checks._outcome import fail, passed
from bot.model import Finding
from bot.probing.net import Net

STAGE = 0
AFTER: tuple[str, ...] = ()


class Facts(model.Facts, frozen=True, kw_only=True):
    """What the lines say."""

    found: Annotated[bool, "a line names OPTIONS and a 401 or 403 to it"]


_LOOKED_AT = 64_000
_LINE = re.compile(r"\bOPTIONS\b[^\n]{0,160}?\b40[13]\b|\b40[13]\b[^\n]{0,40}\bOPTIONS\b")


async def check(case: Case, _net: Net) -> Finding:
    """Look at every line, whoever speaks; what somebody else wrote and the asker quotes is left out."""
    said = case.report.said_by("asker", "request", "server", "client", "configuration")[:_LOOKED_AT]
    if _LINE.search(said) is None:
        return passed("no line says that OPTIONS was refused", Facts(found=False))
    return fail("a line says that OPTIONS was refused, which a browser sends without a credential", Facts(found=True))
