"""guard: which places may be asked, by data (places.yaml) and by property."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.probing.guard import Endpoint, endpoint_of, is_metadata, is_nobody, is_public, judge
from bot.probing.net import NotAllowed
from bot.probing.rules import Rules
from tests import _data

CASES = _data.read(Path(__file__).with_name("places.yaml"))


def verdict(case: dict[str, Any]) -> str | None:
    """The rule that refuses the case, None when it may be asked."""
    endpoint = endpoint_of(case["url"])
    if isinstance(endpoint, NotAllowed):
        return endpoint.rule
    assert endpoint.literal is not None or "resolves" in case, (
        f"{endpoint.host} is no literal address: say what it resolves to"
    )
    texts = [str(endpoint.literal)] if endpoint.literal is not None else case["resolves"].split()
    refusal = judge(endpoint, tuple(map(ip_address, texts)), Rules.read(case.get("allow", ""), case.get("targets", "")))
    return refusal.rule if refusal else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_place_is_judged_as_written(case: dict[str, Any]) -> None:
    """Each place of places.yaml is refused by its rule, or may be asked."""
    assert verdict(case) == case.get("rule")


def test_the_places_have_both_sorts() -> None:
    """The data holds many places that may be asked, and many that may not."""
    refused = sum("rule" in case for case in CASES)
    assert refused > 50
    assert len(CASES) - refused > 20


def test_a_refusal_says_what_would_allow_it_and_nothing_of_the_network() -> None:
    """A private address is refused in words that name the setting, the same whether something answers there or not."""
    endpoint = endpoint_of("http://127.0.0.1/")
    assert isinstance(endpoint, Endpoint)
    refusal = judge(endpoint, (IPv4Address("127.0.0.1"),), Rules())
    assert refusal is not None
    assert refusal.words == "this address is private; an operator can allow it by AUTH401_ALLOW_HOSTS"


def test_what_is_parsed_is_what_is_asked() -> None:
    """The parse gives host, port and target; the fragment is dropped, everything else stays as it was typed."""
    endpoint = endpoint_of("https://API.Example.com:8443/a/../b;c?x=%2F+y&é=1#frag")
    assert isinstance(endpoint, Endpoint)
    assert endpoint.origin == ("https", "api.example.com", 8443)
    assert endpoint.target == "/a/../b;c?x=%2F+y&%C3%A9=1"
    assert endpoint.authority == "api.example.com:8443"


def test_an_international_name_becomes_its_ascii_form() -> None:
    """IDNA turns a name into A-labels (RFC 5891)."""
    endpoint = endpoint_of("https://bücher.example/")
    assert isinstance(endpoint, Endpoint)
    assert endpoint.host == "xn--bcher-kva.example"


@given(st.ip_addresses(v=4))
def test_no_special_purpose_ipv4_passes(address: IPv4Address) -> None:
    """Whatever Python calls private, reserved, multicast, loopback or link-local is refused; so is its mapped form."""
    special = address.is_private or address.is_reserved or address.is_multicast or address.is_loopback
    if special or address.is_link_local:
        assert not is_public(address)
        assert not is_public(IPv6Address(b"\0" * 10 + b"\xff\xff" + address.packed))


@given(st.ip_addresses(v=6))
def test_no_special_purpose_ipv6_passes(address: IPv6Address) -> None:
    """Only global unicast passes, and nothing that Python knows to be otherwise."""
    if is_public(address) and address.ipv4_mapped is None:
        assert address in IPv6Network("2000::/3")
        assert not (address.is_private)
        assert not (address.is_multicast)
        assert not (address.is_link_local)
        assert not (address.is_loopback)
        assert not is_metadata(address)
        assert not is_nobody(address)


@given(st.text(max_size=200))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    """No text makes the parse raise, with or without a scheme in front."""
    for url in (text, f"http://{text}", f"http://api.example.com/{text}", f"http://[{text}]/", f"http://a:{text}/"):
        outcome = endpoint_of(url)
        if isinstance(outcome, Endpoint):
            assert outcome.host
            assert 1 <= outcome.port <= 65535
