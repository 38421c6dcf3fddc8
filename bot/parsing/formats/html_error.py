"""An error page's HTML without its HTTP head: nginx, Apache, IIS, Tomcat, gateways and login pages."""

from __future__ import annotations

import re

from bot.model import Exchange, Format, Response
from bot.parsing._reading import NOTHING, Reading

FORMAT = Format("html-error", "answer")
ORDER = 72
MARKS = ("<html", "<!doctype", "<title", "<h1", "<center>")

_BEGIN = re.compile(r"<(?:!doctype\s+html|html\b|head\b|title\b|h1\b|center>)", re.IGNORECASE)
_STATUS = re.compile(
    r"<(?:title|h1|h2|b|p|h3)\b[^>]{0,200}>[^<\d]{0,80}\b([345]\d\d)\b|\b(?:HTTP )?(?:Status|"
    r"Error)\W{0,20}([345]\d\d)\b",
    re.IGNORECASE,
)


def read(text: str) -> Reading:
    """The page from its first tag to ``</html>``, or to the last tag, as a response without a head."""
    begin = _BEGIN.search(text)
    if begin is None:
        return NOTHING
    start = begin.start()
    last = text.lower().rfind("</html>", start)
    end = last + len("</html>") if last >= 0 else text.rfind(">", start) + 1
    if end <= begin.end():
        return NOTHING
    body = text[start:end]
    status = _STATUS.search(body)
    number = next((int(group) for group in status.groups() if group), None) if status else None
    return Reading(trail=(Exchange(request=None, response=Response(status=number, body=body)),), spans=((start, end),))
