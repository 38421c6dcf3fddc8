"""Which ways to an endpoint are there? The addresses of its name, each judged, and the proxy in between. Pure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.probing.guard import Endpoint, is_named, judge
from bot.probing.net import Failed, NotAllowed, Probe
from bot.probing.pasted import proxy_endpoint
from bot.probing.rules import Address, Rules

AddressesOf = Callable[[Endpoint], Awaitable[tuple[Address, ...] | Failed]]


@dataclass(frozen=True, slots=True)
class Gate:
    """A proxy, one of its addresses and its credential."""

    endpoint: Endpoint
    address: Address
    userinfo: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Way:
    """Where a connection goes: the endpoint and its checked address; ``gate`` is the proxy in between.

    ``address`` is None only behind a proxy, for a name that the operator named and we cannot resolve. ``insecure``: the
    certificate need not be good.
    """

    endpoint: Endpoint
    address: Address | None
    insecure: bool = False
    gate: Gate | None = None


async def ways_to(
    endpoint: Endpoint, probe: Probe, rules: Rules, addresses_of: AddressesOf, *, has_credential: bool
) -> tuple[Way, ...] | NotAllowed | Failed:
    """One way for each checked address, or why there is none. ``has_credential``: the probe carries the paste's."""
    gates = await _gates(endpoint, probe, rules, addresses_of)
    if not isinstance(gates, tuple):
        return gates
    found = await addresses_of(endpoint)
    if isinstance(found, Failed) and not (gates and is_named(endpoint, (), rules)):
        return found
    addresses = () if isinstance(found, Failed) else found
    named = is_named(endpoint, addresses, rules)
    refusal = judge(endpoint, addresses, rules) or (None if named else _late(endpoint, probe, has_credential))
    if refusal is not None:
        return refusal
    insecure = probe.insecure and named
    if not gates:
        return tuple(Way(endpoint, one, insecure) for one in addresses)
    target = min(addresses, key=lambda one: one.version, default=None)  # what a proxy reaches most often
    return tuple(Way(endpoint, target, insecure, gate) for gate in gates)


def _late(endpoint: Endpoint, probe: Probe, has_credential: bool) -> NotAllowed | None:
    """The rules for hosts that the operator did not name."""
    if endpoint.scheme == "http" and has_credential:
        words = "the credential is not sent over plain http; an operator can allow it by AUTH401_ALLOW_HOSTS"
        return NotAllowed(rule="in-clear", words=words)
    if probe.derived and (endpoint.scheme != "https" or endpoint.port != 443 or endpoint.literal is not None):
        words = "a URL from a claim, a document or a challenge is asked over https on 443 by name alone"
        return NotAllowed(rule="derived", words=words)
    return None


async def _gates(
    endpoint: Endpoint, probe: Probe, rules: Rules, addresses_of: AddressesOf
) -> tuple[Gate, ...] | NotAllowed | Failed:
    """The proxy in between: the paste's where the operator named it and the target, else the operator's, or none."""
    if probe.proxy is not None:
        pasted, userinfo = proxy_endpoint(probe.proxy)
        if isinstance(pasted, Endpoint) and is_named(pasted, (), rules) and is_named(endpoint, (), rules):
            found = await addresses_of(pasted)
            if isinstance(found, Failed):
                return found
            return judge(pasted, found, rules) or tuple(Gate(pasted, one, userinfo) for one in found)
    if rules.proxy is None:
        return ()
    own, userinfo = proxy_endpoint(rules.proxy.reveal())
    if isinstance(own, NotAllowed):
        return own
    found = await addresses_of(own)
    return found if isinstance(found, Failed) else tuple(Gate(own, one, userinfo) for one in found)
