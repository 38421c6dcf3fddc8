"""Challenges: the grammar of RFC 9110, and what servers make of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.auth.challenge import Challenge, parse

TOKEN = st.text("abcdefghijklmnopqrstuvwxyzABC0123456789!#$%&'*+-.^_`|~", min_size=1, max_size=12)
TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
PARAMS = st.lists(st.tuples(TOKEN.map(str.lower), TEXT), min_size=1, max_size=4)
TOKEN68 = st.from_regex(r"\A[A-Za-z0-9._~+/-]{1,20}={0,2}\Z")
CHALLENGE = st.one_of(
    st.builds(lambda scheme: Challenge(scheme.lower()), TOKEN),
    st.builds(lambda scheme, params: Challenge(scheme.lower(), tuple(params)), TOKEN, PARAMS),
    st.builds(lambda scheme, value: Challenge(scheme.lower(), token68=value), TOKEN, TOKEN68),
)

CASES = {
    "two in one header": (
        ['Bearer realm="a, b", error="invalid_token", Basic realm="z"'],
        [("bearer", {"realm": "a, b", "error": "invalid_token"}), ("basic", {"realm": "z"})],
    ),
    "two in two headers": (["Negotiate", 'Basic realm="x"'], [("negotiate", {}), ("basic", {"realm": "x"})]),
    "RFC 9110 section 11.6.1": (
        [r'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\""'],
        [("basic", {"realm": "simple"}), ("newauth", {"realm": "apps", "type": "1", "title": 'Login to "apps"'})],
    ),
    "schemes alone": (["Negotiate, NTLM ,, Basic"], [("negotiate", {}), ("ntlm", {}), ("basic", {})]),
    "named so that no browser asks": (['xBasic realm="r", x-Digest'], [("basic", {"realm": "r"}), ("digest", {})]),
    "commas inside quotes": (
        ['Digest qop="auth,auth-int", nonce="a=b,c"'],
        [("digest", {"qop": "auth,auth-int", "nonce": "a=b,c"})],
    ),
    "a parameter without a scheme": (['realm=""'], []),
    "a parameter before the scheme": (['realm="x", Bearer error="y"'], [("bearer", {"error": "y"})]),
    "blanks round equals": (['Bearer realm = "x" , error= "y"'], [("bearer", {"realm": "x", "error": "y"})]),
    "no comma between parameters": (
        ['Bearer error="x" error_description="y"'],
        [("bearer", {"error": "x", "error_description": "y"})],
    ),
    "a URL without quotes": (
        ["Bearer realm=https://a.example/t,service=r"],
        [("bearer", {"realm": "https://a.example/t", "service": "r"})],
    ),
    "blanks without quotes": (["Basic realm=My Api"], [("basic", {"realm": "My Api"})]),
    "a quote that never ends": (['Basic realm="open'], [("basic", {"realm": "open"})]),
    "nothing": (["", " , ,"], []),
}


@pytest.mark.parametrize("name", CASES)
def test_it_reads_what_servers_send(name: str) -> None:
    """Each challenge comes out with its scheme and its parameters, unquoted."""
    values, wanted = CASES[name]
    assert [(item.scheme, dict(item.params)) for item in parse(values).items] == wanted


def test_a_token68_is_kept_whole() -> None:
    """What Negotiate sends back is no parameter, though it ends with equals signs."""
    assert parse(["Negotiate YII+/ab=="]).items == (Challenge("negotiate", token68="YII+/ab=="),)


@settings(deadline=None)
@given(st.lists(CHALLENGE, min_size=1, max_size=4))
def test_what_iswritten_by_the_grammar_is_read_back(wanted: list[Challenge]) -> None:
    """Challenges written as RFC 9110 has them, in one header, come back as they were."""
    assert parse([", ".join(map(written, wanted))]).items == tuple(wanted)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    """Whatever a server sends, there is an answer, of at most fifty challenges."""
    assert len(parse([text]).items) <= 50


@pytest.mark.parametrize("piece", ['"', "a ", "a=,", '="', "\\", 'a="\\"', ",", "a=b c=d "])
def test_a_long_header_costs_nothing(piece: str) -> None:
    """100,000 repeated characters are cut to what is looked at, and end."""
    assert len(parse([piece * 100_000]).items) <= 50


def written(item: Challenge) -> str:
    """The challenge as the grammar has it."""
    if item.token68:
        return f"{item.scheme} {item.token68}"
    pairs = [f'{name}="{_quoted(value)}"' for name, value in item.params]
    return f"{item.scheme} {', '.join(pairs)}".strip()


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
