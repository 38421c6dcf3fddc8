"""For people of another organisation the hosts that the operator opened are closed, by name and by address."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from bot.probing.guard import Endpoint, endpoint_of, judge
from bot.probing.rules import Rules

OPENED = "internal.example,*.corp.example,10.0.0.0/8,198.51.100.7,[2a00:1::5]:*,api.example:9443,203.0.114.0/24:443"


def judged(url: str, *addresses: str, rules: Rules) -> str:
    """The rule that forbids it, '' when none does."""
    endpoint = endpoint_of(url)
    assert isinstance(endpoint, Endpoint)
    refusal = judge(endpoint, tuple(map(ip_address, addresses)), rules)
    return refusal.rule if refusal else ""


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://internal.example/", "93.184.216.34"),
        ("https://internal.example./", "93.184.216.34"),
        ("https://INTERNAL.example/", "93.184.216.34"),
        ("https://a.corp.example/", "93.184.216.34"),
        ("https://a.corp.example/", "10.1.2.3"),
        ("https://elsewhere.example/", "10.1.2.3"),
        ("https://elsewhere.example/", "::ffff:10.1.2.3"),
        ("https://api.example/", "93.184.216.34"),
        ("http://elsewhere.example/", "203.0.114.9"),
        ("https://[2a00:1::5]/", "2a00:1::5"),
    ],
)
def test_what_was_opened_is_closed(url: str, address: str) -> None:
    """Public or private, on a named port or another."""
    assert judged(url, address, rules=Rules.read(OPENED).for_outsiders()) == "external"


def test_the_rest_of_the_world_is_as_open_as_it_was() -> None:
    """A public host that the operator did not name."""
    assert judged("https://api.github.example/", "93.184.216.34", rules=Rules.read(OPENED).for_outsiders()) == ""
    assert judged("https://10.1.2.3/", "10.1.2.3", rules=Rules.read("").for_outsiders()) == "private"
