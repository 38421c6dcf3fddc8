"""Faults planted in requests to a described API: each is named first, with the operation, and put right."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
import yaml

from bot.authoring.openapi import imported
from bot.case import Policy
from bot.examine import examine
from bot.knowledge.book import Book
from bot.knowledge.load import builtin_folder, load
from bot.model import Diagnosis
from bot.probing.offline import Offline
from tests.diagnosis._cases import MOMENT

DESCRIPTION = {
    "openapi": "3.0.3",
    "info": {"title": "Orders", "version": "1"},
    "servers": [{"url": "https://api.orders-shop.test/v1"}],
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Orders-Key"},
            "app": {"type": "apiKey", "in": "header", "name": "X-App-Id"},
            "query": {"type": "apiKey", "in": "query", "name": "shop_key"},
            "old": {"type": "apiKey", "in": "query", "name": "token", "description": "Deprecated."},
            "basic": {"type": "http", "scheme": "basic"},
            "login": {"type": "oauth2", "flows": {"password": {"tokenUrl": "https://id.orders-shop.test/token"}}},
            "oidc": {
                "type": "openIdConnect",
                "openIdConnectUrl": "https://id.orders-shop.test/realm/.well-known/openid-configuration",
            },
        }
    },
    "paths": {
        "/orders": {
            "get": {"security": [{"login": ["orders:read"]}, {"login": ["admin"]}]},
            "post": {"security": [{"login": ["orders:read", "orders:write"]}]},
        },
        "/orders/{id}": {"get": {"security": [{"key": []}]}},
        "/orders/search": {"get": {"security": [{"query": []}]}},
        "/refunds/{id}/lines": {"get": {"security": [{"key": [], "app": []}]}},
        "/reports": {"get": {"security": [{"basic": []}]}},
        "/people": {"get": {"security": [{"oidc": []}]}},
        "/exports": {"get": {"security": [{"old": []}, {"key": []}]}},
        "/health": {"get": {"security": []}},
        "/files/{name}:sign": {"post": {"security": [{"key": []}]}},
    },
}
KEY = "kq83hJd72lPq9sZx41MnTq"


def token(**claims: object) -> str:
    """A JWT with these claims, in force until 2100."""
    parts = [{"alg": "RS256", "kid": "k"}, {"sub": "u", "exp": 4102444800, **claims}]
    made = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*made, base64.urlsafe_b64encode(bytes(256)).decode().rstrip("=")])


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The built-in knowledge with the imported API."""
    folder = tmp_path_factory.mktemp("ours")
    (folder / "providers").mkdir()
    entry = imported(DESCRIPTION).entry
    own = {"audiences": ["https://api.orders-shop.test"]}
    (folder / "providers/orders.openapi.yaml").write_text(yaml.safe_dump(entry | own), encoding="utf-8")
    return load(builtin_folder(), folder)


async def said(book: Book, command: str, status: int = 401) -> Diagnosis:
    """The diagnosis of a command that was refused without a word on why."""
    paste = f'{command}\nHTTP/1.1 {status} Unauthorized\n\n{{"error": "unauthorized"}}\n'
    found = await examine(paste, book=book, connect=Offline, moment=MOMENT, policy=Policy(live=False))
    return found.diagnosis


BASE = "https://api.orders-shop.test/v1"
BEARER = "-H 'Authorization: Bearer {}'"
GOOD = {"iss": "https://id.orders-shop.test/realm", "aud": "https://api.orders-shop.test"}
FAULTS = [
    (f"curl {BASE}/order/7 -H 'X-Orders-Key: {KEY}'", "url-path-typo", "`GET /orders/{id}`", "/v1/orders/7"),
    (f"curl {BASE}/oders/7 -H 'X-Orders-Key: {KEY}'", "url-path-typo", "`GET /orders/{id}`", "/v1/orders/7"),
    (
        f"curl {BASE}/refunds/7 -H 'X-Orders-Key: {KEY}'",
        "url-path-typo",
        "`GET /refunds/{id}/lines`",
        "/refunds/7/lines",
    ),
    (f"curl https://api.orders-shop.test/orders/7 -H 'X-Orders-Key: {KEY}'", "url-path-typo", "/orders/{id}", "/v1/o"),
    (
        f"curl https://api.orders-shop.test/v2/orders/7 -H 'X-Orders-Key: {KEY}'",
        "url-path-typo",
        "/orders/{id}",
        "/v1/o",
    ),
    (f"curl -X PUT {BASE}/orders/7 -H 'X-Orders-Key: {KEY}'", "url-path-typo", "only with GET, and you sent PUT", ""),
    (
        f"curl https://api.orders-shpo.test/v1/orders/7 -H 'X-Orders-Key: {KEY}'",
        "url-host-typo",
        "orders-shop.test",
        "",
    ),
    (
        f"curl https://api-staging.orders-shop.test/v1/orders/7 -H 'X-Orders-Key: {KEY}'",
        "url-wrong-environment",
        "names api.orders-shop.test",
        "https://api.orders-shop.test/v1/orders/7",
    ),
    (
        f"curl '{BASE}/orders/7?x_orders_key={KEY}'",
        "credential-wrong-location",
        "`GET /orders/{id}`",
        "X-Orders-Key: $",
    ),
    (
        f"curl {BASE}/orders/7 -H 'Authorization: Bearer {KEY}'",
        "credential-wrong-location",
        "X-Orders-Key",
        "X-Orders-K",
    ),
    (f"curl {BASE}/orders/search -H 'X-Api-Key: {KEY}'", "credential-wrong-location", "shop_key", "shop_key="),
    (
        f"curl {BASE}/orders -H 'Authorization: Basic YWxpY2U6cTdZZDkza2ZQejBh'",
        "scheme-mismatch",
        "`GET /orders`",
        "Bearer",
    ),
    (f"curl {BASE}/reports -H 'Authorization: Bearer {KEY}'", "scheme-mismatch", "`GET /reports`", ""),
    (f"curl {BASE}/orders -H 'Authorization: {KEY}'", "scheme-missing", "`GET /orders`", "Bearer"),
    (f"curl {BASE}/orders/7 -H 'X-Order-Keys: {KEY}'", "header-misspelled", "X-Orders-Key", "X-Orders-Key: $"),
    (f"curl {BASE}/orders/7 -H 'Orders-Key: {KEY}'", "header-misspelled", "X-Orders-Key", "X-Orders-Key: $"),
    (f"curl {BASE}/orders/7 -H 'X_Orders_Key: {KEY}'", "header-misspelled", "X-Orders-Key", "X-Orders-Key: $"),
    (
        f"curl {BASE}/refunds/7/lines -H 'X-Orders-Key: {KEY}'",
        "credential-missing",
        "lacks the header X-App-Id",
        "X-App-Id",
    ),
    (
        f"curl {BASE}/refunds/7/lines -H 'X-App-Id: 812'",
        "credential-missing",
        "lacks the header X-Orders-Key",
        "X-Orders-",
    ),
    (f"curl {BASE}/orders/search", "credential-missing", "the query parameter shop_key", "shop_key="),
    (f"curl '{BASE}/exports?token={KEY}'", "credential-wrong-location", "documented as deprecated", ""),
    (
        f"curl -X POST {BASE}/orders {BEARER.format(token(scope='orders:read', **GOOD))}",
        "token-scope-insufficient",
        "`POST /orders` wants orders:write; the token has orders:read",
        "",
    ),
    (
        f"curl {BASE}/orders {BEARER.format(token(scp=['profile'], **GOOD))}",
        "token-scope-insufficient",
        "`GET /orders` wants orders:read; the token has profile",
        "",
    ),
    (
        f"curl {BASE}/orders {BEARER.format(token(scope='orders:read', **GOOD | {'aud': 'billing'}))}",
        "token-audience-mismatch",
        "takes tokens for https://api.orders-shop.test; yours is for billing",
        "",
    ),
    (
        f"curl {BASE}/people {BEARER.format(token(**GOOD | {'iss': 'https://id.orders-shop.test/other'}))}",
        "token-issuer-mismatch",
        "takes tokens of https://id.orders-shop.test/realm; yours is from https://id.orders-shop.test/other",
        "",
    ),
    (
        f"curl {BASE}/orders {BEARER.format(token(scope='orders:read', **GOOD | {'iss': 'https://evil.test/'}))}",
        "token-issuer-mismatch",
        "id.orders-shop.test",
        "",
    ),
    (
        f"curl {BASE}/health {BEARER.format(KEY)}",
        "credential-invalid",
        "`GET /health` needs no credential",
        "/v1/health",
    ),
    (
        f"curl http://api.orders-shop.test/v1/orders/7 -H 'X-Orders-Key: {KEY}'",
        "redirect-to-https",
        "https",
        "https://",
    ),
    (f"curl {BASE}/reports -H 'X-Authorization: Bearer {KEY}'", "header-misspelled", "X-Authorization", ""),
    (f"curl '{BASE}/orders/search?shop_kye={KEY}'", "credential-wrong-location", "shop_kye", "shop_key="),
    (
        f"curl {BASE}/refunds/7/lines -b 'X-App-Id=9' -H 'X-Orders-Key: {KEY}'",
        "credential-wrong-location",
        "cookie",
        "",
    ),
]


@pytest.mark.parametrize(("command", "cause", "because", "corrected"), FAULTS)
async def test_a_planted_fault_is_named_first(
    command: str, cause: str, because: str, corrected: str, book: Book
) -> None:
    """By what the description says, with the operation in the reason, and the command put right where it can be."""
    first = (await said(book, command)).causes[0]
    assert (first.id, first.certainty) == (cause, "observed")
    assert because in first.because[0]
    assert corrected in (first.corrected or "")
    assert KEY not in str(first)


RIGHT = [
    f"curl {BASE}/orders/7 -H 'X-Orders-Key: {KEY}'",
    f"curl '{BASE}/orders/7/?expand=lines' -H 'x-orders-key: {KEY}'",
    f"curl '{BASE}/orders/search?shop_key={KEY}'",
    f"curl -X POST {BASE}/files/a.txt:sign -H 'X-Orders-Key: {KEY}'",
    f"curl {BASE}/refunds/7/lines -H 'X-Orders-Key: {KEY}' -H 'X-App-Id: 9'",
    f"curl {BASE}/reports -u alice:{KEY}",
    f"curl {BASE}/exports -H 'X-Orders-Key: {KEY}'",
    f"curl {BASE}/orders {BEARER.format(token(scope='orders:read', **GOOD))}",
    f"curl {BASE}/orders {BEARER.format(token(roles=['admin'], **GOOD))}",
    f"curl -X POST {BASE}/orders {BEARER.format(token(scope='orders:*', **GOOD))}",
    f"curl {BASE}/orders {BEARER.format(KEY)}",
    f"curl {BASE}/people {BEARER.format(token(**GOOD | {'iss': GOOD['iss'] + '/'}))}",
]
OF_FORM = {cause for _, cause, _, _ in FAULTS} - {"credential-invalid"}


@pytest.mark.parametrize("command", RIGHT)
async def test_a_request_as_described_has_none_of_these_faults(command: str, book: Book) -> None:
    """The same ids are not named first where the request is what the description wants."""
    causes = (await said(book, command)).causes
    assert not causes or causes[0].id not in OF_FORM


@pytest.mark.parametrize(
    ("command", "cause"),
    [
        (f"curl {BASE}/orders {BEARER.format(token(scope='x', exp=1700000000))}", "token-expired"),
        (f"curl {BASE}/orders -H 'Authorization: Bearer '", "credential-empty"),
        (f"curl {BASE}/orders -H 'Authorization: Bearer Bearer {KEY}'", "scheme-duplicated"),
        (f"curl {BASE}/orders/7 -H 'X-Orders-Key: YOUR_API_KEY'", "credential-placeholder"),
    ],
)
async def test_what_is_wrong_with_the_value_is_still_named(command: str, cause: str, book: Book) -> None:
    """A description says where a value goes, and nothing of the value."""
    assert (await said(book, command)).causes[0].id == cause


async def test_another_api_of_nearly_the_same_place_is_left_alone(book: Book) -> None:
    """A host of the site at a path that is not described is somebody else's."""
    found = await said(book, f"curl https://www.orders-shop.test/blog/feed -H 'X-Key: {KEY}'")
    assert "url-host-typo" not in [cause.id for cause in found.causes]


async def test_a_live_key_at_the_sandbox_is_named_by_its_form(tmp_path: Path) -> None:
    """The team's own key forms stand beside what was imported, and are held against the environments of the servers."""
    servers = [
        {"url": "https://api.orders-shop.test/v1", "description": "Production"},
        {"url": "https://sandbox.orders-shop.test/v1", "description": "Sandbox"},
    ]
    (tmp_path / "providers").mkdir()
    made = yaml.safe_dump(imported({**DESCRIPTION, "servers": servers}).entry)
    (tmp_path / "providers/orders.openapi.yaml").write_text(made, encoding="utf-8")
    form = {"id": "live", "kind": "secret-key", "regex": "ord_live_[0-9a-f]{24}", "distinctive": True}
    form |= {"environment": "live", "example-parts": ["ord_", "live_", "0" * 24], "source": "wiki"}
    (tmp_path / "providers/orders.yaml").write_text(yaml.safe_dump({"credentials": [form]}), encoding="utf-8")
    key = f"ord_live_{'0a1b2c3d' * 3}"
    book = load(builtin_folder(), tmp_path)
    first = (await said(book, f"curl https://sandbox.orders-shop.test/v1/orders/7 -H 'X-Orders-Key: {key}'")).causes[0]
    assert first.id == "credential-wrong-environment"
    assert "`GET /orders/{id}` is asked at sandbox, and the key is for live" in first.because[0]
    right = await said(book, f"curl https://api.orders-shop.test/v1/orders/7 -H 'X-Orders-Key: {key}'")
    assert "credential-wrong-environment" not in [cause.id for cause in right.causes[:1]]
