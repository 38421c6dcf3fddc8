"""Rules: what the operator opens and limits, read from the text of two settings; pure, no look-up is made here.

``AUTH401_ALLOW_HOSTS`` opens what is private or on an unusual port, ``AUTH401_TARGETS`` limits whom the bot asks. Both
are comma-separated entries of one grammar, each with an optional ``:port`` or ``:*``::

    host    *.suffix    a.b.c.d    a.b.c.d/n    [v6]    [v6/n]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Literal

from bot.masking import BY_SHAPE, Secret
from bot.url import ascii_host

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

STANDARD_PORTS = frozenset({80, 443, 8080, 8443})
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_ODD_PORT = re.compile(r"(?i:((?:[a-z]{1,10}://)?+[^:/]*):(?!(?:[0-9*-]{0,11}|https?)/?$)[^:]*)")
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL}){{0,126}}\.?")
_ENTRY = re.compile(r"(?P<host>\[[0-9a-f:./]+\](?:/[0-9]{1,3})?|[^:\[\]]+)(?::(?P<port>\*|[0-9]{1,5}))?", re.IGNORECASE)
_NO_USERINFO = re.compile(r"\A(?:[a-z]+:/{0,3})?[^@]*@", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One entry: a ``name`` or a ``network``. ``port`` None means that none was named, ``*`` any."""

    kind: Literal["host", "suffix", "network"]
    name: str = ""
    network: Network | None = None
    port: int | Literal["*"] | None = None

    def names(self, host: str) -> bool:
        """Does it match the URL's host by name? A literal address is a name too; ``*.suffix`` is not ``suffix``."""
        if self.kind == "suffix":
            return host.endswith("." + self.name) and len(host) > len(self.name) + 1
        return self.kind == "host" and host == self.name

    def holds(self, address: Address) -> bool:
        """Does a CIDR hold the resolved address?"""
        return self.network is not None and address.version == self.network.version and address in self.network

    @property
    def is_own_machine(self) -> bool:
        """May it mean the machine that the bot runs on? A host that is spelled out, or addresses of loopback alone."""
        return self.kind == "host" or (self.network is not None and self.network.is_loopback)

    def has_port(self, port: int, *, unnamed: frozenset[int] | None = STANDARD_PORTS) -> bool:
        """Does it speak of ``port``? One without a port speaks of ``unnamed`` (None: of every port)."""
        if self.port is None:
            return unnamed is None or port in unnamed
        return self.port in ("*", port)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one diagnosis may ask and read (SECURITY.md section 3); times in seconds, sizes in bytes."""

    wall_s: float = 12.0
    request_s: float = 5.0
    connect_s: float = 3.0
    body_s: float = 2.0  # after the head: an event stream must not hold up a diagnosis whose status is there
    resolve_s: float = 3.0
    to_target: int = 5
    elsewhere: int = 5
    with_credential: int = 2
    with_password: int = 1
    targets: int = 6
    ports: int = 2
    in_flight: int = 2
    head_bytes: int = 64 * 1024
    head_lines: int = 200
    interim: int = 20
    body_raw: int = 256 * 1024
    body_decoded: int = 1024 * 1024
    derived_s: float = 3.0  # a URL from a claim, a document or a challenge
    derived_body: int = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The operator's part of the judgement. ``targets`` None: no limit; ``problems`` name entries that open nothing.

    ``withheld`` are hosts that this asker may not have asked, public or not (see :meth:`for_outsiders`).
    ``proxy`` is the operator's own way out (never the environment's); ``public_resolver`` is whom dns-compare asks.
    """

    allow: tuple[Opened, ...] = ()
    withheld: tuple[Opened, ...] = ()
    targets: tuple[Opened, ...] | None = None
    problems: tuple[str, ...] = ()
    limits: Limits = Limits()
    proxy: Secret | None = None
    public_resolver: str = "1.1.1.1"

    @classmethod
    def read(
        cls, allow_hosts: str = "", targets: str = "", proxy: Secret | None = None, *, limits: Limits | None = None
    ) -> Rules:
        """The rules of the settings' text. An entry outside the grammar opens nothing and is told in ``problems``."""
        allow, wrong = _entries(allow_hosts, "AUTH401_ALLOW_HOSTS")
        only, wrong_too = _entries(targets, "AUTH401_TARGETS")
        return cls(
            allow=allow,
            targets=only if targets.strip() else None,
            problems=wrong + wrong_too,
            proxy=proxy,
            limits=limits or Limits(),
        )

    def for_outsiders(self) -> Rules:
        """The rules for people of another organisation: what the operator opened is not asked for them at all."""
        return replace(self, allow=(), withheld=self.allow)

    def withholds(self, host: str, addresses: tuple[Address, ...]) -> bool:
        """Is this host, or one of its addresses, what an entry names, on whatever port?"""
        named = any(entry.names(host.rstrip(".")) for entry in self.withheld)
        return named or any(entry.holds(one) for entry in self.withheld for one in addresses)

    def opens(self, host: str, port: int | None, address: Address, *, loopback: bool = False) -> bool:
        """Does an entry open this host (by name) or this address (by CIDR) on this port (None: on any port at all)?

        ``loopback``: the address is the bot's own machine. That is opened by an exact host or by a CIDR of loopback
        addresses alone: whoever has one name under ``*.suffix`` chooses its address, and 0.0.0.0/0 does not mean it.
        """
        entries = [entry for entry in self.allow if port is None or entry.has_port(port)]
        if loopback:
            entries = [entry for entry in entries if entry.is_own_machine]
        return any(entry.names(host) or entry.holds(address) for entry in entries)

    def opens_literal(self, host: str, port: int) -> bool:
        """Does an entry spell this very host? The only way to open a link-local or metadata address."""
        return any(entry.kind == "host" and entry.names(host) and entry.has_port(port) for entry in self.allow)

    def wants(self, host: str, port: int, addresses: tuple[Address, ...]) -> bool:
        """May this host be asked at all? An entry of ``AUTH401_TARGETS`` without a port speaks of every port."""
        if self.targets is None:
            return True
        entries = [entry for entry in self.targets if entry.has_port(port, unnamed=None)]
        named = any(entry.names(host) for entry in entries)
        return named or (bool(addresses) and all(any(entry.holds(one) for entry in entries) for one in addresses))


def _entries(text: str, setting: str) -> tuple[tuple[Opened, ...], tuple[str, ...]]:
    good: list[Opened] = []
    wrong: list[str] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        entry = _entry(part.lower())
        if entry is None:
            wrong.append(
                f"{setting}: {_masked(part)!r} opens nothing; an entry is a host, *.suffix or CIDR, with :port or :*"
            )
        else:
            good.append(entry)
    return tuple(good), tuple(wrong)


def _masked(part: str) -> str:
    """An entry as a complaint shows it: somebody pasted a whole URL, and a comma in its password made two of it."""
    before, at, place = part.rpartition("@")
    scheme = f"{before.split('://')[0]}://" if "://" in before else ""
    odd = _ODD_PORT.fullmatch(place)
    shown = f"{odd[1]}:…" if odd else BY_SHAPE.scrub(_NO_USERINFO.sub("…@", place))[:80]
    return f"{scheme}…@{shown}" if at else shown


def _entry(text: str) -> Opened | None:
    match = _ENTRY.fullmatch(text)
    if match is None:
        return None
    port = _port(match["port"])
    return None if port == 0 else _host_entry(match["host"], port)


def _port(text: str | None) -> int | Literal["*"] | None:
    """The port named, 0 when it is none (0 or above 65535)."""
    if text is None or text == "*":
        return "*" if text else None
    return int(text) if 1 <= int(text) <= 65535 else 0


def _host_entry(host: str, port: int | Literal["*"] | None) -> Opened | None:
    bracketed = host.startswith("[")
    bare = host.replace("[", "").replace("]", "")
    if "/" in bare:
        network = _network(bare)
        fits = network is not None and bracketed == (network.version == 6)
        return Opened(kind="network", network=network, port=port) if fits else None
    if bracketed:
        address = address_in(bare)
        return Opened(kind="host", name=str(address), port=port) if isinstance(address, IPv6Address) else None
    if bare.startswith("*."):
        suffix = _name(bare[2:])
        is_address = suffix is not None and suffix.rsplit(".", 1)[-1].isdigit()
        return Opened(kind="suffix", name=suffix, port=port) if suffix and not is_address else None
    name = _name(bare)
    return Opened(kind="host", name=name, port=port) if name else None


def _name(text: str) -> str | None:
    """The name as a URL's host would be written after IDNA, or None when it is no host name."""
    if not text.isascii():
        folded = ascii_host(text)
        return folded if folded and _NAME.fullmatch(folded) else None
    return text if len(text) <= 254 and _NAME.fullmatch(text) else None


def _network(text: str) -> Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def address_in(text: str) -> Address | None:
    """The IP address that a host is, None where it is a name."""
    try:
        return ip_address(text)
    except ValueError:
        return None
