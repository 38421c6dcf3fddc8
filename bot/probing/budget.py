"""budget: what one diagnosis may still send, and to whom (SECURITY.md section 3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from bot.probing.net import NotAllowed
from bot.probing.pasted import Held
from bot.probing.rules import Address, Limits

Part = Literal["target", "elsewhere"]
_STOP = frozenset({429, 503})


@dataclass(slots=True)
class Budget:
    """Counts down. ``insists``: somebody has asked for a second attempt with a password.

    What is counted is each secret at each origin: a failed attempt with a password may lock somebody out.
    """

    limits: Limits
    insists: bool = False
    _spent: Counter[str] = field(default_factory=Counter)
    _carried: Counter[tuple[str, int, Held]] = field(default_factory=Counter)
    _places: set[tuple[Address, int]] = field(default_factory=set)
    _stopped: set[tuple[str, int]] = field(default_factory=set)

    def take(self, part: Part, host: str, port: int, *, carried: tuple[Held, ...] = ()) -> NotAllowed | None:
        """Reserve one request, or say which limit forbids it."""
        if (host, port) in self._stopped:
            words = f"{host} asked to be left alone (429 or 503), so it is not asked again"
            return NotAllowed(rule="slow-down", words=words)
        most = self.limits.to_target if part == "target" else self.limits.elsewhere
        if self._spent[part] >= most:
            return NotAllowed(rule="budget", words=f"the {most} requests that a diagnosis may send there are used up")
        for secret in carried:
            is_once = secret.is_password and not self.insists
            most = self.limits.with_password if is_once else self.limits.with_credential
            if self._carried[host, port, secret] >= most:
                times = "once" if most == 1 else f"at most {most} times"
                return NotAllowed(rule="credential-budget", words=f"the credential is sent {times} a diagnosis")
        self._spent[part] += 1
        self._carried.update((host, port, secret) for secret in carried)
        return None

    def visit(self, address: Address, port: int) -> NotAllowed | None:
        """Reserve a connection to an address and a port: a paste must not make a scanner of the bot."""
        ports = {known for _, known in self._places} | {port}
        if len(ports) > self.limits.ports:
            return NotAllowed(rule="ports", words=f"a diagnosis asks on at most {self.limits.ports} different ports")
        if len(self._places | {(address, port)}) > self.limits.targets:
            words = f"a diagnosis connects to at most {self.limits.targets} addresses"
            return NotAllowed(rule="targets-used", words=words)
        self._places.add((address, port))
        return None

    def saw(self, host: str, port: int, status: int) -> None:
        """Take note of an answer: 429 and 503 end the probing of that host."""
        if status in _STOP:
            self._stopped.add((host, port))
