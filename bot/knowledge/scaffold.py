"""New entries as text: a template of each kind, and a provider made from an OpenAPI description. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.url import host_of

HINT = "# yaml-language-server: $schema={schema}"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*")
_MOST_OPERATIONS = 2000

TEMPLATES: dict[str, str] = {
    "causes": """title: 'What is wrong, in at most 60 characters'
headline:
  - when: {answer.says: unknown}
    say: '{worded.host} says what is wrong with this very request'
  - '{worded.provider} says what is wrong with this very request'
check-by: 'look at what would tell this cause from its neighbours'
signs:
  - when: {answer.says: unknown}
    weighs: fair
    because: 'the fact that was seen, with its value: {answer.message}'
steps: [compare-with-dashboard, contact-support-with-evidence]
source: 'RFC and section, or the page by its title'
examples:
  match:
    - name: what is special about it
      paste: |
        curl https://api.example.com/me -H 'X-Api-Key: q7Yd93kfPz0aLmN4vB8x'
        HTTP/1.1 401 Unauthorized

        {"error": "the words that your API says"}
  no-match:
    - name: the near miss that another cause should win
      instead: credential-missing
      paste: |
        curl https://api.example.com/me
        HTTP/1.1 401 Unauthorized

        {"error": "missing key"}
""",
    "steps": """line:
  - 'Do this at {provider.rotate}'
  - 'Do this on the page for API keys, in at most 140 characters.'
text: 'The longer form: why, and what to look out for. The page is {provider.rotate}'
commands:
  any: 'curl -sS -i {origin}/ -H "{header.start}$TOKEN"'
  windows: 'PowerShell: curl.exe -sS -i {origin}/ -H "{header.start}$env:TOKEN"'
see: 'What you should see afterwards.'
source: 'RFC and section, or the page by its title'
""",
    "providers": """name: 'Name as people know it'
hosts: [api.example.com]
placement:
  - {in: header, name: Authorization, scheme: Bearer, source: 'the page by its title'}
answers:
  - match: 'the words that it says'
    status: 401
    causes: [credential-invalid]
    source: 'the page by its title'
docs: {auth: 'https://docs.example.com/authentication', rotate: 'https://app.example.com/keys'}
examples:
  match:
    - name: its host
      paste: |
        curl https://api.example.com/me
        HTTP/1.1 401 Unauthorized
  no-match:
    - name: a look-alike
      paste: |
        curl https://api.example.com.attacker.test/me
        HTTP/1.1 401 Unauthorized
""",
    "credentials": """kind: api-key
regex: 'acme_[0-9a-f]{32}'
distinctive: true
example-parts: [ac, me_, '00000000000000000000000000000000']
near-misses:
  - [ac, me_, '0000']
source: 'the page by its title'
""",
    "frameworks": """name: 'Name as people know it'
kind: framework
answers:
  - match: 'the words that it says'
    status: 401
    causes: [token-expired]
    source: 'the file or page by its title'
source: 'the file or page by its title'
examples:
  match:
    - name: it says why
      cause: token-expired
      paste: |
        curl https://api.example.com/me -H 'Authorization: Bearer q7Yd93kfPz0aLmN4vB8x'
        HTTP/1.1 401 Unauthorized

        the words that it says
  no-match:
    - name: other words
      paste: |
        curl https://api.example.com/me
        HTTP/1.1 401 Unauthorized
""",
    "story": """question: 'What does the asker tell?'
yes:
  - 'a sentence that says it, as people write it'
  - 'another one, in other words'
  - 'a third one'
no: []
near:
  - 'a sentence with the same words that says something else'
source: 'why it matters: the page or thread by its title'
""",
    "contacts": """hosts: ['*.example.com']
channels: []
escalate: 'the on-call of the API team'
""",
}


def new_entry(kind: str, schema: str) -> str:
    """The text of a new entry of a kind, with the hint by which an editor finds its JSON Schema."""
    return f"{HINT.format(schema=schema)}\n{TEMPLATES[kind]}"


def provider_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """A provider's entry from an OpenAPI 3 (or Swagger 2) description; keys as they stand in the YAML.

    Taken over: title, the servers' hosts, the security schemes' places, and each operation with its scopes. Raises
    ValueError when the document describes no API.
    """
    if not isinstance(document.get("paths"), Mapping) or not ({"openapi", "swagger"} & set(document)):
        raise ValueError("no OpenAPI description: the keys openapi (or swagger) and paths are missing")
    info = document.get("info")
    name = str(info.get("title") or "Our API") if isinstance(info, Mapping) else "Our API"
    entry: dict[str, Any] = {"name": name}
    hosts = sorted(set(_hosts(document)))
    if hosts:
        entry["hosts"] = hosts
    else:
        entry["host-note"] = "the description names no server; add the hosts"
    placement = list(_placements(document))
    if placement:
        entry["placement"] = placement
    entry["operations"] = list(_operations(document))[:_MOST_OPERATIONS]
    external = document.get("externalDocs")
    if isinstance(external, Mapping) and external.get("url"):
        entry["docs"] = {"auth": str(external["url"])}
    return entry


def _hosts(document: Mapping[str, Any]) -> Iterator[str]:
    servers = document.get("servers")
    urls = [str(server.get("url", "")) for server in servers if isinstance(server, Mapping)] if servers else []
    if isinstance(document.get("host"), str):
        urls.append(f"https://{document['host']}")
    for url in urls:
        host = host_of(re.sub(r"\{[^{}]*\}", "x-any-x", url)).replace("x-any-x", "*")
        if _HOST.fullmatch(host.replace("*", "x")):
            yield host


def _schemes(document: Mapping[str, Any]) -> Mapping[str, Any]:
    components = document.get("components")
    found = components.get("securitySchemes") if isinstance(components, Mapping) else None
    found = found or document.get("securityDefinitions") or {}
    return found if isinstance(found, Mapping) else {}


def _placements(document: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for name, scheme in _schemes(document).items():
        if not isinstance(scheme, Mapping):
            continue
        made = _placement(scheme)
        if made:
            yield {**made, "source": f"OpenAPI description, security scheme {name}"}


def _placement(scheme: Mapping[str, Any]) -> dict[str, str] | None:
    kind = str(scheme.get("type", "")).lower()
    if kind == "apikey":
        place = str(scheme.get("in", "header"))
        return {"in": place, "name": str(scheme.get("name", ""))} if place in ("header", "query", "cookie") else None
    if kind == "basic" or (kind == "http" and str(scheme.get("scheme", "")).lower() == "basic"):
        return {"in": "basic"}
    if kind == "http" and str(scheme.get("scheme", "")).lower() == "digest":
        return {"in": "digest"}
    if kind == "mutualtls":
        return {"in": "client-certificate"}
    if kind in ("http", "oauth2", "openidconnect"):
        word = str(scheme.get("scheme", "bearer")).capitalize() if kind == "http" else "Bearer"
        return {"in": "header", "name": "Authorization", "scheme": word}
    return None


def _operations(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    everywhere = document.get("security")
    for path, item in document["paths"].items():
        if not isinstance(item, Mapping):
            continue
        for method in _METHODS:
            operation = item.get(method)
            if isinstance(operation, Mapping):
                yield _operation(str(path), method, operation.get("security", everywhere))


def _operation(path: str, method: str, security: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"method": method.upper(), "path": path}
    needs = [need for need in security if isinstance(need, Mapping)] if isinstance(security, list) else []
    scopes = sorted(
        {str(scope) for need in needs for group in need.values() if isinstance(group, list) for scope in group}
    )
    if scopes:
        made["scopes"] = scopes
    if not needs or any(not need for need in needs):
        made["open"] = True
    return made
