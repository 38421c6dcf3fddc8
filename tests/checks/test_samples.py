"""Sample text: what documentation prints in place of a key, and what only sounds like it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checks._samples import empty_word, redacted, sample_word, sigil_of, sigil_of_pair

SAMPLES = [
    "YOUR_API_KEY",
    "your-api-key",
    "yourApiKey",
    "yourapikey",
    "YOUR_TOKEN",
    "your_access_token_here",
    "YOUR_ACME_API_KEY",
    "my_api_key",
    "my-token",
    "insert-token-here",
    "INSERT_YOUR_KEY_HERE",
    "<token>",
    "<YOUR_KEY>",
    "{token}",
    "[API_KEY]",
    "api_key_here",
    "TOKEN_HERE",
    "changeme",
    "change-me",
    "placeholder",
    "REDACTED",
    "token",
    "access_token",
    "API_KEY",
    "ACCESS_TOKEN",
    "BEARER_TOKEN",
    "replace-with-your-key",
    "user:pass",
    "username:password",
    "YOUR_USER:YOUR_PASSWORD",
    "enter_your_secret_here",
    "{YOUR_DEMO_SERVER_API_KEY}",
]
VALUES = [
    "kq83hJd72lPq9sZx41Mn",
    "my-secret-word-2024",
    "sk_live_000000000000000000000000",
    "correct-horse-2a",
    "admin:admin",
    "me:secret-word",
    "tokyo",
    "keystone-7",
    "0123456789abcdef",
    "user-42",
    "secrettoken-1",
    "api-7f3a9c21b0",
    "test-token-1234",
    "live_key_9f8e7d6c5b4a",
]

SIGILS = {
    "$TOKEN": "$",
    "${TOKEN}": "${ }",
    "$(cat key)": "$( )",
    "{{token}}": "{{ }}",
    "%TOKEN%": "% %",
    "$env:TOKEN": "$env:",
    "${{ secrets.KEY }}": "${{ }}",
    "<%= token %>": "<%= %>",
    "process.env.TOKEN": "code",
    "{token}": "{ }",
    "{YOUR_DEMO_SERVER_API_KEY}": "",
    "pa$$word": "",
    "kq83hJd72l": "",
}


@pytest.mark.parametrize("text", SAMPLES)
def test_sample_text_is_known(text: str) -> None:
    """What stands in documentation in place of a key is no key."""
    assert sample_word(text)


@pytest.mark.parametrize("text", VALUES)
def test_a_value_is_no_sample_text(text: str) -> None:
    """A value that only contains such words may be a real one."""
    assert not sample_word(text)


@pytest.mark.parametrize(("text", "sigil"), SIGILS.items())
def test_a_variable_is_known_by_its_form(text: str, sigil: str) -> None:
    """Shells, templates and code each have their own; a dollar inside a password is none."""
    assert sigil_of(text) == sigil


@pytest.mark.parametrize(
    ("pair", "sigil"),
    [
        ("zed:$PW", "$"),
        ("administrator:${PW}", "${ }"),
        ("$API_USER:$API_PW", "$"),
        ("%API_USER%:Hyena-41-laugh", "% %"),
        ("zed:process.env.PW", "code"),
        ("zed:Hy$ENA", ""),
        ("zed:$ecret41", ""),
        ("zed:{password}", ""),
        ("zed:Hyena-41-laugh", ""),
    ],
)
def test_each_half_of_a_pair_may_be_a_variable(pair: str, sigil: str) -> None:
    """However long the other half is; a password that only holds or begins with a dollar is none."""
    assert sigil_of_pair(pair) == sigil


@pytest.mark.parametrize(
    ("pair", "word"),
    [
        ("zed:MY_API_KEY", "MY_API_KEY"),
        ("zed:insert-token-here", "insert-token-here"),
        ("zed:[YOUR TOKEN]", "a name in brackets"),
        ("token:Hyena-41-laugh", ""),
        ("elastic:changeme", ""),
        ("admin:password", ""),
    ],
)
def test_each_half_of_a_pair_may_be_sample_text(pair: str, word: str) -> None:
    """One word alone may be a user's name, or a password as servers come with it."""
    assert sample_word(pair) == word


@pytest.mark.parametrize("text", ["", " ", "undefined", "null", "None", "[object Object]", '""'])
def test_nothing_is_known_in_its_words(text: str) -> None:
    """What a program prints for nothing is nothing."""
    assert empty_word(text) is not None


@pytest.mark.parametrize(
    ("text", "is_redacted"), [("abcd****wxyz", True), ("sk-…", True), ("xxxxxxxx", True), ("a-b_c", False)]
)
def test_a_redaction_is_seen(text: str, is_redacted: bool) -> None:
    """Stars, dots and runs of x are somebody's hand."""
    assert redacted(text) is is_redacted


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_value_is_judged(text: str) -> None:
    """No value is a fault of ours."""
    assert isinstance(sample_word(text), str)
    assert isinstance(sigil_of(text), str)


@pytest.mark.parametrize("piece", ["a", "your", "key", "my_a", "{{", "$", "<a", "x", "insert "])
def test_a_long_value_costs_nothing(piece: str) -> None:
    """100,000 repeated characters are looked at in a moment; what backtracks would not end."""
    text = (piece * 100_000)[:100_000]
    assert not sample_word(text)
    assert isinstance(sigil_of(text), str)
