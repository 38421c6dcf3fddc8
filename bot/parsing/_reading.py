"""Reading, what one paste format found in a text, and what all formats build their requests with.

A format is a module in ``formats/`` with ``FORMAT``, ``MARKS`` and ``read``. Formats run one after another, by
``ORDER`` (a module without one has 50), and what one of them consumed is blank (spaces, newlines kept) for those after
it. So offsets stay true, and nothing is read twice: documents 10, transcripts 20, raw HTTP 30, code of languages
without a format of their own 45, commands and code 50, bodies 70. ``LATE_MARKS`` wake a format at 55, where those
read no request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.model import Credential, Exchange, Format, Headers, Problem, Request, Transfer
from bot.parsing.credentials import credentials_of

MAX_REQUESTS = 20
MAX_HEADERS = 200
MAX_TEXT = 64 * 1024
MAX_FILE = 1024 * 1024
_AT_EITHER_END = 100

# What the codes of Problem mean. A format may use a code of its own; those that several share or checks read are here.
PROBLEMS = {
    "smart-quotes": "typographic quotes where the shell needs straight ones",
    "smart-quotes-in-credential": "a typographic quote stands inside a credential",
    "dashes": "a typographic dash where an option needs - or --",
    "nbsp": "a no-break space where a blank was meant",
    "nbsp-in-credential": "a no-break space stands inside a credential",
    "invisible-characters": "zero-width or direction characters in the command",
    "invisible-characters-in-credential": "a zero-width or direction character stands inside a credential",
    "help-for-header": "-h asks curl for its help, and then it sends nothing; read as -H, which gives a header",
    "html-entities": "HTML entities where the command needs quotes; read as it was meant",
    "too-long": "only the first part of the text was looked at",
    "too-many-requests": "only the first requests were read",
    "too-many-headers": "only the first headers were read",
    "unreadable": "a part of the text could not be read",
    "unclosed-quote": "a quote is opened and never closed",
    "file": "the command would read a file, which is not here",
    "no-netrc-entry": "the .netrc in the paste has no entry for the host that is asked",
    "unset-variable": "a variable that the paste does not set",
    "request-target": "the request line is to name something else than a path, which is not seen in the URL here",
    "relative-url": "the request names a path alone, and no host is known for it",
    "unsupported-scheme": "only http and https are understood",
    "missing-backslash": "a line goes on with an option although the line before it ends the command",
    "blank-after-backslash": "a blank or comment stands behind the backslash (or caret) that should continue the line",
    "ampersand-cut": "an unquoted & ends the command in the middle of its URL",
    "single-quote-in-cmd": "single quotes in cmd.exe, which knows only double ones",
    "unquoted-header": "a header stands without quotes, so its value is not part of it",
    "line-end-in-header": "a header holds a line end, so no client sends it as it stands here",
    "header-without-colon": "a header without a colon, which is not sent",
    "curl-refuses": "curl itself would send nothing: the URL or the combination of options is wrong",
    "unknown-option": "an option that curl does not know",
    "abbreviated-option": "an option that only older versions of curl understand",
    "missing-argument": "an option at the end without its argument",
    "password-asked": "a user without a password, for which the client would ask",
    "headers-misplaced": "headers stand where the client takes them for data, so they are not sent as headers",
    "no-cors": "with mode no-cors a browser sends no Authorization and no header of one's own",
    "websocket-headers": "a browser opens a WebSocket without headers of one's own: it can send a cookie, a "
    "subprotocol (the second argument), or a short-lived ticket in the query, whichever the API documents",
    "eventsource-headers": "a browser's EventSource takes no headers: it can send a cookie (withCredentials) or a "
    "short-lived ticket in the query, as the API documents, and fetch can read the stream with a header",
    "userinfo-ignored": "this client does not send what stands before the @ of a URL",
    "nul": "a NUL or another control character was taken out",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one format found.

    ``requests`` were asked for; ``trail`` are exchanges of a transcript, and a request that stands only there (no
    command above it) is a request of the report too. ``spans`` are (start, end) of what was consumed. When there are
    as many spans as items in ``requests``, or in ``trail``, the n-th span is where the n-th item stands; else all
    stand at the first span.
    """

    requests: tuple[Request, ...] = ()
    trail: tuple[Exchange, ...] = ()
    problems: tuple[Problem, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


NOTHING = Reading()
_Item = TypeVar("_Item")


def ends_of(items: list[_Item]) -> list[_Item]:
    """Of more than 200 the first and the last hundred: nobody pastes so many messages for each to be looked at."""
    return items if len(items) <= 2 * _AT_EITHER_END else [*items[:_AT_EITHER_END], *items[-_AT_EITHER_END:]]


def make_request(
    format: Format,  # noqa: A002 - the field's name in Request
    method: str,
    url: str,
    headers: Sequence[tuple[str, str]] = (),
    body: bytes | str | None = None,
    *,
    credentials: Sequence[Credential] = (),
    transfer: Transfer | None = None,
) -> Request:
    """A Request with every credential found and typed.

    ``credentials`` are those that the format alone can place (userinfo that the client turned into a header, a client
    certificate): they come first, and a found one with the same value is the same credential and left out.
    """
    raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    kept: Headers = tuple(headers)[:MAX_HEADERS]
    found = credentials_of(url, kept, raw)
    if credentials:
        placed = {credential.secret for credential in credentials}
        found = (*credentials, *(credential for credential in found if credential.secret not in placed))
    return Request(
        method=method,
        url=url,
        headers=kept,
        body=raw,
        credentials=found,
        transfer=transfer or Transfer(),
        format=format,
    )
