"""An OpenAPI 3 or Swagger 2 description -> a provider's entry, and a sentence for all that could not be used. Pure.

What says nothing of authentication is not looked at, but for its references. What is broken costs only itself.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any
from urllib.parse import parse_qs, unquote

import msgspec
import yaml
from referencing import Registry, Resource, Specification
from referencing.exceptions import NoSuchResource, Unresolvable

from bot.authoring.refusals import STATUSES, Causes, refusals
from bot.knowledge.described import place_of
from bot.knowledge.plain import PlainError, read_loosely
from bot.knowledge.schema import Scheme
from bot.knowledge.sites import stage_of
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
_MOST_SERVERS = 60
_MOST_STEPS = 20
_MOST_VALUES = 12  # of a variable in an address: one with more stands for any value
_LONGEST_NAME, _LONGEST_PATH = 100, 400
_ROOT = "https://description.invalid/"
_HOST = re.compile(r"[a-z0-9*-]+(?:\.[a-z0-9*-]+)*")
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_DEPRECATED = re.compile(r"(?<!not )(?<!n't )\bdeprecated\b", re.IGNORECASE)
_SIGNED = re.compile(r"signature|\bsigv4\b|\bhmac\b|\bsigned\b", re.IGNORECASE)
_WORD_BEFORE = re.compile(
    r"\b(Bearer|Basic|Token|ApiKey|Api-Key|Key|JWT|GenieKey|SSWS|OAuth)[ :=]+[`'\"]?"
    r"(?:[<{\[$]|YOUR|your|xxx|\.\.\.|eyJ|token|api|key|access)"
)
_VERSION = re.compile(r"v\d[\w.-]*", re.IGNORECASE)
_WELL_KNOWN = "/.well-known/"
_REALM = re.compile(r"(https?://.+/realms/[^/]+)/")
_HTTP_WORDS = {"bearer": "Bearer", "basic": "Basic", "digest": "Digest", "negotiate": "Negotiate", "dpop": "DPoP"}
_ANY_SCHEME = " | Bearer | Basic | Token | ApiKey | Key | JWT | OAuth"
_BROKEN = "it points to nothing in the document"
Base = str  # the path of a file below the description's folder; '' for the description itself


@dataclass(frozen=True, slots=True)
class Imported:
    """What a description became: the ``entry`` with keys as they stand in YAML, and ``warnings``, a sentence each."""

    entry: dict[str, Any]
    warnings: tuple[str, ...]


def document_of(text: str) -> Any:
    """The document in a text of JSON or YAML. Raises ValueError with a sentence."""
    try:
        if text.lstrip()[:1] in ("{", "["):
            try:
                return json.loads(text)
            except ValueError:
                return read_loosely(text)  # YAML's own braces
        return read_loosely(text)
    except PlainError as fault:
        raise ValueError(f"cannot be read: line {fault.line}: {fault}") from None
    except (ValueError, RecursionError, yaml.YAMLError) as fault:
        said = "nested too deeply" if isinstance(fault, RecursionError) else str(fault).partition("\n")[0]
        raise ValueError(f"cannot be read: {said}") from None


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


@dataclass(frozen=True, slots=True)
class _Server:
    host: str
    url: str
    environment: str


@dataclass
class _References:
    """``$ref`` of a document, to itself and to files beside it. What may not be followed is told by name."""

    document: Mapping[str, Any]
    beside: Callable[[str], str] | None
    told: Callable[[str, str], None]
    known: dict[tuple[Base, str], tuple[Any, Base] | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        empty: Registry[Any] = Registry(retrieve=self._retrieve)  # type: ignore[call-arg]
        self.registry = empty.with_resource(_ROOT, _opaque(self.document))

    def at(self, value: Any, place: str, base: Base) -> tuple[Any, Base]:
        """What stands at a place, references followed; (None, base) when they lead nowhere, which is told."""
        seen: set[tuple[Base, str]] = set()
        while isinstance(value, Mapping) and isinstance(value.get("$ref"), str):
            ref = value["$ref"]
            if (base, ref) in seen:
                self.told(place, f"$ref {_cut(ref)} leads back to itself")
                return None, base
            seen.add((base, ref))
            found = self.found(ref, base)
            if isinstance(found, str):
                self.told(place, f"$ref {_cut(ref)}: {found}")
                return None, base
            value, base = found
        return value, base

    def quietly(self, value: Any, *, base: Base) -> Any:
        """What stands at a place where nobody is told of what cannot be followed; None for that."""
        for _ in range(_MOST_STEPS):
            if not (isinstance(value, Mapping) and isinstance(value.get("$ref"), str)):
                return value
            found = self.found(value["$ref"], base)
            if isinstance(found, str):
                return None
            value, base = found
        return None

    def found(self, ref: str, base: Base) -> tuple[Any, Base] | str:
        """What a reference points to and the file in which that stands; or why it is not followed."""
        if (base, ref) not in self.known:
            self.known[base, ref] = self._found(ref, base)
        return self.known[base, ref]

    def _found(self, ref: str, base: Base) -> tuple[Any, Base] | str:
        file, _, pointer = ref.partition("#")
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", file):
            return "not followed; a reference may point into the document, or to a file below its folder"
        inside = base
        if file:
            inside = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(file)))
            if file.startswith("/") or inside == ".." or inside.startswith("../") or "\\" in file or "\0" in inside:
                return "not followed, as it leaves the description's folder"
            if self.beside is None:
                return "not followed, as no file beside the description can be read here"
        try:
            resolved = self.registry.resolver(_ROOT + inside).lookup(f"#{pointer}")
        except Unresolvable as fault:
            cause = fault.__cause__ or fault.__context__
            reason = str(cause.__cause__ or "") if isinstance(cause, NoSuchResource) else ""
            return reason or _BROKEN
        except (ValueError, TypeError, AttributeError, RecursionError):
            return _BROKEN
        return resolved.contents, inside

    def _retrieve(self, uri: str) -> Resource[Any]:
        try:
            if self.beside is None:
                raise ValueError(_BROKEN)
            return _opaque(document_of(self.beside(uri.removeprefix(_ROOT))))
        except ValueError as fault:
            raise NoSuchResource(uri) from fault


def _opaque(contents: Any) -> Resource[Any]:
    return Specification.OPAQUE.create_resource(contents)


class _Import:
    """One description on its way to an entry."""

    def __init__(
        self, document: Mapping[str, Any], where: str, beside: Callable[[str], str] | None, causes: Causes
    ) -> None:
        self.document, self.where, self.causes = document, where, causes
        self._refusals: dict[tuple[Base, int, str | int], list[dict[str, Any]]] = {}
        self._told: dict[str, None] = {}
        self.references = _References(document, beside, self.tell)
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
            self.tell("swagger" if self.is_old else "openapi", f"version {_cut(version)} is read as if it were 3.1")
        schemes = dict(self._schemes())
        operations, more_servers = self._operations(schemes)
        servers = self._servers(more_servers)
        self._references_of_all()
        if not operations and not schemes:
            raise ValueError("no OpenAPI description that helps: neither operations nor security schemes can be read")
        hosts = _hosts(servers)
        _absolute(schemes, servers)
        if not hosts:
            self.tell(
                "servers", "no server with a host is named, so no request can be recognised; add the hosts by hand"
            )
        made: dict[str, Any] = {"name": self._name()}
        if hosts:
            made["hosts"] = hosts
        else:
            made["host-note"] = "the description names no server; add the hosts"
        homes = _homes(servers)
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
                        self.tell(_dotted(place), f"$ref {_cut(ref)}: {found}")
                stack.extend(
                    (each, (place, key))
                    for key, each in value.items()
                    if isinstance(each, dict | list) and key != "example"
                )
            else:
                stack.extend((each, (place, key)) for key, each in enumerate(value) if isinstance(each, dict | list))

    # ---- servers

    def _servers(self, more: list[tuple[str, Any]]) -> list[_Server]:
        if self.is_old:
            found = list(self._old_servers())
        else:
            found = [
                each
                for place, one in [("servers", self.document.get("servers")), *more]
                for each in self._in(one, place)
            ]
        hosted = [server for server in found if server.host]
        kept = list(dict.fromkeys(hosted or found))
        if len(kept) > _MOST_SERVERS:
            self.tell("servers", f"{len(kept)} of them; those after the first {_MOST_SERVERS} are left out")
        return kept[:_MOST_SERVERS]

    def _old_servers(self) -> Iterator[_Server]:
        host, base = self.document.get("host"), self.document.get("basePath")
        path = str(base) if isinstance(base, str) else ""
        schemes = self.document.get("schemes")
        scheme = "http" if isinstance(schemes, list) and schemes == ["http"] else "https"
        url = f"{scheme}://{host}" if isinstance(host, str) and host else ""
        yield from self._server(f"{url}/{path.strip('/')}".rstrip("/"), {}, "", "host" if host else "basePath")

    def _in(self, servers: Any, place: str) -> Iterator[_Server]:
        if servers is None:
            return
        if not isinstance(servers, list):
            self.tell(place, "a list of servers is right")
            return
        for number, given in enumerate(servers):
            here = f"{place}[{number}]"
            server, _ = self.references.at(given, here, "")
            url = server.get("url") if isinstance(server, Mapping) else None
            if not isinstance(url, str):
                self.tell(here, "a server without a url is left out")
                continue
            variables = server.get("variables")
            words = f"{server.get('description') or ''} {server.get('name') or ''}"
            yield from self._server(url, variables if isinstance(variables, Mapping) else {}, words, f"{here}.url")

    def _server(self, url: str, variables: Mapping[str, Any], words: str, place: str) -> Iterator[_Server]:
        for filled in _filled(url.strip(), variables):
            whole = filled
            if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", whole):
                if whole.startswith("//"):
                    whole = f"https:{whole}"
                elif self.where:
                    whole = joined(self.where, whole or "/")
                elif _HOST.fullmatch(whole.split("/")[0]) and "." in whole.split("/")[0]:
                    whole = f"https://{whole}"
            if "://" not in whole:
                path = f"/{whole.strip('/')}"
                yield _Server("", path, "")
                continue
            parts = url_of(_VARIABLE.sub("x-any-x", whole))
            host = parts.name.replace("x-any-x", "*")
            default = _with_defaults(url, variables)
            if (_is_wide(host) or not _HOST.fullmatch(host)) and default:
                parts = url_of(default)
                host = parts.name
            if parts.scheme not in ("http", "https") or _is_wide(host) or not _HOST.fullmatch(host):
                self.tell(place, f"{_cut(url)} names no host that could be recognised")
                continue
            path = url_of(whole).path.rstrip("/")
            port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
            address = re.sub(r"[.\-_/]", " ", f"{host.rpartition('.')[0]}{path}")
            environment = stage_of(words) or stage_of(address)
            yield _Server(host, f"{parts.scheme}://{host}{port}{path}"[:_LONGEST_PATH], environment)

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
            self.tell(place, f"the type {_cut(kind) or '(none)'} is no type of a security scheme")
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
                    self.tell(f"paths.{_cut(str(path))}", "a path begins with a slash; it is left out")
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
                self.tell(place, f"the scheme {_cut(name)} does not exist")
            if not unknown:
                made.append(
                    {
                        str(name): [str(each) for each in scopes] if isinstance(scopes, list) else []
                        for name, scopes in need.items()
                    }
                )
        return made if made or not given else None


def _filled(url: str, variables: Mapping[str, Any]) -> Iterator[str]:
    """The URL with each value of its enumerated variables; those without values stay as ``{name}``."""
    names = [name for name in dict.fromkeys(_VARIABLE.findall(url)) if name in variables]
    choices: list[list[str]] = []
    for name in names:
        variable = variables[name]
        values = variable.get("enum") if isinstance(variable, Mapping) else None
        default = variable.get("default") if isinstance(variable, Mapping) else None
        if not values and isinstance(default, str) and ("/" in default or _VERSION.fullmatch(default)):
            values = [default]  # a base path, a whole address, or the version that is described
        told = values if isinstance(values, list) and len(values) <= _MOST_VALUES else []
        choices.append([str(value) for value in told] or [f"{{{name}}}"])
    for number, chosen in enumerate(product(*choices)):
        if number >= _MOST_SERVERS:
            return
        made = url
        for name, value in zip(names, chosen, strict=True):
            made = made.replace(f"{{{name}}}", value)
        yield made


def _with_defaults(url: str, variables: Mapping[str, Any]) -> str:
    """The URL with the default of every variable; '' when one has none."""
    for name in _VARIABLE.findall(url):
        variable = variables.get(name)
        default = variable.get("default") if isinstance(variable, Mapping) else None
        if not isinstance(default, str | int):
            return ""
        url = url.replace(f"{{{name}}}", str(default))
    return url


def _is_wide(host: str) -> bool:
    """Does a pattern stand for the hosts of others too?"""
    return "*" in host and "*" in ".".join(host.split(".")[-2:])


def _hosts(servers: list[_Server]) -> list[str]:
    return sorted({server.host for server in servers if server.host})


def _homes(servers: list[_Server]) -> list[dict[str, Any]]:
    """Hosts by environment, where the description tells more than one apart."""
    homes: dict[str, dict[str, None]] = {}
    for server in servers:
        if server.environment and server.host:
            homes.setdefault(server.environment, {})[server.host] = None
    if len({host for hosts in homes.values() for host in hosts}) < sum(map(len, homes.values())):
        return []  # one host for several: the path tells them apart
    known = {host for hosts in homes.values() for host in hosts}
    rest = {server.host for server in servers if server.host} - known
    if rest and "prod" not in homes and homes:
        homes["prod"] = dict.fromkeys(sorted(rest))
    return [{"hosts": list(hosts), "environment": name} for name, hosts in homes.items()] if len(homes) > 1 else []


def _absolute(schemes: Mapping[str, dict[str, Any]], servers: list[_Server]) -> None:
    """Relative addresses of flows are those of the API (OpenAPI 3.1 section 4.6.1)."""
    first = next((server.url for server in servers if server.host and "*" not in server.host), "")
    for scheme in schemes.values():
        for name in ("token-url", "authorization-url"):
            if first and str(scheme.get(name, "")).startswith("/"):
                scheme[name] = joined(f"{first}/", scheme[name])


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


def _plain(path: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in well_formed(path))[:_LONGEST_PATH]


def _cut(text: str) -> str:
    shown = "".join(char if char.isprintable() else "?" for char in well_formed(text))
    return shown if len(shown) <= 80 else f"{shown[:77]}..."


def _dotted(place: tuple[Any, ...]) -> str:
    """The path of keys that a chain of pairs holds."""
    keys: list[str] = []
    while place:
        place, key = place
        keys.append(str(key))
    return _cut(".".join(reversed(keys)))
