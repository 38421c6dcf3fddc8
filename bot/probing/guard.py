"""guard: may this be asked? Pure judgement over a URL, the addresses that its name gave, and the operator's rules.

The URL is parsed once, by bot/url.py, and what comes out is what is connected to (SECURITY.md section 1). Names are
judged by the addresses that the resolver gave for them, never by their spelling.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from bot.probing.net import NotAllowed
from bot.probing.rules import STANDARD_PORTS, Address, Rules, address_in
from bot.url import DEFAULT_PORTS, url_of

_HINT = "an operator can allow it by AUTH401_ALLOW_HOSTS"

DENIED_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
        ),
    )
)  # fmt: skip
PUBLIC_6 = IPv6Network("2000::/3")
DENIED_6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
# Metadata services and their like, by the data sources of cloud-init and the providers' pages: link-local (AWS, Google,
# Azure, OpenStack, DigitalOcean, Hetzner, Tencent, Scaleway and others), Alibaba, Azure's wire server, Oracle Classic.
METADATA_4 = tuple(map(IPv4Network, ("169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32")))
METADATA_6 = tuple(
    map(
        IPv6Network,
        (
            "fe80::/10", "fd00:ec2::/32", "fd20:ce::/32",  # link-local, AWS, Google
            "fd00:c1::/64", "fd00:42::/64", "fd00:a9fe:a9fe::/64", "fd00:100::/64",  # Oracle, Scaleway, Akamai, Alibaba
        ),
    )
)  # fmt: skip
# No one host is meant by these: unspecified, multicast, reserved and broadcast.
NOBODY_4 = tuple(map(IPv4Network, ("0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4")))
NOBODY_6 = tuple(map(IPv6Network, ("::/128", "ff00::/8")))
_TRANSLATED = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96")))
_SIX_TO_FOUR, _TEREDO = IPv6Network("2002::/16"), IPv6Network("2001::/32")
_RFC6052 = ((4, 5, 6, 7), (5, 6, 7, 9), (6, 7, 9, 10), (7, 9, 10, 11), (9, 10, 11, 12), (12, 13, 14, 15))


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One parsed URL. ``host`` is lower-case ASCII without brackets.

    ``literal`` is its address when it is one in canonical form. ``target`` is the
    request target in origin form (RFC 9112 section 3.2.1): path and query, the fragment left out.
    """

    scheme: str
    host: str
    port: int
    target: str = field(repr=False)
    literal: Address | None = None

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port (RFC 9110 section 4.3.1)."""
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """The Host header: the pasted name, and the port unless it is the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def endpoint_of(url: str, *, userinfo: bool = False) -> Endpoint | NotAllowed:
    """Where a URL leads, or the refusal in words. ``userinfo`` True lets a user name stand in it, and drops it."""
    parsed = url_of(url)
    if parsed.fault or parsed.port is None:
        return _no(parsed.rule, parsed.fault)
    if parsed.userinfo is not None and (not userinfo or "@" in parsed.userinfo):
        return _no("userinfo", "a URL with a user name in it is not asked")
    literal = address_in(parsed.host)
    return Endpoint(scheme=parsed.scheme, host=parsed.host, port=parsed.port, target=parsed.target, literal=literal)


def plain(address: Address) -> Address:
    """``::ffff:a.b.c.d`` is judged, and connected to, as a.b.c.d."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def is_public(address: Address) -> bool:
    """Is the address one of the public internet's? (IANA special-purpose registries, SECURITY.md section 1)"""
    address = plain(address)
    if isinstance(address, IPv4Address):
        return not any(address in network for network in DENIED_4)
    return address.scope_id is None and address in PUBLIC_6 and not any(address in network for network in DENIED_6)


def is_metadata(address: Address) -> bool:
    """Is it link-local or a metadata service's, as such or translated into IPv6?"""
    address = plain(address)
    if isinstance(address, IPv4Address):
        return any(address in network for network in METADATA_4)
    if any(address in network for network in METADATA_6):
        return True
    # A company's own translation prefix can be any, so each place where RFC 6052 puts an IPv4 address is looked at.
    found = [_inside(address)]
    if not is_public(address):
        found += [IPv4Address(bytes(address.packed[at] for at in places)) for places in _RFC6052]
    return any(four in network for four in found if four is not None for network in METADATA_4)


def is_nobody(address: Address) -> bool:
    """Is it no single host's: unspecified, multicast, reserved or broadcast, as such or translated into IPv6?"""
    address = plain(address)
    if isinstance(address, IPv4Address):
        return any(address in network for network in NOBODY_4)
    inner = _inside(address)
    return any(address in network for network in NOBODY_6) or (inner is not None and is_nobody(inner))


def is_loopback(address: Address) -> bool:
    """Is it this machine's own address, as such or translated into IPv6?"""
    address = plain(address)
    inner = _inside(address) if isinstance(address, IPv6Address) else None
    return (inner or address).is_loopback


def _inside(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that NAT64 (RFC 6052, 8215), 6to4, Teredo or the old compatible forms hold; None for others."""
    if address.is_loopback or address.is_unspecified:
        return None
    if any(address in network for network in _TRANSLATED):
        return IPv4Address(address.packed[12:])
    if address in _SIX_TO_FOUR:
        return IPv4Address(address.packed[2:6])
    return IPv4Address(bytes(byte ^ 0xFF for byte in address.packed[12:])) if address in _TEREDO else None


def judge(endpoint: Endpoint, addresses: tuple[Address, ...], rules: Rules) -> NotAllowed | None:
    """None when every address may be connected to; else the rule. One refused address refuses the host."""
    if rules.withholds(endpoint.host, tuple(map(plain, addresses))):
        return _no("external", "this host is asked for people of the operator's own organisation only")
    if not rules.wants(endpoint.host, endpoint.port, addresses):
        words = f"{endpoint.host} is not among the hosts that the operator lets this bot ask (AUTH401_TARGETS)"
        return _no("targets", words)
    return next(filter(None, (_judge_one(endpoint, plain(address), rules) for address in addresses)), None)


def _judge_one(endpoint: Endpoint, address: Address, rules: Rules) -> NotAllowed | None:
    sealed = is_metadata(address), is_nobody(address)
    if any(sealed):
        if endpoint.literal == address and rules.opens_literal(endpoint.host, endpoint.port):
            return None
        if sealed[0]:
            return _no("metadata", "this address is link-local or a metadata service's, and is not asked")
        return _no("private", "this address is no single host's, and is not asked")
    opened = _opens(endpoint, address, rules)
    is_known = is_public(address) or _opens(endpoint, address, rules, any_port=True)
    if not opened and not is_known:
        return _no("private", f"this address is private; {_HINT}")
    if not opened and (endpoint.port not in STANDARD_PORTS or not is_public(address)):
        return _no("port", f"port {endpoint.port} is not open for this host; {_HINT} (host:port)")
    return None


def _opens(endpoint: Endpoint, address: Address, rules: Rules, *, any_port: bool = False) -> bool:
    return rules.opens(endpoint.host, None if any_port else endpoint.port, address, loopback=is_loopback(address))


def is_named(endpoint: Endpoint, addresses: tuple[Address, ...], rules: Rules) -> bool:
    """Does ``AUTH401_ALLOW_HOSTS`` name this host, or hold all its addresses?

    What -k, -x and a credential over plain http need.
    """
    if not addresses:
        return any(entry.names(endpoint.host) and entry.has_port(endpoint.port) for entry in rules.allow)
    return all(_opens(endpoint, plain(address), rules) for address in addresses)


def _no(rule: str, words: str) -> NotAllowed:
    return NotAllowed(rule=rule, words=words)
