"""resolve: names to addresses, by the system's resolver in a thread of its own, or by a public one with dnspython."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from bot.probing.net import Resolved

Resolver = Callable[[str], Awaitable[Resolved]]

_NOWHERE = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
_PRIVATE_ZONES = (
    "local", "localhost", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "test", "invalid",
    "example", "onion", "home.arpa", "in-addr.arpa", "ip6.arpa", "svc", "consul",
)  # fmt: skip


async def system(host: str) -> Resolved:
    """Every address of ``host`` as the system's resolver makes them of it, odd spellings of addresses included.

    In a daemon thread: a resolver that hangs must hold up neither the diagnosis nor the end of the program.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Resolved] = loop.create_future()

    def work() -> None:
        answer = _getaddrinfo(host)
        try:
            loop.call_soon_threadsafe(lambda: None if done.done() else done.set_result(answer))
        except RuntimeError:  # the loop has ended, and nobody waits any more
            return

    threading.Thread(target=work, daemon=True, name="resolve").start()
    return await done


def _getaddrinfo(host: str) -> Resolved:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as fault:
        if fault.errno in _NOWHERE:
            return Resolved(nonexistent=True, words=f"the name {host} does not resolve to any address")
        return Resolved(words=f"the name {host} could not be looked up just now")
    except (OSError, UnicodeError):
        return Resolved(words=f"the name {host} could not be looked up")
    addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
    return Resolved(addresses=tuple(addresses))


def is_public_name(host: str) -> bool:
    """May a public resolver learn this name? Not when it is an address, a single label or of a private zone."""
    name = host.rstrip(".").lower()
    try:
        ip_address(name)
    except ValueError:
        labels = name.split(".")
        private = any(name == zone or name.endswith("." + zone) for zone in _PRIVATE_ZONES)
        return len(labels) > 1 and not labels[-1].isdigit() and not private
    return False


async def public(host: str, server: str, timeout_s: float) -> Resolved:
    """A and AAAA of a public name by the resolver at ``server``: compared with the system's, never connected to."""
    from dns.asyncresolver import Resolver as Asker  # slow to load, and rarely asked
    from dns.exception import DNSException
    from dns.resolver import NXDOMAIN, NoAnswer

    asker = Asker(configure=False)
    asker.nameservers = [server]
    asker.lifetime = timeout_s

    async def ask(kind: str) -> tuple[str, ...] | None:
        try:
            return tuple(record.to_text() for record in await asker.resolve(host, kind))
        except NoAnswer:
            return ()
        except NXDOMAIN:
            return None

    try:
        four, six = await asyncio.gather(ask("A"), ask("AAAA"))
    except (DNSException, OSError):
        return Resolved(words="the public resolver did not answer")
    if four is None and six is None:
        return Resolved(nonexistent=True, words=f"the name {host} is not known to a public resolver")
    return Resolved(addresses=(four or ()) + (six or ()))
