"""Book: all knowledge in memory, indexed for matching. Pure: it is handed its entries by load.py."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import TypeVar

import msgspec
from rapidfuzz.distance import OSA

from bot.knowledge._formats import FormatIndex, checksum_holds
from bot.knowledge._hosts import LONGEST_HOST, HostIndex, compile_host, with_stars
from bot.knowledge._literals import LiteralIndex, literals_of, marked, statements
from bot.knowledge._naming import NameIndex, Rank, Sighting, calls_it_own, is_plain
from bot.knowledge.described import Described, place_of
from bot.knowledge.schema import (
    Cause,
    Contact,
    CredentialFormat,
    Entry,
    Escalation,
    Framework,
    Home,
    Provider,
    Step,
    Story,
)
from bot.knowledge.sites import site_of, without_stage
from bot.knowledge.text import TextModel
from bot.knowledge.weights import Weights
from bot.model import Report, Request, Response, Statement
from bot.url import host_of, url_of

Entries = dict[str, dict[str, Entry]]
_E = TypeVar("_E", bound=Entry)


@dataclass(frozen=True, eq=False)
class Book:
    """Everything that is known. One immutable value; a reload makes a new one.

    ``entries`` are kind -> id -> entry, as schema.KINDS names the kinds.
    """

    entries: Mapping[str, Mapping[str, Entry]] = field(repr=False)
    text_model: TextModel = field(default=TextModel(), repr=False)
    story_model: TextModel = field(default=TextModel(), repr=False)
    weights: Weights = field(default=Weights(), repr=False)

    # ---- what there is

    @cached_property
    def causes(self) -> Mapping[str, Cause]:
        """Causes by id."""
        return self._kind("causes", Cause)

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """Steps by id."""
        return self._kind("steps", Step)

    @cached_property
    def providers(self) -> Mapping[str, Provider]:
        """Providers by id."""
        return self._kind("providers", Provider)

    @cached_property
    def frameworks(self) -> Mapping[str, Framework]:
        """Frameworks and gateways by id."""
        return self._kind("frameworks", Framework)

    @cached_property
    def stories(self) -> Mapping[str, Story]:
        """What askers tell, by id."""
        return self._kind("story", Story)

    @cached_property
    def contacts(self) -> Mapping[str, Contact]:
        """Escalation contacts by id."""
        return self._kind("contacts", Contact)

    @cached_property
    def formats(self) -> tuple[CredentialFormat, ...]:
        """Every credential format: those of providers, then those with a file of their own."""
        nested = [_owned(form, provider.id) for provider in self.providers.values() for form in provider.credentials]
        return (*nested, *self._kind("credentials", CredentialFormat).values())

    @cached_property
    def issuers(self) -> frozenset[str]:
        """Hosts that may be asked for their keys, as providers' entries name them."""
        return frozenset(host.lower() for provider in self.providers.values() for host in provider.issuers)

    # ---- whose it is

    def provider_of(self, report: Report) -> Provider | None:
        """Whom the request goes to: by its host; without one, by the most telling of what else names a provider."""
        request = report.request
        host = asked_host(request.url) if request is not None else ""
        bare = request is not None and all(each.location == "text" for each in request.credentials)
        if request is None or not host or (bare and not self._names.is_asked(host, request.url, report.text)):
            left_open = request is not None and not host
            return self._named_in(report, Rank.CALLED if left_open else Rank.NAME)
        known = self.provider_at(request.url, request, report.observed)
        if known is not None or self.near_host(host) is not None or self._is_relay(request.url):
            return self._asked(known, request) if known is not None else None
        return self._own_host_of(host, request.url, report)

    def provider_at(
        self, url: str, request: Request | None = None, response: Response | None = None
    ) -> Provider | None:
        """The provider whose host the URL's whole host is, or whose product answers on a customer's own host."""
        host = asked_host(url)
        owner = self._hosts.owner(host) or self._hosts.owner(host.removeprefix("www."))
        if owner is not None:
            return _freed(self.providers[owner], host) if _is_served(self.providers[owner], host, url) else None
        if self.near_host(host) is not None or self._is_relay(url):
            return None
        return self._self_hosted(url, host, request, response)

    def is_at(self, owner: str, host: str) -> bool:
        """Is a host one of this provider's, whoever else describes it?"""
        known = self.providers.get(owner)
        return known is not None and any(compile_host(each).fullmatch(host) for each in known.hosts)

    def described(self, owner: str) -> Described | None:
        """The operations of a provider whose API is described, or None."""
        return self._described.get(owner)

    def described_beside(self, host: str) -> tuple[Described, str] | None:
        """The described API that is served at a host's site or at a host of nearly this name, and its own host."""
        near = self.near_host(host) or ""
        owner = self._hosts.owner(near) if near else None
        if owner is not None and owner in self._described:
            return self._described[owner], near
        bare = without_stage(host)
        for described in self._described.values():
            for known in described.provider.hosts:
                is_slip = 0 < OSA.distance(host, known, score_cutoff=_HOST_SLIPS) <= _HOST_SLIPS
                if "*" not in known and host != known and (is_slip or bare == without_stage(known)):
                    return described, known
        found = self._by_site.get(site_of(host), ()) if self._by_site else ()
        hosts = (
            [host for host in self._described[found[0]].provider.hosts if "*" not in host] if len(found) == 1 else []
        )
        return (self._described[found[0]], hosts[0]) if hosts and host not in hosts else None

    def near_host(self, host: str) -> str | None:
        """The known API host that ``host`` looks like without being it (a slip, a look-alike), or None."""
        return self._hosts.near(host)

    def home_of(self, host: str) -> Home | None:
        """The environment and region that a known host stands for, or None. ``{region}`` in a pattern is read out."""
        place = self._homes.owner(host)
        if place is None or len(host) > LONGEST_HOST:
            return None
        home = self._home_list[int(place)]
        found = (at_home(known).fullmatch(host.lower()) for known in home.hosts)
        return next((msgspec.structs.replace(home, **match.groupdict()) for match in found if match), None)

    def contact_for(self, host: str, channel: str = "", now: datetime | None = None) -> str:
        """Whom to turn to: the channel's contact, the host's, the provider's own; '' when nobody is named.

        Of one with hours, whoever is on call ``now`` (None: at any time).
        """
        named = [contact for contact in self.contacts.values() if channel and channel in contact.channels]
        named += [
            contact
            for contact in self.contacts.values()
            if any(compile_host(known).fullmatch(host.lower()) for known in contact.hosts)
        ]
        owner = self._hosts.owner(host)
        told = [each.escalate for each in named] + ([self.providers[owner].escalate] if owner else [])
        return next((found for each in told if (found := _on_call(each, channel, now))), "")

    # ---- what credentials tell

    def formats_of(self, value: str) -> tuple[CredentialFormat, ...]:
        """Every format that the whole value has, most distinctive first. ``provider`` says whose it is, or ''."""
        return self._formats.of(value)

    def told_by(self, form: CredentialFormat, value: str) -> tuple[str, str]:
        """(environment, region) that a value of this format tells of its home; '' where it tells nothing."""
        return self._formats.told(form, value)

    def checksum_holds(self, form: CredentialFormat, value: str) -> bool | None:
        """Does the checksum inside the value fit? None when its format has none."""
        return checksum_holds(form, value)

    def prefix_of(self, value: str) -> CredentialFormat | None:
        """The distinctive format with whose public prefix (``sk-ant-``, ``ghp_``) the value begins, whole or not."""
        return self._formats.prefix(value)

    # ---- what words say

    def statements_in(self, response: Response, provider: Provider | None) -> tuple[Statement, ...]:
        """Known literals in a response's headers and body, most telling first."""
        lines = "\n".join(f"{name}: {value}" for name, value in response.headers)
        found = [*self._words.hits(lines, ("header", "any")), *self._words.hits(response.body, ("body", "any"))]
        owner = provider.id if provider else ""
        return statements(found, provider=owner, named=provider is not None, status=response.status)

    def statements_in_text(self, text: str, provider: Provider | None) -> tuple[Statement, ...]:
        """Known literals anywhere in a text (a log, a stack trace, prose), most telling first."""
        found = self._words.hits(text, ("header", "body", "any"))
        owner = provider.id if provider else ""
        return statements(found, provider=owner, named=provider is not None, status=None)

    def meaning_of(self, words: str) -> tuple[str, ...]:
        """The causes that the most telling known words in a text name, () for none."""
        return next((each.causes for each in self.statements_in_text(words, None)), ())

    def marks_in(self, response: Response) -> tuple[str, ...]:
        """Ids of the frameworks and gateways whose fingerprints the response bears."""
        return marked(self.frameworks, response)

    # ---- how it is found

    @cached_property
    def _hosts(self) -> HostIndex:
        described_first = sorted(self.providers.values(), key=lambda each: not each.operations)
        pairs = tuple((host, each.id) for each in described_first for host in each.hosts)
        pages = (host_of(page) for each in self.providers.values() for page in (each.docs.auth, each.docs.rotate))
        own = {host.rpartition("*")[2].lstrip(".-") for host, _ in pairs}
        sites = {".".join(page.split(".")[-2:]) for page in pages if page.count(".") in (1, 2)}
        return HostIndex(pairs, frozenset(sites - own - {""}))

    @cached_property
    def _described(self) -> Mapping[str, Described]:
        return {owner: Described(entry) for owner, entry in self.providers.items() if entry.operations}

    @cached_property
    def _by_site(self) -> Mapping[str, tuple[str, ...]]:
        sites: dict[str, tuple[str, ...]] = {}
        for owner, described in self._described.items():
            for site in {site_of(host.replace("*", "x")) for host in described.provider.hosts} - {""}:
                sites[site] = (*sites.get(site, ()), owner)
        return sites

    def _asked(self, provider: Provider, request: Request) -> Provider:
        """The provider with the places that the asked operation's description names, where it names any."""
        described = self.described(provider.id)
        url = url_of(request.url)
        call = described.at(url.name, url.path).get(request.method.upper()) if described is not None else None
        if call is None or not call.security or call.open:
            return provider
        known = {name: provider.schemes[name] for need in call.security for name in need if name in provider.schemes}
        kept = {name: scheme for name, scheme in known.items() if not scheme.deprecated} or known
        places = tuple(place_of(scheme, f"OpenAPI description, {call}") for scheme in kept.values())
        return msgspec.structs.replace(provider, placement=places) if places else provider

    @cached_property
    def _names(self) -> NameIndex:
        pages: dict[str, str] = {}
        for owner, provider in self.providers.items():
            for host in {host_of(provider.docs.auth), host_of(provider.docs.rotate)} - {""}:
                pages[host] = "" if host in pages else owner
        linked = {
            link.partition("/")[0]
            for provider in self.providers.values()
            for link in (provider.named_by.link if provider.named_by is not None else ())
        }
        alone = {
            host: owner
            for host, owner in pages.items()
            if owner and host not in linked and self._hosts.owner(host) is None
        }
        return NameIndex(self.providers, self._hosts.owner, alone)

    @cached_property
    def _home_list(self) -> tuple[Home, ...]:
        return tuple(home for provider in self.providers.values() for home in provider.homes)

    @cached_property
    def _homes(self) -> HostIndex:
        numbered = enumerate(self._home_list)
        return HostIndex(
            tuple((host.replace("{region}", "*"), str(place)) for place, home in numbered for host in home.hosts)
        )

    @cached_property
    def _formats(self) -> FormatIndex:
        return FormatIndex(self.formats)

    @cached_property
    def _words(self) -> LiteralIndex:
        return LiteralIndex(literals_of(self.providers, self.frameworks))

    def _kind(self, kind: str, shape: type[_E]) -> Mapping[str, _E]:
        return {name: entry for name, entry in self.entries.get(kind, {}).items() if isinstance(entry, shape)}

    def _self_hosted(self, url: str, host: str, request: Request | None, response: Response | None) -> Provider | None:
        path = url_of(url).path
        hints = [
            (hint, provider)
            for provider in self.providers.values()
            if provider.self_hosted
            for hint in provider.path_hints
            if _leads(hint, path)
        ]
        for hint, provider in sorted(hints, key=lambda each: -len(each[0])):
            alone = hint.strip("/").count("/") >= 2
            if alone or self._second_sign(provider, url, host, request, response):
                return provider
        return None

    def _second_sign(
        self, provider: Provider, url: str, host: str, request: Request | None, response: Response | None
    ) -> bool:
        if provider.id.replace("-", "") in host.replace("-", ""):
            return True
        if provider.named_by is not None and url_of(url).port in provider.named_by.port:
            return True
        if request is not None:
            own = {place.name.lower() for place in provider.placement if place.place == "header"} - {"authorization"}
            if any(name.lower() in own for name, _ in request.headers):
                return True
            words = {
                word for place in provider.placement for word in place.scheme.lower().split() if word not in _COMMON
            }
            if any(credential.scheme.lower() in words for credential in request.credentials):
                return True
            values = [credential.secret.reveal() for credential in request.credentials]
            if any(provider.id in owners and len(owners) <= _FEW for owners in map(self._owners_of, values)):
                return True
        return response is not None and any(
            statement.source == provider.id for statement in self.statements_in(response, provider)
        )

    def _owners_of(self, value: str) -> set[str]:
        """Whose keys have the form of this value."""
        return {form.provider for form in self.formats_of(value)}

    def _named_in(self, report: Report, least: Rank) -> Provider | None:
        """The provider that a text without a request names by hosts, classes, codes, headers, keys, names."""
        seen = [*self._names.sightings(report.text), *self._by_form(report), *self._by_words(report)]
        return self.providers.get(self._names.chosen(seen, least) or "")

    def _own_host_of(self, host: str, url: str, report: Report) -> Provider | None:
        """The self-hosted product at a host of nobody's: by its name in the host, its own words or headers."""
        own = {owner: entry for owner, entry in self.providers.items() if entry.self_hosted}
        labels = {_OF_STAGE.sub("", label) for label in host.split(".")[: -2 if host.count(".") > 1 else None]}
        path = url_of(url).path
        for owner, entry in own.items():
            if path.startswith(f"/{owner}/") and any(_leads(hint, path[len(owner) + 1 :]) for hint in entry.path_hints):
                return entry
            if entry.host_note:
                continue  # a registry of one's own is not the public one
            if labels & {name.lower() for name in (owner, *_names_of(entry)) if is_plain(name)}:
                return entry
        seen = [each for each in self._names.sightings(report.text) if each.owner in own and each.rank is not Rank.HOST]
        said = self._names.chosen([*(each for each in seen if each.rank <= Rank.HEADER), *self._by_words(report)])
        if said in own:
            return own[said]
        owners = {each.owner for each in seen}
        hinted = [own[owner] for owner in owners if _is_hinted(own[owner], url)]
        called = [
            own[owner] for owner in owners if any(calls_it_own(report.text, name) for name in _names_of(own[owner]))
        ]
        sure = hinted or called
        return sure[0] if len(sure) == 1 else None

    def _is_relay(self, url: str) -> bool:
        """Does the path or the query name another host, to which the asked one passes the request on?"""
        if _RELAYED.search(url):
            return True
        return any(self._hosts.owner(part) is not None for part in url_of(url).path.split("/") if "." in part)

    def _by_form(self, report: Report) -> list[Sighting]:
        request = report.request
        values = [credential.secret.reveal() for credential in request.credentials] if request else []
        values += [secret.reveal() for secret in report.secrets]
        owners = {
            form.provider
            for value in values
            for form in self.formats_of(value)[:1]
            if form.distinctive and form.provider
        }
        return [Sighting(Rank.FORM, owner) for owner in owners]

    def _by_words(self, report: Report) -> list[Sighting]:
        hits = [
            hit.literal
            for hit in self._words.hits(report.text, ("header", "body", "any"))
            if hit.literal.speaker != "anyone" and not hit.literal.common and len(hit.literal.text) >= _TELLING
        ]
        owners = {literal.owner for literal in hits if literal.speaker == "provider"}
        shared = {literal.text for literal in hits if literal.speaker == "framework"}
        telling = {literal.owner for literal in hits if literal.speaker == "provider" and literal.text not in shared}
        sentences = {literal.owner for literal in hits if len(literal.text) >= 2 * _TELLING or not literal.exact}
        return [Sighting(Rank.WORDS, owner) for owner in telling & sentences] if telling == owners else []


_TELLING = 12
_HOST_SLIPS = 2
_RELAYED = re.compile(
    r"^[^/?#]*//[^/?#]*/[^?#]*?https?(?::|%3a)//?|[?&](?:url|u|uri|target|dest|destination|proxy|q)=https?(?::|%3a)",
    re.I,
)
_OF_STAGE = re.compile(
    r"^(?:my|our|corp|internal|int|prod|production|staging|stage|dev|test|qa|uat)-|-(?:prod|staging|dev|test)$"
)
_UNFILLED = re.compile(r"<[^<>]*>|\{\{[^{}]*\}\}|\$?\{[^{}]*\}|\$\([^()]*\)|\$\w+|%\w+%|\*+|…")
_LOOPBACK = re.compile(r"localhost|127\.0\.0\.1|0\.0\.0\.0|.*\.localhost")
_COMMON = frozenset({"", "|", "bearer", "basic", "digest"})
_FEW = 2  # APIs: a form that more of them use tells of none


def asked_host(url: str) -> str:
    """The host of a URL as :func:`host_of`, with x for what was left open; '' when all of it was."""
    host = host_of(url)
    filled = _UNFILLED.sub("x", host).replace("_", "-")
    return "" if filled != host and not filled.strip("x.-") else filled


def _leads(hint: str, path: str) -> bool:
    """Does ``path`` begin with ``hint``, at the end of a segment? ``*`` in it is any one segment."""
    if "*" in hint:
        return re.match(with_stars(hint, "[^/]+"), path) is not None
    return path.startswith(hint) and (hint.endswith("/") or path[len(hint) :][:1] in ("", "/"))


def _is_served(provider: Provider, host: str, url: str) -> bool:
    """Anybody's API may be at a developer's own machine: there the port tells whose, where a description names it."""
    if not _LOOPBACK.fullmatch(host) or not provider.servers:
        return True
    described = [parts for server in provider.servers if (parts := url_of(server)).name == host]
    return any(parts.origin == url_of(url).origin for parts in described)


def _freed(provider: Provider, host: str) -> Provider:
    """The provider as it is at this host: without places where others say where a credential goes."""
    if any(compile_host(free).fullmatch(host) for free in provider.free_hosts):
        return msgspec.structs.replace(provider, placement=(), companions=())
    return provider


def _on_call(named: str | tuple[Escalation, ...], channel: str, now: datetime | None) -> str:
    """Whom to turn to in a channel at a time; one for the channel before one for all."""
    if isinstance(named, str):
        return named
    fit = [each for each in named if not each.channels or channel in each.channels]
    fit = [each for each in fit if now is None or each.is_on_call(now)]
    return next((each.to for each in sorted(fit, key=lambda each: not each.channels)), "")


def _names_of(provider: Provider) -> tuple[str, ...]:
    return provider.named_by.name if provider.named_by is not None else ()


def _is_hinted(provider: Provider, url: str) -> bool:
    path = url_of(url).path
    return any(_leads(hint, path) for hint in provider.path_hints)


def _owned(form: CredentialFormat, provider: str) -> CredentialFormat:
    if form.provider:
        return form
    return msgspec.structs.replace(form, provider=provider)


@cache
def at_home(known: str) -> re.Pattern[str]:
    """The host pattern of a home as a regular expression for fullmatch; the group ``region`` is its ``{region}``."""
    before, _, after = known.partition("{region}")
    named = "(?P<region>[a-z0-9-]+)" if before != known else ""
    return re.compile(compile_host(before).pattern + named + compile_host(after).pattern)
