"""A company's own API: what its description says of an operation is evidence."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.case import Policy
from bot.examine import examine
from bot.knowledge.described import Described
from bot.knowledge.load import builtin_folder, load
from bot.knowledge.schema import Operation, Provider
from bot.model import Diagnosis
from bot.probing.offline import Offline
from tests.diagnosis._cases import MOMENT, ids

OURS = """name: Orders
hosts: [api.orders.test]
escalate: '#orders-on-call'
operations:
  - {method: GET, path: '/orders/{id}', scopes: ['orders:read']}
  - {method: POST, path: /orders, scopes: ['orders:read', 'orders:write']}
"""
READ_ONLY = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6Im9yZGVyczpyZWFkIiwiZXhwIjo0MTAyNDQ0ODAwfQ." + "0" * 43


async def said(folder: Path, paste: str) -> Diagnosis:
    """The diagnosis of a paste with an overlay folder that knows the orders API."""
    (folder / "providers").mkdir(exist_ok=True)
    (folder / "providers/orders.yaml").write_text(OURS, encoding="utf-8")
    book = load(builtin_folder(), folder)
    found = await examine(paste, book=book, connect=Offline, moment=MOMENT, policy=Policy(live=False))
    return found.diagnosis


async def test_a_scope_that_the_operation_needs_is_missed(tmp_path: Path) -> None:
    """The token decodes, the operation is described: the scope between them is named."""
    paste = f"""curl -X POST https://api.orders.test/v1/orders -H 'Authorization: Bearer {READ_ONLY}' -d a=1
HTTP/1.1 403 Forbidden

{{"error": "forbidden"}}
"""
    found = await said(tmp_path, paste)
    assert (found.provider, ids(found)[0]) == ("orders", "token-scope-insufficient")
    assert found.causes[0].because[0] == "`POST /orders` wants orders:write; the token has orders:read"


async def test_a_path_that_the_description_does_not_have_is_named(tmp_path: Path) -> None:
    """404 at a path that is not described is a slip in the path, and no fault of the credential."""
    paste = f"""curl https://api.orders.test/v1/order/7 -H 'Authorization: Bearer {READ_ONLY}'
HTTP/1.1 404 Not Found

{{"error": "not found"}}
"""
    assert ids(await said(tmp_path, paste))[:1] == ["url-path-typo"]


@pytest.mark.parametrize("path", ["orders/7", "v1/orders/7", "v1/orders/7/"])
async def test_a_described_path_is_no_slip(path: str, tmp_path: Path) -> None:
    """A described path is recognised below any base path, with or without its last slash."""
    paste = f"""curl https://api.orders.test/{path} -H 'Authorization: Bearer {READ_ONLY}'
HTTP/1.1 404 Not Found

{{"error": "not found"}}
"""
    assert "url-path-typo" not in ids(await said(tmp_path, paste))


async def test_the_contact_of_the_api_is_named(tmp_path: Path) -> None:
    """Whom to turn to stands in the last step, from the API's own entry."""
    paste = (
        "401 since 10:02 for all our customers, status page shows an incident\ncurl https://api.orders.test/orders/7"
    )
    found = await said(tmp_path, paste)
    assert any("#orders-on-call" in step.text for cause in found.causes for step in cause.steps)


@pytest.mark.parametrize(
    ("described", "path", "fits"),
    [
        ("/orders/{id}", "/v1/orders/7", True),
        ("/orders/{id}", "/v1/orders/7/", True),
        ("/orders/{id}", "/orders", False),
        ("/orders/{id}/", "/orders/7/lines", False),
        ("/files/{name}.{ending}", "/files/a.b.txt", True),
        ("/files/{name}.{ending}", "/files/.txt", False),
        ("/{a}{b}", "/x", False),
        ("/{a}-{b}", "/x--y", True),
        ("/", "/v1", True),
        ("/orders", "/v1/reorders", False),
    ],
)
def test_a_place_in_a_path_is_one_character_or_more_of_a_segment(described: str, path: str, fits: bool) -> None:
    """What ``{name}`` in a described path stands for."""
    api = Described(Provider(name="x", operations=(Operation(method="GET", path=described),)))
    assert bool(api.at("api.orders.test", path)) is fits


def test_a_description_with_many_places_is_compared_in_linear_time() -> None:
    """Nothing is tried twice, whatever the description says and the path has."""
    begun = time.process_time()
    path = "/" + "{a}{b}x" * 1000 + "y"
    api = Described(Provider(name="x", operations=(Operation(method="GET", path=path),)))
    assert not api.at("api.orders.test", "/" + "x" * 60_000)
    assert time.process_time() - begun < 1
