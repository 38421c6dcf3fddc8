"""The differential: each row of its table."""

from __future__ import annotations

import pytest

from bot.auth.differential import READINGS, ProbeAnswer, read

NO = ProbeAnswer(alike="missing", refused=True)
UNKNOWN = ProbeAnswer(alike="unknown", refused=True)
EXPIRED = ProbeAnswer(alike="expired", refused=True)
FORBIDDEN = ProbeAnswer(alike="forbidden", forbidden=True)
OK = ProbeAnswer(alike="ok", ok=True)
GONE = ProbeAnswer(alike="gone", not_found=True)
MOVED = ProbeAnswer(alike="moved", redirect=True)
BROKEN = ProbeAnswer(alike="broken", server_error=True)
SILENT = ProbeAnswer(silent=True)

ROWS: dict[str, tuple[tuple[ProbeAnswer | None, ...], str]] = {
    "accepted": ((NO, OK, UNKNOWN, None), "accepted"),
    "public": ((OK, OK, None, None), "public"),
    "a bad credential is worse than none": ((OK, UNKNOWN, None, None), "public-but-refused"),
    "known, not allowed": ((NO, FORBIDDEN, UNKNOWN, None), "forbidden"),
    "a wrong password is 403 here, as noise is": ((NO, FORBIDDEN, FORBIDDEN, None), "unknown"),
    "unknown as noise": ((NO, UNKNOWN, UNKNOWN, None), "unknown"),
    "known, and refused": ((NO, EXPIRED, UNKNOWN, None), "known"),
    "forbidden whoever asks": ((FORBIDDEN, FORBIDDEN, FORBIDDEN, None), "forbidden-to-all"),
    "did not arrive": ((NO, NO, NO, UNKNOWN), "not-arrived"),
    "noise arrives and the given does not": ((NO, NO, UNKNOWN, None), "not-arrived"),
    "mute": ((NO, NO, NO, NO), "mute"),
    "mute, with nothing canonical to try": ((NO, NO, NO, None), "mute"),
    "refused, no noise sent": ((NO, UNKNOWN, None, None), "refused"),
    "without a credential": ((NO, None, None, None), "refused"),
    "redirect": ((MOVED, None, None, None), "redirected"),
    "redirect followed": ((MOVED, OK, None, None), "accepted"),
    "unknown, in a 422 that noise gets too": (
        (NO, ProbeAnswer(alike="422"), ProbeAnswer(alike="422"), None),
        "unknown",
    ),
    "nothing there": ((GONE, GONE, None, None), "not-found"),
    "past authentication": ((NO, GONE, UNKNOWN, None), "passed"),
    "server fails for everybody": ((BROKEN, BROKEN, None, None), "down"),
    "server fails once let in": ((NO, BROKEN, UNKNOWN, None), "down"),
    "nobody answers": ((SILENT, None, None, None), "down"),
    "hangs with the credential": ((NO, SILENT, NO, None), "hangs"),
    "proxy": ((ProbeAnswer(alike="p", proxy=True, refused=True), None, None, None), "proxy"),
    "firewall": ((ProbeAnswer(alike="w", blocked=True, refused=True), None, None, None), "blocked"),
    "throttled": ((ProbeAnswer(alike="b", busy=True), None, None, None), "busy"),
    "not asked": ((None, None, None, None), "unclear"),
}


@pytest.mark.parametrize("row", ROWS)
def test_each_row_of_the_table(row: str) -> None:
    """Four answers are read as the row says."""
    (none, given, bogus, canonical), word = ROWS[row]
    assert read(none, given, bogus, canonical) == word


def test_a_cached_refusal_is_the_caches() -> None:
    """Whatever the four say: when past the cache the answer is another, the cache answers."""
    assert read(NO, NO, NO, None, cached=True) == "cached"


def test_a_credential_that_could_not_be_sent_is_not_judged() -> None:
    """Refused without it says nothing of the request with it."""
    assert read(NO, None, None, None, withheld=True) == "withheld"


def test_the_table_uses_every_word_that_is_declared() -> None:
    """No word is declared that no row gives; two come from outside the four answers."""
    assert set(READINGS) - {word for _, word in ROWS.values()} <= {"cached", "gateway", "withheld"}
