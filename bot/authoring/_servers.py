"""The servers of a description -> hosts, and their environments. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from bot.authoring.document import References, shortened
from bot.knowledge.sites import stage_of
from bot.url import joined, url_of

_MOST_SERVERS = 60
_MOST_VALUES = 12  # of a variable in an address: one with more stands for any value
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_LONGEST = 400  # characters of an address
_HOST = re.compile(r"[a-z0-9*-]+(?:\.[a-z0-9*-]+)*")
_VERSION = re.compile(r"v\d[\w.-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Server:
    """One address of the API; ``host`` is '' where only a path is told."""

    host: str
    url: str
    environment: str


@dataclass
class Servers:
    """The reader: ``where`` is the description's URL ('' for a file), ``told`` hears what could not be used."""

    document: Mapping[str, Any]
    references: References
    where: str
    told: Callable[[str, str], None]

    def of(self, more: list[tuple[str, Any]]) -> list[Server]:
        """Those of the whole, and of ``more`` places, each once; none of them only a path if one has a host."""
        if "openapi" not in self.document:
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
            self.told("servers", f"{len(kept)} of them; those after the first {_MOST_SERVERS} are left out")
        return kept[:_MOST_SERVERS]

    def _old_servers(self) -> Iterator[Server]:
        host, base = self.document.get("host"), self.document.get("basePath")
        path = str(base) if isinstance(base, str) else ""
        schemes = self.document.get("schemes")
        scheme = "http" if isinstance(schemes, list) and schemes == ["http"] else "https"
        url = f"{scheme}://{host}" if isinstance(host, str) and host else ""
        yield from self._server(f"{url}/{path.strip('/')}".rstrip("/"), {}, "", "host" if host else "basePath")

    def _in(self, servers: Any, place: str) -> Iterator[Server]:
        if servers is None:
            return
        if not isinstance(servers, list):
            self.told(place, "a list of servers is right")
            return
        for number, given in enumerate(servers):
            here = f"{place}[{number}]"
            server, _ = self.references.at(given, here, "")
            url = server.get("url") if isinstance(server, Mapping) else None
            if not isinstance(url, str):
                self.told(here, "a server without a url is left out")
                continue
            variables = server.get("variables")
            words = f"{server.get('description') or ''} {server.get('name') or ''}"
            yield from self._server(url, variables if isinstance(variables, Mapping) else {}, words, f"{here}.url")

    def _server(self, url: str, variables: Mapping[str, Any], words: str, place: str) -> Iterator[Server]:
        for whole in _filled(url.strip(), variables):
            if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", whole):
                if whole.startswith("//"):
                    whole = f"https:{whole}"
                elif self.where:
                    whole = joined(self.where, whole or "/")
                elif _HOST.fullmatch(whole.split("/")[0]) and "." in whole.split("/")[0]:
                    whole = f"https://{whole}"
            if "://" not in whole:
                path = f"/{whole.strip('/')}"
                yield Server("", path, "")
                continue
            parts = url_of(_VARIABLE.sub("x-any-x", whole))
            host = parts.name.replace("x-any-x", "*")
            default = _with_defaults(url, variables)
            if (_is_wide(host) or not _HOST.fullmatch(host)) and default:
                parts = url_of(default)
                host = parts.name
            if parts.scheme not in ("http", "https") or _is_wide(host) or not _HOST.fullmatch(host):
                self.told(place, f"{shortened(url)} names no host that could be recognised")
                continue
            path = url_of(whole).path.rstrip("/")
            port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
            address = re.sub(r"[.\-_/]", " ", f"{host.rpartition('.')[0]}{path}")
            environment = stage_of(words) or stage_of(address)
            yield Server(host, f"{parts.scheme}://{host}{port}{path}"[:_LONGEST], environment)


def hosts_of(servers: list[Server]) -> list[str]:
    return sorted({server.host for server in servers if server.host})


def homes_of(servers: list[Server]) -> list[dict[str, Any]]:
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


def make_absolute(schemes: Mapping[str, dict[str, Any]], servers: list[Server]) -> None:
    """Relative addresses of flows are those of the API (OpenAPI 3.1 section 4.6.1)."""
    first = next((server.url for server in servers if server.host and "*" not in server.host), "")
    for scheme in schemes.values():
        for name in ("token-url", "authorization-url"):
            if first and str(scheme.get(name, "")).startswith("/"):
                scheme[name] = joined(f"{first}/", scheme[name])


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
