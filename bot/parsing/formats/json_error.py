"""An error's JSON body without its HTTP head: RFC 9457 problems, OAuth errors, GraphQL errors, providers' own forms."""

from __future__ import annotations

import json
import re

from bot.model import Exchange, Format, Response
from bot.parsing._reading import Reading
from bot.parsing.formats._documents import decoded

FORMAT = Format("json-error", "answer")
ORDER = 70
MARKS = (
    *('"error', "'error", '"message', "'message", '"detail', '"status', '"code', '"title', '"fault', '"msg', '"reason'),
    *('"ok"', '"success', "unauthenticated", '\\"error', "__type"),
)

_SURE = """
__type err error error_code error_description error_message error_summary errorcode errorcodes errormessage
errormessages errors errorsummary exception fault faultstring
"""
_LIKELY = """
cause code description detail details hint httpstatus message meta msg ok problem reason status status_code
statuscode success title
"""
_STRONG_KEYS = frozenset(_SURE.split())
_ERROR_KEYS = _STRONG_KEYS | frozenset(_LIKELY.split())
_REFUSAL = re.compile(
    r"\b40[137]\b|un_?authori[sz]ed|unauthenticated|not.?authori[sz]ed|not.?authenticated|forbidden|denied|"
    r"invalid|expired|not logged|"
    r"missing|required|fail|incorrect|wrong|revoked|bad.?cred|not valid|unknown|could not|cannot|no api|no auth|"
    r"no token",
    re.IGNORECASE,
)
_STATUS_KEYS = (
    *("status", "statuscode", "status_code", "code", "httpstatus", "http_status"),
    *("httpstatuscode", "error_code"),
)
_LOOSE = re.compile(
    r"""\{\s*\\?["'](?:error|errors|message|detail|code|status|fault|msg)\w*\\?["']\s*:""", re.IGNORECASE
)
_OPENING = re.compile(r"[{\[]")
_MAX_TRIES = 40
_WRAPPINGS = 3


def read(text: str) -> Reading:
    """The last JSON value that is an error, as a response without a head; its status when the body tells one."""
    found = _documents(text) or _loose(text)
    trail = tuple(
        Exchange(request=None, response=Response(status=status, body=text[start:end])) for start, end, status in found
    )
    return Reading(trail=trail, spans=tuple((start, end) for start, end, _ in found))


def _documents(text: str) -> list[tuple[int, int, int | None]]:
    found: list[tuple[int, int, int | None]] = []
    position = 0
    for _ in range(_MAX_TRIES):
        opening = _OPENING.search(text, position)
        if opening is None:
            break
        start = opening.start()
        parsed = decoded(text, start)
        if parsed is None:
            position = start + 1
            continue
        value, position = parsed
        if is_error(value):
            found.append((start, position, status_in(value)))
    return found


def is_error(value: object, depth: int = 0) -> bool:
    """Whether a JSON value is an error's body: an error's key, or ordinary keys that speak of a refusal.

    A value that holds one other alone is the wrapping of it.
    """
    if isinstance(value, list):
        return bool(value) and is_error(value[0], depth)
    if not isinstance(value, dict):
        return False
    keys = {str(key).lower() for key in value}
    if keys & _STRONG_KEYS:
        return True
    if keys & _ERROR_KEYS and _REFUSAL.search(json.dumps(value)[:4000]):
        return True
    return len(keys) == 1 and depth < _WRAPPINGS and is_error(next(iter(value.values())), depth + 1)


def status_in(value: object, depth: int = 0) -> int | None:
    """The HTTP status that an error's body tells of itself, or None."""
    if isinstance(value, list):
        return status_in(value[0], depth + 1) if value and depth < 3 else None
    if not isinstance(value, dict) or depth > 3:
        return None
    lowered = {str(key).lower(): inner for key, inner in value.items()}
    for key in _STATUS_KEYS:
        number = str(lowered.get(key, ""))
        if re.fullmatch(r"[345]\d\d", number):
            return int(number)
    nested = (
        status_in(lowered.get(key), depth + 1) for key in ("error", "errors", "fault", "meta", "response", "extensions")
    )
    return next((status for status in nested if status), None)


def _loose(text: str) -> list[tuple[int, int, int | None]]:
    """A body that is no JSON (cut off, or printed by Python): to the end of its paragraph."""
    match = _LOOSE.search(text)
    if match is None:
        return []
    end = text.find("\n\n", match.start())
    end = end if end >= 0 else len(text)
    closing = text.rfind("}", match.start(), end)
    end = closing + 1 if closing > 0 else end
    body = text[match.start() : end]
    if not _REFUSAL.search(body):
        return []
    status = re.search(r"""(?:status|code)\w{0,12}\\?["']?\s*:\s*["']?([345]\d\d)\b""", body, re.IGNORECASE)
    return [(match.start(), end, int(status[1]) if status else None)]
