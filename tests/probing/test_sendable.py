"""sendable: methods, header names and acts, by data (sendable.yaml)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.probing.guard import Place, place_of
from bot.probing.sendable import act_in, as_sent, may_send, refusal_of
from tests.probing.conftest import probe

DATA = yaml.safe_load(Path(__file__).with_name("sendable.yaml").read_text())


@pytest.mark.parametrize(("url", "word"), DATA["acts"].items())
def test_an_act_is_seen(url: str, word: str) -> None:
    """An address that names an act is not asked at all; one that overrides the method may be asked by OPTIONS."""
    assert act_in(url) == word
    for method, allowed in (("GET", False), ("HEAD", False), ("OPTIONS", word in {"_method", "query"})):
        assert (refusal_of(probe(url, method=method)) is None) is allowed


@pytest.mark.parametrize("url", DATA["harmless"])
def test_a_harmless_address_is_asked(url: str) -> None:
    """No word in it is taken for an act."""
    assert act_in(url) is None


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "get", ""])
def test_only_three_methods_are_sent(method: str) -> None:
    """GET, HEAD and OPTIONS, and no other."""
    refusal = refusal_of(probe("https://api.example.com/", method=method))
    assert refusal is not None
    assert refusal.rule == "method"


@pytest.mark.parametrize("name", DATA["never"])
def test_a_header_that_steers_is_never_sent(name: str) -> None:
    """Not even when it is said to hold the credential."""
    assert not may_send(name)
    assert not may_send(name.upper(), {name.lower()})


@pytest.mark.parametrize("name", DATA["taken"])
def test_a_header_that_an_api_needs_is_taken(name: str) -> None:
    """Credentials, versions, tenants and what a browser needs."""
    assert may_send(name)
    assert may_send(name.lower())


@pytest.mark.parametrize("name", DATA["left"])
def test_a_header_of_no_known_use_is_left_unless_it_holds_the_credential(name: str) -> None:
    """The list is an allow-list; the credential's own header is on it by being named."""
    assert not may_send(name)
    assert may_send(name, {name.lower()})


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nb", "a\rb", "a\0b", "a\x1bb", "a\x7f"])
def test_a_header_cannot_smuggle(value: str) -> None:
    """CR, LF, NUL and other control characters make a refusal, not a request."""
    refusal = refusal_of(probe("https://api.example.com/", ("Authorization", value)))
    assert refusal is not None
    assert refusal.rule == "header"


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\r\nb", "é", "(x)"])
def test_a_header_name_is_a_token(name: str) -> None:
    """RFC 9110 section 5.1: anything else is no header name."""
    refusal = refusal_of(probe("https://api.example.com/", (name, "x")))
    assert refusal is not None
    assert refusal.rule == "header"


def test_host_is_ours_and_blanks_are_dropped() -> None:
    """Host comes from the URL, whatever the paste says; User-Agent and Accept are ours where the paste has none."""
    place = place_of("https://api.example.com:8443/x")
    assert isinstance(place, Place)
    sent = as_sent(probe("https://api.example.com:8443/x", ("Host", "evil.example"), ("X-Api-Key", " k ")), place)
    assert sent == (
        ("Host", "api.example.com:8443"),
        ("User-Agent", "auth401/1"),
        ("Accept", "*/*"),
        ("X-Api-Key", "k"),
    )


@given(st.text(max_size=300))
def test_any_text_is_looked_through(text: str) -> None:
    """No URL and no header makes the judgement raise."""
    act_in(text)
    act_in("https://api.example.com/" + text)
    refusal_of(probe("https://api.example.com/", (text, text)))


@pytest.mark.parametrize("piece", ["/a", "a", "A", "log", "-", "?_method=", "&", "%", "=", "aB", "x-"])
def test_the_patterns_are_linear(piece: str) -> None:
    """100,000 repeated characters are looked through at once."""
    act_in("https://api.example.com/" + piece * 100_000)
    act_in("https://api.example.com/?" + piece * 100_000)
    may_send(piece * 100_000)
