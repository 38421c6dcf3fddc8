"""sendable: methods, header names and acts, by data (sendable.yaml)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.load import builtin_folder, load
from bot.probing.guard import Endpoint, endpoint_of
from bot.probing.sendable import as_sent, left_out, refusal_of
from tests import _data
from tests.probing.conftest import probe

API = "https://api.example.com/"
SECRET = "qz7Rk2Xv9Lm4Tn8Wp3"
DATA = _data.read(Path(__file__).with_name("sendable.yaml"))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "get", ""])
def test_only_three_methods_are_sent(method: str) -> None:
    """GET, HEAD and OPTIONS, and no other."""
    refusal = refusal_of(probe("https://api.example.com/", method=method))
    assert refusal is not None
    assert refusal.rule == "method"


def takes(name: str, value: str = SECRET, **more: tuple[str, ...]) -> bool:
    """Is the header sent in a probe of the API?"""
    endpoint = endpoint_of(API)
    assert isinstance(endpoint, Endpoint)
    sent = as_sent(probe(API, (name, value), **more), endpoint)
    return (name, value) in sent


@pytest.mark.parametrize("name", DATA["never"])
def test_a_header_that_steers_is_never_sent(name: str) -> None:
    """Not even when it is said to hold the credential, nor when the provider's entry names it."""
    for spelt in (name, name.upper(), name.replace("-", "_")):
        assert not takes(spelt)
        assert not takes(spelt, credential_headers=(spelt,), provider_headers=(spelt,))


@pytest.mark.parametrize("name", DATA["identity"])
def test_a_header_that_speaks_for_somebody_is_never_sent(name: str) -> None:
    """Whatever is in it, and when the reading takes it for the credential's own too."""
    for spelt in (name, name.lower(), name.replace("-", "_")):
        for value in (
            "admin",
            "1",
            "me@corp.example",
            "CN=admin,O=corp",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.",
            SECRET,
        ):
            assert not takes(spelt, value)
            assert not takes(spelt, value, credential_headers=(spelt,))


@pytest.mark.parametrize("name", DATA["taken"])
def test_a_header_that_an_api_needs_is_taken(name: str) -> None:
    """By its exact name: credentials, versions, and what a browser needs."""
    assert takes(name)
    assert takes(name.lower())
    assert takes(name, "2024-01-01")


@pytest.mark.parametrize("name", DATA["left"])
def test_a_header_of_no_known_use_is_left_unless_the_provider_needs_it(name: str) -> None:
    """The list is of exact names; the provider's entry may add to it."""
    assert not takes(name)
    assert takes(name, "7", provider_headers=(name.upper(),))


@pytest.mark.parametrize("name", DATA["credentials"])
def test_the_credentials_own_header_may_have_any_name(name: str) -> None:
    """With a secret in it; a plain word, a small number, a mail address or a distinguished name is none."""
    assert takes(name, credential_headers=(name,))
    for value in ("admin", "true", "1", "me@corp.example", "CN=admin,O=corp"):
        assert not takes(name, value, credential_headers=(name,))


def test_every_header_that_the_knowledge_names_goes_to_its_provider() -> None:
    """Where a credential goes, what is beside it and its companions: all of them pass for their own provider."""
    for provider in load(builtin_folder()).providers.values():
        for place in provider.placement:
            if place.place == "header" and place.name and place.name.lower() != "proxy-authorization":
                named = (place.name, *place.beside, *provider.companions)
                for name in named:
                    assert takes(name, provider_headers=named), f"{provider.id}: {name}"
                assert takes(place.name, credential_headers=(place.name,)), f"{provider.id}: {place.name}"


@pytest.mark.parametrize(
    "name", ["X-SSL-Session-ID", "X-Auth-Request-Access-Token", "OIDC_access_token", "X-Remote-Token"]
)
def test_a_credential_that_may_not_be_sent_is_refused_in_words(name: str) -> None:
    """What would go without it answers another question; the request without any credential still goes."""
    refusal = refusal_of(probe(API, (name, SECRET), carries="credential", credential_headers=(name,)))
    assert refusal is not None
    assert refusal.rule == "identity-header"
    assert name in refusal.words
    assert SECRET not in refusal.words
    assert refusal_of(probe(API, (name, SECRET))) is None


def test_what_is_left_out_is_told() -> None:
    """By names, those apart that nobody misses."""
    headers = (("Accept", "*/*"), ("X-Tenant-Id", "7"), ("DNT", "1"), ("Sec-Fetch-Mode", "cors"), ("X-Tenant-Id", "8"))
    assert left_out(probe(API, *headers)) == ("X-Tenant-Id",)


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
    endpoint = endpoint_of("https://api.example.com:8443/x")
    assert isinstance(endpoint, Endpoint)
    headers = (("Host", "evil.example"), ("X-Api-Key", f" {SECRET} "))
    sent = as_sent(probe("https://api.example.com:8443/x", *headers, credential_headers=("X-Api-Key",)), endpoint)
    assert sent == (
        ("Host", "api.example.com:8443"),
        ("User-Agent", "auth401/1"),
        ("Accept", "*/*"),
        ("X-Api-Key", SECRET),
    )


@given(st.text(max_size=300))
def test_any_header_is_judged(text: str) -> None:
    """No name and no value makes the judgement raise."""
    refusal_of(probe(API, (text, text), carries="credential", credential_headers=(text,)))
    left_out(probe(API, (text, text)))
