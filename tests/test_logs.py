"""A log line is one line, and holds no secret and no words of an exception."""

from __future__ import annotations

import logging
import sys

import pytest

from bot.logs import LIBRARIES, OneLine

TOKEN = "ghp_" + "0123456789abcdefABCDEF0123456789abcd"
PASSWORD = "S3cretPw99"


def line(name: str, words: str, *args: object, failed: bool = False) -> str:
    """The line of one record; ``failed``: logged in a handler of an exception whose text holds the password."""
    try:
        raise ValueError(f"could not store {PASSWORD}")
    except ValueError:
        caught = sys.exc_info() if failed else None
    return OneLine().format(logging.LogRecord(name, logging.ERROR, "x.py", 1, words, args, caught))


@pytest.mark.parametrize(
    ("words", "args"),
    [
        (f"asked with {TOKEN}", ()),
        ("asked with %s", (TOKEN,)),
        ("%r", ({"Authorization": f"Bearer {TOKEN}"},)),
        (f"https://bob:{PASSWORD}@internal.example/x", ()),
        ("Authorization: Basic %s", ("Ym9iOlMzY3JldFB3OTk=",)),
        ("one\ntwo \x1b[31m \u202e %s", (TOKEN,)),
    ],
)
def test_a_line_shows_no_secret(words: str, args: tuple[object, ...]) -> None:
    """By its form, in the text and in the arguments; and it is one line of printable ASCII."""
    shown = line("auth401.slack", words, *args)
    assert not any(part in shown for part in (TOKEN[4:16], PASSWORD, "Ym9iOlMz"))
    assert shown.isascii()
    assert shown.isprintable()


@pytest.mark.parametrize("name", [*LIBRARIES, "slack_bolt.auth401", "slack_sdk.socket_mode"])
def test_a_library_does_not_quote_an_exception(name: str) -> None:
    """Bolt puts the text of a listener's exception into its message: its type and place are all that is logged."""
    shown = line(name, f"Failed to run listener function (error: could not store {PASSWORD})", failed=True)
    assert PASSWORD not in shown
    assert "ValueError at line" in shown


def test_our_own_words_stay_beside_an_exception() -> None:
    """What we say of it ourselves quotes nothing."""
    shown = line("auth401.slack", "diagnosis %s failed", "T1:C1:1.1", failed=True)
    assert "diagnosis T1:C1:1.1 failed (ValueError at line:" in shown
    assert PASSWORD not in shown
