"""The tone: words of our own are found in any case and place, and ordinary words that resemble them are left alone."""

from __future__ import annotations

import time

import pytest

from bot.authoring.tone import INSTEAD, stumbles
from tests._knowledge import shipped

OURS = (
    "The API treats it like noise",
    "Bogus keys get the same answer",
    "By the differential it is unknown",
    "The pattern is G=B≠N",
    "The pattern is N = G",
    "Nothing refuses it as seen from here",
    "The answer says so (words of the RFCs and many APIs)",
    "Forbidden by the RFC",
    "The key was withdrawn",
    "A rotation withdraws the old one",
    "The refusal stays",
    "The asker told so",
    "The paste's header",
    "We replayed the request",
    "The probe got 401",
    "A residual class",
    "The posterior of this cause",
    "The auth-scheme is missing",
    "The token stands in the header",
    "A blank before the value",
    "A log-in is needed",
    "A redirect is named",
    "The answer speaks of a scope",
    "Please send it again",
    "It answers otherwise than to none",
    "All are answered alike",
    "The client mints the token itself",
    "The request as pasted is accepted",
)
ORDINARY = (
    "The problem is in the header",
    "Try again with priority",
    "The announcement says when it ends",
    "Stand-in values such as YOUR_KEY are no keys",
    "The standard scheme is Bearer",
    "An N of 3 = three tries",
    "Log in again, then log out",
    "`curl --replay-x` prints the line",
    "Look at {none-probe.status} and {bogus-probe.status}",
    "The session was probably ended by a logout",
)


@pytest.mark.parametrize("text", OURS)
def test_a_word_of_ours_is_found(text: str) -> None:
    """Each of them is found whatever its case, and what is right is said."""
    for shape in (text, text.upper(), f"({text})", f"{text}, and more"):
        assert list(stumbles(shape)), shape


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_word_is_left_alone(text: str) -> None:
    """Longer words, names of templates and what is to be typed are not ours."""
    assert list(stumbles(text)) == []


def test_each_row_of_the_list_is_met() -> None:
    """No row of the list goes without a sentence above that it finds."""
    told = " ".join(found for text in OURS for found in stumbles(text))
    assert [instead for _, instead in INSTEAD if instead not in told] == []


def test_causes_speak_plainly() -> None:
    """No word of ours stands in the titles, headlines, clauses and reasons of the causes."""
    said = [
        words
        for cause in shipped().book.causes.values()
        for words in (
            cause.title,
            *(each.say for each in cause.headlines),
            *cause.checks_by,
            *(sign.because for sign in cause.signs),
        )
    ]
    assert [found for words in said for found in stumbles(words)] == []


@pytest.mark.parametrize("piece", ["noise ", "stands ", "{a", "`x", "by the ", "N = "])
def test_looking_is_linear(piece: str) -> None:
    """A text of 64 KiB takes about its length in pieces of 4 KiB, with all room for a busy machine."""
    short, long = (_seconds(piece * (size // len(piece))) for size in (4096, 65536))
    assert long < 16 * 8 * max(short, 0.0005)


def _seconds(text: str) -> float:
    taken = []
    for _ in range(3):
        started = time.process_time()
        list(stumbles(text))
        taken.append(time.process_time() - started)
    return min(taken)
