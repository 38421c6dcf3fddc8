"""What is imported is what the description says, by a second reading that shares nothing with the importer."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from bot.authoring.openapi import imported
from bot.faces.terminal.described import write
from tests import _data
from tests.knowledge.independent import differences

SCHEMES: list[dict[str, Any]] = [
    {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
    {"type": "apiKey", "in": "query", "name": "api key"},
    {"type": "apiKey", "in": "cookie", "name": "sid"},
    {"type": "apiKey", "in": "header", "name": "Authorization"},
    {"type": "http", "scheme": "Bearer", "bearerFormat": "JWT"},
    {"type": "http", "scheme": "basic"},
    {"type": "http", "scheme": "digest"},
    {"type": "http", "scheme": "hoba"},
    {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/token", "scopes": {"a": "", "b": ""}}}},
    {"type": "openIdConnect", "openIdConnectUrl": "https://id.shop.test/.well-known/openid-configuration"},
    {"type": "mutualTLS"},
]
OLD: list[dict[str, Any]] = [
    *SCHEMES[:2],
    {"type": "basic"},
    {"type": "oauth2", "flow": "application", "tokenUrl": "https://id.shop.test/token", "scopes": {"a": ""}},
]
SERVERS: list[dict[str, Any]] = [
    {"url": "https://api.shop.test/v1"},
    {"url": "https://sandbox.shop.test"},
    {"url": "//cdn.shop.test/v2"},
    {"url": "https://{region}.shop.test/{v}", "variables": {"region": {"default": "eu"}, "v": {"default": "v1"}}},
    {"url": "https://{who}.example.test", "variables": {"who": {"enum": ["a", "b"], "default": "a"}}},
    {"url": "http://localhost:8080"},
    {"url": "/relative"},
]


def described(seed: int) -> dict[str, Any]:
    """A description of one of the three versions, made up at random."""
    chance = random.Random(seed)
    is_old = seed % 4 == 0
    named = {f"s{n}": one for n, one in enumerate(chance.sample(OLD if is_old else SCHEMES, chance.randint(1, 4)))}
    shared = {f"r{n}": {"get": {}} for n in range(2)}

    def security() -> list[dict[str, list[str]]]:
        names = list(named)
        return [
            {name: chance.choice([[], ["a"]]) for name in chance.sample(names, chance.randint(0, min(2, len(names))))}
            for _ in range(chance.randint(0, 3))
        ]

    def item() -> dict[str, Any]:
        made: dict[str, Any] = {"parameters": [], "summary": "x"}
        for method in chance.sample(["get", "put", "post", "delete", "patch", "head"], chance.randint(1, 3)):
            made[method] = {"security": security()} if chance.random() < 0.7 else {}
            if not is_old and chance.random() < 0.2:
                made[method]["servers"] = [chance.choice(SERVERS[:3])]
        return made

    document: dict[str, Any] = {"info": {"title": "Shop", "version": "1"}}
    document["paths"] = {f"/{chance.choice('abc')}{n}/{{id}}": item() for n in range(chance.randint(1, 12))}
    document["x-shared"] = shared
    if chance.random() < 0.7:
        document["security"] = security()
    if is_old:
        document |= {"swagger": "2.0", "host": "api.shop.test", "basePath": "/v1", "securityDefinitions": named}
        return document
    held = dict(named)
    if chance.random() < 0.3:
        document["x-kept"] = {"one": held["s0"]}
        held["s0"] = {"$ref": "#/x-kept/one"}
    servers = chance.sample(SERVERS, chance.randint(1, 4))
    return document | {
        "openapi": chance.choice(["3.0.3", "3.1.0"]),
        "components": {"securitySchemes": held},
        "servers": servers,
    }


@pytest.mark.parametrize("seed", range(80))
def test_an_entry_says_what_the_description_says(seed: int, tmp_path: Path) -> None:
    """Hosts, the place of each credential, and of each operation which of them it wants."""
    document = described(seed)
    write(imported(document), "shop", tmp_path)
    entry = _data.read(tmp_path / "providers/shop.openapi.yaml")
    assert list(differences(document, entry)) == []


def test_a_difference_is_found(tmp_path: Path) -> None:
    """The second reading is not blind."""
    document = described(1)
    write(imported(document), "shop", tmp_path)
    entry = _data.read(tmp_path / "providers/shop.openapi.yaml")
    name = next(iter(entry["schemes"]))
    assert list(differences(document, {**entry, "hosts": ["elsewhere.test"]}))
    assert list(differences(document, {**entry, "schemes": {**entry["schemes"], name: {"type": "none"}}}))
    assert list(differences(document, {**entry, "operations": entry["operations"][:1]}))
