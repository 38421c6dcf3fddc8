"""``auth401 check - --json`` against real products: each planted fault is named, within the budget, without a leak."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests._command import run as command
from tests.servers import basic_site, jwt_api, oauth_server, run

if TYPE_CHECKING:
    from fastapi import FastAPI

EXPIRED = timedelta(hours=3)


@pytest.fixture(scope="module")
def orders() -> FastAPI:
    """The JWT service, so that a test can look at what it was made to do."""
    return jwt_api.application()


@pytest.fixture(scope="module")
def hosts(orders: FastAPI) -> Iterator[dict[str, str]]:
    """Base URLs of the three products."""
    with (
        run.asgi(orders) as jwt_url,
        run.wsgi(basic_site.application()) as site_url,
        run.wsgi(oauth_server.application()) as oauth_url,
    ):
        yield {"jwt": jwt_url, "site": site_url, "oauth": oauth_url}


def check(paste: str, *options: str) -> tuple[dict[str, object], int, str]:
    """(the JSON, the exit status, everything that was printed) of the real command."""
    env = os.environ | {"AUTH401_ALLOW_HOSTS": "127.0.0.1:*"}
    done = command(["check", "-", "--json", *options], stdin=paste.encode(), env=env, timeout=20)
    printed = (done.stdout + done.stderr).decode()
    assert "Traceback" not in printed
    return json.loads(done.stdout), done.returncode, printed


FAULTS = {
    "no token": ("credential-missing", "curl {jwt}/orders", ""),
    "expired token": (
        "token-expired",
        "curl {jwt}/orders -H 'Authorization: Bearer {secret}'",
        jwt_api.token(late=EXPIRED),
    ),
    "token for another API": (
        "token-audience-mismatch",
        "curl {jwt}/orders -H 'Authorization: Bearer {secret}'",
        jwt_api.token(audience="invoices"),
    ),
    "token signed by another key": (
        "token-signature-invalid",
        "curl {jwt}/orders -H 'Authorization: Bearer {secret}'",
        jwt_api.token(key="another-key-that-is-long-enough-for-hs256-too"),
    ),
    "scheme left out": ("scheme-missing", "curl {jwt}/orders -H 'Authorization: {secret}'", jwt_api.token()),
    "scheme of another API": (
        "scheme-mismatch",
        "curl {site}/token -H 'Authorization: Token {secret}'",
        basic_site.TOKEN,
    ),
    "wrong token": (
        "credential-invalid",
        "curl {site}/token -H 'Authorization: Bearer {secret}'",
        "tok-ffffffffffffffff0000000000",
    ),
    "wrong password": ("credential-invalid", "curl -u '{secret}' {site}/basic", "sam:incorrect-horse-battery"),
    "no password": ("credential-missing", "curl {site}/basic", ""),
    "Basic where Digest is asked": ("digest-required", "curl -u '{secret}' {site}/digest", "sam:correct-horse-battery"),
    "key in the query": ("credential-wrong-location", "curl '{site}/key?api_key={secret}'", basic_site.API_KEY),
    "misspelt header": (
        "header-misspelled",
        "curl {site}/token -H 'Authorisation: Bearer {secret}'",
        basic_site.TOKEN,
    ),
    "placeholder": ("credential-placeholder", "curl {jwt}/orders -H 'Authorization: Bearer YOUR_API_KEY'", ""),
    "variable not expanded": (
        "credential-unexpanded-variable",
        "curl {jwt}/orders -H 'Authorization: Bearer $TOKEN'",
        "",
    ),
    "scope missing": (
        "token-scope-insufficient",
        "curl {oauth}/admin -H 'Authorization: Bearer {secret}'",
        "live-token-0123456789abcdefghij",
    ),
    "client secret wrong": (
        "client-authentication-failed",
        "curl -u 'reporting:{secret}' -d grant_type=client_credentials {oauth}/oauth/token\n"
        'HTTP/1.1 401 UNAUTHORIZED\n\n{{"error": "invalid_client"}}',
        "not-the-client-secret-000000",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_planted_fault_is_named_first(hosts: dict[str, str], fault: str) -> None:
    """The right cause is first, the budget is kept, and the secret is nowhere in the output."""
    cause, paste, secret = FAULTS[fault]
    answer, status, printed = check(paste.format(secret=secret, **hosts))
    named = [each["id"] for each in answer["causes"]]  # type: ignore[attr-defined]
    assert named[:1] == [cause], answer["answer"]
    assert status == 0
    assert answer["requests_sent"] <= 5  # type: ignore[operator]
    assert not secret or secret.rpartition(":")[2] not in printed


CONTROLS = {
    "a good token": ("curl {jwt}/orders -H 'Authorization: Bearer {secret}'", jwt_api.token()),
    "a good password": ("curl -u '{secret}' {site}/basic", f"{basic_site.USER}:{basic_site.PASSWORD}"),
    "a good key": ("curl {site}/key -H 'X-API-Key: {secret}'", basic_site.API_KEY),
    "a good OAuth token": (
        "curl {oauth}/report -H 'Authorization: Bearer {secret}'",
        "live-token-0123456789abcdefghij",
    ),
    "no such path": ("curl {site}/nowhere -H 'Authorization: Bearer {secret}'", basic_site.TOKEN),
}


@pytest.mark.parametrize("control", CONTROLS)
def test_what_is_in_order_is_not_accused(hosts: dict[str, str], control: str) -> None:
    """A request that is accepted, or fails for another reason, is not diagnosed as a fault of its credential."""
    paste, secret = CONTROLS[control]
    answer, status, printed = check(paste.format(secret=secret, **hosts))
    assert answer["outcome"] in {"not-reproduced", "inconclusive", "nothing-to-check"}, answer["answer"]
    assert status == 1
    assert secret.rpartition(":")[2] not in printed


def test_a_post_is_never_repeated(hosts: dict[str, str], orders: FastAPI) -> None:
    """A pasted POST with a good token makes no order, and a fault in it is found all the same."""
    before = orders.state.made
    check(f"curl -X POST {hosts['jwt']}/orders -H 'Authorization: Bearer {jwt_api.token()}'")
    answer, _, _ = check(f"curl -X POST {hosts['jwt']}/orders -H 'Authorization: Bearer {jwt_api.token(late=EXPIRED)}'")
    assert orders.state.made == before
    assert answer["causes"][0]["id"] == "token-expired"  # type: ignore[index]


def test_a_correction_is_proven(hosts: dict[str, str]) -> None:
    """``Token`` -> ``Bearer`` is tried once, is accepted, and the command ends the answer without the secret."""
    answer, _, printed = check(f"curl {hosts['site']}/token -H 'Authorization: Token {basic_site.TOKEN}'")
    first = answer["causes"][0]  # type: ignore[index]
    assert first["certainty"] == "proven"
    assert "Bearer" in first["corrected"]
    assert basic_site.TOKEN not in printed
