"""guard: may this be asked? Pure judgement over a URL, the addresses that its name gave, and the operator's rules.

The URL is parsed once, here, and what comes out is what is connected to (SECURITY.md section 1). Names are judged
by the addresses that the resolver gave for them, never by their spelling.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote

from bot.probing.net import NotAllowed
from bot.probing.rules import STANDARD_PORTS, Address, Rules

_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?:#.*)?"
)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\\u0080-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]")
_HOST = re.compile(r"[a-z0-9._-]{1,253}")
_DEFAULT_PORT = {"http": 80, "https": 443}
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
SEALED_4 = tuple(map(IPv4Network, ("169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32")))
SEALED_6 = tuple(map(IPv6Network, ("fd00:ec2::/32", "fe80::/10")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
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
        return host if self.port == _DEFAULT_PORT[self.scheme] else f"{host}:{self.port}"


def place_of(url: str, *, userinfo: bool = False) -> Place | NotAllowed:
    """The one parse of a URL, or the refusal in words. ``userinfo`` True lets a user name stand in it, and drops it."""
    if _FORBIDDEN.search(url):
        return _no("url", "the URL holds a blank, a backslash or a control character, so it is not asked")
    match = _URL.fullmatch(url)
    if match is None:
        return _no("url", "this is no absolute URL, so there is nothing to ask")
    scheme = match["scheme"].lower()
    if scheme not in _DEFAULT_PORT:
        return _no("scheme", f"{scheme[:20]!r} is not asked, only http and https are")
    before, at, authority = match["authority"].rpartition("@")
    if (at and not userinfo) or "@" in before:
        return _no("userinfo", "a URL with a user name in it is not asked")
    return _place(scheme, authority, (match["path"] or "/") + (match["query"] or ""))


def _place(scheme: str, authority: str, target: str) -> Place | NotAllowed:
    found = re.fullmatch(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::([0-9]*))?", authority)
    if found is None or "%" in authority:
        return _no("host", "the host of the URL is no host name and no address")
    host = _host(found[1])
    port = int(found[2][:6]) if found[2] else _DEFAULT_PORT[scheme]
    if host is None:
        return _no("host", "the host of the URL is no host name and no address")
    if not 1 <= port <= 65535:
        return _no("port", "the port of the URL is not in 1 to 65535")
    target = quote(target, safe="".join(map(chr, range(0x21, 0x7F))))
    return Place(scheme=scheme, host=host, port=port, target=target, literal=_literal(host))


def _host(text: str) -> str | None:
    if text.startswith("["):
        address = _literal(text[1:-1])
        return str(address) if isinstance(address, IPv6Address) and address.scope_id is None else None
    folded = ascii_host(text)
    return folded if folded and _HOST.fullmatch(folded) and folded.strip(".") and ".." not in folded else None


def ascii_host(text: str) -> str | None:
    """A host name by IDNA (UTS 46): full-width and circled letters and digits fold here, before any address check."""
    if text.isascii():
        return text.lower()
    import idna  # its tables are slow to load, and most names are ASCII

    try:
        folded = idna.uts46_remap(text, std3_rules=False, transitional=False)
        return folded.lower() if folded.isascii() else idna.encode(folded).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return None


def _literal(text: str) -> Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


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


def is_sealed(address: Address) -> bool:
    """Is it link-local or a metadata service's? Such are opened by their literal spelling alone."""
    address = plain(address)
    if isinstance(address, IPv4Address):
        return any(address in network for network in SEALED_4)
    return any(address in network for network in SEALED_6)


def judge(place: Place, addresses: tuple[Address, ...], rules: Rules) -> NotAllowed | None:
    """None when every address may be connected to; else the rule. One refused address refuses the host."""
    if not rules.wants(place.host, place.port, addresses):
        return _no(
            "targets", f"{place.host} is not among the hosts that the operator lets this bot ask (AUTH401_TARGETS)"
        )
    for address in addresses:
        refusal = _judge_one(place, plain(address), rules)
        if refusal is not None:
            return refusal
    return None


def _judge_one(place: Place, address: Address, rules: Rules) -> NotAllowed | None:
    if is_sealed(address):
        if place.literal == address and rules.opens_literal(place.host, place.port):
            return None
        return _no("metadata", "this address is link-local or a metadata service's, and is not asked")
    opened = rules.opens(place.host, place.port, address)
    is_known = is_public(address) or rules.opens(place.host, None, address)
    if not opened and not is_known:
        return _no("private", f"this address is private; {_HINT}")
    if not opened and (place.port not in STANDARD_PORTS or not is_public(address)):
        return _no("port", f"port {place.port} is not open for this host; {_HINT} (host:port)")
    return None


def is_named(place: Place, addresses: tuple[Address, ...], rules: Rules) -> bool:
    """Does ``AUTH401_ALLOW_HOSTS`` name this host, or hold all its addresses?

    What -k, -x and a credential over plain http need.
    """
    if not addresses:
        return any(entry.names(place.host) and entry.has_port(place.port) for entry in rules.allow)
    return all(rules.opens(place.host, place.port, plain(address)) for address in addresses)


def _no(rule: str, words: str) -> NotAllowed:
    return NotAllowed(rule=rule, words=words)
