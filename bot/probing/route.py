"""route: by which ways may a place be asked? The addresses of its name, each judged, and the proxy in between. Pure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.probing.guard import Place, is_named, judge
from bot.probing.net import Failed, NotAllowed, Probe
from bot.probing.pasted import proxy_place
from bot.probing.rules import Address, Rules

AddressesOf = Callable[[Place], Awaitable[tuple[Address, ...] | Failed]]


@dataclass(frozen=True, slots=True)
class Gate:
    """A proxy, one of its addresses and its credential."""

    place: Place
    address: Address
    userinfo: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Way:
    """Where a connection goes: the place and its checked address; ``gate`` is the proxy in between.

    ``address`` is None only behind a proxy, for a name that the operator named and we cannot resolve. ``insecure``: the
    certificate need not be good.
    """

    place: Place
    address: Address | None
    insecure: bool = False
    gate: Gate | None = None


async def ways_to(
    place: Place, probe: Probe, rules: Rules, addresses_of: AddressesOf, *, has_credential: bool
) -> tuple[Way, ...] | NotAllowed | Failed:
    """One way for each checked address, or why there is none. ``has_credential``: the probe carries the paste's."""
    gates = await _gates(place, probe, rules, addresses_of)
    if not isinstance(gates, tuple):
        return gates
    found = await addresses_of(place)
    if isinstance(found, Failed) and not (gates and is_named(place, (), rules)):
        return found
    addresses = () if isinstance(found, Failed) else found
    named = is_named(place, addresses, rules)
    refusal = judge(place, addresses, rules) or (None if named else _late(place, probe, has_credential))
    if refusal is not None:
        return refusal
    insecure = probe.insecure and named
    if not gates:
        return tuple(Way(place, one, insecure) for one in addresses)
    target = min(addresses, key=lambda one: one.version, default=None)  # what a proxy reaches most often
    return tuple(Way(place, target, insecure, gate) for gate in gates)


def _late(place: Place, probe: Probe, has_credential: bool) -> NotAllowed | None:
    """The rules for hosts that the operator did not name."""
    if place.scheme == "http" and has_credential:
        return NotAllowed(
            rule="in-clear",
            words="the credential is not sent over plain http; an operator can allow it by AUTH401_ALLOW_HOSTS",
        )
    if probe.derived and (place.scheme != "https" or place.port != 443 or place.literal is not None):
        return NotAllowed(
            rule="derived",
            words="a URL from a claim, a document or a challenge is asked over https on 443 by name alone",
        )
    return None


async def _gates(
    place: Place, probe: Probe, rules: Rules, addresses_of: AddressesOf
) -> tuple[Gate, ...] | NotAllowed | Failed:
    """The proxy in between: the paste's where the operator named it and the target, else the operator's, or none."""
    if probe.proxy is not None:
        pasted, userinfo = proxy_place(probe.proxy)
        if isinstance(pasted, Place) and is_named(pasted, (), rules) and is_named(place, (), rules):
            found = await addresses_of(pasted)
            if isinstance(found, Failed):
                return found
            return judge(pasted, found, rules) or tuple(Gate(pasted, one, userinfo) for one in found)
    if rules.proxy is None:
        return ()
    own, userinfo = proxy_place(rules.proxy.reveal())
    if isinstance(own, NotAllowed):
        return own
    found = await addresses_of(own)
    return found if isinstance(found, Failed) else tuple(Gate(own, one, userinfo) for one in found)
