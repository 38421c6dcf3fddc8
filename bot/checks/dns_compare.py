"""Does the host's name resolve, here and for a public resolver?"""

from __future__ import annotations

import re
from typing import Annotated

from bot import model
from bot.case import Case
from bot.checks._outcome import error, fail, passed, skip, warn
from bot.checks._probing import fact
from bot.model import Finding
from bot.probing.net import Net
from bot.url import host_of

STAGE = 1
AFTER: tuple[str, ...] = ()


class Facts(model.Facts, frozen=True, kw_only=True):
    """What the resolvers know."""

    resolves: Annotated[bool, "it has addresses"]
    unresolvable: Annotated[bool, "nobody knows the name, and the paste shows no answer from there"] = False
    differ: Annotated[bool, "the two resolvers share no address"] = False
    only_public: Annotated[bool, "only the public resolver knows it"] = False


async def check(case: Case, net: Net) -> Finding:
    """Ask the system's resolver, and a public one for public names only."""
    host = host_of(case.request.url) if case.request else ""
    if not host or fact(case.evidence, "lint-url.unreadable") or fact(case.evidence, "lint-url.variable"):
        return skip("there is no host to look up")
    if ":" in host or re.fullmatch(r"[0-9.]+", host):
        return skip("the host is an address, so there is no name to look up")
    ours = await net.resolve(host)
    if ours.addresses and fact(case.evidence, "lint-url.private"):
        return passed("the name resolves here", Facts(resolves=True))
    if fact(case.evidence, "lint-url.private"):
        return _nowhere(case, host, ours.nonexistent, ours.words)
    public, here = await net.resolve(host, public=True), bool(ours.addresses)
    if not ours.addresses and not public.addresses:
        if ours.nonexistent and not (public.nonexistent or _is_odd(case)):
            return warn("the name is not known here, and no public resolver could be asked", Facts(resolves=False))
        return _nowhere(case, host, ours.nonexistent, ours.words)
    if not public.addresses and not public.nonexistent:
        return passed("the name resolves here; the public resolver could not be asked", Facts(resolves=here))
    differ = here and bool(public.addresses) and not set(ours.addresses) & set(public.addresses)
    facts = Facts(resolves=here, differ=differ, only_public=not here)
    if not here:
        return fail("a public resolver knows the name, the one here does not", facts)
    if differ:
        return warn("the resolver here and a public one name different addresses", facts)
    return passed("the name resolves here", facts)


def _is_odd(case: Case) -> bool:
    """Is it nearly a known host's name? Then one resolver is enough."""
    return any(fact(case.evidence, f"lint-url.{name}") is True for name in ("typo", "lookalike"))


def _nowhere(case: Case, host: str, nonexistent: bool, why: str) -> Finding:
    """No address anywhere: a fault only when a resolver said that the name does not exist, and nobody was answered."""
    if nonexistent and case.report.observed is not None:
        return warn("the name is known only where the paste is from: an answer came from there", Facts(resolves=False))
    if nonexistent:
        return fail(f"nobody knows the name {host[:100]}", Facts(resolves=False, unresolvable=True))
    return error(why or "the resolver did not answer")
