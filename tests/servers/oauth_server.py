"""An OAuth 2.0 server by Authlib: a token endpoint for client credentials and a resource that wants a scope."""

from __future__ import annotations

import time
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from flask import Flask

CLIENT, CLIENT_SECRET = "reporting", "client-secret-0123456789abcdef"
TOKENS = {
    "live-token-0123456789abcdefghij": ("read", 3600),
    "old-token-0123456789abcdefghijk": ("read", -3600),
}


class _Client(ClientMixin):  # type: ignore[misc]
    client_id = CLIENT

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "client_credentials"

    def get_allowed_scope(self, scope: str) -> str:
        return scope or "read"


class _Token:
    def __init__(self, scope: str, lifetime: int) -> None:
        self.scope, self.until = scope, time.time() + lifetime

    def get_scope(self) -> str:
        return self.scope

    def is_expired(self) -> bool:
        return self.until < time.time()

    def is_revoked(self) -> bool:
        return False


class _Validator(BearerTokenValidator):  # type: ignore[misc]
    def authenticate_token(self, token_string: str) -> _Token | None:
        return _Token(*TOKENS[token_string]) if token_string in TOKENS else None


def application() -> Flask:
    """``POST /oauth/token``, ``/report`` (scope read) and ``/admin`` (scope admin)."""
    app = Flask(__name__)
    app.config["TESTING"] = True
    server = AuthorizationServer(
        app,
        query_client=lambda client_id: _Client() if client_id == CLIENT else None,
        save_token=lambda token, request: None,
    )
    server.register_grant(grants.ClientCredentialsGrant)
    require = ResourceProtector()
    require.register_token_validator(_Validator())

    @app.post("/oauth/token")
    def issue() -> Any:
        return server.create_token_response()

    @app.get("/report")
    @require("read")  # type: ignore[untyped-decorator]
    def report() -> dict[str, bool]:
        return {"ok": True}

    @app.get("/admin")
    @require("admin")  # type: ignore[untyped-decorator]
    def admin() -> dict[str, bool]:
        return {"ok": True}

    return app
