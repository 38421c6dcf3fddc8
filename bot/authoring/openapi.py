"""An OpenAPI 3 or Swagger 2 description -> a provider's entry, and a sentence for all that could not be used. Pure.

What says nothing of authentication is not looked at, but for its references. What is broken costs only itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qs

import msgspec

from bot.authoring._servers import Servers, homes_of, hosts_of, make_absolute
from bot.authoring.document import Base, References, shortened
from bot.authoring.refusals import STATUSES, Causes, refusals
from bot.knowledge.described import place_of
from bot.knowledge.schema import Scheme
from bot.unicode import well_formed
from bot.url import host_of, joined, url_of

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
# What an import writes of an entry, and writes anew the next time.
GENERATED_KEYS = frozenset(
    (
        *("name", "hosts", "host-note", "homes", "servers", "schemes"),
        *("placement", "audiences", "issuers", "docs", "operations"),
    )
)
MOST_OPERATIONS = 20_000
MOST_WARNINGS = 25
_LONGEST_NAME, _LONGEST_PATH = 100, 400
_DEPRECATED = re.compile(r"(?<!not )(?<!n't )\bdeprecated\b", re.IGNORECASE)
_SIGNED = re.compile(r"signature|\bsigv4\b|\bhmac\b|\bsigned\b", re.IGNORECASE)
_WORD_BEFORE = re.compile(
    r"\b(Bearer|Basic|Token|ApiKey|Api-Key|Key|JWT|GenieKey|SSWS|OAuth)[ :=]+[`'\"]?"
    r"(?:[<{\[$]|YOUR|your|xxx|\.\.\.|eyJ|token|api|key|access)"
)
_WELL_KNOWN = "/.well-known/"
_REALM = re.compile(r"(https?://.+/realms/[^/]+)/")
_HTTP_WORDS = {"bearer": "Bearer", "basic": "Basic", "digest": "Digest", "negotiate": "Negotiate", "dpop": "DPoP"}
_ANY_SCHEME = " | Bearer | Basic | Token | ApiKey | Key | JWT | OAuth"


@dataclass(frozen=True, slots=True)
class Imported:
    """What a description became: the ``entry`` with keys as they stand in YAML, and ``warnings``, a sentence each."""

    entry: dict[str, Any]
    warnings: tuple[str, ...]


def imported(
    document: Any,
    *,
    where: str = "",
    beside: Callable[[str], str] | None = None,
    causes: Causes = lambda _: (),
) -> Imported:
    """The entry of a description.

    ``where`` is its URL, '' for a file: relative servers are read from there. ``beside`` gives the text of a file below
    the description's folder by its relative path, or raises ValueError; nothing else is opened, and nothing fetched.
    ``causes``: what the words of a documented refusal mean.
    Raises ValueError when the document describes no API that a request could be compared with.
    """
    if not isinstance(document, Mapping):
        raise ValueError("no OpenAPI description: keys and values are missing")
    if not ({"openapi", "swagger"} & set(document)):
        raise ValueError("no OpenAPI description: the key openapi (or swagger) is missing")
    made = _Import(document, where, beside, causes)
    return Imported(made.entry(), made.warnings())


class _Import:
    """One description on its way to an entry."""

    def __init__(
        self, document: Mapping[str, Any], where: str, beside: Callable[[str], str] | None, causes: Causes
    ) -> None:
        self.document, self.where, self.causes = document, where, causes
        self._refusals: dict[tuple[Base, int, str | int], list[dict[str, Any]]] = {}
        self._told: dict[str, None] = {}
        self.references = References(document, beside, self.tell)
        self.is_old = "openapi" not in document

    def tell(self, place: str, words: str) -> None:
        self._told[well_formed(f"{place}: {words}" if place else words)] = None

    def warnings(self) -> tuple[str, ...]:
        told = tuple(self._told)
        more = len(told) - MOST_WARNINGS
        return told if more <= 0 else (*told[:MOST_WARNINGS], f"and {more} more of this sort")

    def entry(self) -> dict[str, Any]:
        version = str(self.document.get("openapi") or self.document.get("swagger"))
        if not version.startswith(("2.", "3.0", "3.1")):
            self.tell(
                "swagger" if self.is_old else "openapi", f"version {shortened(version)} is read as if it were 3.1"
            )
        schemes = dict(self._schemes())
        operations, more_servers = self._operations(schemes)
        servers = Servers(self.document, self.references, self.where, self.tell).of(more_servers)
        self._references_of_all()
        if not operations and not schemes:
            raise ValueError("no OpenAPI description that helps: neither operations nor security schemes can be read")
        hosts = hosts_of(servers)
        make_absolute(schemes, servers)
        if not hosts:
            self.tell(
                "servers", "no server with a host is named, so no request can be recognised; add the hosts by hand"
            )
        made: dict[str, Any] = {"name": self._name()}
        if hosts:
            made["hosts"] = hosts
        else:
            made["host-note"] = "the description names no server; add the hosts"
        homes = homes_of(servers)
        if homes:
            made["homes"] = homes
        if servers:
            made["servers"] = list(dict.fromkeys(server.url for server in servers))
        if schemes:
            made["schemes"] = schemes
            made["placement"] = list(_placements(schemes, operations))
        audiences = self._audiences()
        if audiences:
            made["audiences"] = audiences
        issuers = sorted({host for each in schemes.values() if (host := host_of(each.get("issuer", "")))})
        if issuers:
            made["issuers"] = issuers
        page = self._page()
        if page:
            made["docs"] = {"auth": page}
        made["operations"] = operations
        return made

    # ---- words

    def _name(self) -> str:
        info = self.document.get("info")
        title = info.get("title") if isinstance(info, Mapping) else None
        name = " ".join(str(title).split())[:_LONGEST_NAME] if isinstance(title, str) else ""
        return "".join(char for char in well_formed(name) if char.isprintable()) or "Our API"

    def _page(self) -> str:
        external = self.document.get("externalDocs")
        url = external.get("url") if isinstance(external, Mapping) else None
        return url if isinstance(url, str) and url_of(url).scheme in ("http", "https") and " " not in url else ""

    def _references_of_all(self) -> None:
        """Tell of each reference in the document, wherever it stands, that leads nowhere or may not be followed."""
        stack: list[tuple[Any, tuple[Any, ...]]] = [(self.document, ())]
        tried: set[str] = set()
        while stack:
            value, place = stack.pop()
            if isinstance(value, Mapping):
                ref = value.get("$ref")
                if isinstance(ref, str) and ref not in tried:
                    tried.add(ref)
                    found = self.references.found(ref, "")
                    if isinstance(found, str):
                        self.tell(_dotted(place), f"$ref {shortened(ref)}: {found}")
                stack.extend(
                    (each, (place, key))
                    for key, each in value.items()
                    if isinstance(each, dict | list) and key != "example"
                )
            else:
                stack.extend((each, (place, key)) for key, each in enumerate(value) if isinstance(each, dict | list))

    # ---- security schemes

    def _schemes(self) -> Iterator[tuple[str, dict[str, Any]]]:
        place = "securityDefinitions" if self.is_old else "components.securitySchemes"
        holder = self.document if self.is_old else self.document.get("components")
        found = holder.get(place.rpartition(".")[2]) if isinstance(holder, Mapping) else None
        found, base = self.references.at(found, place, "")
        for name, given in found.items() if isinstance(found, Mapping) else ():
            scheme, _ = self.references.at(given, f"{place}.{name}", base)
            made = self._scheme(scheme, f"{place}.{name}")
            if made:
                yield str(name), made

    def _scheme(self, scheme: Any, place: str) -> dict[str, Any]:
        if not isinstance(scheme, Mapping):
            if scheme is not None:
                self.tell(place, "a security scheme of keys and values is right")
            return {}
        kind = str(scheme.get("type", "")).lower()
        words = str(scheme.get("description") or "")
        made: dict[str, Any] = {}
        if kind == "apikey":
            made = self._key(scheme, words, place)
        elif kind == "basic":
            made = {"type": "http", "scheme": "basic"}
        elif kind == "http":
            word = str(scheme.get("scheme") or "bearer").strip()
            made = {
                "type": "http",
                "scheme": _HTTP_WORDS.get(word.lower(), word.split()[0] if word else "Bearer").lower(),
            }
        elif kind == "oauth2":
            made = {"type": "oauth2", **self._flows(scheme)}
        elif kind == "openidconnect":
            url = scheme.get("openIdConnectUrl")
            issuer = str(url).partition(_WELL_KNOWN)[0] if isinstance(url, str) and "://" in url else ""
            made = {"type": "openIdConnect", **({"issuer": issuer} if issuer else {})}
        elif kind == "mutualtls":
            made = {"type": "mutualTLS"}
        else:
            self.tell(place, f"the type {shortened(kind) or '(none)'} is no type of a security scheme")
            return {}
        google = scheme.get("x-google-issuer")
        if isinstance(google, str) and made:
            made["issuer"] = google
        if made and (
            scheme.get("deprecated") is True or scheme.get("x-deprecated") is True or _DEPRECATED.search(words)
        ):
            made["deprecated"] = True
        return made

    def _key(self, scheme: Mapping[str, Any], words: str, place: str) -> dict[str, Any]:
        name, where = scheme.get("name"), scheme.get("in", "header")
        if not isinstance(name, str) or not name.strip() or where not in ("header", "query", "cookie"):
            self.tell(place, "an apiKey with a name, in header, query or cookie, is right")
            return {}
        made: dict[str, Any] = {"type": "apiKey", "in": where, "name": name.strip()}
        if where == "header" and name.strip().lower() == "authorization":
            if scheme.get("x-amazon-apigateway-authtype") or _SIGNED.search(words):
                return {"type": "signature"}
            told = _WORD_BEFORE.search(words)
            made["scheme"] = told[1] if told else _ANY_SCHEME.strip()
        return made

    def _flows(self, scheme: Mapping[str, Any]) -> dict[str, Any]:
        flows = scheme.get("flows")
        each = [
            flow for flow in (flows.values() if isinstance(flows, Mapping) else [scheme]) if isinstance(flow, Mapping)
        ]
        made: dict[str, Any] = {}
        for key, name in (("tokenUrl", "token-url"), ("authorizationUrl", "authorization-url")):
            url = next((flow[key] for flow in each if isinstance(flow.get(key), str) and flow[key]), "")
            if url:
                made[name] = joined(self.where, url) if self.where and "://" not in url else url
        realm = _REALM.match(made.get("token-url", ""))
        if realm:
            made["issuer"] = realm[1]
        scopes = [
            str(scope)
            for flow in each
            for scope in (flow.get("scopes") or {})
            if isinstance(flow.get("scopes"), Mapping)
        ]
        if scopes:
            made["scopes"] = list(dict.fromkeys(scopes))[:300]
        return made

    def _audiences(self) -> list[str]:
        found: list[str] = []
        holder = self.document if self.is_old else self.document.get("components")
        schemes = (
            holder.get("securityDefinitions" if self.is_old else "securitySchemes")
            if isinstance(holder, Mapping)
            else None
        )
        for scheme in schemes.values() if isinstance(schemes, Mapping) else ():
            if not isinstance(scheme, Mapping):
                continue
            for key in ("x-google-audiences", "x-audience", "x-audiences"):
                value = scheme.get(key)
                found += [str(each) for each in value] if isinstance(value, list) else str(value or "").split(",")
            flows = scheme.get("flows")
            for flow in flows.values() if isinstance(flows, Mapping) else [scheme]:
                url = flow.get("authorizationUrl") if isinstance(flow, Mapping) else None
                if isinstance(url, str):
                    found += parse_qs(url_of(url).query or "").get("audience", [])
        return list(dict.fromkeys(each.strip() for each in found if each.strip()))

    # ---- operations

    def _operations(self, schemes: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[tuple[str, Any]]]:
        paths, base = self.references.at(self.document.get("paths"), "paths", "")
        if not isinstance(paths, Mapping):
            if paths is not None or self.is_old or "webhooks" not in self.document:
                self.tell("paths", "no paths are described")
            return [], []
        everywhere = self._security(self.document.get("security"), "security", schemes)
        groups: dict[str, dict[str, Any]] = {}
        servers: list[tuple[str, Any]] = []
        count = 0
        for path, given in paths.items():
            if not str(path).startswith("/"):
                if not str(path).startswith("x-"):
                    self.tell(f"paths.{shortened(str(path))}", "a path begins with a slash; it is left out")
                continue
            place = f"paths.{path}"
            item, inside = self.references.at(given, place, base)
            if not isinstance(item, Mapping):
                continue
            servers += [(f"{place}.servers", item["servers"])] if isinstance(item.get("servers"), list) else []
            for method in METHODS:
                operation = item.get(method)
                if not isinstance(operation, Mapping):
                    continue
                operation, around = self.references.at(operation, f"{place}.{method}", inside)
                if not isinstance(operation, Mapping):
                    continue
                count += 1
                if count > MOST_OPERATIONS:
                    continue
                if isinstance(operation.get("servers"), list):
                    servers.append((f"{place}.{method}.servers", operation["servers"]))
                security = everywhere
                if "security" in operation:
                    security = self._security(operation["security"], f"{place}.{method}.security", schemes)
                refused = self._refused(operation.get("responses"), f"{place}.{method}.responses", around)
                group = groups.setdefault(
                    json.dumps([security, refused]),
                    {"security": security, **({"refusals": refused} if refused else {}), "calls": []},
                )
                group["calls"].append(f"{method.upper()} {_plain(str(path))}")
        if count > MOST_OPERATIONS:
            self.tell("paths", f"{count} operations; those after the first {MOST_OPERATIONS} are left out")
        made = list(groups.values())
        if schemes and made and all(group["security"] is None for group in made):
            self.tell("security", "no operation says which scheme it wants; any of them is taken to do")
            made[0]["security"] = [{name: []} for name in schemes]
        for group in made:
            if group["security"] is None:
                group["security"] = [] if schemes else None
            if group["security"] is None:
                del group["security"]
        return made, servers

    def _refused(self, responses: Any, place: str, base: Base) -> list[dict[str, Any]]:
        """The documented 401 and 403 answers of an operation; of a response that several share, made once."""
        made: list[dict[str, Any]] = []
        for status in STATUSES if isinstance(responses, Mapping) else ():
            given = responses.get(str(status), responses.get(status))
            ref = given.get("$ref") if isinstance(given, Mapping) else None
            key = (base, status, ref if isinstance(ref, str) else id(given))
            if key not in self._refusals:
                response, inside = self.references.at(given, f"{place}.{status}", base)
                at = partial(self.references.quietly, base=inside)
                is_one = isinstance(response, Mapping)
                self._refusals[key] = refusals(status, response, at, self.causes) if is_one else []
            made += self._refusals[key]
        return made

    def _security(self, given: Any, place: str, schemes: Mapping[str, Any]) -> list[dict[str, list[str]]] | None:
        """The alternatives; None when nothing is said, or nothing that could be used."""
        if given is None:
            return None
        if not isinstance(given, list):
            self.tell(place, "a list of requirements is right")
            return None
        made: list[dict[str, list[str]]] = []
        for need in given:
            if not isinstance(need, Mapping):
                self.tell(place, "a requirement names schemes with their scopes")
                continue
            unknown = [str(name) for name in need if str(name) not in schemes]
            for name in unknown:
                self.tell(place, f"the scheme {shortened(name)} does not exist")
            if not unknown:
                made.append(
                    {
                        str(name): [str(each) for each in scopes] if isinstance(scopes, list) else []
                        for name, scopes in need.items()
                    }
                )
        return made if made or not given else None


def _placements(schemes: Mapping[str, Any], operations: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    """A place for each scheme, those that most operations name first."""
    asked: dict[str, int] = {}
    for group in operations:
        for need in group.get("security") or ():
            for name in need:
                asked[name] = asked.get(name, 0) + len(group["calls"])
    for name in sorted(schemes, key=lambda name: (schemes[name].get("deprecated") is True, -asked.get(name, 0))):
        place = place_of(msgspec.convert(schemes[name], Scheme), f"OpenAPI description, security scheme {name}")
        yield {key: value for key, value in msgspec.to_builtins(place).items() if value and key != "confidence"}


def _dotted(place: tuple[Any, ...]) -> str:
    """The path of keys that a chain of pairs holds."""
    keys: list[str] = []
    while place:
        place, key = place
        keys.append(str(key))
    return shortened(".".join(reversed(keys)))


def _plain(path: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in well_formed(path))[:_LONGEST_PATH]
