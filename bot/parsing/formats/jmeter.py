"""A sample of JMeter's View Results Tree, copied as text: sampler result, request, its headers."""

from __future__ import annotations

import re

from bot.model import Exchange, Format, Response
from bot.parsing._reading import NOTHING, Reading, make_request
from bot.parsing.formats._http import METHODS, headers_of

FORMAT = Format("jmeter", "message")
ORDER = 25
MARKS = ("request headers:",)

_LINE = re.compile(rf"^(?P<method>{METHODS}) (?P<url>https?://\S+)[ \t]*$", re.MULTILINE)
_HEADERS, _DATA, _COOKIES, _NONE = "Request Headers:", " data:\n", "\nCookie Data:\n", "\n[no cookies]"
_STATUS = re.compile(r"^Response code:\s?(\d{3})\b", re.MULTILINE)


def read(text: str) -> Reading:
    """The last sample. Cookies stand apart from the other headers there."""
    start = text.rfind(_HEADERS)
    lines = list(_LINE.finditer(text, 0, max(start, 0)))
    if not lines:
        return NOTHING
    line = lines[-1]
    _, data, rest = text[line.end() : start].partition(_DATA)
    if not data:
        return NOTHING
    body, _, cookies = rest.partition(_COOKIES)
    headers, count = headers_of(text[start:].split("\n")[1:])
    if cookies.strip():
        headers = (*headers, ("Cookie", cookies.strip().partition("\n")[0]))
    body = body.partition(_NONE)[0].strip()
    request = make_request(FORMAT, line["method"], line["url"], headers, body or None)
    status = _STATUS.search(text, 0, line.start())
    answer = Response(status=int(status[1])) if status else None
    end = sum(len(each) + 1 for each in text[start:].split("\n")[: count + 1]) + start
    return Reading(trail=(Exchange(request=request, response=answer),), spans=((line.start(), min(end, len(text))),))
