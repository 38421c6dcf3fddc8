"""What one may paste in the demo: one example for each way in which the sample API fails."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from bot.faces.demo.sample_api import Keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """``title`` is what the button says, ``paste`` the message.

    ``cause`` is the id that the answer names first; against the server that says nothing it can only be suspected.
    """

    id: str
    title: str
    cause: str
    paste: str


def examples(api: str, keys: Keys) -> list[Example]:
    """All examples against the API at the origin ``api``, the most frequent first."""
    newline = base64.b64encode(f"backup:{keys.password}\n".encode()).decode()
    elsewhere = keys.jwt(audience="https://billing.demo.example")
    rows = (
        ("missing", "No credential sent", "credential-missing",
         "The orders API says 401 and I don't see why", "/v1/orders", ""),
        ("expired", "An expired token", "token-expired",
         "worked before lunch, now 401", "/v1/orders", _bearer(keys.jwt(lasts_s=-5400))),
        ("scheme", "Token instead of Bearer", "scheme-mismatch",
         "401, but the token is fine: I copied it twice", "/v1/orders", f"-H 'Authorization: Token {keys.token}'"),
        ("placeholder", "The placeholder is still in it", "credential-placeholder",
         "I get 401 Unauthorized, with the command from your docs?", "/v1/orders", _bearer("YOUR_API_KEY")),
        ("redirect", "A redirect drops the header", "redirect-drops-credential",
         "401 since they moved the API", "/legacy/orders", f"-L {_bearer(keys.token)}"),
        ("header", "The wrong header name", "header-misspelled",
         "401 on reports, the key is from the dashboard", "/v1/reports", f"-H 'X-API-Keys: {keys.key}'"),
        ("place", "The key in the query", "credential-wrong-location",
         "401 though the key is right", f"/v1/reports?api_key={keys.key}", ""),
        ("quotes", "Quotes inside the value", "credential-malformed",
         "401 from CI only", "/v1/orders", _bearer(f'"{keys.token}"')),
        ("twice", "Bearer twice", "scheme-duplicated",
         "401 with a brand new token", "/v1/orders", _bearer(f"Bearer {keys.token}")),
        ("newline", "A line break in the password", "basic-encoding",
         "401, the header is made with echo | base64", "/v1/backups", f"-H 'Authorization: Basic {newline}'"),
        ("audience", "A token for another API", "token-audience-mismatch",
         "401 with a token from our login service", "/v1/orders", _bearer(elsewhere)),
        ("revoked", "A revoked token", "credential-revoked",
         "401 since the weekend", "/v1/orders", _bearer(keys.revoked)),
        ("scope", "A scope is missing", "token-scope-insufficient",
         "orders work, refunds say Unauthorized", "/v1/refunds", _bearer(keys.jwt())),
        ("digest", "Digest is required", "digest-required",
         "401 with user name and password", "/v1/archive", f"-u archive:{keys.password}"),
        ("cached", "A cached 401", "cached-response",
         "still 401 with the new token", "/v1/catalog", _bearer(keys.token)),
        ("silent", "A server that says nothing", "credential-invalid",
         "401 and not a word why", "/v1/silent", _bearer(keys.token)),
    )  # fmt: skip
    return [
        Example(id=name, title=title, cause=cause, paste=f"{story}\n```\n{_curl(api + path, options)}\n```")
        for name, title, cause, story, path, options in rows
    ]


def _bearer(token: str) -> str:
    return f"-H 'Authorization: Bearer {token}'"


def _curl(url: str, options: str) -> str:
    address = f"'{url}'" if "?" in url else url
    return f"curl {address}" + (f" \\\n  {options}" if options else "")
