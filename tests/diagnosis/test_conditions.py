"""The language of ``when:``."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis.conditions import holds
from bot.diagnosis.facts import CHALLENGE, OTHERS, PROVIDER, REPORT, fact
from bot.diagnosis.templates import because, filled, sentences, span, worded
from bot.knowledge.schema import Condition, Test
from bot.model import Statement
from tests.diagnosis._cases import BOOK, case

ABSENT = None


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        (True, True, True),
        (True, 1, False),
        (True, ABSENT, False),
        (False, False, True),
        (False, ABSENT, True),
        ("bearer", "Bearer", True),
        ("bearer", ("basic", "bearer"), True),
        ("bearer", (), False),
        (("basic", "bearer"), "bearer", True),
        (("basic", "bearer"), ["digest"], False),
        (401, 401, True),
        (401, "401", False),
        (Test(contains="Quota"), "your quota is used", True),
        (Test(contains="quota"), ("quota",), True),
        (Test(contains="quo"), ("quota",), False),
        (Test(contains=("limit", "quota")), "your quota is used", True),
        (Test(begins="https://"), "HTTPS://api.example.com", True),
        (Test(begins=("header:", "query:")), ("query:key",), True),
        (Test(begins="https://"), "see https://api.example.com", False),
        (Test(begins="b"), ABSENT, False),
        (Test(above=60), timedelta(minutes=2), True),
        (Test(above=60, below=90), timedelta(minutes=2), False),
        (Test(above=1), ("a", "b"), True),
        (Test(below=5), "text", False),
        (Test(present=True), "", False),
        (Test(present=True), "x", True),
        (Test(present=False), ABSENT, True),
        (Test(is_not="get"), "POST", True),
        (Test(is_not="get"), "GET", False),
        (Test(is_not=("get", "head")), ABSENT, True),
    ],
)
def test_condition(condition: Condition, value: object, expected: bool) -> None:
    """Equality without case, any of a list, and each of the tests; an absent fact equals false alone."""
    assert holds(condition, value) is expected


@given(st.one_of(st.none(), st.text(), st.integers(), st.lists(st.text()), st.floats(), st.booleans()))
def test_any_value_may_be_a_fact(value: object) -> None:
    """No value of a fact makes a condition stumble."""
    for condition in (True, "x", 1, ("a", 2), Test(begins="a"), Test(contains="a"), Test(above=1), Test(below=1)):
        holds(condition, value)


def test_the_answer_is_the_live_one_else_the_pasted_one() -> None:
    """``answer.…`` is given-probe's fact, else read-response's; lists come together."""
    both = case(given_probe={"status": 403, "says": ("scope",)}, read_response={"status": 401, "says": ("unknown",)})
    assert fact(both, "answer.status") == 403
    assert fact(both, "answer.says") == ["scope", "unknown"]
    assert fact(case(read_response={"refused": True}), "answer.refused") is True
    assert fact(case(), "answer.refused") is None


def test_the_challenge_is_compared_with_what_was_sent() -> None:
    """A scheme that no answer asks for is a mismatch; without a challenge there is none."""
    asked = case(none_probe={"schemes": ("bearer",)}, lint_request={"scheme": "basic"})
    assert fact(asked, "challenge.mismatch") is True
    assert fact(case(lint_request={"scheme": "basic"}), "challenge.mismatch") is False


@pytest.mark.parametrize(("sent", "mismatch"), [("basic", False), ("digest", True)])
def test_a_scheme_that_the_provider_takes_is_no_mismatch(sent: str, *, mismatch: bool) -> None:
    """Jira Cloud challenges for OAuth whatever is sent, and takes Basic."""
    asked = case(read_response={"schemes": ("oauth",)}, lint_request={"scheme": sent})
    jira = replace(asked, provider=BOOK.providers["atlassian"])
    assert fact(jira, "challenge.mismatch") is fact(jira, "challenge.insists") is mismatch


def test_what_was_said_is_known_by_its_causes() -> None:
    """``said`` lists all causes of all statements, ``said_first`` the first of each."""
    spoken = case(statements=(Statement(source="x", quote="q", causes=("a", "b"), confidence=0.9),))
    assert (fact(spoken, "said"), fact(spoken, "said_first"), fact(spoken, "said_by")) == (["a", "b"], ["a"], ["x"])


@pytest.mark.parametrize(
    "path",
    [f"report.{name}" for name in REPORT]
    + [f"provider.{name}" for name in PROVIDER]
    + [f"challenge.{name}" for name in CHALLENGE]
    + list(OTHERS),
)
def test_every_path_of_the_language_is_computed(path: str) -> None:
    """Each documented path has an answer for an empty case, be it None."""
    fact(case(), path)
    assert path


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (timedelta(hours=2, minutes=5, seconds=3), "2 h 5 min"),
        (timedelta(days=3), "3 d"),
        (timedelta(seconds=-90), "1 min 30 s"),
        (timedelta(0), "0 s"),
        (datetime(2026, 6, 1, 12, tzinfo=UTC), "2026-06-01 12:00:00 UTC"),
        (("a", "b"), "a, b"),
        (True, "yes"),
        (None, ""),
    ],
)
def test_facts_in_words(value: object, words: str) -> None:
    """A span has its two largest units, a time its zone, a list commas, nothing is ''."""
    assert worded(value) == words
    if isinstance(value, timedelta):
        assert span(value) == words


def test_a_sentence_without_its_fact_is_left_out() -> None:
    """Of a text those sentences stay whose names all have a value; a reason without its fact is none."""
    known = case(decode_token={"late": timedelta(minutes=2)})
    assert filled("exp was {decode-token.late} ago", known) == "exp was 2 min ago"
    assert because("exp was {decode-token.early} ahead", known) == ""
    assert sentences("Do this. The page is {provider.rotate}", known) == "Do this."
    assert because("exp was {decode-token.late} ago", known) == "Exp was 2 min ago"
