"""What a description says by the rules of OpenAPI, read with nothing of the importer's, to hold an entry to it.

``python -m tests.knowledge.independent FOLDER [NUMBER [SEED]]`` imports that many of the JSON descriptions below a
folder by the command line, and prints how many agree, and each difference.
"""

from __future__ import annotations

import fnmatch
import itertools
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests import _data

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def differences(document: dict[str, Any], entry: dict[str, Any]) -> Iterator[str]:
    """Where an entry (keys as in YAML) says something else than the description, a sentence each."""
    yield from _hosts(document, entry)
    schemes = _schemes(document)
    for name, wanted in schemes.items():
        found = entry.get("schemes", {}).get(name)
        if not found or not _same_place(wanted, found):
            yield f"scheme {name}: {wanted} described, {found} imported"
    if extra := set(entry.get("schemes", {})) - set(schemes):
        yield f"schemes that nobody describes: {sorted(extra)}"
    described = dict(_operations(document, set(schemes)))
    imported = {call: _needs(group.get("security")) for group in entry["operations"] for call in group["calls"]}
    if set(described) != set(imported):
        yield f"operations: {sorted(set(described) ^ set(imported))[:3]} on one side alone"
    if schemes and not any(described.values()):
        return  # nothing is said of any operation: the importer takes any scheme to do, and says so
    for call in set(described) & set(imported):
        if described[call] != imported[call]:
            yield f"{call}: {described[call]} described, {imported[call]} imported"


def _servers(document: dict[str, Any]) -> Iterator[str]:
    """Every address with each of its enumerated values, else with the defaults."""
    if "swagger" in document:
        if document.get("host"):
            yield f"https://{document['host']}{document.get('basePath', '')}"
        return
    items = [item for item in document.get("paths", {}).values() if isinstance(item, dict)]
    operations = [operation for item in items for method, operation in item.items() if method in METHODS]
    for holder in (document, *items, *operations):
        for server in holder.get("servers") or () if isinstance(holder, dict) else ():
            variables = server.get("variables") or {}
            values = [
                [str(one) for one in each.get("enum") or [each.get("default", "")]] for each in variables.values()
            ]
            for chosen in itertools.islice(itertools.product(*values), 60):
                url = server["url"]
                for name, value in zip(variables, chosen, strict=True):
                    url = url.replace("{" + name + "}", value)
                yield f"https:{url}" if url.startswith("//") else url


def _hosts(document: dict[str, Any], entry: dict[str, Any]) -> Iterator[str]:
    hosts = {(urlsplit(url).hostname or "").lower() for url in _servers(document) if "://" in url} - {""}
    hosts = {host for host in hosts if "{" not in host and " " not in host}
    patterns = entry.get("hosts", [])
    for host in hosts:
        if not any(fnmatch.fnmatchcase(host, pattern) for pattern in patterns):
            yield f"host {host} is described, {patterns[:4]} imported"
    for pattern in patterns:
        if hosts and not any(fnmatch.fnmatchcase(host, pattern) for host in hosts):
            yield f"host {pattern} is imported, {sorted(hosts)[:4]} described"


def _schemes(document: dict[str, Any]) -> dict[str, dict[str, str]]:
    if "swagger" in document:
        holder = document.get("securityDefinitions") or {}
    else:
        holder = (document.get("components") or {}).get("securitySchemes") or {}
    found = {}
    for name, scheme in holder.items():
        if "$ref" in scheme:
            at: Any = document
            for part in scheme["$ref"].removeprefix("#/").split("/"):
                at = at[part]
            scheme = at
        kind = scheme["type"]
        if kind == "apiKey":
            found[name] = {"type": kind, "in": scheme["in"], "name": scheme["name"].strip()}
        elif kind == "basic":
            found[name] = {"type": "http", "scheme": "basic"}
        elif kind == "http":
            found[name] = {"type": kind, "scheme": scheme["scheme"].lower()}
        else:
            found[name] = {"type": kind}
    return found


def _same_place(wanted: dict[str, str], found: dict[str, str]) -> bool:
    if found["type"] == "signature":  # the description's words say that the client signs what it puts there
        return wanted.get("name", "").lower() == "authorization"
    return all(found.get(key) == value for key, value in wanted.items())


def _operations(document: dict[str, Any], schemes: set[str]) -> Iterator[tuple[str, set[str]]]:
    for path, item in (document.get("paths") or {}).items():
        if path.startswith("/") and isinstance(item, dict):
            for method in METHODS & set(item):
                security = item[method].get("security", document.get("security"))
                known = None if security is None else [need for need in security if set(need) <= schemes]
                if security and not known:
                    known = None
                yield f"{method.upper()} {path}", _needs(known)


def _needs(security: Any) -> set[str]:
    """Alternatives, comparable: each the schemes with their scopes in order of their names."""
    return {json.dumps(need, sort_keys=True) for need in security or ()}


def main(folder: str, number: str = "60", seed: str = "1") -> int:
    """Import a sample by the command line, and print what differs."""
    files = sorted(Path(folder).rglob("*.json"))
    random.Random(seed).shuffle(files)
    agreed = compared = 0
    for path in files:
        if compared == int(number):
            break
        document = json.loads(path.read_text(encoding="utf-8"))
        if path.stat().st_size > 5_000_000 or not _schemes(document):
            continue
        with tempfile.TemporaryDirectory() as out:
            words = ["knowledge", "import-openapi", str(path), "--id", "api", "--out", out]
            subprocess.run([sys.executable, "-m", "bot", *words], check=True, capture_output=True)
            entry = _data.read(Path(out) / "providers/api.openapi.yaml")
        compared += 1
        found = list(differences(document, entry))
        agreed += not found
        for words_of_it in found[:5]:
            print(f"{path.relative_to(folder)}: {words_of_it[:300]}")
    print(f"{agreed} of {compared} agree")
    return 0 if agreed == compared else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
