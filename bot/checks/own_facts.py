"""What has the team written of its own API that bears on this request: an incident, a documented code, a lifetime?

All of it stands in the provider's entry: by a person's hand, or (the documented refusals) by an import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Annotated

from bot import model
from bot.case import Case
from bot.checks import decode_token
from bot.checks._outcome import fail, passed, skip
from bot.checks._probing import facts_of
from bot.knowledge.schema import Incident, Provider, Refusal
from bot.model import Finding
from bot.probing.net import Net
from bot.url import Url, url_of

STAGE = 0
AFTER: tuple[str, ...] = ("decode-token", "read-response")


class Facts(model.Facts, frozen=True, kw_only=True):
    """What bears on this request of what its team has written."""

    incident: Annotated[str | None, "what is said of the incident that goes on, or did when the paste was written"] = (
        None
    )
    incident_since: Annotated[datetime | None, "when it began"] = None
    incident_link: Annotated[str | None, "the page on it"] = None
    code: Annotated[str | None, "the documented code that the answer has"] = None
    documented: Annotated[str | None, "what the description says of that code, else of the operation's status"] = None
    lifetime: Annotated[timedelta | None, "how long tokens of this API live"] = None
    outlived: Annotated[bool | None, "the token has no exp, and is older than that"] = None
    networks: Annotated[tuple[str, ...] | None, "the networks that alone may call"] = None
    address: Annotated[str | None, "the address outside of these that the answer names"] = None


_LOOKED_AT = 20_000
_ADDRESS = re.compile(r"(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})(?![\w:-])")
_MOST_ADDRESSES = 20


async def check(case: Case, _net: Net) -> Finding:
    """Look up the entry of whom the request goes to."""
    provider = case.provider
    if provider is None:
        return skip("it is not known whose API this is")
    facts = _network(case, provider, _age(case, provider, _refusal(case, provider, _incident(case, provider))))
    if not facts.told():
        return skip("its team has written nothing that bears on this request")
    if facts.incident or facts.code or facts.outlived or facts.address:
        return fail("its team knows of something like this", facts)
    return passed("its team has written something on this", facts)


def _incident(case: Case, provider: Provider) -> Facts:
    url = url_of(case.request.url) if case.request else Url()
    for incident in provider.incidents:
        over = incident.until
        is_on = any(incident.since <= at and (over is None or at <= over) for at in (case.moment.written, case.now))
        if is_on and _concerns(incident, url):
            return Facts(incident=incident.say, incident_since=incident.since, incident_link=incident.link)
    return Facts()


def _concerns(incident: Incident, url: Url) -> bool:
    return all(
        not patterns or any(fnmatchcase(value, pattern) for pattern in patterns)
        for patterns, value in ((incident.hosts, url.name), (incident.paths, url.path))
    )


def _refusal(case: Case, provider: Provider, facts: Facts) -> Facts:
    """The documented refusal whose code the answer has, of this operation before others; else its only one of this
    status.
    """
    here, others = _documented(case, provider)
    said = (
        case.report.said_by("server")[:_LOOKED_AT] + "\n" + (case.report.observed.body if case.report.observed else "")
    )
    for among in (here, others):
        known = {code: {each.says for each in among if code in each.codes} for each in among for code in each.codes}
        for code, told in known.items():
            if re.search(rf"(?<!\w){re.escape(code)}(?!\w)", said):
                return facts.but(code=code, documented=told.pop() if len(told) == 1 else "")
    status = case.report.observed.status if case.report.observed else None
    told = {each.says for each in here if each.status == status and each.says}
    return facts.but(documented=told.pop()) if len(told) == 1 else facts


def _documented(case: Case, provider: Provider) -> tuple[list[Refusal], list[Refusal]]:
    described = case.book.described(provider.id)
    if described is None:
        return [], []
    calls = {}
    if case.request is not None:
        url = url_of(case.request.url)
        calls = described.at(url.name, url.path)
    call = calls.get(case.request.method.upper()) if case.request else None
    here = list(call.refusals) if call else []
    return here, list(_others(provider, here))


def _others(provider: Provider, here: list[Refusal]) -> Iterator[Refusal]:
    for operation in provider.operations:
        yield from (each for each in operation.refusals if each not in here)


def _age(case: Case, provider: Provider, facts: Facts) -> Facts:
    lifetime = provider.lifetime
    if lifetime is None:
        return facts
    token = facts_of(case, "decode-token", decode_token.Facts)
    age = token.times.age if token and not token.claims.has_exp else None
    return facts.but(lifetime=lifetime, outlived=age is not None and age > lifetime)


def _network(case: Case, provider: Provider, facts: Facts) -> Facts:
    if not provider.networks:
        return facts
    said = case.report.said_by("server", "client")[:_LOOKED_AT]
    outside = (
        str(address)
        for address in _addresses(said)
        if not any(address in network for network in provider.allowed if network.version == address.version)
    )
    return facts.but(networks=provider.networks, address=next(outside, ""))


def _addresses(text: str) -> Iterator[IPv4Address | IPv6Address]:
    for number, found in enumerate(_ADDRESS.finditer(text)):
        if number >= _MOST_ADDRESSES:
            return
        try:
            yield ip_address(found[0])
        except ValueError:
            continue
