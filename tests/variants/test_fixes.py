"""Corrections: which causes a paste suggests, the request that comes of it, and a command that shows no secret."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.variants.fixes import Fix, fixes
from tests import _data
from tests.checks._bench import read

CASES: list[Mapping[str, Any]] = _data.read(Path(__file__).parent / "fixes.yaml")
NOTHING = {
    "all in order": "curl https://api.example.com/me -H 'Authorization: Bearer kq83hJd72lPq9sZx41Mn'",
    "no request": "why 401?",
    "a signature": "curl https://s3.eu-west-1.amazonaws.com/b -H 'Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261124/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=00'",  # noqa: E501
}
SECRETS = ("kq83hJd72lPq9sZx41Mn", "secret-word", "bWU6c2VjcmV0LXdvcmQ", "lin_api_000")


def made(paste: str) -> tuple[Fix, ...]:
    """The corrections of a paste after stage 0."""
    return fixes(asyncio.run(read(paste)))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_correction_changes_the_suspect_alone(case: Mapping[str, Any]) -> None:
    """The cause's correction has the header or the command that the case says, and sends or only shows."""
    fix = next(fix for fix in made(case["paste"]) if fix.cause == case["cause"])
    assert fix.sends is case.get("sends", True)
    if "header" in case:
        name, value = case["header"]
        assert [text for key, text in fix.request.headers if key.lower() == name.lower()] == [value]
    if "command" in case:
        assert fix.command == case["command"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_no_command_shows_a_secret(case: Mapping[str, Any]) -> None:
    """Whatever is corrected, the command has variables where the secrets were, and the URL never gets one."""
    for fix in made(case["paste"]):
        assert not any(secret in fix.command for secret in SECRETS)
        assert not any(secret in fix.request.url for secret in SECRETS)


def test_no_command_goes_without_the_credential_that_is_beside_it() -> None:
    """An expired token in the words about a request has no place in it: no command is shown, which would lack it."""
    token = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE1MDAwMDAwMDB9.c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJl"
    shown = made(f"I get 401 from https://api.example.com/me with the token {token}")
    assert "token-expired" not in {fix.cause for fix in shown}


@pytest.mark.parametrize("paste", NOTHING.values(), ids=NOTHING.keys())
def test_nothing_is_corrected_that_is_not_suspected(paste: str) -> None:
    """A request in order, a signature and prose have no correction that could be sent."""
    assert not [fix for fix in made(paste) if fix.sends]


def test_a_command_keeps_what_is_harmless_and_leaves_out_the_rest() -> None:
    """Known query names and headers stay, unknown values and opaque path parts are dots, a body is a variable."""
    paste = (
        "curl -X PATCH 'https://api.example.com/users/8f3c2a9b7d6e5f4a3b2c1d0e?page=2&note=private' "
        "-H 'Accept: application/json' -H 'X-Internal: hush' "
        "-H 'Authorisation: Bearer kq83hJd72lPq9sZx41Mn' -d '{\"a\": 1}'"
    )
    command = made(paste)[0].command
    assert "page=2" in command
    assert "-H 'Accept: application/json'" in command
    assert "-X PATCH" in command
    assert '--data-raw "$BODY"' in command
    assert not any(hidden in command for hidden in ("private", "hush", "8f3c2a9b", '"a"'))
