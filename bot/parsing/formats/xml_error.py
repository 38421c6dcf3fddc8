"""An error's XML without its HTTP head: S3's ``<Error>``, SOAP faults, Azure, older APIs; no XML library reads it."""

from __future__ import annotations

import re

from bot.model import Exchange, Format, Response
from bot.parsing._reading import NOTHING, Reading

FORMAT = Format("xml-error", "answer")
ORDER = 71
MARKS = (
    *("<error", "<?xml", "<fault", ":fault", ":envelope", "<response", "<message>", "<exception", "<errors"),
    *("<rsp", "<oauth"),
)

_ROOT = re.compile(
    r"(?:<\?xml[^>]{0,200}\?>\s*)?<(?P<tag>(?:[\w-]{1,20}:)?(?:Error\w{0,12}|Errors|Fault|Envelope|Response|Exception|rsp|"
    r"OAuth|ServiceException\w{0,8}|AuthenticationError|message|hash|problem))\b[^>]{0,500}>",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"<(?:\w{1,20}:)?(?:status|code|statuscode|httpstatus|status-code|httpstatuscode)>\s*([345]\d\d)\s*<", re.I
)
_REFUSAL = re.compile(
    r"\b40[137]\b|unauthori[sz]ed|authenti|authoriz|forbidden|denied|credential|token|key|sign|expired|fault|error",
    re.I,
)


def read(text: str) -> Reading:
    """The first XML element that is an error's, as a response without a head."""
    match = _ROOT.search(text)
    if match is None:
        return NOTHING
    closing = f"</{match['tag']}>".lower()
    end = text.lower().find(closing, match.end())
    end = end + len(closing) if end >= 0 else _paragraph_end(text, match.end())
    body = text[match.start() : end]
    if not _REFUSAL.search(body):
        return NOTHING
    status = _STATUS.search(body)
    response = Response(status=int(status[1]) if status else None, body=body)
    return Reading(trail=(Exchange(request=None, response=response),), spans=((match.start(), end),))


def _paragraph_end(text: str, start: int) -> int:
    end = text.find("\n\n", start)
    return end if end >= 0 else len(text)
