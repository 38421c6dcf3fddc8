"""Text as it may be written: half a surrogate pair in, U+FFFD out, and nothing else changed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.auth.strict_json import NotJsonError, read
from bot.masking import Scrubber
from bot.model import Response
from bot.parsing.parse import parse
from bot.parsing.triage import is_for_us
from bot.reply import payload, terminal
from bot.unicode import well_formed

ODD = (
    *(
        "\ud800",
        "\udfff",
        "\udce9",
        "\udfff\ud800",
        "\x00",
        "\x1b[31m",
        "\x85",
        "\u2028",
        "\uffff",
        "\U0010ffff",
        "\u202e",
    ),
    *(r"\ud800", r"\udfff\ud83d", "%ED%A0%80", "%FF", "%00", r"\xff", r"\377", r"\u0000", "&#xD800;", "&#0;"),
    *(r"\U0000d800", r"\u{d800}", r"\u{110000}", r"\x{d800}", "`u{d800}", "$([char]0xd800)", "=?utf-8?b?/w==?="),
)
# § is where the odd characters go
PASTES = (
    "curl https://a.example/§ -u a:b§bbbbbb -H 'X-§: §'\n401",
    "curl $'https://a.example/§' -H $'Authorization: Bearer §aaaaaaaaaaaaaaaaaaaaaaaa' -d $'{\"a\": \"§\"}'\n401",
    'HTTP/1.1 401 §\nWWW-Authenticate: Bearer realm="§"\nX§: y\n\n{"error": "§"}',
    '{"log": {"entries": [{"request": {"method": "GET§", "url": "https://a.example/§?x=§", "headers": '
    '[{"name": "Auth§", "value": "Bearer §"}]}, "response": {"status": 401, "headers": [{"name": "a", "value": "§"}], '
    '"content": {"text": "{\\"error\\": \\"§\\"}"}}}]}}',
    'fetch("https://a.example/§", {headers: {"Authorization": "Bearer §"}}) // 401',
    "requests.get('https://a.example/§', headers={'Authorization': 'Bearer §'})\n401 Client Error: Unauthorized",
    '{"error": "§", "message": "§", "status": 401}',
    'Invoke-RestMethod https://a.example/§ -Headers @{Authorization="Bearer §"}\n401',
    "http GET a.example/§ x=§ Authorization:'Bearer §'\n401",
    "<Error><Code>§</Code><Message>§</Message></Error> 401",
    "it is § 401 unauthorized since §, help",
)


@given(st.text(st.characters()))  # surrogates among them
def test_what_comes_out_is_utf_8_and_stays(text: str) -> None:
    """Any text can be encoded afterwards, and is the same when it is asked for again."""
    made = well_formed(text)
    assert made.encode().decode() == made == well_formed(made)


@given(st.text())
def test_what_is_well_formed_is_not_changed(text: str) -> None:
    """Control characters, too: they may be what is looked for."""
    assert well_formed(text) == text


def test_two_halves_are_one_character() -> None:
    """Halves that belong together are joined; a byte that was no UTF-8 (PEP 383) is replaced."""
    assert well_formed("a\ud83d\ude00b\udce9c\ud800") == "a\U0001f600b\ufffdc\ufffd"


@pytest.mark.parametrize("odd", ODD, ids=ascii)
@pytest.mark.parametrize("paste", PASTES, ids=range(len(PASTES)))
def test_an_odd_paste_is_answered_in_utf_8(paste: str, odd: str) -> None:
    """Nothing raises, and all that is printed is valid, the secrets shown or not."""
    text = paste.replace("§", odd)
    report = parse(text)
    is_for_us(text, report)
    for made in (payload.parsed(report, show_secrets=True), payload.parsed(report, show_secrets=False)):
        assert json.dumps(made, ensure_ascii=False, allow_nan=False).encode()
        assert terminal.understood(made).encode()


@pytest.mark.parametrize(
    "text", [r'{"a": "\ud800"}', r'["\udfff"]', r'{"\ud83d": 1}', r'["\ud83d\ude00"]', r'"\\ud800"']
)
def test_json_of_strangers_holds_no_half_pairs(text: str) -> None:
    """What an answer or a token escapes is made whole where it is read."""
    assert json.dumps(read(text), ensure_ascii=False).encode()


def test_what_only_looks_like_an_escape_stays() -> None:
    """A backslash that is escaped itself begins nothing."""
    assert read(r'"\\ud800"') == r"\ud800"
    with pytest.raises(NotJsonError):
        read(r'"\ud8"')


def test_a_response_is_well_formed_whoever_made_it() -> None:
    """Headers and bodies of archives and servers alike."""
    made = Response(status=401, headers=(("X-\ud800", "\udfff"),), body="a\udce9")
    assert (made.headers, made.body) == ((("X-\ufffd", "\ufffd"),), "a\ufffd")
    assert Scrubber(()).scrub(made.body) == "a\ufffd"
