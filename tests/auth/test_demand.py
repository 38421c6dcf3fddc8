"""What an answer's words demand: cases as servers write them, and words that demand nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.auth.demand import Demand, demands

AUTHORIZATION = "Authorization"


@pytest.mark.parametrize(
    ("words", "where", "name", "schemes"),
    [
        ("query parameter 'api_key' required", "query", "api_key", ()),
        ("The required query string parameter `access_token` is missing", "query", "access_token", ()),
        ("append ?apikey= to the URL", "query", "apikey", ()),
        ("missing api key, send it in header X-Pagos-Key", "header", "X-Pagos-Key", ()),
        ("An API key must be provided in the 'X-NuGet-ApiKey' header", "header", "X-NuGet-ApiKey", ()),
        ("Required request header 'X-User-Token' for method parameter type String is not present", "header",
         "X-User-Token", ()),
        ('{"error":"missing header X-Session-Token"}', "header", "X-Session-Token", ()),
        ("Header 'apikey' missing", "header", "ApiKey", ()),
        ("cookie token is empty", "cookie", "token", ()),
        ("The 'sid_token' cookie is required", "cookie", "sid_token", ()),
        ("API token not found in Authorization header.", "header", AUTHORIZATION, ()),
        ("Expected: Authorization: Token token=…", "header", AUTHORIZATION, ("Token",)),
        ("No 'Authorization: Basic' header found", "header", AUTHORIZATION, ("Basic",)),
        ('Must be in the form "Bearer <key>" or "Token <token>" in the authorization header', "header", AUTHORIZATION,
         ("Bearer", "Token")),
        ("It must use the bearer authorization method.", "header", AUTHORIZATION, ("Bearer",)),
        ("Bearer token required", "header", AUTHORIZATION, ("Bearer",)),
        ('the value has to begin with "ApiKey", and none was sent: use it', "header", AUTHORIZATION, ("ApiKey",)),
        ("Header did not start with the identifier. Expected HMAC but not found", "header", AUTHORIZATION, ("HMAC",)),
        ("Send your key in an Authorization header using Bearer auth (i.e. Authorization: Bearer KEY), or as password",
         "header", AUTHORIZATION, ("Bearer", "Basic")),
    ],
)  # fmt: skip
def test_one_demand(words: str, where: str, name: str, schemes: tuple[str, ...]) -> None:
    """The place, the name and the schemes that a sentence asks for."""
    assert demands(words) == ((Demand(where, name, schemes),),)  # type: ignore[arg-type]


def test_alternatives_and_pairs() -> None:
    """``or`` gives alternatives in their order, ``and`` what is needed together."""
    either = demands("Append this to the URL with the apiKey param, or use the x-api-key HTTP header.")
    assert [[each.where for each in needed] for needed in either] == [["query"], ["header"]]
    both = demands("Missing x-acme-id-token and x-app-key headers")
    assert [[each.name for each in needed] for needed in both] == [["x-acme-id-token", "X-App-Key"]]


@pytest.mark.parametrize(
    "words",
    [
        "Token not provided",
        "token required",
        "Invalid token header. Token string should not contain spaces.",
        "401 Authorization Required",
        "Only one auth mechanism allowed; only the Signature query string parameter or the Authorization header",
        "The access_token must not be sent in the query string; it is not allowed in query parameter access_token",
        "Missing X-CSRF-Token header",
        "The Content-Type header must be application/json",
        "OpenAI-Organization header should match organization for API key",
        "Expected OAuth 2 access token, login cookie or other valid authentication credential.",
        "The X-Api-Key header is fine",
        "Expected HMAC 6f2a but got 7b1c",
    ],
)
def test_no_demand(words: str) -> None:
    """No place of a credential is asked for here."""
    assert demands(words) == ()


PIECES = ["header", "X-Api-Key", "'", "missing", "query", "=", "?", "Authorization", ":", "Bearer", "<", "and"]


@given(st.text(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_any_text(words: str) -> None:
    """Whatever is read, a demand has a name from the text, and Authorization alone has schemes."""
    for each in (one for needed in demands(words) for one in needed):
        assert each.name.lower() in words.lower() or each.name == AUTHORIZATION
        assert not each.schemes or each.name == AUTHORIZATION
