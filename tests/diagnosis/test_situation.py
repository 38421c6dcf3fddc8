"""What became of the request, by the facts of the probes and of the paste."""

from __future__ import annotations

from typing import Any

import pytest

from bot.diagnosis.situation import refusal_in_paste, situation
from bot.model import Statement
from tests.diagnosis._cases import case

NO: dict[str, Any] = {"status": 401, "refused": True}
YES: dict[str, Any] = {"status": 200, "ok": True}
FORBIDDEN: dict[str, Any] = {"status": 403, "forbidden": True}


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({}, "unknown"),
        ({"read_response": NO}, "refused"),
        ({"read_response": FORBIDDEN}, "forbidden"),
        ({"read_response": YES}, "accepted"),
        ({"read_response": {"status": 302}}, "redirected"),
        ({"read_response": {"status": 404, "not_found": True}}, "failed"),
        ({"read_response": {"status": 403, "waf": True}}, "forbidden"),
        ({"read_response": NO, "given_probe": YES, "differential": {"reading": "accepted"}}, "accepted"),
        ({"read_response": NO, "none_probe": {"unreachable": True}}, "refused"),
        (
            {"given_probe": FORBIDDEN, "none_probe": NO, "bogus_probe": NO, "differential": {"reading": "known"}},
            "forbidden",
        ),
        (
            {
                "given_probe": {**FORBIDDEN, "format": "html"},
                "none_probe": FORBIDDEN,
                "bogus_probe": FORBIDDEN,
                "differential": {"reading": "mute"},
            },
            "forbidden",
        ),
        (
            {
                "given_probe": {**FORBIDDEN, "format": "json"},
                "none_probe": FORBIDDEN,
                "bogus_probe": FORBIDDEN,
                "differential": {"reading": "mute"},
            },
            "refused",
        ),
        (
            {"given_probe": {"status": 422}, "bogus_probe": {"status": 422}, "differential": {"reading": "passed"}},
            "refused",
        ),
        ({"given_probe": {"status": 400}, "bogus_probe": NO, "differential": {"reading": "passed"}}, "failed"),
        ({"none_probe": NO, "differential": {"reading": "refused"}}, "unknown"),
        ({"none_probe": NO, "lint_request": {"missing": True}, "differential": {"reading": "refused"}}, "refused"),
        ({"none_probe": {"redirect": True}, "differential": {"reading": "redirected"}}, "redirected"),
        (
            {"read_response": YES, "none_probe": {"redirect": True}, "differential": {"reading": "redirected"}},
            "accepted",
        ),
        ({"none_probe": {"unreachable": True}, "differential": {"reading": "down"}}, "failed"),
    ],
)
def test_situation(facts: dict[str, Any], word: str) -> None:
    """The live answer decides, else the pasted one; 403 is judged by what the others get."""
    assert situation(case(**facts)) == word


def test_a_get_that_passes_does_not_accept_a_refused_write() -> None:
    """A POST that was refused, whose credential a GET is accepted with, is not allowed rather than not known."""
    found = case(
        read_response=FORBIDDEN,
        given_probe=YES,
        differential={"reading": "accepted"},
        lint_request={"unsafe_method": True},
    )
    assert situation(found) == "forbidden"


def test_a_get_that_passes_says_nothing_of_a_write_that_is_refused_in_words() -> None:
    """A 422 whose log names the refusal is one, though the same address is served to a GET; a bare 422 is not."""
    told = Statement(source="rails", quote="InvalidAuthenticityToken", causes=("csrf-missing",), confidence=0.9)
    facts: dict[str, Any] = {
        "read_response": {"status": 422},
        "none_probe": YES,
        "differential": {"reading": "public"},
        "lint_request": {"unsafe_method": True, "missing": True},
    }
    assert situation(case(statements=(told,), **facts)) == "refused"
    assert situation(case(**facts)) == "accepted"


@pytest.mark.parametrize(("status", "word"), [(405, "unknown"), (400, "unknown"), (500, "failed"), (401, "refused")])
def test_a_get_that_finds_nothing_to_read_says_nothing_of_a_write(status: int, word: str) -> None:
    """What answers a GET in the place of a POST with 405 has not been asked; a fault of the server or a 401 holds."""
    seen = {
        "status": status,
        **({"refused": True} if status == 401 else {"server_error": True} if status > 499 else {}),
    }
    reading = {"reading": {401: "mute", 500: "down"}.get(status, "refused")}
    facts: dict[str, Any] = {"none_probe": seen, "given_probe": seen, "differential": reading}
    assert situation(case(lint_request={"unsafe_method": True}, **facts)) == word


def test_a_404_that_says_it_refuses_is_a_refusal() -> None:
    """A registry answers 404 to a publish that it does not allow; a 404 without such words is none."""
    told = Statement(source="npm", quote="404 Not Found - PUT", causes=("credential-missing",), confidence=0.6)
    gone: dict[str, Any] = {"read_response": {"status": 404, "not_found": True}}
    assert situation(case(statements=(told,), **gone)) == "refused"
    assert situation(case(**gone)) == "failed"


def test_a_request_that_is_signed_anew_is_not_the_pasted_one() -> None:
    """That a fresh signature is accepted does not contradict the pasted refusal."""
    found = case(read_response=NO, given_probe={**YES, "handshake": "sigv4"}, differential={"reading": "accepted"})
    assert situation(found) == "refused"


def test_a_refusal_may_be_told_in_words_alone() -> None:
    """A library's sentence is a refusal, though no status stands beside it."""
    told = Statement(source="jsonwebtoken-node", quote="jwt expired", causes=("token-expired",), confidence=0.9)
    assert refusal_in_paste(case(statements=(told,)))
    assert not refusal_in_paste(case())
