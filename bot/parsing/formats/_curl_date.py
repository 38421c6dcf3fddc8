"""The date of ``-z`` -> a moment, by the rules of curl_getdate(3)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ZONES = {"gmt": 0, "utc": 0, "ut": 0, "z": 0, "wet": 0, "bst": 60, "cet": 60, "met": 60, "cest": 120, "eet": 120,
          "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
          "jst": 540}  # fmt: skip
_TOKEN = re.compile(
    r"(?P<word>[A-Za-z]++)|(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?|(?P<zone>[+-][01]\d\d\d)(?!\d)"
    r"|(?P<whole>\d{8})(?!\d)|(?P<number>\d{1,8})|[^A-Za-z0-9+-]++|[+-]"
)


def read_date(text: str) -> datetime | None:
    """The moment, in UTC unless the text says otherwise; None when curl takes it for the name of a file."""
    found: dict[str, int] = {}
    for match in _TOKEN.finditer(text[:100]):
        if not _take(match, found):
            return None
    try:
        moment = datetime(
            *(found["year"], found["month"], found["day"]),
            *(found.get("hour", 0), found.get("minute", 0), found.get("second", 0)),
            tzinfo=UTC,
        )
        return moment - timedelta(minutes=found.get("offset", 0)) if found["year"] >= 1583 else None
    except (KeyError, ValueError, OverflowError):
        return None


def _take(match: re.Match[str], found: dict[str, int]) -> bool:
    """Note what a token tells; False when curl would give up at it."""
    if match["word"]:
        return _word(match["word"].lower(), found)
    if match["hour"]:
        found.update(hour=int(match["hour"]), minute=int(match["minute"]), second=int(match["second"] or 0))
    elif match["zone"]:
        sign = -1 if match["zone"][0] == "-" else 1
        found["offset"] = sign * (int(match["zone"][1:3]) * 60 + int(match["zone"][3:]))
    elif match["whole"]:
        digits = match["whole"]
        found.update(year=int(digits[:4]), month=int(digits[4:6]), day=int(digits[6:]))
    elif match["number"]:
        return _number(int(match["number"]), found)
    return True


def _word(word: str, found: dict[str, int]) -> bool:
    if word[:3] in _MONTHS and (len(word) == 3 or "month" not in found):
        found["month"] = _MONTHS.index(word[:3]) + 1
    elif word in _ZONES:
        found["offset"] = _ZONES[word]
    return word[:3] in _MONTHS or word[:3] in _DAYS or word in _ZONES


def _number(value: int, found: dict[str, int]) -> bool:
    if "day" not in found and 0 < value < 32:
        found["day"] = value
    elif "year" not in found:
        found["year"] = value if value >= 100 else value + (1900 if value > 70 else 2000)
    else:
        return False
    return True
