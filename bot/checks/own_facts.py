"""What has the team written of its own API that bears on this request: an incident, a documented code, a lifetime?

All of it stands in the provider's entry: by a person's hand, or (the documented refusals) by an import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from bot.case import Case
from bot.checks._outcome import fail, passed, skip
from bot.knowledge.schema import Incident, Provider, Refusal
from bot.model import Finding
from bot.probing.net import Net
from bot.url import Url, url_of

STAGE = 0
AFTER: tuple[str, ...] = ("decode-token", "read-response")
FACTS: dict[str, str] = {
    "incident": "str: what is said of the known incident that goes on, or went on when the paste was written",
    "incident_since": "datetime: when it began",
    "incident_link": "str: the page on it",
    "code": "str: the documented code that the answer has",
    "documented": "str: what the description says of that code, else of this status of this operation",
    "lifetime": "timedelta: how long tokens of this API live",
    "outlived": "bool: the token has no exp, and is older than that",
    "networks": "list of str: the networks that alone may call",
    "address": "str: the address outside of these that the answer names",
}
_LOOKED_AT = 20_000
_ADDRESS = re.compile(r"(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})(?![\w:-])")
_MOST_ADDRESSES = 20


async def check(case: Case, _net: Net) -> Finding:
    """Look up the entry of whom the request goes to."""
    provider = case.provider
    if provider is None:
        return skip("it is not known whose API this is")
    facts = {
        **_incident(case, provider),
        **_refusal(case, provider),
        **_age(case, provider),
        **_network(case, provider),
    }
    if not facts:
        return skip("its team has written nothing that bears on this request")
    if any(facts.get(name) for name in ("incident", "code", "outlived", "address")):
        return fail("its team knows of something like this", **facts)
    return passed("its team has written something on this", **facts)


def _incident(case: Case, provider: Provider) -> dict[str, Any]:
    url = url_of(case.request.url) if case.request else Url()
    for incident in provider.incidents:
        over = incident.until
        is_on = any(incident.since <= at and (over is None or at <= over) for at in (case.moment.written, case.now))
        if is_on and _concerns(incident, url):
            return {"incident": incident.say, "incident_since": incident.since, "incident_link": incident.link}
    return {}


def _concerns(incident: Incident, url: Url) -> bool:
    return all(
        not patterns or any(fnmatchcase(value, pattern) for pattern in patterns)
        for patterns, value in ((incident.hosts, url.name), (incident.paths, url.path))
    )


def _refusal(case: Case, provider: Provider) -> dict[str, Any]:
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
                return {"code": code, "documented": told.pop() if len(told) == 1 else ""}
    status = case.report.observed.status if case.report.observed else None
    told = {each.says for each in here if each.status == status and each.says}
    return {"documented": told.pop()} if len(told) == 1 else {}


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


def _age(case: Case, provider: Provider) -> dict[str, Any]:
    lifetime = provider.lifetime
    if lifetime is None:
        return {}
    age = case.evidence.fact("decode-token.age")
    endless = case.evidence.fact("decode-token.has_exp") is False
    return {"lifetime": lifetime, "outlived": endless and isinstance(age, timedelta) and age > lifetime}


def _network(case: Case, provider: Provider) -> dict[str, Any]:
    if not provider.networks:
        return {}
    said = case.report.said_by("server", "client")[:_LOOKED_AT]
    outside = (
        str(address)
        for address in _addresses(said)
        if not any(address in network for network in provider.allowed if network.version == address.version)
    )
    return {"networks": provider.networks, "address": next(outside, "")}


def _addresses(text: str) -> Iterator[IPv4Address | IPv6Address]:
    for number, found in enumerate(_ADDRESS.finditer(text)):
        if number >= _MOST_ADDRESSES:
            return
        try:
            yield ip_address(found[0])
        except ValueError:
            continue
